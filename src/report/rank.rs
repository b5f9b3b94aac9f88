//! The order in which people read findings, and the verdict on a document in one sentence.

use super::summary::counted;
use crate::engine::{Coverage, Read};
use crate::finding::{Confidence, Finding, Ground, Severity, Verdict};
use std::cmp::Reverse;

/// Findings with the gravest first: by severity, then ground, what is said before what is not shown, then confidence.
/// Questions come last, those for which the gravest rules wait first.
pub fn ranked<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<&'f Finding> {
    let mut all: Vec<&Finding> = findings.collect();
    all.sort_by_key(|finding| {
        let question = finding.question.as_ref().filter(|_| finding.severity == Severity::Question);
        let (gravest, waiting) =
            question.map_or((Severity::Question, 0), |question| (question.gravest, finding.also.len()));
        (
            Reverse(finding.severity),
            finding.ground.filter(|_| finding.verdict.is_finding()),
            Reverse(finding.verdict),
            Reverse(finding.confidence),
            Reverse((gravest, waiting)),
            finding.span(),
        )
    });
    all
}

/// Whether a finding is only alleged: known from the press, or concluded by the encoder alone.
pub fn is_alleged(finding: &Finding) -> bool {
    finding.verdict.is_finding() && finding.ground.is_some() && finding.confidence == Confidence::Low
}

/// What the findings on a document come to, in one sentence. Where less grave ones are hidden, none is said to be there.
pub fn verdict(findings: &[&Finding], some_are_hidden: bool) -> String {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let binding = findings.iter().any(|finding| finding.ground == Some(Ground::Binds));
    let bound = if binding { "" } else { "; none rests on a clause that binds this document" };
    match (errors, warnings, infos) {
        (0, 0, 0) if some_are_hidden => "Nothing found at or above the minimum.".to_owned(),
        (0, 0, 0) => "Nothing found.".to_owned(),
        (0, 0, infos) => format!("Nothing to answer; {}.", counted(infos, "remark")),
        (0, warnings, _) => format!("{} to answer{bound}.", counted(warnings, "point")),
        (errors, 0, _) => format!("Does not pass: {}.", counted(errors, "error")),
        (errors, warnings, _) => {
            format!("Does not pass: {}, and {} to answer.", counted(errors, "error"), counted(warnings, "point"))
        }
    }
}

/// How far a document was read, in one sentence.
pub fn reading(document: &Coverage) -> String {
    match &document.read {
        Read::Whole if document.partly.is_empty() => "The whole text was read.".to_owned(),
        Read::Whole => {
            format!("The whole text was read; only a part of it is set down here on: {}.", document.partly.join(", "))
        }
        Read::Damaged => {
            "The file has errors of form: until they are corrected, nothing counts as not shown.".to_owned()
        }
        Read::Part => "A part of the text was read.".to_owned(),
        Read::Secondhand(sources) => format!("The text was not read; known from {}.", sources.join(", ")),
        Read::Unsaid => "How far the text was read is not said.".to_owned(),
    }
}

/// The word for how it is known, where that has to be said: `not shown`, `alleged`.
pub fn caution(finding: &Finding) -> &'static str {
    match (is_alleged(finding), finding.verdict) {
        (true, Verdict::NotShown) => "alleged, not shown",
        (true, _) => "alleged",
        (false, Verdict::NotShown) => "not shown",
        (false, _) => "",
    }
}
