//! A document as a flat table of facts, parents before what they hold.

use super::formula::Formula;
use super::value::{Citation, TextId, Value};
use crate::measure::{Quantity, Unit, show};
use crate::source::{FileId, Span};
use crate::vocabulary::{KindId, NodeId};
use rust_decimal::Decimal;

mod answer;
mod builder;
mod suppose;

pub use answer::Word;
pub use builder::DocumentBuilder;
pub use suppose::Shift;

/// A fact of a document, by its place in [`Document::entries`]; 0 is the document itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

impl EntryId {
    /// The document itself.
    pub const DOCUMENT: EntryId = EntryId(0);
}

/// How much of the source was read, so what silence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What is not here is not in the source.
    Full,
    /// What is not here is not known.
    Partial,
    /// Drafted by a machine, not confirmed.
    Draft,
}

/// One fact.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it says something about.
    pub node: NodeId,
    /// The fact in whose body it stands.
    pub parent: EntryId,
    /// The fact after the last one of its body.
    pub end: u32,
    /// How its body was read; [`Reading::Partial`] where something in it could not be understood.
    pub reading: Reading,
    /// What it says.
    pub value: Value,
    /// From its word to its value, in bytes of the file.
    pub head: (u32, u32),
    /// Its citation, by its place in [`Document::citations`].
    pub citation: Option<u32>,
}

/// The words of 64 bits for the places that a document speaks of: the places of most kinds fit without two on one bit.
const BITS: usize = 8;

/// A document: its identity and its facts.
#[derive(Clone, Debug)]
pub struct Document {
    /// What kind of document.
    pub kind: KindId,
    /// Its name.
    pub name: Box<str>,
    /// Its version.
    pub version: Option<Box<str>>,
    /// Its file.
    pub file: FileId,
    /// Whether it is to be judged; what is only stood upon is not.
    pub judged: bool,
    /// Where its file has an error of form: how far it says that its source was read. Until the error is corrected,
    /// nothing counts as left out, here or in equations: what is missing may be what was not understood.
    pub damaged: Option<Reading>,
    /// Its facts, parents before what they hold; the first is the document itself.
    pub entries: Vec<Entry>,
    /// Where its statements were read.
    pub citations: Vec<Citation>,
    /// Its equations, in the order of the text.
    pub formulas: Vec<Formula>,
    /// Where reviewers say what they know of it.
    answers: Vec<Span>,
    index: Vec<(NodeId, EntryId)>,
    /// The places in the index, each as the bit of its number.
    mentioned: [u64; BITS],
    texts: String,
    quantities: Vec<Kept>,
    /// The units of its quantities: few, and larger than all else that is kept of a quantity.
    units: Vec<Unit>,
}

/// A quantity as a document keeps it.
#[derive(Clone, Copy, Debug)]
struct Kept {
    amount: Decimal,
    /// Its unit, by its place in [`Document::units`].
    unit: u32,
    /// The unit as it was given.
    given: TextId,
    /// Whether its point may as well stand between thousands, which only a unit that stands elsewhere can tell.
    open: bool,
}

/// So many of the last units are looked through before one is kept again.
const UNITS: usize = 16;

