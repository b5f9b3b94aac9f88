//! Dates of what has happened: none of them lies after the day of judgement.

use super::fingerprint;
use crate::finding::Finding;
use crate::measure::{Day, Interval};
use crate::model::{Document, EntryId, Value};
use crate::vocabulary::{ValueType, Vocabulary};
use rayon::prelude::*;

/// So many days a period may end after the day of judgement: it may be written as the year that is still running.
const RUNNING_YEAR: i64 = 366;

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
        if !place.past || !is_to_come(date, place.value == ValueType::Period, as_of) {
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

/// Whether a date lies after a day, of a period its end.
fn is_to_come(date: Interval, period: bool, day: Day) -> bool {
    date.first() > day || period && day.days_until(date.last()) > RUNNING_YEAR
}
