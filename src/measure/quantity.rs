//! Quantities: an amount in a unit; compared exactly, and never across dimensions.

use super::amount;
use super::ratio;
use super::unit::Unit;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// An amount in a unit: `10 %` equals `0.1`, `1 GWh` equals `1_000 MWh`. It remembers no spelling; [`super::show`] takes the unit's text.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// How many of the unit.
    pub amount: Decimal,
    /// The unit.
    pub unit: Unit,
}

/// Why two quantities have no order, sum, product or quotient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityProblem {
    /// They measure different things: tonnes of CO2e and megawatt hours.
    Dimension,
    /// The result has more digits, bases or powers than can be held.
    Range,
    /// The divisor is zero.
    DivisionByZero,
    /// The range ends before it starts.
    Reversed,
}

impl fmt::Display for QuantityProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            QuantityProblem::Dimension => "the two quantities measure different things",
            QuantityProblem::Range => "the result is too large, too small or too long to be counted exactly",
            QuantityProblem::DivisionByZero => "nothing can be divided by zero",
            QuantityProblem::Reversed => "the range ends before it starts",
        })
    }
}

impl std::error::Error for QuantityProblem {}

impl Quantity {
    /// An amount in a unit.
    pub fn new(amount: Decimal, unit: Unit) -> Quantity {
        Quantity { amount, unit }
    }

    /// A pure number.
    pub fn number(amount: Decimal) -> Quantity {
        Quantity { amount, unit: Unit::ONE }
    }

    /// The order of two quantities of one dimension: exact, whatever their units. The only problem is [`QuantityProblem::Dimension`].
    pub fn compare(&self, other: &Quantity) -> Result<Ordering, QuantityProblem> {
        if self.unit.dimension() != other.unit.dimension() {
            return Err(QuantityProblem::Dimension);
        }
        Ok(ratio::compare(self.amount, self.unit.factor(), other.amount, other.unit.factor()))
    }

    /// How many of another unit it is; rounded at the 28th digit where the quotient does not end (1 MJ in MWh).
    pub fn amount_in(&self, unit: Unit) -> Result<Decimal, QuantityProblem> {
        if self.unit.dimension() != unit.dimension() {
            return Err(QuantityProblem::Dimension);
        }
        self.converted(unit).ok_or(QuantityProblem::Range)
    }

    /// The sum, in the unit of the two in which it can be written exactly, this one's before the other's.
    pub fn plus(&self, other: &Quantity) -> Result<Quantity, QuantityProblem> {
        let in_this = Quantity { amount: other.amount_in(self.unit)?, unit: self.unit };
        if in_this.compare(other)? == Ordering::Equal {
            return sum(self, &in_this);
        }
        let in_other = Quantity { amount: self.amount_in(other.unit)?, unit: other.unit };
        if in_other.compare(self)? == Ordering::Equal {
            return sum(&in_other, other);
        }
        sum(self, &in_this)
    }

    /// The difference, as [`Quantity::plus`].
    pub fn minus(&self, other: &Quantity) -> Result<Quantity, QuantityProblem> {
        self.plus(&Quantity { amount: -other.amount, unit: other.unit })
    }

    /// The product: dimensions multiply.
    pub fn times(&self, other: &Quantity) -> Result<Quantity, QuantityProblem> {
        let amount = amount::times(self.amount, other.amount).ok_or(QuantityProblem::Range)?;
        let unit = self.unit.times(other.unit).ok_or(QuantityProblem::Range)?;
        Ok(Quantity { amount, unit })
    }

    /// The quotient: dimensions divide; rounded at the 28th digit where it does not end.
    pub fn over(&self, other: &Quantity) -> Result<Quantity, QuantityProblem> {
        if other.amount.is_zero() {
            return Err(QuantityProblem::DivisionByZero);
        }
        let amount = amount::over(self.amount, other.amount).ok_or(QuantityProblem::Range)?;
        let unit = self.unit.over(other.unit).ok_or(QuantityProblem::Range)?;
        Ok(Quantity { amount, unit })
    }

    fn converted(&self, unit: Unit) -> Option<Decimal> {
        let factor = self.unit.factor().over(unit.factor())?;
        let part = |part: u128| Decimal::try_from_i128_with_scale(i128::try_from(part).ok()?, 0).ok();
        let multiplied = amount::times(self.amount, part(factor.numerator())?)?;
        amount::over(multiplied, part(factor.denominator())?)
    }
}

/// Whether two quantities are the same in value and dimension, whatever their units.
impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        self.compare(other) == Ok(Ordering::Equal)
    }
}

impl Eq for Quantity {}

/// Both ends and everything between them: `-10 %..10 %`; or a value of which only this much is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantityRange {
    low: Quantity,
    high: Quantity,
}

impl QuantityRange {
    /// From `low` to `high`, both included; a problem where they have no order or the wrong one.
    pub fn new(low: Quantity, high: Quantity) -> Result<QuantityRange, QuantityProblem> {
        if low.compare(&high)? == Ordering::Greater {
            return Err(QuantityProblem::Reversed);
        }
        Ok(QuantityRange { low, high })
    }

    /// The lower end.
    pub fn low(&self) -> Quantity {
        self.low
    }

    /// The upper end.
    pub fn high(&self) -> Quantity {
        self.high
    }

    /// Whether a quantity lies in it, ends included.
    pub fn contains(&self, quantity: &Quantity) -> Result<bool, QuantityProblem> {
        let above = self.low.compare(quantity)? != Ordering::Greater;
        Ok(above && self.high.compare(quantity)? != Ordering::Less)
    }

    /// The order of a value known only to lie in this range and a quantity; none where the range does not decide it.
    pub fn compare(&self, quantity: &Quantity) -> Result<Option<Ordering>, QuantityProblem> {
        let low = self.low.compare(quantity)?;
        let high = self.high.compare(quantity)?;
        Ok(match (low, high) {
            (Ordering::Greater, _) => Some(Ordering::Greater),
            (_, Ordering::Less) => Some(Ordering::Less),
            (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
            _ => None,
        })
    }
}

/// The sum of two quantities that have the same unit.
fn sum(left: &Quantity, right: &Quantity) -> Result<Quantity, QuantityProblem> {
    let amount = amount::plus(left.amount, right.amount).ok_or(QuantityProblem::Range)?;
    Ok(Quantity { amount, unit: left.unit })
}
