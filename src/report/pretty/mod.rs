//! For people: each finding with the lines it rests on, the clauses behind it, and what to do; questions in short.

mod snippet;

use super::clause::{STANDINGS, clause, words};
use super::{Paint, Sheet, reviewed, summary, visible, wrap};
use crate::finding::{Finding, Severity};
use snippet::Drawer;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes a report for people to read.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !sheet.view.quiet {
        findings(sheet, out)?;
        set_aside(sheet, out)?;
    }
    writeln!(out, "{}", sheet.view.paint.bold(&summary(sheet.report)))
}

/// Writes the findings alone.
pub fn findings(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let drawer = Drawer::new(sheet.view);
    for of_file in sheet.report.findings.chunk_by(|left, right| left.span().file == right.span().file) {
        file(sheet, &drawer, of_file, out)?;
    }
    Ok(())
}

/// What reviewers set aside, each in short with its reason.
fn set_aside(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = &sheet.report.review.set_aside;
    if all.is_empty() {
        return Ok(());
    }
    let paint = sheet.view.paint;
    let mut text = format!("{}\n", paint.bold("set aside by reviewers, in their words"));
    for aside in all {
        let ruling = reviewed::ruling(sheet.report, aside);
        let place = sheet.texts.place(aside.finding.span());
        let at = format!("{}:{}:{}", sheet.texts.name(aside.finding.span().file), place.line, place.column);
        let name = format!("{}[{}]", reviewed::word(ruling.says), aside.finding.code);
        remark(sheet, (&name, &paint.bold(&name)), &format!("{at}: {}", aside.finding.message), &mut text);
        let reason = visible(&reviewed::reason(ruling)).into_owned();
        for line in wrap(&reason, sheet.view.width.saturating_sub(5)) {
            let _ = writeln!(text, "    {line}");
        }
    }
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// What was found in one file: first the findings, then the questions.
fn file(sheet: &Sheet<'_>, drawer: &Drawer, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let (questions, findings): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.severity == Severity::Question);
    for finding in findings {
        text.clear();
        header(sheet, finding, &mut text);
        drawer.draw(sheet.texts, finding, &mut text);
        remarks(sheet, finding, &mut text);
        text.push('\n');
        out.write_all(text.as_bytes())?;
    }
    if questions.is_empty() {
        return Ok(());
    }
    text.clear();
    ask(sheet, &questions, &mut text);
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// `error[baseline/self-authored]: a party that receives the credits wrote the methodology`
fn header(sheet: &Sheet<'_>, finding: &Finding, out: &mut String) {
    let paint = sheet.view.paint;
    let name = format!("{}[{}]", finding.severity.word(), finding.code);
    let lines = wrap(&format!("{name}: {}", visible(&finding.message)), sheet.view.width.saturating_sub(5));
    let first = lines[0].strip_prefix(&name).unwrap_or_default();
    let _ = writeln!(out, "{}{}", paint.severity(finding.severity, &name), paint.bold(first));
    for line in &lines[1..] {
        let _ = writeln!(out, "    {}", paint.bold(line));
    }
}

/// The clauses, notes and help below the snippets.
fn remarks(sheet: &Sheet<'_>, finding: &Finding, out: &mut String) {
    let paint = sheet.view.paint;
    for standing in STANDINGS {
        let cites: Vec<String> = finding.cites.iter().filter(|cite| cite.standing == standing).map(clause).collect();
        if !cites.is_empty() {
            remark(sheet, (words(standing), &paint.bold(words(standing))), &cites.join(", "), out);
        }
    }
    for note in &finding.notes {
        remark(sheet, ("note:", &paint.help("note:")), note, out);
    }
    if let Some(help) = &finding.help {
        remark(sheet, ("help:", &paint.help("help:")), help, out);
    }
    if !finding.also.is_empty() {
        remark(sheet, ("also:", &paint.help("also:")), &finding.also.join(", "), out);
    }
}

/// A remark, its lines under each other; `name` comes as it is counted, and as it is shown.
fn remark(sheet: &Sheet<'_>, name: (&str, &str), text: &str, out: &mut String) {
    let width = sheet.view.width.saturating_sub(5);
    let text = visible(text);
    let lines = wrap(&format!("{} {text}", name.0), width);
    let first = lines[0].strip_prefix(name.0).unwrap_or(&lines[0]);
    let _ = writeln!(out, "  {}{first}", name.1);
    for line in &lines[1..] {
        let _ = writeln!(out, "    {line}");
    }
}

/// The questions on a file, each with the rules that wait for its answer.
fn ask(sheet: &Sheet<'_>, questions: &[&Finding], out: &mut String) {
    let paint: Paint = sheet.view.paint;
    let file = questions[0].span().file;
    let built_in = if sheet.texts.built_in(file) { " (built in)" } else { "" };
    let title = format!("questions on {}{built_in}", visible(&sheet.texts.name(file)));
    let _ = writeln!(out, "{}", paint.severity(Severity::Question, &title));
    let places: Vec<String> = questions
        .iter()
        .map(|question| sheet.texts.place(question.span()))
        .map(|place| format!("{}:{}", place.line, place.column))
        .collect();
    let column = places.iter().map(String::len).max().unwrap_or_default();
    let mut last = "";
    for (question, place) in questions.iter().zip(&places) {
        // What is asked in one place stands under it.
        let place = if place == last { "" } else { place };
        last = if place.is_empty() { last } else { place };
        let mut lines = wrap(&asked(question), sheet.view.width.saturating_sub(column + 5));
        // From the mark on, the rules that wait.
        let mut rules = false;
        for (at, line) in lines.iter_mut().enumerate() {
            let (words, waiting) = match line.split_once(MARK) {
                _ if rules => ("", line.as_str()),
                Some((words, waiting)) => (words, waiting),
                None => (line.as_str(), ""),
            };
            rules |= !waiting.is_empty();
            let shown = format!("{words}{}", if waiting.is_empty() { "".into() } else { paint.faint(waiting) });
            let _ = writeln!(out, "  {:>column$}  {shown}", if at == 0 { place } else { "" });
        }
    }
}

/// What stands before the rules that wait for an answer while lines are broken: no text has it.
const MARK: char = '\u{1}';

/// A question with the rules that wait for its answer.
fn asked(question: &Finding) -> String {
    let rules: Vec<&str> = std::iter::once(&question.code).chain(&question.also).map(|rule| rule.as_str()).collect();
    format!("{} {MARK}[{}]", visible(&question.message), rules.join(", "))
}
