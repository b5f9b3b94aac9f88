//! For people: each finding with the lines it rests on, the clauses behind it, and what to do; questions in short.

mod snippet;

use super::{Paint, Sheet, reviewed, summary, visible, wrap};
use crate::finding::{Cite, Finding, Severity, Standing};
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

/// How clauses may stand to a document, in the order in which they are told.
const STANDINGS: [Standing; 6] = [
    Standing::Breaches,
    Standing::Disregards,
    Standing::FallsShort,
    Standing::Indicates,
    Standing::Later,
    Standing::Permits,
];

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

/// How a clause stands to the document, as the beginning of a remark.
fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Breaches => "breaches",
        Standing::Disregards => "does not follow the recommendation of",
        Standing::FallsShort => "falls short of",
        Standing::Indicates => "a sign to weigh under",
        Standing::Later => "adopted after this document:",
        Standing::Permits => "permitted under",
    }
}

/// A clause, and a warning where nobody has read it.
fn clause(cite: &Cite) -> String {
    match cite.known {
        "read" => cite.clause.to_string(),
        "secondary" => format!("{} (known at second hand)", cite.clause),
        _ => format!("{} (from background knowledge, not checked)", cite.clause),
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
        let more = if question.also.is_empty() { String::new() } else { format!(" +{}", question.also.len()) };
        let rules = format!("[{}{more}]", question.code);
        let message = visible(&question.message);
        let mut lines =
            wrap(&format!("{message} {}", rules.replace(' ', "\u{1}")), sheet.view.width.saturating_sub(column + 5));
        for line in &mut lines {
            *line = line.replace('\u{1}', " ");
        }
        for (at, line) in lines.iter().enumerate() {
            let shown = match line.strip_suffix(&rules) {
                Some(words) => format!("{words}{}", paint.faint(&rules)),
                None => line.clone(),
            };
            let _ = writeln!(out, "  {:>column$}  {shown}", if at == 0 { place } else { "" });
        }
    }
}
