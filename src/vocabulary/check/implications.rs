//! Which statements answer another place, and which dates are of what has happened.

use super::Checker;
use crate::vocabulary::{Field, Implied, NodeId, ValueType, WordId};

impl<'f> Checker<'f> {
    /// Whether a date is of something that has happened; a complaint where the field holds none.
    pub(super) fn past(&mut self, place: &str, field: &Field) -> bool {
        let dated = matches!(field.value.as_deref(), Some("date" | "period"));
        if field.past && !dated {
            self.complain(place, "only a date or a period can be past".to_owned());
        }
        field.past && dated
    }

    /// Finds the places that statements answer, each in the nearest block that has it.
    pub(super) fn implications(&mut self) {
        for (from, field) in std::mem::take(&mut self.implying) {
            for name in &field.implies {
                self.imply(from, name, None);
            }
            for (word, answers) in
                field.words.0.iter().flat_map(|(word, of)| of.implies.0.iter().map(move |it| (word, it)))
            {
                let word = self.word(word);
                self.imply(from, &answers.0, Some((word, answers.1)));
            }
        }
    }

    fn imply(&mut self, from: NodeId, name: &str, word: Option<(WordId, bool)>) {
        let mut block = self.vocabulary.node(from).parent;
        while let Some(around) = block {
            let to = self.vocabulary.child(around, name).filter(|to| *to != from);
            if let Some(to) = to.filter(|to| self.vocabulary.node(*to).value == ValueType::YesNo) {
                self.vocabulary.nodes[around.0 as usize].implied.push(Implied { from, to, word });
                return;
            }
            block = self.vocabulary.node(around).parent;
        }
        let here = self.vocabulary.node(from);
        let place = format!("{}.{}", self.vocabulary.kind(here.kind).name, here.path);
        self.complain(&place, format!("no place with yes or no around it is called `{name}`"));
    }
}
