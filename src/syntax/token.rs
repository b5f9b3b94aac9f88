//! The tokens of a statement, as the grammar found them.

use crate::source::Span;

/// A token of a statement's head, a citation or a condition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Without the blanks behind it.
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bare word.
    Word,
    /// `"text"`, whether it is closed (else its end was reported) and whether it has escapes.
    Text { closed: bool, escaped: bool },
    /// `"""long text"""`
    LongText,
    /// A text in other quotation marks than `"`, of so many bytes.
    Quoted { open: u8, close: u8 },
    /// A number with or without a unit.
    Amount,
    /// A date.
    Date,
    /// An operator or a comma.
    Sign(Sign),
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `[`
    OpenList,
    /// `]`
    CloseList,
    /// What no statement holds.
    Junk,
    /// What was reported before the grammar saw it.
    Hole,
}

/// An operator, or the comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Comma,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    To,
    Plus,
    Minus,
    Times,
    Over,
    Power,
    And,
    Or,
}

impl Sign {
    /// The sign a text begins with, its length, and how it should be written where it is written otherwise.
    pub(super) fn read(text: &str) -> (Sign, usize, Option<&'static str>) {
        let two = |spelled: &str| text.starts_with(spelled);
        match text.as_bytes().first().copied().unwrap_or_default() {
            b',' => (Sign::Comma, 1, None),
            b'=' if two("==") => (Sign::Equal, 2, Some("=")),
            b'=' => (Sign::Equal, 1, None),
            b'+' => (Sign::Plus, 1, None),
            b'-' => (Sign::Minus, 1, None),
            b'*' => (Sign::Times, 1, None),
            b'/' => (Sign::Over, 1, None),
            b'.' => (Sign::To, 2, None),
            b'<' if two("<=") => (Sign::AtMost, 2, None),
            b'<' if two("<>") => (Sign::Unequal, 2, Some("!=")),
            b'<' => (Sign::Less, 1, None),
            b'>' if two(">=") => (Sign::AtLeast, 2, None),
            b'>' => (Sign::Greater, 1, None),
            b'!' => (Sign::Unequal, 2, None),
            b'^' => (Sign::Power, 1, None),
            b'&' => (Sign::And, 2, Some("and")),
            b'|' => (Sign::Or, 2, Some("or")),
            _ => Sign::read_foreign(text),
        }
    }

    /// The signs beyond ASCII, which a word processor or a formula brings along.
    fn read_foreign(text: &str) -> (Sign, usize, Option<&'static str>) {
        let c = text.chars().next().unwrap_or(',');
        let (sign, right) = match c {
            '×' | '·' => (Sign::Times, "*"),
            '÷' => (Sign::Over, "/"),
            '−' | '–' => (Sign::Minus, "-"),
            '≤' => (Sign::AtMost, "<="),
            '≥' => (Sign::AtLeast, ">="),
            '≠' => (Sign::Unequal, "!="),
            _ => (Sign::To, ".."),
        };
        (sign, c.len_utf8(), Some(right))
    }
}

/// How long a token is without the blanks behind it.
pub(super) fn trimmed(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut length = bytes.len();
    while length > 0 && matches!(bytes[length - 1], b' ' | b'\t' | b'\r') {
        length -= 1;
    }
    match length.checked_sub(1).map(|last| bytes[last].is_ascii()) {
        Some(false) => text[..length].trim_end().len(),
        _ => length,
    }
}
