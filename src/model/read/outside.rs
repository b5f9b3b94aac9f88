//! Statements that stand in no document, because a brace too many has closed theirs.

use super::messages;
use crate::finding::Finding;
use crate::source::Span;
use crate::vocabulary::{KindId, Vocabulary};

/// The statements that stand behind the end of a document and would be statements of it.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// The kind of the document, and the brace that ends it.
    document: Option<(KindId, Span)>,
    /// The first statement, and how many follow.
    found: Option<(Span, usize)>,
}

impl Outside {
    /// None yet, behind a document of a kind that this brace ends.
    pub(super) fn behind(kind: KindId, close: Option<Span>) -> Outside {
        Outside { document: close.map(|close| (kind, close)), found: None }
    }

    /// Whether a statement is one of them. Once there is one, all that follow are, whatever their words.
    pub(super) fn takes(&mut self, word: &str, span: Span, vocabulary: &Vocabulary) -> bool {
        let Some((kind, _)) = self.document else { return false };
        match &mut self.found {
            Some((_, more)) => *more += 1,
            None if vocabulary.child(vocabulary.kind(kind).root, word).is_some() => self.found = Some((span, 0)),
            None => return false,
        }
        true
    }

    /// What is wrong with them, if there are any.
    pub(super) fn finish(&mut self) -> Option<Finding> {
        let (_, close) = self.document?;
        self.found.take().map(|(first, more)| messages::outside(first, more, close))
    }
}
