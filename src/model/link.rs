//! Documents across files: references become links, and every document knows what it stands on.

use super::document::{Document, Entry, EntryId};
use super::value::Value;
use crate::finding::Finding;
use crate::measure::{Country, Version};
use crate::vocabulary::{KindId, KindSet, NodeId, Points, Topics, ValueType, Vocabulary, nearest};
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
    ground: Vec<(EntryId, DocumentId, Topics)>,
    unresolved: Vec<(KindSet, Topics)>,
    versions: Vec<Vec<DocumentId>>,
    resolved: bool,
}

/// The topics that words of a document leave to kinds of document.
fn leads(document: &Document, vocabulary: &Vocabulary) -> Vec<(KindSet, Topics)> {
    if !vocabulary.has_leads() {
        return Vec::new();
    }
    let lead = |entry: &Entry| match entry.value {
        Value::Word(word) => {
            let kinds = vocabulary.leads_to(entry.node, word);
            (kinds != KindSet::NONE).then(|| (kinds, vocabulary.node(entry.node).topic))
        }
        _ => None,
    };
    document.entries.iter().filter_map(lead).collect()
}

/// For which topics a reference points, to documents of these kinds.
fn topics(
    document: &Document,
    entry: EntryId,
    kinds: &[KindId],
    leads: &[(KindSet, Topics)],
    vocabulary: &Vocabulary,
) -> Topics {
    let node = document.entry(entry).node;
    let own = match &vocabulary.node(node).points {
        Points::Never => Topics::NONE,
        Points::Always => Topics::ALL,
        Points::For(word) => {
            let named = vocabulary.child(node, word).into_iter().flat_map(|child| document.within(child, entry));
            let topic = |named: EntryId| match document.entry(named).value {
                Value::Word(word) => vocabulary.topic(word),
                _ => Topics::NONE,
            };
            named.map(topic).fold(Topics::NONE, Topics::and)
        }
    };
    let of_kind: KindSet = kinds.iter().copied().collect();
    let led = leads.iter().filter(|(to, _)| to.meets(of_kind)).map(|(_, topics)| *topics);
    led.fold(own, Topics::and)
}

fn references(
    document: &Document,
    vocabulary: &Vocabulary,
    referred: &Referred,
    names: &Names<'_>,
    documents: &[Document],
    findings: &mut Vec<Finding>,
) -> Direct {
    let mut direct = Direct {
        targets: Vec::new(),
        ground: Vec::new(),
        unresolved: Vec::new(),
        versions: Vec::new(),
        resolved: true,
    };
    let leads = leads(document, vocabulary);
    for entry in referred.facts(document) {
        let fact = document.entry(entry);
        let (kinds, field) = (referred.by(vocabulary, fact.node), vocabulary.node(fact.node));
        let topics = || topics(document, entry, kinds, &leads, vocabulary);
        let Some(name) = named(document, entry) else {
            if field.ground && fact.value == Value::Unknown {
                direct.leads_nowhere(kinds, topics());
            }
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
                if field.ground {
                    direct.leads_nowhere(kinds, topics());
                }
                if strict && document.judged {
                    findings.push(messages::dangling(document, entry, name, kinds, names, vocabulary));
                }
            }
            Choice::Several => {
                if field.ground {
                    direct.leads_nowhere(kinds, topics());
                    direct.versions.push(found.clone());
                }
                if strict && document.judged {
                    findings.push(messages::ambiguous(document, entry, name, &found, documents));
                }
            }
        }
    }
    direct
}

impl Direct {
    /// Keeps what a reference to documents of some kinds might have led to.
    fn leads_nowhere(&mut self, kinds: &[KindId], topics: Topics) {
        self.resolved = false;
        self.unresolved.push((kinds.iter().copied().collect(), topics));
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
    let (mut ground, mut resolved, mut closing): (Vec<Support>, _, _) = (Vec::new(), own.resolved, None);
    let mut here = Support { distance: 0, document: start, topics: Topics::ALL };
    let mut walked = 0;
    loop {
        let of_this = &direct[here.document.0 as usize];
        resolved &= of_this.resolved;
        for (entry, below, topics) in &of_this.ground {
            let (distance, topics) = (here.distance.saturating_add(1), here.topics.of(*topics));
            if *below == start {
                closing = closing.or(Some((here.document, *entry)));
            } else if seen[below.0 as usize].replace(start) != Some(start) {
                ground.push(Support { distance, document: *below, topics });
            }
        }
        let Some(next) = ground.get(walked) else { break };
        here = *next;
        walked += 1;
    }
    let unresolved = pointed(start, direct, &mut ground);
    let mut targets = own.targets.clone();
    targets.sort_unstable();
    let versions = own.versions.clone();
    (Links { targets, ground, unresolved, versions, resolved }, closing)
}

/// A document that stands on more others than these is taken to point to each of them for every topic.
const MOST_POINTED: usize = 256;

/// Adds the topics of all ways to each document, of which there may be several, until none is new; and what the
/// references lead to that lead nowhere.
fn pointed(start: DocumentId, direct: &[Direct], ground: &mut [Support]) -> Unresolved {
    if ground.len() > MOST_POINTED {
        ground.iter_mut().for_each(|known| known.topics = Topics::ALL);
    }
    let several = ground.iter().map(|support| direct[support.document.0 as usize].ground.len()).sum::<usize>()
        + direct[start.0 as usize].ground.len()
        > ground.len();
    loop {
        let (mut at, mut grown) = (0, false);
        while several && at <= ground.len() {
            let (from, topics) = match at.checked_sub(1) {
                None => (start, Topics::ALL),
                Some(at) => (ground[at].document, ground[at].topics),
            };
            for (_, below, points) in &direct[from.0 as usize].ground {
                let Some(known) = ground.iter_mut().find(|known| known.document == *below) else { continue };
                let all = known.topics.and(topics.of(*points));
                grown |= all != known.topics;
                known.topics = all;
            }
            at += 1;
        }
        if !grown {
            break;
        }
    }
    let ways = std::iter::once((start, Topics::ALL)).chain(ground.iter().map(|known| (known.document, known.topics)));
    let lost = ways.flat_map(|(from, topics)| {
        direct[from.0 as usize].unresolved.iter().map(move |(kinds, points)| (*kinds, topics.of(*points)))
    });
    lost.fold(Unresolved::default(), |all, (kinds, topics)| Unresolved {
        topics: all.topics.and(topics),
        kinds: all.kinds.and(kinds),
    })
}

/// Marks the documents that lie on a circle with `start`, so that it is told once, at its first document:
/// those on its ground that stand on it, found backwards.
fn tell(start: DocumentId, ground: &[Support], direct: &[Direct], told: &mut [bool]) {
    let mut above: FxHashMap<DocumentId, Vec<DocumentId>> = FxHashMap::default();
    for Support { document: id, .. } in ground {
        for (_, below, _) in &direct[id.0 as usize].ground {
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
