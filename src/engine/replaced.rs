//! Documents at hand that are called like built-in ones and take their place: told, so that nobody is judged by what a
//! submission brings along and a reader believes to be the library's.

use super::diff::differing;
use super::library::Shelf;
use crate::condition::World;
use crate::finding::{Finding, Fingerprint, Severity};
use crate::measure::Day;
use crate::model::{self, Document, DocumentId, EntryId, Model, other_names};
use crate::rulebook::Rulebook;
use crate::source::FileId;
use crate::syntax::Limits;
use crate::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;

/// A document at hand with the built-in one whose place it takes.
#[derive(Debug)]
pub struct Replacement {
    /// The document at hand, by its place in the list.
    pub given: usize,
    built_in: Document,
    /// In how many statements they differ, and the first of these.
    differing: (usize, String),
    /// Whether both name a version, and not the same.
    is_another_version: bool,
}

/// The documents at hand that take the place of built-in ones and differ from them. A file that is built in byte for byte
/// takes no place; `digests` are those of the files at hand.
pub fn find(
    documents: &[Document],
    digests: &FxHashMap<FileId, Fingerprint>,
    shelf: &Shelf,
    (rulebook, limits, as_of): (&Rulebook, Limits, Day),
) -> Vec<Replacement> {
    let vocabulary = &rulebook.vocabulary;
    let mut found = Vec::new();
    for (given, document) in documents.iter().enumerate() {
        let kind = &*vocabulary.kind(document.kind).name;
        let names = called(document, vocabulary);
        if names.iter().all(|name| shelf.places(kind, name).is_empty())
            || digests.get(&document.file).is_some_and(|digest| shelf.holds(*digest))
        {
            continue;
        }
        let files: Vec<usize> = names.iter().flat_map(|name| shelf.places(kind, name)).copied().collect();
        let shares = |other: &Document| {
            other.kind == document.kind && called(other, vocabulary).iter().any(|name| names.contains(name))
        };
        let namesakes = shelf.open(&files, rulebook, limits).into_iter().filter(shares);
        found.extend(nearest(document, namesakes.collect()).and_then(|(built_in, is_another_version)| {
            let differing = compared(document, &built_in, vocabulary, as_of);
            (differing.0 > 0).then_some(Replacement { given, built_in, differing, is_another_version })
        }));
    }
    found
}

/// The names that a document has.
fn called<'d>(document: &'d Document, vocabulary: &Vocabulary) -> Vec<&'d str> {
    std::iter::once(&*document.name).chain(other_names(document, vocabulary)).collect()
}

/// Of built-in documents of one name the one that is meant: that of the same version, else one where not both name a
/// version, else any; and whether it is of another version.
fn nearest(document: &Document, mut namesakes: Vec<Document>) -> Option<(Document, bool)> {
    let rank = |other: &Document| match (&document.version, &other.version) {
        (one, other) if one == other => 0,
        (Some(_), Some(_)) => 2,
        _ => 1,
    };
    namesakes.sort_by_key(rank);
    let first = namesakes.into_iter().next()?;
    let is_another_version = rank(&first) == 2;
    Some((first, is_another_version))
}

/// In how many statements two documents differ, and the first of them.
fn compared(document: &Document, built_in: &Document, vocabulary: &Vocabulary, as_of: Day) -> (usize, String) {
    let (model, _) = model::link(vec![document.clone(), built_in.clone()], &[], vocabulary);
    let places = differing(&World { model: &model, vocabulary, as_of }, DocumentId(0), DocumentId(1));
    let first = places.first().cloned().unwrap_or_default();
    (places.len(), first)
}

impl Replacement {
    /// What is told at the document at hand, which counts: where others rest on it a warning, else a remark.
    pub fn told(&self, model: &Model) -> Finding {
        let document = &model.documents[self.given];
        let is_referred_to = model.is_referred_to(DocumentId(self.given as u32));
        let called = named(&self.built_in);
        let (number, first) = &self.differing;
        let (code, message) = match self.is_another_version {
            true => (
                "library/another-version",
                format!("references that name no version lead here, and not to the built-in {called}"),
            ),
            false => (
                "library/replaced",
                format!(
                    "this document takes the place of the built-in {called}, and differs from it in {number} \
                     statement{}, as in `{first}`",
                    if *number == 1 { "" } else { "s" }
                ),
            ),
        };
        let severity = match is_referred_to && !self.is_another_version {
            true => Severity::Warning,
            false => Severity::Info,
        };
        let finding = Finding::warning(code, document.span(EntryId::DOCUMENT), message)
            .at("this one counts")
            .label(self.built_in.span(EntryId::DOCUMENT), "the built-in one does not count")
            .help("give it another name, or add `--library-first` to judge by the built-in one");
        Finding { severity, ..finding }
    }
}

/// Takes documents out of the list that would take the place of built-in ones, and says so of each.
pub fn keep_library(documents: &mut Vec<Document>, found: Vec<Replacement>) -> Vec<Finding> {
    let replaced = found.into_iter().filter(|replacement| !replacement.is_another_version);
    let mut findings = Vec::new();
    for replacement in replaced.collect::<Vec<_>>().into_iter().rev() {
        let document = documents.remove(replacement.given);
        let message = format!("the built-in {} is used, and this document is not judged", named(&replacement.built_in));
        let finding = Finding::warning("library/kept", document.span(EntryId::DOCUMENT), message)
            .at("left out, because of `--library-first`")
            .label(replacement.built_in.span(EntryId::DOCUMENT), "this one counts")
            .help("to have it judged, leave `--library-first` out or give it another name");
        findings.push(Finding { severity: Severity::Info, ..finding });
    }
    findings.reverse();
    findings
}

/// A name with its version, as in `JCM` or `TOOL01 v07.0.0`, in backquotes.
fn named(document: &Document) -> String {
    let version = document.version.as_deref().map(|version| format!(" v{version}")).unwrap_or_default();
    format!("`{}{version}`", document.name)
}
