//! How equations hang together: what is declared, used, defined, and in a circle.

use super::Judgement;
use super::sheet::{SEVERAL, Sheet};
use crate::measure::Quantity;
use crate::model::{EntryId, Formula, Reading, TermKind, Value};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::cmp::Ordering;

/// Whether every symbol of an equation is declared, here or in what the document stands on.
pub(super) fn undeclared(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(formula) = sheet.formula(entry) else { return Judgement::met_if(false) };
    let root = formula.terms.len().saturating_sub(1) as u32;
    let symbols = formula.within(root).into_iter().filter_map(|at| Some((at, sheet.symbol(formula, at)?.0)));
    let unknown = |name: &str| sheet.lookup(formula, name).is_none() && !sheet.is_below(name);
    let Some((at, name)) = symbols.into_iter().find(|(_, name)| unknown(name)) else {
        return Judgement::met_if(true);
    };
    let labels = vec![sheet.label_at(formula, at, "no parameter declares it")];
    if let Some(meant) = sheet.slips().get(&sheet.canonical(name)).map(|at| &sheet.declared[*at]) {
        let message =
            format!("`{name}` stands in an equation and is not declared, and `{}` stands in none", meant.name);
        let declared = sheet.label(meant.entry, "is this one meant?");
        return Judgement::breached(message, labels.into_iter().chain([declared]).collect());
    }
    let message = format!("`{name}` stands in an equation and is not declared");
    let missing = sheet.place(EntryId::DOCUMENT, "parameter");
    Judgement::breached(message, labels).silent(sheet.closed(entry), missing, EntryId::DOCUMENT)
}

/// Undeclared symbols of equations, each with the declared one that is meant by it: it stands in no equation and is spelled
/// alike but for capitals and lines, as `EF_grid` for `EFgrid`.
pub(super) fn slips(sheet: &Sheet<'_>) -> FxHashMap<SmolStr, usize> {
    let undeclared = sheet.used().iter().filter(|used| sheet.first(used).is_none() && !sheet.is_below(used));
    let undeclared: Vec<&SmolStr> = undeclared.collect();
    if undeclared.is_empty() {
        return FxHashMap::default();
    }
    let mut unused: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for (at, declared) in sheet.declared.iter().enumerate().filter(|(_, one)| !sheet.used().contains(&one.name)) {
        let known = unused.entry(letters(&declared.name)).or_insert(Some(at));
        // Where two are spelled alike, neither is known to be meant.
        *known = known.filter(|known| sheet.declared[*known].name == declared.name);
    }
    let meant = |name: &&SmolStr| {
        let letters = letters(name);
        let meant = unused.get(&letters).copied().flatten()?;
        (letters.chars().count() > 1).then(|| ((*name).clone(), meant))
    };
    undeclared.iter().filter_map(meant).collect()
}

/// The letters and digits of a symbol, all of them small.
fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a parameter stands in an equation; in a source that was read in part, another equation may use it.
pub(super) fn unused(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(declared) = sheet.declared_at(entry) else { return Judgement::met_if(false) };
    if sheet.used().contains(&declared.name) || sheet.is_meant(&declared.name) {
        return Judgement::met_if(true);
    }
    if sheet.is_unread() {
        return Judgement::unproven(sheet.place(EntryId::DOCUMENT, "equation"), EntryId::DOCUMENT);
    }
    if !sheet.closed(entry) {
        return Judgement::met_if(false);
    }
    let message = format!("`{}` is declared and stands in no equation", declared.name);
    Judgement::breached(message, vec![sheet.label(entry, "used nowhere")])
}

/// Whether a definition comes back to itself; told at the first equation of the circle.
pub(super) fn circle(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(circle) = sheet.circles().get(&entry) else {
        return Judgement::met_if(sheet.formula(entry).is_some_and(|formula| formula.sides().is_some()));
    };
    let formulas: Vec<&Formula> = circle.iter().map(|at| &sheet.document.formulas[*at]).collect();
    let names: Vec<SmolStr> = formulas.iter().filter_map(|formula| sheet.left(formula)).collect();
    let Some(first) = names.first() else { return Judgement::met_if(false) };
    let path: Vec<String> = names.iter().chain([first]).map(|name| format!("`{name}`")).collect();
    let message = match names.len() {
        1 => format!("`{first}` is defined by itself"),
        _ => format!("`{first}` is defined by itself: {}", path.join(" by ")),
    };
    let labels =
        formulas.iter().zip(&names).map(|(formula, name)| sheet.label(formula.entry, format!("defines `{name}`")));
    Judgement::breached(message, labels.collect())
}

