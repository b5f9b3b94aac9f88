//! The last line: what was found, in what, and as of which day.

use crate::engine::Report;
use crate::finding::Severity;

/// `12 errors, 3 warnings, 1 info, 40 questions in 44 documents (45 files, 103 rules), judged as of 2026-11-23`
pub fn summary(report: &Report) -> String {
    let found: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info, Severity::Question]
        .into_iter()
        .map(|severity| (report.count(severity), severity.word()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| counted(number, word))
        .collect();
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let (documents, files) = (counted(report.documents, "document"), counted(report.files, "file"));
    format!("{found} in {documents} ({files}, {}), judged as of {}", counted(report.rules, "rule"), report.as_of)
}

/// `1 error`, `2 errors`
pub fn counted(number: usize, word: &str) -> String {
    let many = if number == 1 { "" } else { "s" };
    format!("{number} {word}{many}")
}
