//! The open questions as a list: those first for which the gravest rules wait, each with the statement to write.

use super::plain::columns;
use super::rank::ranked;
use super::{Sheet, counted, json_text, visible, wrap};
use crate::engine::{Coverage, document_of};
use crate::finding::{Finding, Severity};
use crate::source::FileId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

/// How the list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For a terminal.
    Text,
    /// For a letter or an issue.
    Markdown,
    /// For programs.
    Json,
}

/// The version of the shape for programs.
const SCHEMA: u32 = 1;

/// The questions on one document, or on a file without one.
struct Group<'g> {
    document: Option<&'g Coverage>,
    questions: Vec<&'g Finding>,
}

/// The list.
///
/// # Errors
///
/// What cannot be written as JSON.
pub fn text(sheet: &Sheet<'_>, form: Form) -> io::Result<String> {
    let groups = groups(sheet);
    match form {
        Form::Text => Ok(plain(sheet, &groups)),
        Form::Markdown => Ok(markdown(sheet, &groups)),
        Form::Json => json(sheet, &groups),
    }
}

/// The questions by document; those in no judged document, such as a built-in one, last and by file.
fn groups<'g>(sheet: &Sheet<'g>) -> Vec<Group<'g>> {
    let coverage = &sheet.report.coverage;
    let mut by_document: BTreeMap<(usize, Option<FileId>), Vec<&Finding>> = BTreeMap::new();
    for question in sheet.report.findings.iter().filter(|finding| finding.severity == Severity::Question) {
        let key = document_of(coverage, question.span())
            .map_or((coverage.len(), Some(question.span().file)), |document| (document, None));
        by_document.entry(key).or_default().push(question);
    }
    let group = |((at, _), questions): (_, Vec<&'g Finding>)| Group {
        document: coverage.get(at),
        questions: ranked(questions.into_iter()),
    };
    by_document.into_iter().map(group).collect()
}

/// The name of what the questions are about.
fn title(group: &Group<'_>) -> String {
    group.document.map_or_else(
        || "A document that is built in".to_owned(),
        |document| match &document.version {
            Some(version) => format!("{} v{version}", document.name),
            None => document.name.clone(),
        },
    )
}

/// What stands on the right of a question: the statement to write, and where.
fn answer(sheet: &Sheet<'_>, question: &Finding) -> (String, String) {
    let write = question.question.as_ref().map(|question| question.write.clone()).unwrap_or_default();
    let rules = question.also.len() + 1;
    let waiting = if rules > 1 { format!(", {}", counted(rules, "rule")) } else { String::new() };
    (write, format!("line {}{waiting}", sheet.texts.place(question.span()).line))
}

fn plain(sheet: &Sheet<'_>, groups: &[Group<'_>]) -> String {
    let (paint, width) = (sheet.view.paint, sheet.view.width.saturating_sub(1));
    let mut out = String::new();
    if groups.is_empty() {
        out.push_str("No question is open.\n");
    }
    let left = (width / 2).saturating_sub(4).max(20);
    for group in groups {
        let file = group.questions[0].span().file;
        let number = counted(group.questions.len(), "question");
        let title = format!("{}: {number}, those that block most first ({})", title(group), sheet.texts.name(file));
        for line in wrap(&visible(&title), width) {
            let _ = writeln!(out, "{}", paint.bold(&line));
        }
        for (at, question) in group.questions.iter().enumerate() {
            let (write, place) = answer(sheet, question);
            let asked = wrap(&visible(&question.message), left);
            let mut right = wrap(&visible(&write), width.saturating_sub(left + 6));
            right.retain(|line| !line.is_empty());
            let write_lines = right.len();
            right.push(place);
            for line in 0..asked.len().max(right.len()) {
                let number = if line == 0 { format!("{}", at + 1) } else { String::new() };
                let words = asked.get(line).map_or("", String::as_str);
                let gap = left.saturating_sub(columns(words)) + 2;
                let beside = right.get(line).map_or("", String::as_str);
                let beside = if line < write_lines { beside.into() } else { paint.faint(beside) };
                let text = format!("{number:>3} {words}{:gap$}{beside}", "");
                let _ = writeln!(out, "{}", text.trim_end());
            }
        }
        out.push('\n');
    }
    out
}

fn markdown(sheet: &Sheet<'_>, groups: &[Group<'_>]) -> String {
    let mut out = String::new();
    for group in groups {
        let _ = writeln!(out, "## {}\n", visible(&title(group)));
        for (at, question) in group.questions.iter().enumerate() {
            let (write, place) = answer(sheet, question);
            let write = if write.is_empty() { String::new() } else { format!(" Write `{}`.", visible(&write)) };
            let rule = &question.code;
            let _ = writeln!(out, "{}. {}{write} ({place}; `{rule}`)", at + 1, capital(&visible(&question.message)));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A sentence that begins with a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[derive(Serialize)]
struct Shape<'s> {
    schema: u32,
    as_of: String,
    questions: Vec<Listed<'s>>,
}

/// A question. `file`, `line` and `column` say where the answer belongs; lines and columns count from 1.
#[derive(Serialize)]
struct Listed<'s> {
    kind: Option<&'s str>,
    document: Option<&'s str>,
    version: Option<&'s str>,
    ask: &'s str,
    write: String,
    gravest: &'static str,
    rules: Vec<&'s str>,
    unread: bool,
    file: String,
    line: u32,
    column: u32,
    fingerprint: String,
}

fn json(sheet: &Sheet<'_>, groups: &[Group<'_>]) -> io::Result<String> {
    let mut questions = Vec::new();
    for group in groups {
        for question in &group.questions {
            let place = sheet.texts.place(question.span());
            let gravest = question.question.as_ref().map_or(Severity::Info, |question| question.gravest);
            questions.push(Listed {
                kind: group.document.map(|document| document.kind.as_str()),
                document: group.document.map(|document| document.name.as_str()),
                version: group.document.and_then(|document| document.version.as_deref()),
                ask: &question.message,
                write: answer(sheet, question).0,
                gravest: gravest.word(),
                rules: std::iter::once(&question.code).chain(&question.also).map(|rule| rule.as_str()).collect(),
                unread: question.is_folded(),
                file: sheet.texts.name(question.span().file).to_string(),
                line: place.line,
                column: place.column,
                fingerprint: question.fingerprint.to_string(),
            });
        }
    }
    json_text(&Shape { schema: SCHEMA, as_of: sheet.report.as_of.to_string(), questions })
}
