//! What each judged document is, and how far it was read: said once, in place of a question for each topic.

use crate::condition::World;
use crate::finding::{Finding, Severity};
use crate::model::{Document, DocumentId, EntryId, Reading, Value};
use crate::source::Span;
use crate::vocabulary::{EXTENT, SOURCE};
use smol_str::SmolStr;

/// A judged document, and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Its head in its file.
    pub span: Span,
    /// The first byte behind its body.
    pub end: u32,
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
    /// How far it was read.
    pub read: Read,
    /// The topics of which nothing was read, of a document that was not read in the text: empty for all others.
    pub unread: Vec<SmolStr>,
    /// How many rules wait for them.
    pub waiting: usize,
}

/// How far a document was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// All of it: what it does not say, the source does not say.
    Whole,
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
        end: document.entries.iter().map(|entry| entry.head.1).max().unwrap_or_default(),
        kind: vocabulary.kind(document.kind).name.as_ref().into(),
        name: document.name.to_string(),
        version: document.version.as_deref().map(str::to_owned),
        title: title.and_then(text).unwrap_or_default(),
        under: belongs.flat_map(|node| document.at(node)).filter_map(text).collect(),
        read: read(world, document),
        unread: Vec::new(),
        waiting: 0,
    }
}

/// The words by which a document says what it belongs to.
const UNDER: [&str; 2] = ["program", "agreement"];

fn read(world: &World<'_>, document: &Document) -> Read {
    if document.entry(EntryId::DOCUMENT).reading == Reading::Full {
        return Read::Whole;
    }
    let vocabulary = world.vocabulary;
    let root = vocabulary.kind(document.kind).root;
    let place = vocabulary.child(root, SOURCE).and_then(|source| vocabulary.child(source, EXTENT));
    let extents = place.into_iter().flat_map(|place| document.at(place));
    let words = extents.filter_map(|entry| match document.entry(entry).value {
        Value::Word(word) => Some(word),
        _ => None,
    });
    let mut caveats: Vec<SmolStr> = Vec::new();
    for word in words {
        match vocabulary.caveat(word) {
            None => return Read::Part,
            Some(caveat) if !caveats.contains(caveat) => caveats.push(caveat.clone()),
            Some(_) => {}
        }
    }
    if caveats.is_empty() { Read::Unsaid } else { Read::Secondhand(caveats) }
}

/// Takes the questions on topics of which nothing was read out of the findings, and names the topics at their documents.
pub fn fold(findings: &mut Vec<Finding>, coverage: &mut [Coverage]) {
    findings.retain(|finding| {
        let Some(topic) = finding.topic.as_ref().filter(|_| finding.severity == Severity::Question) else {
            return true;
        };
        let at = finding.span();
        let about = |known: &&mut Coverage| {
            known.span.file == at.file && known.span.start <= at.start && at.start <= known.end.max(known.span.end)
        };
        let Some(document) = coverage.iter_mut().filter(|known| known.span.start <= at.start).rev().find(about) else {
            return true;
        };
        if !matches!(document.read, Read::Secondhand(_)) {
            return true;
        }
        if !document.unread.contains(topic) {
            document.unread.push(topic.clone());
        }
        document.waiting += 1 + finding.also.len();
        false
    });
}
