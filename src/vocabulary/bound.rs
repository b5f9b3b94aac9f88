//! What a quantity can be at least and at most, where the meaning of its place leaves no doubt.

use super::written::Field;
use super::{Dimension, ValueType};
use crate::measure::{Quantity, Unit, Units, parse_amount};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// The bounds of a place; most have none.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// The least that it can be.
    pub least: Option<Bound>,
    /// The most that it can be.
    pub most: Option<Bound>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Bound {
    /// How much it is.
    pub quantity: Quantity,
    /// As the vocabulary writes it.
    pub text: Box<str>,
}

impl Bounds {
    /// The bounds of a field. A number of things is never below nothing, whatever is said.
    pub(super) fn of(field: &Field, value: &ValueType, units: &Units) -> Result<Bounds, String> {
        let read = |text: &Option<String>| text.as_deref().map(|text| Bound::read(text, value, units)).transpose();
        let (least, most) = (read(&field.least)?, read(&field.most)?);
        let none = || Bound { quantity: Quantity::number(Decimal::ZERO), text: "0".into() };
        let least = least.or_else(|| (*value == ValueType::Count).then(none));
        Ok(Bounds { least, most })
    }

    /// The bound that a quantity passes, in words: `at least 0 tCO2e`.
    pub fn passed(&self, quantity: &Quantity) -> Option<String> {
        let beyond = |bound: &Bound, order: Ordering| bound.order_of(quantity) == Some(order);
        match (&self.least, &self.most) {
            (Some(least), _) if beyond(least, Ordering::Less) => Some(format!("at least {}", least.text)),
            (_, Some(most)) if beyond(most, Ordering::Greater) => Some(format!("at most {}", most.text)),
            _ => None,
        }
    }
}

/// `at least 0 %, at most 100 %`
impl fmt::Display for Bounds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let least = self.least.iter().map(|bound| format!("at least {}", bound.text));
        let most = self.most.iter().map(|bound| format!("at most {}", bound.text));
        out.write_str(&least.chain(most).collect::<Vec<_>>().join(", "))
    }
}

impl Bound {
    fn read(text: &str, value: &ValueType, units: &Units) -> Result<Bound, String> {
        let (digits, unit) = text.split_once(' ').unwrap_or((text, ""));
        let amount = parse_amount(digits).map_err(|problem| problem.to_string())?;
        let unit = match unit {
            "" => Unit::ONE,
            unit => units.parse(unit).map_err(|problem| problem.to_string())?,
        };
        let measured = match value {
            ValueType::Quantity(Some((dimension, _))) => Some(*dimension),
            ValueType::Count => Some(Dimension::RATIO),
            _ => None,
        };
        // Nothing is nothing in every currency.
        let fits = measured == Some(unit.dimension()) || (amount.is_zero() && *value == ValueType::Money);
        match fits {
            true => Ok(Bound { quantity: Quantity::new(amount, unit), text: text.into() }),
            false => Err(format!("`{text}` bounds something else than what is measured here")),
        }
    }

    /// How a quantity stands to the bound; none where they cannot be compared.
    fn order_of(&self, quantity: &Quantity) -> Option<Ordering> {
        match quantity.compare(&self.quantity) {
            Ok(order) => Some(order),
            Err(_) => self.quantity.amount.is_zero().then(|| quantity.amount.cmp(&Decimal::ZERO)),
        }
    }
}
