//! Unit expressions: from the text of one token to a unit.

use super::amount;
use super::dimension::Dimension;
use super::nearest;
use super::ratio::Ratio;
use super::unit::{Meaning, Named, Unit, Units};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// The longest unit that is read, in bytes.
const LONGEST: usize = 200;

/// How deep parentheses may stand in parentheses.
const DEEPEST: usize = 8;

/// A unit that cannot be read, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitProblem {
    /// The bytes of the unit's text that are to blame.
    pub at: Range<usize>,
    /// What is wrong there.
    pub fault: UnitFault,
}

/// What is wrong with a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitFault {
    /// A factor is missing: at the start, at the end, or beside an operator.
    Missing,
    /// The name is not in the vocabulary.
    Unknown {
        /// As written.
        name: String,
        /// The known name that was probably meant.
        nearest: Option<String>,
    },
    /// What stands in parentheses after a unit is no substance in the vocabulary.
    UnknownSubstance {
        /// As written.
        name: String,
        /// The known name that was probably meant.
        nearest: Option<String>,
    },
    /// The name is refused, because readers differ on what it is worth.
    Ambiguous {
        /// As written.
        name: String,
        /// What it may mean, and what to write.
        means: String,
    },
    /// A substance stands alone, without the mass or volume that is measured.
    BareSubstance {
        /// As written.
        name: String,
    },
    /// A product follows a division: `kg/ha*year` could be `kg/(ha*year)` or `kg*year/ha` (SI brochure, 5.4.6).
    ProductAfterDivision,
    /// A number other than 1 stands in the unit.
    Number,
    /// A parenthesis is not closed, or closed without being open.
    Parenthesis,
    /// Something follows that is not part of a unit.
    Trailing,
    /// It is longer than 200 bytes or nested deeper than 8 parentheses.
    TooLong,
    /// Its factor, powers or bases are more than can be held.
    Range,
}

impl UnitProblem {
    /// What to write in place of the bytes at [`UnitProblem::at`], where that is clear.
    pub fn suggestion(&self) -> Option<&str> {
        match &self.fault {
            UnitFault::Unknown { nearest, .. } | UnitFault::UnknownSubstance { nearest, .. } => nearest.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for UnitProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            UnitFault::Missing => out.write_str("a unit is missing here"),
            UnitFault::Unknown { name, .. } => write!(out, "unknown unit `{name}`"),
            UnitFault::UnknownSubstance { name, .. } => write!(out, "unknown substance `{name}`"),
            UnitFault::Ambiguous { name, means } => write!(out, "`{name}` is ambiguous: {means}"),
            UnitFault::BareSubstance { name } => write!(out, "`{name}` is a substance, not a unit; write `t({name})`"),
            UnitFault::ProductAfterDivision => {
                out.write_str("a product after a division can be read in two ways; put parentheses around what divides, or write `/` again")
            }
            UnitFault::Number => out.write_str("a number does not belong in a unit"),
            UnitFault::Parenthesis => out.write_str("the parentheses of this unit do not match"),
            UnitFault::Trailing => out.write_str("this is not part of a unit"),
            UnitFault::TooLong => write!(out, "a unit may be {LONGEST} bytes long and {DEEPEST} parentheses deep"),
            UnitFault::Range => out.write_str("this unit is too large, too small or has too many factors"),
        }
    }
}

impl std::error::Error for UnitProblem {}

/// Reads the text of a unit as a document has it: without spaces and without numbers.
pub(super) fn parse(units: &Units, text: &str) -> Result<Unit, UnitProblem> {
    Reader { units, text, at: 0, depth: 0, definition: false }.all()
}

/// Reads the worth of a unit as a definition has it: spaces multiply, and numbers are factors.
pub(super) fn parse_definition(units: &Units, text: &str) -> Result<Unit, UnitProblem> {
    Reader { units, text, at: 0, depth: 0, definition: true }.all()
}

/// Whether a text can be read as one name.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|each| is_word_char(each) && each != '^')
        && !text.starts_with(|first: char| first.is_ascii_digit())
}

struct Reader<'a> {
    units: &'a Units,
    text: &'a str,
    at: usize,
    depth: usize,
    definition: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Times,
    Over,
}

