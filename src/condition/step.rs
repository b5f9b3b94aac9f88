//! The evaluation as a tree: each condition with how it came out, and the facts that it read.

use super::evaluate::{Evaluator, Located};
use super::fetch::Found;
use super::{Condition, Evidence, Form};
use crate::syntax::Quantifier;

/// A condition as it came out.
#[derive(Debug)]
pub struct Step<'c> {
    /// The condition.
    pub condition: &'c Condition,
    /// The value that its bound name stood for.
    pub about: Option<Located>,
    /// Whether it holds; `None` where that is not known.
    pub holds: Option<bool>,
    /// What it read itself: facts, and what it sought in vain.
    pub facts: Vec<Evidence>,
    /// The conditions inside it; for `any`, `every` and `no` once for each value.
    pub inner: Vec<Step<'c>>,
    /// How many values more there are than `inner` shows.
    pub more: usize,
}

/// More conditions than these no reader follows.
const MOST_STEPS: usize = 256;

/// So many values of one path are shown, those that decide first.
const MOST_VALUES: usize = 8;

impl Evaluator<'_> {
    /// How a condition came out, part by part.
    pub fn steps<'c>(&mut self, condition: &'c Condition) -> Step<'c> {
        self.walk(condition, None, &mut { MOST_STEPS })
    }

    fn walk<'c>(&mut self, condition: &'c Condition, about: Option<Located>, left: &mut usize) -> Step<'c> {
        *left = left.saturating_sub(1);
        let holds = self.condition(condition);
        let mut step = Step { condition, about, holds, facts: Vec::new(), inner: Vec::new(), more: 0 };
        if *left == 0 {
            return step;
        }
        match &condition.form {
            Form::All(parts) | Form::Any(parts) => {
                step.inner = parts.iter().map(|part| self.walk(part, None, left)).collect();
            }
            Form::Not(inner) | Form::Here(inner) | Form::Predicate(_, inner) => {
                step.inner.push(self.walk(inner, None, left))
            }
            Form::Quantified { quantifier, path, slot, body: Some(body) } => {
                let mut found = Found::new();
                step.facts = self.fetch_recording(path, &mut found).missed.into_vec();
                let mut values: Vec<(Option<bool>, Located)> = Vec::with_capacity(found.len());
                for located in found {
                    // Where there is none, nothing is asked of it: that decides by itself.
                    if self.told(located) == Some(false) {
                        step.facts.push(Evidence::Fact(located));
                        continue;
                    }
                    values.push((self.with(*slot, located, |this| this.condition(body)), located));
                }
                // Those that decide come first, the others in the order of the text.
                let sought = Some(*quantifier != Quantifier::Every);
                values.sort_by_key(|(holds, _)| *holds != sought);
                step.more = values.len().saturating_sub(MOST_VALUES);
                for (_, located) in values.into_iter().take(MOST_VALUES) {
                    let inner = self.with(*slot, located, |this| this.walk(body, Some(located), left));
                    step.inner.push(inner);
                }
            }
            _ => step.facts = self.explain(condition, holds),
        }
        step
    }
}
