//! What the checks of equations compute is no condition whose operators could be turned; so the equations are: an example
//! that is met, with one sign, factor, unit or word changed, must be noticed.

use tonne::engine::trial::trials;
use tonne::finding::Verdict;
use tonne::rulebook::{Example, shipped};

/// A rule, what stands in one of its examples that are met, and what is put in its place.
const MUTANTS: [(&str, &str, &str); 32] = [
    ("issuance/more-than-the-equations-give", "EG[y] * EF\n", "EG[y] * EF * 0.5\n"),
    ("issuance/more-than-the-equations-give", "EG[y] * EF\n", "EG[y] * EF - 100 tCO2\n"),
    ("issuance/more-than-the-equations-give", "equation ER = BE - PE\n", "equation ER = BE - 2 * PE\n"),
    ("quantification/baseline-emissions-subtracted", "BE - PE", "PE - BE"),
    ("quantification/baseline-emissions-subtracted", "A - B\n", "B - A\n"),
    ("quantification/circular-definition", "S[y - 1]", "S[y]"),
    ("quantification/default-not-conservative", "EG * EF - PE", "BE - EG * EF"),
    ("quantification/default-outdated", "valid_for 100 years", "valid_for 2 years"),
    ("quantification/default-without-source", "source \"IPCC 2006, volume 2\"", "reading full"),
    ("quantification/input-without-origin", "origin monitored", "reading full"),
    ("quantification/efficiency-turned-round", "3.6 / η", "3.6 * η"),
    ("quantification/efficiency-turned-round", "η_old / η_new", "η_new / η_old"),
    ("quantification/larger-option-allowed", "300 kgCO2/MWh", "900 kgCO2/MWh"),
    ("quantification/leakage-not-subtracted", "- LE", "+ LE"),
    ("quantification/no-equation-for-reductions", "equation ER =", "reading full; equation BO ="),
    ("quantification/parameter-unused", "equation ER = BE", "equation BO = BE"),
    ("quantification/percentage-counted-twice", "(1 - U)", "(1 - U) / 100"),
    ("quantification/percentage-not-divided", "(100 - U + 15) / 100", "(100 - U + 15)"),
    ("quantification/percentage-not-divided", "0.15", "15"),
    ("quantification/project-emissions-assumed-zero", "PE = EC * EF", "PE = 0"),
    ("quantification/project-emissions-not-subtracted", "BE[y] - PE[y]", "BE[y] + PE[y]"),
    ("quantification/symbol-undeclared", "parameter EF { unit tCO2e/MWh }", ""),
    ("quantification/total-in-sum", "F[b]) - LE[y]", "F[b] - LE[y])"),
    ("quantification/uncertainty-deduction-adds", "(1 - U)", "(1 + U)"),
    ("quantification/unit-sizes-differ", "D * 10 ^ -3", "D"),
    ("quantification/unit-sizes-differ", "kg(CH4)/m3(CH4)", "t(CH4)/m3(CH4)"),
    ("quantification/units-do-not-match", "C[y] * 44/12", "C[y]"),
    ("quantification/units-do-not-match", "V * D * GWP", "V * D"),
    ("quantification/units-do-not-match", "PE [y] { unit tCO2e }", "PE [y] { unit MWh }"),
    ("quantification/warming-potential-misquoted", "value 28 tCO2e", "value 29 tCO2e"),
    ("quantification/warming-potentials-mixed", "assessment AR5", "assessment fourth"),
    ("quantification/worked-example-differs", "= EG * EF", "= EG * EF * 2"),
];

#[test]
fn the_checks_notice_equations_that_say_something_else() {
    let ((rulebook, _), (mut changed, _)) = (shipped(Vec::new()), shipped(Vec::new()));
    let options = crate::corpus::options();
    let mut wrong = Vec::new();
    for (id, from, to) in MUTANTS {
        let rule = rulebook.rule(id).expect("a rule");
        let met = |example: &&Example| example.verdict == Verdict::Met && example.text.contains(from);
        let example = rule.examples.iter().find(met).unwrap_or_else(|| panic!("{id}: no met example has `{from}`"));
        let mutant = changed.rules.iter_mut().find(|mutant| mutant.id == rule.id).expect("the same rule");
        mutant.examples = vec![Example { text: example.text.replacen(from, to, 1), ..example.clone() }];
        let trial = &trials(mutant, &rulebook, &options)[0];
        let found = trial.verdict(mutant, &rulebook, &options);
        if found != Some(Verdict::Breached) || !trial.findings.is_empty() {
            wrong.push(format!("{id}: {found:?}, {:?}\n{}", trial.findings, trial.example.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are not noticed\n{}", wrong.len(), MUTANTS.len(), wrong.join("\n"));
}

#[test]
fn every_check_has_a_mutant() {
    let (rulebook, _) = shipped(Vec::new());
    let checks = rulebook.rules.iter().filter(|rule| rule.visits.iter().any(|visit| visit.check.is_some()));
    let lacking: Vec<&str> =
        checks.map(|rule| &*rule.id).filter(|id| !MUTANTS.iter().any(|(known, ..)| known == id)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
