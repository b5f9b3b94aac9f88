//! Words that are not known, and what may be meant by them. What is suggested was read again without a finding.

use super::sources::Sources;
use super::{Broken, Reader, messages};
use crate::finding::Finding;
use crate::model::document::{DocumentBuilder, EntryId, Reading};
use crate::source::{FileId, Source, Span};
use crate::syntax::{Limits, Statement, parse};
use crate::vocabulary::{ListId, NodeId, STATES, Vocabulary, nearest};
use std::cell::Cell;

/// A suggestion longer than this is not tried, and not made.
const LONGEST: usize = 400;

/// So many words are put together to one.
const MOST_JOINED: usize = 4;

/// So many other places are named for one word.
const MOST_PLACES: usize = 2;

impl Reader<'_, '_> {
    /// A word that the vocabulary does not have in this body.
    pub(super) fn unknown_word(&mut self, statement: &Statement, node: NodeId) {
        let word = self.tree.text(statement.word);
        let place = self.vocabulary.node(node);
        let here = if place.path.is_empty() {
            format!("{} {}", messages::article(&place.name), place.name)
        } else {
            format!("`{}`", place.name)
        };
        let finding =
            Finding::error("vocabulary/unknown-word", statement.word, format!("`{word}` is no word of {here}"))
                .at("not in the vocabulary here");
        if STATES.contains(&word) && !place.path.is_empty() && self.tree.run(statement.values).next().is_none() {
            let name = &place.name;
            self.findings.push(finding.help(format!("write `{name} {word}`, without the braces")));
            return;
        }
        let near = self.joined(statement, node);
        let near = near.or_else(|| nearest(word, self.vocabulary.words_in_body(node)).map(str::to_owned));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => self.elsewhere(statement, node),
        };
        self.findings.push(finding.help(help));
    }

    /// The word that a statement begins with where it is written apart: `prior-consideration`, `grievance mechanism`.
    pub(super) fn joined(&self, statement: &Statement, node: NodeId) -> Option<String> {
        let head = self.tree.text(statement.head);
        let ends = head.match_indices([' ', '-']).map(|(at, _)| at).chain([head.len()]).take(MOST_JOINED);
        let words = ends.skip(1).map(|end| (underscored(&head[..end]), head[end..].trim()));
        let mut known = words.filter(|(word, _)| self.vocabulary.child(node, word).is_some());
        known.find_map(|(word, rest)| {
            let body = if statement.body.is_some() { " { }" } else { "" };
            self.reads_well(&format!("{word} {rest}{body}"), node).then_some(word)
        })
    }

    /// Where the statement may stand, or how to see what may stand here. Far away, the same word means something else.
    fn elsewhere(&self, statement: &Statement, node: NodeId) -> String {
        let here = self.vocabulary.node(node);
        let kind = &self.vocabulary.kind(here.kind).name;
        let word = self.tree.text(statement.word);
        let places = self.vocabulary.nodes.iter().enumerate();
        let places = places.filter(|(_, other)| other.kind == here.kind && says(&other.name, &other.also, word));
        let around = places.filter_map(|(_, other)| other.parent).filter(|parent| self.is_near(*parent, node));
        let text = self.tree.text(statement.span);
        let fitting: Vec<NodeId> =
            around.filter(|parent| self.reads_well(text, *parent)).take(MOST_PLACES + 1).collect();
        // What fits around the place itself is likelier than what lies beside it.
        let above =
            |body: &NodeId| std::iter::successors(Some(node), |at| self.vocabulary.parent(*at)).any(|at| at == *body);
        let fitting = match fitting.iter().copied().find(above) {
            Some(nearest) => vec![nearest],
            None => fitting,
        };
        let named = |parent: &NodeId| match &*self.vocabulary.node(*parent).path {
            "" => format!("directly in the {kind}"),
            path => format!("in `{path}`"),
        };
        match fitting.len() {
            1..=MOST_PLACES => format!("it stands {}", fitting.iter().map(named).collect::<Vec<_>>().join(" or ")),
            _ if here.path.is_empty() => format!("see what may stand here: tonne vocabulary {kind}"),
            _ => format!("see what may stand here: tonne vocabulary {kind}.{}", here.path),
        }
    }

    /// Whether a body is one of those around a place, or stands directly in one of them or in the place itself.
    fn is_near(&self, body: NodeId, place: NodeId) -> bool {
        let mut around = std::iter::successors(Some(place), |at| self.vocabulary.parent(*at));
        let above = self.vocabulary.parent(body);
        around.any(|at| at == body || Some(at) == above)
    }

    /// The word of a list that a text may mean: written with spaces or hyphens, or nearly so.
    pub(super) fn meant(&self, list: ListId, text: &str) -> Option<String> {
        let word = underscored(text);
        let exact = self.vocabulary.word_in(list, &word).map(|word| self.vocabulary.word(word).to_owned());
        exact
            .or_else(|| self.vocabulary.said_elsewhere(list, &word).map(str::to_owned))
            .or_else(|| self.vocabulary.last_part(list, &word))
            .or_else(|| self.vocabulary.last_part(list, word.rsplit_once('.')?.1))
            .or_else(|| nearest(&word, self.vocabulary.words_of(list)).map(str::to_owned))
    }

    /// Whether statements may stand in a body just as they are: they are read again to see it.
    pub(super) fn reads_well(&self, text: &str, body: NodeId) -> bool {
        let left = self.trials.get();
        if left == 0 || text.len() > LONGEST {
            return false;
        }
        self.trials.set(left - 1);
        tried(text, body, self.vocabulary)
    }
}

/// Whether statements are read in a body without a finding.
fn tried(text: &str, body: NodeId, vocabulary: &Vocabulary) -> bool {
    let source = Source { id: FileId(0), name: "".into(), text: text.into() };
    let (tree, complaints) = parse(&source, &[], Limits::default());
    if !complaints.is_empty() || tree.children(None).next().is_none() {
        return false;
    }
    let (broken, trials, mut findings) = (Broken::default(), Cell::new(0), Vec::new());
    let (document, symbols, units) = Default::default();
    // The document around it may well list its sources.
    let sources = Sources::elsewhere();
    let (tree, findings) = (&tree, &mut findings);
    let (broken, trials) = (&broken, &trials);
    let mut reader = Reader { tree, vocabulary, findings, broken, trials, document, sources, symbols, units };
    let kind = vocabulary.node(body).kind;
    let mut builder = DocumentBuilder::new(kind, body, "", Span::new(FileId(0), 0, 0), Reading::Partial);
    for at in tree.children(None) {
        match vocabulary.child(body, tree.text(tree.statements[at as usize].word)) {
            Some(field) => reader.field(&mut builder, EntryId::DOCUMENT, at, field),
            None => return false,
        }
    }
    findings.is_empty()
}

/// Whether a word is this name or one of these synonyms.
fn says(name: &str, also: &[String], word: &str) -> bool {
    name == word || also.iter().any(|also| also == word)
}

/// A text as a word is written: small letters, and `_` where there are spaces or hyphens.
fn underscored(text: &str) -> String {
    let parts = text.split(|c: char| c == '-' || c.is_whitespace()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}
