//! `tonne explain`, `tonne rules`, `tonne vocabulary`: what the tool knows, to be read.

use super::arguments::{Colour, ListFormat, Shelf};
use super::screen::{print, print_data, print_painted};
use super::settings::{library, today};
use super::{Complaint, terminal};
use crate::engine::names_rule;
use crate::measure::Meant;
use crate::report::explain::{codes, markdown, plain, scale_words};
use crate::report::json_text;
use crate::rulebook::{Nature, Rule, Rulebook, shipped};
use crate::vocabulary::{Node, NodeId, READING, ValueType, Vocabulary, Word, WordId, page, phrase_page};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// The largest rule file.
const MOST: u64 = 16_000_000;

/// The rules that hold in this folder.
pub(super) fn rulebook(shelf: &Shelf, colour: Colour) -> Result<Rulebook, Complaint> {
    Ok(library(shelf, Path::new("."), MOST, colour)?.told(colour))
}

/// Prints the page of a rule or of another code.
pub fn explain(code: &str, shelf: &Shelf, colour: Colour) -> Result<u8, Complaint> {
    // As it stands in a finding's brackets, too.
    let code = code.trim_matches(['[', ']']);
    // What is wrong with a configuration can be explained where it is.
    let known = codes().contains(&code) || scale_words().contains(&code);
    let rulebook = if known { shipped(Vec::new()).0 } else { rulebook(shelf, colour)? };
    match markdown(&rulebook, code, today()) {
        Some(page) => print_painted(&plain(&page, terminal::paint(colour), terminal::width()), terminal::paint(colour)),
        None if rulebook.rules.iter().any(|rule| names_rule(code, &rule.id)) => Err(Complaint::usage(format!(
            "`{code}` is a family of rules; name one of them, as `tonne rules` lists them"
        ))),
        None => {
            let known = rulebook.rules.iter().map(|rule| rule.id.as_str()).chain(codes()).chain(scale_words());
            let predicates = rulebook.predicates.iter().map(|predicate| predicate.name.as_str());
            let known = known.chain(predicates);
            Err(Complaint::unknown("rule or code", code, known, "`tonne rules` lists the rules"))
        }
    }
}

/// A rule in the list for programs; the shape is versioned like a report's.
#[derive(Serialize)]
struct Listed<'r> {
    id: &'r str,
    title: &'r str,
    severity: &'static str,
    nature: &'static str,
    help: &'r str,
    cites: Vec<String>,
}

/// The list for programs.
#[derive(Serialize)]
struct List<'r> {
    schema: u32,
    rules: Vec<Listed<'r>>,
}

/// Prints the list of rules.
pub fn rules(format: ListFormat, shelf: &Shelf, colour: Colour) -> Result<u8, Complaint> {
    let rulebook = rulebook(shelf, colour)?;
    match format {
        ListFormat::Text => print(&table(&rulebook.rules)),
        ListFormat::Json => {
            let listed = |rule| Listed { cites: cites(&rulebook, rule), ..listed(rule) };
            let list = List { schema: 1, rules: rulebook.rules.iter().map(listed).collect() };
            print_data(&json_text(&list).map_err(|error| Complaint::unwritten("standard output", &error))?)
        }
    }
}

fn listed(rule: &Rule) -> Listed<'_> {
    let nature = match rule.nature {
        Nature::Requirement => "requirement",
        Nature::Indicator => "indicator",
    };
    Listed {
        id: &rule.id,
        title: &rule.title,
        severity: rule.severity.word(),
        nature,
        help: &rule.help,
        cites: Vec::new(),
    }
}

fn cites(rulebook: &Rulebook, rule: &Rule) -> Vec<String> {
    rule.cites.iter().map(|cite| rulebook.register.show(*cite)).collect()
}

fn table(rules: &[Rule]) -> String {
    let column = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut out = String::new();
    for rule in rules {
        let _ = writeln!(out, "{:<column$}  {:<7}  {}", rule.id, rule.severity.word(), rule.title);
    }
    out
}

/// Prints what may be said in a place, or where a word may stand; all kinds where nothing is asked.
pub fn vocabulary(path: Option<&str>) -> Result<u8, Complaint> {
    let (rulebook, _) = shipped(Vec::new());
    let vocabulary = &rulebook.vocabulary;
    let Some(path) = path else {
        return print(&kinds(vocabulary));
    };
    let pages = match place(vocabulary, path) {
        Ok(node) => vec![page(vocabulary, node)],
        Err(complaint) => {
            let fields = fields(vocabulary, path).into_iter().map(|node| page(vocabulary, node));
            let told = phrase(vocabulary, path).into_iter().chain(fields).chain(word(vocabulary, path));
            let mut pages: Vec<String> = told.collect();
            if pages.is_empty() {
                pages.extend(unit(vocabulary, path));
            }
            if pages.is_empty() {
                return Err(complaint);
            }
            pages
        }
    };
    print(&pages.join("\n"))
}

