//! Messages with places for values: `{path}`, `{a.field}`, `{a + b}`, `{limits.most}`, `{missing}`; `[ ]` where known.

use crate::condition::{Evaluator, Figure, Path};

/// What stands in a written message for what is computed from many facts.
pub const COMPUTED: &str = "…";

/// A message.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a message.
#[derive(Clone, Debug)]
pub enum Part {
    /// Words.
    Text(String),
    /// The deciding value at a path, with its unit.
    Value(Path),
    /// A computed value, with its unit.
    Term(Box<Figure>),
    /// What is silent.
    Missing,
    /// What is said only where all values in it are known.
    WhereKnown(Vec<Part>),
}

impl Template {
    /// The message with its values: bound names stand for what they stood for last. `missing` is what is silent.
    pub fn fill(&self, evaluator: &mut Evaluator<'_>, missing: &str) -> String {
        let said = self.parts.iter().map(|part| match part {
            Part::WhereKnown(_) => part.fill(evaluator, missing).unwrap_or_default(),
            _ => part.fill(evaluator, missing).unwrap_or_else(|| "unknown".to_owned()),
        });
        said.collect()
    }

    /// The message as its rule writes it, for a reader: [`COMPUTED`] stands for what is computed from many facts.
    pub fn written(&self) -> String {
        self.parts.iter().map(Part::written).collect()
    }
}

impl Part {
    fn fill(&self, evaluator: &mut Evaluator<'_>, missing: &str) -> Option<String> {
        match self {
            Part::Text(words) => Some(words.clone()),
            Part::Value(path) => evaluator.first(path).map(|located| evaluator.tell(located)),
            Part::Term(figure) => evaluator.figure(figure),
            Part::Missing => Some(missing.to_owned()),
            Part::WhereKnown(parts) => parts.iter().map(|part| part.fill(evaluator, missing)).collect(),
        }
    }

    fn written(&self) -> String {
        match self {
            Part::Text(words) => words.clone(),
            Part::Value(path) => format!("{{{}}}", path.text),
            Part::Term(figure) if figure.text.contains('(') => COMPUTED.to_owned(),
            Part::Term(figure) => format!("{{{}}}", figure.text),
            Part::Missing => "{what is missing}".to_owned(),
            Part::WhereKnown(parts) => format!("[{}]", parts.iter().map(Part::written).collect::<String>()),
        }
    }
}
