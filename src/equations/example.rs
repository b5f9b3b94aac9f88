//! Worked examples: what a document computes itself is computed again.

use super::compute::{MOST_CHECKED, rounded};
use super::sheet::Sheet;
use super::{Computed, Judgement, MOST, Place, Step, compute};
use crate::finding::Label;
use crate::measure::{Quantity, Unit, show};
use crate::model::{EntryId, Value};
use rust_decimal::Decimal;
use smol_str::SmolStr;

/// Whether a worked example comes out as it says, to the last digit that it gives.
pub(super) fn example(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let node = sheet.document.entry(entry).node;
    let examples = sheet.document.at(node).count();
    let few = sheet.document.formulas.len() <= MOST && examples <= MOST;
    let silent = Judgement::met_if(false);
    if !few {
        return silent;
    }
    let (Some(given), Some(expected)) = (stated(sheet, entry, "given"), stated(sheet, entry, "expect")) else {
        return silent;
    };
    let given: Vec<(Place, Quantity)> = given.into_iter().map(|(_, place, quantity)| (place, quantity)).collect();
    let options = sheet.all_said(entry, "option").filter_map(|(_, value)| match value {
        Value::Text(text) => Some(SmolStr::from(sheet.document.text(text))),
        _ => None,
    });
    let most = MOST_CHECKED.min(100 * MOST_CHECKED / examples.max(1));
    // Whether one value of an example is meant for each member or for all together is not known.
    let Ok(Computed { steps, spread: None, .. }) = compute(sheet, &given, &options.collect::<Vec<_>>(), most) else {
        return silent;
    };
    let mut judged = false;
    for (at, place, quantity) in expected {
        let Some(step) = steps.iter().find(|step| step.place == place) else { continue };
        let unit = sheet.vocabulary.units.parse(&step.unit).unwrap_or(Unit::ONE);
        let Ok(wanted) = quantity.amount_in(unit) else { continue };
        judged = true;
        let digit = Quantity::new(Decimal::new(1, quantity.amount.scale()), quantity.unit);
        let Ok(tolerance) = digit.amount_in(unit) else { continue };
        if wanted.checked_sub(step.value).is_none_or(|apart| apart.abs() > tolerance) {
            return differs(sheet, at, (wanted, unit), step);
        }
    }
    Judgement::met_if(judged)
}

fn differs(sheet: &Sheet<'_>, at: EntryId, (wanted, unit): (Decimal, Unit), step: &Step) -> Judgement {
    let printed = if unit == Unit::ONE { "" } else { &step.unit };
    let (wanted, found) = (show(wanted, printed), show(rounded(step.value), printed));
    let message = format!("the example expects {wanted} for `{}`, and its equations give {found}", step.place);
    let mut labels = vec![sheet.label(at, "expected here")];
    labels.extend(step.equation.map(|span| Label { span, text: "gives another result".into() }));
    let value = Quantity::new(rounded(step.value), unit);
    let instead = sheet.said(at, "value").map(|(entry, _)| (entry, value, step.unit.clone()));
    Judgement { instead, ..Judgement::breached(message, labels) }
}

/// The symbols and values that an example states under a word; none where one of them stands in no equation.
fn stated(sheet: &Sheet<'_>, entry: EntryId, word: &str) -> Option<Vec<(EntryId, Place, Quantity)>> {
    let told = sheet.all_said(entry, word).filter_map(|(at, value)| {
        let (Value::Text(text), (_, Value::Quantity(quantity))) = (value, sheet.said(at, "value")?) else {
            return None;
        };
        let place = sheet.find(sheet.document.text(text)).ok();
        Some(place.map(|place| (at, place, sheet.document.quantity(quantity))))
    });
    told.collect()
}
