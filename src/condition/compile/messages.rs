//! What is wrong with a condition, in words.

use super::Compiler;
use crate::finding::Finding;
use crate::syntax::ExprId;
use crate::vocabulary::ValueType;

impl Compiler<'_, '_, '_> {
    pub(super) fn no_condition(&self, id: ExprId) -> Finding {
        Finding::error("rules/condition", self.span(id), "expected a condition")
            .at("this has a value, but it is neither true nor false")
            .help("compare it: `… = …`, `… < …`, `… is stated`")
    }

    pub(super) fn mismatch(
        &self,
        left: ExprId,
        left_type: &ValueType,
        right: ExprId,
        right_type: &ValueType,
    ) -> Finding {
        Finding::error(
            "rules/condition",
            self.span(left).to(self.span(right)),
            format!("`{}` and `{}` cannot be compared", self.text(left), self.text(right)),
        )
        .at(format!("{} against {}", self.say(left_type), self.say(right_type)))
    }

    /// A type in words.
    pub(super) fn say(&self, value: &ValueType) -> String {
        match value {
            ValueType::Nothing => "a block".to_owned(),
            ValueType::Word(_) => "a word".to_owned(),
            ValueType::YesNo => "a yes/no fact".to_owned(),
            ValueType::Count => "a number".to_owned(),
            ValueType::Quantity(Some((dimension, unit))) if unit.is_empty() => {
                self.scope.vocabulary.units.describe(*dimension)
            }
            ValueType::Quantity(Some((_, unit))) => format!("a quantity in {unit}"),
            ValueType::Quantity(None) | ValueType::Quantities => "a quantity".to_owned(),
            ValueType::Money => "an amount of money".to_owned(),
            ValueType::Date | ValueType::Period => "a date".to_owned(),
            ValueType::Version => "a version".to_owned(),
            ValueType::Country => "a country".to_owned(),
            ValueType::Reference(_) | ValueType::Organisation => "a name".to_owned(),
            _ => "a text".to_owned(),
        }
    }
}
