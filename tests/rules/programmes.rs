//! A rule says the same under every programme of the library, as far as that programme does not itself provide.

use crate::corpus::options;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use tonne::cli::matrix_text;
use tonne::engine::check;
use tonne::engine::trial::programs;
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

/// Each example whose verdict is another one under some programme, and how many hold under each: reviewed by hand.
#[test]
fn the_matrix_of_examples_and_programmes_is_reviewed() {
    let (rulebook, _) = shipped(Vec::new());
    insta::assert_snapshot!("matrix", matrix_text(&rulebook, &options()));
}

/// The findings on an empty methodology that was read in full.
fn on_nothing(head: &str, rulebook: &Rulebook) -> BTreeSet<String> {
    let text = format!("methodology \"Empty, made up\" {{\n  {head}\n  reading full\n}}\n");
    let source = Source { id: FileId(0), name: "empty.tonne".into(), text: text.into() };
    let report = check(&[source], rulebook, &options());
    let told = report.findings.iter().filter(|finding| finding.verdict.is_finding());
    told.flat_map(|finding| finding.each().map(|one| one.code.to_string()).collect::<Vec<_>>()).collect()
}

/// Whatever programme an empty methodology names, what it leaves out is told, but for what the programme provides: an
/// assessment of methodologies, or its own way to show additionality.
#[test]
fn an_empty_methodology_is_told_the_same_under_every_programme() {
    let (rulebook, _) = shipped(Vec::new());
    let alone = on_nothing("", &rulebook);
    assert!(alone.len() >= 6, "{alone:?}");
    let mut text = format!("alone: {}\n", alone.iter().cloned().collect::<Vec<_>>().join(", "));
    for program in programs(&rulebook) {
        let under = on_nothing(&format!("program \"{program}\""), &rulebook);
        let less: Vec<&String> = alone.difference(&under).collect();
        let more: Vec<&String> = under.difference(&alone).collect();
        writeln!(text, "{program}: less {less:?}, more {more:?}").unwrap();
        assert!(under.len() >= 5, "{program} silences {less:?}");
    }
    insta::assert_snapshot!("empty", text);
}
