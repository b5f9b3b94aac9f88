//! From the tree of a file to its documents: every word is looked up, every value is read by its type.

use super::document::{Document, DocumentBuilder, EntryId, Reading};
use super::value::Value;
use crate::finding::{Finding, Severity};
use crate::measure::Unit;
use crate::source::Span;
use crate::syntax::{Citation, ExprId, ExprKind, Statement, TOO_MANY_ERRORS, Tree};
use crate::vocabulary::{KindId, NodeId, READING, STATES, ValueType, Vocabulary, WordId, nearest};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use sources::Sources;
use std::cell::{Cell, OnceCell};
use std::collections::hash_map::Entry;

mod crowd;
mod equation;
mod formula;
mod hint;
mod implied;
mod messages;
mod outside;
mod reading;
mod sources;
mod values;

pub use messages::{LOST, OUTSIDE};
use outside::Outside;

/// Reads the documents of a file. `broken` are the errors of its syntax. After any error of form no document of the file
/// counts as silent.
pub fn read(tree: &Tree<'_>, broken: &[Finding], vocabulary: &Vocabulary) -> (Vec<Document>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut documents: Vec<Document> = Vec::new();
    let mut errors: Vec<Span> = errors(broken).collect();
    let broken = Broken::new(broken);
    let trials = Cell::new(MOST_TRIALS);
    let mut outside = Outside::default();
    for at in tree.children(None) {
        let statement = &tree.statements[at as usize];
        let word = tree.text(statement.word);
        if word.is_empty() {
            continue; // the syntax has said so
        }
        let Some(kind) = vocabulary.kind_named(word) else {
            if !outside.takes(word, statement.word, vocabulary) {
                findings.push(messages::unknown_kind(word, statement.word, vocabulary));
            }
            continue;
        };
        findings.extend(outside.finish());
        outside = Outside::behind(kind, statement.body.and_then(|body| body.close));
        let (sources, units, symbols) = Default::default();
        let (document, findings) = (at, &mut findings);
        let (broken, trials) = (&broken, &trials);
        let mut reader = Reader { tree, vocabulary, findings, broken, trials, document, sources, symbols, units };
        documents.extend(reader.document(at, statement, kind));
    }
    findings.extend(outside.finish());
    errors.extend(self::errors(&findings));
    if !errors.is_empty() {
        errors.sort_unstable_by_key(|error| error.start);
        documents.iter_mut().for_each(|document| document.damage(&errors));
    }
    (documents, findings)
}

/// Where the errors of form are.
fn errors(findings: &[Finding]) -> impl Iterator<Item = Span> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).map(Finding::span)
}

/// Where the syntax was not understood.
#[derive(Debug, Default)]
struct Broken {
    /// In the order of the text.
    starts: Vec<u32>,
    /// From here on not all of it is told.
    untold: Option<u32>,
}

impl Broken {
    fn new(findings: &[Finding]) -> Broken {
        let mut starts: Vec<u32> = errors(findings).map(|error| error.start).collect();
        starts.sort_unstable();
        let untold = findings.iter().find(|finding| finding.code == TOO_MANY_ERRORS);
        Broken { starts, untold: untold.map(|finding| finding.span().start) }
    }

    /// Whether something in a part of the text was not understood.
    fn within(&self, span: Span) -> bool {
        let next = self.starts.partition_point(|start| *start < span.start);
        self.starts.get(next).is_some_and(|start| *start <= span.end)
            || self.untold.is_some_and(|from| span.end >= from)
    }
}

struct Reader<'r, 's> {
    tree: &'r Tree<'s>,
    vocabulary: &'r Vocabulary,
    findings: &'r mut Vec<Finding>,
    /// Where the syntax was not understood.
    broken: &'r Broken,
    /// How many suggestions may still be tried before they are made.
    trials: &'r Cell<u32>,
    /// The document, by its place in the tree.
    document: u32,
    /// The symbols that it declares, where they are asked for.
    symbols: OnceCell<FxHashSet<&'s str>>,
    /// The document's sources.
    sources: Sources,
    /// The units that were read already: most documents have few of them.
    units: FxHashMap<&'s str, Unit>,
}

