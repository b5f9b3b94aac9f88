//! What a clause weighs where it binds, and which clauses a rule may not rest on.

use crate::corpus::options;
use std::fmt::Write as _;
use tonne::engine::{Options, check};
use tonne::finding::Severity;
use tonne::rulebook::{Binding, Citation, Example, Rule, Rulebook, shipped};
use tonne::source::{FileId, Source};

/// An example with a line more at the head of its first document.
fn bound(example: &Example, symbol: &str) -> String {
    example.text.replacen('\n', &format!("\n  bound_by \"{symbol}\"\n"), 1)
}

/// How grave the finding of a rule is on a text; none where there is no finding.
fn severity(rule: &Rule, text: String, rulebook: &Rulebook) -> Option<Severity> {
    let source = Source { id: FileId(0), name: "example".into(), text: text.into() };
    let options = Options { select: vec![rule.id.to_string()], ..options() };
    let report = check(&[source], rulebook, &options);
    report.findings.iter().find(|finding| finding.verdict.is_finding()).map(|finding| finding.severity)
}

/// Whether a clause demands something of the first document of an example.
fn demands(rulebook: &Rulebook, citation: Citation, example: &Example) -> bool {
    let kind = example.text.split_whitespace().next().unwrap_or_default();
    rulebook.register.binding(citation) == Binding::Shall && rulebook.register.obliges(citation, kind)
}

/// Each rule of severity `error` is an error on its own example, as soon as a clause that it cites binds the document.
#[test]
fn an_error_is_an_error_where_its_clause_binds() {
    let (rulebook, _) = shipped(Vec::new());
    let (mut errors, mut told) = (0, String::new());
    for rule in rulebook.rules.iter().filter(|rule| rule.severity == Severity::Error) {
        let Some(example) = rule.examples.iter().find(|example| example.verdict.is_finding()) else { continue };
        for citation in rule.cites.iter().filter(|citation| demands(&rulebook, **citation, example)) {
            let symbol = &rulebook.register.instruments[usize::from(citation.instrument)].symbol;
            match severity(rule, bound(example, symbol), &rulebook) {
                Some(Severity::Error) => errors += 1,
                other => {
                    let other = other.map_or("no finding", Severity::word);
                    writeln!(told, "{}: {other} under {}", rule.id, rulebook.register.show(*citation)).unwrap();
                }
            }
        }
    }
    assert!(told.is_empty(), "{told}");
    assert!(errors > 100, "{errors}");
}

/// Clauses that were once cited for what they do not say, each with the rule: its text was held against the rule.
const NEVER_CITED: [(&str, &str); 11] = [
    ("authorship/committee-approves-its-own", "3/CMA.3 annex ¶35"),
    ("issuance/periods-not-contiguous", "3/CMA.3 annex ¶50"),
    ("issuance/periods-overlap", "3/CMA.3 annex ¶50"),
    ("safeguards/benefit-sharing-missing", "1/CP.16"),
    ("safeguards/grievance-mechanism-missing", "3/CMA.3 annex ¶62"),
    ("baseline/data-too-old", "TOOL07"),
    ("forest/credits-while-loss-rises", "14/CP.19 ¶4"),
    ("portfolio/above-buyers-limit", "2/CMA.3 annex ¶4(f)"),
    ("portfolio/buyer-without-limit", "2/CMA.3 annex ¶4(f)"),
    ("additionality/required-by-law", "TOOL01 v07.0.0 ¶54"),
    ("issuance/shares-do-not-add-up", "3/CMA.3 annex ¶58"),
];

#[test]
fn no_rule_rests_on_a_clause_that_does_not_say_it() {
    let (rulebook, _) = shipped(Vec::new());
    for (id, clause) in NEVER_CITED {
        let rule = rulebook.rule(id).unwrap_or_else(|| panic!("no rule {id}"));
        for citation in &rule.cites {
            let cited = rulebook.register.show(*citation);
            assert!(!cited.starts_with(clause), "{id} cites {cited}");
        }
    }
}

/// The contents of a report oblige a report: what they list is no duty of a methodology or an activity.
#[test]
fn the_contents_of_a_report_oblige_a_report_alone() {
    let (rulebook, _) = shipped(Vec::new());
    let register = &rulebook.register;
    let instrument = register.instrument("2/CMA.3").expect("it is in the register");
    let mut seen = 0;
    for (at, clause) in register.instruments[usize::from(instrument)].clauses.iter().enumerate() {
        let lists = ["annex ¶18(", "annex ¶22(", "annex ¶23("];
        if lists.iter().any(|list| clause.at.starts_with(list)) {
            let citation = Citation { instrument, clause: Some(at as u16) };
            assert!(register.obliges(citation, "report"), "{}", clause.at);
            for kind in ["methodology", "activity"] {
                assert!(!register.obliges(citation, kind), "{} obliges a {kind}", clause.at);
            }
            seen += 1;
        }
    }
    assert!(seen >= 20, "{seen}");
    let anecdotal = register.resolve("TOOL01 v07.0.0 ¶54 anecdotal").expect("it is in the register");
    assert_eq!(register.binding(anecdotal), Binding::Shall);
}
