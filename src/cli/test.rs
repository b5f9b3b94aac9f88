//! `tonne test`: the examples of rules tried out, with what differs and why.

use super::arguments::{Colour, Test};
use super::screen::print;
use super::settings::{listed, rule_folders, today};
use super::{Complaint, exit};
use crate::engine::Options;
use crate::engine::trial::{Trial, differences, matrix, programs, rule_mutants, survives, trials};
use crate::finding::{Finding, Verdict};
use crate::report::why::{Depth, tree, verdict};
use crate::report::{Texts, visible};
use crate::rulebook::{Rule, Rulebook, overridden};
use crate::source::{LineIndex, Span};
use crate::workspace::Workspace;
use std::fmt::Write;
use std::path::PathBuf;

/// The largest rule file.
const MOST: u64 = 16_000_000;

/// Runs it to its exit code.
pub fn run(arguments: &Test, colour: Colour) -> Result<u8, Complaint> {
    let mut workspace = Workspace::new(MOST);
    let folders = folders(arguments, colour)?;
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for folder in &folders {
        let (more, broken) = workspace.rules(folder)?;
        files.extend(more);
        findings.extend(broken);
    }
    if files.is_empty() && findings.is_empty() {
        return Err(Complaint::no_input(format!("there is no rule in {}", listed(&folders))));
    }
    let ids: Vec<String> = files.iter().map(|file| file.id.clone()).collect();
    let (rulebook, more) = overridden(files);
    findings.extend(more);
    let mut tried =
        Tried { rulebook: &rulebook, options: options(arguments), out: String::new(), counts: Counts::default() };
    for finding in &findings {
        tried.broken(finding, &workspace);
    }
    for rule in rulebook.rules.iter().filter(|rule| ids.iter().any(|id| rule.id == id)) {
        tried.rule(rule, arguments.mutants);
    }
    if arguments.matrix {
        tried.out.push_str(&matrix_text(&rulebook, &tried.options));
    }
    let wrong = findings.len() + tried.counts.differ;
    let text = format!("{}{}", tried.out, tried.counts.summary(arguments.mutants));
    print(&text)?;
    Ok(if wrong > 0 { exit::FINDINGS } else { exit::CLEAN })
}

/// The folder itself, or the one called `rules` in it; where none is named, those of `tonne.yaml`.
fn folders(arguments: &Test, colour: Colour) -> Result<Vec<PathBuf>, Complaint> {
    let folder = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => match rule_folders(&arguments.settings, MOST, colour)? {
            folders if folders.is_empty() => PathBuf::from("."),
            folders => return Ok(folders),
        },
    };
    let inner = folder.join("rules");
    Ok(vec![if inner.is_dir() { inner } else { folder }])
}

fn options(arguments: &Test) -> Options {
    Options::on(arguments.as_of.unwrap_or_else(today))
}

/// What was tried, counted.
#[derive(Debug, Default)]
struct Counts {
    rules: usize,
    examples: usize,
    differ: usize,
    mutants: usize,
    unnoticed: usize,
}

impl Counts {
    fn summary(&self, mutants: bool) -> String {
        let (rules, examples, differ) = (self.rules, self.examples, self.differ);
        let mut text =
            format!("rules {rules}, examples {examples}, as expected {}, different {differ}\n", examples - differ);
        if mutants && self.mutants > 0 {
            let noticed = self.mutants - self.unnoticed;
            let percent = noticed as f64 * 100.0 / self.mutants as f64;
            let _ = writeln!(
                text,
                "changes to conditions {}, noticed by an example {noticed} ({percent:.1} %)",
                self.mutants
            );
        }
        text
    }
}

struct Tried<'t> {
    rulebook: &'t Rulebook,
    options: Options,
    out: String,
    counts: Counts,
}

