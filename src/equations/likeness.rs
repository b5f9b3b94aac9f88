//! How two units stand to each other: of one size, or different by no more than what the vocabulary overlooks.

use super::measured::Measured;
use crate::measure::{Dimension, Quantity, Unit, show};
use crate::vocabulary::{Conversion, Vocabulary};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// So many digits of a factor between two units say enough.
const FACTOR_DIGITS: u32 = 4;

/// A number from here to one is read as a share that is left after a deduction.
const LEAST_SHARE: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

/// How two units stand to each other.
pub(super) enum Likeness {
    /// They measure the same.
    Same,
    /// They measure the same in units of different size; where the number of one is a conversion, with what that one is
    /// turned into.
    Scale(Option<Measured>),
    /// They measure different things.
    Dimension,
}

/// How what two parts measure stands to each other.
pub(super) fn likeness(vocabulary: &Vocabulary, one: Measured, other: Measured) -> Likeness {
    match (one.is_plain(), other.is_plain()) {
        (true, true) => of_plain(vocabulary, one, other),
        (true, false) if is_impossible(vocabulary, other, one) => Likeness::Dimension,
        (false, true) if is_impossible(vocabulary, one, other) => Likeness::Dimension,
        (true, false) => of_converted(vocabulary, other, |other| of_plain(vocabulary, one, other)),
        (false, true) => of_converted(vocabulary, one, |one| of_plain(vocabulary, one, other)),
        (false, false) => Likeness::Same,
    }
}

fn of_plain(vocabulary: &Vocabulary, one: Measured, other: Measured) -> Likeness {
    let Some(apart) = one.unit.dimension().over(other.unit.dimension()) else { return Likeness::Same };
    if apart.is_ratio() {
        let steps = || (one.summed || other.summed) && apart_in_time(vocabulary, one, other);
        return if same_size(one, other) || steps() { Likeness::Same } else { Likeness::Scale(None) };
    }
    let (rest, passed) = without_overlooked(vocabulary, apart);
    if !rest.is_ratio() {
        let substances = rest.factors().all(|(base, _)| vocabulary.units.is_substance(base));
        let part = (one.part && !gains(vocabulary, rest.power(-1))) || (other.part && !gains(vocabulary, Some(rest)));
        let converts = substances && (one.loose || other.loose || part);
        return if converts { Likeness::Same } else { Likeness::Dimension };
    }
    if off_by_thousands(one, other, passed) {
        return Likeness::Scale(None);
    }
    match unsaid_time(vocabulary, one, other, passed) {
        true => Likeness::Dimension,
        false => Likeness::Same,
    }
}

/// Whether hours or days are missing between two units, and not the year that sources leave unsaid: power set against
/// energy. What is added up may be added up over them.
fn unsaid_time(vocabulary: &Vocabulary, one: Measured, other: Measured, passed: Unit) -> bool {
    let year = vocabulary.units.parse("year").map(|year| year.dimension());
    let timed = passed.dimension().factors().any(|(base, _)| year == Ok(Dimension::of(base)));
    let Some(unit) = other.unit.times(passed) else { return false };
    timed && !one.summed && !other.summed && !same_size(one, Measured { unit, ..other })
}

/// What a part with a bare number comes to that is no power of ten: it is never blamed, unless it is a conversion of one
/// substance, and another one stands beside it.
fn of_converted(vocabulary: &Vocabulary, bare: Measured, with: impl Fn(Measured) -> Likeness) -> Likeness {
    let unconverted = Measured { number: Decimal::ONE, ..bare };
    let substance = bare.unit.dimension().factors().any(|(base, _)| vocabulary.units.is_substance(base));
    if !substance || !matches!(with(unconverted), Likeness::Dimension) {
        return Likeness::Same;
    }
    let mut found = Likeness::Same;
    for converted in vocabulary.conversions.iter().filter_map(|conversion| converted(conversion, bare)) {
        match with(converted) {
            Likeness::Dimension => found = Likeness::Dimension,
            Likeness::Scale(_) => return Likeness::Scale(Some(converted)),
            Likeness::Same => return Likeness::Same,
        }
    }
    found
}

