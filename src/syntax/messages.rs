//! What is said about statements and expressions that cannot be read as they stand.

use super::complain::{Complaints, excerpt};
use super::digits;
use crate::finding::{Finding, Severity};
use crate::source::Span;

/// The grammar did not take a text, which it should always do.
pub(super) fn unreadable(out: &mut Complaints, start: usize, length: usize) {
    let span = out.span(start, start + length);
    out.add(span, |span| {
        Finding::error("syntax/unreadable", span, "this document could not be read")
            .help("this is an error of tonne itself; please report it with the file")
    });
}

/// A closer that the grammar could not place.
pub(super) fn stray(out: &mut Complaints, at: usize) {
    let span = out.span(at, at + 1);
    out.add(span, |span| Finding::error("syntax/stray-closer", span, "this bracket closes nothing").help("remove it"));
}

/// A word with a letter of another script.
pub(super) fn foreign_letter(out: &mut Complaints, span: Span, word: &str) {
    let Some(c) = word.chars().find(|c| !is_usual(*c)) else {
        return;
    };
    out.add(span, |span| {
        let message =
            format!("the word `{}` holds `{c}` (U+{:04X}), a letter of another script", excerpt(word), u32::from(c));
        Finding::error("syntax/foreign-letter", span, message)
            .help("write the word with Latin letters; names in other scripts stand in quotation marks")
    });
}

/// Whether a character may stand in a word: Latin and Greek letters with their marks, digits, `_` and `.`.
fn is_usual(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{AA}'..='\u{24F}' | '\u{300}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' | '\u{2126}' | '€' | '£' | '‰')
}

/// A `{` at the beginning of a line.
pub(super) fn brace_alone(out: &mut Complaints, open: Span, head: Span) {
    out.add(open, |open| {
        Finding::error("syntax/brace-on-own-line", open, "this `{` stands apart from its statement")
            .label(head, "it is read as the block of this statement")
            .help("write the `{` at the end of the line above")
    });
}

/// More statements, or documents, than anyone writes.
pub(super) fn too_many_statements(out: &mut Complaints, at: Span, limit: usize, what: &str) {
    let span = Span::new(at.file, at.start, at.start + 1);
    out.pass(span, |span| {
        Finding::error("syntax/too-many-statements", span, format!("the file holds more than {limit} {what}"))
            .at("from here on it is not read")
            .help("divide it into several files")
    });
}

/// A statement that begins with something else than a word.
pub(super) fn no_word(span: Span, text: &str) -> Finding {
    let message = format!("expected a word at the beginning of the statement, found `{}`", excerpt(text));
    let help = match text.chars().next() {
        _ if text.starts_with("//") => "a comment begins with `#`",
        Some('"' | '“' | '„' | '«' | '\'') => "write before the text what it is, as in `title \"…\"`",
        Some('+' | '-' | '*' | '/' | '=' | ',' | '<' | '>' | '^' | '·' | '×') => {
            "to go on with the line above, end it with the operator or put the whole in `(` and `)`"
        }
        Some('•' | '–' | '▪' | '◦') => "a list stands in `[` and `]`, with commas between its values",
        _ => "write the word that says what this is",
    };
    Finding::error("syntax/expected-word", span, message).help(help)
}

/// A block or a citation that belongs to nothing.
pub(super) fn nothing_before(span: Span, block: bool) -> Finding {
    let (message, help) = match block {
        true => ("expected a word before this `{`", "write before the `{` what the block is, as in `baseline {`"),
        false => ("this citation belongs to no statement", "write it at the end of the line that it covers"),
    };
    Finding::error("syntax/expected-word", span, message).help(help)
}

/// A condition of nothing.
pub(super) fn no_condition(span: Span) -> Finding {
    Finding::error("syntax/expected-value", span, "expected a condition").help("write what must hold")
}

/// Something else than a citation behind `@`.
pub(super) fn citation(span: Span, text: &str, has_parts: bool) -> Finding {
    let found = excerpt(text);
    if !has_parts && strsim::damerau_levenshtein(&found, "inferred") <= 2 {
        return Finding::error("syntax/citation", span, format!("expected a citation after `@`, found `{found}`"))
            .help("did you mean `inferred`?");
    }
    let message = match has_parts {
        true => format!("unexpected `{found}` behind the citation"),
        false => format!("expected a citation after `@`, found `{found}`"),
    };
    Finding::error("syntax/citation", span, message)
        .help("a citation is `@ \"p. 7\"`, `@ \"AM0006\" \"p. 1\"` with the source first, or `@ inferred`, and ends its statement")
}

/// A lone `@`.
pub(super) fn empty_citation(span: Span) -> Finding {
    Finding::error("syntax/citation", span, "expected a citation after `@`")
        .help("write where it was read: `@ \"p. 7\"`, `@ \"AM0006\" \"p. 1\"`, or `@ inferred`")
}

/// Prefixes beyond the depth limit.
pub(super) fn too_deep(span: Span) -> Finding {
    Finding::error("syntax/too-deep", span, "this expression is nested too deep").help("divide it into several")
}

/// More operators than anyone writes.
pub(super) fn too_many_operators(span: Span, limit: usize) -> Finding {
    Finding::error("syntax/too-many-operators", span, format!("one expression holds more than {limit} operators"))
        .at("from here on it is not read")
        .help("divide it into several equations")
}

/// `a < b < c`
pub(super) fn chained(span: Span, text: &str) -> Finding {
    Finding::error("syntax/chained-comparison", span, format!("`{}` compares more than once", excerpt(text)))
        .help("write two comparisons with `and`: `a < b and b < c`")
}