impl Tried<'_> {
    /// A rule file that cannot be taken.
    fn broken(&mut self, finding: &Finding, workspace: &Workspace) {
        let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
        let (name, place) = (texts.name(finding.span().file), texts.place(finding.span()));
        let _ = writeln!(
            self.out,
            "{}:{}:{}: {}[{}]: {}",
            visible(&name),
            place.line,
            place.column,
            finding.severity.word(),
            finding.code,
            visible(&finding.message)
        );
        if let Some(help) = &finding.help {
            let _ = writeln!(self.out, "  help: {}", visible(help));
        }
    }

    fn rule(&mut self, rule: &Rule, mutants: bool) {
        self.counts.rules += 1;
        let trials = trials(rule, self.rulebook, &self.options);
        for (at, trial) in trials.iter().enumerate() {
            self.example(rule, at + 1, trial);
        }
        if !mutants {
            return;
        }
        for mutant in rule_mutants(rule) {
            self.counts.mutants += 1;
            if survives((rule, &mutant), &trials, self.rulebook, &self.options) {
                self.counts.unnoticed += 1;
                let (at, what) = (place(rule, mutant.span), mutant.what);
                let _ = writeln!(self.out, "{at}: no example of {} notices: {what} in `{}`", rule.id, mutant.text);
            }
        }
    }

    /// An example: nothing where it gives its verdict.
    fn example(&mut self, rule: &Rule, number: usize, trial: &Trial<'_>) {
        self.counts.examples += 1;
        let found = trial.verdict(rule, self.rulebook, &self.options);
        let expected = trial.example.verdict;
        let differences = differences(trial, rule, self.rulebook, &self.options);
        if found == Some(expected) && trial.findings.is_empty() && differences.is_empty() {
            return;
        }
        self.counts.differ += 1;
        let at = place(rule, trial.example.span);
        let told = found.map_or("no document that the rule is about", verdict);
        let _ = writeln!(self.out, "{at}: {}, example {number}", rule.id);
        if found != Some(expected) {
            let _ = writeln!(self.out, "  expected {}\n  found    {told}", verdict(expected));
        }
        for difference in &differences {
            let _ = writeln!(self.out, "  {}", visible(difference));
        }
        let name = format!("example {number}");
        let text = &trial.example.text;
        let texts = Texts::new(|_| Some(name.as_str().into()), |_| text.as_str().into());
        for finding in &trial.findings {
            let place = texts.place(finding.span());
            let _ = writeln!(self.out, "  {name}:{}:{}: {}", place.line, place.column, visible(&finding.message));
        }
        if let Some(why) = trial.why(rule, self.rulebook, &self.options) {
            tree(&why, Depth::Deciding, &texts, &mut self.out);
        }
        self.out.push('\n');
    }
}

/// The verdicts under each programme: a line for each example that has another one under any, and how many hold.
pub fn matrix_text(rulebook: &Rulebook, options: &Options) -> String {
    let programs = programs(rulebook);
    let rows = matrix(rulebook, &programs, options);
    let mut out = String::new();
    for row in &rows {
        let others = programs.iter().zip(&row.under).filter_map(|(program, verdict)| {
            verdict.filter(|verdict| *verdict != row.own).map(|found| format!("{program} {}", found.word()))
        });
        let others: Vec<String> = others.collect();
        if !others.is_empty() {
            let own = row.own.word();
            let _ = writeln!(out, "{}, example {}, {own}: {}", row.rule, row.example, others.join(", "));
        }
    }
    for (at, program) in programs.iter().enumerate() {
        let put: Vec<(Verdict, Verdict)> = rows.iter().filter_map(|row| Some((row.own, row.under[at]?))).collect();
        let held = put.iter().filter(|(own, under)| own == under).count();
        let _ = writeln!(out, "under {program}: {held} of {} hold", put.len());
    }
    out
}

/// A place in the file of a rule.
fn place(rule: &Rule, span: Span) -> String {
    let place = LineIndex::new(&rule.source.text).position(&rule.source.text, span.start);
    format!("{}:{}:{}", visible(&rule.source.name), place.line, place.column)
}
