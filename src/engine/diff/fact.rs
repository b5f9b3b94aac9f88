//! Facts of two documents side by side: what changed, and how each change is undone.

use super::Pair;
use crate::condition::{Evaluator, Located, World};
use crate::engine::why::path_of;
use crate::model::{Document, DocumentId, EntryId, Model, Reading, Shift, Value};
use crate::source::Span;
use crate::vocabulary::READING;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A fact that changed.
#[derive(Clone, Debug)]
pub struct FactChange {
    /// What it is, in the vocabulary's words.
    pub say: SmolStr,
    /// Its place, with the names of those that repeat: `additionality.test[barrier].needed`.
    pub path: String,
    /// What was said, and where.
    pub old: Option<Said>,
    /// What is said, and where.
    pub new: Option<Said>,
    pub(super) undo: Undo,
}

/// What is said, and where.
#[derive(Clone, Debug)]
pub struct Said {
    /// The value, with its unit.
    pub value: String,
    /// Where it stands.
    pub span: Span,
    /// Where it was read in the source.
    pub citation: Option<String>,
}

/// How the new document becomes like the old one in one fact.
#[derive(Clone, Copy, Debug)]
pub(super) enum Undo {
    /// The fact says what the old one said.
    Set { new: EntryId, old: EntryId },
    /// The fact is not there.
    Remove(EntryId),
    /// The old fact is there, alone in the blocks that are gone with it.
    Restore {
        /// The block of the new document around it.
        block: EntryId,
        /// The outermost block around the old fact that is gone, or the fact itself.
        top: EntryId,
        /// The old fact.
        old: EntryId,
    },
    /// How a block was read.
    Reading { new: EntryId, reading: Reading },
}

impl Pair<'_> {
    /// The facts that changed.
    pub(super) fn facts(&self, new: &Model) -> Vec<FactChange> {
        let (old, new_world) = (self.world(self.old), self.world(new));
        let (was_named, is_named) = (names(&old, self.was), names(&new_world, self.is));
        let (before, after) = (keys(&was_named), keys(&is_named));
        let (was, is) = (self.old.document(self.was), new.document(self.is));
        let mut facts = Vec::new();
        for (key, &entry) in &after {
            let side = |located| said(&new_world, located);
            let here = Located { document: self.is, entry };
            let there = before.get(key).copied();
            let then = there.and_then(|entry| said(&old, Located { document: self.was, entry }));
            let now = side(here);
            if then.as_ref().map(|said| &said.value) != now.as_ref().map(|said| &said.value) {
                let undo = there.map_or(Undo::Remove(entry), |old| Undo::Set { new: entry, old });
                facts.push((entry.0, fact(&new_world, here, key, (then, now), undo)));
            }
            let place = format!("{}.{key}", new_world.vocabulary.kind(is.kind).name);
            let place = place.trim_end_matches('.');
            facts.extend(there.and_then(|old| reading((was, old), (is, entry), place)).map(|fact| (entry.0, fact)));
        }
        for (key, &entry) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
            let here = Located { document: self.was, entry };
            let Some(then) = said(&old, here) else { continue };
            let undo = restored(was, entry, &was_named, &after);
            facts.push((u32::MAX, fact(&old, here, key, (Some(then), None), undo)));
        }
        facts.sort_by_key(|(place, _)| *place);
        facts.into_iter().map(|(_, fact)| fact).collect()
    }
}

/// The places at which two documents say different things, or only one of them says anything: those of the first, in the
/// order of its text, then what only the second has.
pub fn differing(world: &World<'_>, one: DocumentId, other: DocumentId) -> Vec<String> {
    let (here, there) = (names(world, one), names(world, other));
    let (ours, theirs) = (keys(&here), keys(&there));
    let value = |document, entry| said(world, Located { document, entry }).map(|said| said.value);
    let is_other = |at: &usize| {
        let then = theirs.get(here[*at].as_str()).map(|entry| value(other, *entry));
        then != Some(value(one, EntryId(*at as u32)))
    };
    let changed = (0..here.len()).filter(is_other).map(|at| here[at].clone());
    changed.chain(there.iter().filter(|name| !ours.contains_key(name.as_str())).cloned()).collect()
}

/// The facts of a document by their places; what stands in the same place under the same name is told apart by a number.
pub(super) fn names(world: &World<'_>, id: DocumentId) -> Vec<String> {
    let document = world.model.document(id);
    let mut names: Vec<String> = Vec::with_capacity(document.entries.len());
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for at in 0..document.entries.len() as u32 {
        let entry = document.entry(EntryId(at));
        let around = if at == 0 { String::new() } else { names[entry.parent.0 as usize].clone() };
        let mut name = if at == 0 { String::new() } else { below(world, id, EntryId(at), &around) };
        let times = times.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            name = format!("{name} ({times})");
        }
        names.push(name);
    }
    names
}

