//! Equations from the tree to their compact form.

use super::Reader;
use crate::measure::parse_amount;
use crate::model::document::{DocumentBuilder, EntryId};
use crate::model::formula::{Arithmetic, Formula, Function, Term, TermKind};
use crate::syntax::{Expr, ExprId, ExprKind, Operator, Run, Statement};

impl Reader<'_, '_> {
    /// Keeps the formula of a statement; none where it has no value, or several that do not belong together.
    pub(super) fn formula(&mut self, builder: &mut DocumentBuilder, entry: EntryId, statement: &Statement) {
        let mut values = self.tree.run(statement.values);
        let (Some(root), None) = (values.next(), values.next()) else { return };
        // The parts of an expression stand together, operands before it.
        let span = self.tree.expr(root).span;
        let inside = |id: u32| {
            let part = self.tree.expr(ExprId(id)).span;
            span.start <= part.start && part.end <= span.end
        };
        let first = (0..root.0).rev().take_while(|id| inside(*id)).last().unwrap_or(root.0);
        let mut arguments = Vec::new();
        let mut terms = Vec::with_capacity((root.0 - first + 1) as usize);
        for id in first..=root.0 {
            let expr = self.tree.expr(ExprId(id));
            let kind = self.term(builder, expr, first, &mut arguments);
            terms.push(Term { span: (expr.span.start, expr.span.end), kind });
        }
        builder.formula(Formula { entry, terms: terms.into(), arguments: arguments.into() });
    }

    fn term(&self, builder: &mut DocumentBuilder, expr: &Expr, first: u32, arguments: &mut Vec<u32>) -> TermKind {
        let at = |id: ExprId| id.0.saturating_sub(first);
        match expr.kind {
            ExprKind::Word => TermKind::Symbol(builder.text(self.tree.text(expr.span)), builder.text("")),
            ExprKind::Text { inner, .. } => TermKind::Symbol(builder.text(self.tree.text(inner)), builder.text("")),
            ExprKind::Index(base, indices) => self.indexed(builder, base, indices),
            ExprKind::Number { digits, unit } => match parse_amount(self.tree.text(digits)) {
                Ok(amount) => TermKind::Number(amount, unit.map(|unit| builder.text(self.tree.text(unit)))),
                Err(_) => TermKind::Unknown,
            },
            ExprKind::Negative(inner) => TermKind::Negative(at(inner)),
            ExprKind::Binary(operator, left, right) => match arithmetic(operator) {
                Some(operator) => TermKind::Binary(operator, at(left), at(right)),
                None => TermKind::Unknown,
            },
            ExprKind::Call(name, run) => match Function::named(self.tree.text(self.tree.expr(name).span)) {
                Some(function) if run.end > run.start => {
                    let start = arguments.len() as u32;
                    arguments.extend(self.tree.run(run).map(at));
                    TermKind::Call(function, start, run.end - run.start)
                }
                _ => TermKind::Unknown,
            },
            ExprKind::If(condition, then, or) => TermKind::If(at(condition), at(then), at(or)),
            _ => TermKind::Unknown,
        }
    }

    fn indexed(&self, builder: &mut DocumentBuilder, base: ExprId, indices: Run) -> TermKind {
        let name = self.tree.string(base).unwrap_or_else(|| self.tree.text(self.tree.expr(base).span).into());
        let texts: Vec<&str> = self.tree.run(indices).map(|id| self.tree.text(self.tree.expr(id).span)).collect();
        let name = builder.text(&name);
        TermKind::Symbol(name, builder.text(&texts.join(",")))
    }
}

fn arithmetic(operator: Operator) -> Option<Arithmetic> {
    Some(match operator {
        Operator::Equal => Arithmetic::Equal,
        Operator::Unequal => Arithmetic::Unequal,
        Operator::Less => Arithmetic::Less,
        Operator::AtMost => Arithmetic::AtMost,
        Operator::Greater => Arithmetic::Greater,
        Operator::AtLeast => Arithmetic::AtLeast,
        Operator::And => Arithmetic::And,
        Operator::Or => Arithmetic::Or,
        Operator::Add => Arithmetic::Add,
        Operator::Subtract => Arithmetic::Subtract,
        Operator::Multiply => Arithmetic::Multiply,
        Operator::Divide => Arithmetic::Divide,
        Operator::Power => Arithmetic::Power,
        Operator::In | Operator::Is | Operator::To => return None,
    })
}
