//! How the reductions stand to a symbol that they use, or to what it is the sum of:
//! `ER = BE - PE_fuel - PE_leaks` beside `PE = PE_fuel + PE_leaks`.

use super::direction::{Effect, LOOKED_THROUGH};
use super::sheet::Sheet;
use crate::model::{Arithmetic, Formula, TermKind};
use smol_str::SmolStr;

/// How the reductions stand to a symbol.
pub(super) enum Way {
    /// They fall with it, or with each of its parts; or which way they go depends.
    Falls,
    /// They rise with it, or with this part of it.
    Rises(SmolStr),
    /// They do not depend on it, or on this part of it.
    Without(SmolStr),
}

impl Way {
    /// The part that is not counted as it should be.
    pub(super) fn part(&self) -> Option<&SmolStr> {
        match self {
            Way::Falls => None,
            Way::Rises(part) | Way::Without(part) => Some(part),
        }
    }
}

/// How the reductions stand to a symbol.
pub(super) fn way(sheet: &Sheet<'_>, whole: &SmolStr) -> Way {
    let mut open: Vec<SmolStr> = vec![whole.clone()];
    let (mut at, mut falls) = (0, false);
    while let Some(name) = open.get(at).cloned() {
        at += 1;
        match sheet.effects().get(&name) {
            Some(Effect::Up) => return Way::Rises(name),
            Some(Effect::Down | Effect::Mixed) => falls = true,
            None => {
                let parts = Some(sheet.definitions(&name)).filter(|all| !all.is_empty() && at < LOOKED_THROUGH);
                let formulas = parts.into_iter().flatten().map(|at| &sheet.document.formulas[*at]);
                let addends: Vec<Addend> = formulas.flat_map(|formula| addends(sheet, formula)).collect();
                if addends.is_empty() || addends.contains(&Addend::Apart) {
                    return Way::Without(if falls { name } else { whole.clone() });
                }
                for addend in addends {
                    match addend {
                        Addend::Symbol(part) if !open.contains(&part) => open.push(part),
                        Addend::Falls => falls = true,
                        _ => {}
                    }
                }
            }
        }
    }
    if falls { Way::Falls } else { Way::Without(whole.clone()) }
}

/// What a definition adds up.
#[derive(PartialEq)]
enum Addend {
    /// A symbol of its own.
    Symbol(SmolStr),
    /// An expression of which the reductions use a symbol, and do not rise with it.
    Falls,
    /// An expression that the reductions do not use.
    Apart,
    /// A number.
    Number,
}

/// What the right side of a definition adds up; what it subtracts is no part of it.
fn addends(sheet: &Sheet<'_>, formula: &Formula) -> Vec<Addend> {
    let Some((_, right)) = formula.sides() else { return Vec::new() };
    let (mut open, mut found) = (vec![right], Vec::new());
    while let Some(at) = open.pop() {
        match formula.term(at).kind {
            TermKind::Binary(Arithmetic::Add, left, right) => open.extend([right, left]),
            TermKind::Binary(Arithmetic::Subtract, left, _) => open.push(left),
            _ => found.push(addend(sheet, formula, at)),
        }
    }
    found
}

fn addend(sheet: &Sheet<'_>, formula: &Formula, at: u32) -> Addend {
    if let Some((name, _)) = sheet.symbol(formula, at) {
        return Addend::Symbol(sheet.canonical(name));
    }
    let symbols = formula.within(at).into_iter().filter_map(|at| Some(sheet.canonical(sheet.symbol(formula, at)?.0)));
    let effects: Vec<Option<Effect>> = symbols.map(|name| sheet.effects().get(&name).copied()).collect();
    match effects.iter().any(|effect| matches!(effect, Some(Effect::Down | Effect::Mixed))) {
        true => Addend::Falls,
        false if effects.is_empty() => Addend::Number,
        false => Addend::Apart,
    }
}
