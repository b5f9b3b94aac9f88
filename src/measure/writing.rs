//! What people write for a unit: prose, other capitals, spaces, large numbers in words; silence rather than a guess.

use super::definition::Writing;
use super::unit::Units;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// The longest text that is looked up, in bytes: nobody writes a unit in more.
const LONGEST: usize = 80;

/// How many names of one factor may be misspelt: `t(co2E)` has one in the unit and one in the substance.
const SLIPS: usize = 2;

/// So many factors are looked at: looking for the nearest of all names takes longer than reading.
const FACTORS: usize = 4;

/// What was probably meant by a text that is no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This unit, in another writing: `t CO2e`, `per cent`.
    Unit(String),
    /// Perhaps this unit: it differs by its capitals or by few letters.
    Near(String),
    /// Nobody can tell; this is what to say.
    Ask(String),
}

impl Meant {
    /// What to do about it, as a help says it; `digits` are those before the unit, if any.
    pub fn help(&self, digits: &str) -> String {
        let before = if digits.is_empty() { String::new() } else { format!("{digits} ") };
        match self {
            Meant::Unit(unit) => format!("write {before}{unit}"),
            Meant::Near(unit) => format!("did you mean `{before}{unit}`?"),
            Meant::Ask(text) => text.clone(),
        }
    }
}

/// The writings of a vocabulary, and its words for large numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Writings {
    known: FxHashMap<String, Meant>,
    scales: Vec<(String, Decimal)>,
}

impl Units {
    /// Adds what people write; the first writing that says nothing, or names no unit, is returned.
    pub fn with_writings(mut self, writings: Vec<Writing>, scales: Vec<(String, u64)>) -> (Units, Option<String>) {
        let mut wrong = None;
        for writing in writings {
            let meant = match writing.write.is_empty() {
                true => Meant::Ask(writing.ask),
                false => Meant::Unit(writing.write),
            };
            let sound = match &meant {
                Meant::Unit(unit) => self.parse(unit).is_ok(),
                Meant::Near(text) | Meant::Ask(text) => !text.is_empty(),
            };
            for text in writing.of {
                match sound && text == text.to_lowercase() {
                    true => drop(self.writings.known.insert(text, meant.clone())),
                    false => wrong = wrong.or(Some(text)),
                }
            }
        }
        self.writings.scales = scales.into_iter().map(|(word, many)| (word, many.into())).collect();
        (self, wrong)
    }

    /// What was probably meant by a text that is no unit: `t CO2e`, `per cent`, `kwh`, `tCO2e per MWh`.
    pub fn meant(&self, text: &str) -> Option<Meant> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        if let Some(known) = self.prose(&text) {
            return Some(known);
        }
        let mut near = false;
        let mut parts = Vec::new();
        for (place, part) in text.replace(" per ", "/").split('/').enumerate() {
            if place == FACTORS {
                return None;
            }
            parts.push(match self.part(part.trim())? {
                Meant::Unit(unit) => unit,
                Meant::Near(unit) => {
                    near = true;
                    unit
                }
                ask => return Some(ask),
            });
        }
        let whole = parts.join("/");
        self.parse(&whole).ok()?;
        Some(if near { Meant::Near(whole) } else { Meant::Unit(whole) })
    }

    /// The large number that a text begins with in a word, and the rest: `million USD`, `k`.
    pub fn scaled<'t>(&self, text: &'t str) -> Option<(Decimal, &'t str)> {
        let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let small = word.to_lowercase();
        // Of single letters the capitals count: `M` is no `m`.
        let is_it = |known: &String| known == word || (known.len() > 1 && *known == small);
        let (_, many) = self.writings.scales.iter().find(|(known, _)| is_it(known))?;
        Some((*many, rest.trim_start()))
    }

    fn prose(&self, text: &str) -> Option<Meant> {
        self.writings.known.get(&text.to_lowercase()).cloned()
    }

    /// A factor of a unit: as it is, in other words, without its spaces, or by its nearest names.
    fn part(&self, part: &str) -> Option<Meant> {
        if let Some(known) = self.prose(part) {
            return Some(known);
        }
        let mut tight = part.replace(' ', "");
        if tight.contains('-') && !tight.contains(['(', '^']) {
            return self.without_hyphen(&tight);
        }
        for slips in 0..=SLIPS {
            let Err(problem) = self.parse(&tight) else {
                return Some(if slips == 0 { Meant::Unit(tight) } else { Meant::Near(tight) });
            };
            let nearest = problem.suggestion()?.to_owned();
            tight.replace_range(problem.at, &nearest);
        }
        None
    }

    /// `tCO2e` for `tCO2-e`, which behind a number would be read as a difference.
    fn without_hyphen(&self, tight: &str) -> Option<Meant> {
        let plain = tight.replace('-', "");
        let same = self.parse(&plain).ok() == Some(self.parse(tight).ok()?);
        same.then_some(Meant::Unit(plain))
    }
}
