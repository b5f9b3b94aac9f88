//! What is wrong with a waiver or an answer.

use super::statement::Unfit;
use crate::engine::fingerprint::digest;
use crate::engine::ruling::{ANSWER, Ruling, Says, Subject, Unread};
use crate::finding::Finding;
use crate::measure::Interval;
use crate::rulebook::Rulebook;
use crate::source::Span;
use crate::vocabulary::nearest;

/// How it is told that an answer says two things at once.
const BOTH: &str = "both ";

/// So many answers are shown beside the one that they contradict.
const MOST_NAMED: usize = 5;

/// A waiver or answer without what it must have.
pub(super) fn incomplete(ruling: &Ruling, lacks: &[&str]) -> Finding {
    let what = what(ruling);
    let message = format!("{what} of `{}` says nothing of `{}`", ruling.rule, lacks.join("`, `"));
    let help = match (ruling.is_waiver(), ruling.in_review) {
        (true, _) => "`tonne waive` writes the whole statement; say why, who decided, and until when",
        (false, true) => "say the fact, or yes or no, how that is known, and in the review which document it is `of`",
        (false, false) => "say the fact, or yes or no, how that is known, and of which document",
    };
    told(Finding::error("review/incomplete", ruling.span, message).at("it does not count").help(help), ruling)
}

/// A waiver or answer of which a part is there and says nothing that can be read.
pub(super) fn unread(ruling: &Ruling, unread: &Unread) -> Finding {
    let (what, rule) = (what(ruling), &ruling.rule);
    let says = if unread.says.is_empty() { String::new() } else { format!(": `{}`", unread.says) };
    let message = match unread.part {
        "of" => format!("it cannot be read which document {what} of `{rule}` is about"),
        ANSWER if unread.says.starts_with(BOTH) => format!("{what} of `{rule}` says {}", unread.says),
        ANSWER => format!("{what} of `{rule}` is neither `yes` nor `no`{says}"),
        part => format!("what {what} of `{rule}` says of `{part}` cannot be read{says}"),
    };
    let help = match unread.part {
        "of" => "write each document on its own line: of methodology \"its name\" { version \"2\" }",
        ANSWER => "say one of the two",
        "until" => "write the last day as year, month and day: 2028-12-31",
        "text" => "write the fingerprint as `tonne waive` does: 16 digits from 0 to f",
        _ => "write a text in quotes",
    };
    let finding = Finding::error("review/incomplete", ruling.span, message).at("it does not count").help(help);
    let finding = told(finding, ruling);
    let fingerprint = digest(&[&finding.fingerprint.to_string(), unread.part]);
    Finding { fingerprint, ..finding }
}

/// A statement that is none of the document that it is about.
pub(super) fn unreadable(ruling: &Ruling, text: &str, unfit: &Unfit) -> Finding {
    let message = format!("the fact that answers `{}` cannot be read: {}", ruling.rule, unfit.message);
    let finding = Finding::error("review/unreadable-fact", ruling.span, message)
        .at("it does not count")
        .note(format!("it says: {text}"));
    let help = "write it as it would stand in the document; `tonne questions` shows the statement that answers";
    let finding = told(finding.help(unfit.help.as_deref().unwrap_or(help)), ruling);
    apart(finding, text)
}

/// A statement that says something else than the document.
pub(super) fn against(ruling: &Ruling, text: &str, (document, stated): (&Subject, Span)) -> Finding {
    let message = format!("{} `{}` itself says something else than `{text}`", document.kind, document.name);
    let finding = Finding::error("review/contradicts-document", ruling.span, message)
        .at("this answer does not count")
        .label(stated, "said here")
        .help(
            "what a document says is not answered away: correct the answer, or the document where it was read wrongly",
        );
    apart(told(finding, ruling), text)
}

/// A yes to what is not asked by yes or no, or a no that says nothing.
pub(super) fn bare(ruling: &Ruling, asked: &Finding) -> Finding {
    let word = if ruling.says == Says::Yes { "yes" } else { "no" };
    let message = format!("a bare {word} does not answer what `{}` asks: {}", ruling.rule, asked.message);
    let finding = Finding::error("review/bare-answer", ruling.span, message)
        .at("it settles nothing")
        .label(asked.span(), "asked here")
        .help(write(asked));
    told(finding, ruling)
}

/// A fact that leaves open what its rule asks.
pub(super) fn open(ruling: &Ruling, asked: &Finding) -> Finding {
    let message = format!("what the answer of `{}` says leaves open what the rule asks", ruling.rule);
    let finding = Finding::warning("review/unused", ruling.span, message)
        .at("it sets nothing aside")
        .label(asked.span(), "asked here")
        .help(write(asked));
    told(finding, ruling)
}

/// What to write in place of an answer that says too little.
fn write(asked: &Finding) -> String {
    let write = asked.question.as_ref().map(|question| question.write.replace('"', "\\\"")).unwrap_or_default();
    match write.is_empty() {
        true => "say what is known as a `fact`, or bring the document that is asked for".to_owned(),
        false => format!("write what is known as the fact: fact \"{write}\""),
    }
}

/// A finding on one of the statements of an answer, known from those on others.
fn apart(finding: Finding, text: &str) -> Finding {
    let fingerprint = digest(&[&finding.fingerprint.to_string(), text]);
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

/// Answers of which one says another thing than the next: which of them holds is the reviewers' to say.
pub(super) fn contradiction(answers: &[&Ruling]) -> Option<Finding> {
    let mut answers = answers.to_vec();
    answers.sort_by_key(|ruling| (ruling.says != Says::No, &ruling.within, &ruling.because, &ruling.facts));
    let (first, rest) = answers.split_first()?;
    let says = |ruling: &Ruling| match ruling.says {
        Says::Yes => "yes".to_owned(),
        Says::No => "no".to_owned(),
        _ => format!("`{}`", ruling.facts.join("; ")),
    };
    if rest.is_empty() {
        let message = format!("what the answer of `{}` says contradicts itself: {}", first.rule, says(first));
        let finding = Finding::error("review/contradiction", first.span, message).at("this answer does not count");
        return Some(told(finding.help("keep what holds"), first));
    }
    let differs = rest.iter().find(|other| says(other) != says(first)).unwrap_or(first);
    let message = format!("to what `{}` asks, reviewers answer both {} and {}", first.rule, says(first), says(differs));
    let mut finding = Finding::error("review/contradiction", first.span, message)
        .at("this answer does not count")
        .help("settle it among the reviewers, and keep the answer that holds");
    for other in rest.iter().take(MOST_NAMED) {
        let same = says(other) == says(first);
        let same = if same { String::new() } else { format!(", which says {}", says(other)) };
        finding = finding.label(other.span, format!("nor does this one{same}"));
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
