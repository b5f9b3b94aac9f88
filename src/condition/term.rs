//! Values that are compared: known, missing, or known only in part.

use super::aggregate::at_least_of;
use super::evaluate::{Evaluator, Located};
use super::fetch::Found;
use super::{Arithmetic, Comparison, Literal, Path, Term};
use crate::measure::{Country, Interval, Quantity, Version};
use crate::model::Value;
use crate::vocabulary::{NoneMeans, ValueType, WordId};
use std::cmp::Ordering;

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Nothing.
    Nothing,
    /// There is none.
    NoValue,
    /// It is more than any number.
    Unlimited,
    /// A quantity.
    Quantity(Quantity),
    /// At least this quantity.
    AtLeast(Quantity),
    /// A word.
    Word(WordId),
    /// A text.
    Text(Box<str>),
    /// A version.
    Version(Box<str>),
    /// A date or period.
    Date(Interval),
    /// Yes or no.
    YesNo(bool),
    /// A country.
    Country(Country),
}

impl Evaluator<'_> {
    /// The value of a term.
    pub(super) fn term(&mut self, term: &Term) -> Known {
        match term {
            Term::Path(path) => self.path_value(path),
            Term::Literal(literal) => Known::from(literal),
            Term::Count(path, slot, body) => self.count(path, *slot, body.as_deref()),
            Term::Aggregate(total) => self.aggregate(total),
            Term::Arithmetic(operator, left, right) => {
                let (left, right) = (self.term(left), self.term(right));
                self.calculate(*operator, left, right)
            }
            Term::Start(inner) => match self.term(inner) {
                Known::Date(date) => Known::Date(date.start()),
                other => other,
            },
            Term::End(inner) => match self.term(inner) {
                Known::Date(date) => Known::Date(date.end()),
                other => other,
            },
            Term::AsOf => Known::Date(self.world.as_of.into()),
        }
    }

    /// The one value at the end of a path.
    pub(super) fn path_value(&self, path: &Path) -> Known {
        let mut found = Found::new();
        let search = self.fetch(path, &mut found);
        match found[..] {
            _ if search.conflict || search.open => Known::Nothing,
            [] => Known::Nothing,
            [one] => self.known(one),
            [first, ..] => {
                let same = found.iter().all(|other| self.same_value(first, *other));
                if same { self.known(first) } else { Known::Nothing }
            }
        }
    }

    /// What a fact says.
    pub(super) fn known(&self, located: Located) -> Known {
        let document = self.world.model.document(located.document);
        let entry = document.entry(located.entry);
        match entry.value {
            Value::Nothing | Value::Unknown | Value::Formula | Value::Quantities(_) => Known::Nothing,
            Value::None | Value::NotRequired => match self.world.vocabulary.node(entry.node).none {
                NoneMeans::NoValue => Known::NoValue,
                // That nothing is required says nothing of how much there is.
                _ if entry.value == Value::NotRequired => Known::Nothing,
                NoneMeans::Unlimited => Known::Unlimited,
                NoneMeans::Zero => self.zero(located),
            },
            Value::Text(text) => {
                let text = document.text(text).into();
                match self.world.vocabulary.node(entry.node).value {
                    ValueType::Version => Known::Version(text),
                    _ => Known::Text(text),
                }
            }
            Value::Word(word) => Known::Word(word),
            Value::YesNo(yes) => Known::YesNo(yes),
            Value::Quantity(at) => Known::Quantity(document.quantity(at)),
            Value::Date(date) => Known::Date(date),
            Value::Country(country) => Known::Country(country),
        }
    }

    /// Zero in the unit of the place.
    fn zero(&self, located: Located) -> Known {
        let node = self.world.model.document(located.document).entry(located.entry).node;
        let unit = match &self.world.vocabulary.node(node).value {
            ValueType::Quantity(Some((_, unit))) => self.world.vocabulary.units.parse(unit).ok(),
            _ => None,
        };
        Known::Quantity(unit.map_or(Quantity::number(0.into()), |unit| Quantity::new(0.into(), unit)))
    }

    pub(super) fn same_value(&self, left: Located, right: Located) -> bool {
        let (left, right) = (self.known(left), self.known(right));
        left == right && left != Known::Nothing
    }

    /// The order of two facts that are quantities or dates.
    pub(super) fn order(&self, left: Located, right: Located) -> Option<Ordering> {
        match (self.known(left), self.known(right)) {
            (Known::Quantity(left), Known::Quantity(right)) => left.compare(&right).ok(),
            (Known::Unlimited, Known::Quantity(_)) => Some(Ordering::Greater),
            (Known::Quantity(_), Known::Unlimited) => Some(Ordering::Less),
            (Known::Date(left), Known::Date(right)) => match (left.before(&right), right.before(&left)) {
                (Some(true), _) => Some(Ordering::Less),
                (_, Some(true)) => Some(Ordering::Greater),
                _ => None,
            },
            _ => None,
        }
    }

    fn calculate(&self, operator: Arithmetic, left: Known, right: Known) -> Known {
        if let (Known::AtLeast(_), _) | (_, Known::AtLeast(_)) = (&left, &right) {
            return at_least_of(operator, &left, &right).map_or(Known::Nothing, Known::AtLeast);
        }
        let result = match (operator, left, right) {
            (Arithmetic::Add, Known::Quantity(left), Known::Quantity(right)) => left.plus(&right),
            (Arithmetic::Subtract, Known::Quantity(left), Known::Quantity(right)) => left.minus(&right),
            (Arithmetic::Multiply, Known::Quantity(left), Known::Quantity(right)) => left.times(&right),
            (Arithmetic::Divide, Known::Quantity(left), Known::Quantity(right)) => left.over(&right),
            (Arithmetic::Add, Known::Date(date), Known::Quantity(time)) => return self.shift(date, time, 1),
            (Arithmetic::Subtract, Known::Date(date), Known::Quantity(time)) => return self.shift(date, time, -1),
            _ => return Known::Nothing,
        };
        result.map_or(Known::Nothing, Known::Quantity)
    }

    /// A date so many whole months or days later; a time that is neither moves nothing that is known.
    fn shift(&self, date: Interval, time: Quantity, sign: i32) -> Known {
        let whole = |unit: &str| {
            let amount = time.amount_in(self.world.vocabulary.units.parse(unit).ok()?).ok()?;
            let number: i32 = amount.is_integer().then(|| amount.normalize().to_string().parse().ok())??;
            number.checked_mul(sign)
        };
        let shifted = match (whole("months"), whole("days")) {
            (Some(months), _) => date.shift(months, 0),
            (None, Some(days)) => date.shift(0, days),
            (None, None) => None,
        };
        shifted.map_or(Known::Nothing, Known::Date)
    }
}