impl<'a> Reader<'a> {
    fn all(mut self) -> Result<Unit, UnitProblem> {
        if self.text.len() > LONGEST {
            return Err(self.problem(0, UnitFault::TooLong, self.text.len()));
        }
        let unit = self.product()?;
        match self.rest().chars().next() {
            None => Ok(unit),
            Some(')') => Err(self.problem(self.at, UnitFault::Parenthesis, 1)),
            Some(_) => Err(self.problem(self.at, UnitFault::Trailing, self.rest().len())),
        }
    }

    fn product(&mut self) -> Result<Unit, UnitProblem> {
        let start = self.at;
        let mut unit = self.factor()?;
        let mut divided = false;
        loop {
            let operator_at = self.at;
            let result = match self.operator() {
                None => return Ok(unit),
                Some(Operator::Over) => {
                    divided = true;
                    unit.over(self.factor()?)
                }
                Some(Operator::Times) if divided => {
                    return Err(self.problem(operator_at, UnitFault::ProductAfterDivision, self.at - operator_at));
                }
                Some(Operator::Times) => unit.times(self.factor()?),
            };
            unit = result.ok_or_else(|| self.problem(start, UnitFault::Range, self.at - start))?;
        }
    }

    /// A name, a group or a number, with the power that raises it.
    fn factor(&mut self) -> Result<Unit, UnitProblem> {
        self.skip_spaces();
        match self.rest().chars().next() {
            Some('(') => {
                let start = self.at;
                let unit = self.group()?;
                self.raised(start, unit)
            }
            Some(first) if first.is_ascii_digit() => self.number(),
            Some(first) if is_word_char(first) => self.named(),
            _ => Err(self.problem(self.at, UnitFault::Missing, 0)),
        }
    }

    /// `(head*year)`.
    fn group(&mut self) -> Result<Unit, UnitProblem> {
        let start = self.at;
        if self.depth == DEEPEST {
            return Err(self.problem(start, UnitFault::TooLong, 1));
        }
        self.at += 1;
        self.depth += 1;
        let unit = self.product()?;
        self.depth -= 1;
        self.skip_spaces();
        if !self.rest().starts_with(')') {
            return Err(self.problem(start, UnitFault::Parenthesis, 1));
        }
        self.at += 1;
        Ok(unit)
    }

    /// `1`, or any decimal in a definition.
    fn number(&mut self) -> Result<Unit, UnitProblem> {
        let start = self.at;
        let text = self.take(|each| each.is_ascii_digit() || each == '.' || each == '_');
        let number = amount::parse_amount(text).ok().and_then(Ratio::of);
        match number {
            Some(Ratio::ONE) => Ok(Unit::ONE),
            Some(factor) if self.definition => Ok(Unit::new(factor, Dimension::RATIO)),
            _ => Err(self.problem(start, UnitFault::Number, text.len())),
        }
    }

    /// `MWh`, `m2`, `kgCH4`, `kg(N2O-N)`.
    fn named(&mut self) -> Result<Unit, UnitProblem> {
        let start = self.at;
        let word = self.take(is_word_char);
        let unit = self.resolve(start, word)?;
        if !self.rest().starts_with('(') {
            return Ok(unit);
        }
        let substance = self.substance()?;
        let unit = unit.times(substance).ok_or_else(|| self.problem(start, UnitFault::Range, self.at - start))?;
        self.raised(start, unit)
    }

    /// `(N2O-N)`, `(d.m.)`: up to the closing parenthesis, whatever stands in it.
    fn substance(&mut self) -> Result<Unit, UnitProblem> {
        let open = self.at;
        self.at += 1;
        let inside = self.take(|each| each != ')' && each != '(');
        if !self.rest().starts_with(')') {
            return Err(self.problem(open, UnitFault::Parenthesis, 1));
        }
        self.at += 1;
        let name = plain(inside.trim());
        match self.units.lookup(&name) {
            Some(Named { meaning: Meaning::Substance(base), .. }) => Ok(Unit::new(Ratio::ONE, Dimension::of(base))),
            _ => {
                let nearest = nearest::substance(self.units, &name);
                let fault = UnitFault::UnknownSubstance { name: inside.to_owned(), nearest };
                Err(self.problem(open + 1, fault, inside.len()))
            }
        }
    }

