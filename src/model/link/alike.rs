//! Names that look alike and are not the same: told, because a reader would take them for one.

use super::{Referred, aliases, named};
use crate::finding::Finding;
use crate::model::document::{Document, EntryId};
use crate::source::Span;
use crate::vocabulary::{KindId, Vocabulary};
use rustc_hash::FxHashMap;
use unicode_security::confusable_detection::skeleton;

/// A name, with the place where a judged document first writes it; names of the library have none.
struct Written<'d> {
    name: &'d str,
    place: Option<Span>,
}

/// A finding for each name of the judged documents that looks like another name, of theirs or of the library. Names with
/// letters of one look are compared, not what they name.
pub(super) fn alike(
    documents: &[Document],
    elsewhere: &[(KindId, &str)],
    referred: &Referred,
    vocabulary: &Vocabulary,
) -> Vec<Finding> {
    let mut looks: FxHashMap<String, Vec<Written<'_>>> = FxHashMap::default();
    let mut seen: FxHashMap<&str, (String, usize)> = FxHashMap::default();
    let mut write = |name, place: Option<Span>| {
        if let Some((look, at)) = seen.get(name) {
            let known = &mut looks.get_mut(look).expect("it was written")[*at];
            known.place = known.place.or(place);
            return;
        }
        let look: String = skeleton(name).collect();
        let alike = looks.entry(look.clone()).or_default();
        seen.insert(name, (look, alike.len()));
        alike.push(Written { name, place });
    };
    for (_, name) in elsewhere {
        write(name, None);
    }
    for document in documents {
        let place = |entry: EntryId| document.judged.then(|| document.span(entry));
        write(&document.name, place(EntryId::DOCUMENT));
        aliases(document, vocabulary).for_each(|alias| write(alias, place(EntryId::DOCUMENT)));
        for entry in referred.facts(document) {
            if let Some(name) = named(document, entry) {
                write(name, place(entry));
            }
        }
    }
    let mut findings: Vec<Finding> = looks.into_values().filter(|alike| alike.len() > 1).flat_map(told).collect();
    findings.sort_by_key(Finding::span);
    findings
}

/// Of names of one look, each but the plainest is told where it stands: one of the library is plainest, then one of
/// ASCII letters, then the one that is written first.
fn told(mut alike: Vec<Written<'_>>) -> Vec<Finding> {
    alike.sort_by_key(|written| (written.place.is_some(), !written.name.is_ascii(), written.place, written.name));
    let plainest = &alike[0];
    let finding = |other: &Written<'_>| {
        let message = format!("`{}` looks like `{}` and is another name", other.name, plainest.name);
        let finding =
            Finding::warning("vocabulary/look-alike", other.place?, message).at(odd(other.name, plainest.name));
        let finding = match plainest.place {
            Some(place) => finding.label(place, "the other name"),
            None => finding,
        };
        Some(finding.help("write both with the same letters, if they mean the same; else give one of them a name that nobody mistakes"))
    };
    alike.iter().skip(1).filter_map(finding).collect()
}

/// The first letter in which two names differ, by its number.
fn odd(name: &str, other: &str) -> String {
    let differs = name.chars().zip(other.chars().map(Some).chain(std::iter::repeat(None)));
    match differs.into_iter().find(|(here, there)| Some(*here) != *there) {
        Some((c, _)) => format!("`{c}` is U+{:04X} here", u32::from(c)),
        None => "this one is shorter".to_owned(),
    }
}
