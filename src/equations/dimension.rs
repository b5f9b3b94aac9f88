//! What an equation measures: the unit of every part is derived from the units of its symbols.
//!
//! Numbers without a unit may stand for a conversion that the source does not spell out (44/12, 8760, a carbon
//! fraction): what they multiply is never called a mismatch. Only powers of ten are taken as numbers.

use super::Judgement;
use super::likeness::{Likeness, factor, hundredfold, likeness, number_text, overlooked};
use super::measured::{Derived, Measured, product, quotient, raised};
use super::percentage::is_hundredth;
use super::sheet::Sheet;
use crate::finding::Label;
use crate::measure::{Unit, show};
use crate::model::{Arithmetic, EntryId, Formula, Function, TermKind};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// What does not fit, by the parts of the formula.
#[derive(Clone, Copy, Debug)]
pub(super) enum Misfit {
    /// Two parts that measure different things.
    Dimension(u32, u32),
    /// Two parts in units of different size, with no number between them.
    Scale(u32, u32),
    /// Two parts of which the second comes out a hundred times too large (or too small) for the first, as the percentages
    /// are read.
    Hundred(u32, u32, bool),
    /// A part that must be a pure number.
    Pure(u32),
}

pub(super) struct Derivation<'s, 'm> {
    sheet: &'s Sheet<'m>,
    formula: &'s Formula,
    /// The declarations of the percentages that are numbers up to 100, the others being shares; none where both are open.
    points: Option<&'s [EntryId]>,
    parts: Vec<Derived>,
    pub(super) misfits: Vec<Misfit>,
    /// What parts measure whose number turned out to be a conversion.
    converted: FxHashMap<u32, Measured>,
    /// The first declared symbol without a unit.
    unitless: Option<EntryId>,
    /// What parts are said to measure.
    told: RefCell<FxHashMap<u32, String>>,
}

/// How the parts of an equation stand to each other: derived once, and asked by two checks.
#[derive(Debug)]
pub(super) struct Fit {
    dimensions: Judgement,
    scale: Judgement,
}

impl Fit {
    /// Of an equation of a sheet.
    pub(super) fn new(sheet: &Sheet<'_>, formula: &Formula) -> Fit {
        let derivation = Derivation::new(sheet, formula, None);
        Fit { dimensions: of_dimensions(&derivation), scale: of_scale(&derivation) }
    }
}

/// Whether an equation's parts fit.
pub(super) fn dimensions(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    sheet.fit(entry).map(|fit| fit.dimensions.clone()).unwrap_or_default()
}

/// Whether an equation's parts are counted in units of the same size.
pub(super) fn scale(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    sheet.fit(entry).map(|fit| fit.scale.clone()).unwrap_or_default()
}

fn of_dimensions(derivation: &Derivation<'_, '_>) -> Judgement {
    let misfit = derivation.misfits.iter().find(|misfit| !matches!(misfit, Misfit::Scale(..)));
    match (misfit, derivation.unitless) {
        (Some(Misfit::Dimension(one, other)), _) => derivation.mismatch(*one, *other),
        (Some(Misfit::Pure(part)), _) => derivation.impure(*part),
        (_, Some(parameter)) => Judgement::unproven(derivation.sheet.place(parameter, "unit"), parameter),
        _ => Judgement::met_if(derivation.is_known()),
    }
}

fn of_scale(derivation: &Derivation<'_, '_>) -> Judgement {
    let scale = derivation.misfits.iter().find_map(|misfit| match misfit {
        Misfit::Scale(one, other) => Some((*one, *other)),
        _ => None,
    });
    match scale {
        Some((one, other)) => {
            let units = (derivation.units(one), derivation.units(other));
            // A percentage is a share to some and a number up to 100 to others: then nobody knows by how much.
            let clear = derivation.shares(one) + derivation.shares(other) == 0;
            let by = derivation.factor(one, other).filter(|_| clear).map(|factor| format!(" by a factor of {factor}"));
            let by = by.unwrap_or_default();
            let message = format!("{} does not match {}: their units differ{by}", units.0, units.1);
            derivation.told(message, [one, other])
        }
        None => Judgement::met_if(derivation.is_known()),
    }
}

