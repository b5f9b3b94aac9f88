//! Numbers that stand for a conversion of one substance into another.

use super::Problem;
use super::written::File;
use crate::measure::{Unit, Units, parse_amount};
use rust_decimal::Decimal;

/// A number that turns one substance into another, as 44/12 turns carbon into carbon dioxide.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// As it is written.
    pub text: Box<str>,
    /// What it is.
    pub number: Decimal,
    /// What it has for a unit: `t(CO2)/t(C)`.
    pub unit: Unit,
}

/// The conversions of the vocabulary files, and the bounds of constants; what does not hold is a problem.
pub(super) fn read(files: &[File], units: &Units, problems: &mut Vec<Problem>) -> (Vec<Conversion>, Vec<Plausible>) {
    (conversions(files, units, problems), plausible(files, units, problems))
}

fn conversions(files: &[File], units: &Units, problems: &mut Vec<Problem>) -> Vec<Conversion> {
    let written = files.iter().flat_map(|file| &file.conversions.0);
    let mut all = Vec::new();
    for (text, of) in written.flat_map(|(text, units)| units.iter().map(move |unit| (text, unit))) {
        match (quotient(text), units.parse(of)) {
            (Some(number), Ok(unit)) => all.push(Conversion { text: text.as_str().into(), number, unit }),
            (None, _) => problems.push(complaint(format!("`{text}` is no quotient of two numbers"))),
            (_, Err(problem)) => problems.push(complaint(problem.to_string())),
        }
    }
    all
}

/// Between which amounts a constant lies: no fuel holds 950 GJ in a tonne.
#[derive(Clone, Debug)]
pub struct Plausible {
    /// What it has for a unit.
    pub unit: Unit,
    /// The least amount in that unit.
    pub least: Decimal,
    /// The largest amount in that unit.
    pub most: Decimal,
}

fn plausible(files: &[File], units: &Units, problems: &mut Vec<Problem>) -> Vec<Plausible> {
    let mut all = Vec::new();
    for entry in files.iter().flat_map(|file| &file.plausible) {
        match (units.parse(&entry.of), parse_amount(&entry.least), parse_amount(&entry.most)) {
            (Ok(unit), Ok(least), Ok(most)) if least < most => all.push(Plausible { unit, least, most }),
            (Err(problem), ..) => problems.push(complaint(problem.to_string())),
            _ => problems.push(complaint(format!("`{}` needs two amounts, the smaller one first", entry.of))),
        }
    }
    all
}

fn complaint(message: String) -> Problem {
    Problem { place: "conversions".to_owned(), message }
}

/// `44/12`
fn quotient(text: &str) -> Option<Decimal> {
    let (over, under) = text.split_once('/')?;
    parse_amount(over).ok()?.checked_div(parse_amount(under).ok()?)
}
