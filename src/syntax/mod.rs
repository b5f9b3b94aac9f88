//! Text to tree. Parsing never fails: what cannot be read becomes a finding, and the rest is read.

mod brackets;
mod build;
mod complain;
mod digits;
mod expect;
mod expression;
mod flaws;
mod grammar;
mod header;
mod messages;
mod number;
mod operand;
mod scan;
mod token;
mod tree;

pub use complain::TOO_MANY_ERRORS;
pub use flaws::STRAY_CLOSER;
pub use tree::{Body, Citation, Expr, ExprId, ExprKind, Operator, Quantifier, Run, Statement, Tree};

use build::Builder;
use complain::Complaints;
use scan::Scanner;

use crate::finding::Finding;
use crate::source::{Source, Span};

/// What a text may cost; each limit is a finding where it is passed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The deepest nesting of `{`, `[` and `(`.
    pub depth: usize,
    /// The most statements in a file.
    pub statements: usize,
    /// The most documents in a file.
    pub documents: usize,
    /// The most operators in one expression.
    pub operators: usize,
    /// The most findings of syntax told for one file; the rest is counted in the last one.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 256, statements: 200_000, documents: 20_000, operators: 1_024, findings: 200 }
    }
}

/// Reads a file. `kinds` are the words that begin a document in the first column, whatever is still open.
///
/// Every text gives a tree; the findings are in the order of the text, and only errors of form.
pub fn parse<'s>(source: &'s Source, kinds: &[&str], limits: Limits) -> (Tree<'s>, Vec<Finding>) {
    let text: &'s str = &source.text;
    let start = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut complaints = Complaints::new(source.id, limits.findings);
    flaws::hidden_characters(&mut complaints, text, start);
    let mut tree = Tree::new(source, text.len());
    let mut scanner = Scanner::new(text, start, kinds, limits.depth);
    while let Some(chunk) = scanner.next_chunk(&mut complaints) {
        if !Builder::new(&mut tree, &mut complaints, limits).chunk(&chunk) {
            break;
        }
    }
    (tree, complaints.finish())
}

/// Reads the expression in `span` (a rule's condition, a value of the command line); line ends count as spaces.
///
/// There is none where the span holds no value, which is a finding.
pub fn parse_expression(source: &Source, span: Span) -> (Tree<'_>, Option<ExprId>, Vec<Finding>) {
    let limits = Limits::default();
    let mut complaints = Complaints::new(source.id, limits.findings);
    let mut tree = Tree::new(source, 0);
    let (start, end) = (span.start as usize, span.end as usize);
    let text = source.text.get(..end).filter(|text| text.is_char_boundary(start)).unwrap_or_default();
    flaws::hidden_characters(&mut complaints, text, start.min(text.len()));
    let mut scanner = Scanner::new(text, start, &[], limits.depth);
    let chunk = scanner.next_chunk(&mut complaints);
    let mut builder = Builder::new(&mut tree, &mut complaints, limits);
    if let Some(chunk) = &chunk {
        builder.condition(chunk);
    }
    let expression = header::condition(&mut builder, span);
    (tree, expression, complaints.finish())
}
