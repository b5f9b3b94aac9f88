//! A term that a message prints: its value as people write it, or nothing where it is not known.

use super::evaluate::Evaluator;
use super::{Known, Term};
use crate::measure::{Unit, show};
use rust_decimal::{Decimal, RoundingStrategy};

/// A term with the unit in which it is printed.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What is computed.
    pub term: Term,
    /// The unit with its name; none for a plain number or a date.
    pub unit: Option<(Unit, Box<str>)>,
    /// As it is written.
    pub text: Box<str>,
}

/// So many digits say enough of a number below a thousand; larger ones are printed whole.
const DIGITS: u32 = 4;

/// What has no more decimals than these is printed as it is: a document stated it so, and a reader who checks the sum
/// of 1.5 and 1_998.5 must find it.
const STATED: u32 = 2;

impl Evaluator<'_> {
    /// The value of a figure; none where a fact that it rests on is not known. What is known only in part is printed
    /// as what it is at least.
    pub fn figure(&mut self, figure: &Figure) -> Option<String> {
        let (quantity, least) = match self.term(&figure.term) {
            Known::Quantity(quantity) => (quantity, false),
            Known::AtLeast(quantity) => (quantity, true),
            Known::Date(date) => return Some(date.to_string()),
            _ => return None,
        };
        let (unit, name) = figure.unit.as_ref().map_or((Unit::ONE, ""), |(unit, name)| (*unit, name));
        let amount = show(rounded(quantity.amount_in(unit).ok()?, least), name);
        Some(if least { format!("at least {amount}") } else { amount })
    }
}

/// A number as short as a reader needs it; what stands for a least amount is never rounded up.
fn rounded(amount: Decimal, least: bool) -> Decimal {
    let strategy = if least { RoundingStrategy::ToNegativeInfinity } else { RoundingStrategy::MidpointAwayFromZero };
    match amount.abs() >= Decimal::ONE_THOUSAND {
        _ if amount.normalize().scale() <= STATED => amount,
        true => amount.round_dp_with_strategy(0, strategy),
        false => amount.round_sf_with_strategy(DIGITS, strategy).unwrap_or(amount),
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, rounded};

    #[test]
    fn numbers_are_as_short_as_a_reader_needs_them() {
        let short = |text: &str, least: bool| {
            let number: Decimal = text.parse().expect("a number");
            rounded(number, least).normalize().to_string()
        };
        assert_eq!(short("374285.714", false), "374286");
        assert_eq!(short("374285.714", true), "374285");
        assert_eq!(short("12.345678", false), "12.35");
        assert_eq!(short("0.000123456", false), "0.0001235");
        assert_eq!(short("83.3333", false), "83.33");
        assert_eq!(short("-1500.512", true), "-1501");
        assert_eq!(short("1998.5", false), "1998.5");
        assert_eq!(short("123456.78", false), "123456.78");
        assert_eq!(short("0", false), "0");
    }
}