    /// A word as a name, or as a name with a power behind it.
    fn resolve(&self, start: usize, word: &str) -> Result<Unit, UnitProblem> {
        let name = plain(word);
        if let Some(named) = self.units.lookup(&name) {
            return self.unit_of(start, word, named);
        }
        // Without a caret, the 2 of `kgN2` is part of a formula and no power.
        if let Some((base, power)) = split_power(&name)
            && let Some(named) = if name.contains('^') { self.units.lookup(base) } else { self.units.lookup_name(base) }
        {
            let raised = self.unit_of(start, word, named)?.power(power);
            return raised.ok_or_else(|| self.problem(start, UnitFault::Range, word.len()));
        }
        let fault = UnitFault::Unknown { name: word.to_owned(), nearest: self.units.nearest(&name) };
        Err(self.problem(start, fault, word.len()))
    }

    fn unit_of(&self, start: usize, word: &str, named: Named) -> Result<Unit, UnitProblem> {
        let name = || word.to_owned();
        let fault = match named.meaning {
            Meaning::Unit(unit) => return Ok(unit),
            Meaning::Ambiguous => UnitFault::Ambiguous { name: name(), means: self.units.advice(named) },
            Meaning::Substance(_) => UnitFault::BareSubstance { name: name() },
        };
        Err(self.problem(start, fault, word.len()))
    }

    /// What has just been closed by a parenthesis, raised to the power that may follow.
    fn raised(&mut self, start: usize, unit: Unit) -> Result<Unit, UnitProblem> {
        let at = self.at;
        let text = self.take(is_word_char);
        if text.is_empty() {
            return Ok(unit);
        }
        let Some(("", power)) = split_power(&plain(text)) else {
            return Err(self.problem(at, UnitFault::Trailing, text.len()));
        };
        unit.power(power).ok_or_else(|| self.problem(start, UnitFault::Range, self.at - start))
    }

    fn operator(&mut self) -> Option<Operator> {
        let spaces = self.skip_spaces();
        let next = self.rest().chars().next()?;
        let operator = match next {
            '/' | '∕' | '÷' => Operator::Over,
            '*' | '.' | '·' | '⋅' | '×' => Operator::Times,
            '(' if spaces => return Some(Operator::Times),
            _ if spaces && is_word_char(next) => return Some(Operator::Times),
            _ => return None,
        };
        self.at += next.len_utf8();
        Some(operator)
    }

    /// Skips the spaces that a definition may have; says whether there were any.
    fn skip_spaces(&mut self) -> bool {
        self.definition && !self.take(|each| each == ' ').is_empty()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let taken = &rest[..rest.find(|each| !wanted(each)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn problem(&self, at: usize, fault: UnitFault, length: usize) -> UnitProblem {
        UnitProblem { at: at..(at + length).min(self.text.len()), fault }
    }
}

/// What a name and its power are made of: all but operators, parentheses and white space.
fn is_word_char(each: char) -> bool {
    !matches!(each, '/' | '∕' | '÷' | '*' | '.' | '·' | '⋅' | '×' | '(' | ')')
        && !each.is_whitespace()
        && !each.is_control()
}

/// `m2`, `m^2`, `ha^-1`, `ha-1` as a base and its power.
fn split_power(word: &str) -> Option<(&str, i8)> {
    let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (base, power) = word.split_at_checked(word.len() - digits)?;
    let power: i8 = power.parse().ok()?;
    let (base, power) = base.strip_suffix('-').map_or((base, power), |base| (base, -power));
    Some((base.strip_suffix('^').unwrap_or(base), power))
}

/// A word as the vocabulary spells it: subscripts and superscripts as digits, one sign for minus and micro.
fn plain(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().map(plain_char).collect())
}

fn plain_char(each: char) -> char {
    let digit = |first: u32| char::from_digit(u32::from(each).wrapping_sub(first), 10).unwrap_or(each);
    match each {
        '\u{2080}'..='\u{2089}' => digit(0x2080),
        '⁰' | '\u{2074}'..='\u{2079}' => digit(0x2070),
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁻' | '−' | '–' => '-',
        '\u{3bc}' => 'µ',
        _ => each,
    }
}
