//! What the `measure` module promises.
#![allow(clippy::unwrap_used)] // helpers of tests are not tests to clippy

mod amount;
mod date;
mod place;
mod quantity;
mod unit;
mod version;

use serde::Deserialize;
use tonne::measure::{Quantity, UnitDefinition, Units, parse_amount};

#[derive(Deserialize)]
struct Vocabulary {
    units: Vec<UnitDefinition>,
}

/// The definitions as shipped.
pub fn definitions() -> Vec<UnitDefinition> {
    let text = include_str!("../../grammar/vocabulary/units.yaml");
    serde_yaml::from_str::<Vocabulary>(text).unwrap().units
}

pub fn units() -> Units {
    Units::new(definitions()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// `12 tCO2e/MWh`, or a pure number.
pub fn quantity(units: &Units, text: &str) -> Quantity {
    let (amount, unit) = text.split_once(' ').unwrap_or((text, "1"));
    let unit = units.parse(unit).unwrap_or_else(|problem| panic!("{unit}: {problem}"));
    Quantity::new(parse_amount(amount).unwrap(), unit)
}
