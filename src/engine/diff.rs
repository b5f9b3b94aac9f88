//! Two versions of documents: which facts changed, which verdicts, and which fact turned which verdict.

use super::why::{Attempt, document_name, path_of, verdict_with};
use super::{Examined, Gathered, Options, decide, gather, wanted};
use crate::condition::{Evaluator, Located, World};
use crate::finding::Verdict;
use crate::model::{Document, DocumentId, EntryId, Model, Reading, Shift, Value};
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::Span;
use crate::vocabulary::READING;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What changed between two sets of documents.
#[derive(Debug, Default)]
pub struct Difference {
    /// Documents that are in both, with what changed in them; those in which nothing did are left out.
    pub documents: Vec<Compared>,
    /// Documents that are only among the old ones.
    pub gone: Vec<(String, Span)>,
    /// Documents that are only among the new ones.
    pub fresh: Vec<(String, Span)>,
    /// How many documents are in both.
    pub compared: usize,
}

/// A document in two versions.
#[derive(Debug)]
pub struct Compared {
    /// What it was called, as in `methodology A, version 1`.
    pub old: String,
    /// What it is called.
    pub new: String,
    /// The facts that changed, in the order of the new text, then those that are gone.
    pub facts: Vec<FactChange>,
    /// The verdicts that changed, by rule.
    pub verdicts: Vec<VerdictChange>,
}

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
    undo: Undo,
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

/// A verdict that changed.
#[derive(Debug)]
pub struct VerdictChange {
    /// The rule.
    pub rule: SmolStr,
    /// Its title.
    pub title: String,
    /// The block that it is about, where it is not the whole document.
    pub block: String,
    /// What it was; none where the block was not there.
    pub old: Option<Verdict>,
    /// What it is; none where the block is not there.
    pub new: Option<Verdict>,
    /// The facts that turned it, by their places in [`Compared::facts`]: without one of them it would be what it was.
    pub turned_by: Vec<usize>,
}

/// How the new document becomes like the old one in one fact.
#[derive(Clone, Copy, Debug)]
enum Undo {
    /// The fact says what the old one said.
    Set { new: EntryId, old: EntryId },
    /// The fact is not there.
    Remove(EntryId),
    /// The old fact is there.
    Restore { block: EntryId, old: EntryId },
    /// How a block was read.
    Reading { new: EntryId, reading: Reading },
}

/// Compares documents of the same kind and name; where each side is one document, those two.
pub fn diff(old: Vec<Examined>, new: Vec<Examined>, rulebook: &Rulebook, options: &Options) -> Difference {
    let old = gather(old, rulebook, options.limits);
    let mut new = gather(new, rulebook, options.limits);
    let pairs = pairs(&old, &new);
    let mut difference = Difference { compared: pairs.len(), ..Difference::default() };
    let all = |gathered: &Gathered| (0..gathered.judged as u32).map(DocumentId).collect::<BTreeSet<DocumentId>>();
    let (mut gone, mut fresh) = (all(&old), all(&new));
    for (was, is) in pairs {
        gone.remove(&was);
        fresh.remove(&is);
        let compared = Pair { rulebook, options, old: &old.model, was, is }.compare(&mut new.model);
        if !compared.facts.is_empty() || !compared.verdicts.is_empty() {
            difference.documents.push(compared);
        }
    }
    let named = |model: &Model, ids: BTreeSet<DocumentId>| {
        let world = World { model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        ids.into_iter().map(|id| (document_name(&world, id), model.document(id).span(EntryId::DOCUMENT))).collect()
    };
    difference.gone = named(&old.model, gone);
    difference.fresh = named(&new.model, fresh);
    difference
}

/// Which document is which: the same version first, then the others of the same kind and name in their order.
fn pairs(old: &Gathered, new: &Gathered) -> Vec<(DocumentId, DocumentId)> {
    if (old.judged, new.judged) == (1, 1) {
        return vec![(DocumentId(0), DocumentId(0))];
    }
    let document = |gathered: &Gathered, id: usize| -> (u8, String, Option<String>) {
        let document = &gathered.model.documents[id];
        (document.kind.0, document.name.to_string(), document.version.as_deref().map(str::to_owned))
    };
    let mut left: Vec<usize> = (0..old.judged).collect();
    let mut pairs = BTreeMap::new();
    for same_version in [true, false] {
        for at in 0..new.judged {
            if pairs.contains_key(&at) {
                continue;
            }
            let (kind, name, version) = document(new, at);
            let fits = |id: &usize| {
                let other = document(old, *id);
                other.0 == kind && other.1 == name && (!same_version || other.2 == version)
            };
            if let Some(place) = left.iter().position(fits) {
                pairs.insert(at, left.remove(place));
            }
        }
    }
    pairs.into_iter().map(|(new, old)| (DocumentId(old as u32), DocumentId(new as u32))).collect()
}

/// One document in its two versions.
struct Pair<'p> {
    rulebook: &'p Rulebook,
    options: &'p Options,
    old: &'p Model,
    was: DocumentId,
    is: DocumentId,
}

