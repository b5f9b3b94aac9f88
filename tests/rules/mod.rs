//! The laws of the rulebook.

use tonne::engine::{self, examine};
use tonne::finding::Verdict;
use tonne::measure::Day;
use tonne::model;
use tonne::rulebook::{Example, Rule, Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;

fn as_of() -> Day {
    Day::parse("2026-11-01").expect("a day")
}

#[test]
fn the_shipped_rulebook_loads_without_a_finding() {
    let (_, findings) = shipped(Vec::new());
    let told: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}: {} {:?} {:?}", finding.code, finding.message, finding.help, finding.labels.first().map(|label| label.span.start)))
        .collect();
    assert!(findings.is_empty(), "{}", told.join("\n"));
}

/// What a rule says of an example: the verdict on the first subject, and the findings of form.
fn verdict_on(rule: &Rule, example: &Example, rulebook: &Rulebook) -> Result<Option<Verdict>, String> {
    let source = Source { id: FileId(0), name: rule.id.as_str().into(), text: example.text.as_str().into() };
    let mut examined = examine(&source, rulebook, Limits::default());
    if let Some(finding) = examined.findings.first() {
        return Err(format!("{}: {} in\n{}", finding.code, finding.message, example.text));
    }
    engine::decide_on_register(&mut examined.documents, rulebook);
    let (model, _) = model::link(examined.documents, &rulebook.vocabulary);
    Ok(engine::verdict(rule, &model, rulebook, as_of()))
}

#[test]
fn every_example_gives_its_verdict() {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for rule in &rulebook.rules {
        for example in &rule.examples {
            match verdict_on(rule, example, &rulebook) {
                Ok(found) if found == Some(example.verdict) => {}
                Ok(found) => wrong.push(format!("{}: expected {}, found {:?}\n{}", rule.id, example.verdict.word(), found, example.text)),
                Err(problem) => wrong.push(format!("{}: {problem}", rule.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples differ\n{}", wrong.len(), wrong.join("\n"));
}
