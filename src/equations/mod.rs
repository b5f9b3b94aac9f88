//! Equations: their symbols, dimensions, structure, and which way each parameter moves the reductions.

mod arithmetic;
mod choice;
mod compute;
mod declared;
mod dimension;
mod direction;
mod efficiency;
mod example;
mod index;
mod issuance;
mod likeness;
mod measured;
mod parts;
mod percentage;
mod prescribed;
mod result;
mod sheet;
mod structure;
mod sum;
mod total;
mod trouble;
mod values;
mod vintage;

pub use compute::{Computed, MOST_PARTS, Share, Step, compute, rounded};
pub use index::Place;
pub use issuance::{Reported, Stated, reported};
pub use sheet::Sheet;
pub use trouble::Trouble;
pub use values::misfits;

use crate::finding::{Label, Verdict};
use crate::measure::{Day, Quantity};
use crate::model::{DocumentId, EntryId, Model};
use crate::vocabulary::{NodeId, Vocabulary};
use smol_str::SmolStr;

/// Something that is asked of equations; a rule names it by `check:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// What is added, compared or set equal measures the same thing.
    Dimensions,
    /// What is added or set equal is counted in units of the same size, or a number stands between them.
    Scale,
    /// A percentage is read in one way: a hundred is divided out once, and in all equations or in none.
    Percentage,
    /// What is in per cent is divided by a hundred where it is a factor.
    Points,
    /// Every symbol of an equation is declared.
    Undeclared,
    /// Every parameter stands in an equation.
    Unused,
    /// No symbol is defined by itself.
    Circle,
    /// What no equation yields says where its value comes from.
    Origin,
    /// An equation yields the reductions.
    Reductions,
    /// The reductions fall with the project's emissions.
    Project,
    /// The reductions fall with leakage.
    Leakage,
    /// The reductions rise with the emissions of the baseline and with the activity's removals.
    Baseline,
    /// An efficiency stands on the right side of its line.
    Efficiency,
    /// No total is counted once for each member of a sum.
    Totals,
    /// The project's emissions are not set to zero.
    ProjectZero,
    /// A default lies at the end of its range where it gives the fewest credits.
    Direction,
    /// A deduction for uncertainty lowers the reductions.
    Uncertainty,
    /// A worked example comes out as it says.
    Example,
    /// A default that the document prescribes has a source.
    Source,
    /// All warming potentials come from one assessment report.
    Potentials,
    /// A warming potential has a value of the report that it names.
    PotentialValue,
    /// No option gives more reductions than another that may be taken as well.
    Options,
    /// A report requests no more than the equations of its methodology give.
    Issuance,
    /// A value is no older than the document allows.
    Vintage,
}

/// The checks by the names that rules use.
pub const CHECKS: [(&str, Check); 24] = [
    ("equations/dimensions", Check::Dimensions),
    ("equations/scale", Check::Scale),
    ("equations/percentage", Check::Percentage),
    ("equations/percent_points", Check::Points),
    ("equations/undeclared", Check::Undeclared),
    ("equations/unused", Check::Unused),
    ("equations/circle", Check::Circle),
    ("equations/origin", Check::Origin),
    ("equations/reductions", Check::Reductions),
    ("equations/project", Check::Project),
    ("equations/leakage", Check::Leakage),
    ("equations/baseline", Check::Baseline),
    ("equations/efficiency", Check::Efficiency),
    ("equations/totals", Check::Totals),
    ("equations/project_zero", Check::ProjectZero),
    ("equations/direction", Check::Direction),
    ("equations/uncertainty", Check::Uncertainty),
    ("equations/example", Check::Example),
    ("equations/source", Check::Source),
    ("equations/potentials", Check::Potentials),
    ("equations/potential_value", Check::PotentialValue),
    ("equations/options", Check::Options),
    ("equations/issuance", Check::Issuance),
    ("equations/vintage", Check::Vintage),
];

/// The most equations of a document, and the most examples, for which anything is computed or compared.
const MOST: usize = 500;

/// What is read of the body of a parameter, an option or an example.
pub const READ: [&str; 10] =
    ["option", "when", "option_rule", "source", "assessment", "unit", "origin", "value", "bounds", "role"];

impl Check {
    /// Whether it is asked of a document without equations too.
    pub fn stands_alone(self) -> bool {
        matches!(self, Check::Issuance | Check::Vintage)
    }

