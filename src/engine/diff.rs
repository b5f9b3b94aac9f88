//! Two versions of documents: which facts changed, which verdicts, and which fact turned which verdict.

use super::why::{Attempt, document_name, verdict_with};
use super::{Brief, Briefs, Examined, Gathered, Options, Weight, gather, speaks, verdict_on, weighed};
use crate::condition::{Located, World};
use crate::finding::Verdict;
use crate::model::{DocumentId, EntryId, Model};
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::Span;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

mod fact;

pub use fact::{FactChange, Said, differing};
use fact::{names, undone};

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
    /// How much it weighs now, where it is a finding.
    pub weight: Option<Weight>,
    /// The facts that turned it, by their places in [`Compared::facts`], each tried and asked again.
    pub turned_by: Vec<usize>,
    /// Whether each of them was enough; else the verdict would be what it was without any one of them.
    pub each_enough: bool,
}

/// Compares documents of the same kind and name; where each side is one document, those two. Both are judged by what is
/// asked of the file of the new one.
pub fn diff(old: Vec<Examined>, new: Vec<Examined>, rulebook: &Rulebook, options: &Options) -> Difference {
    let mut old = gather(old, rulebook, options);
    let mut new = gather(new, rulebook, options);
    let briefs = Briefs::new(rulebook, options);
    let pairs = pairs(&old, &new);
    let mut difference = Difference { compared: pairs.len(), ..Difference::default() };
    let all = |gathered: &Gathered| (0..gathered.judged as u32).map(DocumentId).collect::<BTreeSet<DocumentId>>();
    let (mut gone, mut fresh) = (all(&old), all(&new));
    for (was, is) in pairs {
        gone.remove(&was);
        fresh.remove(&is);
        let brief = briefs.of(new.model.document(is).file);
        let mut compared = Pair { rulebook, options, brief, old: &old.model, was, is }.compare(&mut new.model);
        let back = Pair { rulebook, options, brief, old: &new.model, was: is, is: was };
        compared.enough(&back, &mut old.model);
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
    brief: &'p Brief<'p>,
    old: &'p Model,
    was: DocumentId,
    is: DocumentId,
}

impl Compared {
    /// Where no fact alone undoes a verdict that changed: those each of which, said in the old document, gives the new
    /// verdict. `back` is the pair with its sides exchanged.
    fn enough(&mut self, back: &Pair<'_>, old: &mut Model) {
        if self.verdicts.iter().all(|change| !change.turned_by.is_empty()) {
            return;
        }
        let mirrored = back.facts(old);
        let found = back.verdicts(old);
        let most = MOST_SPENT / found.len().max(1);
        for asked in found {
            let same = |change: &&mut VerdictChange| change.rule == asked.rule.id && change.block == asked.block;
            let Some(change) = self.verdicts.iter_mut().find(same).filter(|change| change.turned_by.is_empty()) else {
                continue;
            };
            let turned = back.told(old, &mirrored, asked, most).turned_by;
            let place = |fact: &FactChange| self.facts.iter().position(|other| other.path == fact.path);
            change.turned_by = turned.into_iter().filter_map(|at| place(&mirrored[at])).collect();
            change.turned_by.sort_unstable();
            change.each_enough = true;
        }
    }
}

/// What may be spent on one document: facts that are copied, and a hundred more for each question.
const MOST_SPENT: usize = 40_000_000;

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
        let most = MOST_SPENT / changed.len().max(1);
        let verdicts = changed.into_iter().map(|change| self.told(new, &facts, change, most)).collect();
        Compared { old: names.0, new: names.1, facts, verdicts }
    }

    /// The verdicts on both sides that differ.
    fn verdicts(&self, new: &Model) -> Vec<Asked<'p>> {
        let (old, new) = (self.world(self.old), self.world(new));
        let (before, after) = (names(&old, self.was), names(&new, self.is));
        let mut changed = Vec::new();
        for rule in self.brief.rules.iter().copied() {
            let speaks = |world: &World<'_>, id| speaks(world, rule, id, self.rulebook, self.brief.profile);
            let was = if speaks(&old, self.was) { asked(&old, rule, self.was, &before) } else { Verdicts::new() };
            let is = if speaks(&new, self.is) { asked(&new, rule, self.is, &after) } else { Verdicts::new() };
            let blocks: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
            for block in blocks {
                let (was, is) = (was.get(block), is.get(block));
                let old = was.map(|asked| asked.2);
                if differ(old, is.map(|asked| asked.2)) {
                    let new = is.map(|(visit, entry, verdict)| (*visit, *entry, *verdict));
                    changed.push(Asked { rule, block: block.to_owned(), old, new });
                }
            }
        }
        changed
    }

    /// A changed verdict, with the facts that turned it: each is undone in the new document, and the rule asked again.
    fn told(&self, new: &mut Model, facts: &[FactChange], change: Asked<'p>, spend: usize) -> VerdictChange {
        let mut turned_by = Vec::new();
        if let (Some(old), Some((visit, entry, _))) = (change.old, change.new) {
            let attempt = Attempt { vocabulary: &self.rulebook.vocabulary, as_of: self.options.as_of, visit };
            let subject = Located { document: self.is, entry };
            let most = spend / (new.document(self.is).entries.len() + 100);
            for (at, fact) in facts.iter().enumerate().take(most) {
                let inside = |of: &usize| within(&fact.path, &facts[*of].path);
                if turned_by.iter().any(inside) {
                    continue; // what stands in the body of a fact that turned it
                }
                let undone = undone(new.document(self.is), self.old.document(self.was), fact.undo);
                if verdict_with(new, &attempt, subject, undone) == Some(old) {
                    turned_by.push(at);
                }
            }
        }
        let weight = change.new.and_then(|(visit, entry, _)| {
            let subject = Located { document: self.is, entry };
            weighed(&self.world(new), self.rulebook, self.brief.profile, (change.rule, visit), subject)
        });
        VerdictChange {
            weight,
            rule: change.rule.id.clone(),
            title: change.rule.title.clone(),
            block: change.block,
            old: change.old,
            new: change.new.map(|(_, _, verdict)| verdict),
            turned_by,
            each_enough: false,
        }
    }
}

/// Whether a reader learns something from two verdicts: a block that came or went says nothing as long as nothing is
/// held against it.
fn differ(old: Option<Verdict>, new: Option<Verdict>) -> bool {
    let quiet = |verdict: Option<Verdict>| matches!(verdict, None | Some(Verdict::Met | Verdict::NotApplicable));
    old != new && !(old.is_none() || new.is_none()) || quiet(old) != quiet(new)
}

/// Whether a place lies in the body of another one.
fn within(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.starts_with('.'))
}

/// A verdict on both sides.
struct Asked<'r> {
    rule: &'r Rule,
    block: String,
    old: Option<Verdict>,
    new: Option<(&'r Visit, EntryId, Verdict)>,
}

/// What a rule says of a document, by the block that it is about.
type Verdicts<'r, 'n> = BTreeMap<&'n str, (&'r Visit, EntryId, Verdict)>;

fn asked<'r, 'n>(world: &World<'_>, rule: &'r Rule, id: DocumentId, names: &'n [String]) -> Verdicts<'r, 'n> {
    let document = world.model.document(id);
    let mut verdicts = BTreeMap::new();
    for visit in rule.visits.iter().filter(|visit| world.vocabulary.node(visit.node).kind == document.kind) {
        for entry in document.subjects(visit.node) {
            let name = names[entry.0 as usize].as_str();
            let subject = Located { document: id, entry };
            verdicts.insert(name, (visit, entry, verdict_on(world, visit, subject)));
        }
    }
    verdicts
}
