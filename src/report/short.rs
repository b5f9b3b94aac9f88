//! One line a finding: `file:line:col: severity[rule]: message`, as editors, problem matchers and grep read it.

use super::rank::caution;
use super::{Sheet, reviewed, visible};
use crate::finding::Finding;
use std::io::{self, Write};

/// Writes a report, one line a finding; what reviewers set aside comes last.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in sheet.report.findings.iter().filter(|finding| !finding.is_folded()) {
        line(sheet, finding, (finding.severity.word(), ""), out)?;
    }
    for aside in &sheet.report.review.set_aside {
        let ruling = reviewed::ruling(sheet.report, aside);
        let reason = format!(" -- {}", reviewed::reason(ruling));
        line(sheet, &aside.finding, (reviewed::word(ruling.says), &reason), out)?;
    }
    Ok(())
}

fn line(sheet: &Sheet<'_>, finding: &Finding, (word, reason): (&str, &str), out: &mut dyn Write) -> io::Result<()> {
    let span = finding.span();
    let place = sheet.texts.place(span);
    let name = sheet.texts.name(span.file);
    let built_in = if sheet.texts.built_in(span.file) { " (built in)" } else { "" };
    let (name, code, message) = (visible(&name), &finding.code, visible(&finding.message));
    let (line, column, reason) = (place.line, place.column, visible(reason));
    let also = also(finding);
    let weight = weight(finding).map(|weight| format!(" ({weight})")).unwrap_or_default();
    writeln!(out, "{name}{built_in}:{line}:{column}: {word}[{code}]: {message}{weight}{also}{reason}")
}

/// Verdict, ground and confidence of a finding of a rule: `not shown; ground: benchmark; confidence: medium`.
pub(super) fn weight(finding: &Finding) -> Option<String> {
    let ground = finding.ground.filter(|_| finding.verdict.is_finding())?;
    let caution = caution(finding);
    let caution = if caution.is_empty() { String::new() } else { format!("{caution}; ") };
    Some(format!("{caution}ground: {}; confidence: {}", ground.word(), finding.confidence.word()))
}

/// The other rules that say the same, or wait for the same answer.
fn also(finding: &Finding) -> String {
    if finding.also.is_empty() { String::new() } else { format!(" [also {}]", finding.also.join(", ")) }
}
