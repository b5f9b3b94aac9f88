//! Percentages: 10 % is 0.1 in `BE * (1 - U)`, and 10 in `BE * (100 - U) / 100`. Which of the two is meant is derived from
//! the equations, where only one of them lets the sides come out.

mod reading;

pub(super) use reading::Percentages;
use reading::{Fault, Judged};

use super::Judgement;
use super::sheet::Sheet;
use crate::measure::{Quantity, Unit};
use crate::model::{EntryId, Formula};
use rust_decimal::Decimal;

/// Whether a hundred is divided out of a percentage once only, and in all equations or in none.
pub(super) fn percentage(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some((formula, judged)) = judged(sheet, entry) else { return Judgement::met_if(false) };
    if let Some(fault @ Fault::Hundred { larger: false, .. }) = &judged.fault {
        return hundred(sheet, formula, fault);
    }
    let elsewhere = sheet.percentages().read_otherwise(sheet, formula);
    let Some((at, other)) = elsewhere else { return Judgement::met_if(true) };
    let name = sheet.symbol(formula, at).map_or("", |(name, _)| name);
    let message = format!("`{name}` is a number up to 100 here, and a share in another equation");
    let labels = vec![
        sheet.label_at(formula, at, "20 % is 20 here"),
        sheet.label(other.entry, format!("`{name}` is a share here: 20 % is 0.2")),
    ];
    Judgement::breached(message, labels)
}

/// Whether what is in per cent is divided by a hundred where it is a factor.
pub(super) fn percent_points(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some((formula, judged)) = judged(sheet, entry) else { return Judgement::met_if(false) };
    match judged.fault {
        Some(fault @ Fault::Hundred { larger: true, .. }) => hundred(sheet, formula, &fault),
        Some(Fault::Mixed(group, symbol)) => {
            let name = sheet.symbol(formula, symbol).map_or("", |(name, _)| name);
            let unit = if judged.symbols.is_empty() { "a fraction" } else { "in %" };
            let message =
                format!("`{name}`, {unit}, stands in one sum with numbers of another size: shares beside per cent");
            let labels = vec![
                sheet.label_at(formula, group, "some count up to 1, some up to 100"),
                sheet.label_at(formula, symbol, unit),
            ];
            Judgement::breached(message, labels)
        }
        _ => Judgement::met_if(true),
    }
}

fn judged<'s, 'm>(sheet: &'s Sheet<'m>, entry: EntryId) -> Option<(&'m Formula, &'s Judged)> {
    Some((sheet.formula(entry)?, sheet.percentages().of(entry)?))
}

/// What comes out a hundred times too large or too small.
fn hundred(sheet: &Sheet<'_>, formula: &Formula, fault: &Fault) -> Judgement {
    let Fault::Hundred { one, other, symbol, counted, larger } = *fault else { return Judgement::met_if(true) };
    let name = |at: u32| sheet.symbol(formula, at).map(|(name, _)| name);
    let defined = formula.sides().is_some_and(|(left, _)| left == one);
    let result = match name(one) {
        Some(name) if defined => format!("`{name}` comes out"),
        Some(name) => format!("what is set against `{name}` comes out"),
        None => "one of two parts comes out".to_owned(),
    };
    let why = match (larger, counted) {
        (true, true) => "large: nothing divides by 100",
        (true, false) => "large: a hundred is multiplied in",
        (false, _) => "small: a hundred is divided out once too often",
    };
    let percent = name(symbol).unwrap_or_default();
    let message = format!("`{percent}` is in %, and {result} a hundred times too {why}");
    let labels = vec![
        sheet.label_at(formula, other, if larger { "too large" } else { "too small" }),
        sheet.label_at(formula, symbol, "in %"),
    ];
    Judgement::breached(message, labels)
}

impl Sheet<'_> {
    /// Whether a unit counts parts of a whole.
    pub(super) fn is_share(&self, unit: &str) -> bool {
        self.vocabulary.units.definition(unit).is_some_and(|definition| definition.share)
    }

    /// Whether the equations count a symbol in per cent: 20 % is put in as 20, and not as 0.2.
    pub(super) fn counts_percent(&self, symbol: &str) -> bool {
        self.first(symbol).is_some_and(|declared| self.percentages().counts(declared.entry))
    }
}

/// Whether a unit is one hundredth.
pub(super) fn is_hundredth(unit: Unit) -> bool {
    Quantity::new(Decimal::ONE, unit) == Quantity::number(Decimal::new(1, 2))
}
