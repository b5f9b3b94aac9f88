//! `tonne compute`: the equations of a document with numbers, each step printed.

use super::arguments::Compute;
use super::screen::print;
use super::{Complaint, outputs};
use crate::engine::linked;
use crate::equations::{Computed, MOST_PARTS, Place, Sheet, Step, compute, rounded};
use crate::measure::{Quantity, show};
use crate::report::Texts;
use crate::report::tornado::tornado;
use crate::rulebook::shipped;
use crate::source::Span;
use crate::syntax::Limits;
use crate::vocabulary::Vocabulary;
use crate::workspace::Workspace;
use given::{Varied, set, vary};
use smol_str::SmolStr;
use std::fmt::Write;
use std::path::PathBuf;
use trouble::complaint;

mod choice;
mod given;
mod range;
mod trouble;

/// What is computed.
struct Task<'t> {
    sheet: Sheet<'t>,
    given: Vec<(Place, Quantity)>,
    options: Vec<SmolStr>,
}

/// Evaluates the equations of a file.
pub fn run(asked: &Compute) -> Result<u8, Complaint> {
    let mut workspace = Workspace::new(asked.max_size);
    let paths: Vec<PathBuf> = std::iter::once(&asked.file).chain(&asked.with).cloned().collect();
    workspace.collect(&paths, None)?;
    let (rulebook, _) = shipped(Vec::new());
    let vocabulary = &rulebook.vocabulary;
    let examined = workspace.examine(&rulebook, Limits::default(), &|| {});
    let model = linked(examined, &rulebook, Limits::default());
    let mut task = choice::task(asked, &workspace, &model, vocabulary)?;
    let varied = task.settle(asked, vocabulary)?;
    let computed = task.computed(None)?;
    let mut out = String::new();
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    computed.steps.iter().for_each(|step| written(step, &texts, &mut out));
    for varied in &varied {
        range::table(&task, &computed, varied, &mut out)?;
    }
    if let Some(file) = &asked.plot {
        outputs::checked(std::iter::once(file.as_path()), None, &workspace)?;
        std::fs::write(file, tornado(&range::charts(&task, &computed, &varied)?))
            .map_err(|error| Complaint::unwritten(&format!("`{}`", file.display()), &error))?;
    }
    print(&out)
}

/// A step as it is printed, and what its sums are made of.
fn written(step: &Step, texts: &Texts<'_>, out: &mut String) {
    let text = |span: Span| {
        let text = texts.open(span.file);
        let (start, end) = text.clamp(span);
        flat(&text.text[start..end])
    };
    let _ = writeln!(out, "{}", line(step, step.equation.map(text)));
    for share in &step.shares {
        let value = show(rounded(share.value), "");
        let _ = writeln!(out, "  {}: {} = {value}", share.member, text(share.summed));
    }
}

impl Task<'_> {
    /// Takes the values that are given on the command line, before those that are stated.
    fn settle(&mut self, asked: &Compute, vocabulary: &Vocabulary) -> Result<Vec<Varied>, Complaint> {
        let set: Vec<(Place, Quantity)> =
            asked.set.iter().map(|text| set(text, &self.sheet, vocabulary)).collect::<Result<_, _>>()?;
        self.given.retain(|(place, _)| !set.iter().any(|(other, _)| other == place));
        self.given.extend(set);
        if !asked.option.is_empty() {
            self.options = asked.option.clone();
        }
        let varied = asked.vary.iter().map(|text| vary(text, &self.sheet, vocabulary));
        let varied = varied.collect::<Result<Vec<Varied>, _>>()?;
        for Varied { place, low, .. } in &varied {
            if !self.sheet.prescribes(&place.symbol, &self.options)
                && !self.given.iter().any(|(other, _)| other == place)
            {
                self.given.push((place.clone(), *low));
            }
        }
        Ok(varied)
    }

    /// What comes out, with one input changed.
    fn computed(&self, changed: Option<(&Place, Quantity)>) -> Result<Computed, Complaint> {
        let mut given = self.given.clone();
        if let Some((place, quantity)) = changed {
            given.retain(|(other, _)| other != place);
            given.push((place.clone(), quantity));
        }
        compute(&self.sheet, &given, &self.options, MOST_PARTS).map_err(complaint)
    }
}

fn named(step: &Step) -> String {
    if step.unit.is_empty() { step.place.to_string() } else { format!("{}, {}", step.place, step.unit) }
}

/// `ER = BE[y] - PE[y] = 600 tCO2e`
fn line(step: &Step, equation: Option<String>) -> String {
    let value = show(rounded(step.value), &step.unit);
    let place = &step.place;
    match equation.as_deref().and_then(|text| text.split_once('=')) {
        Some((_, formula)) => format!("{place} = {} = {value}", formula.trim()),
        None if step.each.is_empty() => format!("{place} = {value}"),
        None => format!("{place}[{each}] = {value}, the same for each {each}", each = step.each),
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
