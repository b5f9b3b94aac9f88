//! From the tree of a file to its documents: every word is looked up, every value is read by its type.

use super::document::{Document, DocumentBuilder, EntryId, Reading};
use super::value::Value;
use crate::finding::Finding;
use crate::measure::Unit;
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, Statement, Tree};
use crate::vocabulary::{KindId, NodeId, READING, SOURCE, STATES, ValueType, Vocabulary, nearest};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::OnceCell;
use std::collections::hash_map::Entry;

mod equation;
mod formula;
mod messages;
mod values;

/// Reads the documents of a file. `broken` are the places where its syntax was not understood:
/// what stands around them cannot be taken as silent.
pub fn read(tree: &Tree<'_>, broken: &[Finding], vocabulary: &Vocabulary) -> (Vec<Document>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut documents = Vec::new();
    let mut broken: Vec<u32> = broken.iter().map(|finding| finding.span().start).collect();
    broken.sort_unstable();
    for at in tree.children(None) {
        let statement = &tree.statements[at as usize];
        let word = tree.text(statement.word);
        if word.is_empty() {
            continue; // the syntax has said so
        }
        let Some(kind) = vocabulary.kind_named(word) else {
            findings.push(messages::unknown_kind(word, statement.word, vocabulary));
            continue;
        };
        let (sources, units, symbols) = Default::default();
        let (document, broken) = (at, &broken[..]);
        let mut reader =
            Reader { tree, vocabulary, findings: &mut findings, broken, document, sources, symbols, units };
        documents.extend(reader.document(at, statement, kind));
    }
    (documents, findings)
}

struct Reader<'r, 's> {
    tree: &'r Tree<'s>,
    vocabulary: &'r Vocabulary,
    findings: &'r mut Vec<Finding>,
    /// Where the syntax was not understood, in the order of the text.
    broken: &'r [u32],
    /// The document, by its place in the tree.
    document: u32,
    /// The symbols that it declares, where they are asked for.
    symbols: OnceCell<FxHashSet<&'s str>>,
    /// The names of the document's sources.
    sources: FxHashSet<String>,
    /// The units that were read already: most documents have few of them.
    units: FxHashMap<&'s str, Unit>,
}

