//! `tonne waivers`: the register of waivers and answers, with who, why, until when, and what became of each.

use super::Complaint;
use super::arguments::{Colour, ListFormat, STANDARD_INPUT, Waivers};
use super::screen::{print, print_data};
use super::settings::gathered;
use crate::engine::{Ruling, Says, State};
use crate::report::{Texts, json_text, reason, visible, word};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The list for programs; versioned like a report.
#[derive(Serialize)]
struct List {
    schema: u32,
    as_of: String,
    rulings: Vec<Listed>,
}

/// A waiver or an answer.
#[derive(Serialize)]
struct Listed {
    says: &'static str,
    state: &'static str,
    rule: String,
    of: Vec<String>,
    facts: Vec<String>,
    because: String,
    by: String,
    until: Option<String>,
    text: Option<String>,
    within: String,
    file: String,
    line: u32,
}

/// Prints the register.
pub fn run(waivers: &Waivers, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&waivers.judging, &waivers.paths, STANDARD_INPUT, colour)?;
    let examined = prepared.examine(true);
    let report = prepared.judge(examined);
    let workspace = &prepared.workspace;
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let mut all: Vec<&(Ruling, State)> = report.review.rulings.iter().collect();
    all.sort_by_key(|(ruling, _)| ruling.span);
    match waivers.format {
        ListFormat::Text => print(&table(&all, &texts, report.as_of)),
        ListFormat::Json => {
            let rulings = all.iter().map(|(ruling, state)| listed(ruling, *state, &texts)).collect();
            let list = List { schema: 1, as_of: report.as_of.to_string(), rulings };
            print_data(&json_text(&list).map_err(|error| Complaint::unwritten("standard output", &error))?)
        }
    }
}

fn listed(ruling: &Ruling, state: State, texts: &Texts<'_>) -> Listed {
    Listed {
        says: match ruling.says {
            Says::Accepted => "waived",
            Says::Fact => "fact",
            Says::Yes => "yes",
            Says::No => "no",
            Says::Unclear => "unclear",
        },
        state: state.word(),
        rule: ruling.rule.to_string(),
        of: ruling.of.iter().map(|of| format!("{} {}", of.kind, of.name)).collect(),
        facts: ruling.facts.iter().map(|fact| fact.to_string()).collect(),
        because: ruling.because.clone(),
        by: ruling.by.clone(),
        until: ruling.until.map(|until| until.last().to_string()),
        text: ruling.text.map(|text| text.to_string()),
        within: ruling.within.to_string(),
        file: texts.name(ruling.span.file).to_string(),
        line: texts.place(ruling.span).line,
    }
}

/// The list for people: three lines each.
fn table(all: &[&(Ruling, State)], texts: &Texts<'_>, as_of: crate::measure::Day) -> String {
    let mut out = String::new();
    for (ruling, state) in all {
        let of: Vec<String> = ruling.of.iter().map(|of| format!("{} `{}`", of.kind, of.name)).collect();
        let of = if of.is_empty() { String::new() } else { format!(" in {}", of.join(", ")) };
        let name = texts.name(ruling.span.file);
        let line = texts.place(ruling.span).line;
        let _ = writeln!(out, "{:<9} {} {}{}", state.word(), word(ruling.says), ruling.rule, visible(&of));
        let _ = writeln!(out, "          {}", visible(&reason(ruling)));
        let _ = writeln!(out, "          {}:{line}", visible(&name));
    }
    let others = all.iter().map(|(_, state)| *state).filter(|state| *state != State::Used);
    for state in others.collect::<BTreeSet<State>>() {
        let _ = writeln!(out, "{}: {}", state.word(), state.means());
    }
    let used = all.iter().filter(|(_, state)| *state == State::Used).count();
    let _ = writeln!(out, "{} in all, {used} in use, as of {as_of}", all.len());
    out
}
