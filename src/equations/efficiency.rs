//! Efficiencies: how much comes out of what goes in, and on which side of a line it stands.

use super::Judgement;
use super::declared::Declared;
use super::likeness::overlooked;
use super::sheet::Sheet;
use crate::measure::Unit;
use crate::model::{Arithmetic, EntryId, Formula, TermKind, Value};
use rust_decimal::Decimal;

/// Whether the efficiencies of an equation stand on the right side of their lines.
pub(super) fn efficiency(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(formula) = sheet.formula(entry) else { return Judgement::met_if(false) };
    let Some((left, right)) = formula.sides() else { return Judgement::met_if(false) };
    let has_one = formula.within(right).into_iter().any(|at| of(sheet, formula, at).is_some());
    let wrong = || multiplied(sheet, formula, left, right).or_else(|| turned(sheet, formula, right));
    has_one.then(wrong).flatten().unwrap_or_else(|| Judgement::met_if(has_one))
}

/// The efficiency that a part is: by its role, or by a symbol that the vocabulary knows for one, as in `η_old`.
fn of<'s>(sheet: &'s Sheet<'_>, formula: &Formula, at: u32) -> Option<&'s Declared> {
    let (name, _) = sheet.symbol(formula, at)?;
    let declared = sheet.lookup(formula, name)?;
    let stem = name.split('_').next().unwrap_or(name);
    let role = match sheet.said(declared.entry, "role") {
        Some((_, Value::Word(word))) => Some(word),
        _ => sheet.customary(stem),
    };
    let is_ratio = declared.unit.as_ref().is_some_and(|(unit, _)| unit.dimension().is_ratio());
    (role.is_some() && role == sheet.words.efficiency && is_ratio).then_some(declared)
}

/// Whether emissions for each unit of energy are made of other such emissions times an efficiency: what comes out is less
/// than what goes in, so that each unit of it has more emissions.
fn multiplied(sheet: &Sheet<'_>, formula: &Formula, left: u32, right: u32) -> Option<Judgement> {
    let unit = |at: u32| {
        let (name, _) = sheet.symbol(formula, at)?;
        Some(sheet.lookup(formula, name)?.unit.as_ref()?.0)
    };
    let (name, _) = sheet.symbol(formula, left)?;
    let of_left = unit(left).filter(|unit| is_emission_factor(sheet, *unit))?;
    let above = above_the_line(formula, right);
    let efficiency = above.iter().copied().find(|at| of(sheet, formula, *at).is_some())?;
    let same = |at: &u32| {
        let apart = unit(*at).and_then(|unit| unit.dimension().over(of_left.dimension()));
        apart.is_some_and(|apart| overlooked(sheet.vocabulary, apart).is_some())
    };
    let factor = above.iter().copied().find(same)?;
    let (what, by) = (sheet.symbol(formula, factor)?.0, sheet.symbol(formula, efficiency)?.0);
    let message = format!("`{name}` is `{what}` times the efficiency `{by}`, and not divided by it");
    let labels = vec![
        sheet.label_at(formula, efficiency, "the efficiency"),
        sheet.label_at(formula, factor, "emissions for each unit of energy"),
    ];
    Some(Judgement::breached(message, labels))
}

/// Whether a unit counts CO2 for each unit of energy.
fn is_emission_factor(sheet: &Sheet<'_>, unit: Unit) -> bool {
    let known = sheet.vocabulary.units.parse("tCO2e/MWh").ok();
    let apart = known.and_then(|known| unit.dimension().over(known.dimension()));
    apart.is_some_and(|apart| overlooked(sheet.vocabulary, apart).is_some())
}

/// The factors of a product that stand above the line.
fn above_the_line(formula: &Formula, root: u32) -> Vec<u32> {
    let (mut open, mut found) = (vec![(root, true)], Vec::new());
    while let Some((at, above)) = open.pop() {
        match formula.term(at).kind {
            TermKind::Binary(Arithmetic::Multiply, left, right) => open.extend([(right, above), (left, above)]),
            TermKind::Binary(Arithmetic::Divide, left, right) => open.extend([(right, !above), (left, above)]),
            _ if above => found.push(at),
            _ => {}
        }
    }
    found
}

/// Whether a saving is one less an efficiency that is measured over one that was fixed before: it falls as what is measured
/// gets better.
fn turned(sheet: &Sheet<'_>, formula: &Formula, right: u32) -> Option<Judgement> {
    let origin = |declared: &Declared| match sheet.said(declared.entry, "origin") {
        Some((_, Value::Word(word))) => Some(word),
        _ => None,
    };
    let before = [sheet.words.default, sheet.words.fixed];
    formula.within(right).into_iter().find_map(|at| {
        let TermKind::Binary(Arithmetic::Subtract, one, quotient) = formula.term(at).kind else { return None };
        let TermKind::Binary(Arithmetic::Divide, over, under) = formula.term(quotient).kind else { return None };
        let is_one = matches!(formula.term(one).kind, TermKind::Number(amount, _) if amount == Decimal::ONE);
        let (new, old) = (of(sheet, formula, over)?, of(sheet, formula, under)?);
        let measured = origin(new).is_some() && origin(new) == sheet.words.monitored;
        let fixed = origin(old).is_some() && before.contains(&origin(old));
        if !(is_one && measured && fixed) {
            return None;
        }
        let message = format!("the saving falls as the measured efficiency `{}` rises above `{}`", new.name, old.name);
        let labels = vec![
            sheet.label_at(formula, over, "the one that is measured"),
            sheet.label_at(formula, under, "the one that was fixed before"),
        ];
        Some(Judgement::breached(message, labels))
    })
}
