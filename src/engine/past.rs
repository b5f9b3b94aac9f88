//! Dates of what has happened: none of them lies after the day of judgement.

use super::fingerprint;
use crate::finding::Finding;
use crate::measure::Day;
use crate::model::{Document, EntryId, Value};
use crate::vocabulary::Vocabulary;
use rayon::prelude::*;

/// Tells the dates of what has happened that lie after the day of judgement. No rule should rest on them: they count as
/// unknown.
pub fn apply(documents: &mut [Document], vocabulary: &Vocabulary, as_of: Day) -> Vec<Finding> {
    let found: Vec<Vec<Finding>> =
        documents.par_iter_mut().map(|document| of_document(document, vocabulary, as_of)).collect();
    found.into_iter().flatten().collect()
}

fn of_document(document: &mut Document, vocabulary: &Vocabulary, as_of: Day) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..document.entries.len() {
        let entry = &document.entries[at];
        let place = vocabulary.node(entry.node);
        let Value::Date(date) = entry.value else { continue };
        if !place.is_to_come(date, as_of) {
            continue;
        }
        let message = format!("`{}` is {date}, which lies after the day of judgement, {as_of}", place.name);
        let finding = Finding::error("vocabulary/date-to-come", document.span(EntryId(at as u32)), message)
            .at("this cannot have happened yet")
            .help("compare the year with the source; `--as-of` sets another day of judgement");
        findings.push(fingerprint::linked(finding));
        document.entries[at].value = Value::Unknown;
    }
    findings
}
