//! A document while it is read: facts are added in the order of the text, and doubted where they contradict each other.

use super::{BITS, Document, Entry, EntryId, Reading};
use crate::measure::Quantity;
use crate::model::formula::Formula;
use crate::model::value::{Citation, TextId, Value};
use crate::source::Span;
use crate::vocabulary::{KindId, NodeId, WordId};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

/// A document while it is read.
#[derive(Debug)]
pub struct DocumentBuilder {
    document: Document,
    /// The facts whose body says itself how it was read.
    own_reading: FxHashSet<EntryId>,
}

impl DocumentBuilder {
    /// Begins a document of a kind; `head` is from its word to its name.
    pub fn new(kind: KindId, root: NodeId, name: &str, head: Span, reading: Reading) -> Self {
        let own = Entry {
            node: root,
            parent: EntryId::DOCUMENT,
            end: 1,
            reading,
            value: Value::Nothing,
            head: (head.start, head.end),
            citation: None,
        };
        DocumentBuilder {
            own_reading: FxHashSet::default(),
            document: Document {
                kind,
                name: name.into(),
                version: None,
                file: head.file,
                judged: true,
                damaged: None,
                entries: vec![own],
                citations: Vec::new(),
                formulas: Vec::new(),
                answers: Vec::new(),
                index: Vec::new(),
                mentioned: [0; BITS],
                texts: String::new(),
                quantities: Vec::new(),
                units: Vec::new(),
            },
        }
    }

    /// Adds a fact to the body of another one; its own body follows, then [`DocumentBuilder::close`].
    /// `own` is what the body says itself of how it was read; else what holds around it holds here too.
    pub fn open(&mut self, parent: EntryId, node: NodeId, value: Value, head: Span, own: Option<Reading>) -> EntryId {
        let id = EntryId(self.document.entries.len() as u32);
        let reading = own.unwrap_or(self.document.entry(parent).reading);
        if own.is_some() {
            self.own_reading.insert(id);
        }
        let head = (head.start, head.end);
        self.document.entries.push(Entry { node, parent, end: id.0 + 1, reading, value, head, citation: None });
        id
    }

    /// Ends the body of a fact.
    pub fn close(&mut self, id: EntryId) {
        self.document.entries[id.0 as usize].end = self.document.entries.len() as u32;
    }

    /// Adds to a body what another fact in it says as well; it was read where that one was.
    pub fn derive(&mut self, parent: EntryId, node: NodeId, value: Value, from: EntryId) {
        let span = self.document.span(from);
        let entry = self.open(parent, node, value, span, None);
        self.document.entries[entry.0 as usize].citation = self.document.entry(from).citation;
    }

    /// Keeps a text.
    pub fn text(&mut self, text: &str) -> TextId {
        self.document.keep_text(text)
    }

    /// Keeps a quantity, with its unit as written.
    pub fn quantity(&mut self, quantity: Quantity, unit: &str) -> u32 {
        self.document.keep_quantity(quantity, unit)
    }

    /// Says of a quantity that its point may as well stand between thousands.
    pub fn open_point(&mut self, at: u32) {
        self.document.quantities[at as usize].open = true;
    }

    /// Keeps an equation.
    pub fn formula(&mut self, formula: Formula) {
        self.document.formulas.push(formula);
    }

    /// Makes room for so many facts, read from so many bytes.
    pub fn reserve(&mut self, facts: usize, bytes: usize) {
        self.document.entries.reserve_exact(facts);
        self.document.citations.reserve_exact(facts);
        self.document.texts.reserve_exact(bytes / 2); // the words and marks around texts take about as much
    }

    /// Says that a fact was read somewhere; where, [`DocumentBuilder::cite_more`] says, before any other text is kept.
    pub fn cite(&mut self, id: EntryId, inferred: bool, extent: Option<WordId>) {
        let citation = Citation { text: self.document.keep_text(""), inferred, extent, answer: None };
        let place = self.document.citations.len() as u32;
        self.document.citations.push(citation);
        self.document.entries[id.0 as usize].citation = Some(place);
    }

    /// Adds to the words of the last citation.
    pub fn cite_more(&mut self, text: &str) {
        self.document.texts.push_str(text);
        if let Some(citation) = self.document.citations.last_mut() {
            citation.text.len += text.len() as u32;
        }
    }

    /// A body says that something in it is not known, such as an equation: its silence proves nothing.
    pub fn open_up(&mut self, id: EntryId) {
        self.document.entries[id.0 as usize].reading = match self.document.entry(id).reading {
            Reading::Draft => Reading::Draft,
            Reading::Full | Reading::Partial => Reading::Partial,
        };
    }

