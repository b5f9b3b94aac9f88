//! The last line: what was found, in what, and as of which day.

use super::plain::visible;
use crate::engine::{LeftOut, Report};
use crate::finding::Severity;

/// `12 errors, 3 warnings, 1 info, 40 questions in 44 documents (45 files, 103 rules), judged as of 2026-11-23`
pub fn summary(report: &Report) -> String {
    let found: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info, Severity::Question]
        .into_iter()
        .map(|severity| (report.count(severity), severity.word()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| counted(number, word))
        .collect();
    let mut found = found;
    if report.incomplete() > 0 {
        found.push(format!("{} not read in the text", counted(report.incomplete(), "document")));
    }
    let found = match found.is_empty() {
        false => found.join(", "),
        true if report.below > 0 => "nothing found at or above the minimum".to_owned(),
        true if report.review.hidden > 0 => "nothing new found".to_owned(),
        true => "nothing found".to_owned(),
    };
    let (documents, files) = (counted(report.documents, "document"), counted(report.files, "file"));
    let rules = counted(report.rules, "rule");
    let day = report.as_of;
    let yardstick = report.yardstick.as_ref().map(|profile| format!(", against {profile}")).unwrap_or_default();
    format!(
        "{found} in {documents} ({files}, {rules}), as of {day}{yardstick}{}{}",
        left_out(&report.left_out),
        reviewed(report)
    )
}

/// So many ignore files are named one by one.
const NAMED: usize = 3;

/// The files of the folders that nobody read, and what left them out: never left unsaid.
pub fn left_out(all: &[LeftOut]) -> String {
    let (by_file, hidden): (Vec<_>, Vec<_>) = all.iter().partition(|left| left.by.is_some());
    let mut parts: Vec<String> = by_file
        .iter()
        .take(NAMED)
        .map(|left| {
            let by = visible(left.by.as_deref().unwrap_or_default());
            format!("{} left out by {by}", counted(left.files, "file"))
        })
        .collect();
    if by_file.len() > NAMED {
        let files = by_file[NAMED..].iter().map(|left| left.files).sum();
        parts.push(format!("{} by {}", counted(files, "file"), counted(by_file.len() - NAMED, "other ignore file")));
    }
    parts.extend(hidden.iter().map(|left| format!("{} left out", counted(left.files, "hidden file"))));
    parts.into_iter().map(|part| format!("; {part}")).collect()
}

/// What is not among the findings, and why: never left out.
fn reviewed(report: &Report) -> String {
    let review = &report.review;
    let counts = [
        (review.waived(), "finding", "waived"),
        (review.answered(), "question", "answered by reviewers"),
        (review.seen_through, "waiver or answer", "seen through"),
        (review.hidden, "finding", "known before and hidden"),
        (report.below, "finding", "below the minimum and hidden"),
    ];
    let counts = counts.into_iter().filter(|(number, ..)| *number > 0);
    let mut parts: Vec<String> = counts
        .map(|(number, thing, what)| match (number, thing) {
            (1, "waiver or answer") => format!("1 waiver or answer {what}"),
            (_, "waiver or answer") => format!("{number} waivers and answers {what}"),
            _ => format!("{} {what}", counted(number, thing)),
        })
        .collect();
    parts.extend(review.set_by.as_ref().map(|name| format!("as {name} sets it")));
    parts.into_iter().map(|part| format!("; {part}")).collect()
}

/// `1 error`, `2 errors`
pub fn counted(number: usize, word: &str) -> String {
    let many = if number == 1 { "" } else { "s" };
    format!("{number} {word}{many}")
}
