//! For people: a folder on one screen; a document with each finding, the lines it rests on, the clauses behind it, and
//! what to do.

mod overview;
mod snippet;

use super::clause::{STANDINGS, clause, words};
use super::plain::columns;
use super::rank::{caution, ranked, reading, verdict};
use super::{Paint, Sheet, reviewed, summary, visible, wrap};
use crate::engine::Coverage;
use crate::finding::{Cite, Finding, Severity, Standing, Verdict};
use snippet::Drawer;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes a report for people to read.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    match (sheet.view.quiet, sheet.view.overview) {
        (true, _) => {}
        (false, true) => overview::render(sheet, out)?,
        (false, false) => {
            findings(sheet, out)?;
            set_aside(sheet, out)?;
        }
    }
    let line = wrap(&summary(sheet.report), sheet.view.width.saturating_sub(1)).join("\n");
    writeln!(out, "{}", sheet.view.paint.bold(&line))
}

/// Writes the findings, document by document: first what stands in none.
pub fn findings(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let drawer = Drawer::new(sheet.view);
    let of_document = |finding: &Finding| crate::engine::document_of(&sheet.report.coverage, finding.span());
    let mut by_document: Vec<Vec<&Finding>> = vec![Vec::new(); sheet.report.coverage.len()];
    let mut others: Vec<&Finding> = Vec::new();
    for finding in &sheet.report.findings {
        match of_document(finding) {
            Some(at) => by_document[at].push(finding),
            None => others.push(finding),
        }
    }
    let mut text = String::new();
    others_first(sheet, &drawer, &others, &mut text);
    out.write_all(text.as_bytes())?;
    for (document, findings) in sheet.report.coverage.iter().zip(by_document) {
        text.clear();
        one_document(sheet, &drawer, (document, &findings), &mut text);
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// What stands in no document: files that cannot be read, rules, settings; and questions on what is built in.
fn others_first(sheet: &Sheet<'_>, drawer: &Drawer, findings: &[&Finding], out: &mut String) {
    let (questions, told): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.severity == Severity::Question);
    for finding in ranked(told.into_iter()) {
        one_finding(sheet, drawer, finding, out);
    }
    if !questions.is_empty() {
        let number = super::counted(questions.len(), "open question");
        let _ = writeln!(out, "{}\n", sheet.view.paint.faint(&format!("{number} on built-in documents")));
    }
}

/// A document: its head, its findings in their order, and how many questions are open.
fn one_document(sheet: &Sheet<'_>, drawer: &Drawer, (document, findings): (&Coverage, &[&Finding]), out: &mut String) {
    // What import read and nobody confirmed is a question, and shown like a finding.
    let (questions, told): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.severity == Severity::Question && !finding.draft);
    head(sheet, document, &told, out);
    for finding in ranked(told.into_iter()) {
        one_finding(sheet, drawer, finding, out);
    }
    let open = questions.iter().filter(|question| !question.is_folded()).count();
    if open > 0 {
        let name = visible(&sheet.texts.name(document.span.file)).into_owned();
        let _ = writeln!(out, "{}: tonne questions {name}\n", super::counted(open, "open question"));
    }
}

/// `KH_AM004 v1.1  Reducing deforestation …`, what it belongs to, how it was read, and what it comes to.
fn head(sheet: &Sheet<'_>, document: &Coverage, findings: &[&Finding], out: &mut String) {
    let (paint, width) = (sheet.view.paint, sheet.view.width.saturating_sub(1));
    let version = document.version.as_ref().map(|version| format!(" v{version}")).unwrap_or_default();
    let name = format!("{}{version}", document.name);
    let title = if document.title.is_empty() || document.title == document.name { "" } else { &document.title };
    let mut lines = wrap(&visible(&format!("{name}  {title}")), width).into_iter();
    let _ = writeln!(out, "{}", paint.bold(&lines.next().unwrap_or_default()));
    lines.for_each(|line| {
        let _ = writeln!(out, "{line}");
    });
    let place = sheet.texts.place(document.span);
    let under = if document.under.is_empty() { String::new() } else { format!(" of {}", document.under.join(", ")) };
    let status = if document.status.is_empty() { String::new() } else { format!(", {}", document.status) };
    let belongs = format!("{}{under}{status}, {}:{}", document.kind, sheet.texts.name(document.span.file), place.line);
    paragraph(&belongs, width, "", out);
    paragraph(&reading(document), width, "", out);
    if document.is_incomplete() {
        paragraph(&format!("Not read: {}. Get the full text.", document.unread.join(", ")), width, "  ", out);
    }
    paragraph(&verdict(findings, sheet.report.below > 0), width, "", out);
    out.push('\n');
}

/// Lines under each other, those after the first indented.
fn paragraph(text: &str, width: usize, indent: &str, out: &mut String) {
    for (at, line) in wrap(&visible(text), width.saturating_sub(indent.len())).iter().enumerate() {
        let _ = writeln!(out, "{}{line}", if at == 0 { "" } else { indent });
    }
}

fn one_finding(sheet: &Sheet<'_>, drawer: &Drawer, finding: &Finding, out: &mut String) {
    header(sheet, finding, out);
    drawer.draw(sheet.texts, finding, out);
    remarks(sheet, finding, out);
    out.push('\n');
}