impl<'s> Reader<'_, 's> {
    fn document(&mut self, at: u32, statement: &Statement, kind: KindId) -> Option<Document> {
        let root = self.vocabulary.kind(kind).root;
        let name = self.document_name(statement, root)?;
        let reading = self.reading(at).unwrap_or(Reading::Partial);
        self.sources = Sources::new(self.tree, at, root, self.vocabulary);
        let mut builder = DocumentBuilder::new(kind, root, &name, statement.head, reading);
        builder.reserve((statement.end - at) as usize, statement.span.len() as usize);
        self.cite(&mut builder, EntryId::DOCUMENT, statement);
        self.body(&mut builder, EntryId::DOCUMENT, at, root);
        if let Some(finding) = self.more_than_a_name(statement, root) {
            self.findings.push(finding);
        }
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
                continue; // the syntax has said so
            }
            let Some(field) = self.vocabulary.child(node, word) else {
                self.unknown_word(statement, node);
                continue;
            };
            if let Some((_, first)) = said.iter().find(|(other, _)| *other == field) {
                let place = self.vocabulary.node(field);
                let block = place.value == ValueType::Nothing;
                self.findings.push(messages::said_twice(&place.name, block, statement.head, builder.span(*first)));
                builder.doubt(*first);
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
        self.contradictions(builder, parent);
        self.implied(builder, parent, node);
    }

    /// What is said not to be there, and said to be there.
    fn contradictions(&mut self, builder: &mut DocumentBuilder, body: EntryId) {
        for (denial, said) in builder.contradictions(body) {
            let word = &self.vocabulary.node(builder.node(said[0])).name;
            let denial = if denial == Value::None { STATES[0] } else { STATES[1] };
            let (first, last) = (builder.span(said[0]), builder.span(said[said.len() - 1]));
            self.findings.push(messages::contradiction(word, denial, first, last));
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
        let before = self.findings.len();
        let mut values = self.values(builder, statement, node);
        if values.len() > 1
            && let Some(found) = self.crowd(statement, node, before)
        {
            // One mistake, one finding; words of other statements may be lost in it.
            self.findings.truncate(before);
            self.findings.extend(found.told());
            values = one((Value::Unknown, statement.head));
        }
        let body = (statement.end - at - 1) as usize;
        if values.len() > 1 && values.len() * body > SHARED_BODY {
            self.findings.push(messages::too_long_a_body(values.len(), body, statement.head));
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
                Value::Unknown if field.value == ValueType::Equation => builder.open_up(parent),
                _ => {}
            }
            let before = self.findings.len();
            if statement.body.is_some() {
                self.beside_none(at, node, value);
                self.inner(builder, entry, at, node);
            }
            // How far a review reaches is known in full or not at all.
            let understood = self.findings.len() == before && !self.broken.within(statement.span);
            if field.value == ValueType::Reviewed && !understood {
                builder.doubt(entry);
            }
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
                }
            }
            return;
        }
        self.body(builder, entry, at, node);
    }

    fn cite(&mut self, builder: &mut DocumentBuilder, entry: EntryId, statement: &Statement) {
        let citations = &self.tree.citations[statement.citations.start as usize..statement.citations.end as usize];
        if citations.is_empty() {
            return;
        }
        builder.cite(entry, citations.iter().any(|citation| citation.inferred), self.extent(citations));
        let mut between = "";
        for citation in citations {
            let mut parts = self.tree.run(citation.parts).filter_map(|id| self.tree.string(id)).peekable();
            let mut first = parts.next();
            let named = first.as_deref().filter(|_| parts.peek().is_some());
            match named {
                _ if self.sources.is_empty() => self.no_source(named, first.is_some(), citation.span),
                Some(source) => self.named_source(source, citation.span),
                None => {}
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

    /// A document that cites lists what was read; told once, at its first citation.
    fn no_source(&mut self, named: Option<&str>, cites: bool, span: Span) {
        if cites && !std::mem::replace(&mut self.sources.asked_for, true) {
            self.findings.push(messages::no_source(named.unwrap_or("text"), span));
        }
    }

    /// A source that a citation names must be listed.
    fn named_source(&mut self, name: &str, span: Span) {
        if self.sources.has(name) {
            return;
        }
        let message = format!("no source of this document is called `{name}`");
        let finding = Finding::error("vocabulary/unknown-source", span, message).at("cited here");
        let names = self.sources.names();
        let near = if names.len() <= SUGGEST_AMONG { nearest(name, names) } else { None };
        self.findings.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("list it: source \"{name}\" {{ title \"…\" }}")),
        });
    }

    /// What weakens a statement that was read there; nothing where one of several sources is free of it.
    fn extent(&self, citations: &[Citation]) -> Option<WordId> {
        let extent = |citation: &Citation| {
            let mut parts = self.tree.run(citation.parts).filter_map(|id| self.tree.string(id));
            let first = parts.next()?;
            self.sources.extent(parts.next().map(|_| &*first))
        };
        citations.iter().map(extent).reduce(|all, one| all.and_then(|first| one.map(|_| first))).flatten()
    }
}

/// A document with more sources than these gets no suggestion: comparing would take longer than reading.
const SUGGEST_AMONG: usize = 100;

/// So many suggestions are tried in one file: a text that needs more is no document.
const MOST_TRIALS: u32 = 2_000;

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