impl From<&Literal> for Known {
    fn from(literal: &Literal) -> Known {
        match literal {
            Literal::Quantity(quantity, _) => Known::Quantity(*quantity),
            Literal::Word(word) => Known::Word(*word),
            Literal::Text(text) => Known::Text(text.clone()),
            Literal::Date(date) => Known::Date(*date),
            Literal::YesNo(yes) => Known::YesNo(*yes),
            Literal::Country(country) => Known::Country(*country),
        }
    }
}

/// Compares what is known; `None` where it does not decide.
pub(super) fn compare(comparison: Comparison, left: &Known, right: &Known) -> Option<bool> {
    match (left, right) {
        (Known::Nothing, _) | (_, Known::Nothing) => None,
        (Known::NoValue, Known::NoValue) => equality(comparison, true),
        (Known::NoValue, _) | (_, Known::NoValue) => equality(comparison, false),
        (Known::AtLeast(least), Known::Quantity(other)) => at_least(comparison, least.compare(other).ok()?),
        (Known::Quantity(other), Known::AtLeast(least)) => at_least(comparison.turned(), least.compare(other).ok()?),
        (Known::AtLeast(_), _) | (_, Known::AtLeast(_)) => None,
        (Known::Date(left), Known::Date(right)) => dates(comparison, left, right),
        (Known::Version(left), Known::Version(right) | Known::Text(right))
        | (Known::Text(left), Known::Version(right)) => {
            let (left, right) = (Version::parse(left).ok()?, Version::parse(right).ok()?);
            Some(comparison.holds(left.cmp(&right)))
        }
        (Known::Unlimited, Known::Unlimited) => Some(comparison.holds(Ordering::Equal)),
        (Known::Unlimited, _) => Some(comparison.holds(Ordering::Greater)),
        (_, Known::Unlimited) => Some(comparison.holds(Ordering::Less)),
        (Known::Quantity(left), Known::Quantity(right)) => Some(comparison.holds(left.compare(right).ok()?)),
        _ => equality(comparison, left == right),
    }
}

fn equality(comparison: Comparison, equal: bool) -> Option<bool> {
    match comparison {
        Comparison::Equal => Some(equal),
        Comparison::Unequal => Some(!equal),
        _ => None,
    }
}

/// A value that is at least `least`, compared with another that `least` stands to as `order`.
fn at_least(comparison: Comparison, order: Ordering) -> Option<bool> {
    match (comparison, order) {
        (Comparison::AtLeast, Ordering::Greater | Ordering::Equal) | (Comparison::Greater, Ordering::Greater) => {
            Some(true)
        }
        (Comparison::Less, Ordering::Greater | Ordering::Equal) | (Comparison::AtMost, Ordering::Greater) => {
            Some(false)
        }
        (Comparison::Equal, Ordering::Greater) => Some(false),
        (Comparison::Unequal, Ordering::Greater) => Some(true),
        _ => None,
    }
}

fn dates(comparison: Comparison, left: &Interval, right: &Interval) -> Option<bool> {
    match comparison {
        Comparison::Equal => left.equal(right),
        Comparison::Unequal => left.equal(right).map(|equal| !equal),
        Comparison::Less => left.before(right),
        Comparison::AtMost => left.at_or_before(right),
        Comparison::Greater => right.before(left),
        Comparison::AtLeast => right.at_or_before(left),
    }
}

impl Comparison {
    /// Whether two values in this order meet it.
    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::Unequal => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::AtMost => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::AtLeast => order != Ordering::Less,
        }
    }

    /// The same comparison with its sides exchanged.
    pub(super) fn turned(self) -> Self {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::Greater => Comparison::Less,
            Comparison::AtLeast => Comparison::AtMost,
            same => same,
        }
    }
}
