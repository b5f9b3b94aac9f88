//! Indices: a symbol under a sum stands for as many values as its index has members.

use super::declared::split;
use super::sheet::Sheet;
use super::trouble::Trouble;
use crate::model::{Formula, Function, TermKind};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::fmt;

/// A symbol, or what it is for one member of its index: `EG`, `EG[coal]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The symbol as it is declared.
    pub symbol: SmolStr,
    /// A member of each index that tells values apart; none where the value is meant for all of them.
    pub members: Box<[SmolStr]>,
}

impl Place {
    /// A symbol as a whole.
    pub(super) fn whole(symbol: SmolStr) -> Place {
        Place { symbol, members: Box::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.members[..] {
            [] => out.write_str(&self.symbol),
            members => write!(out, "{}[{}]", self.symbol, members.join(",")),
        }
    }
}

/// The indices of a symbol.
#[derive(Clone, Debug)]
pub(super) struct Indices {
    /// Their names, as declared or as the first equation writes them.
    pub(super) names: Vec<SmolStr>,
    /// Whether a sum runs over each of them.
    summed: Vec<bool>,
    /// Whether an equation uses two of each of them: `C[t] - C[t-1]`.
    written: Vec<bool>,
}

impl Indices {
    fn new(names: Vec<SmolStr>) -> Indices {
        let none = vec![false; names.len()];
        Indices { summed: none.clone(), written: none, names }
    }

    /// Whether each of them tells values apart; the others, such as the year, are the same all through.
    fn apart(&self) -> impl Iterator<Item = bool> {
        self.summed.iter().zip(&self.written).map(|(summed, written)| *summed || *written)
    }

    /// The names of those that tell values apart.
    pub(super) fn running(&self) -> impl Iterator<Item = &SmolStr> {
        self.names.iter().zip(self.apart()).filter(|(_, apart)| *apart).map(|(name, _)| name)
    }

    /// What is written for each index: where fewer are written than there are, the others are as declared.
    fn spelled<'i>(&'i self, written: &'i [SmolStr]) -> Vec<&'i str> {
        if written.len() == self.names.len() {
            return written.iter().map(SmolStr::as_str).collect();
        }
        let mut other = written.iter().filter(|index| !self.names.contains(index));
        let running = self.apart().zip(&self.names);
        let spelled = running.map(|(apart, name)| match apart {
            true if !written.contains(name) => other.next().unwrap_or(name),
            _ => name,
        });
        spelled.map(SmolStr::as_str).collect()
    }
}

/// So many definitions on the way from a sum down to what is given are followed.
const MOST_PASSES: usize = 50;

/// The indices of every symbol that has some.
pub(super) fn indices(sheet: &Sheet<'_>) -> FxHashMap<SmolStr, Indices> {
    let mut all: FxHashMap<SmolStr, Indices> = FxHashMap::default();
    for declared in sheet.declared.iter().filter(|declared| !declared.indices.is_empty()) {
        all.entry(declared.name.clone()).or_insert_with(|| Indices::new(declared.indices.clone()));
    }
    for formula in &sheet.document.formulas {
        for at in 0..formula.terms.len() as u32 {
            if let Some((symbol, written)) = sheet.written(formula, at)
                && !written.is_empty()
            {
                all.entry(symbol).or_insert_with(|| Indices::new(written));
            }
        }
    }
    let formulas = &sheet.document.formulas;
    formulas.iter().for_each(|formula| tell_apart(sheet, formula, &mut all));
    if formulas.iter().any(|formula| formula.terms.iter().any(|term| is_sum(&term.kind))) {
        let pass = |all: &mut FxHashMap<SmolStr, Indices>| {
            formulas.iter().map(|formula| usize::from(spread(sheet, formula, all))).sum::<usize>() > 0
        };
        (0..MOST_PASSES).take_while(|_| pass(&mut all)).for_each(drop);
    }
    all
}

/// Marks the indices of symbols that one formula uses with two of them, or with another time than their own.
fn tell_apart(sheet: &Sheet<'_>, formula: &Formula, all: &mut FxHashMap<SmolStr, Indices>) {
    let Some((left, right)) = formula.sides() else { return };
    let mut first: FxHashMap<SmolStr, Vec<SmolStr>> = FxHashMap::default();
    for at in formula.within(right).into_iter().chain([left]) {
        let Some((_, spelled)) = spelled(sheet, formula, at, all) else { continue };
        let Some((symbol, _)) = sheet.written(formula, at) else { continue };
        let before = first.entry(symbol.clone()).or_insert_with(|| spelled.clone());
        let Some(indices) = all.get_mut(&symbol) else { continue };
        for (nth, index) in spelled.iter().enumerate() {
            let is_name = index.starts_with(char::is_alphabetic)
                && index.chars().all(|each| each == '_' || each.is_alphanumeric());
            let other = !is_name && indices.names.get(nth) != Some(index);
            if let Some(written) = indices.written.get_mut(nth) {
                *written |= other || before.get(nth) != Some(index);
            }
        }
    }
}

fn is_sum(kind: &TermKind) -> bool {
    matches!(kind, TermKind::Call(Function::Sum, ..))
}

/// What a formula tells of the indices that sums run over: its own sums, and the symbol that it defines.
fn spread(sheet: &Sheet<'_>, formula: &Formula, all: &mut FxHashMap<SmolStr, Indices>) -> bool {
    let Some((left, right)) = formula.sides() else { return false };
    let mut running: FxHashSet<SmolStr> = FxHashSet::default();
    let parts = formula.within(right);
    for at in parts.iter().filter(|at| is_sum(&formula.term(**at).kind)) {
        running.extend(sum_over(sheet, formula, *at).into_iter().flatten());
    }
    let summed = |all: &FxHashMap<SmolStr, Indices>, at: u32| -> Vec<SmolStr> {
        let Some((indices, spelled)) = spelled(sheet, formula, at, all) else { return Vec::new() };
        let summed = indices.summed.iter().zip(&indices.written).map(|(summed, written)| *summed && !written);
        spelled.into_iter().zip(summed).filter(|(_, summed)| *summed).map(|(name, _)| name).collect()
    };
    let own = summed(all, left);
    let free: Vec<SmolStr> =
        parts.iter().flat_map(|at| summed(all, *at)).filter(|name| !running.contains(name)).collect();
    running.extend(own);
    let mut news = mark(sheet, (formula, left), &free.into_iter().collect(), all);
    for at in parts {
        news |= mark(sheet, (formula, at), &running, all);
    }
    news
}

fn spelled(
    sheet: &Sheet<'_>,
    formula: &Formula,
    at: u32,
    all: &FxHashMap<SmolStr, Indices>,
) -> Option<(Indices, Vec<SmolStr>)> {
    let (symbol, written) = sheet.written(formula, at)?;
    let indices = all.get(&symbol)?;
    let spelled = indices.spelled(&written).into_iter().map(SmolStr::from).collect();
    Some((indices.clone(), spelled))
}

/// Marks the indices of a symbol that some running ones stand for; whether that is news.
fn mark(
    sheet: &Sheet<'_>,
    (formula, at): (&Formula, u32),
    running: &FxHashSet<SmolStr>,
    all: &mut FxHashMap<SmolStr, Indices>,
) -> bool {
    let Some((_, spelled)) = spelled(sheet, formula, at, all) else { return false };
    let Some(indices) = sheet.written(formula, at).and_then(|(symbol, _)| all.get_mut(&symbol)) else { return false };
    let mut news = false;
    for (name, summed) in spelled.iter().zip(&mut indices.summed) {
        let now = *summed || running.contains(name);
        news |= now != *summed;
        *summed = now;
    }
    news
}

/// The indices that a sum runs over; none where they cannot be read.
pub(super) fn sum_over(sheet: &Sheet<'_>, formula: &Formula, at: u32) -> Option<Vec<SmolStr>> {
    let TermKind::Call(Function::Sum, start, count) = formula.term(at).kind else { return None };
    let arguments = &formula.arguments[start as usize..(start + count) as usize];
    let over = arguments.split_last().map(|(_, over)| over).filter(|over| !over.is_empty())?;
    over.iter().map(|index| Some(sheet.symbol(formula, *index)?.0.into())).collect()
}

impl Sheet<'_> {
    /// A symbol of a formula as it is declared, and the indices that are written with it.
    pub(super) fn written(&self, formula: &Formula, at: u32) -> Option<(SmolStr, Vec<SmolStr>)> {
        let (name, brackets) = self.symbol(formula, at)?;
        Some(self.read(name, brackets))
    }

