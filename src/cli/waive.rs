//! `tonne waive`: the statement that accepts a finding for a time, bound to the text that it accepts.

use super::arguments::{Colour, STANDARD_INPUT, Waive};
use super::settings::{Prepared, gathered, unknown_rule};
use super::why::{named, place};
use super::{Complaint, exit, print};
use crate::engine::{Report, Shelves, Subject};
use crate::finding::Finding;
use crate::report::{Texts, visible};
use crate::rulebook::Rulebook;
use crate::workspace::{ENDING, Workspace};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// So many findings are named where a rule has several.
const NAMED: usize = 8;

/// Prints the statement, or appends it to a file of reviews.
pub fn run(waive: &Waive, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&waive.judging, &waive.paths, STANDARD_INPUT, colour)?;
    let examined = prepared.examine(true);
    let documents = examined.iter().flat_map(|file| &file.documents);
    let shelves = Shelves::new(documents, &prepared.rulebook.vocabulary);
    let report = prepared.judge(examined);
    let finding = found(&waive.finding, &report, &prepared)?;
    if waive.until < prepared.options.as_of {
        return Err(Complaint::usage(format!("{} has passed: a waiver ends later", waive.until)));
    }
    if waive.because.trim().is_empty() || waive.by.trim().is_empty() {
        return Err(Complaint::usage("a waiver says why, and who decided"));
    }
    let Some(subject) = shelves.document(finding.span()) else {
        return Err(Complaint::usage(format!("`{}` is about no document of these paths", waive.finding)));
    };
    let statement = statement(waive, finding, subject);
    match &waive.file {
        None => print(statement.as_bytes()),
        Some(file) => append(file, &statement, finding, &prepared.workspace),
    }
}

/// The one finding that is meant.
fn found<'r>(name: &str, report: &'r Report, prepared: &Prepared) -> Result<&'r Finding, Complaint> {
    let workspace = &prepared.workspace;
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let at = place(name).map(|(file, line)| (named(file, workspace), line));
    let means = |finding: &Finding| match at {
        Some((Some(file), line)) => {
            let span = finding.span();
            span.file == file && (texts.place(span).line..=texts.place(span).end_line).contains(&line)
        }
        _ => finding.code == name || finding.fingerprint.to_string() == name,
    };
    let all: Vec<&Finding> = report.findings.iter().filter(|finding| means(finding)).collect();
    match all[..] {
        [finding] if prepared.rulebook.rule(&finding.code).is_some() => Ok(finding),
        [finding] => {
            Err(Complaint::usage(format!("`{}` is about the form of a text: it is mended, not waived", finding.code)))
        }
        [] if report.review.set_aside.iter().any(|aside| means(&aside.finding)) => {
            Err(Complaint::usage(format!("`{name}` is set aside already; `tonne waivers` says by whom")))
        }
        [] => Err(missing(name, at.is_some(), &prepared.rulebook)),
        _ => Err(Complaint::usage(format!(
            "`{name}` has {} findings; name one of them: {}",
            all.len(),
            listed(&all, &texts)
        ))),
    }
}

/// Why nothing is meant.
fn missing(name: &str, is_place: bool, rulebook: &Rulebook) -> Complaint {
    match name {
        _ if is_place => {
            Complaint::usage(format!("no finding stands at `{name}`; `tonne check --format short` shows where"))
        }
        _ if rulebook.rule(name).is_some() => Complaint::usage(format!("`{name}` finds nothing in these documents")),
        _ if name.contains('/') => unknown_rule(name, rulebook),
        _ => Complaint::usage(format!(
            "there is no finding `{name}`; name it by its place, as in `FILE:LINE`, by its rule, or by its fingerprint"
        )),
    }
}

/// Fingerprints with their rules and places.
fn listed(all: &[&Finding], texts: &Texts<'_>) -> String {
    let name = |finding: &&Finding| {
        let span = finding.span();
        let line = texts.place(span).line;
        format!("{} ({}, {}:{line})", finding.fingerprint, finding.code, visible(&texts.name(span.file)))
    };
    let mut names: Vec<String> = all.iter().take(NAMED).map(name).collect();
    if all.len() > NAMED {
        names.push(format!("{} more", all.len() - NAMED));
    }
    names.join(", ")
}

/// The review that waives a finding; its name is its own, as two reviews of one name are one too many.
fn statement(waive: &Waive, finding: &Finding, subject: &Subject) -> String {
    let (text, until) = (finding.fingerprint, waive.until);
    let message = visible(&finding.message).replace('\n', " ");
    let name = quoted(&format!("{} on {}, {text}", waive.by, subject.name));
    let (of, because, by) = (quoted(&subject.name), quoted(&waive.because), quoted(&waive.by));
    format!(
        "# {message}\nreview {name} {{\n  of {kind} {of}\n  waive \"{rule}\" {{\n    because {because}\n    by      {by}\n    until   {until}\n    text    \"{text}\"\n  }}\n}}\n",
        kind = subject.kind,
        rule = finding.code,
    )
}

/// A text in quotes, as the language reads it.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{}\"", text.replace('\r', ""))
}

/// Appends a review to a file, which is not that of the document that it is about.
fn append(file: &Path, statement: &str, finding: &Finding, workspace: &Workspace) -> Result<u8, Complaint> {
    let shown = file.display();
    if file.extension().is_none_or(|ending| ending != ENDING) {
        return Err(Complaint::usage(format!("`{shown}` does not end in `.{ENDING}`: a review is a document")));
    }
    let real = std::fs::canonicalize(file).ok();
    let judged = workspace.paths().into_iter().find(|(id, _)| *id == finding.span().file);
    if real.is_some() && real == judged.map(|(_, path)| path) {
        return Err(Complaint::usage(format!(
            "`{shown}` holds the document itself: what is judged does not excuse itself"
        )));
    }
    let unwritten = |error: io::Error| Complaint::unwritten_file(file, &error);
    let before = real.map(std::fs::read).transpose().map_err(unwritten)?.unwrap_or_default();
    let gap = match before.last() {
        None => "",
        Some(b'\n') => "\n",
        Some(_) => "\n\n",
    };
    let mut out = OpenOptions::new().create(true).append(true).open(file).map_err(unwritten)?;
    out.write_all(format!("{gap}{statement}").as_bytes()).map_err(unwritten)?;
    let _ = writeln!(io::stderr().lock(), "written to `{shown}`; it counts where that file is checked too");
    Ok(exit::CLEAN)
}
