//! What is wrong with a waiver or an answer.

use crate::engine::fingerprint::digest;
use crate::engine::ruling::{Ruling, Subject};
use crate::finding::Finding;
use crate::measure::Interval;
use crate::rulebook::Rulebook;
use crate::vocabulary::nearest;

/// A waiver or answer without what it must have.
pub(super) fn incomplete(ruling: &Ruling, lacks: &[&str]) -> Finding {
    let what = what(ruling);
    let message = format!("{what} of `{}` says nothing of `{}`", ruling.rule, lacks.join("`, `"));
    let help = match ruling.is_waiver() {
        true => "`tonne waive` writes the whole statement; say why, who decided, and until when",
        false => "say yes or no, how that is known, and in the review which document it is `of`",
    };
    told(Finding::error("review/incomplete", ruling.span, message).at("it does not count").help(help), ruling)
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
