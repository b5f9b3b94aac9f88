//! Numbers, quantities, dates and periods.

use super::Reader;
use crate::finding::Finding;
use crate::measure::{AmountProblem, Interval, Quantity, Unit, parse_amount, show};
use crate::model::document::DocumentBuilder;
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, Operator};
use crate::vocabulary::{NodeId, ValueType};
use rust_decimal::Decimal;

/// A number that cannot be used as it is written.
pub(in crate::model::read) fn unreadable_number(digits: Span, problem: &AmountProblem) -> Finding {
    Finding::error("vocabulary/number", digits, format!("{problem}"))
        .at("this number")
        .help("write digits, with `_` between thousands and `.` before decimals: 15_000 or 1.5")
}

impl Reader<'_, '_> {
    pub(super) fn count(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        match self.quantity(id) {
            Some(quantity) if quantity.unit == Unit::ONE && quantity.amount.fract().is_zero() => {
                Value::Quantity(builder.quantity(quantity, ""))
            }
            Some(_) => self.wrong(id, node),
            None => self.not_a_quantity(id, node),
        }
    }

    pub(super) fn quantity_value(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let Some(quantity) = self.quantity(id) else { return self.not_a_quantity(id, node) };
        match self.fits(quantity, id, node) {
            true => Value::Quantity(builder.quantity(quantity, self.unit_text(id))),
            false => Value::Unknown,
        }
    }

    pub(super) fn quantities(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let (low, high) = match self.tree.expr(id).kind {
            ExprKind::Binary(Operator::To, low, high) => (low, high),
            _ => (id, id),
        };
        match (self.quantity(low), self.quantity(high)) {
            (Some(least), Some(most)) => {
                let first = builder.quantity(least, self.unit_text(low));
                builder.quantity(most, self.unit_text(high));
                Value::Quantities(first)
            }
            _ => self.not_a_quantity(id, node),
        }
    }

    /// A number with its unit; the finding on an unknown unit or a number too long is made here.
    fn quantity(&mut self, id: ExprId) -> Option<Quantity> {
        let tree = self.tree;
        match tree.expr(id).kind {
            ExprKind::Negative(inner) => {
                let quantity = self.quantity(inner)?;
                Some(Quantity { amount: -quantity.amount, ..quantity })
            }
            ExprKind::Number { digits, unit } => {
                let amount = match parse_amount(tree.text(digits)) {
                    Ok(amount) => amount,
                    Err(problem) => {
                        self.findings.push(unreadable_number(digits, &problem));
                        return None;
                    }
                };
                let unit = match unit {
                    None => Unit::ONE,
                    Some(span) => match self.unit(tree.text(span)) {
                        Ok(unit) => unit,
                        Err(problem) => {
                            self.findings.push(
                                Finding::error("vocabulary/unknown-unit", span, format!("{problem}")).at("this unit"),
                            );
                            return None;
                        }
                    },
                };
                Some(Quantity::new(amount, unit))
            }
            _ => None,
        }
    }

    /// The unit of a number as written.
    fn unit_text(&self, id: ExprId) -> &str {
        match self.tree.expr(id).kind {
            ExprKind::Negative(inner) => self.unit_text(inner),
            ExprKind::Number { unit: Some(unit), .. } => self.tree.text(unit),
            _ => "",
        }
    }

    /// Whether a quantity measures what the field measures.
    fn fits(&mut self, quantity: Quantity, id: ExprId, node: NodeId) -> bool {
        let span = self.tree.expr(id).span;
        let text = self.tree.text(span);
        let field = self.vocabulary.node(node);
        match &field.value {
            ValueType::Money => {
                let mut bases = quantity.unit.dimension().factors().collect::<Vec<_>>().into_iter();
                let money =
                    matches!((bases.next(), bases.next()), (Some((base, 1)), None) if base.currency().is_some());
                if !money {
                    self.findings.push(
                        Finding::error(
                            "vocabulary/wrong-dimension",
                            span,
                            format!("expected an amount of money for `{}`, found `{text}`", field.name),
                        )
                        .at("no currency here")
                        .help("write the currency by its ISO 4217 code: 12 USD"),
                    );
                }
                money
            }
            ValueType::Quantity(Some((dimension, unit))) if quantity.unit.dimension() != *dimension => {
                let mut finding = Finding::error(
                    "vocabulary/wrong-dimension",
                    span,
                    format!("`{}` is measured in {unit}, found `{text}`", field.name),
                )
                .at(self.measures(quantity.unit));
                if quantity.unit == Unit::ONE {
                    finding = finding.help(format!("write the unit: {text} {unit}"));
                }
                self.findings.push(finding);
                false
            }
            ValueType::Quantity(Some((_, unit)))
                if &**unit == "%" && quantity.unit == Unit::ONE && quantity.amount.abs() > 1.into() =>
            {
                self.findings.push(
                    Finding::error(
                        "vocabulary/share-without-unit",
                        span,
                        format!("`{text}` without a unit is {}", show(quantity.amount * Decimal::ONE_HUNDRED, "%")),
                    )
                    .at("a share")
                    .help(format!("write {text} %")),
                );
                false
            }
            _ => true,
        }
    }

    /// What a unit measures, by a unit of the same dimension that people know.
    fn measures(&self, unit: Unit) -> String {
        let units = &self.vocabulary.units;
        let dimension = unit.dimension();
        match units.measuring(dimension).next() {
            _ if dimension.is_ratio() => "this is a plain number".to_owned(),
            Some(known) => format!("this is measured in {known}"),
            None => format!("this is {}", units.describe(dimension)),
        }
    }

    pub(super) fn date(&mut self, id: ExprId, node: NodeId) -> Value {
        self.interval(id, node).map_or(Value::Unknown, Value::Date)
    }

    pub(super) fn period(&mut self, id: ExprId, node: NodeId) -> Value {
        let ExprKind::Binary(Operator::To, from, to) = self.tree.expr(id).kind else { return self.date(id, node) };
        let (Some(from), Some(to)) = (self.interval(from, node), self.interval(to, node)) else {
            return Value::Unknown;
        };
        match Interval::range(from, to) {
            Ok(period) => Value::Date(period),
            Err(problem) => {
                let span = self.tree.expr(id).span;
                self.findings.push(Finding::error("vocabulary/date", span, format!("{problem}")).at("this period"));
                Value::Unknown
            }
        }
    }

    fn interval(&mut self, id: ExprId, node: NodeId) -> Option<Interval> {
        let tree = self.tree;
        let expr = tree.expr(id);
        if !matches!(expr.kind, ExprKind::Date | ExprKind::Number { unit: None, .. }) {
            self.wrong(id, node);
            return None;
        }
        match Interval::parse(tree.text(expr.span)) {
            Ok(interval) => Some(interval),
            Err(problem) => {
                self.findings.push(
                    Finding::error("vocabulary/date", expr.span, format!("{problem}"))
                        .at("this date")
                        .help(super::DATES),
                );
                None
            }
        }
    }
}
