//! References followed backwards: the documents that name a document, found once when all are linked.

use super::{Document, DocumentId, Links, Model};
use crate::vocabulary::{NodeId, Vocabulary};
use rustc_hash::FxHashSet;

/// A document that names another one.
#[derive(Clone, Copy, Debug)]
pub struct Back {
    /// The document that is named.
    to: DocumentId,
    /// The place where it is named.
    reference: NodeId,
    /// The document that names it.
    pub from: DocumentId,
    /// Whether another version of the same document names it as well: which of them counts is not known.
    pub twin: bool,
}

/// The references that are followed backwards, by the document that they name, then by the name and version of the
/// document that names it: never by the order of files.
pub(super) fn backs(documents: &[Document], links: &[Links], vocabulary: &Vocabulary) -> Vec<Back> {
    let mut backs: Vec<Back> = Vec::new();
    for (at, links) in links.iter().enumerate() {
        for (entry, to) in &links.targets {
            let reference = documents[at].entry(*entry).node;
            if vocabulary.node(reference).looked_back {
                backs.push(Back { to: *to, reference, from: DocumentId(at as u32), twin: false });
            }
        }
    }
    let name = |back: &Back| {
        let document = &documents[back.from.0 as usize];
        (back.to, back.reference, &*document.name, document.version.as_deref(), back.from)
    };
    backs.sort_unstable_by(|left, right| name(left).cmp(&name(right)));
    backs.dedup_by_key(|back| (back.to, back.reference, back.from));
    for next in 1..backs.len() {
        let (one, other) = (name(&backs[next - 1]), name(&backs[next]));
        if (one.0, one.1, one.2) == (other.0, other.1, other.2) {
            (backs[next - 1].twin, backs[next].twin) = (true, true);
        }
    }
    backs
}

impl Model {
    /// The documents that name a document at a place, by name.
    pub fn naming(&self, document: DocumentId, reference: NodeId) -> &[Back] {
        let from = self.backs.partition_point(|back| (back.to, back.reference) < (document, reference));
        let rest = &self.backs[from..];
        &rest[..rest.partition_point(|back| (back.to, back.reference) == (document, reference))]
    }

    /// Whether a document names another one somewhere.
    pub fn refers(&self, from: DocumentId, to: DocumentId) -> bool {
        self.links[from.0 as usize].targets.iter().any(|(_, target)| *target == to)
    }

    /// Keeps the documents whose references are followed backwards: questions reach them though nothing names them.
    pub fn keep(&mut self, references: &FxHashSet<NodeId>) {
        for back in self.backs.iter().filter(|back| references.contains(&back.reference)) {
            self.referred[back.from.0 as usize] = true;
        }
    }
}
