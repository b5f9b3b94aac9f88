//! `tonne answer`: the statement that answers a question, for each of the rules that wait for it.

use super::Complaint;
use super::arguments::{Answer, Colour, STANDARD_INPUT};
use super::settings::gathered;
use super::written::{Sought, chosen, deliver, quoted, review, shelves, subject};
use crate::engine::Subject;
use crate::finding::Finding;

/// Prints the statement, or appends it to a file of reviews.
pub fn run(answer: &Answer, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&answer.judging, &answer.paths, STANDARD_INPUT, colour)?;
    let examined = prepared.examine(true);
    let shelves = shelves(&examined, &prepared);
    let report = prepared.judge(examined);
    let question = chosen(&answer.question, Sought::Question, &report, &prepared)?;
    if answer.because.trim().is_empty() || answer.by.trim().is_empty() {
        return Err(Complaint::usage("an answer says how that is known, and who answers"));
    }
    let subject = subject(&answer.question, question, &shelves)?;
    let rules = rules(answer, question)?;
    deliver(answer.file.as_deref(), &statement(answer, question, subject, &rules), question, &prepared.workspace)
}

/// The rules that are answered: those that are named, else all that wait. A no becomes a finding of its rule, so it is
/// said of one rule at a time.
fn rules<'q>(answer: &'q Answer, question: &'q Finding) -> Result<Vec<&'q str>, Complaint> {
    let waiting: Vec<&str> = std::iter::once(&question.code).chain(&question.also).map(|rule| rule.as_str()).collect();
    let list = || waiting.join(", ");
    if let Some(other) = answer.rule.iter().find(|rule| !waiting.contains(&rule.as_str())) {
        return Err(Complaint::usage(format!("`{other}` does not wait for this answer; these do: {}", list())));
    }
    let named: Vec<&str> = waiting
        .iter()
        .copied()
        .filter(|rule| *rule == answer.question || answer.rule.iter().any(|named| named == rule))
        .collect();
    match named.is_empty() {
        false => Ok(named),
        true if answer.no && waiting.len() > 1 => Err(Complaint::usage(format!(
            "a no becomes a finding of its rule, so it is said of each rule by itself; name it with `--rule`: {}",
            list()
        ))),
        true => Ok(waiting),
    }
}

/// The review that answers a question. It is about the version that was read: another one is asked again.
fn statement(answer: &Answer, question: &Finding, subject: &Subject, rules: &[&str]) -> String {
    let pin = subject.version.as_ref().map(|version| format!(" {{ version {} }}", quoted(version)));
    let of = format!("{} {}{}", subject.kind, quoted(&subject.name), pin.unwrap_or_default());
    let says = if answer.yes { "yes" } else { "no" };
    let (because, by) = (quoted(&answer.because), quoted(&answer.by));
    let rules = match rules {
        [rule] => quoted(rule),
        rules => format!("[\n    {}\n  ]", rules.iter().map(|rule| quoted(rule)).collect::<Vec<_>>().join(",\n    ")),
    };
    let answered = format!("  answer {rules} {{\n    {says}\n    because {because}\n    by      {by}\n  }}\n");
    review(question, &answer.by, (subject, &of), &answered)
}
