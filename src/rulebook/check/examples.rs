//! The examples of a rule: each has one verdict, and may say more of its finding.

use super::super::Example;
use super::super::written::{self, Text};
use super::{Checker, SEVERITIES};
use crate::finding::Verdict;

impl Checker<'_> {
    /// Reads the examples; what is wrong with one is a finding.
    pub(super) fn examples(&mut self, written: &written::Rule) -> Vec<Example> {
        let mut examples = Vec::with_capacity(written.examples.len());
        for example in &written.examples {
            let verdicts = [
                (Verdict::Breached, &example.breached),
                (Verdict::NotShown, &example.not_shown),
                (Verdict::Met, &example.met),
                (Verdict::Unproven, &example.unproven),
                (Verdict::NotApplicable, &example.not_applicable),
            ];
            let mut given = verdicts.iter().filter_map(|(verdict, text)| Some((*verdict, text.as_ref()?)));
            let severity = example.severity.as_ref().and_then(|text| self.word(text, &SEVERITIES));
            match (given.next(), given.next()) {
                (Some((verdict, text)), None) => examples.push(Example {
                    verdict,
                    text: text.value.clone(),
                    says: example.says.as_ref().map(|text| text.value.clone()),
                    severity,
                    under: example.under.0.iter().map(|program| program.value.clone()).collect(),
                    span: self.span(text),
                }),
                (_, second) => {
                    let examples = Text { value: "examples".to_owned(), ..Text::default() };
                    let at = second.map_or(examples, |(_, text)| text.clone());
                    let message = "an example has one verdict: breached, not_shown, met, unproven or not_applicable";
                    self.complain("rules/example", &at, message.to_owned(), None);
                }
            }
        }
        examples
    }
}