    /// Whether it rests on the units that the symbols of an equation are said to have.
    pub fn compares_units(self) -> bool {
        matches!(self, Check::Dimensions | Check::Scale)
    }
}

/// How a check came out on one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What is wrong, where something is.
    pub message: String,
    /// What it rests on, the deciding place first.
    pub labels: Vec<Label>,
    /// How it was derived.
    pub notes: Vec<String>,
    /// What is not said, and the fact in whose body it was sought.
    pub missing: Option<(NodeId, EntryId)>,
    /// A fact of the document that is judged, and with what value, in what unit, the rule would be met.
    pub instead: Option<(EntryId, Quantity, SmolStr)>,
}

/// A judgement that says nothing: the rule does not apply.
impl Default for Judgement {
    fn default() -> Self {
        Judgement::of(Verdict::NotApplicable)
    }
}

impl Judgement {
    fn of(verdict: Verdict) -> Judgement {
        let (message, labels, notes) = Default::default();
        Judgement { verdict, message, labels, notes, missing: None, instead: None }
    }

    fn met_if(applies: bool) -> Judgement {
        Judgement::of(if applies { Verdict::Met } else { Verdict::NotApplicable })
    }

    fn breached(message: String, labels: Vec<Label>) -> Judgement {
        Judgement { message, labels, ..Judgement::of(Verdict::Breached) }
    }

    /// Open, as nothing says so; nothing to say, where the vocabulary has no place for it.
    fn unproven(node: Option<NodeId>, at: EntryId) -> Judgement {
        match node {
            Some(node) => Judgement { missing: Some((node, at)), ..Judgement::of(Verdict::Unproven) },
            None => Judgement::of(Verdict::NotApplicable),
        }
    }

    /// A silence is a breach only where it is closed.
    fn silent(self, closed: bool, node: Option<NodeId>, at: EntryId) -> Judgement {
        if closed { self } else { Judgement::unproven(node, at) }
    }
}

/// Asks one thing of one fact of a document: an equation, a parameter, or the document itself. `sheet` holds the
/// equations of the document, where it has some.
pub fn judge(check: Check, sheet: Option<&Sheet<'_>>, (world, entry): (Where<'_>, EntryId)) -> Judgement {
    match (check, sheet) {
        (Check::Issuance, _) => issuance::issuance(world),
        (Check::Vintage, _) => vintage::vintage(world, entry),
        (_, Some(sheet)) => of_sheet(check, sheet, entry),
        (_, None) => Judgement::default(),
    }
}

/// A document among all.
#[derive(Clone, Copy, Debug)]
pub struct Where<'w> {
    /// All documents.
    pub model: &'w Model,
    /// What may be said.
    pub vocabulary: &'w Vocabulary,
    /// The document.
    pub document: DocumentId,
    /// The day of judgement.
    pub as_of: Day,
}

fn of_sheet(check: Check, sheet: &Sheet<'_>, entry: EntryId) -> Judgement {
    match check {
        Check::Dimensions => dimension::dimensions(sheet, entry),
        Check::Scale => dimension::scale(sheet, entry),
        Check::Percentage => percentage::percentage(sheet, entry),
        Check::Points => percentage::percent_points(sheet, entry),
        Check::Undeclared => structure::undeclared(sheet, entry),
        Check::Unused => structure::unused(sheet, entry),
        Check::Circle => structure::circle(sheet, entry),
        Check::Origin => structure::origin(sheet, entry),
        Check::Reductions => structure::reductions(sheet),
        Check::Project => direction::subtracted(sheet, sheet.words.project),
        Check::Leakage => direction::subtracted(sheet, sheet.words.leakage),
        Check::Baseline => direction::counted(sheet),
        Check::Efficiency => efficiency::efficiency(sheet, entry),
        Check::Totals => total::totals(sheet, entry),
        Check::ProjectZero => structure::project_zero(sheet),
        Check::Direction => direction::default_value(sheet, entry),
        Check::Uncertainty => direction::deducted(sheet, sheet.words.uncertainty),
        Check::Example => example::example(sheet, entry),
        Check::Source => structure::source(sheet, entry),
        Check::Potentials => structure::potentials(sheet),
        Check::PotentialValue => structure::potential_value(sheet, entry),
        Check::Options => choice::options(sheet),
        // What needs no equations of the document's own is judged without them.
        Check::Issuance | Check::Vintage => Judgement::default(),
    }
}
