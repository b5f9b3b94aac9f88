//! What is given on the command line: values and ranges of symbols.

use super::trouble::complaint;
use crate::cli::Complaint;
use crate::equations::{Place, Sheet};
use crate::measure::{Quantity, Unit, parse_amount, two_readings};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;

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
        unit => vocabulary.units.parse(unit).map_err(|problem| match vocabulary.units.meant(unit) {
            Some(meant) => wrong(format!("{problem}; {}", meant.help(number))),
            None => wrong(problem.to_string()),
        })?,
    };
    Ok(Quantity::new(amount * sign, unit))
}

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
    let Some((whole, decimal)) = two_readings(number) else { return Ok(()) };
    let unit = if unit == Unit::ONE { sheet.declared_unit(place).unwrap_or(unit) } else { unit };
    if !vocabulary.is_by_thousands(unit) {
        return Ok(());
    }
    let [decimal, whole] = [decimal, whole].map(|each| each + unit_text);
    Err(Complaint::usage(format!(
        "the point of `{text}` may begin decimals or set thousands apart; write `{decimal}`, or `{whole}`"
    )))
}
