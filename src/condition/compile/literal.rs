//! Values written in a rule, read by the type of what they are compared with.

use super::{
    Compiler, Country, ExprId, ExprKind, Finding, Interval, Literal, Operator, Quantity, Typed, Typing, Unit,
    ValueType, nearest, parse_amount,
};
use crate::vocabulary::{ListId, WordId};

impl Compiler<'_, '_, '_> {
    /// A literal beside a path.
    pub(super) fn literal(&mut self, id: ExprId, beside: &Typed) -> Typing<Literal> {
        let value = self.value_type(beside).clone();
        match (&self.tree.expr(id).kind, &value) {
            (ExprKind::Word, ValueType::Word(list)) => Ok(Literal::Word(self.word(id, *list)?)),
            (ExprKind::Word, _) => self.word_literal(id, &value).ok_or_else(|| {
                Finding::error(
                    "rules/condition",
                    self.span(id),
                    format!("expected {}, found `{}`", self.say(&value), self.text(id)),
                )
                .at("not a value of this type")
            }),
            _ => self.plain_literal(id, Some(&value)),
        }
    }

    /// A word of a list.
    pub(super) fn word(&self, id: ExprId, list: ListId) -> Typing<WordId> {
        self.scope.vocabulary.word_in(list, self.text(id)).ok_or_else(|| self.unknown_value(id, list))
    }

    pub(super) fn unknown_value(&self, id: ExprId, list: ListId) -> Finding {
        let word = self.text(id);
        let finding =
            Finding::error("rules/condition", self.span(id), format!("`{word}` is no word that this fact can have"))
                .at("not in the vocabulary");
        match nearest(word, self.scope.vocabulary.words_of(list)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => {
                let words: Vec<_> = self.scope.vocabulary.lists[list.0 as usize]
                    .words
                    .iter()
                    .map(|(id, _)| self.scope.vocabulary.word(*id))
                    .collect();
                finding.help(format!("the words are {}", words.join(", ")))
            }
        }
    }

    /// A bare word that is a value of this type.
    pub(super) fn word_literal(&self, id: ExprId, value: &ValueType) -> Option<Literal> {
        if self.tree.expr(id).kind != ExprKind::Word {
            return None;
        }
        let text = self.text(id);
        match value {
            ValueType::Word(list) => self.scope.vocabulary.word_in(*list, text).map(Literal::Word),
            ValueType::YesNo if text == "yes" || text == "no" => Some(Literal::YesNo(text == "yes")),
            ValueType::Country => Country::parse(text).map(Literal::Country),
            _ => None,
        }
    }

    /// A number, date or text.
    pub(super) fn plain_literal(&mut self, id: ExprId, beside: Option<&ValueType>) -> Typing<Literal> {
        let tree = self.tree;
        let text = self.text(id).to_owned();
        let dated = matches!(beside, Some(ValueType::Date | ValueType::Period));
        match tree.expr(id).kind {
            ExprKind::Date => self.interval(id).map(Literal::Date),
            ExprKind::Number { unit: None, .. } if dated => self.interval(id).map(Literal::Date),
            ExprKind::Binary(Operator::To, from, to) => {
                let range = Interval::range(self.interval(from)?, self.interval(to)?);
                range.map(Literal::Date).map_err(|problem| {
                    Finding::error("rules/condition", self.span(id), problem.to_string()).at("this period")
                })
            }
            ExprKind::Number { .. } | ExprKind::Negative(_) => Ok(Literal::Quantity(self.quantity(id)?, text.into())),
            ExprKind::Text { .. } | ExprKind::LongText { .. } => {
                Ok(Literal::Text(tree.string(id).unwrap_or_default().into()))
            }
            _ => Err(Finding::error("rules/condition", self.span(id), format!("expected a value, found `{text}`"))
                .at("neither a fact nor a value")),
        }
    }

    fn interval(&self, id: ExprId) -> Typing<Interval> {
        Interval::parse(self.text(id))
            .map_err(|problem| Finding::error("rules/condition", self.span(id), problem.to_string()).at("this date"))
    }

    fn quantity(&self, id: ExprId) -> Typing<Quantity> {
        match self.tree.expr(id).kind {
            ExprKind::Negative(inner) => {
                let quantity = self.quantity(inner)?;
                Ok(Quantity { amount: -quantity.amount, ..quantity })
            }
            ExprKind::Number { digits, unit } => {
                let amount = parse_amount(self.tree.text(digits)).map_err(|problem| {
                    Finding::error("rules/condition", digits, problem.to_string()).at("this number")
                })?;
                let unit = match unit {
                    None => Unit::ONE,
                    Some(span) => {
                        let units = &self.scope.vocabulary.units;
                        let (digits, text) = (self.tree.text(digits), self.tree.text(span));
                        units.parse(text).map_err(|problem| {
                            let finding = Finding::error("rules/condition", span, problem.to_string()).at("this unit");
                            match units.meant(text) {
                                Some(meant) => finding.help(meant.help(digits)),
                                None => finding,
                            }
                        })?
                    }
                };
                Ok(Quantity::new(amount, unit))
            }
            _ => Err(Finding::error("rules/condition", self.span(id), "expected a number").at("not a number")),
        }
    }
}

impl Literal {
    /// The type of a value; a text beside a version is a version.
    pub(crate) fn value_type(&self, beside: Option<&ValueType>) -> ValueType {
        match self {
            Literal::Quantity(quantity, text) => {
                let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c));
                ValueType::Quantity(Some((quantity.unit.dimension(), unit.into())))
            }
            Literal::Date(_) => ValueType::Date,
            Literal::YesNo(_) => ValueType::YesNo,
            Literal::Country(_) => ValueType::Country,
            Literal::Word(_) => beside.cloned().unwrap_or(ValueType::Text),
            Literal::Text(_) if beside == Some(&ValueType::Version) => ValueType::Version,
            Literal::Text(_) => ValueType::Text,
        }
    }
}
