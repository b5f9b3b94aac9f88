//! Where documents begin, so that a finding is known to be about one.

use crate::engine::ruling::{Ruling, Subject};
use crate::model::{Document, EntryId};
use crate::source::{FileId, Span};
use crate::vocabulary::{Vocabulary, nearest};
use rustc_hash::{FxHashMap, FxHashSet};

/// Among more documents than these none is sought that is nearly called like another: it takes too long.
const SUGGEST_AMONG: usize = 256;

/// Nobody mistypes a name that is longer than this, in bytes.
const LONGEST: usize = 200;

/// Where the documents begin, so that a finding is known to be about one.
#[derive(Debug, Default)]
pub struct Shelves {
    by_file: FxHashMap<FileId, Vec<(u32, Subject)>>,
    /// Those that are judged, with their version and without.
    pub(super) judged: FxHashSet<Subject>,
    /// Those that are at hand, judged or not, without their version.
    named: FxHashSet<Subject>,
    /// Those of each file, with their version and without.
    pub(super) holds: FxHashSet<(FileId, Subject)>,
}

impl Shelves {
    /// The same where there is anything to hold against them; else nothing is noted.
    pub fn of(rulings: &[Ruling], documents: &[Document], vocabulary: &Vocabulary) -> Self {
        Shelves::new(if rulings.is_empty() { &[] } else { documents }, vocabulary)
    }

    /// Notes the documents before their facts are let go.
    pub fn new<'d>(documents: impl IntoIterator<Item = &'d Document>, vocabulary: &Vocabulary) -> Self {
        let mut shelves = Shelves::default();
        for document in documents {
            let kind = vocabulary.kind(document.kind).name.to_string();
            let version = document.version.as_deref().map(str::to_owned);
            let subject = Subject { kind, name: document.name.to_string(), version };
            shelves.named.insert(Subject { version: None, ..subject.clone() });
            for known in [Subject { version: None, ..subject.clone() }, subject.clone()] {
                shelves.holds.insert((document.file, known.clone()));
                if document.judged {
                    shelves.judged.insert(known);
                }
            }
            let start = document.span(EntryId::DOCUMENT).start;
            shelves.by_file.entry(document.file).or_default().push((start, subject));
        }
        shelves.by_file.values_mut().for_each(|documents| documents.sort());
        shelves
    }

    /// The document at hand that may be meant by one that is not: of its name and another kind, or nearly of its name.
    /// Names whose figures differ are names of different texts.
    pub(super) fn meant(&self, of: &Subject, vocabulary: &Vocabulary) -> Option<Subject> {
        let named = |kind: &str| Subject { kind: kind.to_owned(), name: of.name.clone(), version: None };
        if self.named.contains(&named(&of.kind)) {
            return None;
        }
        let other = vocabulary.kinds.iter().map(|kind| named(&kind.name)).find(|other| self.judged.contains(other));
        let figures = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
        let alike = |other: &&Subject| {
            let short = of.name.len().max(other.name.len()) <= LONGEST;
            short && other.version.is_none() && other.kind == of.kind && figures(&other.name) == figures(&of.name)
        };
        let near = || {
            let mut names: Vec<&str> = self.judged.iter().filter(alike).map(|other| other.name.as_str()).collect();
            names.sort_unstable();
            nearest(&of.name, names.into_iter()).map(|name| Subject { name: name.to_owned(), ..named(&of.kind) })
        };
        other.or_else(|| (self.judged.len() <= SUGGEST_AMONG).then(near).flatten())
    }

    /// The document in which a place lies.
    pub fn document(&self, span: Span) -> Option<&Subject> {
        let documents = self.by_file.get(&span.file)?;
        let behind = documents.partition_point(|(start, _)| *start <= span.start);
        documents.get(behind.checked_sub(1)?).map(|(_, subject)| subject)
    }
}
