//! From evidence to labels and notes: the words come from the vocabulary.

use super::age;
use super::cite;
use super::coverage;
use super::decide::Outcome;
use super::draft;
use super::provenance;
use super::question;
use super::weight::{self, Weight};
use crate::condition::{Evaluator, Evidence, Located, World};
use crate::finding::{Finding, Label, Verdict};
use crate::measure::Interval;
use crate::model::{Citation, Document, DocumentId, EntryId};
use crate::rulebook::Rulebook;
use crate::source::Span;
use crate::vocabulary::{NodeId, Vocabulary, WordId};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use smol_str::{SmolStr, format_smolstr};
use std::cell::RefCell;
use std::sync::OnceLock;

/// What a finding is made with.
#[derive(Debug)]
pub struct Context<'c> {
    /// The documents.
    pub world: &'c World<'c>,
    /// The rules and the register.
    pub rulebook: &'c Rulebook,
    /// The kind of the document.
    pub kind: &'c str,
    /// The instruments that bind the document.
    pub bound: &'c [u16],
    /// The document.
    pub judged: DocumentId,
    /// What weakens all that the document says, which its head tells once.
    pub caveat: Option<WordId>,
    /// The day on which the document got its words, where it says so.
    pub adopted: Option<Interval>,
    /// Which instruments count.
    pub profile: Option<&'c str>,
    /// Words that many findings share.
    pub phrases: &'c Phrases,
    /// The digests of facts, which decide for several rules.
    pub digests: RefCell<FxHashMap<Located, u64>>,
}

/// A fact or block that a finding points at, and what it shows: the words are made for what is told.
#[derive(Clone, Copy)]
struct Pointer {
    at: Located,
    shows: Shows,
}

/// What a finding points at something for.
#[derive(Clone, Copy)]
enum Shows {
    /// A fact that decided.
    Fact,
    /// What is not said at a place.
    Silence(NodeId),
    /// A reference that leads nowhere.
    Unresolved,
    /// One of two names of which it is not known whether they are one interest.
    Unrelated,
    /// One of the values that disagree.
    Conflict,
    /// What another document asks for.
    Demand,
    /// The way to the fact that decided, which stands in another document.
    Way,
}

/// The most labels of one finding; a reader takes in no more.
const LABELS: usize = 6;

/// The most notes of one finding, and the most documents that one names.
const MOST_NOTES: usize = 3;
const MOST_NAMED: usize = 6;

