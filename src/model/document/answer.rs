//! A document with what a reviewer says of it: facts of a statement that was written for it, on the reviewer's word.

use super::{Document, Entry, EntryId, Reading};
use crate::model::value::{Citation, Value};
use crate::source::Span;
use crate::vocabulary::{Node, Vocabulary};
use std::num::NonZeroU16;

/// On whose word a fact stands.
#[derive(Clone, Copy, Debug)]
pub struct Word<'w> {
    /// Who says it and why, as a citation.
    pub text: &'w str,
    /// Where.
    pub span: Span,
}

/// What a statement changes in a document.
#[derive(Default)]
struct Plan {
    /// The facts of the document that say something else, with the facts that say it.
    changed: Vec<(EntryId, EntryId)>,
    /// The facts that are said as well, each with the block in which it stands.
    added: Vec<(EntryId, EntryId)>,
}

/// What a list that is stated says of what is not in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// It is not there, where the list is complete.
    AsStated,
    /// Nothing: whoever names one does not say that there are no others.
    Open,
}

/// Where a fact of a statement belongs.
enum Belongs {
    /// It is said there already: only its body may add something.
    There(EntryId),
    /// There, in place of what was not known, less exact, or read by nobody.
    Instead(EntryId),
    /// It is said as well.
    Beside,
}

impl Document {
    /// The fact that a statement about this document contradicts.
    pub fn contradicted_by(&self, said: &Document, vocabulary: &Vocabulary) -> Option<EntryId> {
        self.plan(said, Lists::AsStated, vocabulary).err()
    }

    /// Whether this statement and another one cannot both be true.
    pub fn excludes(&self, other: &Document, vocabulary: &Vocabulary) -> bool {
        self.plan(other, Lists::Open, vocabulary).is_err()
    }

    /// This document with the facts of a statement that it does not contradict; nothing where it says all of them itself.
    pub fn answered(&self, said: &Document, word: Word<'_>, vocabulary: &Vocabulary) -> Option<Document> {
        let mut plan = self.plan(said, Lists::Open, vocabulary).ok()?;
        if plan.changed.is_empty() && plan.added.is_empty() {
            return None;
        }
        let mut document = self.clone();
        document.answers.push(word.span);
        let answer = u16::try_from(document.answers.len()).unwrap_or(u16::MAX);
        let text = document.keep_text(word.text);
        let citation = document.citations.len() as u32;
        let answer = NonZeroU16::new(answer);
        document.citations.push(Citation { text, inferred: false, extent: None, answer });
        for (there, fact) in plan.changed {
            let value = document.adopt(said, said.entry(fact).value);
            let entry = &mut document.entries[there.0 as usize];
            (entry.value, entry.citation, entry.reading) = (value, Some(citation), known(entry.reading));
        }
        // From the end of the document, so that the places of the others stay.
        plan.added.sort_by_key(|(block, _)| std::cmp::Reverse(self.entry(*block).end));
        for (block, fact) in plan.added {
            document = document.saying_too(block, (said, fact), citation);
        }
        document.sort();
        Some(document)
    }

    /// Where a reviewer says a fact, where no text of the document does.
    pub fn answer(&self, id: EntryId) -> Option<Span> {
        let answer = self.citation(id)?.answer?;
        self.answers.get(usize::from(answer.get()) - 1).copied()
    }

    /// Whether a reviewer alone says a fact itself, and not something that stands around it.
    pub fn is_answered(&self, id: EntryId) -> bool {
        let own = self.entry(id).citation.and_then(|own| self.citations.get(own as usize));
        own.is_some_and(|citation| citation.answer.is_some())
    }

    fn plan(&self, said: &Document, lists: Lists, vocabulary: &Vocabulary) -> Result<Plan, EntryId> {
        let mut plan = Plan::default();
        let mut open = vec![(EntryId::DOCUMENT, EntryId::DOCUMENT)];
        while let Some((block, body)) = open.pop() {
            for fact in said.directly(body) {
                match self.belongs(block, (said, fact), lists, vocabulary)? {
                    Belongs::There(there) => open.push((there, fact)),
                    Belongs::Instead(there) => {
                        plan.changed.push((there, fact));
                        open.push((there, fact));
                    }
                    Belongs::Beside => plan.added.push((block, fact)),
                }
            }
        }
        Ok(plan)
    }

