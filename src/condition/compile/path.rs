//! Paths: from a name to the place it means, through bodies, bound names and references.

use super::{Bound, Compiler, Hop, Path, Root, Slot, Typed, Typing};
use crate::finding::Finding;
use crate::syntax::{ExprId, ExprKind};
use crate::vocabulary::{NodeId, ValueType, nearest};

impl Compiler<'_, '_, '_> {
    /// Whether an expression is the way to a fact.
    pub(super) fn is_path(&mut self, id: ExprId) -> bool {
        matches!(self.tree.expr(id).kind, ExprKind::Word | ExprKind::Own(_)) && self.path(id).is_ok()
    }

    /// A path that leads to one value: what repeats on the way must be bound by a quantifier.
    pub(super) fn single(&mut self, id: ExprId) -> Typing<Typed> {
        let typed = self.path(id)?;
        let Some(repeating) = typed.repeats else { return Ok(typed) };
        let name = &self.scope.vocabulary.node(repeating).name;
        Err(Finding::error(
            "rules/condition",
            self.span(id),
            format!("`{}` may be there several times, as `{name}` repeats", self.text(id)),
        )
        .at("which one is meant?")
        .help(format!("write `any {} as x (…)`, `every … as x (…)` or `no … as x (…)`", self.text(id))))
    }

    /// The place where a path leads.
    pub(super) fn path(&mut self, id: ExprId) -> Typing<Typed> {
        let (id, own) = match self.tree.expr(id).kind {
            ExprKind::Own(inner) => (inner, true),
            _ => (id, false),
        };
        if self.tree.expr(id).kind != ExprKind::Word {
            return Err(Finding::error(
                "rules/condition",
                self.span(id),
                format!("expected the way to a fact, found `{}`", self.text(id)),
            )
            .at("not a path")
            .help("write words with dots: additionality.test"));
        }
        let text = self.text(id).to_owned();
        self.path_of(id, &text, own)
    }

    /// The place where a path leads that is written so; `id` is what a finding points at.
    pub(super) fn path_of(&mut self, id: ExprId, text: &str, own: bool) -> Typing<Typed> {
        let mut words = text.split('.');
        let first = words.next().unwrap_or_default();
        let rest: Vec<&str> = words.collect();
        let bound = self.scope.bound.iter().rposition(|bound| bound.open && bound.name == first);
        let mut way = match bound {
            Some(slot) => Way::bound(slot as Slot, &self.scope.bound[slot]),
            None => self.begin(id, first)?,
        };
        for word in rest {
            self.step(id, &mut way, word)?;
        }
        let path = Path { root: way.root, hops: way.hops.into(), own, text: text.into() };
        Ok(Typed { path, nodes: way.nodes, repeats: way.repeats })
    }

    /// The first word: a field of what is visited, or the kind of document for the document around a block.
    fn begin(&self, id: ExprId, word: &str) -> Typing<Way> {
        let vocabulary = self.scope.vocabulary;
        let subject = self.scope.subject;
        if let Some(slot) = self.scope.about {
            let mut way = Way::bound(slot, &self.scope.bound[usize::from(slot)]);
            // What a predicate is about may be called by the word for it.
            let here = vocabulary.node(subject);
            if *here.name != *word || vocabulary.child(subject, word).is_some() {
                self.step(id, &mut way, word)?;
            }
            return Ok(way);
        }
        if let Some(node) = vocabulary.child(subject, word) {
            return Ok(Way::from(Root::Subject, node, self.repeats(node)));
        }
        let here = vocabulary.node(subject);
        let kind = vocabulary.kind(here.kind);
        if *kind.name == *word {
            return Ok(Way { root: Root::Document, hops: Vec::new(), nodes: [kind.root].into(), repeats: None });
        }
        // A rule that visits each value of a word calls the value by that word.
        if here.path.rsplit('.').next() == Some(word) && !here.path.is_empty() {
            return Ok(Way { root: Root::Subject, hops: Vec::new(), nodes: [subject].into(), repeats: None });
        }
        let finding =
            Finding::error("rules/condition", self.span(id), format!("`{word}` is no word of {}", self.place(subject)))
                .at("not in the vocabulary");
        let names = self.scope.bound.iter().filter(|bound| bound.open).map(|bound| bound.name.as_str());
        Err(match nearest(word, vocabulary.words_in_body(subject).chain(names)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("see what may stand there: tonne vocabulary {}", self.place(subject))),
        })
    }

    /// One word further: into the body, or through a reference into another document.
    fn step(&self, id: ExprId, way: &mut Way, word: &str) -> Typing<()> {
        let vocabulary = self.scope.vocabulary;
        let inner: Vec<NodeId> = way.nodes.iter().filter_map(|node| vocabulary.child(*node, word)).collect();
        if !inner.is_empty() {
            way.repeats = way.repeats.or(inner.iter().copied().find(|node| self.repeats(*node)));
            match way.hops.last_mut() {
                Some(hop) => hop.nodes = inner.clone().into(),
                None => way.hops.push(Hop { follows: false, nodes: inner.clone().into() }),
            }
            way.nodes = inner.into();
            return Ok(());
        }
        let targets: Vec<NodeId> = way
            .nodes
            .iter()
            .flat_map(|node| self.targets(*node))
            .filter_map(|root| vocabulary.child(root, word))
            .collect();
        if targets.is_empty() {
            return Err(self.no_step(id, way, word));
        }
        way.repeats = way.repeats.or(targets.iter().copied().find(|node| self.repeats(*node)));
        way.hops.push(Hop { follows: true, nodes: targets.clone().into() });
        way.nodes = targets.into();
        Ok(())
    }

    /// Whether there may be several values at a place.
    fn repeats(&self, node: NodeId) -> bool {
        let node = self.scope.vocabulary.node(node);
        node.many || node.inverse.is_some()
    }

    /// The documents that a fact at this place may name, or that name the document of this place.
    pub(super) fn targets(&self, node: NodeId) -> Vec<NodeId> {
        let vocabulary = self.scope.vocabulary;
        if let Some(reference) = vocabulary.node(node).inverse {
            return vec![vocabulary.kind(vocabulary.node(reference).kind).root];
        }
        let root = |name: &str| vocabulary.kind_named(name).map(|kind| vocabulary.kind(kind).root);
        match &vocabulary.node(node).value {
            ValueType::Reference(kinds) => kinds.iter().map(|kind| vocabulary.kind(*kind).root).collect(),
            ValueType::Country => root("country").into_iter().collect(),
            ValueType::Organisation => root("organisation").into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a path leads to documents, or to the names of documents.
    pub(super) fn is_document(&self, typed: &Typed) -> bool {
        let node = self.scope.vocabulary.node(typed.nodes[0]);
        node.inverse.is_some() || !self.targets(typed.nodes[0]).is_empty()
    }

    fn no_step(&self, id: ExprId, way: &Way, word: &str) -> Finding {
        let vocabulary = self.scope.vocabulary;
        let here = way.nodes[0];
        let inner = vocabulary.words_in_body(here);
        let behind = self.targets(here).into_iter().flat_map(|root| vocabulary.words_in_body(root));
        let finding =
            Finding::error("rules/condition", self.span(id), format!("`{word}` is no word of {}", self.place(here)))
                .at("not in the vocabulary");
        match nearest(word, inner.chain(behind)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("see what may stand there: tonne vocabulary {}", self.place(here))),
        }
    }

    pub(super) fn value_type(&self, typed: &Typed) -> &ValueType {
        self.scope.vocabulary.asked_as(typed.nodes[0])
    }

    pub(super) fn place(&self, node: NodeId) -> String {
        let vocabulary = self.scope.vocabulary;
        let here = vocabulary.node(node);
        let kind = &vocabulary.kind(here.kind).name;
        if here.path.is_empty() { kind.to_string() } else { format!("{kind}.{}", here.path) }
    }
}

/// A path while it is walked.
struct Way {
    root: Root,
    hops: Vec<Hop>,
    nodes: Box<[NodeId]>,
    repeats: Option<NodeId>,
}

impl Way {
    fn from(root: Root, node: NodeId, many: bool) -> Way {
        Way {
            root,
            hops: vec![Hop { follows: false, nodes: [node].into() }],
            nodes: [node].into(),
            repeats: many.then_some(node),
        }
    }

    fn bound(slot: Slot, bound: &Bound) -> Way {
        Way { root: Root::Slot(slot), hops: Vec::new(), nodes: bound.nodes.clone(), repeats: None }
    }
}
