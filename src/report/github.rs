//! Annotations for the log of a GitHub workflow: `::error file=…,line=…,col=…::message`.

use super::clause::{clause, words};
use super::rank::ranked;
use super::{Sheet, reviewed, visible};
use crate::finding::{Finding, Severity};
use std::io::{self, Write};

/// Writes a report as workflow commands, the gravest finding first: a page shows ten of each kind.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    // What import read and nobody confirmed is a question, and told like a finding.
    let told = sheet.report.findings.iter().filter(|finding| finding.severity > Severity::Question || finding.draft);
    for finding in ranked(told) {
        annotation(sheet, finding, (command(finding.severity), message(finding)), out)?;
    }
    for aside in &sheet.report.review.set_aside {
        let ruling = reviewed::ruling(sheet.report, aside);
        let (word, reason) = (reviewed::word(ruling.says), reviewed::reason(ruling));
        let text = format!("{word}: {}\n{reason}", aside.finding.message);
        annotation(sheet, &aside.finding, ("notice", text), out)?;
    }
    Ok(())
}

fn annotation(
    sheet: &Sheet<'_>,
    finding: &Finding,
    (command, text): (&str, String),
    out: &mut dyn Write,
) -> io::Result<()> {
    let span = finding.span();
    let place = sheet.texts.place(span);
    let name = sheet.texts.name(span.file);
    write!(out, "::{command} ")?;
    // What is built in is no file of the repository: it can only be named.
    let built_in = sheet.texts.built_in(span.file);
    if !built_in {
        write!(out, "file={},line={},", property(&name), place.line)?;
        // Columns count within one line only.
        match place.end_line == place.line {
            true => write!(out, "col={},endLine={},endColumn={},", place.column, place.end_line, place.end_column)?,
            false => write!(out, "endLine={},", place.end_line)?,
        }
    }
    let place = if built_in { format!("{name}:{}:{} (built in): ", place.line, place.column) } else { String::new() };
    let title = format!("tonne: {}", finding.code);
    writeln!(out, "title={}::{}{}", property(&title), data(&place), data(&text))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Question => "notice",
    }
}

/// What is wrong, in the next line the first clause behind it, and in the last one what to do.
fn message(finding: &Finding) -> String {
    let gravest = finding.cites.iter().min_by_key(|cite| cite.standing);
    let cite =
        gravest.map(|cite| format!("\n{} {}", words(cite.standing, finding.verdict), clause(cite))).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let weight = super::short::weight(finding).map(|weight| format!(" ({weight})")).unwrap_or_default();
    format!("{}{weight}{cite}{help}", finding.message)
}

/// The text of a command, as the runner's own toolkit escapes it, with what steers a terminal written out.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| visible(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// The value of a property, as the runner's own toolkit escapes it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