impl<'p> Pair<'p> {
    fn world<'w>(&self, model: &'w Model) -> World<'w>
    where
        'p: 'w,
    {
        World { model, vocabulary: &self.rulebook.vocabulary, as_of: self.options.as_of }
    }

    fn compare(&self, new: &mut Model) -> Compared {
        let (old_world, new_world) = (self.world(self.old), self.world(new));
        let names = (document_name(&old_world, self.was), document_name(&new_world, self.is));
        let facts = self.facts(new);
        let changed = self.verdicts(new);
        let verdicts = changed.into_iter().map(|change| self.told(new, &facts, change)).collect();
        Compared { old: names.0, new: names.1, facts, verdicts }
    }

    /// The facts that changed.
    fn facts(&self, new: &Model) -> Vec<FactChange> {
        let (old, new_world) = (self.world(self.old), self.world(new));
        let (before, after) = (keys(&old, self.was), keys(&new_world, self.is));
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
            facts.extend(there.and_then(|old| reading((was, old), (is, entry), key)).map(|fact| (entry.0, fact)));
        }
        for (key, &entry) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
            let here = Located { document: self.was, entry };
            let Some(then) = said(&old, here) else { continue };
            let undo = restored(was, entry, &before, &after);
            facts.push((u32::MAX, fact(&old, here, key, (Some(then), None), undo)));
        }
        facts.sort_by_key(|(place, _)| *place);
        facts.into_iter().map(|(_, fact)| fact).collect()
    }

    /// The verdicts on both sides that differ.
    fn verdicts(&self, new: &Model) -> Vec<Asked<'p>> {
        let (old, new) = (self.world(self.old), self.world(new));
        let mut changed = Vec::new();
        for rule in self.rulebook.rules.iter().filter(|rule| wanted(rule, self.rulebook, self.options)) {
            let before = asked(&old, rule, self.was);
            let after = asked(&new, rule, self.is);
            let blocks: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for block in blocks {
                let (was, is) = (before.get(block), after.get(block));
                if was.map(|asked| asked.2) != is.map(|asked| asked.2) {
                    let old = was.map(|asked| asked.2);
                    let new = is.map(|(visit, entry, verdict)| (*visit, *entry, *verdict));
                    changed.push(Asked { rule, block: block.clone(), old, new });
                }
            }
        }
        changed
    }

    /// A changed verdict, with the facts that turned it: each is undone in the new document, and the rule asked again.
    fn told(&self, new: &mut Model, facts: &[FactChange], change: Asked<'p>) -> VerdictChange {
        let mut turned_by = Vec::new();
        if let (Some(old), Some((visit, entry, now))) = (change.old, change.new) {
            let attempt = Attempt { vocabulary: &self.rulebook.vocabulary, as_of: self.options.as_of, visit };
            let subject = Located { document: self.is, entry };
            let mut moves = Vec::new();
            for (at, fact) in facts.iter().enumerate() {
                let undone = undone(new.document(self.is), self.old.document(self.was), fact.undo);
                match verdict_with(new, &attempt, subject, undone) {
                    Some(verdict) if verdict == old => turned_by.push(at),
                    Some(verdict) if verdict != now => moves.push(at),
                    _ => {}
                }
            }
            if turned_by.is_empty() {
                turned_by = moves;
            }
        }
        VerdictChange {
            rule: change.rule.id.clone(),
            title: change.rule.title.clone(),
            block: change.block,
            old: change.old,
            new: change.new.map(|(_, _, verdict)| verdict),
            turned_by,
        }
    }
}