impl Document {
    /// A fact.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// A text that it keeps.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.start as usize..(id.start + id.len) as usize).unwrap_or_default()
    }

    /// A quantity that it keeps.
    pub fn quantity(&self, at: u32) -> Quantity {
        let kept = self.quantities[at as usize];
        Quantity::new(kept.amount, self.units[kept.unit as usize])
    }

    /// The unit of a quantity, as it was given.
    pub fn quantity_unit(&self, at: u32) -> &str {
        self.text(self.quantities[at as usize].given)
    }

    /// Whether the point of a quantity may as well stand between thousands, if its unit comes in thousands.
    pub fn has_open_point(&self, at: u32) -> bool {
        self.quantities[at as usize].open
    }

    /// A quantity as people write it, with the unit it was given in.
    pub fn quantity_text(&self, at: u32) -> String {
        show(self.quantities[at as usize].amount, self.quantity_unit(at))
    }

    /// The facts at a place, in the order of the text.
    pub fn at(&self, node: NodeId) -> impl Iterator<Item = EntryId> + '_ {
        // Nearly all rules are about the document itself, which comes first, and nearly all questions about what is not there.
        let from = match self.mentions(node) {
            true if self.index.first().is_some_and(|(first, _)| *first == node) => 0,
            true => self.index.partition_point(|(other, _)| *other < node),
            false => self.index.len(),
        };
        self.index[from..].iter().take_while(move |(other, _)| *other == node).map(|(_, entry)| *entry)
    }

    /// The blocks at a place that a rule can be asked about, in the order of the text: not one that says that there is
    /// none, as `effect none` does.
    pub fn subjects(&self, node: NodeId) -> impl Iterator<Item = EntryId> + '_ {
        self.at(node).filter(|entry| self.entry(*entry).value != Value::None)
    }

    /// The facts at a place within the body of another fact.
    pub fn within(&self, node: NodeId, body: EntryId) -> impl Iterator<Item = EntryId> + '_ {
        let end = EntryId(self.entry(body).end);
        let from = match self.mentions(node) {
            true => self.index.partition_point(|place| *place < (node, body)),
            false => self.index.len(),
        };
        self.index[from..].iter().take_while(move |place| **place < (node, end)).map(|(_, entry)| *entry)
    }

    /// Whether it may say something at a place; surely not where this is false.
    fn mentions(&self, node: NodeId) -> bool {
        self.mentioned[usize::from(node.0) / 64 % BITS] >> (node.0 % 64) & 1 == 1
    }

    /// Its file has an error of form: no silence in it counts any more. Two things may have changed places, so that no
    /// block is safe from an error in another. A value with an error in it is not known. `errors` are in the order of the
    /// text.
    pub(super) fn damage(&mut self, errors: &[Span]) {
        self.damaged = Some(self.entry(EntryId::DOCUMENT).reading);
        let mut starts: Vec<u32> = self.entries.iter().map(|entry| entry.head.0).collect();
        starts.sort_unstable();
        starts.dedup();
        for entry in &mut self.entries {
            if entry.reading == Reading::Full {
                entry.reading = Reading::Partial;
            }
            // What stands before a word that is not understood may have changed places with it, so that an error counts
            // for the value before it as well.
            let (start, end) = entry.head;
            let following = starts.partition_point(|other| *other <= start);
            let until = starts.get(following).map_or(u32::MAX, |next| *next + 1).max(end);
            let next = errors.partition_point(|error| error.start < start);
            if entry.value != Value::Nothing && errors.get(next).is_some_and(|error| error.start < until) {
                entry.value = Value::Unknown;
            }
        }
    }

    /// Whether its file has an error of form.
    pub fn is_damaged(&self) -> bool {
        self.damaged.is_some()
    }

    /// Where a fact stands: from its word to its value.
    pub fn span(&self, id: EntryId) -> Span {
        let (start, end) = self.entry(id).head;
        Span::new(self.file, start, end)
    }

    /// The citation that covers a fact: its own, or that of a body it stands in.
    pub fn citation(&self, id: EntryId) -> Option<Citation> {
        let mut at = id;
        loop {
            let entry = self.entry(at);
            if let Some(own) = entry.citation {
                return self.citations.get(own as usize).copied();
            }
            if at == EntryId::DOCUMENT {
                return None;
            }
            at = entry.parent;
        }
    }

    /// Adds a fact about the document as a whole that the text does not hold: what a register says of it.
    /// Call [`Document::sort`] after the last one.
    pub fn append(&mut self, parent: EntryId, node: NodeId, value: Value, citation: Option<u32>) -> EntryId {
        let head = self.entries[0].head;
        let id = EntryId(self.entries.len() as u32);
        self.entries.push(Entry { node, parent, end: id.0 + 1, reading: Reading::Full, value, head, citation });
        let mut above = parent;
        loop {
            self.entries[above.0 as usize].end = id.0 + 1;
            if above == EntryId::DOCUMENT {
                break;
            }
            above = self.entry(above).parent;
        }
        id
    }

    /// Lets its facts go: it must not be asked any more.
    pub(super) fn forget(&mut self) {
        (self.entries, self.index, self.citations) = Default::default();
        (self.texts, self.quantities, self.units, self.formulas) = Default::default();
    }

    /// Keeps a text.
    pub fn keep_text(&mut self, text: &str) -> TextId {
        let id = TextId { start: self.texts.len() as u32, len: text.len() as u32 };
        self.texts.push_str(text);
        id
    }

    /// Keeps a quantity, with its unit as people write it.
    pub fn keep_quantity(&mut self, quantity: Quantity, unit: &str) -> u32 {
        let given = self.keep_text(unit);
        let known = self.units.iter().rev().take(UNITS).position(|known| *known == quantity.unit);
        let unit = known.map_or(self.units.len(), |behind| self.units.len() - 1 - behind);
        if known.is_none() {
            self.units.push(quantity.unit);
        }
        self.quantities.push(Kept { amount: quantity.amount, unit: unit as u32, given, open: false });
        self.quantities.len() as u32 - 1
    }

    /// Makes the facts findable by place again.
    pub fn sort(&mut self) {
        self.index = self.entries.iter().enumerate().map(|(at, entry)| (entry.node, EntryId(at as u32))).collect();
        self.index.sort_unstable();
        for (node, _) in &self.index {
            self.mentioned[usize::from(node.0) / 64 % BITS] |= 1 << (node.0 % 64);
        }
    }
}
