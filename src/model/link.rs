//! Documents across files: references become links, and every document knows what it stands on.

use super::document::{Document, EntryId};
use super::value::Value;
use crate::finding::Finding;
use crate::measure::{Country, Version};
use crate::source::Span;
use crate::vocabulary::{KindId, KindSet, NodeId, Topics, ValueType, Vocabulary, nearest};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

mod alias;
mod alike;
mod back;
mod ground;
mod interest;
mod messages;
mod pointing;
mod suppose;

pub use alias::{aliases, other_names};
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
    /// What it stands on, nearest first.
    ground: Vec<Support>,
    /// The references on the way that lead nowhere.
    unresolved: Unresolved,
    /// The versions that its own references might mean, where they name none of several.
    versions: Vec<Vec<DocumentId>>,
    /// Whether every reference on the way resolves.
    resolved: bool,
}

/// A document that another one stands on.
#[derive(Clone, Copy, Debug)]
pub struct Support {
    /// How many references lie between, from 1.
    pub distance: u16,
    /// The document.
    pub document: DocumentId,
    /// The topics for which every reference of some way there points.
    pub topics: Topics,
}

/// What the references might lead to that lead nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unresolved {
    /// The topics for which some of them point.
    pub topics: Topics,
    /// The kinds of document that they name.
    pub kinds: KindSet,
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

    /// What a document stands on, nearest first.
    pub fn ground(&self, document: DocumentId) -> &[Support] {
        &self.links[document.0 as usize].ground
    }

    /// What the references of a document, and of what it stands on, might lead to that lead nowhere.
    pub fn unresolved(&self, document: DocumentId) -> Unresolved {
        self.links[document.0 as usize].unresolved
    }

    /// The versions that each of a document's own references might mean, where it names none and several are at hand.
    pub fn versions(&self, document: DocumentId) -> &[Vec<DocumentId>] {
        &self.links[document.0 as usize].versions
    }

    /// Whether every reference on the way from a document down resolves.
    pub fn resolved(&self, document: DocumentId) -> bool {
        self.links[document.0 as usize].resolved
    }

    /// Whether two names stand for one interest; `None` where nothing is known of one of them.
    pub fn same_interest(&self, left: &str, right: &str) -> Option<bool> {
        self.interests.same(left, right)
    }

    /// Whether something refers to a document.
    pub fn is_referred_to(&self, document: DocumentId) -> bool {
        self.referred[document.0 as usize]
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
    let alike = alike::alike(&documents, elsewhere, &referred, vocabulary);
    // A name that looks like another one is told as such, and not as unknown as well.
    let is_alike = |span: Span| alike.iter().any(|finding| finding.span() == span);
    findings.retain(|finding| finding.code != messages::UNKNOWN_REFERENCE || !is_alike(finding.span()));
    findings.extend(alike);
    let links = ground::ground(&documents, &direct, &mut findings);
    let mut is_referred = vec![false; documents.len()];
    for (_, target) in links.iter().flat_map(|links| &links.targets) {
        is_referred[target.0 as usize] = true;
    }
    let backs = back::backs(&documents, &links, vocabulary);
    (Model { documents, links, referred: is_referred, interests, backs }, findings)
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
#[derive(Default)]
struct Direct {
    targets: Vec<(EntryId, DocumentId)>,
    ground: Vec<(EntryId, DocumentId, Topics)>,
    unresolved: Vec<(KindSet, Topics)>,
    versions: Vec<Vec<DocumentId>>,
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
    let mut direct = Direct { resolved: true, ..Direct::default() };
    let leads = pointing::leads(document, vocabulary);
    for entry in referred.facts(document) {
        let fact = document.entry(entry);
        let (kinds, field) = (referred.by(vocabulary, fact.node), vocabulary.node(fact.node));
        let topics = || pointing::topics(document, entry, kinds, &leads, vocabulary);
        let Some(name) = named(document, entry) else {
            direct.leads_nowhere(field.ground && fact.value == Value::Unknown, kinds, topics);
            continue;
        };
        let found: Vec<_> = kinds.iter().flat_map(|kind| names.find(*kind, name)).copied().collect();
        let strict = matches!(field.value, ValueType::Reference(_));
        match choose(document, entry, &found, documents, vocabulary) {
            Choice::One(target) => {
                direct.targets.push((entry, target));
                if field.ground {
                    direct.ground.push((entry, target, topics()));
                }
            }
            Choice::Nothing => {
                direct.leads_nowhere(field.ground, kinds, topics);
                if strict && document.judged {
                    findings.push(messages::dangling(document, entry, name, kinds, names, vocabulary));
                }
            }
            Choice::Several => {
                direct.leads_nowhere(field.ground, kinds, topics);
                direct.versions.extend(field.ground.then(|| found.clone()));
                if strict && document.judged {
                    findings.push(messages::ambiguous(document, entry, name, &found, documents));
                }
            }
        }
    }
    direct
}

impl Direct {
    /// Keeps what a reference to documents of some kinds might have led to, where the document would stand on it.
    fn leads_nowhere(&mut self, ground: bool, kinds: &[KindId], topics: impl Fn() -> Topics) {
        if ground {
            self.resolved = false;
            self.unresolved.push((kinds.iter().copied().collect(), topics()));
        }
    }
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
