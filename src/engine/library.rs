//! The built-in library: documents that others stand on, read only where somebody names them.

use super::examine;
use super::fingerprint::digest;
use crate::finding::{Finding, Fingerprint};
use crate::model::{self, Document};
use crate::rulebook::{Rulebook, library};
use crate::source::{FileId, Source};
use crate::syntax::Limits;
use crate::vocabulary::{KindId, Vocabulary, nearest};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The first file of the built-in library: its files are numbered from here, so that labels can point into them.
pub const LIBRARY: u32 = 1 << 31;

/// The library with what its documents are called.
#[derive(Debug)]
pub struct Shelf {
    files: Vec<(&'static str, &'static str)>,
    places: FxHashMap<(&'static str, &'static str), Vec<usize>>,
    digests: FxHashSet<Fingerprint>,
}

impl Shelf {
    /// Decodes the library and finds its documents.
    pub fn new() -> Self {
        let files = library();
        Shelf { places: index(&files), digests: files.iter().map(|(_, text)| digest(&[text])).collect(), files }
    }

    /// The files that hold a document of a kind and name.
    pub fn places<'s>(&'s self, kind: &'s str, name: &'s str) -> &'s [usize] {
        self.places.get(&(kind, name)).map_or(&[], Vec::as_slice)
    }

    /// Whether a file of this digest is built in.
    pub fn holds(&self, digest: Fingerprint) -> bool {
        self.digests.contains(&digest)
    }

    /// The documents of some files.
    pub fn open(&self, files: &[usize], rulebook: &Rulebook, limits: Limits) -> Vec<Document> {
        files.par_iter().flat_map_iter(|at| self.read(*at, rulebook, limits)).collect()
    }

    fn read(&self, at: usize, rulebook: &Rulebook, limits: Limits) -> Vec<Document> {
        let (path, text) = self.files[at];
        let source = Source { id: FileId(LIBRARY + at as u32), name: path.into(), text: text.into() };
        examine(&source, rulebook, limits).documents
    }

    /// The documents by kind and name: what somebody may have meant.
    pub fn names(&self, vocabulary: &Vocabulary) -> Vec<(KindId, &'static str)> {
        let names = self.places.keys().filter_map(|(kind, name)| Some((vocabulary.kind_named(kind)?, *name)));
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        names
    }
}

/// The kinds of the documents of a file that were lost, as the findings on its form say.
pub fn lost(findings: &[Finding], source: &Source, vocabulary: &Vocabulary) -> Vec<KindId> {
    let of_document = |finding: &&Finding| model::LOST.contains(&finding.code.as_str());
    let kind = |finding: &Finding| {
        let word = source.slice(finding.span()).split_whitespace().next()?;
        let meant = || nearest(word, vocabulary.kind_words().into_iter());
        vocabulary.kind_named(word).or_else(|| vocabulary.kind_named(meant()?))
    };
    findings.iter().filter(of_document).filter_map(kind).collect()
}

/// Documents of the library that the given ones name and do not bring, and what those stand on: looked up, never judged.
/// In the place of a document that was lost to an error of form nothing is taken from the library: it says something else.
pub fn stood_upon(
    documents: &[Document],
    (shelf, lost): (&Shelf, &[KindId]),
    rulebook: &Rulebook,
    limits: Limits,
) -> Vec<Document> {
    let vocabulary = &rulebook.vocabulary;
    let mut wanted = model::missing(documents, vocabulary);
    wanted.retain(|(kind, _)| !lost.contains(kind));
    let mut read = vec![false; shelf.files.len()];
    let mut taken: Vec<Document> = Vec::new();
    while !wanted.is_empty() {
        let named = wanted.iter().filter_map(|(kind, name)| {
            let kind = &*vocabulary.kind(*kind).name;
            shelf.places.get(&(kind, name.as_str()))
        });
        let fresh: Vec<usize> =
            named.flatten().copied().filter(|at| !std::mem::replace(&mut read[*at], true)).collect();
        let open = |at: usize| shelf.read(at, rulebook, limits);
        // A file may hold documents that are here already: those given come first.
        let is_given = |document: &Document| documents.iter().any(|given| is_same(given, document));
        let found = fresh.into_par_iter().flat_map_iter(open).filter(|document| !is_given(document));
        let found: Vec<Document> = found.collect();
        wanted = model::missing(&found, vocabulary);
        taken.extend(found);
    }
    taken.iter_mut().for_each(|document| document.judged = false);
    taken.sort_by_key(|document| (document.file, document.span(model::EntryId::DOCUMENT).start));
    taken
}

/// Whether two documents have one identity.
fn is_same(left: &Document, right: &Document) -> bool {
    left.kind == right.kind && left.name == right.name && left.version == right.version
}

/// The files that begin a document of a kind and name, which stands in the first column, or give it another name.
fn index<'f>(files: &[(&'f str, &'f str)]) -> FxHashMap<(&'f str, &'f str), Vec<usize>> {
    let mut shelf: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (at, (_, text)) in files.iter().enumerate() {
        let mut kind = "";
        for line in text.lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                let Some((word, rest)) = line.split_once(' ') else { continue };
                let name = match rest.trim_start().strip_prefix('"') {
                    Some(quoted) => quoted.split('"').next(),
                    None => rest.split_whitespace().next(),
                };
                kind = word;
                shelf.entry((kind, name.unwrap_or_default())).or_default().push(at);
            } else if let Some(names) = line.trim_start().strip_prefix("alias ") {
                let quoted = names.split('"').skip(1).step_by(2);
                quoted.for_each(|alias| shelf.entry((kind, alias)).or_default().push(at));
            }
        }
    }
    shelf
}
