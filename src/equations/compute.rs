//! Equations with numbers: every input in the unit that its parameter declares, each definition evaluated once.
//!
//! Numbers are taken as printed: a bare number in an equation stands for the conversion that the source means by it.
//! An equation whose units do not match is not evaluated, for its result would mean nothing.

use super::percentage::is_hundredth;
use super::sheet::Sheet;
use super::{Check, judge};
use crate::finding::Verdict;
use crate::measure::{Quantity, Unit};
use crate::model::{Arithmetic, EntryId, Formula, Function, TermKind, Value};
use crate::source::Span;
use rust_decimal::{Decimal, MathematicalOps};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// A symbol that got its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The symbol.
    pub symbol: SmolStr,
    /// Its value in its own unit.
    pub value: Decimal,
    /// The unit that it is declared in; empty where none is.
    pub unit: SmolStr,
    /// The equation that gave it; none for an input.
    pub equation: Option<Span>,
}

/// Why equations cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is nothing to evaluate.
    Nothing,
    /// No equation uses this symbol.
    Unknown(SmolStr),
    /// The value of this symbol is in another dimension than it is declared in; that unit.
    Dimension(SmolStr, SmolStr),
    /// These symbols have neither a value nor an equation.
    Missing(Vec<SmolStr>),
    /// Several equations define this symbol, in these options.
    Options(SmolStr, Vec<SmolStr>),
    /// No equation stands in an option of this name.
    NoOption(SmolStr),
    /// This symbol is defined by itself.
    Circle(SmolStr),
    /// The units of the equation for this symbol do not match.
    Units(SmolStr),
    /// The equation for this symbol holds a sum over an index, or what could not be read.
    Unreadable(SmolStr),
    /// The result of the equation for this symbol is no number that can be counted.
    Range(SmolStr),
}

struct Evaluation<'s, 'm> {
    sheet: &'s Sheet<'m>,
    option: Option<&'s str>,
    values: FxHashMap<SmolStr, Decimal>,
    steps: Vec<Step>,
    missing: Vec<SmolStr>,
}

/// Evaluates the reductions, or all definitions where no symbol stands for them. `given` are values by symbol;
/// where none is given, the value that a parameter prescribes is taken.
pub fn compute(sheet: &Sheet<'_>, given: &[(SmolStr, Quantity)], option: Option<&str>) -> Result<Vec<Step>, Trouble> {
    let stands =
        |option: &str| sheet.document.formulas.iter().any(|formula| sheet.option(formula.entry) == Some(option));
    if let Some(option) = option.filter(|option| !stands(option)) {
        return Err(Trouble::NoOption(option.into()));
    }
    let (values, steps, missing) = Default::default();
    let mut evaluation = Evaluation { sheet, option, values, steps, missing };
    for (symbol, quantity) in given {
        evaluation.give(symbol, *quantity)?;
    }
    let goals = evaluation.goals();
    if goals.is_empty() {
        return Err(Trouble::Nothing);
    }
    for goal in goals {
        evaluation.reach(goal)?;
    }
    match evaluation.missing.is_empty() {
        true => Ok(evaluation.steps),
        false => Err(Trouble::Missing(evaluation.missing)),
    }
}