    /// Where a fact of a statement belongs in a block; else the fact that it contradicts.
    fn belongs(
        &self,
        block: EntryId,
        (said, fact): (&Document, EntryId),
        lists: Lists,
        vocabulary: &Vocabulary,
    ) -> Result<Belongs, EntryId> {
        let Entry { node, value, .. } = *said.entry(fact);
        let there: Vec<EntryId> = self.directly(block).filter(|id| self.entry(*id).node == node).collect();
        let of = |fits: &dyn Fn(Value) -> bool| there.iter().copied().find(|id| fits(self.entry(*id).value));
        let Some(first) = there.first().copied() else { return Ok(Belongs::Beside) };
        if let Some(same) = there.iter().copied().find(|id| self.agrees(*id, (said, value))) {
            let drafted = self.entry(same).reading == Reading::Draft && value != Value::Nothing;
            return Ok(if drafted { Belongs::Instead(same) } else { Belongs::There(same) });
        }
        if let Some(denied) = of(&|value| matches!(value, Value::None | Value::NotRequired)) {
            return self.instead(denied);
        }
        if matches!(value, Value::None | Value::NotRequired) {
            let told = there.iter().copied().find(|id| self.tells(*id));
            return told.map_or(Ok(Belongs::Instead(first)), |told| self.instead(told));
        }
        if value == Value::Nothing {
            let unknown = self.entry(first).value == Value::Unknown;
            return Ok(if unknown { Belongs::Instead(first) } else { Belongs::There(first) });
        }
        if let Some(same) = of(&|here| is_finer(here, value, vocabulary)) {
            return Ok(Belongs::There(same));
        }
        if let Some(wide) = of(&|here| is_finer(value, here, vocabulary)) {
            return Ok(Belongs::Instead(wide));
        }
        let (place, unknown) = (vocabulary.node(node), of(&|value| value == Value::Unknown));
        match unknown.or(of(&|value| value == Value::Nothing)) {
            Some(open) if !place.many => Ok(Belongs::Instead(open)),
            None if !place.many || lists == Lists::AsStated && self.is_complete(block, place) => self.instead(first),
            _ => Ok(Belongs::Beside),
        }
    }

    /// Whether a list is complete as it is stated, so that whoever adds to it contradicts it.
    fn is_complete(&self, block: EntryId, place: &Node) -> bool {
        !place.open_list || self.entry(block).reading == Reading::Full
    }

    /// In place of what nobody confirmed; what was read is contradicted.
    fn instead(&self, there: EntryId) -> Result<Belongs, EntryId> {
        if self.entry(there).reading == Reading::Draft { Ok(Belongs::Instead(there)) } else { Err(there) }
    }

    /// Whether a fact says this very thing.
    fn agrees(&self, there: EntryId, (said, value): (&Document, Value)) -> bool {
        let same =
            |here: u32, there: u32| self.quantity(here).compare(&said.quantity(there)).is_ok_and(|order| order.is_eq());
        match (self.entry(there).value, value) {
            (Value::Text(one), Value::Text(other)) => self.text(one) == said.text(other),
            (Value::Quantity(one), Value::Quantity(other)) => same(one, other),
            (Value::Quantities(one), Value::Quantities(other)) => same(one, other) && same(one + 1, other + 1),
            (Value::Formula, _) | (Value::Unknown, _) => false,
            (one, other) => one == other,
        }
    }

    /// Whether a fact, or anything in its body, is told.
    fn tells(&self, id: EntryId) -> bool {
        self.entries[id.0 as usize..self.entry(id).end as usize].iter().any(|entry| entry.value.is_told())
    }

    /// The facts that stand directly in a body.
    fn directly(&self, body: EntryId) -> impl Iterator<Item = EntryId> {
        let end = self.entry(body).end;
        let first = Some(body.0 + 1).filter(|first| *first < end);
        let next = move |at: &u32| Some(self.entry(EntryId(*at)).end).filter(|next| *next < end);
        std::iter::successors(first, next).map(EntryId)
    }

    /// A fact of another document is said at the end of a block, with all that stands in its body. How that was read
    /// is how the block was: who says one fact more does not say that there are none besides.
    fn saying_too(&self, block: EntryId, (said, fact): (&Document, EntryId), citation: u32) -> Document {
        let mut document = self.clone();
        let Entry { end: at, head, reading, .. } = *self.entry(block);
        let moved = |id: u32| id - fact.0 + at;
        let fresh: Vec<Entry> = (fact.0..said.entry(fact).end)
            .map(|old| {
                let entry = *said.entry(EntryId(old));
                let parent = if old == fact.0 { block } else { EntryId(moved(entry.parent.0)) };
                let value = document.adopt(said, entry.value);
                let (end, citation) = (moved(entry.end), Some(citation));
                Entry { parent, end, head, reading: known(reading), value, citation, ..entry }
            })
            .collect();
        document.spliced(block, at..at, fresh).0
    }
}

/// Whether a value says more exactly what another one says: a kind of that word, a day of that year.
fn is_finer(value: Value, wide: Value, vocabulary: &Vocabulary) -> bool {
    match (value, wide) {
        (Value::Word(word), Value::Word(wide)) => vocabulary.is_kind_of(word, wide),
        (Value::Date(date), Value::Date(wide)) => date.within(&wide) == Some(true),
        _ => false,
    }
}

/// How something is read that a reviewer has said.
fn known(reading: Reading) -> Reading {
    if reading == Reading::Draft { Reading::Partial } else { reading }
}
