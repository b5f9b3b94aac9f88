//! How two units stand to each other: of one size, or different by no more than what the vocabulary overlooks.

use super::measured::Measured;
use crate::measure::{Dimension, Quantity, Unit};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// So many digits of a factor between two units say enough.
const FACTOR_DIGITS: u32 = 4;

/// How two units stand to each other.
pub(super) enum Likeness {
    Same,
    Scale,
    Dimension,
}

/// How what two parts measure stands to each other.
pub(super) fn likeness(vocabulary: &Vocabulary, one: Measured, other: Measured) -> Likeness {
    let Some(apart) = one.unit.dimension().over(other.unit.dimension()) else { return Likeness::Same };
    if apart.is_ratio() {
        let steps = || (one.summed || other.summed) && apart_in_time(vocabulary, one, other);
        return if same_size(one, other) || steps() { Likeness::Same } else { Likeness::Scale };
    }
    let substances = apart.factors().all(|(base, _)| vocabulary.units.is_substance(base));
    match overlooked(vocabulary, apart) {
        Some(passed) if off_by_thousands(one, other, passed) => Likeness::Scale,
        None if !(substances && (one.loose || other.loose)) => Likeness::Dimension,
        _ => Likeness::Same,
    }
}

/// How often the smaller of two that measure the same goes into the larger one.
pub(super) fn factor(vocabulary: &Vocabulary, one: Measured, other: Measured) -> Option<Decimal> {
    let passed = overlooked(vocabulary, one.unit.dimension().over(other.unit.dimension())?)?;
    let units = one.unit.over(other.unit.times(passed)?)?;
    let numbers = other.number.abs().checked_div(one.number.abs())?;
    let ratio = Quantity::new(numbers, units).amount_in(Unit::ONE).ok()?;
    let ratio = if ratio < Decimal::ONE { Decimal::ONE.checked_div(ratio)? } else { ratio };
    ratio.round_sf(FACTOR_DIGITS)
}

/// What a difference of dimensions is, where the vocabulary lets it pass: a year, a head, a potential of one.
pub(super) fn overlooked(vocabulary: &Vocabulary, difference: Dimension) -> Option<Unit> {
    let (mut rest, mut passed) = (difference, Unit::ONE);
    for pass in &vocabulary.overlooked {
        if let Some((times, left)) = without(pass.dimension(), rest)
            && let Some(both) = pass.power(times).and_then(|part| passed.times(part))
        {
            (rest, passed) = (left, both);
        }
    }
    rest.is_ratio().then_some(passed)
}

/// How many of one unit another one is, and whether the other counts by the year, where the two differ at most in that,
/// in the period meant, and in a substance whose potential is one.
pub(super) fn bridge(vocabulary: &Vocabulary, from: Unit, to: Unit) -> Option<(Decimal, bool)> {
    let units = &vocabulary.units;
    let [year, period] = ["year", "period"].map(|name| units.parse(name).map(|unit| unit.dimension()).ok());
    let mut rest = from.over(to)?;
    let mut yearly = false;
    for pass in &vocabulary.overlooked {
        let (times, _) = without(pass.dimension(), rest.dimension())?;
        let of_time = Some(pass.dimension()) == year;
        let of_substance = pass.dimension().factors().all(|(base, _)| units.is_substance(base));
        match times {
            0 => continue,
            -1 if of_time => yearly = true,
            -1 if Some(pass.dimension()) == period => {}
            _ if of_substance => {}
            _ => return None,
        }
        rest = rest.over(pass.power(times)?)?;
    }
    Some((Quantity::new(Decimal::ONE, rest).amount_in(Unit::ONE).ok()?, yearly))
}

/// Whether two units of one dimension are of one size, with the numbers that stand with them.
fn equal(one: Measured, other: Measured) -> bool {
    // A number that a unit is multiplied by is in the amount already: what is left is so many of the unit over it.
    let (left, right) = (Quantity::new(other.number.abs(), one.unit), Quantity::new(one.number.abs(), other.unit));
    left.compare(&right) != Ok(Ordering::Less) && left.compare(&right) != Ok(Ordering::Greater)
}

/// Whether one of two is so many times the other.
fn apart(one: Measured, other: Measured, number: Decimal) -> bool {
    let times = |measured: Measured| measured.number.checked_mul(number).map(|number| Measured { number, ..measured });
    times(one).is_some_and(|one| equal(one, other)) || times(other).is_some_and(|other| equal(one, other))
}

/// Whether two units of one dimension are of one size: as they stand, or with the numbers that stand with them.
/// A percentage is read as a fraction by some and as a number up to 100 by others: a hundred is no difference.
fn same_size(one: Measured, other: Measured) -> bool {
    [Decimal::ONE, Decimal::ONE_HUNDRED, Decimal::from(10_000)].into_iter().any(|number| apart(one, other, number))
}

/// Whether two units are as far apart as two units of time.
fn apart_in_time(vocabulary: &Vocabulary, one: Measured, other: Measured) -> bool {
    let units = &vocabulary.units;
    let Ok(year) = units.parse("year") else { return false };
    let times: Vec<Unit> = units.measuring(year.dimension()).filter_map(|name| units.parse(name).ok()).collect();
    let ratio = |long: Unit, short: Unit| Quantity::new(Decimal::ONE, long.over(short)?).amount_in(Unit::ONE).ok();
    times
        .iter()
        .any(|long| times.iter().filter_map(|short| ratio(*long, *short)).any(|number| apart(one, other, number)))
}

/// Whether two units that differ by something unsaid are thousands, or millions, apart as well: a prefix is lost.
/// Any other number between them may be what is unsaid: the hours of a year, the months.
fn off_by_thousands(one: Measured, other: Measured, passed: Unit) -> bool {
    let Some(unit) = other.unit.times(passed) else { return false };
    let other = Measured { unit, ..other };
    [1_000, 1_000_000, 1_000_000_000].into_iter().any(|number| apart(one, other, Decimal::from(number)))
}

/// How often a dimension stands in another one by its last base, and what is left without it.
fn without(pass: Dimension, whole: Dimension) -> Option<(i8, Dimension)> {
    let (base, power) = pass.factors().last()?;
    let found = whole.factors().find(|(other, _)| *other == base).map_or(0, |(_, power)| power);
    match found {
        0 => Some((0, whole)),
        _ if found % power == 0 => Some((found / power, whole.over(pass.power(found / power)?)?)),
        _ => None,
    }
}

/// Whether the second of two that measure the same comes out a hundred times too large for the first, or too small, with
/// percentages in the sizes that they are read in; none where it does not, or nobody can tell: beside a conversion only
/// where no number holds a hundred.
pub(super) fn hundredfold(vocabulary: &Vocabulary, one: Measured, other: Measured) -> Option<bool> {
    let passed = overlooked(vocabulary, one.unit.dimension().over(other.unit.dimension())?)?;
    let unit = other.unit.times(passed)?;
    let times =
        |measured: Measured, by: u32| Some(Measured { number: measured.number.checked_mul(by.into())?, ..measured });
    if one.is_plain() && other.is_plain() {
        let other = Measured { unit, ..other };
        let larger = |by| times(one, by).is_some_and(|one| equal(one, other));
        let smaller = |by| times(other, by).is_some_and(|other| equal(one, other));
        let hundreds = [100, 10_000];
        return hundreds.into_iter().find_map(|by| larger(by).then_some(true).or(smaller(by).then_some(false)));
    }
    let alike = passed == Unit::ONE && !one.hundred && !other.hundred && one.points != other.points;
    alike.then_some(other.points > one.points)
}
