//! Units of documents: what they mean, and what to write where they mean nothing.

use super::{Reader, state};
use crate::finding::Finding;
use crate::measure::{Dimension, Meant, Unit, UnitFault, UnitProblem, parse_amount, show};
use crate::model::document::DocumentBuilder;
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::Statement;
use crate::vocabulary::{NodeId, ValueType};

impl<'s> Reader<'_, 's> {
    /// `unit tCO2e/MWh`: what stands behind the word, as it stands.
    pub(super) fn unit_field(&mut self, builder: &mut DocumentBuilder, statement: &Statement) -> (Value, Span) {
        let text = self.tree.text(Span::new(statement.head.file, statement.word.end, statement.head.end)).trim();
        let text = text.trim_matches('"');
        if let Some(state) = state(text) {
            return (state, statement.head);
        }
        if let Err(problem) = self.unit(text) {
            let span = Span::new(statement.head.file, statement.head.end - text.len() as u32, statement.head.end);
            let finding = self.unknown_unit(span, &problem);
            self.findings.push(match self.vocabulary.units.meant(text) {
                Some(Meant::Unit(unit)) => finding.help(format!("write {unit}")),
                Some(Meant::Near(unit)) => finding.help(format!("did you mean `{unit}`?")),
                Some(Meant::Ask(help)) => finding.help(help),
                None => finding,
            });
        }
        (Value::Text(builder.text(text)), statement.head)
    }

    /// What a unit means.
    pub(super) fn unit(&mut self, text: &'s str) -> Result<Unit, UnitProblem> {
        if let Some(unit) = self.units.get(text) {
            return Ok(*unit);
        }
        let unit = self.vocabulary.units.parse(text)?;
        self.units.insert(text, unit);
        Ok(unit)
    }

    /// A unit that cannot be read: the whole of it where it stands in several words, else the name that is to blame.
    pub(super) fn unknown_unit(&self, span: Span, problem: &UnitProblem) -> Finding {
        let text = self.tree.text(span);
        let at = Span::new(span.file, span.start + problem.at.start as u32, span.start + problem.at.end as u32);
        let apart = text.contains(char::is_whitespace) && !matches!(problem.fault, UnitFault::Ambiguous { .. });
        let finding = match apart {
            true => Finding::error("vocabulary/unknown-unit", span, format!("unknown unit `{}`", super::shorten(text))),
            false if at.is_empty() => Finding::error("vocabulary/unknown-unit", span, problem.to_string()),
            false => Finding::error("vocabulary/unknown-unit", at, problem.to_string()),
        };
        finding.at("this unit")
    }

    /// How an amount should be written whose unit is none, or stands in words: `5_000_000 USD` for `5 million USD`.
    pub(super) fn mended(&self, digits: &str, unit: &str, node: NodeId) -> Option<String> {
        let units = &self.vocabulary.units;
        let (scale, unit) = units.scaled(unit).map_or((None, unit), |(scale, unit)| (Some(scale), unit));
        let digits = match scale {
            None => digits.to_owned(),
            Some(scale) => show(parse_amount(digits).ok()?.checked_mul(scale)?, ""),
        };
        let own = self.measured_in(node).map(|(_, unit)| unit);
        if unit.is_empty() {
            let unit = own.filter(|_| scale.is_some())?;
            return Some(format!("write {digits} {unit}"));
        }
        let (meant, near) = match units.meant(unit)? {
            Meant::Unit(unit) => (unit, false),
            Meant::Near(unit) => (unit, true),
            Meant::Ask(help) => return Some(help),
        };
        Some(match (self.measures_it(&meant, node), own) {
            (false, Some(own)) => format!("write a quantity in {own}"),
            (false, None) => "write an amount with its currency by its ISO 4217 code: 12 USD".to_owned(),
            (true, _) if near => format!("did you mean `{digits} {meant}`?"),
            (true, _) => format!("write {digits} {meant}"),
        })
    }

    /// What a place measures, where it measures one thing only: its dimension and a unit.
    pub(super) fn measured_in(&self, node: NodeId) -> Option<(Dimension, &str)> {
        match &self.vocabulary.node(node).value {
            ValueType::Quantity(Some((dimension, unit))) => Some((*dimension, unit)),
            _ => None,
        }
    }

    /// Whether a place can be measured in a unit.
    fn measures_it(&self, unit: &str, node: NodeId) -> bool {
        let Ok(unit) = self.vocabulary.units.parse(unit) else { return false };
        match &self.vocabulary.node(node).value {
            ValueType::Quantity(Some((dimension, _))) => unit.dimension() == *dimension,
            ValueType::Money => unit.dimension().currency().is_some(),
            ValueType::Count => unit == Unit::ONE,
            _ => true,
        }
    }
}
