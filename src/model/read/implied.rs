//! What statements answer beside their own place, as the vocabulary has it: `renewals 2` says that a renewal is possible.

use super::{Reader, messages};
use crate::model::document::{DocumentBuilder, EntryId};
use crate::model::value::Value;
use crate::vocabulary::{Implied, NodeId, ValueType};
use rust_decimal::Decimal;

impl Reader<'_, '_> {
    /// Enters what the statements of a body answer where the body does not say it itself, and tells where it says
    /// otherwise.
    pub(super) fn implied(&mut self, builder: &mut DocumentBuilder, body: EntryId, node: NodeId) {
        let implied = &self.vocabulary.node(node).implied;
        let mut answered: Vec<NodeId> = implied.iter().map(|implied| implied.to).collect();
        answered.sort_unstable();
        answered.dedup();
        for to in answered {
            let of = |implied: &&Implied| implied.to == to;
            let answers: Vec<(EntryId, bool)> =
                implied.iter().filter(of).flat_map(|implied| self.answers(builder, body, *implied)).collect();
            let Some((first, answer)) = answers.first().copied() else { continue };
            let own = builder.below(body).find(|entry| builder.node(*entry) == to);
            let own = own.map(|entry| (entry, builder.value(entry)));
            let other = answers.iter().find(|(_, other)| *other != answer).map(|(entry, _)| *entry);
            let denied = own.filter(|(_, value)| denies(*value, answer)).map(|(entry, _)| entry);
            match other.or(denied) {
                Some(other) => self.contradicted(builder, to, (first, answer), other),
                None if own.is_none() => builder.derive(body, to, Value::YesNo(answer), first),
                None => {}
            }
        }
    }

    /// The statements in a body that answer a place, and what they answer.
    fn answers(&self, builder: &DocumentBuilder, body: EntryId, implied: Implied) -> Vec<(EntryId, bool)> {
        let said = builder.below(body).filter(|entry| builder.node(*entry) == implied.from);
        let answer = |value: Value| match implied.word {
            Some((word, answer)) => (value == Value::Word(word)).then_some(answer),
            None => self.affirms(builder, value, implied.from),
        };
        said.filter_map(|entry| Some((entry, answer(builder.value(entry))?))).collect()
    }

    /// Whether a value says that there is what its place is about; a day of which there is none says nothing.
    fn affirms(&self, builder: &DocumentBuilder, value: Value, node: NodeId) -> Option<bool> {
        match value {
            Value::None => (self.vocabulary.node(node).value != ValueType::Date).then_some(false),
            Value::Quantity(at) => Some(builder.amount(at) != Decimal::ZERO),
            Value::YesNo(yes) => yes.then_some(true),
            value => value.is_told().then_some(true),
        }
    }

    /// Two statements of which one answers otherwise than the other: neither counts.
    fn contradicted(
        &mut self,
        builder: &mut DocumentBuilder,
        to: NodeId,
        (one, answer): (EntryId, bool),
        other: EntryId,
    ) {
        let say = |entry: EntryId| self.tree.text(builder.span(entry)).to_owned();
        let name = &self.vocabulary.node(to).name;
        let finding =
            messages::otherwise(name, (&say(one), answer, builder.span(one)), (&say(other), builder.span(other)));
        self.findings.push(finding);
        builder.doubt(one);
        builder.doubt(other);
    }
}

/// Whether what is stated says otherwise than an answer.
fn denies(value: Value, answer: bool) -> bool {
    match value {
        Value::YesNo(stated) => stated != answer,
        Value::None => answer,
        _ => false,
    }
}