/// A verdict on both sides.
struct Asked<'r> {
    rule: &'r Rule,
    block: String,
    old: Option<Verdict>,
    new: Option<(&'r Visit, EntryId, Verdict)>,
}

/// What a rule says of a document, by the block that it is about.
fn asked<'r>(
    world: &World<'_>,
    rule: &'r Rule,
    id: DocumentId,
) -> BTreeMap<String, (&'r Visit, EntryId, Verdict)> {
    let document = world.model.document(id);
    let mut verdicts = BTreeMap::new();
    for visit in rule.visits.iter().filter(|visit| world.vocabulary.node(visit.node).kind == document.kind) {
        for entry in document.at(visit.node) {
            let name = key(world, id, entry);
            let times = (0..).map(|n: u32| if n == 0 { name.clone() } else { format!("{name} ({})", n + 1) });
            let free = times.into_iter().find(|name| !verdicts.contains_key(name)).unwrap_or(name.clone());
            verdicts.insert(free, (visit, entry, decide::verdict(world, visit, id, entry)));
        }
    }
    verdicts
}

/// The facts of a document by their places; what stands in the same place under the same name is told apart by a number.
fn keys(world: &World<'_>, id: DocumentId) -> BTreeMap<String, EntryId> {
    let document = world.model.document(id);
    let mut keys: BTreeMap<String, EntryId> = BTreeMap::new();
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
        keys.insert(name.clone(), EntryId(at));
        names.push(name);
    }
    keys
}

/// The place of a fact in its document; empty for the document itself.
fn key(world: &World<'_>, id: DocumentId, entry: EntryId) -> String {
    let document = world.model.document(id);
    if entry == EntryId::DOCUMENT {
        return String::new();
    }
    let around = key(world, id, document.entry(entry).parent);
    below(world, id, entry, &around)
}

/// The place of a fact in the block around it, with its value where several may stand there.
fn below(world: &World<'_>, id: DocumentId, entry: EntryId, around: &str) -> String {
    let node = world.vocabulary.node(world.model.document(id).entry(entry).node);
    let dot = if around.is_empty() { "" } else { "." };
    let located = Located { document: id, entry };
    let value = world.model.document(id).entry(entry).value;
    match node.many && value != Value::Nothing && value != Value::Formula {
        true => format!("{around}{dot}{}[{}]", node.name, Evaluator::new(world, located).show(located)),
        false => format!("{around}{dot}{}", node.name),
    }
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
        value: Evaluator::new(world, located).show(located),
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
fn reading((was, old): (&Document, EntryId), (is, new): (&Document, EntryId), key: &str) -> Option<FactChange> {
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
    let dot = if key.is_empty() { "" } else { "." };
    Some(FactChange {
        say: SmolStr::new_static("how it was read"),
        path: format!("{key}{dot}{READING}"),
        old: said(was, old, before),
        new: said(is, new, after),
        undo: Undo::Reading { new, reading: before },
    })
}

/// How a fact that is gone comes back: with the outermost block of it that is gone, into the block around that.
fn restored(
    was: &Document,
    entry: EntryId,
    before: &BTreeMap<String, EntryId>,
    after: &BTreeMap<String, EntryId>,
) -> Undo {
    let names: BTreeMap<EntryId, &String> = before.iter().map(|(key, entry)| (*entry, key)).collect();
    let mut old = entry;
    loop {
        let parent = was.entry(old).parent;
        match names.get(&parent).and_then(|key| after.get(*key)) {
            Some(block) => return Undo::Restore { block: *block, old },
            None if parent == EntryId::DOCUMENT => return Undo::Restore { block: EntryId::DOCUMENT, old },
            None => old = parent,
        }
    }
}

/// The new document with one fact as it was.
fn undone(is: &Document, was: &Document, undo: Undo) -> (Document, Shift) {
    match undo {
        Undo::Set { new, old } => {
            let mut document = is.clone();
            let value = document.adopt(was, was.entry(old).value);
            (document.saying(new, value), Shift::default())
        }
        Undo::Remove(new) => is.without(new),
        Undo::Restore { block, old } => is.grafting(block, was, old),
        Undo::Reading { new, reading } => (is.read_as(new, reading), Shift::default()),
    }
}
