//! Numbers, quantities, dates and periods.

use super::Reader;
use crate::finding::Finding;
use crate::measure::{
    AmountProblem, Interval, Quantity, QuantityProblem, QuantityRange, Unit, parse_amount, show, two_readings,
};
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
    /// A number of things; what is unknown without a finding is told by [`Reader::value`].
    pub(super) fn count(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let Some(quantity) = self.quantity(id, node) else { return Value::Unknown };
        let whole = quantity.unit == Unit::ONE && quantity.amount.fract().is_zero();
        match self.is_clear(id, node) && whole && self.is_possible(quantity, id, node) {
            true => Value::Quantity(builder.quantity(quantity, "")),
            false => Value::Unknown,
        }
    }

    /// A quantity of what the place measures.
    pub(super) fn quantity_value(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let Some(quantity) = self.quantity(id, node) else { return Value::Unknown };
        let sound = self.is_clear(id, node) && self.fits(quantity, id, node) && self.is_possible(quantity, id, node);
        if !sound {
            return Value::Unknown;
        }
        let kept = builder.quantity(quantity, self.unit_text(id));
        if self.is_bare(id) && self.measured_in(node).is_none() && two_readings(self.digits(id)).is_some() {
            builder.open_point(kept);
        }
        Value::Quantity(kept)
    }

    /// Whether a number stands without a unit.
    fn is_bare(&self, id: ExprId) -> bool {
        self.unit_text(id).is_empty()
    }

    /// The digits of a number, without its sign.
    fn digits(&self, id: ExprId) -> &str {
        match self.tree.expr(id).kind {
            ExprKind::Negative(inner) => self.digits(inner),
            ExprKind::Number { digits, .. } => self.tree.text(digits),
            _ => "",
        }
    }

    /// Two quantities, the least and the most; one stands for both.
    pub(super) fn quantities(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let (low, high) = match self.tree.expr(id).kind {
            ExprKind::Binary(Operator::To, low, high) => (low, high),
            _ => (id, id),
        };
        let Some(least) = self.quantity(low, node) else { return Value::Unknown };
        let Some(most) = self.quantity(high, node) else { return Value::Unknown };
        if !self.is_clear(low, node) || (low != high && !self.is_clear(high, node)) {
            return Value::Unknown;
        }
        if let Err(problem) = QuantityRange::new(least, most) {
            self.findings.push(self.no_range(problem, low, high));
            return Value::Unknown;
        }
        let first = builder.quantity(least, self.unit_text(low));
        builder.quantity(most, self.unit_text(high));
        Value::Quantities(first)
    }

    /// Two quantities between which nothing lies: often the first has lost its unit, as in `5..10 %`.
    fn no_range(&self, problem: QuantityProblem, low: ExprId, high: ExprId) -> Finding {
        let (from, to) = (self.tree.expr(low).span, self.tree.expr(high).span);
        let code = match problem {
            QuantityProblem::Dimension => "vocabulary/wrong-dimension",
            _ => "vocabulary/number",
        };
        let help = match (self.unit_text(low), self.unit_text(high), problem) {
            ("", unit, _) if !unit.is_empty() => {
                format!("write the unit at both ends: {} {unit}..{}", self.tree.text(from), self.tree.text(to))
            }
            (_, _, QuantityProblem::Dimension) => "write both ends in units of one sort".to_owned(),
            _ => "write the lesser of the two first".to_owned(),
        };
        Finding::error(code, from.to(to), problem.to_string()).at("from the first to the second").help(help)
    }

    /// A number with its unit; the finding on an unknown unit or a number too long is made here.
    fn quantity(&mut self, id: ExprId, node: NodeId) -> Option<Quantity> {
        let tree = self.tree;
        match tree.expr(id).kind {
            ExprKind::Negative(inner) => {
                let quantity = self.quantity(inner, node)?;
                Some(Quantity { amount: -quantity.amount, ..quantity })
            }
            ExprKind::Number { digits, unit } => {
                let amount = self.amount(digits)?;
                let Some(span) = unit else { return Some(Quantity::number(amount)) };
                match self.unit(tree.text(span)) {
                    Ok(unit) => Some(Quantity::new(amount, unit)),
                    Err(problem) => {
                        self.findings.push(self.amount_without_unit(digits, span, &problem, node));
                        None
                    }
                }
            }
            _ => None,
        }
    }

    fn amount(&mut self, digits: Span) -> Option<Decimal> {
        let problem = match parse_amount(self.tree.text(digits)) {
            Ok(amount) => return Some(amount),
            Err(problem) => problem,
        };
        self.findings.push(unreadable_number(digits, &problem));
        None
    }

    /// Whether the point of a number can only be a decimal one. Of what is counted by the thousand, `1.500` is fifteen
    /// hundred to half of the world: then nobody is accused of having asked for one and a half.
    fn is_clear(&mut self, id: ExprId, node: NodeId) -> bool {
        let tree = self.tree;
        let (sign, number) = match tree.expr(id).kind {
            ExprKind::Negative(inner) => ("-", inner),
            _ => ("", id),
        };
        let ExprKind::Number { digits, unit } = tree.expr(number).kind else { return true };
        let (digits, unit) = (tree.text(digits), unit.map_or("", |span| tree.text(span)));
        let Some((whole, decimal)) = two_readings(digits) else { return true };
        let place = self.vocabulary.node(node);
        let unit = match (unit, self.measured_in(node)) {
            ("", Some((_, own))) => own,
            _ => unit,
        };
        let many = match self.vocabulary.units.parse(unit) {
            Ok(unit) => self.vocabulary.is_by_thousands(unit),
            Err(_) => matches!(place.value, ValueType::Count | ValueType::Money),
        };
        if !many {
            return true;
        }
        let shown = |digits: &str| format!("{sign}{digits} {unit}").trim_end().to_owned();
        let (whole, decimal) = (shown(&whole), shown(&decimal));
        let span = tree.expr(id).span;
        self.findings.push(
            Finding::error(
                "vocabulary/ambiguous-point",
                span,
                format!("`{}` can be read as {whole} and as {decimal}", tree.text(span)),
            )
            .at("thousands, or decimals?")
            .help(format!("write {whole} or {decimal}, whichever the source means")),
        );
        false
    }

    /// Whether a quantity can be at all what its place holds.
    fn is_possible(&mut self, quantity: Quantity, id: ExprId, node: NodeId) -> bool {
        let field = self.vocabulary.node(node);
        let Some(bound) = field.bounds.passed(&quantity) else { return true };
        let span = self.tree.expr(id).span;
        self.findings.push(
            Finding::error(
                "vocabulary/impossible-quantity",
                span,
                format!("`{}` is {bound}, found `{}`", field.name, self.tree.text(span)),
            )
            .at("beyond what is possible")
            .help("compare it with the source; write `unknown` where the source itself says so"),
        );
        false
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
                let money = quantity.unit.dimension().currency().is_some();
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