/// The facts of a document by their names.
fn keys(names: &[String]) -> BTreeMap<&str, EntryId> {
    names.iter().zip(0..).map(|(name, at)| (name.as_str(), EntryId(at))).collect()
}

/// The place of a fact in the block around it, with its value where several may stand there.
fn below(world: &World<'_>, id: DocumentId, entry: EntryId, around: &str) -> String {
    let node = world.vocabulary.node(world.model.document(id).entry(entry).node);
    let dot = if around.is_empty() { "" } else { "." };
    let located = Located { document: id, entry };
    let value = world.model.document(id).entry(entry).value;
    match node.many && value != Value::Nothing && value != Value::Formula {
        true => format!("{around}{dot}{}[{}]", node.name, shown(world, located)),
        false => format!("{around}{dot}{}", node.name),
    }
}

/// A value as people write it, on one line.
fn shown(world: &World<'_>, located: Located) -> String {
    Evaluator::new(world, located).show(located).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is said at a fact; nothing where it is a block.
fn said(world: &World<'_>, located: Located) -> Option<Said> {
    let document = world.model.document(located.document);
    let value = document.entry(located.entry).value;
    if located.entry == EntryId::DOCUMENT || matches!(value, Value::Nothing | Value::Formula) {
        return None;
    }
    let citation = document.citation(located.entry).map(|citation| document.text(citation.text).to_owned());
    Some(Said {
        value: shown(world, located),
        span: document.span(located.entry),
        citation: citation.filter(|text| !text.is_empty()),
    })
}

fn fact(
    world: &World<'_>,
    located: Located,
    key: &str,
    (old, new): (Option<Said>, Option<Said>),
    undo: Undo,
) -> FactChange {
    let node = world.model.document(located.document).entry(located.entry).node;
    let place = path_of(world, node);
    let kind = place.split('.').next().unwrap_or_default();
    FactChange { say: world.vocabulary.node(node).say.clone(), path: format!("{kind}.{key}"), old, new, undo }
}

/// A block that was read otherwise, where that is not what holds around it.
fn reading((was, old): (&Document, EntryId), (is, new): (&Document, EntryId), place: &str) -> Option<FactChange> {
    let (before, after) = (was.entry(old).reading, is.entry(new).reading);
    let around = (was.entry(was.entry(old).parent).reading, is.entry(is.entry(new).parent).reading);
    if before == after || new != EntryId::DOCUMENT && (before, after) == around {
        return None;
    }
    let said = |document: &Document, entry: EntryId, reading: Reading| {
        let value = match reading {
            Reading::Full => "full",
            Reading::Partial => "partial",
            Reading::Draft => "draft",
        };
        Some(Said { value: value.to_owned(), span: document.span(entry), citation: None })
    };
    Some(FactChange {
        say: SmolStr::new_static("how it was read"),
        path: format!("{place}.{READING}"),
        old: said(was, old, before),
        new: said(is, new, after),
        undo: Undo::Reading { new, reading: before },
    })
}

/// How a fact that is gone comes back: in the blocks around it that are gone too, within the block that is still there.
fn restored(was: &Document, entry: EntryId, names: &[String], after: &BTreeMap<&str, EntryId>) -> Undo {
    let mut top = entry;
    loop {
        let parent = was.entry(top).parent;
        match after.get(names[parent.0 as usize].as_str()) {
            Some(block) => return Undo::Restore { block: *block, top, old: entry },
            None if parent == EntryId::DOCUMENT => {
                return Undo::Restore { block: EntryId::DOCUMENT, top, old: entry };
            }
            None => top = parent,
        }
    }
}

/// The new document with one fact as it was.
pub(super) fn undone(is: &Document, was: &Document, undo: Undo) -> (Document, Shift) {
    match undo {
        Undo::Set { new, old } => {
            let mut document = is.clone();
            let value = document.adopt(was, was.entry(old).value);
            (document.saying(new, value), Shift::default())
        }
        Undo::Remove(new) => is.without(new),
        Undo::Restore { block, top, old } => {
            let mut chain = vec![old];
            while let Some(last) = chain.last().filter(|last| **last != top) {
                chain.push(was.entry(*last).parent);
            }
            chain.reverse();
            is.restoring(block, was, &chain)
        }
        Undo::Reading { new, reading } => (is.read_as(new, reading), Shift::default()),
    }
}
