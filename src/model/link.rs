//! Documents across files: references become links, and every document knows what it stands on.

use super::document::{Document, EntryId};
use super::value::Value;
use crate::finding::Finding;
use crate::measure::{Country, Version};
use crate::vocabulary::{KindId, NodeId, ValueType, Vocabulary, nearest};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

mod alias;
mod back;
mod interest;
mod messages;
mod suppose;

pub use alias::aliases;
pub use back::Back;
use interest::Interests;
pub use suppose::Before;

/// A document of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// All documents and how they hang together.
#[derive(Debug, Default)]
pub struct Model {
    /// The documents, in the order of their files.
    pub documents: Vec<Document>,
    links: Vec<Links>,
    /// Whether something refers to a document.
    referred: Vec<bool>,
    interests: Interests,
    /// The references that are followed backwards.
    backs: Vec<Back>,
}

/// Where a document's references lead.
#[derive(Debug, Default)]
struct Links {
    /// The document behind each fact that names one.
    targets: Vec<(EntryId, DocumentId)>,
    /// What it stands on, nearest first, with the distance.
    ground: Vec<(u16, DocumentId)>,
    /// Whether every reference on the way resolves.
    resolved: bool,
}

impl Model {
    /// A document.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0 as usize]
    }

    /// The document that a fact names: by reference, by country, by organisation.
    pub fn target(&self, document: DocumentId, entry: EntryId) -> Option<DocumentId> {
        let targets = &self.links[document.0 as usize].targets;
        let at = targets.binary_search_by_key(&entry, |(from, _)| *from).ok()?;
        Some(targets[at].1)
    }

    /// What a document stands on, nearest first, with the distance from 1.
    pub fn ground(&self, document: DocumentId) -> &[(u16, DocumentId)] {
        &self.links[document.0 as usize].ground
    }

    /// Whether every reference on the way from a document down resolves.
    pub fn resolved(&self, document: DocumentId) -> bool {
        self.links[document.0 as usize].resolved
    }

    /// Whether two names stand for one interest; `None` where nothing is known of one of them.
    pub fn same_interest(&self, left: &str, right: &str) -> Option<bool> {
        self.interests.same(left, right)
    }

    /// Lets the facts of documents go that are judged and that nothing refers to: no question reaches them any more.
    pub fn forget(&mut self, judged: Range<usize>) {
        for at in judged.filter(|at| !self.referred[*at]) {
            self.documents[at].forget();
        }
    }

    /// The name under which a country's government is one interest.
    pub fn government(country: Country) -> String {
        interest::government(country)
    }
}

/// Links documents. The findings: dangling and ambiguous references, circles, two documents of one identity.
/// `elsewhere` are names that a reader may have meant, though their documents are not here.
pub fn link(documents: Vec<Document>, elsewhere: &[(KindId, &str)], vocabulary: &Vocabulary) -> (Model, Vec<Finding>) {
    let mut findings = Vec::new();
    let names = Names { elsewhere, ..Names::new(&documents, vocabulary, &mut findings) };
    let interests = Interests::new(&documents, vocabulary);
    let referred = Referred::new(vocabulary);
    let read = |document: &Document| {
        let mut findings = Vec::new();
        let direct = references(document, vocabulary, &referred, &names, &documents, &mut findings);
        (direct, findings)
    };
    let (direct, told): (Vec<Direct>, Vec<Vec<Finding>>) = documents.par_iter().map(read).unzip();
    findings.extend(told.into_iter().flatten());
    let links = ground(&documents, &direct, &mut findings);
    let mut referred = vec![false; documents.len()];
    for (_, target) in links.iter().flat_map(|links| &links.targets) {
        referred[target.0 as usize] = true;
    }
    let backs = back::backs(&documents, &links, vocabulary);
    (Model { documents, links, referred, interests, backs }, findings)
}

/// The names, pinned versions included, that a document refers to and that nothing answers to: what a library may add.
pub fn missing(documents: &[Document], vocabulary: &Vocabulary) -> Vec<(KindId, String)> {
    let names = Names::new(documents, vocabulary, &mut Vec::new());
    let referred = Referred::new(vocabulary);
    let names = &names;
    let of_document = |document: &Document| {
        let named = referred.facts(document).into_iter().flat_map(|entry| {
            let kinds = referred.by(vocabulary, document.entry(entry).node);
            named(document, entry).into_iter().flat_map(move |name| kinds.iter().map(move |kind| (entry, *kind, name)))
        });
        let missing = named.filter(|(entry, kind, name)| {
            let found = names.find(*kind, name);
            matches!(choose(document, *entry, found, documents, vocabulary), Choice::Nothing)
        });
        missing.map(|(_, kind, name)| (kind, name.to_owned())).collect::<Vec<_>>()
    };
    let mut wanted: Vec<(KindId, String)> = documents.par_iter().flat_map_iter(of_document).collect();
    wanted.par_sort_unstable();
    wanted.dedup();
    wanted
}