/// The page on a word of the language itself, alone or where it may stand: `full`, `methodology.reading`.
fn phrase(vocabulary: &Vocabulary, path: &str) -> Option<String> {
    let inside = path.rsplit_once('.').filter(|(above, word)| *word == READING && place(vocabulary, above).is_ok());
    let name = inside.map_or(path, |(_, word)| word);
    let holds = |phrase: &crate::vocabulary::Phrase| phrase.words.0.iter().any(|(word, _)| word == name);
    let exact = vocabulary.language.iter().find(|(known, _)| known == name);
    let (known, phrase) = exact.or_else(|| vocabulary.language.iter().find(|(_, phrase)| holds(phrase)))?;
    Some(phrase_page(if inside.is_some() { path } else { known }, phrase))
}

fn kinds(vocabulary: &Vocabulary) -> String {
    let mut out =
        "A document is of one of these kinds; `tonne vocabulary KIND` shows what may stand in it.\n\n".to_owned();
    for kind in &vocabulary.kinds {
        let _ = writeln!(out, "  {:<14} {}", kind.name, vocabulary.node(kind.root).means);
    }
    out
}

/// The place at the end of a path from a kind, or what is wrong with the path.
fn place(vocabulary: &Vocabulary, path: &str) -> Result<NodeId, Complaint> {
    let mut words = path.split('.');
    let first = words.next().unwrap_or_default();
    let Some(kind) = vocabulary.kind_named(first) else {
        let kinds = vocabulary.kind_words();
        let fields = vocabulary.nodes.iter().map(|node| &*node.name);
        let words = vocabulary.lists.iter().flat_map(|list| &list.words).map(|(id, _)| vocabulary.word(*id));
        let language = vocabulary.language.iter().map(|(word, _)| word.as_str());
        let meant = match vocabulary.units.meant(path) {
            Some(Meant::Unit(unit) | Meant::Near(unit)) => Some(unit),
            _ => None,
        };
        let all = kinds.into_iter().chain(fields).chain(words).chain(language).chain(meant.as_deref());
        return Err(Complaint::unknown("kind, place, word or unit", path, all, "`tonne vocabulary` lists the kinds"));
    };
    let mut node = vocabulary.kind(kind).root;
    let mut sofar = first.to_owned();
    for word in words {
        let Some(child) = vocabulary.child(node, word) else {
            let near = vocabulary.words_in_body(node);
            return Err(Complaint::unknown(
                &format!("word in `{sofar}` that reads"),
                word,
                near,
                &format!("see `tonne vocabulary {sofar}`"),
            ));
        };
        node = child;
        let _ = write!(sofar, ".{word}");
    }
    Ok(node)
}

/// The places with this name; of those that are the same in several kinds each is shown.
fn fields(vocabulary: &Vocabulary, name: &str) -> Vec<NodeId> {
    let named = vocabulary
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| &*node.name == name || node.also.iter().any(|also| also == name));
    named.map(|(at, _)| NodeId(at as u16)).collect()
}

/// What a word means, and where it may stand: once for each of its meanings.
fn word(vocabulary: &Vocabulary, text: &str) -> Option<String> {
    let mut meanings: Vec<(String, Vec<String>)> = Vec::new();
    for (at, list) in vocabulary.lists.iter().enumerate() {
        let is_it =
            |(id, word): &&(WordId, Word)| vocabulary.word(*id) == text || word.also.iter().any(|also| also == text);
        let Some((id, word)) = list.words.iter().find(is_it) else { continue };
        let mut meaning = format!("{}\n  {}\n", vocabulary.word(*id), word.means);
        if !word.also.is_empty() {
            let _ = writeln!(meaning, "  also written: {}", word.also.join(", "));
        }
        let takes = |node: &&Node| matches!(node.value, ValueType::Word(list) if list.0 as usize == at);
        let places = vocabulary.nodes.iter().filter(takes);
        let places = places.map(|node| format!("{}.{}", vocabulary.kind(node.kind).name, node.path));
        match meanings.iter_mut().find(|(known, _)| *known == meaning) {
            Some((_, known)) => known.extend(places),
            None => meanings.push((meaning, places.collect())),
        }
    }
    let told = |(meaning, places): &(String, Vec<String>)| format!("{meaning}  may stand in: {}\n", places.join(", "));
    let told: Vec<String> = meanings.iter().map(told).collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

/// What a unit is, and where a quantity in it may stand.
fn unit(vocabulary: &Vocabulary, text: &str) -> Option<String> {
    let units = &vocabulary.units;
    let dimension = units.parse(text).ok()?.dimension();
    let mut out = format!("{text}\n");
    match units.definition(text) {
        Some(definition) => {
            let _ = writeln!(out, "  a unit: {}", definition.means);
            if !definition.also.is_empty() {
                let _ = writeln!(out, "  {} is also written: {}", definition.name, definition.also.join(", "));
            }
        }
        None => drop(writeln!(out, "  a unit of {}", units.describe(dimension))),
    }
    let takes = |node: &&Node| matches!(node.value, ValueType::Quantity(Some((of, _))) if of == dimension);
    let places = vocabulary.nodes.iter().filter(takes);
    let places: Vec<_> = places.map(|node| format!("{}.{}", vocabulary.kind(node.kind).name, node.path)).collect();
    if !places.is_empty() {
        let _ = writeln!(out, "  is measured in it, or in another unit of its sort: {}", places.join(", "));
    }
    Some(out)
}
