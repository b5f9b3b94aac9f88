//! Numbers that stand for a conversion of one substance into another.

use super::written::File;
use super::{Problem, Vocabulary};
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

/// The constants of the vocabulary files: conversions, bounds and potentials.
pub(super) type Constants = (Vec<Conversion>, Vec<Plausible>, Vec<Potential>);

/// The constants of the vocabulary files; what does not hold is a problem.
pub(super) fn read(files: &[File], units: &Units, problems: &mut Vec<Problem>) -> Constants {
    (conversions(files, units, problems), plausible(files, units, problems), potentials(files, units, problems))
}

impl Vocabulary {
    pub(super) fn constants(&mut self, (conversions, plausible, potentials): Constants) {
        (self.conversions, self.plausible, self.potentials) = (conversions, plausible, potentials);
    }
}

/// The potential of a gas in one assessment report, over a hundred years.
#[derive(Clone, Debug)]
pub struct Potential {
    /// Its unit, which names the gas.
    pub unit: Unit,
    /// The word of the report.
    pub report: Box<str>,
    /// The values that the report has.
    pub values: Vec<Decimal>,
    /// The values in words.
    pub means: Box<str>,
}

fn potentials(files: &[File], units: &Units, problems: &mut Vec<Problem>) -> Vec<Potential> {
    let mut all = Vec::new();
    for entry in files.iter().flat_map(|file| &file.potentials) {
        let values: Option<Vec<Decimal>> = entry.values.iter().map(|value| parse_amount(value).ok()).collect();
        match (units.parse(&entry.of), values.filter(|values| !values.is_empty())) {
            (Ok(unit), Some(values)) => {
                let (report, means) = (entry.report.as_str().into(), entry.means.as_str().into());
                all.push(Potential { unit, report, values, means });
            }
            (Err(problem), _) => problems.push(complaint(problem.to_string())),
            _ => problems.push(complaint(format!("`{}` needs the values of the report", entry.of))),
        }
    }
    all
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
