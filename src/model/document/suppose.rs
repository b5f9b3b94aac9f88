//! The same document with one fact said otherwise, said as well, or not said.

use super::{Document, Entry, EntryId, Reading};
use crate::model::Value;
use crate::vocabulary::NodeId;

/// Where facts were taken out and put in: how the numbers of those behind them moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    at: u32,
    removed: u32,
    added: u32,
}

impl Shift {
    /// The number that a fact has now; none where it was taken out.
    pub fn moved(self, id: EntryId) -> Option<EntryId> {
        match id.0 {
            before if before < self.at => Some(id),
            out if out < self.at + self.removed => None,
            behind => Some(EntryId(behind - self.removed + self.added)),
        }
    }
}

impl Document {
    /// A fact says something else.
    pub fn saying(&self, id: EntryId, value: Value) -> Document {
        let mut document = self.clone();
        document.entries[id.0 as usize].value = value;
        document
    }

    /// A block, and all in it that was read like it, was read otherwise.
    pub fn read_as(&self, id: EntryId, reading: Reading) -> Document {
        let mut document = self.clone();
        let before = self.entry(id).reading;
        let body = &mut document.entries[id.0 as usize..self.entry(id).end as usize];
        body.iter_mut().filter(|entry| entry.reading == before).for_each(|entry| entry.reading = reading);
        document
    }

    /// A fact is said at the end of a block, in blocks of its own where `chain` names more than its place.
    pub fn adding(&self, block: EntryId, chain: &[NodeId], value: Value) -> (Document, Shift) {
        let at = self.entry(block).end;
        let last = at + chain.len() as u32;
        let fresh = chain.iter().enumerate().map(|(depth, node)| {
            let (here, around) = (at + depth as u32, self.entry(block));
            let parent = if depth == 0 { block } else { EntryId(here - 1) };
            let value = if depth + 1 == chain.len() { value } else { Value::Nothing };
            Entry { node: *node, parent, end: last, value, citation: None, ..*around }
        });
        self.spliced(block, at..at, fresh.collect())
    }

    /// A fact is not said, nor what stands in its body.
    pub fn without(&self, id: EntryId) -> (Document, Shift) {
        let entry = self.entry(id);
        self.spliced(entry.parent, id.0..entry.end, Vec::new())
    }

    /// Facts of another document, each in the body of the one before, are said at the end of a block; what else stood
    /// in their bodies is not.
    pub fn restoring(&self, block: EntryId, other: &Document, chain: &[EntryId]) -> (Document, Shift) {
        let (at, head) = (self.entry(block).end, self.entry(block).head);
        let end = at + chain.len() as u32;
        let mut document = self.clone();
        let fresh: Vec<Entry> = chain
            .iter()
            .zip(at..)
            .map(|(old, here)| {
                let entry = *other.entry(*old);
                let parent = if here == at { block } else { EntryId(here - 1) };
                Entry { parent, end, head, value: document.adopt(other, entry.value), citation: None, ..entry }
            })
            .collect();
        document.spliced(block, at..at, fresh)
    }

    /// A value of another document, kept here.
    pub fn adopt(&mut self, other: &Document, value: Value) -> Value {
        let quantity = |this: &mut Document, at: u32| {
            let unit = other.quantity_unit(at).to_owned();
            this.keep_quantity(other.quantity(at), &unit)
        };
        match value {
            Value::Text(text) => Value::Text(self.keep_text(other.text(text))),
            Value::Quantity(at) => Value::Quantity(quantity(self, at)),
            Value::Quantities(at) => {
                let low = quantity(self, at);
                quantity(self, at + 1);
                Value::Quantities(low)
            }
            plain => plain,
        }
    }

    /// Takes the facts of a range out of a block and puts others in, which know their places already.
    pub(super) fn spliced(&self, block: EntryId, range: std::ops::Range<u32>, fresh: Vec<Entry>) -> (Document, Shift) {
        let shift = Shift { at: range.start, removed: range.end - range.start, added: fresh.len() as u32 };
        let mut document = self.clone();
        let mut around = vec![block];
        while let Some(last) = around.last().filter(|last| **last != EntryId::DOCUMENT) {
            around.push(self.entry(*last).parent);
        }
        for (at, entry) in document.entries.iter_mut().enumerate() {
            entry.parent = shift.moved(entry.parent).unwrap_or(entry.parent);
            // A block ends behind what is put at its end; one that ended there before does not hold it.
            let holds = around.contains(&EntryId(at as u32));
            if entry.end > range.end || holds {
                entry.end = entry.end - shift.removed + shift.added;
            }
        }
        document.entries.splice(range.start as usize..range.end as usize, fresh);
        document.formulas.retain_mut(|formula| {
            let moved = shift.moved(formula.entry);
            formula.entry = moved.unwrap_or(formula.entry);
            moved.is_some()
        });
        document.sort();
        (document, shift)
    }
}
