//! Which names stand for one interest: aliases, owners, governments, as the `organisation` documents say.

use super::super::document::{Document, EntryId};
use super::named;
use crate::measure::Country;
use crate::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;

/// Names joined into interests.
#[derive(Debug, Default)]
pub struct Interests {
    numbers: FxHashMap<String, u32>,
    parents: Vec<u32>,
    /// Whether an `organisation` document tells about the name.
    known: Vec<bool>,
}

/// The fields of an organisation that join its name with another.
const JOINING: [&str; 3] = ["alias", "owner", "government"];

impl Interests {
    /// Joins what the organisation documents join, and each country with the bodies of its government.
    pub fn new(documents: &[Document], vocabulary: &Vocabulary) -> Self {
        let mut interests = Interests::default();
        let organisation = vocabulary.kind_named("organisation");
        let country = vocabulary.kind_named("country");
        for document in documents {
            let root = vocabulary.kind(document.kind).root;
            let facts = |word: &str| {
                let node = vocabulary.child(root, word);
                node.into_iter().flat_map(|node| document.at(node)).collect::<Vec<EntryId>>()
            };
            if Some(document.kind) == organisation {
                let own = interests.number(&document.name);
                interests.known[own as usize] = true;
                for word in JOINING {
                    for entry in facts(word) {
                        let Some(name) = interest_name(document, entry) else { continue };
                        let other = interests.number(&name);
                        interests.known[other as usize] |= word == "alias";
                        interests.join(own, other);
                    }
                }
            } else if Some(document.kind) == country
                && let Some(code) = Country::parse(&document.name)
            {
                let own = interests.number(&government(code));
                for entry in facts("government") {
                    let Some(name) = interest_name(document, entry) else { continue };
                    let other = interests.number(&name);
                    interests.join(own, other);
                }
            }
        }
        interests.flatten();
        interests
    }

    /// Whether two names are one interest; `None` where they are not joined and nothing is known of one of them.
    pub fn same(&self, left: &str, right: &str) -> Option<bool> {
        let (left, right) = (fold(left), fold(right));
        if left == right {
            return Some(true);
        }
        let (Some(left), Some(right)) = (self.numbers.get(&left), self.numbers.get(&right)) else {
            return None;
        };
        match self.parents[*left as usize] == self.parents[*right as usize] {
            true => Some(true),
            false => (self.known[*left as usize] && self.known[*right as usize]).then_some(false),
        }
    }

    fn number(&mut self, name: &str) -> u32 {
        let next = self.parents.len() as u32;
        let number = *self.numbers.entry(fold(name)).or_insert(next);
        if number == next {
            self.parents.push(next);
            self.known.push(name.starts_with(GOVERNMENT));
        }
        number
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parents[at as usize] != at {
            // Each step halves the way for the next one: a chain of aliases may be long.
            self.parents[at as usize] = self.parents[self.parents[at as usize] as usize];
            at = self.parents[at as usize];
        }
        at
    }

    fn join(&mut self, left: u32, right: u32) {
        let (left, right) = (self.root(left), self.root(right));
        self.parents[left.max(right) as usize] = left.min(right);
    }

    /// Lets every name point at its interest directly.
    fn flatten(&mut self) {
        for at in 0..self.parents.len() {
            // A parent has the smaller number, so it points at its interest already.
            self.parents[at] = self.parents[self.parents[at] as usize];
        }
    }
}

const GOVERNMENT: &str = "the government of ";

/// The name under which a government is one interest.
pub fn government(country: Country) -> String {
    format!("{GOVERNMENT}{}", country.code())
}

/// The name that a fact joins: a text, or a country's government.
fn interest_name(document: &Document, entry: EntryId) -> Option<String> {
    let name = named(document, entry)?;
    match document.entry(entry).value {
        super::Value::Country(country) => Some(government(country)),
        _ => Some(name.to_owned()),
    }
}

/// Spelling that does not make another body: case, spaces, a final full stop.
fn fold(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
