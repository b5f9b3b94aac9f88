//! Worked examples: what a document computes itself is computed again.

use super::sheet::Sheet;
use super::{Judgement, compute};
use crate::measure::{Quantity, show};
use crate::model::{EntryId, Value};
use rust_decimal::Decimal;
use smol_str::SmolStr;

/// The most equations and the most examples of a document for which examples are computed.
const MOST: usize = 500;

/// Whether a worked example comes out as it says, to the last digit that it gives.
pub(super) fn example(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let node = sheet.document.entry(entry).node;
    let few = sheet.document.formulas.len() <= MOST && sheet.document.at(node).take(MOST).any(|other| other == entry);
    if !few {
        return Judgement::met_if(false);
    }
    let given: Vec<(SmolStr, Quantity)> =
        stated(sheet, entry, "given").into_iter().map(|(_, name, quantity)| (name, quantity)).collect();
    let expected = stated(sheet, entry, "expect");
    let option = sheet.said(entry, "option").and_then(|(_, value)| match value {
        Value::Text(text) => Some(sheet.document.text(text)),
        _ => None,
    });
    let Ok(steps) = compute(sheet, &given, option) else { return Judgement::met_if(false) };
    let mut judged = false;
    for (at, name, quantity) in expected {
        let name = sheet.canonical(&name);
        let Some(step) = steps.iter().find(|step| step.symbol == name) else { continue };
        let unit = sheet.vocabulary.units.parse(&step.unit).unwrap_or(crate::measure::Unit::ONE);
        let Ok(wanted) = quantity.amount_in(unit) else { continue };
        judged = true;
        let digit = Quantity::new(Decimal::new(1, quantity.amount.scale()), quantity.unit);
        let Ok(tolerance) = digit.amount_in(unit) else { continue };
        if wanted.checked_sub(step.value).is_none_or(|apart| apart.abs() > tolerance) {
            let (found, unit) = (show(step.value.round_dp(6).normalize(), &step.unit), &step.unit);
            let message =
                format!("the example expects {} for `{name}`, and its equations give {found}", show(wanted, unit));
            let mut labels = vec![sheet.label(at, "expected here")];
            labels
                .extend(step.equation.map(|span| crate::finding::Label { span, text: "gives another result".into() }));
            return Judgement::breached(message, labels);
        }
    }
    Judgement::met_if(judged)
}

/// The symbols and values that an example states under a word.
fn stated(sheet: &Sheet<'_>, entry: EntryId, word: &str) -> Vec<(EntryId, SmolStr, Quantity)> {
    let Some(node) = sheet.place(entry, word) else { return Vec::new() };
    let found = sheet.document.within(node, entry).filter_map(|at| {
        let Value::Text(text) = sheet.document.entry(at).value else { return None };
        let (_, Value::Quantity(quantity)) = sheet.said(at, "value")? else { return None };
        let name = super::sheet::split(sheet.document.text(text)).0;
        Some((at, name.into(), sheet.document.quantity(quantity)))
    });
    found.collect()
}
