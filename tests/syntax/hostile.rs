//! Texts that are made to hurt: they cost linear time, bounded memory and a small stack.

use std::time::{Duration, Instant};

use tonne::syntax::{Limits, parse, parse_expression};

use super::{KINDS, source};

/// The codes of the findings, on a thread with the stack that Rust gives its threads.
fn codes(text: String) -> Vec<String> {
    let run = move || {
        let started = Instant::now();
        let source = source(&text);
        let (_, findings) = parse(&source, KINDS, Limits::default());
        let whole = tonne::source::Span::new(source.id, 0, text.len() as u32);
        let _ = parse_expression(&source, whole);
        let elapsed = started.elapsed();
        // It takes seconds; a busy machine may need some more. What is quadratic takes hours.
        assert!(elapsed < Duration::from_secs(600), "{elapsed:?} for {} bytes", text.len());
        let mut codes: Vec<String> = findings.into_iter().map(|finding| finding.code.to_string()).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run);
    thread.expect("a thread").join().expect("no panic")
}

#[test]
fn brackets_may_be_nested_without_end() {
    let mut told = String::new();
    for open in ["a {\n", "a { ", "(", "[", "a (", "f(", "x[", "{", "([{"] {
        let codes = codes(open.repeat(100_000));
        told.push_str(&format!("{open:?} {codes:?}\n"));
    }
    insta::assert_snapshot!(told, @r#"
    "a {\n" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-brace"]
    "a { " ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-brace"]
    "(" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-bracket"]
    "[" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-bracket"]
    "a (" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-bracket"]
    "f(" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-bracket"]
    "x[" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-bracket"]
    "{" ["syntax/expected-word", "syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-brace"]
    "([{" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-brace", "syntax/unclosed-bracket"]
    "#);
}

#[test]
fn closed_brackets_may_be_nested_without_end() {
    let mut told = String::new();
    for (open, close) in [("a {", "}"), ("a (", ")"), ("a [", "]"), ("a (1 + (", "))")] {
        let codes = codes(format!("{}{}\nb 1 ?\n", open.repeat(100_000), close.repeat(100_000)));
        told.push_str(&format!("{open:?} {codes:?}\n"));
    }
    insta::assert_snapshot!(told, @r#"
    "a {" ["syntax/too-deep", "syntax/unexpected"]
    "a (" ["syntax/missing-comma", "syntax/too-deep", "syntax/unexpected"]
    "a [" ["syntax/too-deep", "syntax/unexpected"]
    "a (1 + (" ["syntax/missing-comma", "syntax/too-deep", "syntax/unexpected"]
    "#);
}

#[test]
fn the_deepest_nesting_that_is_allowed_needs_little_stack() {
    for (open, close) in [("a {", "}"), ("(", ")"), ("[", "]"), ("f(", ")"), ("1 + (", ")"), ("x[a and not (", ")]")] {
        let depth = 255 / open.matches(['(', '[', '{']).count();
        let text = format!("a {}1{}", open.repeat(depth), close.repeat(depth));
        let found = codes(text);
        assert!(found.iter().all(|code| code != "syntax/too-deep"), "{open} {found:?}");
    }
}

#[test]
fn prefixes_and_operators_may_go_on_without_end() {
    let mut told = String::new();
    for piece in
        ["- ", "not ", "a + ", "a ^ ", "a = ", "if a then b else ", "any a as b (", "own ", "a..", "a,", "1,000,"]
    {
        let codes = codes(format!("x {}", piece.repeat(30_000)));
        told.push_str(&format!("{piece:?} {codes:?}\n"));
    }
    insta::assert_snapshot!(told, @r#"
    "- " ["syntax/too-deep"]
    "not " ["syntax/too-deep"]
    "a + " ["syntax/too-many-operators"]
    "a ^ " ["syntax/too-deep"]
    "a = " ["syntax/chained-comparison"]
    "if a then b else " ["syntax/too-deep"]
    "any a as b (" ["syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-bracket"]
    "own " []
    "a.." ["syntax/too-many-operators"]
    "a," ["syntax/expected-value"]
    "1,000," ["syntax/comma-in-number"]
    "#);
}

#[test]
fn tokens_and_lines_may_be_long() {
    let mut told = String::new();
    for piece in [
        "a", "1", " ", "\t", "?", "\u{a0}", "é", "\"", "\\\"", "#", ";", "\n", "\r", "\r\n", ")", "}", "@", "'", "„",
        "«a", ".", "a.", "\0", "x \"\" ",
    ] {
        let codes = codes(format!("x {}", piece.repeat(200_000 / piece.len())));
        told.push_str(&format!("{piece:?} {codes:?}\n"));
    }
    insta::assert_snapshot!(told, @r##"
    "a" []
    "1" []
    " " []
    "\t" []
    "?" ["syntax/unexpected"]
    "\u{a0}" []
    "é" []
    "\"" []
    "\\\"" ["syntax/unexpected", "syntax/unterminated-text"]
    "#" []
    ";" []
    "\n" []
    "\r" []
    "\r\n" []
    ")" ["syntax/stray-closer", "syntax/too-many-errors"]
    "}" ["syntax/stray-closer", "syntax/too-many-errors"]
    "@" ["syntax/citation", "syntax/too-many-errors"]
    "'" ["syntax/quotation-marks", "syntax/too-many-errors"]
    "„" ["syntax/unexpected"]
    "«a" ["syntax/quotation-marks", "syntax/too-many-errors"]
    "." ["syntax/expected-value"]
    "a." ["syntax/unexpected"]
    "\0" ["syntax/control-character"]
    "x \"\" " []
    "##);
}

#[test]
fn texts_may_begin_again_and_again() {
    let mut told = String::new();
    for piece in [
        "\"\"\" ",
        "\"\"\"\n",
        "a \"\"\"\ntool \"B\" {\n",
        "\"x {\n",
        "“x\n",
        "a \"\\\" {\\",
        "tool \"B\" {\n",
        "tool\n",
        "a and\n",
    ] {
        let codes = codes(piece.repeat(200_000 / piece.len()));
        told.push_str(&format!("{piece:?} {codes:?}\n"));
    }
    insta::assert_snapshot!(told, @r#"
    "\"\"\" " ["syntax/expected-word"]
    "\"\"\"\n" ["syntax/expected-word", "syntax/too-many-errors", "syntax/too-many-statements"]
    "a \"\"\"\ntool \"B\" {\n" ["syntax/too-many-errors", "syntax/unclosed-brace", "syntax/unterminated-text"]
    "\"x {\n" ["syntax/expected-word", "syntax/too-deep", "syntax/too-many-errors", "syntax/unclosed-brace", "syntax/unterminated-text"]
    "“x\n" ["syntax/expected-word", "syntax/too-many-errors", "syntax/too-many-statements"]
    "a \"\\\" {\\" ["syntax/unexpected", "syntax/unterminated-text"]
    "tool \"B\" {\n" ["syntax/too-many-errors", "syntax/unclosed-brace"]
    "tool\n" ["syntax/too-many-statements"]
    "a and\n" ["syntax/too-many-operators"]
    "#);
}

#[test]
fn statements_and_documents_are_limited() {
    insta::assert_snapshot!(format!("{:?}", codes("a 1;".repeat(300_000))), @r#"["syntax/too-many-statements"]"#);
    insta::assert_snapshot!(format!("{:?}", codes("tool \"B\" { a 1 }\n".repeat(20_000))), @"[]");
    insta::assert_snapshot!(format!("{:?}", codes("tool \"B\" { a 1 }\n".repeat(20_001))), @r#"["syntax/too-many-statements"]"#);
    insta::assert_snapshot!(format!("{:?}", codes("tool \"B\" { a 1 }\n".repeat(120_000))), @r#"["syntax/too-many-statements"]"#);
    insta::assert_snapshot!(format!("{:?}", codes(format!("tool \"B\" {{ {}}}\ntool \"C\" {{ ? }}", "# x\n".repeat(1_100_000)))), @r#"["syntax/document-too-long", "syntax/expected-word"]"#);
}