impl<'m> Evaluation<'_, 'm> {
    /// What is to be evaluated, in the order of the text.
    fn goals(&self) -> Vec<SmolStr> {
        let reductions = self.sheet.with_role(self.sheet.words.reductions);
        let defined = |names: &mut dyn Iterator<Item = SmolStr>| -> Vec<SmolStr> {
            names.filter(|name| !self.sheet.definitions(name).is_empty()).collect()
        };
        match defined(&mut reductions.iter().cloned()) {
            goals if !goals.is_empty() => goals,
            _ => defined(&mut self.sheet.document.formulas.iter().filter_map(|formula| self.sheet.left(formula))),
        }
    }

    fn give(&mut self, symbol: &SmolStr, quantity: Quantity) -> Result<(), Trouble> {
        let name = self.sheet.canonical(symbol);
        if !self.sheet.used().contains(&name) {
            return Err(Trouble::Unknown(symbol.clone()));
        }
        let value = match self.sheet.unit_of(&name) {
            None => quantity.amount,
            // A number without a unit is in that of its parameter.
            Some((unit, _)) if quantity.unit == Unit::ONE && !unit.dimension().is_ratio() => quantity.amount,
            Some((unit, text)) => {
                // A percentage is computed with as the share that it is.
                let unit = if is_hundredth(unit) { Unit::ONE } else { unit };
                quantity.amount_in(unit).map_err(|_| Trouble::Dimension(symbol.clone(), text))?
            }
        };
        self.step(name, value, None);
        Ok(())
    }

    fn step(&mut self, symbol: SmolStr, value: Decimal, equation: Option<Span>) {
        let unit = match self.sheet.unit_of(&symbol) {
            Some((unit, _)) if is_hundredth(unit) => SmolStr::default(),
            unit => unit.map(|(_, text)| text).unwrap_or_default(),
        };
        self.values.insert(symbol.clone(), value);
        self.steps.push(Step { symbol, value, unit, equation });
    }

    /// Evaluates what a symbol rests on, then the symbol.
    fn reach(&mut self, goal: SmolStr) -> Result<(), Trouble> {
        let mut open: FxHashSet<SmolStr> = FxHashSet::default();
        let mut way = vec![goal];
        while let Some(symbol) = way.last().cloned() {
            if self.values.contains_key(&symbol) {
                way.pop();
                continue;
            }
            let Some(formula) = self.definition(&symbol)? else {
                self.input(symbol)?;
                continue;
            };
            let uses = self.sheet.uses(formula);
            match uses.iter().map(|(_, name)| name).find(|name| !self.values.contains_key(*name)).cloned() {
                Some(next) => {
                    open.insert(symbol);
                    if open.contains(&next) {
                        return Err(Trouble::Circle(next));
                    }
                    way.push(next);
                }
                None => self.evaluate(symbol, formula)?,
            }
        }
        Ok(())
    }

    /// A symbol that no equation yields: the value that it prescribes.
    fn input(&mut self, symbol: SmolStr) -> Result<(), Trouble> {
        match self.sheet.prescribed(&symbol) {
            Some(quantity) => self.give(&symbol, quantity),
            None => {
                // Taken as one, so that all that is missing can be told at once.
                self.values.insert(symbol.clone(), Decimal::ONE);
                self.missing.push(symbol);
                Ok(())
            }
        }
    }

    /// The equation for a symbol, in the option chosen.
    fn definition(&self, symbol: &SmolStr) -> Result<Option<&'m Formula>, Trouble> {
        let formulas = &self.sheet.document.formulas;
        let all: Vec<&'m Formula> = self.sheet.definitions(symbol).iter().map(|at| &formulas[*at]).collect();
        let chosen: Vec<&'m Formula> = match self.option {
            None => all.clone(),
            Some(_) => all
                .iter()
                .copied()
                .filter(|formula| matches!(self.sheet.option(formula.entry), label if label.is_none() || label == self.option))
                .collect(),
        };
        match chosen[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => {
                let options = chosen.iter().filter_map(|formula| self.sheet.option(formula.entry)).map(SmolStr::from);
                Err(Trouble::Options(symbol.clone(), options.collect()))
            }
        }
    }

    fn evaluate(&mut self, symbol: SmolStr, formula: &Formula) -> Result<(), Trouble> {
        let fits = |check| judge(check, self.sheet, formula.entry).verdict != Verdict::Breached;
        if ![Check::Dimensions, Check::Scale, Check::Percentage].into_iter().all(fits) {
            return Err(Trouble::Units(symbol));
        }
        let Some((_, right)) = formula.sides() else { return Err(Trouble::Unreadable(symbol)) };
        let parts = formula.within(right);
        let mut values: Vec<Option<Decimal>> = vec![None; right as usize + 1];
        for at in parts {
            if self.is_unreadable(formula, at) {
                return Err(Trouble::Unreadable(symbol));
            }
            values[at as usize] = self.part(formula, at, &values);
        }
        let Some(value) = values[right as usize] else {
            return Err(Trouble::Range(symbol));
        };
        self.step(symbol, value.normalize(), Some(self.sheet.document.span(formula.entry)));
        Ok(())
    }

    fn is_unreadable(&self, formula: &Formula, at: u32) -> bool {
        matches!(formula.term(at).kind, TermKind::Unknown | TermKind::Call(Function::Sum, ..))
    }

    /// The value of a part; none where it cannot be counted. What is true is one, what is false is zero.
    fn part(&self, formula: &Formula, at: u32, values: &[Option<Decimal>]) -> Option<Decimal> {
        let of = |part: u32| values[part as usize];
        match formula.term(at).kind {
            TermKind::Symbol(name, _) => {
                self.values.get(&self.sheet.canonical(self.sheet.document.text(name))).copied()
            }
            TermKind::Number(amount, None) => Some(amount),
            TermKind::Number(amount, Some(unit)) => {
                let unit = self.sheet.vocabulary.units.parse(self.sheet.document.text(unit)).ok()?;
                if is_hundredth(unit) { amount.checked_div(Decimal::ONE_HUNDRED) } else { Some(amount) }
            }
            TermKind::Negative(inner) => Some(-of(inner)?),
            TermKind::Binary(operator, left, right) => binary(operator, of(left)?, of(right)?),
            TermKind::If(condition, then, or) => of(if of(condition)?.is_zero() { or } else { then }),
            TermKind::Call(function, ..) => {
                let arguments: Option<Vec<Decimal>> = formula.operands(at).map(of).collect();
                call(function, &arguments?)
            }
            TermKind::Unknown => None,
        }
    }
}

