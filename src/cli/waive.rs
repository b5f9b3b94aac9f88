//! `tonne waive`: the statement that accepts a finding for a time, bound to the text that it accepts.

use super::Complaint;
use super::arguments::{Colour, STANDARD_INPUT, Waive};
use super::settings::gathered;
use super::written::{Sought, chosen, deliver, quoted, review, shelves, subject};
use crate::engine::Subject;
use crate::finding::Finding;

/// Prints the statement, or appends it to a file of reviews.
pub fn run(waive: &Waive, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&waive.judging, &waive.paths, STANDARD_INPUT, colour)?;
    let examined = prepared.examine(true);
    let shelves = shelves(&examined, &prepared);
    let report = prepared.judge(examined);
    let finding = chosen(&waive.finding, Sought::Finding, &report, &prepared)?;
    if waive.until < prepared.options.as_of {
        return Err(Complaint::usage(format!("{} has passed: a waiver ends later", waive.until)));
    }
    if waive.because.trim().is_empty() || waive.by.trim().is_empty() {
        return Err(Complaint::usage("a waiver says why, and who decided"));
    }
    let subject = subject(&waive.finding, finding.span(), &shelves)?;
    deliver(waive.file.as_deref(), &statement(waive, finding, subject), finding, &prepared.workspace)
}

/// The review that waives a finding. Its fingerprint binds it to the version, too.
fn statement(waive: &Waive, finding: &Finding, subject: &Subject) -> String {
    let (rule, text, until) = (&finding.code, finding.fingerprint, waive.until);
    let (because, by) = (quoted(&waive.because), quoted(&waive.by));
    let of = format!("{} {}", subject.kind, quoted(&subject.name));
    let waiver = format!(
        "  waive \"{rule}\" {{\n    because {because}\n    by      {by}\n    until   {until}\n    text    \"{text}\"\n  }}\n"
    );
    review(finding, &waive.by, (subject, &of), &waiver)
}
