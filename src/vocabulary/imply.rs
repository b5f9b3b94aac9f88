//! What a statement answers beside its own place: a number of renewals says whether there can be one.

use super::{NodeId, WordId};

/// A place whose statements answer another one, which takes `yes` or `no`, in the body of the same block or around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Implied {
    /// Where the statement stands.
    pub from: NodeId,
    /// The place that it answers.
    pub to: NodeId,
    /// The word that answers, and what; none where any value does, by what it is.
    pub word: Option<(WordId, bool)>,
}