/// The signs of mathematics that mean one operator and nothing else: they are read as it.
const CLEAR: [&str; 7] = ["×", "·", "÷", "−", "≤", "≥", "≠"];

/// An operator in the spelling of another language.
pub(super) fn spelled(span: Span, text: &str, right: &str) -> Finding {
    let severity = if CLEAR.contains(&text) { Severity::Info } else { Severity::Error };
    let finding = Finding::error("syntax/operator-spelling", span, format!("`{text}` is written `{right}` here"))
        .help(format!("write `{right}`"));
    Finding { severity, ..finding }
}

/// `x stated`
pub(super) fn no_is(span: Span, text: &str) -> Finding {
    Finding::error("syntax/missing-is", span, format!("expected `is` before `{text}`"))
        .help(format!("did you mean `is {text}`?"))
}

/// `path as` without a name.
pub(super) fn no_name(span: Span) -> Finding {
    Finding::error("syntax/expected-name", span, "expected a name after `as`")
        .help("write the name that each one gets: `any additionality.test as t (…)`")
}

/// `any of [a, b]` without `is` and a state.
pub(super) fn no_state(span: Span) -> Finding {
    Finding::error("syntax/expected-value", span, "expected `is` and a state after the list")
        .help("write what is asked of them: `any of [a, b] in block is shown`")
}

/// `if` without its `then` or `else`.
pub(super) fn no_joint(span: Span, text: &str, joint: &str, at_end: bool) -> Finding {
    let found = excerpt(text);
    if at_end {
        return Finding::error("syntax/expected-joint", span, format!("expected `{joint}` after `{found}`"))
            .help("write `if … then … else …`");
    }
    let finding = Finding::error("syntax/expected-joint", span, format!("expected `{joint}`, found `{found}`"));
    match strsim::damerau_levenshtein(&found, joint) <= 1 {
        true => finding.help(format!("did you mean `{joint}`?")),
        false => finding.help("write `if … then … else …`"),
    }
}

/// `(a, b)`
pub(super) fn list_in_parens(span: Span, text: &str) -> Finding {
    Finding::error("syntax/list-in-parentheses", span, format!("`{}` holds more than one value", excerpt(text)))
        .help("a list stands in `[` and `]`")
}

/// `()`
pub(super) fn empty_parens(span: Span) -> Finding {
    Finding::error("syntax/expected-value", span, "expected a value between `(` and `)`")
        .help("remove the parentheses, or write the value")
}

/// `[a b]`
pub(super) fn no_comma(span: Span) -> Finding {
    Finding::error("syntax/missing-comma", span, "expected a comma between these values").help("write `,` here")
}

/// `1,000`
pub(super) fn comma_in_number(span: Span, text: &str) -> Finding {
    Finding::error(
        "syntax/comma-in-number",
        span,
        format!("`{}` can be read as one number or as several", excerpt(text)),
    )
    .help(digits::with_comma(text))
}

/// `600 000`, `600'000`
pub(super) fn digit_groups(span: Span, text: &str) -> Finding {
    let (found, whole) = (excerpt(text), excerpt(&joined(text)));
    let (message, help) = match text.contains(['\'', '’']) {
        true if !is_grouped(text) => (
            format!("an apostrophe stands between the digits of `{found}`"),
            "write the number without it, with `_` between thousands where it is long".to_owned(),
        ),
        true => (format!("the digits of `{found}` are grouped by an apostrophe"), format!("write `{whole}`")),
        false => (
            format!("`{found}` can be read as one number or as several"),
            format!("write `{whole}` for one number, and a comma between two"),
        ),
    };
    Finding::error("syntax/digit-groups", span, message).help(help)
}

/// Whether each apostrophe stands between digits of which three follow it, and no more.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split(['\'', '’']);
    let digits = |group: &str| group.bytes().take_while(u8::is_ascii_digit).count();
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && digits(first) == first.len() && groups.all(|group| digits(group) == 3)
}

/// The same with `_` between groups of digits.
fn joined(text: &str) -> String {
    let groups = text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’')).filter(|group| !group.is_empty());
    groups.fold(String::new(), |whole, group| match (whole.as_str(), group.starts_with(|c: char| c.is_ascii_digit())) {
        ("", _) => group.to_owned(),
        (_, true) => format!("{whole}_{group}"),
        (_, false) => format!("{whole} {group}"),
    })
}

/// `1.2.3`
pub(super) fn dots_in_number(span: Span, text: &str) -> Finding {
    let help = match digits::with_points(text) {
        Some(meant) => format!("write `{meant}`, or put a version or a clause in quotation marks"),
        None => {
            "a version or a clause stands in quotation marks, a date is written `2021-02-27`, thousands `1_000_000`"
                .to_owned()
        }
    };
    Finding::error("syntax/dots-in-number", span, format!("`{}` has more than one point", excerpt(text))).help(help)
}

/// `2021-2-7`
pub(super) fn loose_date(span: Span, text: &str) -> Finding {
    Finding::error("syntax/loose-date", span, format!("`{text}` is not a full date"))
        .help("write two digits for the month and for the day, as in `2021-02-07`; around a subtraction write spaces")
}

/// `“text”`
pub(super) fn quotation_marks(span: Span, text: &str) -> Finding {
    Finding::error(
        "syntax/quotation-marks",
        span,
        format!("the text {} does not stand in straight quotation marks", excerpt(text)),
    )
    .help("write `\"` on both sides")
}
