//! Equations with numbers: every input in the unit that its parameter declares, each definition evaluated once.
//!
//! Numbers are taken as printed: a bare number in an equation stands for the conversion that the source means by it.
//! An equation whose units do not match is not evaluated, for its result would mean nothing.

use super::arithmetic::{binary, call};
use super::index::Place;
use super::percentage::is_hundredth;
use super::prescribed::Prescribed;
use super::sheet::{SEVERAL, Sheet};
use super::sum::Scope;
use super::trouble::{Failed, Trouble};
use super::{Check, of_sheet};
use crate::finding::Verdict;
use crate::measure::{Quantity, Unit};
use crate::model::{EntryId, Formula, Function, TermKind};
use crate::source::Span;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::{SmolStr, ToSmolStr};
use std::cell::Cell;

/// So many parts of equations are evaluated under sums where somebody waits for the result, and where many documents
/// are checked: more members than that no reader gives.
pub const MOST_PARTS: usize = 100_000;
pub(super) const MOST_CHECKED: usize = 10_000;

/// A symbol that got its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The symbol, with its member where it has several.
    pub place: Place,
    /// The indices for each member of which this value is meant; empty where it is for one.
    pub each: SmolStr,
    /// Its value in its own unit.
    pub value: Decimal,
    /// The unit that it is declared in; empty where none is.
    pub unit: SmolStr,
    /// The equation that gave it; none for an input.
    pub equation: Option<Span>,
    /// What the sums of that equation are made of.
    pub shares: Vec<Share>,
}

/// So many decimals of a result are printed and compared.
const DECIMALS: u32 = 6;

/// A result as it is printed and compared.
pub fn rounded(value: Decimal) -> Decimal {
    value.round_dp(DECIMALS).normalize()
}

/// What one member adds to a sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The member of each index, as in `i = coal`.
    pub member: SmolStr,
    /// What is summed.
    pub summed: Span,
    /// How much that is.
    pub value: Decimal,
}

/// What equations gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Every symbol that was needed, each after what it rests on.
    pub steps: Vec<Step>,
    /// A symbol whose one value was given and taken for each member of an index: whether it is so meant is not known.
    pub spread: Option<SmolStr>,
    /// Whether an equation or a value was taken from an option that nobody chose.
    pub unchosen: bool,
    /// What was to be evaluated, in the order of the text.
    pub results: Vec<Place>,
}

pub(super) struct Evaluation<'s, 'm> {
    pub(super) sheet: &'s Sheet<'m>,
    options: &'s [SmolStr],
    values: FxHashMap<Place, Decimal>,
    /// The members that are given, by symbol, in the order in which they are.
    pub(super) members: FxHashMap<SmolStr, Vec<(usize, Place)>>,
    /// The symbols for which one value is given.
    whole: FxHashSet<SmolStr>,
    fitting: FxHashSet<EntryId>,
    steps: Vec<Step>,
    missing: Vec<SmolStr>,
    spread: Option<SmolStr>,
    unchosen: bool,
    /// How many parts of equations may still be evaluated under sums.
    left: usize,
    /// How many parts and given members may still be looked at to learn what sums run over.
    pub(super) search: Cell<usize>,
}

/// So many are looked at for each part that may be evaluated: a sum within a sum looks again for each outer member.
const SEARCHED_PER_PART: usize = 100;

/// Evaluates the reductions, or all definitions where no symbol stands for them. `given` are values by symbol;
/// where none is given, the value that a parameter prescribes is taken. Of what stands in options, that of `options`.
/// At most `most` parts of equations are evaluated under sums.
pub fn compute(
    sheet: &Sheet<'_>,
    given: &[(Place, Quantity)],
    options: &[SmolStr],
    most: usize,
) -> Result<Computed, Trouble> {
    let formulas = sheet.document.formulas.iter().map(|formula| formula.entry);
    let entries = formulas.chain(sheet.declared.iter().map(|declared| declared.entry));
    let known: FxHashSet<&str> = entries.filter_map(|entry| sheet.option(entry)).collect();
    if let Some(option) = options.iter().find(|option| !known.contains(option.as_str())) {
        return Err(Trouble::NoOption(option.clone()));
    }
    let mut evaluation = Evaluation::new(sheet, options, most);
    for (place, quantity) in given {
        evaluation.give(place, *quantity)?;
    }
    let goals = evaluation.goals()?;
    if goals.is_empty() {
        return Err(Trouble::Nothing);
    }
    for goal in &goals {
        evaluation.reach(goal.clone())?;
    }
    let Evaluation { steps, spread, unchosen, missing, .. } = evaluation;
    match missing.is_empty() {
        true => Ok(Computed { steps, spread, unchosen, results: goals }),
        false => Err(Trouble::Missing(missing)),
    }
}