/// The circles of definitions. A value that rests on that of another year or place is none, and neither is one
/// that leads from one option into another.
pub(super) fn circles(sheet: &Sheet<'_>) -> FxHashMap<EntryId, Vec<usize>> {
    let formulas = &sheet.document.formulas;
    let edges: Vec<Vec<usize>> = formulas.iter().map(|formula| rests_on(sheet, formula)).collect();
    let mut found = FxHashMap::default();
    let mut state = vec![State::New; formulas.len()];
    for start in 0..formulas.len() {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        let mut way = vec![(start, 0)];
        while let Some((at, next)) = way.last_mut() {
            let Some(to) = edges[*at].get(*next).copied() else {
                state[*at] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    way.push((to, 0));
                }
                State::Open => enter(sheet, &way, to, &mut found),
                State::Done => {}
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Enters the circle that closes at `to`, turned so that its first equation comes first.
fn enter(sheet: &Sheet<'_>, way: &[(usize, usize)], to: usize, found: &mut FxHashMap<EntryId, Vec<usize>>) {
    let from = way.iter().position(|(at, _)| *at == to).unwrap_or(0);
    let mut circle: Vec<usize> = way[from..].iter().map(|(at, _)| *at).take(LONGEST).collect();
    let first = circle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(place, _)| place);
    circle.rotate_left(first);
    if let Some(at) = circle.first() {
        found.entry(sheet.document.formulas[*at].entry).or_insert(circle);
    }
}

/// More equations than these in one circle no reader takes in.
const LONGEST: usize = 64;

/// The equations that define what an equation uses with the same indices.
fn rests_on(sheet: &Sheet<'_>, formula: &Formula) -> Vec<usize> {
    let Some((left, _)) = formula.sides() else { return Vec::new() };
    let Some((_, own)) = sheet.symbol(formula, left) else { return Vec::new() };
    let scope = |formula: &Formula| sheet.document.entry(formula.entry).parent;
    let mut edges = Vec::new();
    for (at, name) in sheet.uses(formula) {
        if sheet.symbol(formula, *at).is_none_or(|(_, indices)| indices != own) {
            continue;
        }
        edges.extend(sheet.definitions(name).iter().copied().take(SEVERAL).filter(|other| {
            let there = scope(&sheet.document.formulas[*other]);
            there == scope(formula) || there == EntryId::DOCUMENT || scope(formula) == EntryId::DOCUMENT
        }));
    }
    edges
}

/// Whether a parameter that an equation needs and none yields says where its value comes from.
pub(super) fn origin(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let Some(declared) = sheet.declared_at(entry) else { return Judgement::met_if(false) };
    if !sheet.used().contains(&declared.name) || !sheet.definitions(&declared.name).is_empty() {
        return Judgement::met_if(false);
    }
    let said = sheet.said(entry, "origin").is_some() || sheet.said(entry, "value").is_some();
    if said {
        return Judgement::met_if(true);
    }
    let name = &declared.name;
    let message = format!("nothing says whether `{name}` is monitored, fixed or calculated");
    let closed = sheet.document.entry(entry).reading == Reading::Full && !sheet.is_unread();
    let judged = Judgement::breached(message, vec![sheet.label(entry, "an input of the equations")]);
    judged.silent(closed, sheet.place(entry, "origin"), entry)
}

/// Whether an equation yields the reductions.
pub(super) fn reductions(sheet: &Sheet<'_>) -> Judgement {
    let names = sheet.with_role(sheet.words.reductions);
    if names.iter().any(|name| !sheet.definitions(name).is_empty()) {
        return Judgement::met_if(true);
    }
    let Some(first) = sheet.document.formulas.first() else { return Judgement::met_if(false) };
    let labels = vec![sheet.label(first.entry, "the first of its equations")];
    let missing = sheet.place(EntryId::DOCUMENT, "equation");
    let judged = Judgement::breached("no equation yields the reductions".to_owned(), labels);
    judged.silent(sheet.closed(first.entry), missing, EntryId::DOCUMENT)
}

/// Whether the project's emissions are set to zero.
pub(super) fn project_zero(sheet: &Sheet<'_>) -> Judgement {
    let names = sheet.with_role(sheet.words.project);
    for name in names {
        let zero =
            sheet.definitions(name).iter().map(|at| &sheet.document.formulas[*at]).find(|formula| is_zero(formula));
        if let Some(formula) = zero {
            let labels = vec![sheet.label(formula.entry, "zero whatever happens")];
            return Judgement::breached(format!("`{name}` is set to zero by an equation"), labels);
        }
    }
    for declared in sheet.declared.iter().filter(|declared| names.contains(&declared.name)) {
        if let Some((value, Value::Quantity(at))) = sheet.said(declared.entry, "value")
            && sheet.document.quantity(at).amount.is_zero()
        {
            let labels = vec![sheet.label(value, "zero whatever happens")];
            return Judgement::breached(format!("`{}` is fixed at zero", declared.name), labels);
        }
    }
    Judgement::met_if(!names.is_empty())
}

fn is_zero(formula: &Formula) -> bool {
    let right = formula.sides().map(|(_, right)| formula.term(right).kind);
    matches!(right, Some(TermKind::Number(amount, _)) if amount.is_zero())
}

/// Whether a default that equations use has a source.
pub(super) fn source(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let default = sheet.words.default.map(Value::Word);
    let (Some((_, origin)), Some(declared)) = (sheet.said(entry, "origin"), sheet.declared_at(entry)) else {
        return Judgement::met_if(false);
    };
    let Some((value, _)) = sheet.said(entry, "value").filter(|_| Some(origin) == default) else {
        return Judgement::met_if(false);
    };
    if sheet.said(entry, "source").is_some() {
        return Judgement::met_if(true);
    }
    let labels = vec![sheet.label(value, "the value that is prescribed")];
    let judged = Judgement::breached(format!("the default for `{}` has no source", declared.name), labels);
    let closed = sheet.document.entry(entry).reading == Reading::Full;
    judged.silent(closed, sheet.place(entry, "source"), entry)
}

/// Whether all warming potentials are of one assessment report.
pub(super) fn potentials(sheet: &Sheet<'_>) -> Judgement {
    let told = sheet.declared.iter().filter_map(|declared| match sheet.said(declared.entry, "assessment")? {
        (entry, Value::Word(word)) => Some((entry, sheet.vocabulary.word(word), &declared.name)),
        _ => None,
    });
    let told: Vec<_> = told.collect();
    let Some((first, report, name)) = told.first() else { return Judgement::met_if(false) };
    let Some((other, differs, against)) = told.iter().find(|(_, other, _)| other != report) else {
        return Judgement::met_if(true);
    };
    let message = format!("`{name}` is of the {report} assessment report, and `{against}` of the {differs}");
    Judgement::breached(message, vec![sheet.label(*first, "one report"), sheet.label(*other, "another")])
}

/// Whether a potential has a value that its report has for the gas.
pub(super) fn potential_value(sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    let silent = Judgement::met_if(false);
    let Some(declared) = sheet.declared_at(entry) else { return silent };
    let Some((report, Value::Word(word))) = sheet.said(entry, "assessment") else { return silent };
    let Some((value, Value::Quantity(at))) = sheet.said(entry, "value") else { return silent };
    let (name, stated) = (sheet.vocabulary.word(word), sheet.document.quantity(at));
    let unit = declared.unit.as_ref().map_or(stated.unit, |(unit, _)| *unit);
    let mut known = sheet.vocabulary.potentials.iter();
    let Some(potential) = known.find(|known| known.unit.dimension() == unit.dimension() && *known.report == *name)
    else {
        return silent;
    };
    let is = |number: &Decimal| stated.compare(&Quantity::new(*number, potential.unit)) == Ok(Ordering::Equal);
    if potential.values.iter().any(is) {
        return Judgement::met_if(true);
    }
    let text = sheet.document.quantity_text(at);
    let message = format!("`{}` is {text}, and the {name} assessment report has {}", declared.name, potential.means);
    Judgement::breached(message, vec![sheet.label(value, "the value"), sheet.label(report, "the report")])
}
