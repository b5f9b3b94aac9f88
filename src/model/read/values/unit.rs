//! Units of documents: what they mean, and what to write where they mean nothing.

use super::quoted::needless_quotes;
use super::{Reader, shorten, state};
use crate::finding::Finding;
use crate::measure::{Dimension, Meant, Unit, UnitFault, UnitProblem, parse_amount, show};
use crate::model::document::DocumentBuilder;
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::Statement;
use crate::vocabulary::{NodeId, ValueType};

/// Behind so many findings no unit is suggested any more.
const SUGGESTED: usize = 1_000;

impl<'s> Reader<'_, 's> {
    /// `unit tCO2e/MWh`: what stands behind the word, as it stands.
    pub(super) fn unit_field(&mut self, builder: &mut DocumentBuilder, statement: &Statement) -> (Value, Span) {
        let text = self.tree.text(Span::new(statement.head.file, statement.word.end, statement.head.end)).trim();
        if let Some(state) = state(text) {
            return (state, statement.head);
        }
        let span = Span::new(statement.head.file, statement.head.end - text.len() as u32, statement.head.end);
        let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        match self.unit(bare) {
            Err(_) if self.tree.run(statement.values).any(|id| self.is_missing(id)) => {} // the syntax has said so
            Ok(_) if bare != text => self.findings.push(needless_quotes(span, bare)),
            Ok(_) => {}
            Err(problem) => {
                let inside = (text.len() - bare.len()) as u32 / 2;
                let span = Span::new(span.file, span.start + inside, span.end - inside);
                let finding = self.unknown_unit(span, &problem);
                let meant = self.unit_meant(bare).map(|meant| meant.help(""));
                let other = || "write a unit of the vocabulary without spaces, as in tCO2e/MWh".to_owned();
                self.findings.push(match meant.or_else(|| (!is_explained(&problem)).then(other)) {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        }
        (Value::Text(builder.text(bare)), statement.head)
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
        let (at, message) = match apart {
            true => (span, format!("unknown unit `{}`", shorten(text))),
            false if at.is_empty() => (span, problem.to_string()),
            false => (at, problem.to_string()),
        };
        Finding::error("vocabulary/unknown-unit", at, message).at("this unit")
    }

    /// A number whose unit cannot be read, with what to write.
    pub(super) fn amount_without_unit(&self, digits: Span, unit: Span, problem: &UnitProblem, node: NodeId) -> Finding {
        let finding = self.unknown_unit(unit, problem);
        let mended = self.mended(self.tree.text(digits), self.tree.text(unit), node);
        match mended.or_else(|| (!is_explained(problem)).then(|| self.wanted(node))) {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    /// What a place wants.
    pub(super) fn wanted(&self, node: NodeId) -> String {
        match (self.measured_in(node), &self.vocabulary.node(node).value) {
            (Some((_, unit)), _) => format!("write one number with its unit, as in 5 {unit}"),
            (None, ValueType::Money) => {
                "write one number and the currency by its ISO 4217 code, as in 12 USD".to_owned()
            }
            (None, ValueType::Count) => "write a whole number and nothing else".to_owned(),
            (None, _) => "write one number with a unit of the vocabulary, as in 5 tCO2e/MWh".to_owned(),
        }
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
        let meant = self.unit_meant(unit)?;
        match &meant {
            Meant::Unit(unit) | Meant::Near(unit) if !self.measures_it(unit, node) => Some(self.wanted(node)),
            _ => Some(meant.help(&digits)),
        }
    }

    /// What was probably meant by a unit. Beyond many findings nobody reads on, and looking for it takes time.
    fn unit_meant(&self, text: &str) -> Option<Meant> {
        (self.findings.len() < SUGGESTED).then(|| self.vocabulary.units.meant(text)).flatten()
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

/// Whether the message on a unit says already what to write.
fn is_explained(problem: &UnitProblem) -> bool {
    matches!(
        problem.fault,
        UnitFault::Ambiguous { .. } | UnitFault::BareSubstance { .. } | UnitFault::ProductAfterDivision
    )
}
