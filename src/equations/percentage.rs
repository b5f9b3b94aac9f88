//! Percentages: 10 % is 0.1 already.

use super::Judgement;
use super::sheet::Sheet;
use crate::measure::{Quantity, Unit};
use crate::model::{Arithmetic, EntryId, Formula, TermKind};
use rust_decimal::Decimal;

/// Whether what is a percentage already is divided by a hundred.
pub(super) fn percentage(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(formula) = sheet.formula(entry) else { return Judgement::met_if(false) };
    let root = formula.terms.len().saturating_sub(1) as u32;
    let parts = formula.within(root);
    let percents = |at: u32| {
        let symbols = formula.within(at).into_iter();
        let of = symbols.filter(|at| is_percent(sheet, formula, *at));
        of.collect::<Vec<_>>()
    };
    if !parts.iter().any(|at| is_percent(sheet, formula, *at)) {
        return Judgement::met_if(false);
    }
    for at in parts {
        let Some(divided) = hundredth(formula, at) else { continue };
        if let [symbol] = percents(divided)[..]
            && is_factor(formula, symbol, divided)
        {
            let name = sheet.symbol(formula, symbol).map_or("", |(name, _)| name);
            let message = format!("`{name}` is in % and divided by 100 again, so that the hundred counts twice");
            let labels = vec![
                sheet.label_at(formula, at, "divided by 100 here"),
                sheet.label_at(formula, symbol, "in %: 10 % is 0.1 already"),
            ];
            return Judgement::breached(message, labels);
        }
    }
    Judgement::met_if(true)
}

fn is_percent(sheet: &Sheet<'_>, formula: &Formula, at: u32) -> bool {
    let unit = sheet.symbol(formula, at).and_then(|(name, _)| sheet.lookup(formula, name)?.unit.as_ref());
    unit.is_some_and(|(unit, _)| is_hundredth(*unit))
}

/// What is divided by a hundred, or multiplied by a hundredth, at a part.
fn hundredth(formula: &Formula, at: u32) -> Option<u32> {
    let number = |part: u32, wanted: Decimal| match formula.term(part).kind {
        TermKind::Number(amount, None) => amount == wanted,
        _ => false,
    };
    match formula.term(at).kind {
        TermKind::Binary(Arithmetic::Divide, left, right) if number(right, Decimal::ONE_HUNDRED) => Some(left),
        TermKind::Binary(Arithmetic::Multiply, left, right) if number(right, Decimal::new(1, 2)) => Some(left),
        TermKind::Binary(Arithmetic::Multiply, left, right) if number(left, Decimal::new(1, 2)) => Some(right),
        _ => None,
    }
}

/// Whether a symbol is a factor of a product, or the whole of it.
fn is_factor(formula: &Formula, symbol: u32, product: u32) -> bool {
    let mut open = vec![product];
    while let Some(at) = open.pop() {
        match formula.term(at).kind {
            _ if at == symbol => return true,
            TermKind::Binary(Arithmetic::Multiply, left, right) => open.extend([left, right]),
            TermKind::Binary(Arithmetic::Divide, left, _) => open.push(left),
            _ => {}
        }
    }
    false
}

/// Whether a unit is one hundredth.
pub(super) fn is_hundredth(unit: Unit) -> bool {
    Quantity::new(Decimal::ONE, unit) == Quantity::number(Decimal::new(1, 2))
}
