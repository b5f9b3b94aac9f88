//! Which way a parameter moves the reductions: up, down, or both.

use super::Judgement;
use super::likeness::overlooked;
use super::parts::{self, Way};
use super::sheet::Sheet;
use crate::finding::Label;
use crate::model::{Arithmetic, EntryId, Formula, Function, TermKind, Value};
use crate::vocabulary::WordId;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::cmp::Ordering;

/// What more of a symbol does to the reductions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// More of it means more reductions.
    Up,
    /// More of it means fewer.
    Down,
    /// It depends.
    Mixed,
}

impl Effect {
    fn turned(self) -> Effect {
        match self {
            Effect::Up => Effect::Down,
            Effect::Down => Effect::Up,
            Effect::Mixed => Effect::Mixed,
        }
    }

    fn and(self, other: Effect) -> Effect {
        if self == other { self } else { Effect::Mixed }
    }

    fn unless(self, sure: bool) -> Effect {
        if sure { self } else { Effect::Mixed }
    }
}

/// The effect of every symbol on the reductions, through all definitions. An effect only ever becomes less certain,
/// so that this ends, in circles too.
pub(super) fn effects(sheet: &Sheet<'_>) -> FxHashMap<SmolStr, Effect> {
    let mut effects: FxHashMap<SmolStr, Effect> = FxHashMap::default();
    let mut open: Vec<(SmolStr, Effect)> =
        sheet.with_role(sheet.words.reductions).iter().map(|name| (name.clone(), Effect::Up)).collect();
    while let Some((name, effect)) = open.pop() {
        let known = effects.get(&name).copied();
        let joined = known.map_or(effect, |known| known.and(effect));
        if known == Some(joined) {
            continue;
        }
        effects.insert(name.clone(), joined);
        for at in sheet.definitions(&name) {
            open.extend(in_formula(sheet, &sheet.document.formulas[*at], joined));
        }
    }
    effects
}

/// The effect of each symbol on the right side, where more of the left side has an effect.
fn in_formula(sheet: &Sheet<'_>, formula: &Formula, effect: Effect) -> Vec<(SmolStr, Effect)> {
    let Some((_, right)) = formula.sides() else { return Vec::new() };
    let parts = formula.within(right);
    let mut signs: Vec<Option<Effect>> = vec![None; right as usize + 1];
    let positive = positive(formula, right);
    signs[right as usize] = Some(effect);
    let mut found = Vec::new();
    for at in parts.iter().rev() {
        let Some(sign) = signs[*at as usize] else { continue };
        for (operand, sign) in below(formula, *at, sign, &positive) {
            let known = &mut signs[operand as usize];
            *known = Some(known.map_or(sign, |known| known.and(sign)));
        }
        if let Some((name, _)) = sheet.symbol(formula, *at) {
            found.push((sheet.canonical(name), sign));
        }
    }
    found
}

/// What a part's effect is for its operands.
fn below(formula: &Formula, at: u32, sign: Effect, positive: &[bool]) -> Vec<(u32, Effect)> {
    let is = |part: u32| positive[part as usize];
    match formula.term(at).kind {
        TermKind::Negative(inner) => vec![(inner, sign.turned())],
        TermKind::Binary(operator, left, right) => match operator {
            Arithmetic::Add => vec![(left, sign), (right, sign)],
            Arithmetic::Subtract => vec![(left, sign), (right, sign.turned())],
            Arithmetic::Multiply => vec![(left, sign.unless(is(right))), (right, sign.unless(is(left)))],
            Arithmetic::Divide => vec![(left, sign.unless(is(right))), (right, sign.turned().unless(is(left)))],
            _ => vec![(left, Effect::Mixed), (right, Effect::Mixed)],
        },
        TermKind::If(condition, then, or) => vec![(condition, Effect::Mixed), (then, sign), (or, sign)],
        // Sums, the least, the greatest, roots, exponentials and logarithms all rise with what they are of.
        TermKind::Call(..) => formula.operands(at).map(|operand| (operand, sign)).collect(),
        TermKind::Symbol(..) | TermKind::Number(..) | TermKind::Unknown => Vec::new(),
    }
}