/// Whether the number of a part is a share such as 0.95, and would have to be a constant to make of the part what it is set
/// equal to: a calorific value or a potential that there is not. Other numbers may be products of several.
fn is_impossible(vocabulary: &Vocabulary, bare: Measured, whole: Measured) -> bool {
    let number = bare.number.abs();
    if number < LEAST_SHARE || number >= Decimal::ONE {
        return false;
    }
    let Some(apart) = whole.unit.dimension().over(bare.unit.dimension()) else { return false };
    vocabulary.plausible.iter().any(|plausible| {
        let rest = apart.over(plausible.unit.dimension());
        let Some(passed) = rest.and_then(|rest| overlooked(vocabulary, rest)) else { return false };
        let unit = whole.unit.over(bare.unit).and_then(|unit| unit.over(passed));
        let numbers = number.checked_div(whole.number.abs());
        let amount = unit.zip(numbers).map(|(unit, number)| Quantity::new(number, unit).amount_in(plausible.unit));
        matches!(amount, Some(Ok(amount)) if amount < plausible.least || amount > plausible.most)
    })
}

/// A part whose number is a conversion, forwards or backwards, in the unit that it is turned into.
fn converted(conversion: &Conversion, bare: Measured) -> Option<Measured> {
    let (number, unit) = (bare.number.abs(), conversion.unit);
    let with = |number: Option<Decimal>, unit: Unit| {
        let number = near_power_of_ten(number?)?;
        Some(Measured { number, unit: bare.unit.times(unit)?, ..bare })
    };
    let back = || with(number.checked_mul(conversion.number), Unit::ONE.over(unit)?);
    with(number.checked_div(conversion.number), unit).or_else(back)
}

/// The power of ten that a number is, up to a rounding of one in a thousand: 3.67 is 44/12.
fn near_power_of_ten(number: Decimal) -> Option<Decimal> {
    let thousandth = Decimal::new(1, 3);
    let powers = (-12..=12).map(|power: i32| match power {
        0.. => Decimal::from(10_u64.pow(power.unsigned_abs())),
        _ => Decimal::new(1, power.unsigned_abs()),
    });
    powers.into_iter().find(|power| {
        let apart = number.checked_div(*power).map(|quotient| (quotient - Decimal::ONE).abs());
        apart.is_some_and(|apart| apart <= thousandth)
    })
}

/// A bare number as a reader wrote it, or nearly so.
pub(super) fn number_text(vocabulary: &Vocabulary, number: Decimal) -> String {
    let short = |number: Decimal| number.round_sf(FACTOR_DIGITS + 2).unwrap_or(number).normalize();
    let known = vocabulary.conversions.iter().find(|conversion| short(conversion.number) == short(number));
    known.map_or_else(|| show(short(number), ""), |conversion| conversion.text.to_string())
}

/// Whether a substance becomes more as it is turned into another one, carbon into CO2 or methane into CO2e. No fraction of
/// it does that.
fn gains(vocabulary: &Vocabulary, turned: Option<Dimension>) -> bool {
    let weighted =
        |dimension: Dimension| dimension.factors().any(|(base, power)| power > 0 && vocabulary.units.is_weighted(base));
    turned.is_some_and(weighted)
        || vocabulary.conversions.iter().filter(|conversion| conversion.number > Decimal::ONE).any(|conversion| {
            let left = turned.and_then(|turned| turned.over(conversion.unit.dimension()));
            left.is_some_and(|left| overlooked(vocabulary, left).is_some())
        })
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
    let (rest, passed) = without_overlooked(vocabulary, difference);
    rest.is_ratio().then_some(passed)
}

/// What is left of a difference of dimensions, and what of it the vocabulary lets pass.
fn without_overlooked(vocabulary: &Vocabulary, difference: Dimension) -> (Dimension, Unit) {
    let (mut rest, mut passed) = (difference, Unit::ONE);
    for pass in &vocabulary.overlooked {
        if let Some((times, left)) = without(pass.dimension(), rest)
            && let Some(both) = pass.power(times).and_then(|part| passed.times(part))
        {
            (rest, passed) = (left, both);
        }
    }
    (rest, passed)
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
