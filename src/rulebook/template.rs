//! Messages with places for values: `{path}`, `{a.field}`, `{limits.most}`, `{missing}`.

use crate::condition::Path;

/// A message.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a message.
#[derive(Clone, Debug)]
pub enum Part {
    /// Words.
    Text(String),
    /// The deciding value at a path, with its unit.
    Value(Path),
    /// What is silent.
    Missing,
}
