//! Conditions with a name: each is checked by itself, so that a mistake is told once and at its place.

use super::Ordered;
use super::check;
use super::written;
use crate::condition::Predicate;
use crate::finding::Finding;
use crate::source::{Source, Span};
use crate::vocabulary::Vocabulary;

/// The file of predicates, below a folder of rules.
pub const FILE: &str = "predicates";

/// Checks the predicates of some files. One of a name that is taken does not count.
pub fn check(
    files: Vec<(Source, Ordered<written::Predicate>)>,
    vocabulary: &Vocabulary,
) -> (Vec<Predicate>, Vec<Finding>) {
    let mut predicates: Vec<Predicate> = Vec::new();
    let mut findings = Vec::new();
    for (source, file) in &files {
        for (name, written) in &file.0 {
            if predicates.iter().any(|known| known.name == *name) {
                let message = format!("a predicate `{name}` exists already");
                findings.push(Finding::error("rules/id-taken", place_of(source, name), message).at("this one"));
                continue;
            }
            let of = check::places(source, &written.of, vocabulary, &mut findings);
            predicates.push(Predicate {
                name: name.clone(),
                of,
                means: written.means.value.clone(),
                holds: written.holds.value.clone(),
            });
        }
    }
    let mut broken: Vec<String> = Vec::new();
    for (source, file) in &files {
        for (name, written) in &file.0 {
            let Some(predicate) = predicates.iter().find(|known| known.name == *name) else { continue };
            let problems = check::predicate(source, predicate, &written.holds, vocabulary, &predicates);
            if !problems.is_empty() {
                broken.push(name.clone());
                findings.extend(problems);
            }
        }
    }
    predicates.retain(|known| !broken.contains(&known.name));
    (predicates, findings)
}

/// Where a name stands in a file.
fn place_of(source: &Source, name: &str) -> Span {
    let start = source.text.find(&format!("{name}:")).unwrap_or_default() as u32;
    Span::new(source.id, start, start + name.len() as u32)
}
