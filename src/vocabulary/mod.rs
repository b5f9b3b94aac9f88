//! What may be said: kinds of documents, their fields, types and words; read once, used by all.

mod bound;
mod check;
mod conversion;
mod duty;
mod imply;
mod node;
mod page;
mod written;

pub use crate::measure::{UnitDefinition, Writing};
pub use bound::{Bound, Bounds};
pub use check::{Problem, check};
pub use conversion::{Conversion, Plausible, Potential};
pub use duty::{KindSet, Points, Topics};
pub use imply::Implied;
pub use node::{Inherit, Node, NoneMeans, ValueType};
pub use page::{page, phrase_page};
pub use written::{Duty, Field, File, Ordered, Phrase, Word};

use crate::finding::Confidence;
use crate::measure::{Dimension, Letters, Quantity, Unit, Units};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::cmp::Ordering;

/// A kind of document, by its place in [`Vocabulary::kinds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u8);

/// A place where something may be said: a kind's root, or a field at the end of a path from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u16);

/// A word of the vocabulary; the same word in two lists is the same word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u16);

/// A list of words that a field takes, by its place in [`Vocabulary::lists`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u16);

/// What may be said, checked: every name resolves.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The kinds of documents.
    pub kinds: Vec<Kind>,
    /// Every place where something may be said, parents before children.
    pub nodes: Vec<Node>,
    /// The lists of words.
    pub lists: Vec<List>,
    /// The words of the language itself.
    pub language: Vec<(String, Phrase)>,
    /// Paths that no rule reads, with what stands below them, and why.
    pub unread: Vec<(String, String)>,
    /// The units of measurement.
    pub units: Units,
    /// What the two sides of an equation may differ by without anybody being told.
    pub overlooked: Vec<Unit>,
    /// Numbers that stand for a conversion of one substance into another.
    pub conversions: Vec<Conversion>,
    /// Between which amounts constants lie that stand in equations without a unit.
    pub plausible: Vec<Plausible>,
    /// The potentials of gases as the assessment reports have them.
    pub potentials: Vec<Potential>,
    /// What a fact is known from whose source has this word for its extent, where that weakens it: few.
    caveats: Vec<(WordId, SmolStr)>,
    /// How well a fact is known whose source has this word for its extent, where less than in the text: few.
    confidences: Vec<(WordId, Confidence)>,
    /// The kinds of document to which a word leaves the topic of its block: few.
    leads: Vec<((ListId, WordId), KindSet)>,
    /// The words for topics.
    topics: Vec<WordId>,
    /// The kinds that some reference points to, for all topics or for some.
    pointed_kinds: KindSet,
    /// Units of what is counted by the thousand.
    by_thousands: Vec<Unit>,
    parents: Vec<Option<NodeId>>,
    words: Vec<WordName>,
    word_ids: FxHashMap<Box<str>, WordId>,
    /// For each kind the places by the numbers of their paths.
    paths: Vec<Vec<Option<NodeId>>>,
}

/// A kind of document.
#[derive(Debug)]
pub struct Kind {
    /// The word that begins it.
    pub name: Box<str>,
    /// Other words that people write for it.
    pub also: Vec<String>,
    /// The place of the document itself.
    pub root: NodeId,
}

/// A list of words.
#[derive(Debug)]
pub struct List {
    /// The words in the vocabulary's order, with their definitions.
    pub words: Vec<(WordId, Word)>,
    by_name: FxHashMap<Box<str>, WordId>,
}

#[derive(Debug)]
struct WordName {
    name: Box<str>,
    parent: Option<WordId>,
}

/// The words that say something about a field instead of giving its value.
pub const STATES: [&str; 3] = ["none", "not_required", "unknown"];

/// The word that lists what was read, under the name that citations use.
pub const SOURCE: &str = "source";

/// The word for how much of a source was read, in the body of that one.
pub const EXTENT: &str = "extent";

/// The word for how a document or block was read; it may stand in every body.
pub const READING: &str = "reading";

