//! What is wrong with the words of a document.

use super::values::shorten;
use crate::finding::Finding;
use crate::source::Span;
use crate::vocabulary::{Vocabulary, nearest};

/// A word in the first column that begins no document.
pub(super) fn unknown_kind(word: &str, span: Span, vocabulary: &Vocabulary) -> Finding {
    let finding = Finding::error("vocabulary/unknown-kind", span, format!("`{word}` is no kind of document"))
        .at("a document begins in the first column with its kind");
    match nearest(word, vocabulary.kind_words().into_iter()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => {
            let kinds: Vec<_> = vocabulary.kinds.iter().map(|kind| &*kind.name).collect();
            finding.help(format!("the kinds are {}; is a brace closed too early above?", kinds.join(", ")))
        }
    }
}

/// The code of statements that stand in no document.
pub const OUTSIDE: &str = "vocabulary/outside-document";

/// Statements behind the brace that ends a document.
pub(super) fn outside(first: Span, more: usize, close: Span) -> Finding {
    let message = match more {
        0 => "this statement stands in no document".to_owned(),
        _ => format!("{} statements stand in no document", more + 1),
    };
    Finding::error(OUTSIDE, first, message)
        .at(if more == 0 { "it stands here" } else { "the first one stands here" })
        .label(close, "the document ends here")
        .help("remove the `}` that is too many: this one, or one above it")
}

/// The codes of documents whose kind or name could not be read: they are lost.
pub const LOST: [&str; 2] = ["vocabulary/unknown-kind", "vocabulary/unnamed-document"];

/// A reading that is none of the three.
pub(super) fn unknown_reading(word: Option<&str>, span: Span) -> Finding {
    let message = match word {
        Some(word) => format!("`{word}` does not say how the source was read"),
        None => "expected how the source was read, found nothing".to_owned(),
    };
    Finding::error("vocabulary/unknown-reading", span, message)
        .at("taken as `reading partial`")
        .help("write `reading full`, `reading partial` or `reading draft`")
}

/// A document that cites what it does not list.
pub(super) fn no_source(name: &str, span: Span) -> Finding {
    Finding::warning("vocabulary/no-source", span, "this document cites a source and lists none")
        .at("this place is in no source")
        .help(format!("list what was read, as in: source \"{}\" {{ title \"…\"; extent whole }}", shorten(name)))
}

/// What can be said once and is said again.
pub(super) fn said_twice(name: &str, block: bool, again: Span, first: Span) -> Finding {
    let (at, help) = match block {
        true => ("what stands in this one is not read", format!("put all of it into one `{name}` block")),
        false => ("which of the two counts?", "keep one of the two".to_owned()),
    };
    Finding::error("vocabulary/said-twice", again, format!("`{name}` is said twice"))
        .at(at)
        .label(first, "said here first")
        .help(help)
}

/// A word that says that there is none, and has a value as well.
pub(super) fn contradiction(name: &str, denial: &str, first: Span, last: Span) -> Finding {
    let message = format!("`{name}` is said to be `{denial}`, and something else as well");
    Finding::error("vocabulary/none-beside-value", last, message)
        .at("which of the two counts?")
        .label(first, "said here as well")
        .help("keep the one that the source says; where it names more than could be told, write `unknown` beside the values")
}

/// Two statements that cannot both be so.
pub(super) fn otherwise(name: &str, (one, answer, at): (&str, bool, Span), (other, there): (&str, Span)) -> Finding {
    let word = if answer { "yes" } else { "no" };
    let message = format!("`{}` says `{name} {word}`, and `{}` says otherwise", shorten(one), shorten(other));
    Finding::error("vocabulary/contradiction", there, message)
        .at("which of the two counts?")
        .label(at, format!("this says `{name} {word}`"))
        .help("compare both with the source, and keep what it says")
}

/// A name that stands once, where it stands twice.
pub(super) fn name_twice(word: &str, name: &str, again: Span, first: Span) -> Finding {
    Finding::error("vocabulary/name-twice", again, format!("there is a {word} `{name}` already"))
        .at("the same name again")
        .label(first, "first here")
        .help("give each its own name, or make one of the two")
}

/// A body that many values share.
pub(super) fn too_long_a_body(values: usize, body: usize, span: Span) -> Finding {
    Finding::error(
        "syntax/too-many-statements",
        span,
        format!("{values} values share a body of {body} statements, more than can be read for each of them"),
    )
    .at("read for the first value only")
    .help("write the values apart, each with the body that belongs to it")
}

/// Several values where one may stand.
pub(super) fn one_value(name: &str, span: Span) -> Finding {
    Finding::error("vocabulary/several-values", span, format!("`{name}` takes one value"))
        .at("which of them counts?")
        .help("keep one of them")
}

/// A body behind a reading.
pub(super) fn reading_with_body(span: Span) -> Finding {
    Finding::error("vocabulary/unknown-reading", span, "`reading` takes no braces")
        .at("taken as `reading partial`")
        .help("write `reading full`, `reading partial` or `reading draft`, and put what stands in the braces behind it")
}

/// `a methodology`, `an agreement`.
pub(super) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