impl<'s, 'm> Evaluation<'s, 'm> {
    fn new(sheet: &'s Sheet<'m>, options: &'s [SmolStr], left: usize) -> Self {
        let (values, members, whole, fitting) = Default::default();
        let (steps, missing) = Default::default();
        let search = Cell::new(left.saturating_mul(SEARCHED_PER_PART));
        Evaluation {
            sheet,
            options,
            values,
            members,
            whole,
            fitting,
            steps,
            missing,
            spread: None,
            unchosen: false,
            left,
            search,
        }
    }

    /// What is to be evaluated, in the order of the text.
    fn goals(&mut self) -> Result<Vec<Place>, Trouble> {
        let reductions = self.sheet.with_role(self.sheet.words.reductions);
        let defined = |names: &mut dyn Iterator<Item = SmolStr>| -> Vec<SmolStr> {
            names.filter(|name| !self.sheet.definitions(name).is_empty()).collect()
        };
        let names = match defined(&mut reductions.iter().cloned()) {
            goals if !goals.is_empty() => goals,
            _ => defined(&mut self.sheet.document.formulas.iter().filter_map(|formula| self.sheet.left(formula))),
        };
        let mut goals = Vec::new();
        for name in names {
            let Some(formula) = self.definition(&name)? else { continue };
            let Some((left, right)) = formula.sides() else { continue };
            let (_, indices) = self.sheet.running(formula, left).unwrap_or_default();
            let scopes = match self.scopes(formula, right, (&indices, &Scope::default())) {
                Err(Trouble::Members(..)) if !indices.is_empty() => vec![Scope::default()],
                scopes => scopes?,
            };
            for scope in scopes {
                goals.push(Place { symbol: name.clone(), members: scope.members(&indices) });
            }
        }
        Ok(goals)
    }

    fn give(&mut self, place: &Place, quantity: Quantity) -> Result<(), Trouble> {
        if self.values.contains_key(place) {
            return Err(Trouble::Twice(place.to_smolstr()));
        }
        match place.members.is_empty() {
            true => _ = self.whole.insert(place.symbol.clone()),
            false => {
                let at = self.steps.len();
                self.members.entry(place.symbol.clone()).or_default().push((at, place.clone()));
            }
        }
        self.take(place, quantity)
    }

    /// Takes a value in the unit in which the symbol is computed with.
    fn take(&mut self, place: &Place, quantity: Quantity) -> Result<(), Trouble> {
        let value = match self.sheet.unit_of(&place.symbol) {
            None => quantity.amount,
            // A number without a unit is in that of its parameter; of a small one under `%` nobody knows whether it is
            // a share already.
            Some((unit, text)) if quantity.unit == Unit::ONE && is_hundredth(unit) => {
                let percent = quantity.amount.is_zero() || quantity.amount.abs() > Decimal::ONE;
                let by = if self.sheet.counts_percent(&place.symbol) { Decimal::ONE } else { Decimal::ONE_HUNDRED };
                let number = quantity.amount.checked_div(by).filter(|_| percent);
                number.ok_or_else(|| Trouble::Dimension(place.to_smolstr(), text))?
            }
            Some((unit, _)) if quantity.unit == Unit::ONE && !unit.dimension().is_ratio() => quantity.amount,
            Some((unit, text)) => {
                // A percentage is computed with as the share that it is, where the equations do not count up to 100.
                let share = is_hundredth(unit) && !self.sheet.counts_percent(&place.symbol);
                let unit = if share { Unit::ONE } else { unit };
                quantity.amount_in(unit).map_err(|_| Trouble::Dimension(place.to_smolstr(), text))?
            }
        };
        self.step(place.clone(), value, None);
        Ok(())
    }

