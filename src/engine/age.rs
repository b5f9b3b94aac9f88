//! When a document got its words, and what is younger than they: nobody writes to a rule that does not exist yet.

use super::decide::Outcome;
use crate::condition::{Evidence, World};
use crate::measure::Interval;
use crate::model::{Document, DocumentId, Value};
use crate::rulebook::{Citation, Register};
use smol_str::{SmolStr, format_smolstr};

/// The day on which a document got its words, where it says so.
pub fn adopted(document: &Document, world: &World<'_>) -> Option<Interval> {
    let vocabulary = world.vocabulary;
    let body = vocabulary.node(vocabulary.kind(document.kind).root).body.iter();
    let place = body.copied().find(|node| vocabulary.node(*node).adoption)?;
    document.at(place).find_map(|entry| match document.entry(entry).value {
        Value::Date(date) => Some(date),
        _ => None,
    })
}

/// Whether a clause is surely younger than the words of a document, which are of a day.
pub fn is_later(citation: Citation, adopted: Option<Interval>, register: &Register) -> bool {
    let begins = register.begins(citation.instrument);
    begins.zip(adopted).is_some_and(|(begins, adopted)| adopted.before(&begins) == Some(true))
}

/// Of the documents whose facts decided, those that are younger than the one that stands on them: a note on each.
pub fn notes(outcome: &Outcome<'_>, own: Option<Interval>, world: &World<'_>) -> Vec<SmolStr> {
    let subject = world.model.document(outcome.subject.document);
    let Some(own) = own else { return Vec::new() };
    let mut others: Vec<DocumentId> =
        outcome.evidence.iter().filter_map(Evidence::fact).map(|fact| fact.document).collect();
    others.sort_unstable();
    others.dedup();
    let younger = |id: &DocumentId| {
        let there = world.model.document(*id);
        let date = adopted(there, world).filter(|date| own.before(date) == Some(true))?;
        let version = there.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        let name = &subject.name;
        Some(format_smolstr!("{}{version} was adopted on {date}, after {name}, which is of {own}", there.name))
    };
    others.iter().filter_map(younger).collect()
}