impl<'s> Reader<'_, 's> {
    fn document(&mut self, at: u32, statement: &Statement, kind: KindId) -> Option<Document> {
        let root = self.vocabulary.kind(kind).root;
        let name = self.document_name(statement, root)?;
        let reading = self.reading(at).unwrap_or(Reading::Partial);
        self.sources = self.sources(at);
        let mut builder = DocumentBuilder::new(kind, root, &name, statement.head, reading);
        builder.reserve((statement.end - at) as usize, statement.span.len() as usize);
        self.cite(&mut builder, EntryId::DOCUMENT, statement);
        self.body(&mut builder, EntryId::DOCUMENT, at, root);
        self.flaws(&mut builder, EntryId::DOCUMENT, statement.span);
        self.identity(&mut builder, root);
        Some(builder.finish())
    }

    /// The name that stands behind a document's kind.
    fn document_name(&mut self, statement: &Statement, root: NodeId) -> Option<String> {
        let first = self.tree.run(statement.values).next();
        let country = self.vocabulary.node(root).value == ValueType::Country;
        let name = first.and_then(|id| match (country, &self.tree.expr(id).kind) {
            (true, ExprKind::Word) => Some(self.tree.text(self.tree.expr(id).span).to_owned()),
            _ => self.tree.string(id).map(|text| text.into_owned()),
        });
        if country
            && let Some(name) = &name
            && crate::measure::Country::parse(name).is_none()
        {
            let span = first.map_or(statement.word, |id| self.tree.expr(id).span);
            self.findings.push(values::unknown_country(name, span));
            return None;
        }
        if name.as_deref().is_none_or(str::is_empty) {
            let kind = &self.vocabulary.node(root).name;
            let (what, example) = if country {
                ("two letters", "country KH { … }".to_owned())
            } else {
                ("name in quotes", format!("{kind} \"…\" {{ … }}"))
            };
            self.findings.push(
                Finding::error("vocabulary/unnamed-document", statement.head, format!("this {kind} has no name"))
                    .at(format!("expected its {what} here"))
                    .help(format!("write `{example}`")),
            );
            return None;
        }
        name
    }

    /// The version is a part of the identity.
    fn identity(&mut self, builder: &mut DocumentBuilder, root: NodeId) {
        let Some(node) = self.vocabulary.child(root, "version") else { return };
        if let Some(entry) = builder.find(node) {
            let text = builder.text_of(entry);
            if let Some(text) = text {
                builder.version(&text);
            }
        }
    }

    /// How a body was read, where it says so itself.
    fn reading(&mut self, parent: u32) -> Option<Reading> {
        let mut reading = None;
        let mut first: Option<Span> = None;
        for at in self.tree.children(Some(parent)) {
            let statement = &self.tree.statements[at as usize];
            if self.tree.text(statement.word) != READING {
                continue;
            }
            if let Some(first) = first.replace(statement.head) {
                self.findings.push(messages::said_twice(READING, statement.head, first));
                return Some(Reading::Partial);
            }
            let word = self.tree.run(statement.values).next().map(|id| self.tree.text(self.tree.expr(id).span));
            reading = Some(match word {
                Some("full") => Reading::Full,
                Some("partial") => Reading::Partial,
                Some("draft") => Reading::Draft,
                other => {
                    self.findings.push(messages::unknown_reading(other, statement.head));
                    Reading::Partial
                }
            });
        }
        reading
    }

    fn body(&mut self, builder: &mut DocumentBuilder, parent: EntryId, at: u32, node: NodeId) {
        // What may be said once only, and was: never more than the vocabulary has words for it.
        let mut said: SmallVec<[(NodeId, EntryId); 16]> = SmallVec::new();
        let mut names: FxHashMap<(NodeId, String), EntryId> = FxHashMap::default();
        for child in self.tree.children(Some(at)) {
            let statement = &self.tree.statements[child as usize];
            let word = self.tree.text(statement.word);
            if word == READING {
                continue;
            }
            if word.is_empty() {
                builder.flaw(parent); // the syntax has said so
                continue;
            }
            let Some(field) = self.vocabulary.child(node, word) else {
                self.unknown_word(statement, node);
                builder.flaw(parent);
                continue;
            };
            if let Some((_, first)) = said.iter().find(|(other, _)| *other == field) {
                let name = &self.vocabulary.node(field).name;
                self.findings.push(messages::said_twice(name, statement.head, builder.span(*first)));
                builder.doubt(*first);
                builder.flaw(parent);
                continue;
            }
            let next = builder.next();
            if !self.vocabulary.node(field).many {
                said.push((field, next));
            }
            self.field(builder, parent, child, field);
            if self.vocabulary.node(field).unique {
                self.name(builder, field, next, &mut names);
            }
        }
    }

    /// A name that stands once in a body, where it stands twice.
    fn name(
        &mut self,
        builder: &mut DocumentBuilder,
        node: NodeId,
        entry: EntryId,
        names: &mut FxHashMap<(NodeId, String), EntryId>,
    ) {
        let Some(name) = builder.text_of(entry) else { return };
        match names.entry((node, name)) {
            Entry::Vacant(place) => _ = place.insert(entry),
            Entry::Occupied(first) => {
                let (word, name) = (&self.vocabulary.node(node).name, &first.key().1);
                let again = builder.span(entry);
                self.findings.push(messages::name_twice(word, name, again, builder.span(*first.get())));
            }
        }
    }

    /// One statement: a fact for each of its values, each with the statement's body.
    fn field(&mut self, builder: &mut DocumentBuilder, parent: EntryId, at: u32, node: NodeId) {
        let statement = &self.tree.statements[at as usize];
        let field = self.vocabulary.node(node);
        let mut values = self.values(builder, statement, node);
        if values.len() > 1 && !field.many {
            self.findings.push(messages::one_value(&field.name, statement.head));
            builder.flaw(parent);
            values = one((Value::Unknown, statement.head));
        }
        let body = (statement.end - at - 1) as usize;
        if values.len() > 1 && values.len() * body > SHARED_BODY {
            self.findings.push(messages::too_long_a_body(values.len(), body, statement.head));
            builder.flaw(parent);
            values.truncate(1);
        }
        let reading = self.reading(at);
        let several = values.len() > 1;
        for (value, span) in values {
            let head = if several { span } else { statement.head };
            let entry = builder.open(parent, node, value, head, reading);
            self.cite(builder, entry, statement);
            match value {
                Value::Formula if field.value == ValueType::Equation => self.formula(builder, entry, statement),
                Value::Unknown if field.value == ValueType::Equation => builder.flaw(parent),
                _ => {}
            }
            if statement.body.is_some() {
                self.inner(builder, entry, at, node);
            }
            self.flaws(builder, entry, statement.span);
            builder.close(entry);
        }
    }

    /// The body of a field; a field that takes none says so.
    fn inner(&mut self, builder: &mut DocumentBuilder, entry: EntryId, at: u32, node: NodeId) {
        if self.vocabulary.node(node).body.is_empty() {
            for child in self.tree.children(Some(at)) {
                let statement = &self.tree.statements[child as usize];
                if self.tree.text(statement.word) != READING {
                    self.unknown_word(statement, node);
                    builder.flaw(entry);
                }
            }
            return;
        }
        self.body(builder, entry, at, node);
    }

    /// A body in which the syntax was broken proves nothing by its silence.
    fn flaws(&mut self, builder: &mut DocumentBuilder, entry: EntryId, span: Span) {
        if self.is_broken(span) {
            builder.flaw(entry);
        }
    }

    /// Whether the syntax was not understood somewhere in a span.
    fn is_broken(&self, span: Span) -> bool {
        let next = self.broken.partition_point(|start| *start < span.start);
        self.broken.get(next).is_some_and(|start| *start <= span.end)
    }

    fn cite(&mut self, builder: &mut DocumentBuilder, entry: EntryId, statement: &Statement) {
        let citations = &self.tree.citations[statement.citations.start as usize..statement.citations.end as usize];
        if citations.is_empty() {
            return;
        }
        builder.cite(entry, citations.iter().any(|citation| citation.inferred));
        let mut between = "";
        for citation in citations {
            let mut parts = self.tree.run(citation.parts).filter_map(|id| self.tree.string(id)).peekable();
            let mut first = parts.next();
            if let (Some(source), Some(_)) = (&first, parts.peek()) {
                self.named_source(source, citation.span);
            }
            while let Some(part) = first {
                builder.cite_more(between);
                builder.cite_more(&part);
                (between, first) = (", ", parts.next());
            }
            if !between.is_empty() {
                between = "; ";
            }
        }
    }

    /// A source that a citation names must be listed.
    fn named_source(&mut self, name: &str, span: Span) {
        if self.sources.contains(name) {
            return;
        }
        let message = format!("no source of this document is called `{name}`");
        let finding = Finding::error("vocabulary/unknown-source", span, message).at("cited here");
        let near = match self.sources.len() {
            ..=SUGGEST_AMONG => nearest(name, self.sources.iter().map(String::as_str)),
            _ => None,
        };
        self.findings.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("list it: source \"{name}\" {{ title \"…\" }}")),
        });
    }

    /// The names of the sources that a document lists.
    fn sources(&self, at: u32) -> FxHashSet<String> {
        let tree = self.tree;
        let listed = tree.children(Some(at)).map(|child| &tree.statements[child as usize]);
        let listed = listed.filter(|statement| tree.text(statement.word) == SOURCE);
        listed
            .filter_map(|statement| tree.run(statement.values).next())
            .filter_map(|id| Some(tree.string(id)?.into_owned()))
            .collect()
    }

    fn unknown_word(&mut self, statement: &Statement, node: NodeId) {
        let word = self.tree.text(statement.word);
        let place = self.vocabulary.node(node);
        let here = if place.path.is_empty() {
            format!("{} {}", messages::article(&place.name), place.name)
        } else {
            format!("`{}`", place.name)
        };
        let mut finding =
            Finding::error("vocabulary/unknown-word", statement.word, format!("`{word}` is no word of {here}"))
                .at("not in the vocabulary here");
        finding = match nearest(word, self.vocabulary.words_in_body(node)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(self.elsewhere(word, node)),
        };
        self.findings.push(finding);
    }

    /// Where the word may stand, or how to see what may stand here.
    fn elsewhere(&self, word: &str, node: NodeId) -> String {
        let here = self.vocabulary.node(node);
        let kind = &self.vocabulary.kind(here.kind).name;
        let other = self.vocabulary.nodes.iter().find(|other| {
            other.kind == here.kind
                && !other.path.is_empty()
                && (*other.name == *word || other.also.iter().any(|also| also == word))
        });
        match other {
            Some(other) if other.path.contains('.') => {
                format!("it stands in `{}`", other.path.rsplit_once('.').map_or("", |(above, _)| above))
            }
            Some(_) => format!("it stands directly in the {kind}"),
            None if here.path.is_empty() => format!("see what may stand here: tonne vocabulary {kind}"),
            None => format!("see what may stand here: tonne vocabulary {kind}.{}", here.path),
        }
    }
}

/// A document with more sources than these gets no suggestion: comparing would take longer than reading.
const SUGGEST_AMONG: usize = 100;

/// A statement with several values has its body once for each: so many statements it may come to.
const SHARED_BODY: usize = 10_000;

/// Whether a word is a state, and which.
fn state(word: &str) -> Option<Value> {
    match STATES.iter().position(|state| *state == word)? {
        0 => Some(Value::None),
        1 => Some(Value::NotRequired),
        _ => Some(Value::Unknown),
    }
}

/// The values of a statement with the spans they stand at: nearly always one.
type Values = SmallVec<[(Value, Span); 1]>;

/// One value alone.
fn one(value: (Value, Span)) -> Values {
    SmallVec::from_buf([value])
}

/// The values of a statement; a list's items are values of their own.
fn flatten(tree: &Tree<'_>, statement: &Statement) -> SmallVec<[ExprId; 4]> {
    let mut values = SmallVec::new();
    for id in tree.run(statement.values) {
        match tree.expr(id).kind {
            ExprKind::List(run) => values.extend(tree.run(run)),
            _ => values.push(id),
        }
    }
    values
}
