//! The tree: statements and expressions in flat arenas, in the order of the text.

use crate::source::letters::plain;
use crate::source::{Source, Span};

/// An expression, by its place in [`Tree::expressions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// A run of neighbours in one of the tree's lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The first one.
    pub start: u32,
    /// The one after the last.
    pub end: u32,
}

/// A parsed file. Nothing of the text is lost: what no node covers is white space,
/// a comment, or was reported as a finding.
#[derive(Debug)]
pub struct Tree<'s> {
    /// The file.
    pub source: &'s Source,
    /// All statements, parents before children, in the order of the text.
    pub statements: Vec<Statement>,
    /// All expressions; operands before the expression that uses them.
    pub expressions: Vec<Expr>,
    /// The lists that [`Run`]s of expressions point into: values, list items, arguments.
    pub items: Vec<ExprId>,
    /// All citations: a statement's own stand together, behind those of the statements in its body.
    pub citations: Vec<Citation>,
    /// All comments, from `#` to the end of the line, in the order of the text.
    pub comments: Vec<Span>,
    /// How many documents have begun.
    pub(super) documents: usize,
}

/// `word value … { statements }? @ "citation"?`
#[derive(Clone, Debug)]
pub struct Statement {
    /// The word it begins with; empty where there is none (which was reported).
    pub word: Span,
    /// From the word to the last value: the statement without its body.
    pub head: Span,
    /// From the word to the end of body and citations.
    pub span: Span,
    /// Its values, into [`Tree::items`]; separated by commas, by spaces, or in `[ … ]` (then one list).
    pub values: Run,
    /// Where the values are separated by white space only, the place of the first such gap.
    pub uncomma: Option<Span>,
    /// Its body.
    pub body: Option<Body>,
    /// Its own citations, into [`Tree::citations`].
    pub citations: Run,
    /// The statement after its last descendant, by place in [`Tree::statements`].
    pub end: u32,
    /// How deep it stands; 0 is a document.
    pub depth: u16,
}

/// The braces of a body.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The `{`.
    pub open: Span,
    /// The `}`; absent where it is missing (which was reported).
    pub close: Option<Span>,
}

/// `@ "p. 7"`, `@ "AM0006" "p. 1"`, `@ inferred`
#[derive(Clone, Debug)]
pub struct Citation {
    /// From `@` to its last part.
    pub span: Span,
    /// Its texts, into [`Tree::items`]: a locator, or a source and a locator.
    pub parts: Run,
    /// `@ inferred`: the encoder's conclusion, not the source's words.
    pub inferred: bool,
}

/// An expression; a plain value is an expression too.
#[derive(Clone, Debug)]
pub struct Expr {
    /// From its first to its last byte.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A bare word, possibly dotted: `historical`, `KH`, `land.redd`, `t.needed`, `yes`.
    Word,
    /// `"text"`: `inner` is what stands between the quotes; with escapes where `escaped`.
    Text {
        /// Between the quotes.
        inner: Span,
        /// Whether a backslash occurs in it.
        escaped: bool,
    },
    /// `"""long text"""`: taken as it stands, common indentation included.
    LongText {
        /// Between the quotes.
        inner: Span,
    },
    /// `600_000 tCO2e`, `10 %`, `07`, `1.5`: never negative (that is [`ExprKind::Negative`]).
    Number {
        /// The digits, with `_` and `.` as written.
        digits: Span,
        /// The unit.
        unit: Option<Span>,
    },
    /// `2021-02-27`, `2021-02` (`2021` is a number until the vocabulary says otherwise).
    Date,
    /// `[a, b]`, into [`Tree::items`].
    List(Run),
    /// `-x`
    Negative(ExprId),
    /// `not x`
    Not(ExprId),
    /// `own x`: looked for only in the document itself.
    Own(ExprId),
    /// `x + y` and the like.
    Binary(Operator, ExprId, ExprId),
    /// `name(a, b)`; `name` is a [`ExprKind::Word`]; also `count(…)`, `sum(i, …)`.
    Call(ExprId, Run),
    /// `x[p]`, `RE [p]`, `"MS%Bl" [j]`: the base and its indices.
    Index(ExprId, Run),
    /// `any x`, `every x`, `no x`; `x` is a [`ExprKind::Bound`] or a path.
    Quantified(Quantifier, ExprId),
    /// `path as name (body)`; the body may be missing.
    Bound {
        /// What is gone through.
        path: ExprId,
        /// The name each one gets.
        name: ExprId,
        /// What is said of each one.
        body: Option<ExprId>,
    },
    /// `any of [a, b] in block is shown`: the same state of several facts, in a block where one is named.
    Several {
        /// How many of them.
        quantifier: Quantifier,
        /// The facts.
        items: Run,
        /// The block that they stand in.
        within: Option<ExprId>,
        /// The state.
        state: ExprId,
    },
    /// `if c then x else y`
    If(ExprId, ExprId, ExprId),
    /// Something was expected here and not found (which was reported).
    Missing,
}

/// `any`, `every`, `no`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Each one.
    Every,
    /// Not one.
    No,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `in`
    In,
    /// `is`: a kind of, or a state (`is stated`, `is none`).
    Is,
    /// `..`
    To,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
}

impl<'s> Tree<'s> {
    /// An empty tree of a file, with room for the statements of a text of `length` bytes.
    pub(super) fn new(source: &'s Source, length: usize) -> Self {
        Tree {
            source,
            statements: Vec::with_capacity(length / 48),
            expressions: Vec::with_capacity(length / 32),
            items: Vec::with_capacity(length / 32),
            citations: Vec::with_capacity(length / 128),
            comments: Vec::new(),
            documents: 0,
        }
    }

    /// Adds an expression.
    pub(super) fn add(&mut self, span: Span, kind: ExprKind) -> ExprId {
        self.expressions.push(Expr { span, kind });
        ExprId(self.expressions.len() as u32 - 1)
    }

    /// The text of a span of this file.
    pub fn text(&self, span: Span) -> &'s str {
        self.source.slice(span)
    }

    /// An expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.expressions[id.0 as usize]
    }

    /// The expressions of a run.
    pub fn run(&self, run: Run) -> impl ExactSizeIterator<Item = ExprId> + '_ {
        self.items[run.start as usize..run.end as usize].iter().copied()
    }

    /// The places of the statements directly in the body of `parent`; the documents where it is `None`.
    pub fn children(&self, parent: Option<u32>) -> impl Iterator<Item = u32> + '_ {
        let (mut at, end) = match parent {
            Some(parent) => (parent + 1, self.statements[parent as usize].end),
            None => (0, self.statements.len() as u32),
        };
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let this = at;
                at = self.statements[this as usize].end;
                this
            })
        })
    }

    /// What a text says, without its quotes and escapes.
    pub fn string(&self, id: ExprId) -> Option<std::borrow::Cow<'_, str>> {
        match self.expr(id).kind {
            ExprKind::Text { inner, escaped: true } => {
                let text = unescape(self.text(inner));
                Some(plain(&text).into_owned().into())
            }
            ExprKind::Text { inner, escaped: false } | ExprKind::LongText { inner } => Some(plain(self.text(inner))),
            _ => None,
        }
    }
}

/// `\"`, `\\`, `\n` and `\t`; any other escaped character stands for itself.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            (c, false) => out.push(c),
        }
    }
    out
}
