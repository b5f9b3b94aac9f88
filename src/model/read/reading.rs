//! How a document or a block was read, where it says so itself.

use super::{Reader, flatten, messages};
use crate::model::document::Reading;
use crate::source::Span;
use crate::syntax::Statement;
use crate::vocabulary::READING;

impl Reader<'_, '_> {
    /// What a body says of how it was read. What says more than one thing is not taken at its word: partial accuses nobody.
    pub(super) fn reading(&mut self, parent: u32) -> Option<Reading> {
        let mut reading = None;
        let mut first: Option<Span> = None;
        for at in self.tree.children(Some(parent)) {
            let statement = &self.tree.statements[at as usize];
            if self.tree.text(statement.word) != READING {
                continue;
            }
            if let Some(first) = first.replace(statement.head) {
                self.findings.push(messages::said_twice(READING, false, statement.head, first));
                return Some(Reading::Partial);
            }
            reading = Some(self.one_reading(statement));
        }
        reading
    }

    fn one_reading(&mut self, statement: &Statement) -> Reading {
        let values = flatten(self.tree, statement);
        if values.len() > 1 {
            self.findings.push(messages::one_value(READING, statement.head));
            return Reading::Partial;
        }
        if let Some(body) = &statement.body {
            self.findings.push(messages::reading_with_body(body.open));
            return Reading::Partial;
        }
        let word = values.first().map(|id| self.tree.text(self.tree.expr(*id).span));
        match word {
            Some("full") => Reading::Full,
            Some("partial") => Reading::Partial,
            Some("draft") => Reading::Draft,
            other => {
                self.findings.push(messages::unknown_reading(other, statement.head));
                Reading::Partial
            }
        }
    }
}
