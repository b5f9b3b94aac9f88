//! `tonne answer`: the answer to a question, for each of the rules that wait for it.

use super::Complaint;
use super::arguments::{Answer, Colour, STANDARD_INPUT};
use super::settings::{Prepared, gathered};
use super::written::{Sought, chosen, deliver, quoted, review, shelves, subject};
use crate::engine::{Examined, LIBRARY, Says, SetAside, Subject, examine, names_rule, said_by};
use crate::finding::{Asks, Finding};
use crate::source::{FileId, Source};

/// The file that an answer stands in while it is tried: no other one has this number.
const TRIED: FileId = FileId(LIBRARY - 1);

/// Prints the answer, or appends it to a file of reviews.
pub fn run(answer: &Answer, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&answer.judging, &answer.paths, STANDARD_INPUT, colour)?;
    let examined = prepared.examine(true);
    let shelves = shelves(&examined, &prepared);
    let report = prepared.judge(examined.clone());
    let question = chosen(&answer.question, Sought::Question, &report, &prepared)?;
    if answer.because.trim().is_empty() || answer.by.trim().is_empty() {
        return Err(Complaint::usage("an answer says how that is known, and who answers"));
    }
    let home = question.question.as_ref().map_or(question.span(), |question| question.at);
    let subject = subject(&answer.question, home, &shelves)?;
    let says = says(answer, question)?;
    let rules = rules(answer, question)?;
    let text = statement(answer, question, subject, &says, &rules);
    tried(&text, &rules, examined, &prepared)?;
    deliver(answer.file.as_deref(), &text, question, &prepared.workspace)
}

/// What the answer says, line by line: the facts, or a bare word where no statement says it.
fn says(answer: &Answer, question: &Finding) -> Result<Vec<String>, Complaint> {
    let fact = |text: &str| format!("fact    {}", quoted(text));
    if !answer.fact.is_empty() {
        return Ok(answer.fact.iter().map(|text| fact(text)).collect());
    }
    let (says, word) = if answer.yes { (Says::Yes, "yes") } else { (Says::No, "no") };
    if let Some(text) = said_by(says, question) {
        return Ok(vec![fact(&text)]);
    }
    let asked = question.question.as_ref().filter(|asked| asked.asks != Asks::Word);
    let Some(asked) = asked else { return Ok(vec![word.to_owned()]) };
    let ask = &question.message;
    Err(Complaint::usage(match asked.write.is_empty() {
        true => format!(
            "`--{word}` does not answer: {ask}; bring the document that is asked for, or say what is known with `--fact`"
        ),
        false => format!("`--{word}` does not answer: {ask}; say what is known: --fact '{}'", asked.write),
    }))
}

/// The rules that are answered: those that are named, else all that wait. A no that no statement says becomes a finding
/// of its rule, so it is said of one rule at a time.
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
        true if answer.no && waiting.len() > 1 && said_by(Says::No, question).is_none() => {
            Err(Complaint::usage(format!(
                "this no becomes a finding of its rule, so it is said of each rule by itself; name it with `--rule`: {}",
                list()
            )))
        }
        true => Ok(waiting),
    }
}

/// The review that answers a question. It is about the version that was read: another one is asked again.
fn statement(answer: &Answer, question: &Finding, subject: &Subject, says: &[String], rules: &[&str]) -> String {
    let pin = subject.version.as_ref().map(|version| format!(" {{ version {} }}", quoted(version)));
    let of = format!("{} {}{}", subject.kind, quoted(&subject.name), pin.unwrap_or_default());
    let (because, by) = (quoted(&answer.because), quoted(&answer.by));
    let rules = match rules {
        [rule] => quoted(rule),
        rules => format!("[\n    {}\n  ]", rules.iter().map(|rule| quoted(rule)).collect::<Vec<_>>().join(",\n    ")),
    };
    let says = says.join("\n    ");
    let answered = format!("  answer {rules} {{\n    {says}\n    because {because}\n    by      {by}\n  }}\n");
    review(question, &answer.by, (subject, &of), &answered)
}

/// Refuses an answer that would not count, or would leave open what is asked: it is heard beside the documents first.
fn tried(text: &str, rules: &[&str], mut examined: Vec<Examined>, prepared: &Prepared) -> Result<(), Complaint> {
    let source = Source { id: TRIED, name: "the answer".into(), text: text.into() };
    examined.push(examine(&source, &prepared.rulebook, prepared.options.limits));
    let report = prepared.judge(examined);
    let review = &report.review;
    let by_this = |aside: &&SetAside| review.rulings[aside.ruling].0.span.file == TRIED;
    let mut settled = review.set_aside.iter().filter(by_this).map(|aside| aside.finding.code.as_str());
    if settled.any(|rule| rules.contains(&rule)) {
        return Ok(());
    }
    let wrong = |finding: &&Finding| finding.span().file == TRIED && names_rule("review", &finding.code);
    if let Some(wrong) = report.findings.iter().find(wrong) {
        let help = wrong.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        return Err(Complaint::usage(format!("{}{help}", wrong.message)));
    }
    let waits = |finding: &&Finding| {
        finding.question.is_some()
            && std::iter::once(&finding.code).chain(&finding.also).any(|rule| rules.contains(&rule.as_str()))
    };
    let open = report.findings.iter().flat_map(Finding::each).find(waits);
    let write = open.and_then(|open| open.question.as_ref()).map(|question| question.write.as_str());
    let more =
        write.filter(|write| !write.is_empty()).map(|write| format!("; still asked: {write}")).unwrap_or_default();
    Err(Complaint::usage(format!("this answer leaves open what `{}` asks{more}", rules.join("`, `"))))
}
