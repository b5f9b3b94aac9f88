//! Totals under a sum: what is counted for all members together is added or subtracted once.

use super::Judgement;
use super::index::sum_over;
use super::sheet::Sheet;
use crate::model::{Arithmetic, EntryId, Formula, TermKind};
use smol_str::SmolStr;

/// Whether no total is counted once for each member of a sum: leakage that has no value for each stove, subtracted in a
/// sum over stoves.
pub(super) fn totals(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(formula) = sheet.formula(entry) else { return Judgement::met_if(false) };
    let last = formula.terms.len().saturating_sub(1) as u32;
    let mut sums = false;
    for at in formula.within(last) {
        let Some(over) = sum_over(sheet, formula, at) else { continue };
        let Some(summed) = formula.operands(at).last() else { continue };
        sums = true;
        let (running, resting): (Vec<u32>, Vec<u32>) =
            addends(formula, summed).into_iter().partition(|part| runs(sheet, formula, *part, &over));
        let total = resting.into_iter().find(|part| is_total(sheet, formula, *part));
        let (Some(total), false) = (total, running.is_empty()) else { continue };
        let name = sheet.symbol(formula, total).map_or("", |(name, _)| name);
        let over = over.join(", ");
        let message = format!(
            "`{name}` stands in the sum over {over} and has no value for each: it counts once for every {over}"
        );
        let labels =
            vec![sheet.label_at(formula, total, "a total"), sheet.label_at(formula, at, format!("summed over {over}"))];
        return Judgement::breached(message, labels);
    }
    Judgement::met_if(sums)
}

/// What an expression adds up.
fn addends(formula: &Formula, root: u32) -> Vec<u32> {
    let (mut open, mut found) = (vec![root], Vec::new());
    while let Some(at) = open.pop() {
        match formula.term(at).kind {
            TermKind::Binary(Arithmetic::Add | Arithmetic::Subtract, left, right) => open.extend([right, left]),
            TermKind::Negative(inner) => open.push(inner),
            _ => found.push(at),
        }
    }
    found
}

/// Whether a part has a value for each member of some indices.
fn runs(sheet: &Sheet<'_>, formula: &Formula, part: u32, over: &[SmolStr]) -> bool {
    let indices = formula.within(part).into_iter().flat_map(|at| indices(sheet, formula, at));
    indices.into_iter().any(|index| over.contains(&index))
}

/// The indices of a symbol: as they are written with it, and as it is declared.
fn indices(sheet: &Sheet<'_>, formula: &Formula, at: u32) -> Vec<SmolStr> {
    let Some((symbol, mut all)) = sheet.written(formula, at) else { return Vec::new() };
    all.extend(sheet.indices().get(&symbol).into_iter().flat_map(|indices| indices.names.iter().cloned()));
    all
}

/// Whether a part is a symbol that stands for a whole account, and has an index of its own.
fn is_total(sheet: &Sheet<'_>, formula: &Formula, part: u32) -> bool {
    let Some((name, _)) = sheet.symbol(formula, part) else { return false };
    let name = sheet.canonical(name);
    let words = &sheet.words;
    let roles = [words.project, words.leakage, words.baseline, words.removals, words.reductions];
    roles.iter().any(|role| sheet.with_role(*role).contains(&name)) && !indices(sheet, formula, part).is_empty()
}