    fn step(&mut self, place: Place, value: Decimal, equation: Option<(Span, Vec<Share>)>) {
        let unit = match self.sheet.unit_of(&place.symbol) {
            Some((unit, _)) if is_hundredth(unit) && !self.sheet.counts_percent(&place.symbol) => SmolStr::default(),
            unit => unit.map(|(_, text)| text).unwrap_or_default(),
        };
        let indices = self.sheet.indices().get(&place.symbol);
        let running = indices.map(|indices| indices.running().map(SmolStr::as_str).collect::<Vec<_>>().join(","));
        let each = running.filter(|_| place.members.is_empty()).unwrap_or_default().into();
        let (equation, shares) = equation.map_or((None, Vec::new()), |(span, shares)| (Some(span), shares));
        self.values.insert(place.clone(), value);
        self.steps.push(Step { place, each, value, unit, equation, shares });
    }

    /// The value of a symbol, or of a member of it: its own, or the one that is meant for all members.
    pub(super) fn value(&self, place: &Place) -> Option<Decimal> {
        let whole = || self.values.get(&Place::whole(place.symbol.clone()));
        self.values.get(place).or_else(whole).copied()
    }

    /// Evaluates what a symbol rests on, then the symbol.
    fn reach(&mut self, goal: Place) -> Result<(), Trouble> {
        let mut open: FxHashSet<Place> = FxHashSet::default();
        let mut way = vec![goal];
        while let Some(place) = way.last().cloned() {
            if self.value(&place).is_some() {
                if !place.members.is_empty() && self.whole.contains(&place.symbol) && !self.values.contains_key(&place)
                {
                    self.spread.get_or_insert(place.symbol);
                }
                way.pop();
                continue;
            }
            let Some(formula) = self.definition(&place.symbol)? else {
                self.input(place)?;
                continue;
            };
            let scope = self.scope(formula, &place);
            if !open.insert(place.clone()) {
                self.evaluate(place, formula, &scope)?;
                continue;
            }
            let Some((_, right)) = formula.sides() else { return Err(Trouble::Unreadable(place.to_smolstr())) };
            let needs = self.needs(formula, right, &scope)?;
            if let Some(circle) = needs.iter().find(|need| open.contains(*need) && self.value(need).is_none()) {
                return Err(Trouble::Circle(circle.to_smolstr()));
            }
            way.extend(needs.into_iter().rev());
        }
        Ok(())
    }

    /// A symbol that no equation yields: the value that it prescribes, for all members.
    fn input(&mut self, place: Place) -> Result<(), Trouble> {
        match self.sheet.prescribed(&place.symbol, self.options) {
            Prescribed::Nothing => {
                self.missing.push(place.to_smolstr());
                // Taken as one, so that all that is missing can be told at once.
                self.values.insert(place, Decimal::ONE);
                Ok(())
            }
            Prescribed::Value { value, unchosen } => {
                self.unchosen |= unchosen;
                self.take(&Place::whole(place.symbol), value)
            }
            Prescribed::Open(options) => Err(Trouble::Options(place.symbol, options)),
        }
    }

