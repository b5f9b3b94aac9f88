//! Terms in messages: typed as in a condition, each with the unit in which it is printed.

use super::{Arithmetic, Compiler, ExprId, Finding, Scope, Term, Typing, ValueType};
use crate::condition::Figure;
use crate::measure::{Dimension, Quantity, Unit};
use crate::syntax::Tree;

/// Types an expression as a term that a message prints; names bound anywhere in the rule may be used.
pub fn compile_figure(tree: &Tree<'_>, expr: ExprId, scope: &mut Scope<'_>) -> Result<Figure, Finding> {
    for bound in &mut scope.bound {
        bound.open = true;
    }
    Compiler { tree, scope, others: Vec::new(), depth: 0 }.figure(expr)
}

impl Compiler<'_, '_, '_> {
    fn figure(&mut self, id: ExprId) -> Typing<Figure> {
        let (term, value) = self.term(id, None)?;
        let unit = self.printed_in(id, &term, &value)?;
        Ok(Figure { term, unit, text: self.text(id).into() })
    }

    /// The unit in which a value of this type is printed: its own, or the first of the vocabulary that measures it.
    fn printed_in(&self, id: ExprId, term: &Term, value: &ValueType) -> Typing<Option<(Unit, Box<str>)>> {
        let name = match value {
            ValueType::Count | ValueType::Date | ValueType::Period => return Ok(None),
            ValueType::Quantity(Some((_, written))) if !written.is_empty() => Some(written.clone()),
            ValueType::Quantity(Some((dimension, _))) if *dimension == Dimension::RATIO => match term {
                Term::Arithmetic(Arithmetic::Divide, ..) => Some("%".into()),
                _ => return Ok(None),
            },
            ValueType::Quantity(Some((dimension, _))) => self.name_of(*dimension),
            _ => None,
        };
        let unit = name.and_then(|name| Some((self.scope.vocabulary.units.parse(&name).ok()?, name)));
        match unit {
            Some(unit) => Ok(Some(unit)),
            None => Err(Finding::error(
                "rules/message",
                self.span(id),
                format!("`{}` has no unit to be printed in", self.text(id)),
            )
            .at(format!("this is {}", self.say(value)))
            .help("print a quantity of one dimension that the vocabulary measures, or a date")),
        }
    }

    /// Nothing of what a type measures.
    pub(super) fn zero(&self, value: &ValueType) -> Quantity {
        let name = match value {
            ValueType::Quantity(Some((_, written))) if !written.is_empty() => Some(written.clone()),
            ValueType::Quantity(Some((dimension, _))) => self.name_of(*dimension),
            _ => None,
        };
        let unit = name.and_then(|name| self.scope.vocabulary.units.parse(&name).ok());
        Quantity::new(0.into(), unit.unwrap_or(Unit::ONE))
    }

    /// The unit that documents use for a dimension.
    fn name_of(&self, dimension: Dimension) -> Option<Box<str>> {
        let vocabulary = self.scope.vocabulary;
        let used = vocabulary.nodes.iter().find_map(|node| match &node.value {
            ValueType::Quantity(Some((of, written))) if *of == dimension && !written.is_empty() => {
                Some(written.clone())
            }
            _ => None,
        });
        used.or_else(|| vocabulary.units.measuring(dimension).next().map(Into::into))
    }
}
