//! Conditions and facts in plain words.

use super::{Fact, Reason, path_of, written};
use crate::condition::{Condition, Evaluator, Evidence, Located, Silence, Step, World};
use crate::model::{DocumentId, EntryId, Value};
use crate::rulebook::Rule;
use crate::source::LineIndex;
use crate::vocabulary::NodeId;

/// A verdict while it is told.
pub(super) struct Teller<'t, 'w> {
    pub(super) world: &'t World<'w>,
    pub(super) rule: &'t Rule,
    pub(super) evaluator: Evaluator<'t>,
}

impl Teller<'_, '_> {
    pub(super) fn reason(&mut self, condition: &Condition) -> Reason {
        let step = self.evaluator.steps(condition);
        self.told(&step)
    }

    fn told(&self, step: &Step<'_>) -> Reason {
        let source = &self.rule.source;
        let lines = LineIndex::new(&source.text);
        let span = step.condition.span;
        Reason {
            text: written(self.rule, step.condition.span),
            start: lines.position(&source.text, span.start),
            end: lines.position(&source.text, span.end),
            holds: step.holds,
            about: step.about.map(|located| fact(self.world, &self.evaluator, located)),
            facts: step.facts.iter().flat_map(|item| self.facts(item)).collect(),
            inner: step.inner.iter().map(|inner| self.told(inner)).collect(),
            more: step.more,
        }
    }

    fn facts(&self, item: &Evidence) -> Vec<Fact> {
        let one = |located: Located| fact(self.world, &self.evaluator, located);
        let noted = |located: Located, note: &str| Fact { note: note.to_owned(), ..one(located) };
        match item {
            Evidence::Fact(located) => vec![one(*located)],
            Evidence::Demand(located) => vec![noted(*located, "this asks for it, and fulfils nothing")],
            Evidence::Unresolved(located) => vec![noted(*located, "what it says is not known here")],
            Evidence::Conflict(all) => all.iter().map(|at| noted(*at, "these disagree")).collect(),
            Evidence::Unrelated(left, right) => {
                [left, right].map(|at| noted(*at, "it is not known whether they are one interest")).into()
            }
            Evidence::Missing { node, document, at, silence, searched } => {
                vec![self.missing(*node, Located { document: *document, entry: *at }, *silence, searched)]
            }
        }
    }

    fn missing(&self, node: NodeId, at: Located, silence: Silence, searched: &[DocumentId]) -> Fact {
        let document = self.world.model.document(at.document);
        let several = self.world.vocabulary.node(node).many && document.at(node).next().is_some();
        let names: Vec<&str> = searched.iter().take(6).map(|id| &*self.world.model.document(*id).name).collect();
        let sought = names.join(", ");
        let note = match silence {
            _ if several => format!("there may be more than is said: {sought} was not read in full"),
            _ if self.world.vocabulary.node(node).inverse.is_some() => {
                "there may be others than those that are here".to_owned()
            }
            Silence::Closed => format!("not shown in {sought}"),
            Silence::Open => format!("not said in {sought}, not all of it read in full"),
            Silence::Elsewhere => format!("not said in {sought}; another kind of document owes it"),
        };
        let (say, path) = (self.world.vocabulary.node(node).say.clone(), path_of(self.world, node));
        Fact { say, path, value: None, note, citation: None, span: document.span(at.entry) }
    }
}

/// A fact in plain words.
fn fact(world: &World<'_>, evaluator: &Evaluator<'_>, located: Located) -> Fact {
    let document = world.model.document(located.document);
    let node = document.entry(located.entry).node;
    let (say, value) = match located.entry {
        EntryId::DOCUMENT => {
            (world.vocabulary.kind(document.kind).name.as_ref().into(), Some(document.name.to_string()))
        }
        entry => {
            let says = document.entry(entry).value != Value::Nothing;
            (world.vocabulary.node(node).say.clone(), says.then(|| evaluator.show(located)))
        }
    };
    let is_block = value.is_none();
    let citation = document.citation(located.entry);
    let inferred = citation.is_some_and(|citation| citation.inferred);
    Fact {
        say,
        path: path_of(world, node),
        value,
        note: match (inferred, is_block) {
            (true, _) => "concluded by whoever wrote this file; the source does not say it".to_owned(),
            (false, _) if document.entry(located.entry).value == Value::None => "there is none".to_owned(),
            (false, _) if document.entry(located.entry).value == Value::NotRequired => "none is needed".to_owned(),
            (false, true) => "it is there".to_owned(),
            (false, false) => String::new(),
        },
        citation: citation.map(|citation| document.text(citation.text).to_owned()).filter(|text| !text.is_empty()),
        span: document.span(located.entry),
    }
}
