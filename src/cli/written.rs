//! Statements of reviewers as commands write them: which finding or question is meant, and where the statement goes.

use super::screen::{print, tell};
use super::settings::{Prepared, unknown_rule};
use super::why::{named, place};
use super::{Complaint, exit};
use crate::engine::{Examined, Report, Shelves, Subject, linked};
use crate::finding::{Finding, Severity, Verdict};
use crate::report::{Texts, visible};
use crate::rulebook::Rulebook;
use crate::source::Span;
use crate::workspace::{ENDING, Workspace, is_document};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// So many findings are named where there are several.
const NAMED: usize = 8;

/// What a statement is about: findings are waived, questions answered; what is not shown is either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A finding.
    Finding,
    /// A question.
    Question,
}

impl Sought {
    fn is(self, finding: &Finding) -> bool {
        let question = finding.severity == Severity::Question;
        match self {
            Sought::Finding => !question,
            Sought::Question => question || finding.verdict == Verdict::NotShown,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Sought::Finding => "finding",
            Sought::Question => "question",
        }
    }

    /// That which is meant is of the other sort.
    fn other(self, name: &str) -> String {
        match self {
            Sought::Finding => {
                format!("`{name}` is a question: it is answered, not waived; `tonne answer` writes that")
            }
            Sought::Question => {
                format!("`{name}` is no question but says what the text says; `tonne waive` accepts it for a time")
            }
        }
    }
}

/// The documents that a statement may be about: those at hand, and those that are built in.
pub fn shelves(examined: &[Examined], prepared: &Prepared) -> Shelves {
    let model = linked(examined.to_vec(), &prepared.rulebook, prepared.options.limits);
    Shelves::new(&model.documents, &prepared.rulebook.vocabulary)
}

/// The one finding or question that is meant. A rule has what is told with another one, too.
pub fn chosen<'r>(
    name: &str,
    sought: Sought,
    report: &'r Report,
    prepared: &Prepared,
) -> Result<&'r Finding, Complaint> {
    let workspace = &prepared.workspace;
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let at = place(name).and_then(|(file, line)| Some((named(file, workspace)?, line)));
    let stands = |finding: &Finding, (file, line)| {
        let place = texts.place(finding.span());
        finding.span().file == file && (place.line..=place.end_line).contains(&line)
    };
    let called = |finding: &Finding| {
        let waits = finding.severity == Severity::Question && finding.also.iter().any(|rule| rule == name);
        finding.code == name || waits || finding.fingerprint.to_string() == name
    };
    let means = |finding: &Finding| at.map_or_else(|| called(finding), |at| stands(finding, at));
    let each =
        report.findings.iter().flat_map(|finding| finding.each().take(if at.is_some() { 1 } else { usize::MAX }));
    let (all, others): (Vec<&Finding>, Vec<&Finding>) =
        each.filter(|finding| means(finding)).partition(|finding| sought.is(finding));
    let is_judged = |finding: &Finding| prepared.rulebook.rule(&finding.code).is_some();
    let mended =
        |finding: &Finding| format!("`{}` is about the form of a text: it is mended, not waived", finding.code);
    let refused = |message: String| Err(Complaint::usage(message));
    match all[..] {
        [finding] if is_judged(finding) => Ok(finding),
        [finding] => refused(mended(finding)),
        [] if others.iter().any(|finding| is_judged(finding)) => refused(sought.other(name)),
        [] if !others.is_empty() => refused(mended(others[0])),
        [] if report.review.set_aside.iter().any(|aside| means(&aside.finding)) => {
            refused(format!("`{name}` is set aside already; `tonne waivers` says by whom"))
        }
        [] => Err(missing(name, sought, &prepared.rulebook)),
        _ => {
            let (number, word) = (all.len(), sought.word());
            refused(format!("`{name}` has {number} {word}s; name one of them: {}", listed(&all, &texts)))
        }
    }
}

/// Why nothing is meant.
fn missing(name: &str, sought: Sought, rulebook: &Rulebook) -> Complaint {
    let word = sought.word();
    match name {
        _ if place(name).is_some() => {
            Complaint::usage(format!("no {word} stands at `{name}`; `tonne check --format short` shows where"))
        }
        _ if rulebook.rule(name).is_some() && sought == Sought::Question => {
            Complaint::usage(format!("`{name}` asks nothing of these documents"))
        }
        _ if rulebook.rule(name).is_some() => Complaint::usage(format!("`{name}` finds nothing in these documents")),
        _ if name.contains('/') => unknown_rule(name, rulebook),
        _ => Complaint::usage(format!(
            "there is no {word} `{name}`; name it by its place, as in `FILE:LINE`, by its rule, or by its fingerprint"
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

/// The document in which a place lies: where a finding stands, or where its answer belongs.
pub fn subject<'s>(name: &str, place: Span, shelves: &'s Shelves) -> Result<&'s Subject, Complaint> {
    let none = || Complaint::usage(format!("`{name}` is about no document of these paths"));
    shelves.document(place).ok_or_else(none)
}

/// A review of one statement, under what was found; its name is its own, as two reviews of one name are one too many.
pub fn review(finding: &Finding, by: &str, (subject, of): (&Subject, &str), statement: &str) -> String {
    let message = visible(&finding.message).replace('\n', " ");
    let name = quoted(&format!("{by} on {}, {}", subject.name, finding.fingerprint));
    format!("# {message}\nreview {name} {{\n  of {of}\n{statement}}}\n")
}

/// A text in quotes, as the language reads it.
pub fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{}\"", text.replace('\r', ""))
}

/// Prints a review, or appends it to a file, which is not that of the document that it is about.
pub fn deliver(file: Option<&Path>, review: &str, finding: &Finding, workspace: &Workspace) -> Result<u8, Complaint> {
    let Some(file) = file else { return print(review) };
    let shown = file.display();
    if !is_document(file) {
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
    out.write_all(format!("{gap}{review}").as_bytes()).map_err(unwritten)?;
    tell(&format!("written to `{shown}`; it counts where that file is checked too"));
    Ok(exit::CLEAN)
}
