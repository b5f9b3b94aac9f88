//! The words of the vocabulary that carry structure: those that stand in `src` are the ones that ARCHITECTURE.md names.

use std::collections::{BTreeMap, BTreeSet};
use tonne::rulebook::shipped;

/// The modules that read documents and judge them. What is above prints, what is below reads the vocabulary's own files.
const READERS: [&str; 5] = ["model", "equations", "condition", "engine", "engine.rs"];

/// Words that the vocabulary shares with something else that is named there: forms of the condition language, states of
/// a reading or of a waiver, units, parts of rule files.
const SHARED: [&str; 10] = ["days", "draft", "end", "limit", "no", "none", "other", "start", "used", "yes"];

/// The words in backticks of the section, but for paths and calls.
fn named() -> BTreeSet<String> {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let section = text.split("## Words that the machine knows").nth(1).unwrap().split("\n## ").next().unwrap();
    let quoted = section.split('`').skip(1).step_by(2);
    quoted.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')).map(str::to_owned).collect()
}

/// The texts in quotes that are one word of the vocabulary, with the files that they stand in.
fn standing() -> BTreeMap<String, BTreeSet<String>> {
    let vocabulary = shipped(Vec::new()).0.vocabulary;
    let words = vocabulary.lists.iter().flat_map(|list| &list.words).map(|(id, _)| vocabulary.word(*id).to_owned());
    let places = vocabulary.nodes.iter().map(|node| node.name.to_string());
    let known: BTreeSet<String> =
        places.chain(vocabulary.kinds.iter().map(|kind| kind.name.to_string())).chain(words).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in super::sources() {
        if !READERS.contains(&super::module(&path).as_str()) && !READERS.iter().any(|reader| path.ends_with(reader)) {
            continue;
        }
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for word in code.flat_map(|line| line.split('"').skip(1).step_by(2)).filter(|word| known.contains(*word)) {
            found.entry(word.to_owned()).or_default().insert(path.display().to_string());
        }
    }
    found
}

#[test]
fn the_words_that_the_machine_knows_are_those_that_the_architecture_names() {
    let (named, standing) = (named(), standing());
    let untold: Vec<_> =
        standing.iter().filter(|(word, _)| !named.contains(*word) && !SHARED.contains(&word.as_str())).collect();
    assert!(untold.is_empty(), "these stand in src, and ARCHITECTURE.md does not name them: {untold:#?}");
    let all: String = super::sources().into_iter().map(|(_, text)| text).collect();
    let gone: Vec<_> = named.iter().filter(|word| !all.contains(&format!("\"{word}\""))).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md names these, and no file of src does: {gone:?}");
    assert!(standing.len() > 30, "{standing:?}");
}
