//! The mutation score of the rulebook: an operator that could be turned, weakened or dropped without any example of its
//! rule noticing is one that nobody has thought through.

mod equations;

use tonne::engine::trial::{rule_mutants, survives, trials};
use tonne::rulebook::shipped;
use tonne::source::LineIndex;

/// Mutants that no example can tell from the rule, or that none tells yet, each with its reason:
/// `rule | part | what was done | reason`.
const REVIEWED: &str = include_str!("survivors.txt");

/// What the examples must notice at least, in parts of a hundred.
const LEAST: usize = 95;

#[test]
fn the_examples_notice_a_rule_that_asks_something_else() {
    let (rulebook, _) = shipped(Vec::new());
    let options = crate::corpus::options();
    let (mut all, mut survivors) = (0, Vec::new());
    for rule in &rulebook.rules {
        let trials = trials(rule, &rulebook, &options);
        let lines = LineIndex::new(&rule.source.text);
        for mutant in rule_mutants(rule) {
            all += 1;
            if survives((rule, &mutant), &trials, &rulebook, &options) {
                let line = lines.position(&rule.source.text, mutant.span.start).line;
                survivors.push((format!("{} | {} | {}", rule.id, mutant.text, mutant.what), line));
            }
        }
    }
    let killed = all - survivors.len();
    println!("{killed} of {all} mutants are noticed: {:.1} %", killed as f64 * 100.0 / all as f64);
    let reviewed: Vec<(&str, &str)> = REVIEWED
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.rsplit_once(" | ").expect("a reason"))
        .collect();
    let new: Vec<String> = survivors
        .iter()
        .filter(|(mutant, _)| !reviewed.iter().any(|(known, _)| known == mutant))
        .map(|(mutant, line)| format!("{mutant} (line {line})"))
        .collect();
    assert!(new.is_empty(), "{} of {all} survive and nobody says why:\n{}", new.len(), new.join("\n"));
    let gone: Vec<&str> = reviewed
        .iter()
        .map(|(known, _)| *known)
        .filter(|known| !survivors.iter().any(|(mutant, _)| mutant == known))
        .collect();
    assert!(gone.is_empty(), "these are noticed now:\n{}", gone.join("\n"));
    assert!(reviewed.iter().all(|(_, reason)| reason.trim().len() > 8), "every survivor has a reason");
    assert!(killed * 100 >= all * LEAST, "{killed} of {all}");
}