/// Where facts refer to documents, and the kinds of document that they refer to by something else than a reference.
struct Referred {
    country: Option<KindId>,
    organisation: Option<KindId>,
    /// The places by kind.
    places: Vec<Vec<NodeId>>,
}

impl Referred {
    fn new(vocabulary: &Vocabulary) -> Self {
        let named = |word: &str| vocabulary.kind_named(word);
        let places = vec![Vec::new(); vocabulary.kinds.len()];
        let mut referred = Referred { country: named("country"), organisation: named("organisation"), places };
        for (at, node) in vocabulary.nodes.iter().enumerate() {
            let place = NodeId(at as u16);
            if !referred.by(vocabulary, place).is_empty() {
                referred.places[usize::from(node.kind.0)].push(place);
            }
        }
        referred
    }

    /// The facts of a document that may refer to another one, in the order of the text.
    fn facts(&self, document: &Document) -> Vec<EntryId> {
        let places = self.places[usize::from(document.kind.0)].iter();
        let mut facts: Vec<EntryId> = places.flat_map(|place| document.at(*place)).collect();
        facts.sort_unstable();
        facts
    }

    /// The kinds of document that a fact at this place may name.
    fn by<'r>(&'r self, vocabulary: &'r Vocabulary, node: NodeId) -> &'r [KindId] {
        match &vocabulary.node(node).value {
            ValueType::Reference(kinds) => kinds,
            ValueType::Country => self.country.as_slice(),
            ValueType::Organisation => self.organisation.as_slice(),
            _ => &[],
        }
    }
}

/// The name in a fact, where it is one.
fn named(document: &Document, entry: EntryId) -> Option<&str> {
    match document.entry(entry).value {
        Value::Text(text) => Some(document.text(text)),
        Value::Country(country) => Some(country.code()),
        _ => None,
    }
}

/// Documents by kind and by what they are called.
type Called<'d> = FxHashMap<KindId, FxHashMap<&'d str, Vec<DocumentId>>>;

/// The documents by kind and name.
struct Names<'d> {
    by_name: Called<'d>,
    /// The same by their other names, which count where no document has the name itself.
    by_alias: Called<'d>,
    elsewhere: &'d [(KindId, &'d str)],
}

/// Among more names than these none is suggested: comparing all with all would take longer than the check.
const SUGGEST_AMONG: usize = 2_000;

impl<'d> Names<'d> {
    fn new(documents: &'d [Document], vocabulary: &Vocabulary, findings: &mut Vec<Finding>) -> Self {
        let (mut by_name, mut by_alias) = (Called::default(), Called::default());
        for (at, document) in documents.iter().enumerate() {
            let same = by_name.entry(document.kind).or_default().entry(&*document.name).or_default();
            let twin = same.iter().find(|id| documents[id.0 as usize].version == document.version);
            if let Some(twin) = twin {
                findings.push(messages::twice(document, &documents[twin.0 as usize], vocabulary));
            }
            same.push(DocumentId(at as u32));
            for alias in aliases(document, vocabulary) {
                by_alias.entry(document.kind).or_default().entry(alias).or_default().push(DocumentId(at as u32));
            }
        }
        Names { by_name, by_alias, elsewhere: &[] }
    }

    /// The name that may be meant, here or elsewhere.
    fn nearest(&self, name: &str, kinds: &[KindId]) -> Option<&'d str> {
        let here = || kinds.iter().filter_map(|kind| self.by_name.get(kind)).flat_map(|names| names.keys().copied());
        let elsewhere = self.elsewhere.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, name)| *name);
        (here().count() <= SUGGEST_AMONG).then(|| nearest(name, here().chain(elsewhere)))?
    }

    fn find<'n>(&'n self, kind: KindId, name: &str) -> &'n [DocumentId] {
        let found = |names: &'n Called<'d>| names.get(&kind)?.get(name);
        found(&self.by_name).or_else(|| found(&self.by_alias)).map_or(&[], Vec::as_slice)
    }
}

/// The references of one document: where they lead, and whether all that it stands on was found.
struct Direct {
    targets: Vec<(EntryId, DocumentId)>,
    ground: Vec<(EntryId, DocumentId)>,
    resolved: bool,
}

