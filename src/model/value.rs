//! The value of a fact, and where it was read: small enough to be copied.

use crate::measure::{Country, Interval};
use crate::vocabulary::WordId;
use std::num::NonZeroU16;

/// A text kept by its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextId {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// Where a statement was read.
#[derive(Clone, Copy, Debug)]
pub struct Citation {
    /// The source, the place in it, or both: as a reader would write it.
    pub text: TextId,
    /// The encoder's conclusion, not the source's words.
    pub inferred: bool,
    /// How much of the source was read, where that weakens the statement: press, a summary.
    pub extent: Option<WordId>,
    /// Which of the answers that the document holds says it, counted from 1, where no text of the document does.
    pub answer: Option<NonZeroU16>,
}

/// What a statement says. Texts and quantities are kept by the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A block, or an attribute of which only the body was written.
    Nothing,
    /// `none`: the source itself says that there is none.
    None,
    /// `not_required`: the source says that none is needed.
    NotRequired,
    /// `unknown`: it was sought and could not be told; or what stands there could not be read.
    Unknown,
    /// A text: a name, a title, a version, a symbol.
    Text(TextId),
    /// A word of the vocabulary.
    Word(WordId),
    /// `yes` or `no`.
    YesNo(bool),
    /// A quantity, by its place in the document.
    Quantity(u32),
    /// A range of quantities: this one and the next.
    Quantities(u32),
    /// A day, month, year or period.
    Date(Interval),
    /// A country.
    Country(Country),
    /// A formula; an equation's is kept by the document.
    Formula,
}

impl Value {
    /// Whether the statement tells something that can be compared.
    pub fn is_told(self) -> bool {
        !matches!(self, Value::Nothing | Value::None | Value::NotRequired | Value::Unknown)
    }
}
