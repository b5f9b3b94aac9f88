//! Text to tree. Parsing never fails: what cannot be read becomes a finding, and the rest is read.

mod tree;

pub use tree::{
    Body, Citation, Expr, ExprId, ExprKind, Operator, Quantifier, Run, Statement, Tree,
};

use crate::finding::Finding;
use crate::source::{Source, Span};

/// What a text may cost; each limit is a finding where it is passed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The deepest nesting of `{`, `[` and `(`.
    pub depth: usize,
    /// The most statements in a file.
    pub statements: usize,
    /// The most operators in one expression.
    pub operators: usize,
    /// The most findings of syntax told for one file; the rest is counted in the last one.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 256, statements: 200_000, operators: 1_024, findings: 200 }
    }
}

/// Reads a file. `kinds` are the words that begin a document in the first column, whatever is still open.
pub fn parse<'s>(source: &'s Source, kinds: &[&str], limits: Limits) -> (Tree<'s>, Vec<Finding>) {
    let _ = (source, kinds, limits);
    unimplemented!()
}

/// Reads the expression in `span` (a rule's condition, a value of the command line); line ends count as spaces.
pub fn parse_expression(source: &Source, span: Span) -> (Tree<'_>, Option<ExprId>, Vec<Finding>) {
    let _ = (source, span);
    unimplemented!()
}