impl<'c> Context<'c> {
    /// What the findings on one document are made with.
    pub fn new(
        (world, rulebook): (&'c World<'c>, &'c Rulebook),
        id: DocumentId,
        (bound, profile): (&'c [u16], Option<&'c str>),
        phrases: &'c Phrases,
    ) -> Self {
        let document = world.model.document(id);
        Context {
            world,
            rulebook,
            kind: &rulebook.vocabulary.kind(document.kind).name,
            bound,
            judged: id,
            caveat: coverage::caveat(world, document),
            adopted: age::adopted(document, world),
            profile,
            phrases,
            digests: RefCell::default(),
        }
    }
}

impl Context<'_> {
    /// What decides how far clauses reach to the document.
    pub fn reach(&self) -> cite::Reach<'_> {
        let (register, as_of) = (&self.rulebook.register, self.world.as_of);
        cite::Reach { register, kind: self.kind, bound: self.bound, profile: self.profile, as_of }
    }

    /// A breach as a finding.
    pub fn breach(&self, outcome: &Outcome<'_>) -> Finding {
        let rule = outcome.rule;
        let mut finding = self.finding(outcome, weight::of(outcome, self));
        finding.message = outcome.message.as_str().into();
        finding.help = Some(rule.help.clone());
        finding.cites = cite::show(outcome, self);
        finding.notes.splice(0..0, provenance::notes(self, outcome));
        if draft::rests_on_one(self.world, outcome.subject, &outcome.evidence) {
            draft::mark(&mut finding);
        } else {
            finding.question = question::not_shown(self, outcome).map(Box::new);
        }
        finding
    }

    /// A finding with labels and notes, without its message.
    fn finding(&self, outcome: &Outcome<'_>, weight: Weight) -> Finding {
        let pointers = self.pointers(outcome);
        let primary = pointers.first().map_or(outcome.subject, |pointer| pointer.at);
        let mut labels: Vec<Label> = match outcome.labels.is_empty() {
            true => pointers.into_iter().map(|pointer| self.label(pointer, outcome)).collect(),
            false => outcome.labels.iter().take(LABELS).cloned().collect(),
        };
        labels.extend(self.answers(outcome).take(LABELS.saturating_sub(labels.len())));
        let mut notes = self.notes(outcome, MOST_NOTES);
        notes.extend(outcome.notes.iter().map(SmolStr::from));
        Finding {
            code: outcome.rule.id.clone(),
            verdict: outcome.verdict,
            severity: weight.severity,
            ground: Some(weight.ground),
            confidence: weight.confidence,
            message: SmolStr::default(),
            help: None,
            notes,
            cites: Vec::new(),
            also: Vec::new(),
            joined: Vec::new(),
            question: None,
            defect: None,
            unsure: Vec::new(),
            draft: false,
            fingerprint: self.fingerprint(outcome, primary),
            labels,
        }
    }

    /// Where reviewers answered what decided, each answer once.
    fn answers(&self, outcome: &Outcome<'_>) -> impl Iterator<Item = Label> {
        let facts = outcome.at.into_iter().chain(outcome.evidence.iter().filter_map(Evidence::fact));
        let answer = |fact: Located| self.world.model.document(fact.document).answer(fact.entry);
        let mut all: SmallVec<[Span; 2]> = facts.filter_map(answer).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|span| Label { span, text: SmolStr::new_static("answered here") })
    }

    /// What a finding points at, the primary place first: that one always lies in the judged document.
    fn pointers(&self, outcome: &Outcome<'_>) -> SmallVec<[Pointer; LABELS + 1]> {
        let mut pointers: SmallVec<[Pointer; LABELS + 1]> = SmallVec::new();
        for pointer in self.rests_on(outcome) {
            if pointers.len() < LABELS && !pointers.iter().any(|other| self.span(other.at) == self.span(pointer.at)) {
                pointers.push(pointer);
            }
        }
        match pointers.first() {
            Some(first) if first.at.document == outcome.subject.document => {}
            _ => pointers.insert(0, self.here(outcome)),
        }
        pointers
    }

    /// What a finding rests on, in order.
    fn rests_on<'o>(&self, outcome: &'o Outcome<'_>) -> impl Iterator<Item = Pointer> + 'o {
        let at = outcome.at.map(|at| Pointer { at, shows: Shows::Fact });
        at.into_iter().chain(outcome.evidence.iter().flat_map(pointed_at))
    }

    /// What a question points at besides the place `asked`.
    pub fn beside(&self, outcome: &Outcome<'_>, asked: Span) -> Option<Label> {
        let mut rest = self.rests_on(outcome).peekable();
        let is_here = rest.peek().is_some_and(|first| first.at.document == outcome.subject.document);
        let here = (!is_here).then(|| self.here(outcome));
        let other = here.into_iter().chain(rest).find(|pointer| self.span(pointer.at) != asked);
        other.map(|pointer| self.label(pointer, outcome))
    }

    fn label(&self, pointer: Pointer, outcome: &Outcome<'_>) -> Label {
        let at = pointer.at;
        let text = match pointer.shows {
            Shows::Fact => self.fact(at),
            Shows::Silence(node) => self.phrases.silence(self.world.vocabulary, node, outcome.verdict),
            Shows::Demand => self.demanded(at),
            Shows::Unresolved => SmolStr::new_static("what it says is not known here"),
            Shows::Unrelated => format_smolstr!("is `{}` one interest with the other?", self.value(at)),
            Shows::Conflict => format_smolstr!("here: {}", self.value(at)),
            Shows::Way => outcome.fact().map(|fact| self.origin(fact)).unwrap_or_default(),
        };
        Label { span: self.span(at), text }
    }

    /// The deepest block that a document has around a place.
    pub fn block_around(&self, document: &Document, node: NodeId) -> Option<EntryId> {
        let around = |block: NodeId| self.world.vocabulary.around(block);
        let mut blocks = std::iter::successors(around(node), |block| around(*block));
        blocks.find_map(|block| document.at(block).next())
    }

    /// The place in the judged document that leads to the first deciding fact, where that stands in another one.
    fn here(&self, outcome: &Outcome<'_>) -> Pointer {
        let block = outcome.fact().and_then(|fact| {
            let document = self.world.model.document(outcome.subject.document);
            let node = self.world.model.document(fact.document).entry(fact.entry).node;
            let node = self.world.vocabulary.same_path(node, document.kind)?;
            document.at(node).next().or_else(|| self.block_around(document, node))
        });
        Pointer { at: Located { entry: block.unwrap_or(outcome.subject.entry), ..outcome.subject }, shows: Shows::Way }
    }

    /// Where a fact of another document comes from.
    fn origin(&self, fact: Located) -> SmolStr {
        let (there, vocabulary) = (self.world.model.document(fact.document), self.world.vocabulary);
        let say = &vocabulary.node(there.entry(fact.entry).node).say;
        format_smolstr!("{say} comes from {} {}", vocabulary.kind(there.kind).name, there.name)
    }

    /// A fact: what it is, and where it was read.
    fn fact(&self, located: Located) -> SmolStr {
        let document = self.world.model.document(located.document);
        let say = self.world.vocabulary.node(document.entry(located.entry).node).say.clone();
        match document.citation(located.entry) {
            Some(citation) if citation.inferred => {
                format_smolstr!("{say} (concluded by whoever wrote this file; the source does not say it)")
            }
            Some(citation) => match (document.text(citation.text), self.caveat(located.document, citation)) {
                ("", None) => say,
                ("", Some(caveat)) => format_smolstr!("{say} (from {caveat})"),
                (read, None) => format_smolstr!("{say} ({read})"),
                (read, Some(caveat)) => format_smolstr!("{say} ({read}; from {caveat})"),
            },
            None => say,
        }
    }

    /// `TOOL01 asks for it (¶43)`.
    fn demanded(&self, located: Located) -> SmolStr {
        let document = self.world.model.document(located.document);
        match document.citation(located.entry).map(|citation| document.text(citation.text)) {
            Some(read) if !read.is_empty() => format_smolstr!("{} asks for it ({read})", document.name),
            _ => format_smolstr!("{} asks for it", document.name),
        }
    }

    /// What weakens a statement because of where it was read.
    fn caveat(&self, document: DocumentId, citation: Citation) -> Option<&SmolStr> {
        let extent = citation.extent.filter(|extent| !self.is_said_once(document, *extent))?;
        self.world.vocabulary.caveat(extent)
    }

    /// Whether the head of a document tells already that what it says is known in this way.
    pub fn is_said_once(&self, document: DocumentId, extent: WordId) -> bool {
        self.caveat == Some(extent) && document == self.judged
    }

    /// Where a fact stands.
    pub fn span(&self, located: Located) -> Span {
        self.world.model.document(located.document).span(located.entry)
    }

    /// What a fact says, as people write it.
    pub fn value(&self, located: Located) -> String {
        Evaluator::new(self.world, located).show(located)
    }

    /// Where a missing fact was sought, and how that was read: `most` notes of it.
    pub fn notes(&self, outcome: &Outcome<'_>, most: usize) -> Vec<SmolStr> {
        let mut notes: Vec<SmolStr> = Vec::with_capacity(most);
        if outcome.gave_up {
            notes.push(SmolStr::new_static("there are too many facts to compare: this rule was given up here"));
        }
        let mut note = String::with_capacity(160); // nearly all are shorter
        for item in &outcome.evidence {
            let Evidence::Missing { node, searched, .. } = item else { continue };
            if notes.len() >= most {
                break;
            }
            note.clear();
            note.push_str(&self.world.vocabulary.node(*node).say);
            if self.world.vocabulary.node(*node).inverse.is_some() {
                note.push_str(": there may be others than those that are here");
            } else {
                note.push_str(": searched ");
                self.searched(*node, outcome, searched, &mut note);
            }
            if !notes.iter().any(|known| *known == note) {
                notes.push(note.as_str().into());
            }
        }
        notes
    }

    /// `AMS-III.D (read in full), TOOL21 (read in full); not counted: CDM (read in part; nothing points to it for this)`.
    fn searched(&self, node: NodeId, outcome: &Outcome<'_>, searched: &[DocumentId], out: &mut String) {
        let evaluator = Evaluator::new(self.world, outcome.subject);
        let Some((first, _)) = searched.split_first() else { return };
        let mut beside: Vec<&str> = Vec::new();
        let mut named = 0;
        for id in searched.iter().take(MOST_NAMED) {
            let document = self.world.model.document(*id);
            let there = self.world.vocabulary.same_path(node, document.kind);
            let whole = there.is_none_or(|there| evaluator.closed(*id, there));
            if id != first && !whole && !evaluator.keeps_open(*first, *id, node) {
                beside.push(&document.name);
                continue;
            }
            out.push_str(if named > 0 { ", " } else { "" });
            out.push_str(&document.name);
            out.push_str(if whole { " (read in full)" } else { " (read in part)" });
            named += 1;
        }
        if let more @ 1.. = searched.len().saturating_sub(MOST_NAMED) {
            out.push_str(&format!(", {more} more"));
        }
        if !beside.is_empty() {
            out.push_str(&format!(
                "; not counted: {} (read in part; nothing points there for this)",
                beside.join(", ")
            ));
        }
    }
}

