//! What is wrong with a waiver or an answer.

use crate::engine::fingerprint::digest;
use crate::engine::ruling::{Ruling, Says, Subject, Unread, YES_OR_NO};
use crate::finding::Finding;
use crate::measure::Interval;
use crate::rulebook::Rulebook;
use crate::source::Span;
use crate::vocabulary::nearest;

/// So many answers are shown beside the one that they contradict.
const MOST_NAMED: usize = 5;

/// A waiver or answer without what it must have.
pub(super) fn incomplete(ruling: &Ruling, lacks: &[&str]) -> Finding {
    let what = what(ruling);
    let message = format!("{what} of `{}` says nothing of `{}`", ruling.rule, lacks.join("`, `"));
    let help = match (ruling.is_waiver(), ruling.in_review) {
        (true, _) => "`tonne waive` writes the whole statement; say why, who decided, and until when",
        (false, true) => "say yes or no, how that is known, and in the review which document it is `of`",
        (false, false) => "say yes or no, how that is known, and of which document",
    };
    told(Finding::error("review/incomplete", ruling.span, message).at("it does not count").help(help), ruling)
}

/// A waiver or answer of which a part is there and says nothing that can be read.
pub(super) fn unread(ruling: &Ruling, unread: &Unread) -> Finding {
    let (what, rule) = (what(ruling), &ruling.rule);
    let says = if unread.says.is_empty() { String::new() } else { format!(": `{}`", unread.says) };
    let message = match unread.part {
        "of" => format!("it cannot be read which document {what} of `{rule}` is about"),
        YES_OR_NO if ruling.in_review => format!("{what} of `{rule}` says both `yes` and `no`"),
        YES_OR_NO => format!("{what} of `{rule}` is neither `yes` nor `no`{says}"),
        part => format!("what {what} of `{rule}` says of `{part}` cannot be read{says}"),
    };
    let help = match unread.part {
        "of" => "write each document on its own line: of methodology \"its name\" { version \"2\" }",
        YES_OR_NO => "say one of the two",
        "until" => "write the last day as year, month and day: 2028-12-31",
        "text" => "write the fingerprint as `tonne waive` does: 16 digits from 0 to f",
        _ => "write a text in quotes",
    };
    let finding = Finding::error("review/incomplete", ruling.span, message).at("it does not count").help(help);
    let finding = told(finding, ruling);
    let fingerprint = digest(&[&finding.fingerprint.to_string(), unread.part]);
    Finding { fingerprint, ..finding }
}

/// A document that is not at hand, where another one is that may be meant.
pub(super) fn stranger(ruling: &Ruling, (of, place): (&Subject, Span), meant: &Subject) -> Finding {
    let message = format!("no {} `{}` is among the documents", of.kind, of.name);
    let help = match of.kind == meant.kind {
        true => format!("did you mean `{}`?", meant.name),
        false => format!("did you mean the {} of this name?", meant.kind),
    };
    let finding = Finding::warning("review/unknown-document", place, message)
        .at("what is said of it sets nothing aside here")
        .help(help);
    let fingerprint = digest(&[&finding.code, &ruling.within, &of.kind, &of.name]);
    Finding { fingerprint, ..finding }
}

/// Answers to one question of which some say yes and some no: which of them holds is the reviewers' to say.
pub(super) fn contradiction(answers: &[&Ruling]) -> Option<Finding> {
    let mut answers = answers.to_vec();
    answers.sort_by_key(|ruling| (ruling.says != Says::No, &ruling.within, &ruling.because));
    let (first, rest) = answers.split_first()?;
    let message = format!("to what `{}` asks, reviewers answer both yes and no", first.rule);
    let mut finding = Finding::error("review/contradiction", first.span, message)
        .at("this answer does not count")
        .help("settle it among the reviewers, and keep the answer that holds");
    for other in rest.iter().take(MOST_NAMED) {
        let same = if other.says == first.says { "nor does this one" } else { "nor does this one, which says yes" };
        finding = finding.label(other.span, same);
    }
    Some(told(finding, first))
}

/// A waiver of a question.
pub(super) fn question(ruling: &Ruling, question: &Finding) -> Finding {
    let message = format!("what `{}` has to say here is a question: it is answered, not waived", ruling.rule);
    let finding = Finding::warning("review/unused", ruling.span, message)
        .at("it sets nothing aside")
        .label(question.span(), "asked here")
        .help(format!("to write the answer: tonne answer {}", question.fingerprint));
    told(finding, ruling)
}

/// A rule that nobody asks.
pub(super) fn unknown_rule(ruling: &Ruling, rulebook: &Rulebook) -> Finding {
    let message = format!("there is no rule `{}`", ruling.rule);
    let finding = Finding::error("review/unknown-rule", ruling.span, message).at("it does not count");
    let near = nearest(&ruling.rule, rulebook.rules.iter().map(|rule| rule.id.as_str()));
    let finding = match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("`tonne rules` lists the rules; what is wrong in form is mended, not waived"),
    };
    told(finding, ruling)
}

/// A review in the file of the document that it is about.
pub(super) fn same_file(ruling: &Ruling, of: &Subject) -> Finding {
    let message = format!("this review stands in the file of {} `{}`, which it is about", of.kind, of.name);
    let finding = Finding::error("review/same-file", ruling.span, message)
        .at("it does not count")
        .help("put the review into a file of the reviewer's own: what is judged does not excuse itself");
    told(finding, ruling)
}

/// A waiver whose last day has passed.
pub(super) fn expired(ruling: &Ruling, until: Interval) -> Finding {
    let message = format!("the waiver of `{}` ended on {}", ruling.rule, until.last());
    let finding = Finding::warning("review/expired", ruling.span, message)
        .at("it does not count any more")
        .help("mend what was waived, or decide again with a new reason and a new end");
    told(finding, ruling)
}

/// A waiver of a text that is another one now.
pub(super) fn lapsed(ruling: &Ruling, changed: &Finding) -> Finding {
    let message = format!("what `{}` was waived for has changed since", ruling.rule);
    let finding = Finding::warning("review/lapsed", ruling.span, message)
        .at("it does not count any more")
        .label(changed.span(), "this is not the text that was waived")
        .help(format!("look at it again; to waive it as it stands now: tonne waive {}", changed.fingerprint));
    told(finding, ruling)
}

/// A waiver or answer that sets nothing aside.
pub(super) fn unused(ruling: &Ruling) -> Finding {
    let what = what(ruling);
    let object = if ruling.is_waiver() { "finding" } else { "question" };
    let message = format!("{what} of `{}` meets no {object}", ruling.rule);
    let finding = Finding::warning("review/unused", ruling.span, message)
        .at("it sets nothing aside")
        .help("remove it, or see whether the text or the document it is about has changed");
    told(finding, ruling)
}

fn what(ruling: &Ruling) -> &'static str {
    if ruling.is_waiver() { "the waiver" } else { "the answer" }
}

/// The finding with its name across runs.
fn told(finding: Finding, ruling: &Ruling) -> Finding {
    let text = ruling.text.map(|text| text.to_string()).unwrap_or_default();
    let fingerprint = digest(&[&finding.code, &ruling.within, &ruling.rule, &text]);
    Finding { fingerprint, ..finding }
}
