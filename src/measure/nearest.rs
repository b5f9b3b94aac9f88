//! What somebody may have meant by a name that is not known; silence rather than a guess between two meanings.

use super::unit::{Meaning, Units};

/// The longest name for which a nearest one is looked for, in characters: nobody mistypes `MWh` in forty letters.
const LONGEST: usize = 32;

/// The nearest unit name: first one that differs only in case, then one few letters away. `tons` and `mt` are not guessed at here:
/// the vocabulary refuses them by name. Where the nearest ones differ in what they measure or weigh, none is suggested.
pub fn unit(units: &Units, name: &str) -> Option<String> {
    let near = Near::to(name)?;
    let known: Vec<(&str, Meaning)> = units.candidates(false).collect();
    let substances: Vec<&str> = units.candidates(true).map(|(substance, _)| substance).collect();
    let mut candidates = near.among(known.iter().copied());
    for (bulk, meaning) in known.iter().filter(|(bulk, _)| bulk.len() <= 2) {
        if !matches!(meaning, Meaning::Unit(unit) if units.is_bulk(*unit)) {
            continue;
        }
        for substance in substances.iter().filter(|substance| near.is_as_long(bulk.len() + substance.len())) {
            let joined = format!("{bulk}{substance}");
            if !near.shares_letters(&joined) {
                continue;
            }
            if let Some(named) = units.lookup(&joined) {
                candidates.push((joined, named.meaning));
            }
        }
    }
    near.pick(&candidates)
}

/// The nearest substance name.
pub fn substance(units: &Units, name: &str) -> Option<String> {
    let near = Near::to(name)?;
    near.pick(&near.among(units.candidates(true)))
}

/// The letters that a word has, as bits: each step from one word to another changes two of them at most, so that most
/// words are seen to be far from it without counting the steps. Case makes no difference.
#[derive(Clone, Copy, Debug)]
pub struct Letters(u32);

impl Letters {
    /// Those of a word.
    pub fn of(word: &str) -> Letters {
        Letters(word.bytes().fold(0, |letters, byte| letters | 1 << (byte & 31)))
    }

    /// Whether a word with these letters may be `most` steps away from one with those.
    pub fn near(self, other: Letters, most: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * most
    }
}

/// A name that is not known, and how far from it one may look.
struct Near {
    folded: String,
    letters: Letters,
    length: usize,
    limit: usize,
}

impl Near {
    fn to(name: &str) -> Option<Near> {
        let length = name.chars().count();
        let (folded, letters, limit) = (name.to_lowercase(), Letters::of(name), (length / 4).max(1));
        (length <= LONGEST).then_some(Near { folded, letters, length, limit })
    }

    fn is_as_long(&self, length: usize) -> bool {
        self.length.abs_diff(length) <= self.limit
    }

    /// Whether a name has nearly the same letters; of letters beyond ASCII that cannot be told by their bytes.
    fn shares_letters(&self, name: &str) -> bool {
        !(name.is_ascii() && self.folded.is_ascii()) || self.letters.near(Letters::of(name), self.limit)
    }

    fn among<'a>(&self, known: impl Iterator<Item = (&'a str, Meaning)>) -> Vec<(String, Meaning)> {
        let near = known.filter(|(name, _)| self.is_as_long(name.chars().count()) && self.shares_letters(name));
        near.map(|(name, meaning)| (name.to_owned(), meaning)).collect()
    }

    fn pick(&self, candidates: &[(String, Meaning)]) -> Option<String> {
        let distance = |known: &str| strsim::damerau_levenshtein(&known.to_lowercase(), &self.folded);
        let measured: Vec<_> = candidates.iter().map(|each| (distance(&each.0), each)).collect();
        let least = measured.iter().map(|(distance, _)| *distance).min()?;
        // A change of case is a likeness but of one letter alone: `A` is no year. One letter of three is none: `qq` is not
        // `kg`, and `kkg` would be a thousand of them.
        let likely = (least == 0 && self.length >= 2) || (self.length >= 4 && least <= self.limit);
        // The first letter is often a prefix, and another one another size.
        let first = |name: &str| name.chars().next().map(|c| c.to_lowercase().to_string());
        let same_size = |name: &str| least == 0 || first(name) == first(&self.folded);
        let nearest = measured.into_iter().filter(|(distance, _)| *distance == least).map(|(_, each)| each);
        let nearest = nearest.filter(|each| same_size(&each.0));
        likely.then(|| agreed(nearest)).flatten()
    }
}

/// The first of several, if they all mean the same.
fn agreed<'a>(mut candidates: impl Iterator<Item = &'a (String, Meaning)>) -> Option<String> {
    let (name, meaning) = candidates.next()?;
    candidates.all(|(_, other)| other == meaning).then(|| name.clone())
}