/// What a piece of evidence points at.
fn pointed_at(item: &Evidence) -> SmallVec<[Pointer; 2]> {
    let pointer = |at: &Located, shows: Shows| Pointer { at: *at, shows };
    match item {
        Evidence::Fact(at) => smallvec![pointer(at, Shows::Fact)],
        Evidence::Missing { node, document, at, .. } => {
            smallvec![pointer(&Located { document: *document, entry: *at }, Shows::Silence(*node))]
        }
        Evidence::Demand(at) => smallvec![pointer(at, Shows::Demand)],
        Evidence::Unresolved(at) => smallvec![pointer(at, Shows::Unresolved)],
        Evidence::Conflict(all) => all.iter().map(|at| pointer(at, Shows::Conflict)).collect(),
        Evidence::Unrelated(one, other) => {
            smallvec![pointer(one, Shows::Unrelated), pointer(other, Shows::Unrelated)]
        }
    }
}

/// The words for silences, made once for each place.
#[derive(Debug)]
pub struct Phrases(Vec<OnceLock<[SmolStr; 2]>>);

impl Phrases {
    /// None yet.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        Phrases(vocabulary.nodes.iter().map(|_| OnceLock::new()).collect())
    }

    /// What a label says where a fact is sought in vain.
    pub fn silence(&self, vocabulary: &Vocabulary, node: NodeId, verdict: Verdict) -> SmolStr {
        let say = || &vocabulary.node(node).say;
        let make = || [format_smolstr!("not shown: {}", say()), format_smolstr!("not said here: {}", say())];
        self.0[usize::from(node.0)].get_or_init(make)[usize::from(!verdict.is_finding())].clone()
    }
}
