//! Conditions that have a name, and one state asked of several facts.

use super::{Bound, Compiler, Condition, Form, Predicate, Typed, Typing, state};
use crate::finding::Finding;
use crate::source::{Source, Span};
use crate::syntax::{ExprId, ExprKind, Quantifier, Run, parse_expression};
use crate::vocabulary::NodeId;

/// So deep predicates may stand in one another.
const MOST_DEEP: usize = 8;

impl Compiler<'_, '_, '_> {
    /// `x is name`: the condition of that name about `x`; nothing where no predicate has the name.
    pub(super) fn predicate(&mut self, typed: &Typed, name: ExprId) -> Typing<Option<Form>> {
        let predicates = self.scope.predicates;
        let Some(predicate) = predicates.iter().find(|known| known.name == self.text(name)) else { return Ok(None) };
        let span = self.span(name);
        let Some(subject) = self.asked_of(predicate, typed) else {
            let places: Vec<String> = predicate.of.iter().map(|node| self.place(*node)).collect();
            let message = format!("`{}` is asked of {}, not of this", predicate.name, places.join(", "));
            return Err(Finding::error("rules/condition", span, message).at("here"));
        };
        let slot = self.scope.bound.len();
        if slot >= 200 || self.depth >= MOST_DEEP {
            let message = format!("`{}` leads too deep into other predicates, or to itself", predicate.name);
            return Err(Finding::error("rules/condition", span, message).at("here"));
        }
        // Inside, only the fact that it is about has a name.
        let open: Vec<bool> = self.scope.bound.iter_mut().map(|bound| std::mem::take(&mut bound.open)).collect();
        self.scope.bound.push(Bound { name: String::new(), nodes: typed.nodes.clone(), open: false });
        let before = (self.scope.subject, self.scope.about);
        (self.scope.subject, self.scope.about) = (subject, Some(slot as u8));
        let inner = self.inlined(predicate, span);
        (self.scope.subject, self.scope.about) = before;
        self.scope.bound.iter_mut().zip(open).for_each(|(bound, open)| bound.open = open);
        self.scope.bound.iter_mut().skip(slot).for_each(|bound| {
            bound.open = false;
            bound.name.clear();
        });
        let body = Condition { form: Form::Predicate(predicate.name.as_str().into(), inner?.into()), span };
        let (path, slot) = (typed.path.clone(), slot as u8);
        Ok(Some(Form::Quantified { quantifier: Quantifier::Any, path, slot, body: Some(body.into()) }))
    }

    /// The place that a predicate is about, where a path leads to one.
    fn asked_of(&self, predicate: &Predicate, typed: &Typed) -> Option<NodeId> {
        let behind = typed.nodes.iter().flat_map(|node| self.targets(*node));
        typed.nodes.iter().copied().chain(behind).find(|node| predicate.of.contains(node))
    }

    /// The condition of a predicate, which stands where it is used.
    fn inlined(&mut self, predicate: &Predicate, used: Span) -> Typing<Condition> {
        let source = Source { text: predicate.holds.as_str().into(), ..Source::nowhere() };
        let (tree, expr, problems) = parse_expression(&source, Span::new(source.id, 0, source.text.len() as u32));
        let broken = |problem: Finding| {
            let message = format!("the predicate `{}` cannot be used here: {}", predicate.name, problem.message);
            Finding::error("rules/condition", used, message).at("here")
        };
        let Some(expr) = expr.filter(|_| problems.is_empty()) else {
            let problem = problems.into_iter().next();
            return Err(problem.map_or_else(|| Finding::error("rules/condition", used, "it is empty"), broken));
        };
        let mut compiler = Compiler { tree: &tree, scope: self.scope, others: Vec::new(), depth: self.depth + 1 };
        let mut condition = compiler.condition(expr).map_err(broken)?;
        condition.stand_at(used);
        Ok(condition)
    }

    /// `any of [a, b] in block is shown`.
    pub(super) fn several(
        &mut self,
        id: ExprId,
        quantifier: Quantifier,
        (items, within): (Run, Option<ExprId>),
        asked: ExprId,
    ) -> Typing<Form> {
        let Some(state) = state(self.text(asked)) else {
            let finding = Finding::error("rules/condition", self.span(asked), "expected a state after `is`");
            return Err(finding.at("here").help("there are shown, denied, stated, silent, none and not_required"));
        };
        let block = match within {
            Some(block) if self.tree.expr(block).kind == ExprKind::Word => format!("{}.", self.text(block)),
            Some(block) => {
                let finding = Finding::error("rules/condition", self.span(block), "expected the way to a block");
                return Err(finding.at("here"));
            }
            None => String::new(),
        };
        let items: Vec<ExprId> = self.tree.run(items).collect();
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            let text = format!("{block}{}", self.text(item));
            let path = self.path_of(item, &text, false)?.path;
            parts.push(Condition { form: Form::State(state, path), span: self.span(item) });
        }
        let span = self.span(id);
        Ok(match quantifier {
            Quantifier::Any => Form::Any(parts.into()),
            Quantifier::Every => Form::All(parts.into()),
            Quantifier::No => Form::Not(Box::new(Condition { form: Form::Any(parts.into()), span })),
        })
    }
}
