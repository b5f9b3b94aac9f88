//! Which words of the vocabulary the rules read.

use super::{Clause, Part, Rule, Rulebook, Visit};
use crate::condition::{Condition, Form, Path, Term};
use crate::equations;
use crate::vocabulary::{NodeId, ValueType, Vocabulary};
use rustc_hash::FxHashSet;

impl Rulebook {
    /// The paths that some rule asks about, with the blocks on the way there.
    pub fn words_read(&self) -> FxHashSet<&str> {
        let mut reads = Reads::new(&self.vocabulary);
        self.rules.iter().flat_map(|rule| &rule.visits).for_each(|visit| reads.visit(visit));
        reads.words
    }

    /// The references that some rules follow backwards.
    pub fn followed_back<'r>(&self, rules: impl Iterator<Item = &'r Rule>) -> FxHashSet<NodeId> {
        let mut reads = Reads::new(&self.vocabulary);
        rules.flat_map(|rule| &rule.visits).for_each(|visit| reads.visit(visit));
        reads.followed_back
    }
}

struct Reads<'v> {
    vocabulary: &'v Vocabulary,
    words: FxHashSet<&'v str>,
    followed_back: FxHashSet<NodeId>,
}

impl<'v> Reads<'v> {
    fn new(vocabulary: &'v Vocabulary) -> Self {
        Reads { vocabulary, words: FxHashSet::default(), followed_back: FxHashSet::default() }
    }

    fn visit(&mut self, visit: &Visit) {
        self.node(visit.node);
        if visit.check.is_some() {
            self.equations(visit.node);
        }
        if let Some((given, _)) = &visit.given {
            self.condition(given);
        }
        visit.clauses.iter().for_each(|clause| self.clause(clause));
    }

    fn node(&mut self, node: NodeId) {
        for above in self.vocabulary.ancestry(node) {
            self.words.insert(&self.vocabulary.node(above).path);
        }
    }

    /// What a check on equations reads, wherever equations may stand.
    fn equations(&mut self, subject: NodeId) {
        for node in &self.vocabulary.nodes {
            let here = matches!(node.value, ValueType::Equation | ValueType::Symbol);
            let parent = node.parent.map(|parent| &self.vocabulary.node(parent).value);
            let inside = parent == Some(&ValueType::Symbol) || node.parent == Some(subject);
            if here || inside && equations::READ.contains(&&*node.name) {
                self.words.insert(&node.path);
            }
        }
    }

    fn path(&mut self, path: &Path) {
        for node in path.hops.iter().flat_map(|hop| hop.nodes.iter()) {
            self.node(*node);
            self.followed_back.extend(self.vocabulary.node(*node).inverse);
        }
    }

    fn clause(&mut self, clause: &Clause) {
        self.condition(&clause.that);
        if let Some(at) = &clause.at {
            self.path(at);
        }
        clause.message.parts.iter().for_each(|part| self.part(part));
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Value(path) => self.path(path),
            Part::Term(figure) => self.term(&figure.term),
            Part::WhereKnown(parts) => parts.iter().for_each(|part| self.part(part)),
            Part::Text(_) | Part::Missing => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.form {
            Form::All(all) | Form::Any(all) => all.iter().for_each(|inner| self.condition(inner)),
            Form::Not(inner) | Form::Here(inner) | Form::Predicate(_, inner) => self.condition(inner),
            Form::State(_, path) | Form::Holds(path) | Form::KindOf(path, _) | Form::Among(path, _) => self.path(path),
            Form::Compare(_, left, right) => {
                self.term(left);
                self.term(right);
            }
            Form::Quantified { path, body, .. } => {
                self.path(path);
                body.iter().for_each(|body| self.condition(body));
            }
            Form::SameInterest(left, right) => {
                self.path(left);
                self.path(right);
            }
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Path(path) => self.path(path),
            Term::Count(path, _, body) => {
                self.path(path);
                body.iter().for_each(|body| self.condition(body));
            }
            Term::Aggregate(total) => {
                self.path(&total.path);
                total.only.iter().for_each(|only| self.condition(only));
                total.term.iter().for_each(|inner| self.term(inner));
            }
            Term::Arithmetic(_, left, right) => {
                self.term(left);
                self.term(right);
            }
            Term::Start(inner) | Term::End(inner) => self.term(inner),
            Term::Literal(_) | Term::AsOf => {}
        }
    }
}