/// Which parts of an expression are surely not negative.
pub(super) fn positive(formula: &Formula, root: u32) -> Vec<bool> {
    let mut positive = vec![false; root as usize + 1];
    for at in formula.within(root) {
        positive[at as usize] = is_positive(formula, at, &positive);
    }
    positive
}

/// Whether a part is surely not negative, taking every symbol as such; `1 - x` is taken for a share.
fn is_positive(formula: &Formula, at: u32, positive: &[bool]) -> bool {
    let is = |part: u32| positive[part as usize];
    match formula.term(at).kind {
        TermKind::Symbol(..) => true,
        TermKind::Number(amount, _) => amount >= Decimal::ZERO,
        TermKind::Binary(Arithmetic::Subtract, left, _) => matches!(formula.term(left).kind, TermKind::Number(..)),
        TermKind::Binary(
            Arithmetic::Add | Arithmetic::Multiply | Arithmetic::Divide | Arithmetic::Power,
            left,
            right,
        ) => is(left) && is(right),
        TermKind::If(_, then, or) => is(then) && is(or),
        TermKind::Call(Function::Exp | Function::Sqrt, ..) => true,
        TermKind::Call(Function::Ln, ..) => false,
        TermKind::Call(..) => formula.operands(at).all(is),
        TermKind::Binary(..) | TermKind::Negative(_) | TermKind::Unknown => false,
    }
}

/// Whether the reductions fall with what has a role.
pub(super) fn subtracted(sheet: &Sheet<'_>, role: Option<WordId>) -> Judgement {
    let reductions = sheet.with_role(sheet.words.reductions);
    let alike = |name: &&SmolStr| reductions.iter().all(|other| like(sheet, name, other));
    falls_with(sheet, &sheet.with_role(role).iter().filter(alike).collect::<Vec<_>>())
}

/// Whether the reductions do not fall with the emissions of the baseline, nor with what the activity removes.
pub(super) fn counted(sheet: &Sheet<'_>) -> Judgement {
    let reductions = sheet.with_role(sheet.words.reductions);
    let roles = [sheet.words.baseline, sheet.words.removals];
    let names = roles.into_iter().flat_map(|role| sheet.with_role(role));
    let names = names.filter(|name| reductions.iter().all(|other| like(sheet, name, other)));
    let known: Vec<(&SmolStr, Effect)> = names.filter_map(|name| Some((name, *sheet.effects().get(name)?))).collect();
    let Some((name, _)) = known.iter().find(|(_, effect)| *effect == Effect::Down) else {
        return Judgement::met_if(!known.is_empty());
    };
    let defined = reductions.iter().flat_map(|name| sheet.definitions(name)).next();
    let defined = defined.map(|at| sheet.label(sheet.document.formulas[*at].entry, "the equation for the reductions"));
    let declared = sheet.first(name).map(|declared| sheet.label(declared.entry, format!("`{name}` is declared here")));
    let labels: Vec<Label> = defined.into_iter().chain(declared).collect();
    let message = format!("the reductions fall as `{name}` rises");
    Judgement { notes: derivation(sheet, name), ..Judgement::breached(message, labels) }
}

/// Whether the reductions fall with some symbols.
fn falls_with(sheet: &Sheet<'_>, names: &[&SmolStr]) -> Judgement {
    let reductions = sheet.with_role(sheet.words.reductions);
    let Some(defined) = reductions.iter().flat_map(|name| sheet.definitions(name)).next() else {
        return Judgement::met_if(false);
    };
    let formula = &sheet.document.formulas[*defined];
    let here = |text: &str| sheet.label(formula.entry, text);
    let [first, ..] = names else { return unnamed(sheet, here("no symbol here is known to stand for it")) };
    let told = |way: &str, part: &SmolStr, whole: &SmolStr| {
        let declared = sheet.lookup(formula, part);
        let declared = declared.map(|declared| sheet.label(declared.entry, format!("`{part}` is declared here")));
        let labels = Some(here("the equation for the reductions")).into_iter().chain(declared).collect();
        let part = if part == whole { format!("`{part}`") } else { format!("`{part}`, a part of `{whole}`") };
        Judgement::breached(format!("the reductions {way} {part}"), labels)
    };
    let ways: Vec<(&SmolStr, Way)> = names.iter().map(|name| (*name, parts::way(sheet, name))).collect();
    match ways.iter().find(|(_, way)| !matches!(way, Way::Without(_))) {
        Some((name, Way::Rises(part))) => Judgement { notes: derivation(sheet, part), ..told("rise with", part, name) },
        Some(_) => Judgement::met_if(true),
        None => {
            let part = ways.first().and_then(|(_, way)| way.part()).unwrap_or(first);
            let missing = sheet.place(EntryId::DOCUMENT, "equation");
            let closed = sheet.closed(formula.entry);
            told("do not depend on", part, first).silent(closed, missing, EntryId::DOCUMENT)
        }
    }
}

