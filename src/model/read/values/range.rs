//! Ranges in places that take one value: what to write instead.

use super::Reader;
use crate::measure::Interval;
use crate::syntax::{ExprId, ExprKind, Operator};
use crate::vocabulary::{NodeId, ValueType};

/// What to do where a range stands and no place takes one.
pub(super) const ONE_VALUE: &str =
    "write one value; where the source gives a range only, write `unknown` and quote it in a comment";

impl Reader<'_, '_> {
    /// The word of the vocabulary beside this one that takes such a range, or what to do where there is none.
    pub(super) fn instead_of_range(&self, id: ExprId, node: NodeId) -> String {
        let wanted = match self.is_dated(id) {
            true => ValueType::Period,
            false => ValueType::Quantities,
        };
        let beside = self.vocabulary.parent(node).map(|block| &self.vocabulary.node(block).body);
        let mut beside = beside.into_iter().flatten().map(|place| self.vocabulary.node(*place));
        match beside.find(|place| place.value == wanted) {
            Some(place) => format!("write {} {}", place.name, self.tree.text(self.tree.expr(id).span)),
            None => ONE_VALUE.to_owned(),
        }
    }

    /// Whether both ends of a range are dates; a year alone is a number as well, but one of four digits.
    fn is_dated(&self, id: ExprId) -> bool {
        let ExprKind::Binary(Operator::To, from, to) = self.tree.expr(id).kind else { return false };
        [from, to].into_iter().all(|end| {
            let expr = self.tree.expr(end);
            let text = self.tree.text(expr.span);
            match expr.kind {
                ExprKind::Date => true,
                ExprKind::Number { unit: None, .. } => text.len() == 4 && Interval::parse(text).is_ok(),
                _ => false,
            }
        })
    }
}