/// `error  the same party wrote the methodology and receives the credits            not shown`
fn header(sheet: &Sheet<'_>, finding: &Finding, out: &mut String) {
    let paint = sheet.view.paint;
    let (name, caution) = (finding.severity.word(), caution(finding));
    let width = sheet.view.width.saturating_sub(1);
    let text = format!("{name}: {}", visible(&finding.message));
    let lines = wrap(&text, width.saturating_sub(if caution.is_empty() { 0 } else { columns(caution) + 2 }));
    let first = lines[0].strip_prefix(name).unwrap_or_default();
    let gap = width.saturating_sub(columns(&lines[0]) + columns(caution));
    let end = if caution.is_empty() { String::new() } else { format!("{:gap$}{}", "", paint.faint(caution)) };
    let _ = writeln!(out, "{}{}{end}", paint.severity(finding.severity, name), paint.bold(first));
    for line in &lines[1..] {
        let _ = writeln!(out, "    {}", paint.bold(line));
    }
}

/// The columns of the words before a remark.
const LABEL: usize = 14;

/// So many clauses of one finding are shown with what they ask.
const MOST_CLAUSES: usize = 4;

/// The clauses, notes and help below the snippets; last how well it is known, and the rule.
fn remarks(sheet: &Sheet<'_>, finding: &Finding, out: &mut String) {
    let mut shown = 0;
    for standing in STANDINGS {
        for cite in finding.cites.iter().filter(|cite| cite.standing == standing) {
            if shown < MOST_CLAUSES {
                remark(sheet, words(standing, finding.verdict), &asked(cite), out);
            }
            shown += 1;
        }
    }
    if shown > MOST_CLAUSES {
        let more = format!("{} more: tonne explain {}", shown - MOST_CLAUSES, finding.code);
        remark(sheet, "and", &more, out);
    }
    let searched = |note: &&smol_str::SmolStr| note.contains(": searched ");
    for note in finding.notes.iter().filter(|note| !searched(note)) {
        remark(sheet, "note", note, out);
    }
    for note in finding.notes.iter().filter(searched) {
        remark(sheet, "searched for", &note.replacen(": searched ", ": ", 1), out);
    }
    if let Some(help) = &finding.help {
        remark(sheet, "do", help, out);
    }
    last(sheet, finding, out);
}

/// A clause with what it asks.
fn asked(cite: &Cite) -> String {
    if cite.asks.is_empty() { clause(cite) } else { format!("{}: {}", clause(cite), cite.asks) }
}

/// The clause that binds, in brackets, where the words before the clauses do not say it.
fn binding(finding: &Finding) -> String {
    let said = |cite: &Cite| matches!(cite.standing, Standing::Breaches | Standing::Disregards);
    let binding = finding.cites.iter().find(|cite| cite.binds).filter(|_| !finding.cites.iter().any(said));
    binding.map(|cite| format!(" ({})", cite.clause)).unwrap_or_default()
}

/// `confidence medium, benchmark                                baseline/historical-unadjusted (and 2 more)`
fn last(sheet: &Sheet<'_>, finding: &Finding, out: &mut String) {
    let paint = sheet.view.paint;
    let also = if finding.also.is_empty() { String::new() } else { format!(" (and {} more)", finding.also.len()) };
    let rule = format!("{}{also}", finding.code);
    let known = match finding.ground {
        Some(ground) => {
            let (confidence, ground) = (finding.confidence.word(), ground.word());
            format!("  {:LABEL$}{confidence}; ground: {ground}{}", "confidence", binding(finding))
        }
        None => String::new(),
    };
    let width = sheet.view.width.saturating_sub(1);
    let gap = width.saturating_sub(columns(&known) + columns(&rule)).max(2);
    match columns(&known) + gap + columns(&rule) <= width {
        true => drop(writeln!(out, "{known}{:gap$}{}", "", paint.faint(&rule))),
        false => drop(writeln!(out, "{known}\n  {:LABEL$}{}", "rule", paint.faint(&rule))),
    }
}

/// A remark behind its word, its lines under each other.
fn remark(sheet: &Sheet<'_>, word: &str, text: &str, out: &mut String) {
    let paint: Paint = sheet.view.paint;
    let width = sheet.view.width.saturating_sub(LABEL + 3);
    for (at, line) in wrap(&visible(text), width).iter().enumerate() {
        let gap = LABEL.saturating_sub(columns(word)).max(1);
        let _ = match at {
            0 => writeln!(out, "  {}{:gap$}{line}", paint.help(word), ""),
            _ => writeln!(out, "  {:LABEL$}{line}", ""),
        };
    }
}

/// What reviewers set aside, each in short with its reason.
fn set_aside(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = &sheet.report.review.set_aside;
    if all.is_empty() {
        return Ok(());
    }
    let mut text = format!("{}\n", sheet.view.paint.bold("set aside by reviewers, in their words"));
    for aside in all {
        let ruling = reviewed::ruling(sheet.report, aside);
        let place = sheet.texts.place(aside.finding.span());
        let at = format!("{}:{}:{}", sheet.texts.name(aside.finding.span().file), place.line, place.column);
        let name = reviewed::word(ruling.says);
        let what = format!("{at}: {} ({})", aside.finding.message, aside.finding.code);
        remark(sheet, name, &what, &mut text);
        remark(sheet, "", &reviewed::reason(ruling), &mut text);
    }
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// Whether a finding says that something is not shown: nothing is said to be wrong then.
pub(super) fn is_not_shown(finding: &Finding) -> bool {
    finding.verdict == Verdict::NotShown
}
