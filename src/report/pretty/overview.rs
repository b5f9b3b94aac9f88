//! A folder on one screen: the documents with errors and warnings, what else was found, and why questions are open.

use super::super::plain::{columns, cut};
use super::super::rank::{is_alleged, ranked};
use super::super::{Sheet, counted, visible};
use super::is_not_shown;
use crate::engine::document_of;
use crate::finding::{Finding, Severity};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// So many documents with errors, and so many with warnings, are named.
const MOST_ERRORS: usize = 10;
const MOST_WARNINGS: usize = 14;

/// The columns for the name of a document.
const NAME: usize = 38;

/// So many families of open questions are named.
const MOST_FAMILIES: usize = 6;

/// A document with its findings, the gravest first.
struct Row<'r> {
    name: String,
    findings: Vec<&'r Finding>,
}

impl Row<'_> {
    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Writes the screen.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let rows = rows(sheet);
    let has = |row: &&Row<'_>, severity| row.count(severity) > 0;
    let errors: Vec<&Row<'_>> = rows.iter().filter(|row| has(row, Severity::Error)).collect();
    let warnings: Vec<&Row<'_>> =
        rows.iter().filter(|row| !has(row, Severity::Error) && has(row, Severity::Warning)).collect();
    if !errors.is_empty() || !warnings.is_empty() {
        let key = "~ not shown: the document was read in full and does not show it   ! only alleged";
        let _ = writeln!(text, "{}\n", sheet.view.paint.faint(&cut(key, sheet.view.width.saturating_sub(1))));
    }
    list(sheet, (Severity::Error, "ERRORS"), &errors, MOST_ERRORS, &mut text);
    list(sheet, (Severity::Warning, "WARNINGS"), &warnings, MOST_WARNINGS, &mut text);
    rest(sheet, &rows, &mut text);
    out.write_all(text.as_bytes())
}

/// The documents and files with findings, the gravest first.
fn rows<'r>(sheet: &Sheet<'r>) -> Vec<Row<'r>> {
    let mut by_name: BTreeMap<(bool, usize, String), Vec<&Finding>> = BTreeMap::new();
    for finding in sheet.report.findings.iter().filter(|finding| finding.severity > Severity::Question) {
        let key = match document_of(&sheet.report.coverage, finding.span()) {
            Some(at) => {
                let document = &sheet.report.coverage[at];
                let version = document.version.as_ref().map(|version| format!(" v{version}")).unwrap_or_default();
                (true, at, format!("{}{version}", document.name))
            }
            None => (false, finding.span().file.0 as usize, sheet.texts.name(finding.span().file).to_string()),
        };
        by_name.entry(key).or_default().push(finding);
    }
    let row = |((_, _, name), findings): ((bool, usize, String), Vec<&'r Finding>)| Row {
        name,
        findings: ranked(findings.into_iter()),
    };
    let mut rows: Vec<Row<'r>> = by_name.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.count(Severity::Error), row.count(Severity::Warning))));
    rows
}

/// The documents of one severity, each with how many it has and the gravest of them.
fn list(sheet: &Sheet<'_>, (severity, title): (Severity, &str), rows: &[&Row<'_>], most: usize, out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let (paint, width) = (sheet.view.paint, sheet.view.width.saturating_sub(1));
    let _ = writeln!(out, "{}", paint.severity(severity, title));
    for row in rows.iter().take(most) {
        let Some(gravest) = row.findings.first() else { continue };
        let name = cut(&visible(&row.name), NAME);
        let gap = NAME.saturating_sub(columns(&name));
        let mark = match (is_alleged(gravest), is_not_shown(gravest)) {
            (true, _) => '!',
            (false, true) => '~',
            (false, false) => ' ',
        };
        let before = format!("  {name}{:gap$} {:>3} {mark} ", "", row.count(severity));
        let message = cut(&visible(&gravest.message), width.saturating_sub(columns(&before)));
        let _ = writeln!(out, "{before}{message}");
    }
    if let Some(more) = rows.len().checked_sub(most).filter(|more| *more > 0) {
        let _ = writeln!(out, "  and {more} more");
    }
    out.push('\n');
}

/// Infos, readings and questions, counted, and how to see more.
fn rest(sheet: &Sheet<'_>, rows: &[Row<'_>], out: &mut String) {
    let report = sheet.report;
    let infos = rows.iter().filter(|row| row.count(Severity::Info) > 0).count();
    if infos > 0 {
        let number = counted(report.count(Severity::Info), "info");
        line(sheet, &format!("{number} in {}", counted(infos, "document")), out);
    }
    let incomplete = report.incomplete();
    if incomplete > 0 {
        let documents = counted(incomplete, "document");
        line(sheet, &format!("{documents} not read in the text: whole topics of them are open, get the texts"), out);
    }
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    let open = report.findings.iter().filter(|finding| finding.severity == Severity::Question && !finding.is_folded());
    for question in open {
        *families.entry(question.code.split('/').next().unwrap_or_default()).or_default() += 1;
    }
    let all: usize = families.values().sum();
    if all > 0 {
        let mut families: Vec<(&str, usize)> = families.into_iter().collect();
        families.sort_by_key(|(name, number)| (std::cmp::Reverse(*number), *name));
        let others: usize = families.iter().skip(MOST_FAMILIES).map(|(_, number)| number).sum();
        let mut named: Vec<String> =
            families.iter().take(MOST_FAMILIES).map(|(name, number)| format!("{number} {name}")).collect();
        if others > 0 {
            named.push(format!("{others} others"));
        }
        let why = "on parts that were not read";
        line(sheet, &format!("{} {why}: {}", counted(all, "question"), named.join(", ")), out);
    }
    if infos + incomplete + all > 0 {
        out.push('\n');
    }
    let set_aside = report.review.set_aside.len();
    if set_aside > 0 {
        line(sheet, &format!("{} set aside by reviewers: tonne waivers", counted(set_aside, "finding")), out);
    }
    for (command, what) in [
        ("tonne check FILE", "the findings of one document, with their lines and clauses"),
        ("tonne check --details", "the same of all documents"),
        ("tonne questions [PATH]", "what to ask, and what to write"),
    ] {
        let _ = writeln!(out, "  {command:<24} {what}");
    }
    out.push('\n');
}

fn line(sheet: &Sheet<'_>, text: &str, out: &mut String) {
    super::paragraph(text, sheet.view.width.saturating_sub(1), "  ", out);
}
