//! Texts that are made to hurt, through the whole check: what is found in them, and how the work grows with them.

use super::{run, source};
use crate::corpus::options;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tonne::engine::check;
use tonne::rulebook::{Rulebook, shipped};

/// A text of a size, and how large it is at its largest.
type Case = (&'static str, usize, fn(usize) -> String);

const CASES: [Case; 9] = [
    ("a long name", 1_000_000, |size| format!("methodology \"{}\"\n", "x".repeat(size))),
    ("blocks in blocks", 100_000, |size| format!("methodology \"A\" {}", "{ ".repeat(size))),
    ("one field again and again", 20_000, |size| in_methodology(&"host KH\n".repeat(size))),
    ("one name again and again", 20_000, |size| in_methodology(&"title \"x\"\n".repeat(size))),
    ("unknown words", 8_000, |size| in_methodology(&"unheard of\n".repeat(size))),
    ("documents of one name", 800, |size| "methodology \"A\" { }\n".repeat(size)),
    ("a chain of references", 4_200, |size| {
        (0..size).map(|at| format!("tool \"{at}\" {{ uses \"{}\" }}\n", at + 1)).collect()
    }),
    ("authors and participants", 2_000, crowd),
    ("values that share a body", 4_000, |size| {
        in_methodology(&format!("host {}KH {{\n{}}}\n", "KH, ".repeat(size), "name \"x\"\n".repeat(size)))
    }),
];

/// Each case is tried at its size and at this part of it.
const PART: usize = 8;

/// What grows like its input takes `PART` times as long, what is quadratic `PART * PART` times: this lies between.
const MOST: u32 = 24;

/// A busy machine is no reason: the least of so many tries counts.
const TRIES: usize = 4;

fn in_methodology(body: &str) -> String {
    format!("methodology \"A\" {{\n{body}}}\n")
}

fn crowd(size: usize) -> String {
    let authors = (0..size).map(|at| format!("author \"Author {at}\" {{ wrote methodology }}\n"));
    let parties = (0..size).map(|at| format!("participant \"Party {at}\" {{ receives credits }}\n"));
    let (authors, parties): (String, String) = (authors.collect(), parties.collect());
    format!("methodology \"M\" {{\n{authors}}}\nactivity \"A\" {{\n  methodology \"M\"\n{parties}}}\n")
}

/// What is told of the form of a text: each code once.
fn form(text: &str, rulebook: &Rulebook) -> String {
    let findings = run(rulebook, &[text]).findings;
    let of_form = findings.iter().filter(|finding| rulebook.rule(&finding.code).is_none());
    let codes: BTreeSet<&str> = of_form.map(|finding| &*finding.code).collect();
    if codes.is_empty() { "nothing".to_owned() } else { codes.into_iter().collect::<Vec<_>>().join(", ") }
}

#[test]
fn hostile_texts_give_their_findings() {
    let (rulebook, _) = shipped(Vec::new());
    let mut told = String::new();
    for (what, size, make) in CASES {
        told.push_str(&format!("{what}: {}\n", form(&make(size), &rulebook)));
    }
    let odd = [
        ("no character", "methodology \"A\0B\" { host KH }"),
        ("a byte order mark", "\u{feff}methodology \"A\" { host KH }"),
        ("line ends of Windows", "methodology \"A\" {\r\n  host KH\r\n}\r\n"),
        ("a hidden turn", "methodology \"\u{202e}A\" { host KH }"),
        ("a hidden turn in a word", "country \u{200f}BR { }"),
        ("nothing but zeros", "\0\0\0"),
        ("an empty file", ""),
        ("a brace", "{"),
        ("quotation marks", "\"\"\""),
    ];
    for (what, text) in odd {
        told.push_str(&format!("{what}: {}\n", form(text, &rulebook)));
    }
    insta::assert_snapshot!(told, @"
    a long name: nothing
    blocks in blocks: syntax/expected-word, syntax/too-deep, syntax/too-many-errors, syntax/unclosed-brace
    one field again and again: nothing
    one name again and again: vocabulary/said-twice
    unknown words: vocabulary/unknown-word
    documents of one name: vocabulary/document-twice
    a chain of references: vocabulary/too-much-below, vocabulary/unknown-reference
    authors and participants: nothing
    values that share a body: syntax/too-many-statements, vocabulary/unknown-word
    no character: syntax/control-character
    a byte order mark: nothing
    line ends of Windows: nothing
    a hidden turn: syntax/hidden-direction
    a hidden turn in a word: syntax/hidden-direction, syntax/unexpected
    nothing but zeros: syntax/control-character
    an empty file: nothing
    a brace: syntax/expected-word, syntax/unclosed-brace
    quotation marks: syntax/unterminated-text
    ");
}

/// A line of 50 MB and a million statements: cut where the limits are, and told.
#[test]
fn a_line_of_fifty_megabytes_and_a_million_statements_are_cut() {
    let (rulebook, _) = shipped(Vec::new());
    let line = format!("methodology \"{}\"\n", "x".repeat(50_000_000));
    insta::assert_snapshot!(form(&line, &rulebook), @"syntax/document-too-long");
    let statements = "host KH\n".repeat(1_000_000);
    insta::assert_snapshot!(form(&statements, &rulebook), @"syntax/document-too-long, syntax/too-many-statements, vocabulary/unknown-kind");
}

/// How often the time of the part goes into the time of the whole, the least of both.
fn growth(size: usize, make: fn(usize) -> String, rulebook: &Rulebook) -> u32 {
    let (part, whole) = (source(0, &make(size / PART)), source(0, &make(size)));
    let time = |source: &tonne::source::Source| {
        let started = Instant::now();
        check(std::slice::from_ref(source), rulebook, &options());
        started.elapsed()
    };
    let (mut few, mut many) = (Duration::MAX, Duration::MAX);
    for _ in 0..TRIES {
        (few, many) = (few.min(time(&part)), many.min(time(&whole)));
        if many < few * MOST {
            break;
        }
    }
    (many.as_nanos() / few.as_nanos().max(1)) as u32
}

#[test]
fn the_work_grows_no_faster_than_a_hostile_text() {
    let (rulebook, _) = shipped(Vec::new());
    let ratio = |(what, size, make): Case| (what, growth(size, make, &rulebook));
    let faster: Vec<(&str, u32)> = CASES.into_iter().map(ratio).filter(|(_, ratio)| *ratio >= MOST).collect();
    assert!(faster.is_empty(), "times as long for {PART} times the text: {faster:?}");
}
