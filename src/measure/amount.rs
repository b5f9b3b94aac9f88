//! Amounts: decimal numbers as people write and read them, and arithmetic that never returns a number it cannot stand for.

use rust_decimal::Decimal;
use std::fmt;

/// The fewest significant digits that a rounded result may have; what has fewer is out of range.
const LEAST_ROUNDED: u128 = 1_000_000_000_000;

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountProblem {
    /// It is not digits, `_` between digits, one point and a sign.
    NotANumber {
        /// As written.
        text: String,
    },
    /// It groups its digits with commas, which separate values here.
    Commas {
        /// As written.
        text: String,
    },
    /// It has more digits than the 28 that are counted exactly.
    TooManyDigits {
        /// As written.
        text: String,
    },
}

impl fmt::Display for AmountProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AmountProblem::NotANumber { text } => {
                write!(out, "`{text}` is not a decimal number such as `600_000` or `0.5`")
            }
            AmountProblem::Commas { text } => {
                write!(out, "`{text}` groups its digits with commas; write `{}`", text.replace(',', "_"))
            }
            AmountProblem::TooManyDigits { text } => {
                write!(out, "`{text}` has more digits than can be counted exactly, which are 28")
            }
        }
    }
}

impl std::error::Error for AmountProblem {}

/// Reads `600_000`, `0.5`, `07`, `-10`: exactly, or not at all. `−` (U+2212) is a minus sign too.
pub fn parse_amount(text: &str) -> Result<Decimal, AmountProblem> {
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        let grouped = digits.contains(',') && is_digits(&digits.replace([',', '.'], "_"));
        let text = text.to_owned();
        return Err(if grouped { AmountProblem::Commas { text } } else { AmountProblem::NotANumber { text } });
    }
    let too_many = || AmountProblem::TooManyDigits { text: text.to_owned() };
    let fraction = fraction.replace('_', "");
    let fraction = fraction.trim_end_matches('0');
    let scale = u32::try_from(fraction.len()).map_err(|_| too_many())?;
    let digits = whole.replace('_', "") + fraction;
    let mantissa = digits.parse::<i128>().map_err(|_| too_many())?;
    let mut amount = Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| too_many())?;
    amount.set_sign_negative(negative && !amount.is_zero());
    Ok(amount)
}

/// How a number reads whose point may stand between thousands or before decimals: `1_500` and `1.5` for `1.500`,
/// `1_234` and `1.2340` for `1.234`. None where it reads in one way.
pub fn two_readings(digits: &str) -> Option<(String, String)> {
    let (whole, fraction) = digits.split_once('.')?;
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = (1..=3).contains(&whole.len()) && fraction.len() == 3 && !whole.starts_with('0');
    let decimal = || match digits.ends_with('0') {
        true => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => format!("{digits}0"),
    };
    (grouped && plain(whole) && plain(fraction)).then(|| (format!("{whole}_{fraction}"), decimal()))
}

/// An amount and its unit as people write them: `600_000 tCO2e`, `10 %`, `0.5`; an empty unit adds nothing.
pub fn show(amount: Decimal, unit: &str) -> String {
    let plain = amount.normalize().abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + unit.len() + 8);
    if amount.is_sign_negative() && !amount.is_zero() {
        text.push('-');
    }
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    for (mark, part) in [('.', fraction), (' ', unit)] {
        if !part.is_empty() {
            text.push(mark);
            text.push_str(part);
        }
    }
    text
}

/// The sum; exact up to 28 digits, then rounded; none where it does not fit.
pub(super) fn plus(left: Decimal, right: Decimal) -> Option<Decimal> {
    Some(left.checked_add(right)?.normalize())
}

/// The product; exact up to 28 digits, then rounded; none where it does not fit or too few digits would be left.
pub(super) fn times(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let product = left.checked_mul(right)?;
    let whole = left.is_zero() || right.is_zero() || left.scale() + right.scale() <= Decimal::MAX_SCALE;
    (whole || is_precise(product)).then(|| product.normalize())
}

/// The quotient; exact up to 28 digits, then rounded; none where it does not fit, too few digits would be left, or `right` is zero.
pub(super) fn over(left: Decimal, right: Decimal) -> Option<Decimal> {
    let quotient = left.checked_div(right)?;
    let sound = is_precise(quotient) || times(quotient, right) == Some(left.normalize());
    sound.then(|| quotient.normalize())
}

fn is_precise(rounded: Decimal) -> bool {
    rounded.mantissa().unsigned_abs() >= LEAST_ROUNDED
}

/// Digits with single `_` between them.
fn is_digits(text: &str) -> bool {
    text.split('_').all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
}
