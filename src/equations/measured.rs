//! What a part of an equation measures, and what products and quotients make of it.

use crate::measure::Unit;
use rust_decimal::Decimal;

/// A unit, and the bare numbers that stand with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// The unit.
    pub unit: Unit,
    /// The product of the bare numbers.
    pub number: Decimal,
    /// Whether a parameter without a dimension is in it, which may convert one substance into another.
    pub loose: bool,
    /// Whether a fraction is in it, which may turn a whole into its part, and not into more.
    pub part: bool,
    /// Whether it was added up, perhaps over steps of time: an hourly flow is summed to a yearly one.
    pub summed: bool,
    /// Whether a percentage is in it.
    pub percent: bool,
    /// How many percentages in it are numbers up to 100, less those that it is divided by.
    pub points: i8,
    /// Whether one of its bare numbers is so large or small that a hundred may be in it.
    pub hundred: bool,
}

impl Measured {
    /// Of one unit.
    pub fn of(unit: Unit) -> Measured {
        Measured {
            unit,
            number: Decimal::ONE,
            loose: false,
            part: false,
            summed: false,
            percent: false,
            points: 0,
            hundred: false,
        }
    }

    /// Whether no bare number stands with it that may be a conversion or a share: a tenth is a share, and no unit
    /// is ten of another.
    pub fn is_plain(self) -> bool {
        let number = self.number.abs().normalize();
        let mantissa = number.mantissa();
        let tenth = number == Decimal::TEN || number == Decimal::new(1, 1);
        mantissa > 0
            && !tenth
            && std::iter::successors(Some(mantissa), |rest| (rest % 10 == 0).then_some(rest / 10)).last() == Some(1)
    }
}

/// What is known of a part.
#[derive(Clone, Copy, Debug)]
pub(super) enum Derived {
    Unknown,
    /// A number without a unit.
    Plain(Decimal),
    /// A unit, and the bare numbers that stand with it.
    Known(Measured),
}

/// A whole power, as far as it can be counted.
pub(super) fn raised(base: Decimal, power: i64) -> Option<Decimal> {
    let times = (0..power.abs()).try_fold(Decimal::ONE, |product, _| product.checked_mul(base))?;
    if power < 0 { Decimal::ONE.checked_div(times) } else { Some(times) }
}

pub(super) fn product(left: Derived, right: Derived) -> Derived {
    match (left, right) {
        (Derived::Plain(left), Derived::Plain(right)) => {
            left.checked_mul(right).map_or(Derived::Unknown, Derived::Plain)
        }
        (Derived::Known(known), Derived::Plain(number)) | (Derived::Plain(number), Derived::Known(known)) => {
            known.number.checked_mul(number).map_or(Derived::Unknown, |product| {
                let hundred =
                    known.hundred || number.abs() >= Decimal::ONE_HUNDRED || number.abs() <= Decimal::new(1, 1);
                Derived::Known(Measured { number: product, hundred, ..known })
            })
        }
        (Derived::Known(left), Derived::Known(right)) => {
            let both = left.unit.times(right.unit).zip(left.number.checked_mul(right.number));
            both.map_or(Derived::Unknown, |(unit, number)| {
                Derived::Known(Measured {
                    unit,
                    number,
                    loose: left.loose || right.loose,
                    part: left.part || right.part,
                    summed: left.summed || right.summed,
                    percent: left.percent || right.percent,
                    points: left.points.saturating_add(right.points),
                    hundred: left.hundred || right.hundred,
                })
            })
        }
        _ => Derived::Unknown,
    }
}

pub(super) fn quotient(left: Derived, right: Derived) -> Derived {
    let over = match right {
        Derived::Plain(number) => Decimal::ONE.checked_div(number).map(Derived::Plain),
        Derived::Known(known) => {
            let number = Decimal::ONE.checked_div(known.number);
            let over = Unit::ONE.over(known.unit).zip(number);
            let points = known.points.saturating_neg();
            over.map(|(unit, number)| Derived::Known(Measured { unit, number, points, ..known }))
        }
        Derived::Unknown => None,
    };
    over.map_or(Derived::Unknown, |over| product(left, over))
}