fn binary(operator: Arithmetic, left: Decimal, right: Decimal) -> Option<Decimal> {
    let truth = |holds: bool| Some(if holds { Decimal::ONE } else { Decimal::ZERO });
    match operator {
        Arithmetic::Equal => truth(left == right),
        Arithmetic::Unequal => truth(left != right),
        Arithmetic::Less => truth(left < right),
        Arithmetic::AtMost => truth(left <= right),
        Arithmetic::Greater => truth(left > right),
        Arithmetic::AtLeast => truth(left >= right),
        Arithmetic::And => truth(!left.is_zero() && !right.is_zero()),
        Arithmetic::Or => truth(!left.is_zero() || !right.is_zero()),
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Power if left.is_zero() && right <= Decimal::ZERO => None,
        Arithmetic::Power if left < Decimal::ZERO && !right.fract().is_zero() => None,
        Arithmetic::Power if right.abs() > Decimal::ONE_THOUSAND => None,
        Arithmetic::Power => left.checked_powd(right),
    }
}

fn call(function: Function, arguments: &[Decimal]) -> Option<Decimal> {
    let one = *arguments.first()?;
    match function {
        Function::Min => arguments.iter().min().copied(),
        Function::Max => arguments.iter().max().copied(),
        // Beyond these the result has more digits than are counted.
        Function::Exp if one.abs() > Decimal::from(60) => None,
        Function::Exp => one.checked_exp(),
        Function::Ln => one.checked_ln(),
        Function::Sqrt => one.sqrt(),
        Function::Sum => None,
    }
}

impl Sheet<'_> {
    /// The unit that a symbol is declared in.
    fn unit_of(&self, name: &str) -> Option<(Unit, SmolStr)> {
        self.first(name)?.unit.clone()
    }

    /// Whether a parameter prescribes one value.
    pub fn prescribes(&self, symbol: &str) -> bool {
        self.prescribed(&self.canonical(symbol)).is_some()
    }

    /// The one value that a parameter prescribes.
    fn prescribed(&self, name: &str) -> Option<Quantity> {
        let declared = self.first(name)?;
        let node = self.place(declared.entry, "value")?;
        let mut values = self.document.within(node, declared.entry);
        match (values.next().map(|entry: EntryId| self.document.entry(entry).value), values.next()) {
            (Some(Value::Quantity(at)), None) => Some(self.document.quantity(at)),
            _ => None,
        }
    }
}