    fn read(&self, name: &str, brackets: &str) -> (SmolStr, Vec<SmolStr>) {
        let symbol = self.canonical(name);
        let suffix = name.strip_prefix(symbol.as_str()).unwrap_or_default().split('_');
        let all = suffix.chain(brackets.split(',')).map(str::trim).filter(|index| !index.is_empty());
        let all = all.map(SmolStr::from).collect();
        (symbol, all)
    }

    /// What is written for each of the indices of a symbol that tell values apart.
    pub(super) fn running(&self, formula: &Formula, at: u32) -> Option<(SmolStr, Vec<SmolStr>)> {
        let (symbol, written) = self.written(formula, at)?;
        let Some(indices) = self.indices().get(&symbol) else { return Some((symbol, Vec::new())) };
        let all = indices.spelled(&written).into_iter().zip(indices.apart());
        let running = all.filter(|(_, apart)| *apart).map(|(name, _)| name.into()).collect();
        Some((symbol, running))
    }

    /// The symbol, or the member of it, that a reader means: `EG`, `EG_y`, `EG[coal]`, `EG[coal,y]`.
    pub fn find(&self, text: &str) -> Result<Place, Trouble> {
        let (name, brackets) = split(text);
        let (symbol, written) = self.read(name, brackets);
        if !self.used().contains(&symbol) {
            return Err(Trouble::Unknown(text.into()));
        }
        let Some(indices) = self.indices().get(&symbol) else {
            return match written.is_empty() {
                true => Ok(Place::whole(symbol)),
                false => Err(Trouble::Indices(symbol, SmolStr::default())),
            };
        };
        let named: Vec<&SmolStr> = written.iter().filter(|index| !indices.names.contains(index)).collect();
        let running = indices.running().count();
        let chosen: Vec<&SmolStr> = if written.len() == indices.names.len() {
            let own = indices.names.iter().zip(&indices.written);
            let each = written.iter().zip(indices.apart()).zip(own);
            // Where two times are told apart, the symbol's own is one of them; in a sum it stands for all members.
            let meant = each.filter(|((index, apart), (name, written))| *apart && (index != name || **written));
            meant.map(|((index, _), _)| index).collect()
        } else {
            named
        };
        match chosen.len() {
            0 => Ok(Place::whole(symbol)),
            some if some == running => Ok(Place { symbol, members: chosen.into_iter().cloned().collect() }),
            _ => Err(Trouble::Indices(symbol, indices.names.join(",").into())),
        }
    }
}
