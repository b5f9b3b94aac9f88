//! What each judged document is, and how far it was read: said once, in place of a question for each topic.

use crate::condition::World;
use crate::finding::{Finding, Severity};
use crate::model::{Document, DocumentId, EntryId, Reading, Value};
use crate::source::Span;
use crate::vocabulary::{EXTENT, NodeId, SOURCE, WordId};
use smol_str::SmolStr;

/// A judged document, and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Its head in its file.
    pub span: Span,
    /// Its kind.
    pub kind: SmolStr,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Its title; empty where it has none.
    pub title: String,
    /// What it says it belongs to: programmes and agreements.
    pub under: Vec<String>,
    /// Where it stands in its life, as in `superseded`; empty where it does not say so.
    pub status: SmolStr,
    /// How far it was read.
    pub read: Read,
    /// Of a document that was read in full, the topics of which it says that they were read in part.
    pub partly: Vec<SmolStr>,
    /// The topics of which nothing was read, of a document that was not read in the text: empty for all others.
    pub unread: Vec<SmolStr>,
}

/// How far a document was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// All of it: what it does not say, the source does not say.
    Whole,
    /// All of it, by what it says; but the file has an error of form, and until it is corrected no silence counts.
    Damaged,
    /// Some of it, in the text itself.
    Part,
    /// None of it in the text: only what these give, as in `a summary`.
    Secondhand(Vec<SmolStr>),
    /// It names no source, or does not say how far that was read.
    Unsaid,
}

impl Coverage {
    /// Whether topics were not read, so that the document cannot be judged on them.
    pub fn is_incomplete(&self) -> bool {
        !self.unread.is_empty()
    }
}

/// How far a document was read.
pub fn of(world: &World<'_>, id: DocumentId) -> Coverage {
    let document = world.model.document(id);
    let vocabulary = world.vocabulary;
    let root = vocabulary.kind(document.kind).root;
    let text = |entry: EntryId| match document.entry(entry).value {
        Value::Text(text) => Some(document.text(text).to_owned()),
        _ => None,
    };
    let body = vocabulary.node(root).body.iter().copied();
    let belongs = body.filter(|node| vocabulary.node(*node).ground && UNDER.contains(&&*vocabulary.node(*node).name));
    let title = vocabulary.child(root, "title").and_then(|node| document.at(node).next());
    Coverage {
        span: document.span(EntryId::DOCUMENT),
        kind: vocabulary.kind(document.kind).name.as_ref().into(),
        name: document.name.to_string(),
        version: document.version.as_deref().map(str::to_owned),
        title: title.and_then(text).unwrap_or_default(),
        under: belongs.flat_map(|node| document.at(node)).filter_map(text).collect(),
        status: status(world, document),
        read: read(world, document),
        partly: partly(world, document),
        unread: Vec::new(),
    }
}

/// Where a document stands in its life, in the words of the vocabulary.
fn status(world: &World<'_>, document: &Document) -> SmolStr {
    let root = world.vocabulary.kind(document.kind).root;
    let stated = world.vocabulary.child(root, "status").and_then(|node| document.at(node).next());
    match stated.map(|entry| document.entry(entry).value) {
        Some(Value::Word(word)) => world.vocabulary.word(word).replace('_', " ").into(),
        _ => SmolStr::default(),
    }
}

/// The topics of a document read in full that were read in part.
fn partly(world: &World<'_>, document: &Document) -> Vec<SmolStr> {
    if document.entry(EntryId::DOCUMENT).reading != Reading::Full {
        return Vec::new();
    }
    let body = world.vocabulary.node(world.vocabulary.kind(document.kind).root).body.iter().copied();
    let in_part = |node: &NodeId| document.at(*node).any(|entry| document.entry(entry).reading == Reading::Partial);
    body.filter(|node| !world.vocabulary.node(*node).body.is_empty())
        .filter(in_part)
        .map(|node| world.vocabulary.node(node).say.clone())
        .collect()
}

/// The words by which a document says what it belongs to.
const UNDER: [&str; 2] = ["program", "agreement"];

/// The extents of the sources of a document, in their order: the first source is the one that it is encoded from.
fn extents(world: &World<'_>, document: &Document) -> impl Iterator<Item = WordId> {
    let vocabulary = world.vocabulary;
    let root = vocabulary.kind(document.kind).root;
    let place = vocabulary.child(root, SOURCE).and_then(|source| vocabulary.child(source, EXTENT));
    let extents = place.into_iter().flat_map(|place| document.at(place));
    extents.filter_map(|entry| match document.entry(entry).value {
        Value::Word(word) => Some(word),
        _ => None,
    })
}

/// What weakens all that a document says by its first source: its head tells it once.
pub fn caveat(world: &World<'_>, document: &Document) -> Option<WordId> {
    extents(world, document).next().filter(|extent| world.vocabulary.caveat(*extent).is_some())
}

fn read(world: &World<'_>, document: &Document) -> Read {
    if document.entry(EntryId::DOCUMENT).reading == Reading::Full {
        return Read::Whole;
    }
    if document.damaged == Some(Reading::Full) {
        return Read::Damaged;
    }
    let mut caveats: Vec<SmolStr> = Vec::new();
    for (at, extent) in extents(world, document).enumerate() {
        match world.vocabulary.caveat(extent) {
            None if at == 0 => return Read::Part,
            Some(caveat) if !caveats.contains(caveat) => caveats.push(caveat.clone()),
            _ => {}
        }
    }
    if caveats.is_empty() { Read::Unsaid } else { Read::Secondhand(caveats) }
}

/// The judged document in which something stands, by its place in the list, which is in the order of the files.
pub fn document_of(coverage: &[Coverage], span: Span) -> Option<usize> {
    let after = coverage.partition_point(|known| (known.span.file, known.span.start) <= (span.file, span.start));
    after.checked_sub(1).filter(|at| coverage[*at].span.file == span.file)
}

/// Marks the questions on topics of which nothing was read, and names the topics at their documents: those that were
/// not read in the text.
pub fn fold(findings: &mut [Finding], coverage: &mut [Coverage]) {
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Question) {
        let span = finding.span();
        let Some(question) = &mut finding.question else { continue };
        let (Some(topic), Some(at)) = (&question.topic, document_of(coverage, span)) else { continue };
        let document = &mut coverage[at];
        if matches!(document.read, Read::Secondhand(_)) {
            question.folded = true;
            if !document.unread.contains(topic) {
                document.unread.push(topic.clone());
            }
        }
    }
}