impl Vocabulary {
    /// A place.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// A kind.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.0 as usize]
    }

    /// The place that holds a place. Conditions climb so often that a table of its own, small enough for the
    /// nearest cache, is worth it.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.parents[id.0 as usize]
    }

    /// What the value of a place is to a condition: from an inverse it goes on in documents, however many are stated.
    pub fn asked_as(&self, id: NodeId) -> &ValueType {
        let node = self.node(id);
        if node.inverse.is_some() { &ValueType::Nothing } else { &node.value }
    }

    /// The block that holds a place; none where only the document does.
    pub fn around(&self, id: NodeId) -> Option<NodeId> {
        self.parent(id).filter(|block| self.parent(*block).is_some())
    }

    /// The kind that a word begins.
    pub fn kind_named(&self, word: &str) -> Option<KindId> {
        let position =
            self.kinds.iter().position(|kind| &*kind.name == word || kind.also.iter().any(|also| also == word))?;
        Some(KindId(position as u8))
    }

    /// The words that begin a document, synonyms included.
    pub fn kind_words(&self) -> Vec<&str> {
        self.kinds
            .iter()
            .flat_map(|kind| std::iter::once(&*kind.name).chain(kind.also.iter().map(String::as_str)))
            .collect()
    }

    /// The place of a word in the body of another place.
    pub fn child(&self, parent: NodeId, word: &str) -> Option<NodeId> {
        self.node(parent).children.get(word).copied()
    }

    /// The place with the same path in another kind.
    pub fn same_path(&self, node: NodeId, kind: KindId) -> Option<NodeId> {
        let here = self.node(node);
        if here.kind == kind {
            return Some(node);
        }
        *self.paths.get(usize::from(kind.0))?.get(usize::from(here.path_number))?
    }

    /// Enters a place under the number of its path.
    fn same_path_as(&mut self, kind: KindId, path_number: u16, node: NodeId) {
        let (kind, number) = (usize::from(kind.0), usize::from(path_number));
        if self.paths.len() <= kind {
            self.paths.resize_with(kind + 1, Vec::new);
        }
        let places = &mut self.paths[kind];
        if places.len() <= number {
            places.resize(number + 1, None);
        }
        places[number] = Some(node);
    }

    /// The places from the document's own (left out) down to this one.
    pub fn ancestry(&self, node: NodeId) -> Vec<NodeId> {
        let mut chain = Vec::new();
        let mut at = Some(node);
        while let Some(id) = at {
            at = self.node(id).parent;
            if at.is_some() {
                chain.push(id);
            }
        }
        chain.reverse();
        chain
    }

    /// A word of the language itself.
    pub fn phrase(&self, name: &str) -> Option<&Phrase> {
        self.language.iter().find(|(known, _)| known == name).map(|(_, phrase)| phrase)
    }

    /// A word's text.
    pub fn word(&self, id: WordId) -> &str {
        &self.words[id.0 as usize].name
    }

    /// The word of a list that a text names, itself or as a synonym.
    pub fn word_in(&self, list: ListId, text: &str) -> Option<WordId> {
        self.lists[list.0 as usize].by_name.get(text).copied()
    }

    /// The word of a list of which a text is the last part, as `redd` of `land.redd`, where there is one only.
    pub fn last_part(&self, list: ListId, text: &str) -> Option<String> {
        let words = self.lists[list.0 as usize].words.iter().map(|(id, _)| self.word(*id));
        let mut ending = words.filter(|word| word.rsplit_once('.').is_some_and(|(_, last)| last == text));
        ending.next().filter(|_| ending.next().is_none()).map(str::to_owned)
    }

    /// The word of a list that another list has beside this text as another name of one word: `proponent` for `applicant`.
    pub fn said_elsewhere(&self, list: ListId, text: &str) -> Option<&str> {
        let here = &self.lists[list.0 as usize];
        let others = self.lists.iter().filter_map(|other| Some((other, *other.by_name.get(text)?)));
        let beside = others.flat_map(|(other, word)| other.by_name.iter().filter(move |(_, id)| **id == word));
        let mut known: Vec<&str> = beside.filter_map(|(name, _)| Some(self.word(*here.by_name.get(name)?))).collect();
        known.sort_unstable();
        known.first().copied()
    }

    /// A word of any list.
    pub fn any_word(&self, text: &str) -> Option<WordId> {
        self.word_ids.get(text).copied()
    }

    /// What a fact is known from whose source has this word for its extent, where that weakens it.
    pub fn caveat(&self, word: WordId) -> Option<&SmolStr> {
        self.caveats.iter().find(|(of, _)| *of == word).map(|(_, caveat)| caveat)
    }

    /// Whether `word` is `of` or a kind of it.
    pub fn is_kind_of(&self, word: WordId, of: WordId) -> bool {
        let mut at = Some(word);
        while let Some(id) = at {
            if id == of {
                return true;
            }
            at = self.words[id.0 as usize].parent;
        }
        false
    }

    /// The words that may stand in a body, for a suggestion.
    pub fn words_in_body(&self, node: NodeId) -> impl Iterator<Item = &str> {
        self.node(node).children.keys().map(|word| &**word).chain([READING])
    }

    /// Whether amounts in a unit come in thousands, so that the point of `1.500` may stand between thousands: money, and
    /// what the vocabulary lists, in that unit or a smaller one. Of gigawatt hours people write decimals.
    pub fn is_by_thousands(&self, unit: Unit) -> bool {
        let one = |unit: Unit| Quantity::new(Decimal::ONE, unit);
        let currency = unit.dimension().currency();
        let money = || currency.is_some_and(|currency| self.units.parse(currency.code()) == Ok(unit));
        let smaller = |listed: &Unit| one(unit).compare(&one(*listed)).is_ok_and(|order| order != Ordering::Greater);
        self.by_thousands.iter().any(smaller) || money()
    }

    /// The words of a list, for a suggestion.
    pub fn words_of(&self, list: ListId) -> impl Iterator<Item = &str> {
        self.lists[list.0 as usize].by_name.keys().map(|word| &**word)
    }
}

/// The nearest of some words, where one is near enough to be meant. Equally near ones: the first in order.
pub fn nearest<'w>(word: &str, among: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    if word.len() > 64 {
        return None;
    }
    let (lower, letters) = (word.to_lowercase(), Letters::of(word));
    let mut best: Option<(usize, &str)> = None;
    for candidate in among {
        let shorter = word.len().min(candidate.len());
        let most = (1 + shorter / 4).min(shorter.saturating_sub(1));
        // What is farther than the nearest so far need not be measured.
        let most = best.map_or(most, |(distance, _)| most.min(distance));
        // Each letter more is a step at least; letters are bytes in ASCII only.
        let far = || word.len().abs_diff(candidate.len()) > most || !letters.near(Letters::of(candidate), most);
        if word.is_ascii() && candidate.is_ascii() && far() {
            continue;
        }
        let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
        if distance <= most && best.is_none_or(|best| (distance, candidate) < best) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