    /// A fact was said more than once, or otherwise elsewhere: which value counts is not known.
    pub fn doubt(&mut self, id: EntryId) {
        let entry = &mut self.document.entries[id.0 as usize];
        if entry.value != Value::Nothing {
            entry.value = Value::Unknown;
        }
    }

    /// Where a body says that there is none of something and says something else of it as well: each place with what
    /// denies it and all that is said of it. From then on none of that is known. What is `unknown` may stand beside
    /// values: there are more.
    pub fn contradictions(&mut self, body: EntryId) -> Vec<(Value, Vec<EntryId>)> {
        let denied = self.directly(body).filter(|(_, entry)| denies(entry));
        let mut denied: Vec<(NodeId, Value)> = denied.map(|(_, entry)| (entry.node, entry.value)).collect();
        denied.sort_by_key(|(node, _)| *node);
        denied.dedup_by_key(|(node, _)| *node);
        let mut all = Vec::new();
        for (node, denial) in denied {
            let said = || self.directly(body).filter(|(_, entry)| entry.node == node);
            if said().any(|(_, entry)| entry.value != denial) {
                all.push((denial, said().map(|(id, _)| id).collect::<Vec<_>>()));
            }
        }
        for id in all.iter().flat_map(|(_, said)| said) {
            self.document.entries[id.0 as usize].value = Value::Unknown;
        }
        all
    }

    /// The facts that stand directly in a body.
    fn directly(&self, body: EntryId) -> impl Iterator<Item = (EntryId, &Entry)> {
        let entries = &self.document.entries;
        let mut at = body.0 as usize + 1;
        std::iter::from_fn(move || {
            let entry = entries.get(at)?;
            let id = EntryId(at as u32);
            at = entry.end as usize;
            Some((id, entry))
        })
    }

    /// The facts in a body that is not closed yet, at any depth.
    pub fn below(&self, body: EntryId) -> impl Iterator<Item = EntryId> {
        (body.0 + 1..self.document.entries.len() as u32).map(EntryId)
    }

    /// The value of a fact.
    pub fn value(&self, id: EntryId) -> Value {
        self.document.entry(id).value
    }

    /// The number of a quantity that was kept.
    pub fn amount(&self, at: u32) -> Decimal {
        self.document.quantity(at).amount
    }

    /// The place that a fact says something about.
    pub fn node(&self, id: EntryId) -> NodeId {
        self.document.entry(id).node
    }

    /// The name of the document's version.
    pub fn version(&mut self, version: &str) {
        self.document.version = Some(version.into());
    }

    /// The text of a fact, where it is one.
    pub fn text_of(&self, id: EntryId) -> Option<String> {
        match self.document.entries.get(id.0 as usize)?.value {
            Value::Text(text) => Some(self.document.text(text).to_owned()),
            _ => None,
        }
    }

    /// The fact that is added next.
    pub fn next(&self) -> EntryId {
        EntryId(self.document.entries.len() as u32)
    }

    /// The first fact at a place of the document, so far.
    pub fn find(&self, node: NodeId) -> Option<EntryId> {
        let found = self.document.entries.iter().position(|entry| entry.node == node)?;
        Some(EntryId(found as u32))
    }

    /// Where a fact stands.
    pub fn span(&self, id: EntryId) -> Span {
        self.document.span(id)
    }

    /// The finished document.
    pub fn finish(mut self) -> Document {
        self.close(EntryId::DOCUMENT);
        self.spread();
        self.document.sort();
        self.document.entries.shrink_to_fit();
        self.document.citations.shrink_to_fit();
        self.document.quantities.shrink_to_fit();
        self.document.units.shrink_to_fit();
        self.document.texts.shrink_to_fit();
        self.document.formulas.shrink_to_fit();
        self.document
    }
    /// What is not known in a body may belong to a block in it: a block takes the reading of what stands around it, as
    /// that came out in the end, unless it has its own.
    fn spread(&mut self) {
        for at in 1..self.document.entries.len() {
            let entry = &self.document.entries[at];
            let around = self.document.entry(entry.parent).reading;
            if entry.reading == Reading::Full && !self.own_reading.contains(&EntryId(at as u32)) {
                self.document.entries[at].reading = around;
            }
        }
    }
}

fn denies(entry: &Entry) -> bool {
    matches!(entry.value, Value::None | Value::NotRequired)
}
