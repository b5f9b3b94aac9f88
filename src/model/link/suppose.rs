//! A model in which one document is another one for a while.

use super::super::document::{Document, EntryId, Shift};
use super::{DocumentId, Model};

/// What stood there before.
#[derive(Debug)]
pub struct Before {
    document: Document,
    targets: Vec<(EntryId, DocumentId)>,
}

impl Model {
    /// Puts a document in the place of another one that differs from it by a shift: references lead where they led.
    pub fn suppose(&mut self, id: DocumentId, document: Document, shift: Shift) -> Before {
        let at = id.0 as usize;
        let document = std::mem::replace(&mut self.documents[at], document);
        let targets = &mut self.links[at].targets;
        let moved = targets.iter().filter_map(|(entry, target)| Some((shift.moved(*entry)?, *target))).collect();
        Before { document, targets: std::mem::replace(targets, moved) }
    }

    /// Puts back what stood there before.
    pub fn take_back(&mut self, id: DocumentId, before: Before) {
        let at = id.0 as usize;
        self.documents[at] = before.document;
        self.links[at].targets = before.targets;
    }
}
