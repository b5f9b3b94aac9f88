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
        .map(|finding| {
            format!(
                "{}: {} {:?} {:?}",
                finding.code,
                finding.message,
                finding.help,
                finding.labels.first().map(|label| label.span.start)
            )
        })
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
                Ok(found) => wrong.push(format!(
                    "{}: expected {}, found {:?}\n{}",
                    rule.id,
                    example.verdict.word(),
                    found,
                    example.text
                )),
                Err(problem) => wrong.push(format!("{}: {problem}", rule.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_word_of_the_vocabulary_is_read_by_a_rule_or_says_why_not() {
    let (rulebook, _) = shipped(Vec::new());
    let read = rulebook.words_read();
    let vocabulary = &rulebook.vocabulary;
    let below =
        |path: &str, above: &str| path == above || path.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    let excused = |path: &str| vocabulary.unread.iter().any(|(above, _)| below(path, above));
    let words = || vocabulary.nodes.iter().map(|node| &*node.path).filter(|path| !path.is_empty());
    let mut silent: Vec<&str> = words().filter(|path| !read.contains(path) && !excused(path)).collect();
    silent.sort_unstable();
    silent.dedup();
    assert!(silent.is_empty(), "no rule reads these words, and nothing says why:\n{}", silent.join("\n"));
    let idle: Vec<&str> = vocabulary
        .unread
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|above| !words().any(|path| below(path, above) && !read.contains(path)))
        .collect();
    assert!(idle.is_empty(), "these excuses are not needed any more:\n{}", idle.join("\n"));
}
