//! Conditions over facts: typed against the vocabulary when they are loaded, three-valued when they are asked.

mod aggregate;
mod change;
mod compile;
mod evaluate;
mod evidence;
mod fetch;
mod figure;
mod memory;
mod mutate;
mod step;
mod term;

pub use change::{ANYTHING, Change, Told};
pub use compile::{Limit, Predicate, Scope, compile, compile_figure, compile_path};
pub use evaluate::{Evaluator, Located, Silences, Subject, World};
pub use evidence::{Evidence, Silence};
pub use figure::Figure;
pub use mutate::{Mutant, mutants};
pub use step::Step;
pub use term::Known;

use crate::measure::{Country, Interval, Quantity};
use crate::source::Span;
use crate::syntax::Quantifier;
use crate::vocabulary::{NodeId, WordId};

/// A name bound by a quantifier of a rule, by its number.
pub type Slot = u8;

/// A condition, with every name resolved.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What it asks.
    pub form: Form,
    /// Where it is written, in the file of the rule.
    pub span: Span,
}

/// What a condition asks.
#[derive(Clone, Debug)]
pub enum Form {
    /// All of them hold.
    All(Box<[Condition]>),
    /// At least one of them holds.
    Any(Box<[Condition]>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The fact is in a state: stated, none, not required.
    State(State, Path),
    /// The fact is `yes`.
    Holds(Path),
    /// A comparison.
    Compare(Comparison, Term, Term),
    /// The fact is a word or a kind of it.
    KindOf(Path, WordId),
    /// The fact is one of these.
    Among(Path, Box<[Literal]>),
    /// Something about the values of a path.
    Quantified {
        /// How many of them.
        quantifier: Quantifier,
        /// Whose values.
        path: Path,
        /// The name each one gets.
        slot: Slot,
        /// What is said of each one; that it is there, where nothing is said.
        body: Option<Box<Condition>>,
    },
    /// Two names stand for one interest.
    SameInterest(Path, Path),
    /// A condition that has a name, about what the innermost bound name stands for.
    Predicate(Box<str>, Box<Condition>),
    /// The documents at hand show it; what they leave open counts as no. It stands in `given` only.
    Here(Box<Condition>),
}

/// A state of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The document speaks of it.
    Stated,
    /// It says that it is there: not none and not required, of a yes/no fact yes, of a block more than its heading.
    Shown,
    /// It says that it is not there: none, not required, or no.
    Denied,
    /// The document does not speak of it.
    Silent,
    /// The source itself says that there is none.
    None,
    /// The source says that none is needed.
    NotRequired,
    /// It is another document than the one that is visited.
    Other,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
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
}

/// Something that has a value.
#[derive(Clone, Debug)]
pub enum Term {
    /// A fact.
    Path(Path),
    /// A value written in the rule.
    Literal(Literal),
    /// How many values a path has, or how many of them meet a condition.
    Count(Path, Slot, Option<Box<Condition>>),
    /// The sum, least or greatest of many values.
    Aggregate(Box<Total>),
    /// `a + b` and the like.
    Arithmetic(Arithmetic, Box<Term>, Box<Term>),
    /// The first day of a period.
    Start(Box<Term>),
    /// The last day of a period.
    End(Box<Term>),
    /// The day of judgement.
    AsOf,
}

/// One number made of the values of a path, or of a term about each.
#[derive(Clone, Debug)]
pub struct Total {
    /// What is made of them.
    pub aggregate: Aggregate,
    /// Whose values.
    pub path: Path,
    /// The name each one gets.
    pub slot: Slot,
    /// Which of them count; all, where nothing is said.
    pub only: Option<Condition>,
    /// The term about each; the value itself, where there is none.
    pub term: Option<Term>,
    /// What the sum of none is.
    pub zero: Quantity,
}

/// What is made of many numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// Their sum.
    Sum,
    /// The least of them.
    Min,
    /// The greatest of them.
    Max,
}

/// A calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A value written in a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A number, with its unit and as it is written.
    Quantity(Quantity, Box<str>),
    /// A word of the vocabulary.
    Word(WordId),
    /// A text or version.
    Text(Box<str>),
    /// A date.
    Date(Interval),
    /// `yes` or `no`.
    YesNo(bool),
    /// A country.
    Country(Country),
}

/// The way to a fact.
#[derive(Clone, Debug)]
pub struct Path {
    /// Where it begins.
    pub root: Root,
    /// The steps; none for a bound name alone.
    pub hops: Box<[Hop]>,
    /// Whether only the document itself is asked.
    pub own: bool,
    /// As it is written.
    pub text: Box<str>,
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// In the block that is visited.
    Subject,
    /// In the document that is visited.
    Document,
    /// At the value of a bound name.
    Slot(Slot),
}

/// A step of a path: to a place in the same document, or through a reference into another one.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Whether it goes through the reference found so far.
    pub follows: bool,
    /// The place, for each kind of document it may be in.
    pub nodes: Box<[NodeId]>,
}

impl Condition {
    /// The conditions directly inside it.
    pub fn inner(&self) -> Vec<&Condition> {
        match &self.form {
            Form::All(all) | Form::Any(all) => all.iter().collect(),
            Form::Not(inner) | Form::Here(inner) | Form::Predicate(_, inner) => vec![inner],
            Form::Quantified { body, .. } => body.iter().map(|body| &**body).collect(),
            Form::Compare(_, left, right) => left.inner().into_iter().chain(right.inner()).collect(),
            _ => Vec::new(),
        }
    }

    /// The first `here(…)` in it.
    pub fn here(&self) -> Option<&Condition> {
        match self.form {
            Form::Here(_) => Some(self),
            _ => self.inner().into_iter().find_map(Condition::here),
        }
    }

    /// Says of it and all inside it that it is written here.
    pub fn stand_at(&mut self, span: Span) {
        self.span = span;
        match &mut self.form {
            Form::All(all) | Form::Any(all) => all.iter_mut().for_each(|inner| inner.stand_at(span)),
            Form::Not(inner) | Form::Here(inner) | Form::Predicate(_, inner) => inner.stand_at(span),
            Form::Quantified { body: Some(body), .. } => body.stand_at(span),
            _ => {}
        }
    }
}

impl Term {
    /// The conditions inside it.
    fn inner(&self) -> Vec<&Condition> {
        match self {
            Term::Count(_, _, body) => body.iter().map(|body| &**body).collect(),
            Term::Aggregate(total) => {
                total.only.iter().chain(total.term.iter().flat_map(|term| term.inner())).collect()
            }
            Term::Start(inner) | Term::End(inner) => inner.inner(),
            Term::Arithmetic(_, left, right) => left.inner().into_iter().chain(right.inner()).collect(),
            _ => Vec::new(),
        }
    }
}

impl Path {
    /// The place where it ends; the bound place itself where it has no steps.
    pub fn node(&self) -> Option<NodeId> {
        self.hops.last().and_then(|hop| hop.nodes.first().copied())
    }
}