/// The equations that a derivation is sought in: documents with more are not meant to be read.
pub(super) const LOOKED_THROUGH: usize = 500;

/// The derivation: which symbols that a symbol enters move the reductions, and which way.
pub(super) fn derivation(sheet: &Sheet<'_>, name: &SmolStr) -> Vec<String> {
    let mut notes = Vec::new();
    for formula in sheet.document.formulas.iter().take(LOOKED_THROUGH) {
        let Some(left) = sheet.left(formula) else { continue };
        let effect = sheet.effects().get(&left);
        if notes.len() < 3
            && let Some(effect) = effect
            && sheet.uses(formula).iter().any(|(_, used)| used == name)
        {
            let way = match effect {
                Effect::Up => "raises",
                Effect::Down => "lowers",
                Effect::Mixed => "moves",
            };
            notes.push(format!(
                "`{name}` stands in the equation for `{left}`, and more of `{left}` {way} the reductions"
            ));
        }
    }
    notes
}

/// Whether two symbols may measure the same thing: `PE` may stand for persons, where its unit says so.
fn like(sheet: &Sheet<'_>, one: &str, other: &str) -> bool {
    let dimension = |name: &str| Some(sheet.first(name)?.unit.as_ref()?.0.dimension());
    let apart = dimension(one).zip(dimension(other)).and_then(|(one, other)| one.over(other));
    apart.is_none_or(|apart| overlooked(sheet.vocabulary, apart).is_some())
}

/// Whether the reductions fall with a deduction, where a symbol stands for one.
pub(super) fn deducted(sheet: &Sheet<'_>, role: Option<WordId>) -> Judgement {
    match sheet.with_role(role) {
        [] => Judgement::met_if(false),
        names => falls_with(sheet, &names.iter().collect::<Vec<_>>()),
    }
}

/// Where no symbol is known to stand for what should be subtracted, the reader is asked which one does.
fn unnamed(sheet: &Sheet<'_>, here: Label) -> Judgement {
    let parameter = sheet.place(EntryId::DOCUMENT, "parameter");
    let role = parameter.and_then(|parameter| sheet.vocabulary.child(parameter, "role"));
    Judgement { labels: vec![here], ..Judgement::unproven(role, EntryId::DOCUMENT) }
}

/// Whether a default lies at the end of its range that gives the fewest reductions.
pub(super) fn default_value(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let silent = Judgement::met_if(false);
    let Some(declared) = sheet.declared_at(entry) else { return silent };
    let Some((bounds, Value::Quantities(range))) = sheet.said(entry, "bounds") else { return silent };
    let Some((value, Value::Quantity(at))) = sheet.said(entry, "value") else { return silent };
    let Some(effect) = sheet.effects().get(&declared.name).copied() else { return silent };
    let (safe, way, end) = match effect {
        Effect::Up => (range, "more", "lower"),
        Effect::Down => (range + 1, "fewer", "upper"),
        Effect::Mixed => return silent,
    };
    let document = sheet.document;
    let order = document.quantity(at).compare(&document.quantity(safe));
    let worse = if effect == Effect::Up { Ordering::Greater } else { Ordering::Less };
    if order != Ok(worse) {
        return Judgement::met_if(order.is_ok());
    }
    let name = &declared.name;
    let message = format!(
        "the value of `{name}` is {} though its {end} bound is {}, and more of it means {way} reductions",
        document.quantity_text(at),
        document.quantity_text(safe),
    );
    let labels = vec![sheet.label(value, "the value"), sheet.label(bounds, "its range")];
    let instead = Some((value, document.quantity(safe), document.quantity_unit(safe).into()));
    Judgement { notes: derivation(sheet, name), instead, ..Judgement::breached(message, labels) }
}
