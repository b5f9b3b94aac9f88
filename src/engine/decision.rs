//! Published verdicts become facts of the documents that they are about.

use crate::measure::{Day, Interval, Version, VersionRange};
use crate::model::{self, Document, EntryId, Value};
use crate::rulebook::{Decision, Rulebook};
use crate::vocabulary::{NodeId, Vocabulary};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The word for a programme, of a document that names one and of its own.
const PROGRAM: &str = "program";

/// Adds to each document the verdicts that the register holds on it, of those that were published on the day.
pub fn apply(documents: &mut [Document], rulebook: &Rulebook, as_of: Day) {
    let vocabulary = &rulebook.vocabulary;
    let all = rulebook.decisions.iter().flat_map(|list| list.verdicts.iter().map(|decision| (&list.issuer, decision)));
    let published: Vec<_> = all.filter(|(_, decision)| published(decision, as_of)).collect();
    let aliases = aliases(documents, vocabulary);
    documents.par_iter_mut().for_each(|document| {
        let root = vocabulary.kind(document.kind).root;
        let register = vocabulary.node(root).body.iter().copied().find(|node| vocabulary.node(*node).register);
        let Some(register) = register else { return };
        let programs = programs(document, &aliases, vocabulary);
        let mut changed = false;
        for (issuer, decision) in &published {
            let there = match concerns(decision, document, &programs) {
                Some(true) => Value::Nothing,
                Some(false) => continue,
                None => Value::Unknown,
            };
            append(document, register, there, issuer, decision, vocabulary);
            changed = true;
        }
        if changed {
            document.sort();
        }
    });
}

/// Whether a verdict may have been published by a day.
fn published(decision: &Decision, day: Day) -> bool {
    !Interval::parse(&decision.date).is_ok_and(|date| Interval::from(day).before(&date) == Some(true))
}

/// What programmes are called besides their names, with the names; no other name counts where a programme has it as
/// its own, as in references.
fn aliases(documents: &[Document], vocabulary: &Vocabulary) -> FxHashMap<String, Vec<String>> {
    let kind = vocabulary.kind_named(PROGRAM);
    let of_kind = || documents.iter().filter(|document| Some(document.kind) == kind);
    let names: FxHashSet<&str> = of_kind().map(|document| &*document.name).collect();
    let mut called: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for document in of_kind() {
        for alias in model::aliases(document, vocabulary).filter(|alias| !names.contains(alias)) {
            called.entry(alias.to_owned()).or_default().push(document.name.to_string());
        }
    }
    called
}

/// The programmes that a document names, under their own names too.
fn programs(document: &Document, aliases: &FxHashMap<String, Vec<String>>, vocabulary: &Vocabulary) -> Vec<String> {
    let Some(node) = vocabulary.child(vocabulary.kind(document.kind).root, PROGRAM) else { return Vec::new() };
    let mut programs = Vec::new();
    for entry in document.at(node) {
        let Value::Text(text) = document.entry(entry).value else { continue };
        let text = document.text(text);
        programs.extend(aliases.get(text).into_iter().flatten().cloned());
        programs.push(text.to_owned());
    }
    programs
}

/// Whether a verdict is about this document: its id, its programme and its version; `None` where it is about some
/// versions, and the document does not say which one it is.
fn concerns(decision: &Decision, document: &Document, programs: &[String]) -> Option<bool> {
    if *document.name != *decision.methodology {
        return Some(false); // as nearly all are: no version needs to be read for that
    }
    if !decision.programs.is_empty() && !decision.programs.iter().any(|program| programs.contains(program)) {
        return Some(false);
    }
    match VersionRange::parse(if decision.versions.is_empty() { "any" } else { &decision.versions }) {
        Ok(VersionRange::Any) => Some(true),
        Ok(range) => Some(range.contains(&Version::parse(document.version.as_deref()?).ok()?)),
        Err(_) => Some(false),
    }
}

fn append(
    document: &mut Document,
    register: NodeId,
    there: Value,
    issuer: &str,
    decision: &Decision,
    vocabulary: &Vocabulary,
) {
    let entry = document.append(EntryId::DOCUMENT, register, there, None);
    let say = |document: &mut Document, word: &str, value: Option<Value>| {
        if let (Some(node), Some(value)) = (vocabulary.child(register, word), value) {
            document.append(entry, node, value, None);
        }
    };
    let text = |document: &mut Document, text: &str| (!text.is_empty()).then(|| Value::Text(document.keep_text(text)));
    let value = text(document, issuer);
    say(document, "issuer", value);
    say(document, "verdict", vocabulary.any_word(&decision.verdict).map(Value::Word));
    say(document, "date", Interval::parse(&decision.date).ok().map(Value::Date));
    let value = text(document, &decision.because);
    say(document, "because", value);
    let value = text(document, &decision.condition);
    say(document, "condition", value);
    let value = text(document, &decision.clause);
    say(document, "clause", value);
}
