//! What to write in place of a value that does not fit.

use super::{DATES, PERIODS};
use crate::measure::days_meant;
use crate::model::read::Reader;
use crate::syntax::{ExprId, ExprKind, Operator};
use crate::vocabulary::{NodeId, ValueType};

impl Reader<'_, '_> {
    /// What to write in place of a value of another type.
    pub(super) fn instead(&self, id: ExprId, node: NodeId) -> Option<String> {
        match &self.vocabulary.node(node).value {
            ValueType::Period => Some(PERIODS.to_owned()),
            ValueType::Quantities => None,
            _ if matches!(self.tree.expr(id).kind, ExprKind::Binary(Operator::To, ..)) => {
                Some(self.instead_of_range(id, node))
            }
            ValueType::Word(_) if self.by_commas(id, node).is_some() => self.by_commas(id, node),
            ValueType::Word(list) => Some(match self.meant(*list, self.tree.text(self.tree.expr(id).span)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => self.some_words(*list, node),
            }),
            _ => self.usual(node, self.tree.text(self.tree.expr(id).span)),
        }
    }

    /// How a value of a type is written, in place of a text.
    pub(in crate::model::read) fn usual(&self, node: NodeId, text: &str) -> Option<String> {
        let field = self.vocabulary.node(node);
        let name = &field.name;
        match &field.value {
            ValueType::Date => Some(instead_of_date(text)),
            ValueType::Period => Some(PERIODS.to_owned()),
            ValueType::YesNo => Some("write `yes` or `no`".to_owned()),
            ValueType::Count => Some(format!("write a number, as in `{name} 2`")),
            ValueType::Quantity(Some((_, unit))) => Some(format!("write a number and a unit, as in `{name} 5 {unit}`")),
            ValueType::Money => Some(format!("write an amount and a currency, as in `{name} 5 MUSD`")),
            ValueType::Word(list) => Some(self.some_words(*list, node)),
            _ => None,
        }
    }

    /// `tests and eligibility_only`: two values with a comma between them.
    fn by_commas(&self, id: ExprId, node: NodeId) -> Option<String> {
        let field = self.vocabulary.node(node);
        let text = self.tree.text(self.tree.expr(id).span);
        let written = format!("{} {}", field.name, text.replace(" and ", ", ").replace(" or ", ", "));
        let both = matches!(self.tree.expr(id).kind, ExprKind::Binary(Operator::And | Operator::Or, ..)) && field.many;
        (both && self.reads_well(&written, self.vocabulary.parent(node)?)).then(|| format!("write {written}"))
    }
}

/// The day that is meant by `1 June 2025`, or the two that `06/01/2025` may mean.
fn instead_of_date(text: &str) -> String {
    match days_meant(text).iter().map(ToString::to_string).collect::<Vec<_>>().as_slice() {
        [day] => format!("write `{day}`"),
        [one, other] => format!("write `{one}` or `{other}`, whichever it means"),
        _ => DATES.to_owned(),
    }
}
