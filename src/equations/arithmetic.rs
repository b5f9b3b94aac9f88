//! Operators and functions on numbers; nothing where a result cannot be counted.

use crate::model::{Arithmetic, Function};
use rust_decimal::{Decimal, MathematicalOps};

/// What is true is one, what is false is zero.
pub(super) fn binary(operator: Arithmetic, left: Decimal, right: Decimal) -> Option<Decimal> {
    let truth = |holds: bool| Some(if holds { Decimal::ONE } else { Decimal::ZERO });
    match operator {
        Arithmetic::Equal => truth(left == right),
        Arithmetic::Unequal => truth(left != right),
        Arithmetic::Less => truth(left < right),
        Arithmetic::AtMost => truth(left <= right),
        Arithmetic::Greater => truth(left > right),
        Arithmetic::AtLeast => truth(left >= right),
        Arithmetic::And => truth(!left.is_zero() && !right.is_zero()),
        Arithmetic::Or => truth(!left.is_zero() || !right.is_zero()),
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Power if left.is_zero() && right <= Decimal::ZERO => None,
        Arithmetic::Power if left < Decimal::ZERO && !right.fract().is_zero() => None,
        Arithmetic::Power if right.abs() > Decimal::ONE_THOUSAND => None,
        Arithmetic::Power => left.checked_powd(right),
    }
}

/// A function of its operands; a sum is of all of them.
pub(super) fn call(function: Function, operands: &[Decimal]) -> Option<Decimal> {
    let one = *operands.first()?;
    match function {
        Function::Min => operands.iter().min().copied(),
        Function::Max => operands.iter().max().copied(),
        // Beyond these the result has more digits than are counted.
        Function::Exp if one.abs() > Decimal::from(60) => None,
        Function::Exp => one.checked_exp(),
        Function::Ln => one.checked_ln(),
        Function::Sqrt => one.sqrt(),
        Function::Sum => operands.iter().try_fold(Decimal::ZERO, |sum, each| sum.checked_add(*each)),
    }
}
