//! What somebody may have meant by a name that is not known; silence rather than a guess between two meanings.

use super::unit::{Meaning, Units};

/// The nearest unit name: first one that differs only in case, then one few letters away. `tons` and `mt` are not guessed at here:
/// the vocabulary refuses them by name. Where the nearest ones differ in what they measure or weigh, none is suggested.
pub fn unit(units: &Units, name: &str) -> Option<String> {
    let mut candidates: Vec<(String, Meaning)> =
        units.candidates(false).map(|(name, meaning)| (name.to_owned(), meaning)).collect();
    let substances: Vec<&str> = units.candidates(true).map(|(name, _)| name).collect();
    let bulks: Vec<String> =
        candidates.iter().filter(|(_, meaning)| is_bulk(units, *meaning)).map(|(name, _)| name.clone()).collect();
    for bulk in bulks.iter().filter(|bulk| bulk.len() <= 2) {
        for substance in &substances {
            let joined = format!("{bulk}{substance}");
            if let Some(named) = units.lookup(&joined) {
                candidates.push((joined, named.meaning));
            }
        }
    }
    pick(name, candidates)
}

/// The nearest substance name.
pub fn substance(units: &Units, name: &str) -> Option<String> {
    pick(name, units.candidates(true).map(|(name, meaning)| (name.to_owned(), meaning)).collect())
}

fn is_bulk(units: &Units, meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Unit(unit) if units.is_bulk(unit))
}

fn pick(name: &str, candidates: Vec<(String, Meaning)>) -> Option<String> {
    let same = candidates.iter().filter(|(known, _)| known.to_lowercase() == name.to_lowercase());
    if let Some(found) = agreed(same) {
        return found;
    }
    let length = name.chars().count();
    if length < 3 {
        return None;
    }
    let distance = |known: &str| strsim::damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
    let measured: Vec<_> = candidates.iter().map(|each| (distance(&each.0), each)).collect();
    let least = measured.iter().map(|(distance, _)| *distance).min()?;
    if least > (length / 4).max(1) {
        return None;
    }
    agreed(measured.into_iter().filter(|(distance, _)| *distance == least).map(|(_, each)| each)).flatten()
}

/// The first of several if they all mean the same; `Some(None)` where they do not, `None` where there are none.
fn agreed<'a>(mut candidates: impl Iterator<Item = &'a (String, Meaning)>) -> Option<Option<String>> {
    let (name, meaning) = candidates.next()?;
    Some(candidates.all(|(_, other)| other == meaning).then(|| name.clone()))
}