fn references(
    document: &Document,
    vocabulary: &Vocabulary,
    referred: &Referred,
    names: &Names<'_>,
    documents: &[Document],
    findings: &mut Vec<Finding>,
) -> Direct {
    let mut direct = Direct { targets: Vec::new(), ground: Vec::new(), resolved: true };
    for entry in referred.facts(document) {
        let fact = document.entry(entry);
        let (kinds, field) = (referred.by(vocabulary, fact.node), vocabulary.node(fact.node));
        let Some(name) = named(document, entry) else {
            direct.resolved &= !(field.ground && fact.value == Value::Unknown);
            continue;
        };
        let found: Vec<_> = kinds.iter().flat_map(|kind| names.find(*kind, name)).copied().collect();
        let strict = matches!(field.value, ValueType::Reference(_));
        match choose(document, entry, &found, documents, vocabulary) {
            Choice::One(target) => {
                direct.targets.push((entry, target));
                if field.ground {
                    direct.ground.push((entry, target));
                }
            }
            Choice::Nothing => {
                direct.resolved &= !field.ground;
                if strict && document.judged {
                    findings.push(messages::dangling(document, entry, name, kinds, names, vocabulary));
                }
            }
            Choice::Several => {
                direct.resolved &= !field.ground;
                if strict && document.judged {
                    findings.push(messages::ambiguous(document, entry, name, &found, documents));
                }
            }
        }
    }
    direct
}

enum Choice {
    Nothing,
    One(DocumentId),
    Several,
}

/// The one document that a name and its pinned version mean. Where no version is pinned, the documents that are judged
/// come before those of the library.
fn choose(
    document: &Document,
    entry: EntryId,
    found: &[DocumentId],
    documents: &[Document],
    vocabulary: &Vocabulary,
) -> Choice {
    let pinned = vocabulary
        .child(document.entry(entry).node, "version")
        .and_then(|node| document.within(node, entry).next())
        .and_then(|pin| named(document, pin));
    let is = |id: &DocumentId, pin: &str| {
        let version = documents[id.0 as usize].version.as_deref();
        version.is_some_and(|version| same_version(version, pin))
    };
    let fitting: Vec<_> = match &pinned {
        Some(pin) => found.iter().filter(|id| is(id, pin)).collect(),
        None => {
            let judged = |id: &&DocumentId| documents[id.0 as usize].judged;
            let any = found.iter().any(|id| judged(&id));
            found.iter().filter(|id| !any || judged(id)).collect()
        }
    };
    match fitting[..] {
        [] => Choice::Nothing,
        [one] => Choice::One(*one),
        _ => Choice::Several,
    }
}

/// Whether two texts name one version: as versions, or letter by letter where one of them is none.
fn same_version(left: &str, right: &str) -> bool {
    match (Version::parse(left), Version::parse(right)) {
        (Ok(left), Ok(right)) => left == right,
        _ => left == right,
    }
}

/// What each document stands on; a way back to where it began is a circle, told once.
fn ground(documents: &[Document], direct: &[Direct], findings: &mut Vec<Finding>) -> Vec<Links> {
    let all = (0..direct.len()).into_par_iter();
    let (links, closing): (Vec<Links>, Vec<Option<(DocumentId, EntryId)>>) =
        all.map_init(|| vec![None; direct.len()], |seen, at| walk(DocumentId(at as u32), direct, seen)).unzip();
    let mut told = vec![false; direct.len()];
    for (at, closing) in closing.into_iter().enumerate() {
        let Some((here, entry)) = closing.filter(|_| !told[at]) else { continue };
        findings.push(messages::circle(&documents[here.0 as usize], entry, &documents[at]));
        tell(DocumentId(at as u32), &links[at].ground, direct, &mut told);
    }
    links
}

/// Breadth first over what a document stands on, and the reference that leads back to it if one does.
/// `seen` is the walk that came by each document last.
fn walk(
    start: DocumentId,
    direct: &[Direct],
    seen: &mut [Option<DocumentId>],
) -> (Links, Option<(DocumentId, EntryId)>) {
    let own = &direct[start.0 as usize];
    let (mut ground, mut resolved, mut closing) = (Vec::new(), own.resolved, None);
    let (mut distance, mut here, mut walked) = (0u16, start, 0);
    loop {
        resolved &= direct[here.0 as usize].resolved;
        for (entry, below) in &direct[here.0 as usize].ground {
            if *below == start {
                closing = closing.or(Some((here, *entry)));
            } else if seen[below.0 as usize].replace(start) != Some(start) {
                ground.push((distance.saturating_add(1), *below));
            }
        }
        let Some(next) = ground.get(walked) else { break };
        (distance, here) = *next;
        walked += 1;
    }
    let mut targets = own.targets.clone();
    targets.sort_unstable();
    (Links { targets, ground, resolved }, closing)
}

/// Marks the documents that lie on a circle with `start`, so that it is told once, at its first document:
/// those on its ground that stand on it, found backwards.
fn tell(start: DocumentId, ground: &[(u16, DocumentId)], direct: &[Direct], told: &mut [bool]) {
    let mut above: FxHashMap<DocumentId, Vec<DocumentId>> = FxHashMap::default();
    for (_, id) in ground {
        for (_, below) in &direct[id.0 as usize].ground {
            above.entry(*below).or_default().push(*id);
        }
    }
    let mut front = vec![start];
    while let Some(here) = front.pop() {
        told[here.0 as usize] = true;
        let standing = above.remove(&here).unwrap_or_default();
        front.extend(standing.into_iter().filter(|id| !told[id.0 as usize]));
    }
}