impl<'s, 'm> Derivation<'s, 'm> {
    /// Derives what the parts of a formula measure; `points` are the percentages to be read as numbers up to 100.
    pub(super) fn new(sheet: &'s Sheet<'m>, formula: &'s Formula, points: Option<&'s [EntryId]>) -> Derivation<'s, 'm> {
        let parts = vec![Derived::Unknown; formula.terms.len()];
        let (misfits, converted, told) = Default::default();
        let mut derivation = Derivation { sheet, formula, points, parts, misfits, converted, unitless: None, told };
        let last = formula.terms.len().checked_sub(1);
        for at in last.map(|last| formula.within(last as u32)).unwrap_or_default() {
            derivation.parts[at as usize] = derivation.part(at);
        }
        derivation
    }

    fn is_known(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Derived::Known(_)))
    }

    pub(super) fn get(&self, at: u32) -> Derived {
        self.parts[at as usize]
    }

    /// What a part measures, with its number as the conversion that it is, where it is one.
    fn measured(&self, at: u32) -> Option<Measured> {
        let known = match self.get(at) {
            Derived::Known(found) => Some(found),
            _ => None,
        };
        self.converted.get(&at).copied().or(known)
    }

    /// What a part measures; its operands are derived already.
    fn part(&mut self, at: u32) -> Derived {
        match self.formula.term(at).kind {
            TermKind::Symbol(name, _) => self.symbol(self.sheet.document.text(name)),
            TermKind::Number(amount, None) => Derived::Plain(amount),
            TermKind::Number(_, Some(unit)) => {
                match self.sheet.vocabulary.units.parse(self.sheet.document.text(unit)) {
                    Ok(unit) => Derived::Known(self.read(unit, None)),
                    Err(_) => Derived::Unknown,
                }
            }
            TermKind::Negative(inner) => match self.get(inner) {
                Derived::Plain(amount) => Derived::Plain(-amount),
                other => other,
            },
            TermKind::Binary(operator, left, right) => self.binary(operator, left, right),
            TermKind::If(_, then, or) => self.alike(then, or),
            TermKind::Call(function, start, count) => self.call(function, start, count),
            TermKind::Unknown => Derived::Unknown,
        }
    }

    fn symbol(&mut self, name: &str) -> Derived {
        let Some(declared) = self.sheet.lookup(self.formula, name) else { return Derived::Unknown };
        let Some((unit, text)) = &declared.unit else {
            self.unitless = self.unitless.or(Some(declared.entry));
            return Derived::Unknown;
        };
        let part = self.sheet.is_share(text);
        let loose = *unit == Unit::ONE && !part;
        Derived::Known(Measured { loose, part, ..self.read(*unit, Some(declared.entry)) })
    }

    /// What one of a unit measures; a percentage as it is to be read, one without a symbol (`15 %`) as the share that it is.
    fn read(&self, unit: Unit, symbol: Option<EntryId>) -> Measured {
        match self.points {
            Some(points) if is_hundredth(unit) => {
                let counts = symbol.is_some_and(|symbol| points.contains(&symbol));
                let unit = if counts { unit } else { Unit::ONE };
                Measured { percent: true, points: counts.into(), ..Measured::of(unit) }
            }
            _ => Measured::of(unit),
        }
    }

    fn binary(&mut self, operator: Arithmetic, left: u32, right: u32) -> Derived {
        match operator {
            Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Equal => self.alike(left, right),
            Arithmetic::Unequal | Arithmetic::Less | Arithmetic::AtMost | Arithmetic::Greater | Arithmetic::AtLeast => {
                self.alike(left, right);
                Derived::Unknown
            }
            Arithmetic::And | Arithmetic::Or => Derived::Unknown,
            Arithmetic::Multiply => product(self.get(left), self.get(right)),
            Arithmetic::Divide => quotient(self.get(left), self.get(right)),
            Arithmetic::Power => self.power(left, right),
        }
    }

    fn call(&mut self, function: Function, start: u32, count: u32) -> Derived {
        let arguments = &self.formula.arguments[start as usize..(start + count) as usize];
        let last = arguments[count as usize - 1];
        match function {
            Function::Sum => match self.get(last) {
                Derived::Known(found) => Derived::Known(Measured { summed: true, ..found }),
                other => other,
            },
            Function::Min | Function::Max => {
                let first = arguments[0];
                let found = arguments[1..].iter().map(|other| self.alike(first, *other)).last();
                found.unwrap_or_else(|| self.get(first))
            }
            // Allometric equations take the logarithm of a diameter, in the unit that they name, and so yield a mass.
            Function::Exp if self.has_logarithm(last) => Derived::Unknown,
            Function::Exp => self.pure(last),
            Function::Ln => Derived::Known(Measured { loose: true, ..Measured::of(Unit::ONE) }),
            Function::Sqrt => Derived::Unknown,
        }
    }

    /// Whether the logarithm of something that has a unit stands in a part.
    fn has_logarithm(&self, part: u32) -> bool {
        let parts = self.formula.within(part);
        let measures = |at: u32| matches!(self.get(at), Derived::Known(found) if !found.unit.dimension().is_ratio());
        parts.into_iter().any(|at| match self.formula.term(at).kind {
            TermKind::Call(Function::Ln, ..) => self.formula.operands(at).any(measures),
            _ => false,
        })
    }

    fn power(&mut self, base: u32, exponent: u32) -> Derived {
        match (self.get(base), self.get(exponent)) {
            (Derived::Plain(base), Derived::Plain(power)) => {
                let power = i64::try_from(power).ok().filter(|power| power.abs() < 100);
                power.and_then(|power| raised(base, power)).map_or(Derived::Unknown, Derived::Plain)
            }
            (Derived::Known(base), Derived::Plain(power)) if power.fract().is_zero() => {
                let found = i8::try_from(power)
                    .ok()
                    .and_then(|power| Some((power, base.unit.power(power)?, raised(base.number, i64::from(power))?)));
                found.map_or(Derived::Unknown, |(power, unit, number)| {
                    let points = base.points.saturating_mul(power);
                    Derived::Known(Measured { unit, number, points, ..base })
                })
            }
            (_, Derived::Known(_)) => {
                self.pure(exponent);
                Derived::Unknown
            }
            _ => Derived::Unknown,
        }
    }

    /// A part that must be a pure number; what a function makes of it is one.
    fn pure(&mut self, part: u32) -> Derived {
        if let Derived::Known(found) = self.get(part)
            && found.is_plain()
            && overlooked(self.sheet.vocabulary, found.unit.dimension()).is_none()
        {
            self.misfits.push(Misfit::Pure(part));
        }
        // It lets a part of a whole decay, and turns nothing into more.
        Derived::Known(Measured { part: true, ..Measured::of(Unit::ONE) })
    }

    /// Two parts that are added, compared or set equal.
    fn alike(&mut self, left: u32, right: u32) -> Derived {
        let (one, other) = match (self.get(left), self.get(right)) {
            (Derived::Known(one), Derived::Known(other)) => (one, other),
            (Derived::Known(one), _) | (_, Derived::Known(one)) => return Derived::Known(one),
            _ => return Derived::Unknown,
        };
        if self.points.is_some() && (one.percent || other.percent) {
            let apart = hundredfold(self.sheet.vocabulary, one, other);
            self.misfits.extend(apart.map(|larger| Misfit::Hundred(left, right, larger)));
        } else {
            match likeness(self.sheet.vocabulary, one, other) {
                Likeness::Same => {}
                Likeness::Scale(converted) => {
                    self.converted.extend(converted.map(|found| (if one.is_plain() { right } else { left }, found)));
                    self.misfits.push(Misfit::Scale(left, right));
                }
                Likeness::Dimension => self.misfits.push(Misfit::Dimension(left, right)),
            }
        }
        let percent = one.percent || other.percent;
        Derived::Known(Measured { percent, ..if one.is_plain() && !one.loose && !one.part { one } else { other } })
    }

    /// The number between the sizes of two parts, as it is written.
    fn factor(&self, one: u32, other: u32) -> Option<String> {
        let (one, other) = (self.measured(one)?, self.measured(other)?);
        factor(self.sheet.vocabulary, one, other).map(|factor| show(factor, ""))
    }

    fn mismatch(&self, one: u32, other: u32) -> Judgement {
        let message =
            format!("{} does not match {}: their units measure different things", self.units(one), self.units(other));
        self.told(message, [one, other])
    }

    fn impure(&self, part: u32) -> Judgement {
        let message = format!("{} stands where only a pure number can", self.units(part));
        self.told(message, [part, part])
    }

    fn told(&self, message: String, parts: [u32; 2]) -> Judgement {
        let mut labels: Vec<Label> = Vec::new();
        for part in parts {
            let label = self.sheet.label_at(self.formula, part, self.describe(part));
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let mut notes: Vec<String> = parts.iter().filter_map(|part| self.derived(*part)).collect();
        notes.dedup();
        Judgement { notes, ..Judgement::breached(message, labels) }
    }

    /// A part in a sentence: a symbol with its unit, or what an expression measures.
    fn units(&self, part: u32) -> String {
        match self.sheet.symbol(self.formula, part) {
            Some((name, _)) => format!("`{name}` in {}", self.describe(part)),
            None if self.is_pure(part) => "an expression without a unit".to_owned(),
            None => format!("an expression in {}{}", self.describe(part), self.times(part)),
        }
    }

    /// The bare numbers that a part is multiplied by, where they are not one: a prefix may be lost there.
    fn times(&self, part: u32) -> String {
        match self.measured(part) {
            Some(found) if found.number != Decimal::ONE => {
                format!(" times {}", number_text(self.sheet.vocabulary, found.number))
            }
            _ => String::new(),
        }
    }

    /// Whether a part is known to be without a unit.
    fn is_pure(&self, part: u32) -> bool {
        matches!(self.get(part), Derived::Known(found) if found.unit.dimension().is_ratio())
    }

    /// What a part measures: as its symbol declares it, as the units of its symbols make it up, or as its dimension
    /// reads.
    fn describe(&self, part: u32) -> String {
        let declared =
            self.sheet.symbol(self.formula, part).and_then(|(name, _)| self.sheet.lookup(self.formula, name));
        match (declared.and_then(|declared| declared.unit.as_ref()), self.measured(part)) {
            (Some((_, text)), _) => text.to_string(),
            (None, Some(found)) => {
                // Told in the message, at its label and in a note: sought once.
                let known = self.told.borrow().get(&part).cloned();
                known.unwrap_or_else(|| {
                    let text = self.made_up(part, found.unit);
                    self.told.borrow_mut().insert(part, text.clone());
                    text
                })
            }
            _ => "an unknown unit".to_owned(),
        }
    }

    /// The unit of an expression as a product of those that stand in it; a percentage in it is a share.
    fn made_up(&self, part: u32, unit: Unit) -> String {
        let units = &self.sheet.vocabulary.units;
        let share = units.parse("%").unwrap_or(Unit::ONE).power(self.shares(part).min(9) as i8);
        let spelled = share.and_then(|share| units.spelled(unit.over(share)?, self.written(part)));
        spelled.unwrap_or_else(|| units.describe(unit.dimension()))
    }

    /// The units that stand in an expression, of numbers and of symbols.
    fn written(&self, part: u32) -> impl Iterator<Item = &str> {
        self.formula.within(part).into_iter().filter_map(|at| match self.formula.term(at).kind {
            TermKind::Number(_, Some(unit)) => Some(self.sheet.document.text(unit)),
            _ => {
                let (name, _) = self.sheet.symbol(self.formula, at)?;
                Some(self.sheet.lookup(self.formula, name)?.unit.as_ref()?.1.as_str())
            }
        })
    }

    /// How many percentages stand in an expression.
    fn shares(&self, part: u32) -> usize {
        let units = &self.sheet.vocabulary.units;
        self.written(part).filter(|text| units.parse(text).is_ok_and(is_hundredth)).count()
    }

    /// The symbols of an expression with their units.
    fn derived(&self, part: u32) -> Option<String> {
        let symbols =
            self.formula.within(part).into_iter().filter(|at| {
                matches!(self.get(*at), Derived::Known(_)) && self.sheet.symbol(self.formula, *at).is_some()
            });
        let symbols: Vec<String> = symbols.map(|at| self.units(at)).collect();
        let compound = self.sheet.symbol(self.formula, part).is_none() && !symbols.is_empty();
        compound.then(|| format!("{} comes from {}", self.describe(part), symbols.join(", ")))
    }
}
