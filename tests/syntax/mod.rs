//! Text to tree: expressions, statements, recovery, damaged and hostile input.

mod damage;
mod expressions;
mod hostile;
mod print;
mod recovery;
mod statements;

use std::sync::Arc;

use tonne::source::{FileId, Source};

/// The document kinds of the language.
const KINDS: &[&str] = &[
    "program",
    "agreement",
    "tool",
    "methodology",
    "activity",
    "monitoring",
    "report",
    "country",
    "organisation",
    "review",
];

fn source(text: &str) -> Source {
    Source { id: FileId(0), name: "test.tonne".into(), text: Arc::from(text) }
}

/// The realistic documents that tests damage.
pub(crate) const FIXTURES: &[&str] = &[
    include_str!("../fixtures/syntax/prey_lang.tonne"),
    include_str!("../fixtures/syntax/agreement.tonne"),
    include_str!("../fixtures/syntax/solar.tonne"),
];
