//! Broken documents: one good finding for each error, and everything else stays in the tree.

use super::print::parsed;
use super::{KINDS, source};
use tonne::finding::Finding;
use tonne::syntax::{Limits, parse};

#[test]
fn four_errors_give_four_findings() {
    let text = r#"methodology "A" {
  title "x" ]
  host KH
  baseline {
    approach "historical
    scale national
  }
  equation RE = EG_y * * EF_grid
  leakage ?? {
    effect none
  }
}
"#;
    insta::assert_snapshot!(parsed(text), @r#"
    methodology "A" {}
      title "x"
      host KH
      baseline {}
        approach "historical"
        scale national
      equation (Equal RE (Multiply EG_y EF_grid))
      leakage ? {}
        effect none
    ---
    2:13 syntax/stray-closer this `]` closes nothing
    5:14 syntax/unterminated-text the text `historical` does not end on its line
    8:24 syntax/expected-value expected a value after `*`, found `*`
    9:11 syntax/unexpected unexpected `??` after `leakage`
    "#);
}

#[test]
fn a_lost_brace_ends_with_its_document() {
    insta::assert_snapshot!(parsed("methodology \"A\" {\n  baseline { approach historical\n\ntool \"B\" { x 1 }\n"), @r#"
    methodology "A" {!
      baseline {!
        approach historical
    tool "B" {}
      x 1
    ---
    1:17 syntax/unclosed-brace this `{` is never closed
    2:12 syntax/unclosed-brace this `{` is never closed
    "#);
}

#[test]
fn a_lost_brace_is_found_by_the_indentation() {
    let text = "methodology \"A\" {\n  baseline {\n    approach historical\n  additionality {\n    x 1\n  }\n  host KH\n}\ntool \"B\" { x 1 }\n";
    insta::assert_snapshot!(parsed(text), @r#"
    methodology "A" {}
      baseline {!
        approach historical
      additionality {}
        x 1
      host KH
    tool "B" {}
      x 1
    ---
    2:12 syntax/unclosed-brace this `{` is never closed
    "#);
}

#[test]
fn brackets_without_partners_cost_one_finding_each() {
    let text = "tool \"B\" {\n  equation A = (B - [C\n  host KH\n  x 1) + 2\n  y [1, 2\n  z { a (b } \n}\n}\nend ]\n";
    insta::assert_snapshot!(parsed(text), @r#"
    tool "B" {}
      equation (Equal A (Add [(Subtract B C), host, KH, x, 1] 2))
      y 1, 2
      z {}
        a b

    end
    ---
    2:21 syntax/unclosed-bracket this `[` is never closed
    5:5 syntax/unclosed-bracket this `[` is never closed
    6:9 syntax/unclosed-bracket this `(` is never closed
    8:1 syntax/stray-closer this `}` closes nothing
    9:5 syntax/stray-closer this `]` closes nothing
    "#);
}

#[test]
fn texts_end_on_their_lines() {
    let text =
        "tool \"B {\n  a \"x\n  b \"\"\"long\n  c \"d\\\"\n  e { f \"g }\n  h 1\n}\ntool \"C\" { a \"\"\"x\"\"\" }\n";
    insta::assert_snapshot!(parsed(text), @r#"
    tool "B" {}
      a "x"
      b "long"
      c "d\""
      e {}
        f "g"
      h 1
    tool "C" {}
      a long"x"
    ---
    1:6 syntax/unterminated-text the text `B` does not end on its line
    2:5 syntax/unterminated-text the text `x` does not end on its line
    3:5 syntax/unterminated-text this long text is never closed
    4:5 syntax/unterminated-text the text `d\"` does not end on its line
    5:9 syntax/unterminated-text the text `g` does not end on its line
    "#);
}

#[test]
fn the_habits_of_word_processors_are_understood() {
    let text = "tool “B” {\n  a „x“, «y», ‘z’\n  b 'c'\n  d “open\n  period 2005–2014\n  • e 1\n  f tCO₂\n  g\u{200b} 1\n  hоst 1\n  don't\n}\n";
    insta::assert_snapshot!(parsed(text), @r#"
    tool "B" {}
      a "x", "y", "z"
      b "c"
      d open
      period (To 2005 2014)
       e, 1 ~
      f tCO
      g 1
      hоst 1
      don t
    ---
    1:6 syntax/quotation-marks the text “B” does not stand in straight quotation marks
    2:5 syntax/quotation-marks the text „x“ does not stand in straight quotation marks
    2:10 syntax/quotation-marks the text «y» does not stand in straight quotation marks
    2:15 syntax/quotation-marks the text ‘z’ does not stand in straight quotation marks
    3:5 syntax/quotation-marks the text 'c' does not stand in straight quotation marks
    4:5 syntax/unexpected unexpected `“` after `d`
    5:14 syntax/operator-spelling `–` is written `..` here
    6:3 syntax/expected-word expected a word at the beginning of the statement, found `•`
    7:8 syntax/unexpected unexpected `₂` after `tCO`
    8:4 syntax/unexpected an invisible character (U+200B) stands here
    9:3 syntax/foreign-letter the word `hоst` holds `о` (U+043E), a letter of another script
    10:6 syntax/unexpected unexpected `'` after `don`
    "#);
}

#[test]
fn the_habits_of_other_languages_are_understood() {
    let text = "tool \"B\"\n{\n  a: 1\n  b = 2\n  c x && y == z\n  // d\n  \"e\": 1\n  {\n  f 1\n  }\n\n  g\n  {\n  }\n  h 1.2.3\n  i 27.02.2021\n}\n";
    insta::assert_snapshot!(parsed(text), @r#"
    tool "B" {}
      a 1
      b 2
      c (And x (Equal y z))
       d
       "e", 1
       {}
        f 1
      g {}
      h ?
      i ?
    ---
    2:1 syntax/brace-on-own-line this `{` stands apart from its statement
    3:4 syntax/needless-sign no `:` stands between a word and its value
    4:5 syntax/needless-sign no `=` stands between a word and its value
    5:7 syntax/operator-spelling `&&` is written `and` here
    5:12 syntax/operator-spelling `==` is written `=` here
    6:3 syntax/expected-word expected a word at the beginning of the statement, found `//`
    7:3 syntax/expected-word expected a word at the beginning of the statement, found `"e"`
    8:3 syntax/expected-word expected a word before this `{`
    13:3 syntax/brace-on-own-line this `{` stands apart from its statement
    15:5 syntax/dots-in-number `1.2.3` has more than one point
    16:5 syntax/dots-in-number `27.02.2021` has more than one point
    "#);
}

#[test]
fn citations_are_told_what_they_may_be() {
    let text = "tool \"B\" {\n  a 1 @ \"p\" { b 2 } @ \"q\" \"r\"\n  c @\n  d @ infered\n  e @ p. 7\n  f @ \"a\" \"b\" \"c\"\n  g @ \"a\", \"b\"\n  @ \"alone\"\n  h @ inferred { i 1 }\n  j @ inferred @ \"p. 1\"; k 1 @ 7\n}\n";
    insta::assert_snapshot!(parsed(text), @r#"
    tool "B" {}
      a 1 {} @ "p" @ "q", "r"
        b 2
      c @ 
      d @ 
      e @ 
      f @ "a", "b"
      g @ "a", "b"
       @ "alone"
      h {} @ inferred 
        i 1
      j @ inferred  @ "p. 1"
      k 1 @ 
    ---
    3:5 syntax/citation expected a citation after `@`
    4:7 syntax/citation expected a citation after `@`, found `infered`
    5:7 syntax/citation expected a citation after `@`, found `p. 7`
    6:15 syntax/citation unexpected `"c"` behind the citation
    7:10 syntax/citation unexpected `, "b"` behind the citation
    8:3 syntax/expected-word this citation belongs to no statement
    10:32 syntax/citation expected a citation after `@`, found `7`
    "#);
}

#[test]
fn statements_may_share_a_line() {
    insta::assert_snapshot!(parsed("tool \"B\" { a { b 1 } c 2; d { } e 3 }\ntool \"C\" {} tool \"D\" { }\n"), @r#"
    tool "B" {}
      a {}
        b 1
      c 2
      d {}
      e 3
    tool "C" {}
    tool "D" {}
    ---
    "#);
}

#[test]
fn line_ends_and_marks_of_other_systems_are_silent() {
    let text = "\u{feff}tool \"B\" {\r\n  a 1\r  b 2\r\n  c \"\"\"x\r\n y\"\"\"\r\n  # d\r  e \"f\"\u{a0}\r\n}\r\ntool \"C\" { }\rtool \"D\" { }";
    insta::assert_snapshot!(parsed(text), @r#"
    tool "B" {}
      a 1
      b 2
      c long"x\r\n y"
      e "f"
    tool "C" {}
    tool "D" {}
    ---
    "#);
}

#[test]
fn what_cannot_be_seen_is_told() {
    insta::assert_snapshot!(parsed("tool \"B\u{202e}x\" {\n  a\0 1 # \u{2066}\n  b \u{1}\n}\n"), @r#"
    tool "Bx" {}
      a 1
      b
    ---
    1:8 syntax/hidden-direction a hidden character (U+202E) changes the direction of the text
    2:4 syntax/control-character a NUL character stands in the text
    2:10 syntax/hidden-direction a hidden character (U+2066) changes the direction of the text
    3:5 syntax/control-character a control character (U+0001) stands in the text
    "#);
}

#[test]
fn a_finding_never_points_behind_the_text() {
    insta::assert_snapshot!(parsed("tool \"B\" {\n  a 1 +\n\n\n"), @r#"
    tool "B" {!
      a (Add 1 ?)
    ---
    1:10 syntax/unclosed-brace this `{` is never closed
    2:7 syntax/expected-value expected a value after `+`
    "#);
    insta::assert_snapshot!(parsed("tool \"B\" {\n  a 1 @ \n\n\n"), @r#"
    tool "B" {!
      a 1 @ 
    ---
    1:10 syntax/unclosed-brace this `{` is never closed
    2:7 syntax/citation expected a citation after `@`
    "#);
    insta::assert_snapshot!(parsed(""), @"---");
    insta::assert_snapshot!(parsed("\n\n# only a comment"), @"---");
}

#[test]
fn the_flood_of_findings_is_counted() {
    let told = parsed(&"a ?\n".repeat(300));
    let last: Vec<&str> = told.lines().rev().take(2).collect();
    insta::assert_snapshot!(last.join("\n"), @r#"
    201:3 syntax/too-many-errors 100 more errors of form are not listed
    200:3 syntax/unexpected unexpected `?` after `a`
    "#);
}

/// Brackets are looked at before what stands between them: the first errors in the text are told even so, and nothing
/// behind the one that counts the others.
#[test]
fn the_first_errors_are_told_and_the_others_counted() {
    let text = "methodology \"A\" {\n  note § x\n".to_owned() + &"  note § x )\n".repeat(300) + "}\n";
    let (_, findings) = parse(&source(&text), KINDS, Limits::default());
    let codes: Vec<&str> = findings.iter().map(|finding| &*finding.code).collect();
    assert_eq!(codes.len(), 201);
    assert_eq!(codes[200], "syntax/too-many-errors");
    let at = |wanted: &str| codes.iter().filter(|code| **code == wanted).count();
    assert_eq!((at("syntax/unexpected"), at("syntax/stray-closer")), (101, 99));
    assert!(findings.is_sorted_by_key(Finding::span), "{codes:?}");
    assert_eq!(findings[200].message, "401 more errors of form are not listed");
}