    /// The equation for a symbol, in the options chosen; none where an option that may be taken as well has it as an
    /// input.
    pub(super) fn definition(&self, symbol: &SmolStr) -> Result<Option<&'m Formula>, Trouble> {
        let formulas = &self.sheet.document.formulas;
        let all = self.sheet.definitions(symbol).iter().map(|at| &formulas[*at]);
        let chosen: Vec<&'m Formula> =
            all.filter(|formula| self.sheet.takes(self.options, formula.entry)).take(SEVERAL).collect();
        let mut options: Vec<&str> = chosen.iter().filter_map(|formula| self.sheet.option(formula.entry)).collect();
        match chosen[..] {
            [] => return Ok(None),
            [one] if options.is_empty() || !self.options.is_empty() => return Ok(Some(one)),
            [one] => {
                for other in self.sheet.declarations(symbol).filter_map(|other| self.sheet.option(other.entry)) {
                    if !options.contains(&other) {
                        options.push(other);
                    }
                }
                if options.len() == 1 {
                    return Ok(Some(one));
                }
            }
            _ => {}
        }
        Err(Trouble::Options(symbol.clone(), options.into_iter().map(SmolStr::from).collect()))
    }

    fn evaluate(&mut self, place: Place, formula: &'m Formula, scope: &Scope) -> Result<(), Trouble> {
        let fits = |check| of_sheet(check, self.sheet, formula.entry).verdict != Verdict::Breached;
        let checks = [Check::Dimensions, Check::Scale, Check::Percentage, Check::Points];
        let fits = || checks.into_iter().all(fits) && self.sheet.percentages().settles(formula.entry);
        if !self.fitting.contains(&formula.entry) && !fits() {
            return Err(Trouble::Units(place.to_smolstr()));
        }
        self.fitting.insert(formula.entry);
        self.unchosen |= self.options.is_empty() && self.sheet.option(formula.entry).is_some();
        let Some((_, right)) = formula.sides() else { return Err(Trouble::Unreadable(place.to_smolstr())) };
        let mut shares = Vec::new();
        let value = self.result(formula, right, scope, &mut shares).map_err(|failed| failed.of(&place))?;
        self.step(place, value.normalize(), Some((self.sheet.document.span(formula.entry), shares)));
        Ok(())
    }

    /// The value of an expression, and what its sums are made of.
    fn result(
        &mut self,
        formula: &'m Formula,
        root: u32,
        scope: &Scope,
        shares: &mut Vec<Share>,
    ) -> Result<Decimal, Failed> {
        let mut values: Vec<Option<Decimal>> = vec![None; root as usize + 1];
        for at in formula.outside_sums(root) {
            values[at as usize] = match self.sheet.sum_over(formula, at) {
                Some(over) => Some(self.sum(formula, at, (&over, scope), shares)?),
                None if self.is_unreadable(formula, at) => return Err(Failed::Unreadable),
                None => self.part(formula, at, (&values, scope)),
            };
        }
        values[root as usize].ok_or(Failed::Range)
    }

    fn sum(
        &mut self,
        formula: &'m Formula,
        at: u32,
        (over, scope): (&[SmolStr], &Scope),
        shares: &mut Vec<Share>,
    ) -> Result<Decimal, Failed> {
        let Some(summed) = formula.operands(at).last() else { return Err(Failed::Unreadable) };
        let (start, end) = formula.term(summed).span;
        let span = Span::new(self.sheet.document.file, start, end);
        let mut sum = Decimal::ZERO;
        for scope in self.scopes(formula, summed, (over, scope))? {
            self.left = self.left.checked_sub(formula.terms.len()).ok_or(Failed::Long)?;
            let value = self.result(formula, summed, &scope, &mut Vec::new())?;
            sum = sum.checked_add(value).ok_or(Failed::Range)?;
            shares.push(Share { member: scope.named(over), summed: span, value });
        }
        Ok(sum)
    }

    fn is_unreadable(&self, formula: &Formula, at: u32) -> bool {
        matches!(formula.term(at).kind, TermKind::Unknown | TermKind::Call(Function::Sum, ..))
    }

    /// The value of a part; none where it cannot be counted.
    fn part(&self, formula: &Formula, at: u32, (values, scope): (&[Option<Decimal>], &Scope)) -> Option<Decimal> {
        let of = |part: u32| values[part as usize];
        match formula.term(at).kind {
            TermKind::Symbol(..) => self.value(&self.place(formula, at, scope)?),
            TermKind::Number(amount, None) => Some(amount),
            TermKind::Number(amount, Some(unit)) => {
                let unit = self.sheet.vocabulary.units.parse(self.sheet.document.text(unit)).ok()?;
                if is_hundredth(unit) { amount.checked_div(Decimal::ONE_HUNDRED) } else { Some(amount) }
            }
            TermKind::Negative(inner) => Some(-of(inner)?),
            TermKind::Binary(operator, left, right) => binary(operator, of(left)?, of(right)?),
            TermKind::If(condition, then, or) => of(if of(condition)?.is_zero() { or } else { then }),
            TermKind::Call(function, ..) => {
                let operands: Option<Vec<Decimal>> = formula.operands(at).map(of).collect();
                call(function, &operands?)
            }
            TermKind::Unknown => None,
        }
    }
}
