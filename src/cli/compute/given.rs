//! What is given on the command line: values and ranges of symbols.

use super::trouble::complaint;
use crate::cli::Complaint;
use crate::equations::{Place, Sheet};
use crate::measure::{Quantity, Unit, parse_amount};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// An input that is varied.
pub(super) struct Varied {
    pub(super) place: Place,
    pub(super) low: Quantity,
    pub(super) high: Quantity,
    /// The unit of both ends, as it is written.
    pub(super) unit: String,
}

/// `EG_y=1200MWh`; without a unit, the number is in the unit that the parameter declares.
pub(super) fn set(text: &str, sheet: &Sheet<'_>, vocabulary: &Vocabulary) -> Result<(Place, Quantity), Complaint> {
    let (symbol, value) = halves(text, "EG_y=1200MWh")?;
    let quantity = quantity(value, vocabulary)?;
    let place = sheet.find(symbol).map_err(complaint)?;
    clear(value, quantity.unit, (sheet, &place), vocabulary)?;
    Ok((place, quantity))
}

/// `EF_grid=0.3..0.6`, `U=5%..15%`
pub(super) fn vary(text: &str, sheet: &Sheet<'_>, vocabulary: &Vocabulary) -> Result<Varied, Complaint> {
    let example = "EF_grid=0.3..0.6";
    let (symbol, range) = halves(text, example)?;
    let (low, high) = range
        .split_once("..")
        .ok_or_else(|| Complaint::usage(format!("`{text}` gives no range; write it as in `{example}`")))?;
    let written =
        |end: &str| end.trim_start_matches(|each: char| matches!(each, '0'..='9' | '.' | '_' | '-' | ' ')).to_owned();
    let unit = if written(low).is_empty() { written(high) } else { written(low) };
    let ends = [low, high];
    let (mut low, high) = (quantity(low, vocabulary)?, quantity(high, vocabulary)?);
    if low.unit == Unit::ONE {
        low.unit = high.unit;
    }
    let amount = high.amount_in(low.unit);
    let amount = amount.map_err(|problem| Complaint::usage(format!("`{range}` is no range: {problem}")))?;
    let place = sheet.find(symbol).map_err(complaint)?;
    for end in ends {
        clear(end, low.unit, (sheet, &place), vocabulary)?;
    }
    Ok(Varied { place, low, high: Quantity::new(amount, low.unit), unit })
}

fn halves<'t>(text: &'t str, example: &str) -> Result<(&'t str, &'t str), Complaint> {
    let halves = text.split_once('=').map(|(symbol, value)| (symbol.trim(), value.trim()));
    halves
        .filter(|(symbol, value)| !symbol.is_empty() && !value.is_empty())
        .ok_or_else(|| Complaint::usage(format!("`{text}` gives no value to a symbol; write it as in `{example}`")))
}

fn quantity(text: &str, vocabulary: &Vocabulary) -> Result<Quantity, Complaint> {
    let text = text.trim();
    let (sign, rest) = text.strip_prefix('-').map_or((Decimal::ONE, text), |rest| (Decimal::NEGATIVE_ONE, rest));
    let digits = rest.find(|character: char| !matches!(character, '0'..='9' | '.' | '_')).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(digits);
    let wrong = |problem: String| Complaint::usage(format!("`{text}` is no quantity: {problem}"));
    if number.is_empty() {
        return Err(wrong("it begins with a number, as in `1200MWh`".to_owned()));
    }
    if unit.starts_with([',', '\'', '’']) {
        return Err(wrong("a point begins the decimals, and `_` sets thousands apart, as in `1_200.5MWh`".to_owned()));
    }
    let amount = parse_amount(number).map_err(|problem| wrong(problem.to_string()))?;
    let unit = match unit.trim() {
        "" => Unit::ONE,
        unit => vocabulary.units.parse(unit).map_err(|problem| wrong(problem.to_string()))?,
    };
    Ok(Quantity::new(amount * sign, unit))
}

/// Units of what comes in thousands: there a point before three digits may set thousands apart.
const LARGE: [&str; 6] = ["tCO2e", "tCO2", "t", "ha", "m3", "MWh"];

/// Refuses a number that is read in two ways: `1.200` tonnes are twelve hundred to some and one and a fifth to others.
/// What no unit says to come in thousands is a decimal.
fn clear(
    text: &str,
    unit: Unit,
    (sheet, place): (&Sheet<'_>, &Place),
    vocabulary: &Vocabulary,
) -> Result<(), Complaint> {
    let text = text.trim().trim_start_matches('-').trim_start();
    let end = text.find(|each: char| !matches!(each, '0'..='9' | '.' | '_')).unwrap_or(text.len());
    let (number, unit_text) = text.split_at(end);
    let Some((whole, fraction)) = number.split_once('.').filter(|_| !number.contains('_')) else { return Ok(()) };
    let grouped = (1..=3).contains(&whole.len()) && !whole.starts_with('0') && fraction.len() == 3;
    let declared = || sheet.declared_unit(place);
    let unit = if unit == Unit::ONE { declared().unwrap_or(unit) } else { unit };
    if !grouped || !is_large(unit, vocabulary) {
        return Ok(());
    }
    let decimal = number.trim_end_matches('0').trim_end_matches('.');
    let [decimal, thousands] = [decimal.to_owned(), format!("{whole}_{fraction}")].map(|each| each + unit_text);
    Err(Complaint::usage(format!(
        "the point of `{text}` may begin decimals or set thousands apart; write `{decimal}`, or `{thousands}`"
    )))
}

/// Whether amounts in a unit come in thousands: money, and what is measured in a large unit or a smaller one.
fn is_large(unit: Unit, vocabulary: &Vocabulary) -> bool {
    let one = |unit: Unit| Quantity::new(Decimal::ONE, unit);
    let smaller = |large: &str| {
        let large = vocabulary.units.parse(large).ok();
        large.is_some_and(|large| one(unit).compare(&one(large)).is_ok_and(|order| order != Ordering::Greater))
    };
    let dimension = unit.dimension();
    let mut factors = dimension.factors();
    let money = match (factors.next(), factors.next()) {
        (Some((base, 1)), None) => base.currency().is_some(),
        _ => false,
    };
    money || LARGE.into_iter().any(smaller)
}
