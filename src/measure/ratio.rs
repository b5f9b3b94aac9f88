//! Exact positive fractions: what one unit is worth in another, where decimals would round (1 tCO2e/MWh is 1/3600000 kg CO2e/J).

use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A positive fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: u128,
    denominator: u128,
}

impl Ratio {
    /// One.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// The fraction in lowest terms; none where either part is zero.
    pub fn new(numerator: u128, denominator: u128) -> Option<Ratio> {
        if numerator == 0 || denominator == 0 {
            return None;
        }
        let common = greatest_common_divisor(numerator, denominator);
        Some(Ratio { numerator: numerator / common, denominator: denominator / common })
    }

    /// A decimal as a fraction; none where it is zero or negative.
    pub fn of(decimal: Decimal) -> Option<Ratio> {
        let mantissa = u128::try_from(decimal.mantissa()).ok()?;
        Ratio::new(mantissa, ten_to(decimal.scale()))
    }

    /// The numerator, in lowest terms.
    pub fn numerator(self) -> u128 {
        self.numerator
    }

    /// The denominator, in lowest terms.
    pub fn denominator(self) -> u128 {
        self.denominator
    }

    /// The product; none where it does not fit.
    pub fn times(self, other: Ratio) -> Option<Ratio> {
        let left = Ratio::new(self.numerator, other.denominator)?;
        let right = Ratio::new(other.numerator, self.denominator)?;
        Some(Ratio {
            numerator: left.numerator.checked_mul(right.numerator)?,
            denominator: left.denominator.checked_mul(right.denominator)?,
        })
    }

    /// The quotient; none where it does not fit.
    pub fn over(self, other: Ratio) -> Option<Ratio> {
        self.times(Ratio { numerator: other.denominator, denominator: other.numerator })
    }

    /// The power; none where it does not fit.
    pub fn power(self, power: i8) -> Option<Ratio> {
        let times = u32::from(power.unsigned_abs());
        let numerator = self.numerator.checked_pow(times)?;
        let denominator = self.denominator.checked_pow(times)?;
        if power < 0 {
            return Ratio::new(denominator, numerator);
        }
        Ratio::new(numerator, denominator)
    }
}

/// The order of `left × left_unit` and `right × right_unit`: exact for every input, with nothing to overflow.
pub fn compare(left: Decimal, left_unit: Ratio, right: Decimal, right_unit: Ratio) -> Ordering {
    let sign = |amount: Decimal| amount.mantissa().signum();
    if sign(left) != sign(right) || sign(left) == 0 {
        return sign(left).cmp(&sign(right));
    }
    let left_side =
        [left.mantissa().unsigned_abs(), left_unit.numerator, right_unit.denominator, ten_to(right.scale())];
    let right_side =
        [right.mantissa().unsigned_abs(), right_unit.numerator, left_unit.denominator, ten_to(left.scale())];
    // Nearly always 128 bits are enough; the long way is for the rest.
    let by_size = match (short_product(left_side), short_product(right_side)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => product(left_side).cmp(&product(right_side)),
    };
    if sign(left) < 0 { by_size.reverse() } else { by_size }
}

fn short_product(factors: [u128; 4]) -> Option<u128> {
    factors.into_iter().try_fold(1_u128, u128::checked_mul)
}

/// The product of four numbers in 512 bits, the most significant 32 first, so that arrays compare as numbers.
fn product(factors: [u128; 4]) -> [u32; 16] {
    let mut limbs = [0_u32; 16];
    limbs[15] = 1;
    for factor in factors {
        let parts = [0, 32, 64, 96].map(|shift| (factor >> shift) as u32);
        let mut next = [0_u32; 16];
        for (place, part) in parts.into_iter().enumerate() {
            let mut carry = 0_u64;
            for at in (place..16).rev() {
                let sum = u64::from(limbs[at]) * u64::from(part) + u64::from(next[at - place]) + carry;
                next[at - place] = sum as u32;
                carry = sum >> 32;
            }
        }
        limbs = next;
    }
    limbs
}

/// Ten to a decimal's scale, which is never above 28.
fn ten_to(scale: u32) -> u128 {
    10_u128.checked_pow(scale).unwrap_or(u128::MAX)
}

fn greatest_common_divisor(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::{product, short_product};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn long_and_short_products_agree(left in any::<u64>(), right in any::<u64>()) {
            let factors = [u128::from(left), 1, u128::from(right), 1];
            let long = product(factors).into_iter().skip(12).fold(0, |sum, limb| sum << 32 | u128::from(limb));
            prop_assert_eq!(Some(long), short_product(factors));
        }

        #[test]
        fn long_products_do_not_depend_on_the_order(all in any::<[u128; 3]>()) {
            let [a, b, c] = all;
            prop_assert_eq!(product([a, b, c, 10]), product([10, c, a, b]));
        }
    }
}
