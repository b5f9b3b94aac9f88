//! On what a finding rests: clauses that ask, allow or come later, and facts that are known well or badly.

use super::source;
use crate::corpus::options;
use tonne::engine::check;
use tonne::finding::{Finding, Severity, Standing};
use tonne::rulebook::shipped;

/// What one rule finds in a text.
fn found(text: &str, rule: &str) -> Vec<Finding> {
    let report = check(&[source(0, text)], &shipped(Vec::new()).0, &options());
    let by_rule = |finding: &Finding| finding.severity != Severity::Question && finding.code == rule;
    report.findings.into_iter().filter(by_rule).collect()
}

/// The one finding of a rule in a text.
fn one(text: &str, rule: &str) -> Finding {
    let mut all = found(text, rule);
    assert_eq!(all.len(), 1, "{rule}: {all:?}");
    all.remove(0)
}

fn standing(finding: &Finding, clause: &str) -> Option<Standing> {
    finding.cites.iter().find(|cite| *cite.clause == *clause).map(|cite| cite.standing)
}

fn notes(finding: &Finding) -> String {
    finding.notes.join("\n")
}

/// A methodology of a day, bound by an instrument, whose baseline is the past without an adjustment.
fn of_the_past(approved: &str, bound_by: &str) -> String {
    format!(
        "methodology \"A\" {{\n  reading full\n  {bound_by}\n  {approved}\n  baseline {{ approach historical; downward_adjustment none }}\n}}\n"
    )
}

#[test]
fn who_obeys_a_clause_is_judged_no_harder_than_who_does_not_know_it() {
    let text = |bound_by: &str| {
        format!(
            "methodology \"A\" {{ {bound_by}; additionality {{ reading full; approach tests; test barrier {{ needed any_one; item investment, other }} }} }}"
        )
    };
    for rule in ["additionality/other-barrier-accepted", "additionality/single-barrier"] {
        let of = |text: &str| {
            let report = check(&[source(0, text)], &shipped(Vec::new()).0, &options());
            let by_rule = |finding: &&Finding| finding.code == rule || finding.also.iter().any(|also| also == rule);
            report.findings.iter().find(by_rule).cloned().expect("a finding")
        };
        let (free, obeying) = (of(&text("size small")), of(&text("bound_by \"TOOL21 v13.1\"")));
        assert_eq!((free.severity, obeying.severity), (Severity::Warning, Severity::Warning), "{rule}");
        assert_eq!(standing(&obeying, "TOOL21 v13.1 ¶10"), Some(Standing::Permits));
        // What asks for more than one barrier keeps its weight.
        assert_eq!(of(&text("bound_by \"TOOL01 v07.0.0\"")).severity, Severity::Warning);
    }
}

#[test]
fn nobody_breaches_what_was_adopted_later() {
    let rule = "baseline/historical-unadjusted";
    let clause = "3/CMA.3 annex ¶36(iii)";
    for (approved, bound, severity, expected) in [
        // Age protects the author of the text, not its use today: both are said.
        ("approved 2017-09-22", true, Severity::Error, Standing::Later),
        ("approved 2017-09-22", false, Severity::Warning, Standing::Later),
        ("approved 2022-03-01", true, Severity::Error, Standing::Breaches),
        ("approved 2022-03-01", false, Severity::Warning, Standing::FallsShort),
        // The month may lie before the day or after it.
        ("approved 2021-11", true, Severity::Error, Standing::Breaches),
        ("size large", true, Severity::Error, Standing::Breaches),
    ] {
        let bound_by = if bound { "bound_by \"3/CMA.3\"" } else { "scopes \"1\"" };
        let finding = one(&of_the_past(approved, bound_by), rule);
        assert_eq!(finding.severity, severity, "{approved} {bound}");
        assert_eq!(standing(&finding, clause), Some(expected), "{approved} {bound}");
        let cite = finding.cites.iter().find(|cite| *cite.clause == *clause).expect("it is cited");
        assert_eq!((cite.binds, cite.later), (bound, expected == Standing::Later), "{approved} {bound}");
    }
}

#[test]
fn an_activity_was_written_when_it_was_registered() {
    let text = |registered: &str| {
        format!("activity \"A\" {{ reading full; bound_by \"3/CMA.3\"; {registered}; start 2022-01-01 }}")
    };
    for (registered, severity, expected) in [
        ("registered 2012-05-01", Severity::Error, Standing::Later),
        ("registered 2023-06-09", Severity::Error, Standing::Breaches),
        ("capacity 1 MW", Severity::Error, Standing::Breaches),
    ] {
        let finding = one(&text(registered), "safeguards/consultation-missing");
        assert_eq!(finding.severity, severity, "{registered}");
        assert_eq!(standing(&finding, "3/CMA.3 annex ¶31(e)"), Some(expected), "{registered}");
    }
}

#[test]
fn a_tool_that_is_younger_than_the_text_is_told() {
    let text = |approved: &str| {
        format!(
            "tool \"T\" {{ version \"2\"; approved 2020-09-01; additionality {{ reading full; test barrier {{ needed any_one; item other; checked_by validator }} }} }}\n\
             methodology \"A\" {{ {approved}; uses \"T\" {{ for additionality }} }}"
        )
    };
    let rule = "additionality/other-barrier-accepted";
    let finding = one(&text("approved 2011-09-29"), rule);
    assert!(notes(&finding).contains("T 2 was adopted on 2020-09-01, after A, which is of 2011-09-29"), "{finding:?}");
    assert!(finding.message.contains("the validator must check what is given"), "{}", finding.message);
    for approved in ["approved 2020-09-01", "approved 2021", "size small"] {
        assert!(!notes(&one(&text(approved), rule)).contains("was adopted"), "{approved}");
    }
}

#[test]
fn what_the_encoder_concluded_is_told_wherever_it_decides() {
    let text = |expected: &str| {
        format!(
            "activity \"Forest, made up\" {{ sector land.redd }}\n\
             monitoring \"A\" {{ activity \"Forest, made up\"; issued 1 tCO2e\n  stratum \"dense\" {{ most_expected yes }}\n  stratum \"thin\" {{ most_observed yes; {expected} }}\n}}"
        )
    };
    let rule = "forest/predicted-place-missed";
    let told = |expected: &str| notes(&one(&text(expected), rule)).contains("a conclusion of whoever wrote this file");
    assert_eq!((told("most_expected no @ inferred"), told("most_expected no")), (true, false));
}

#[test]
fn what_is_known_at_second_hand_is_marked_and_noted() {
    let text = |extent: &str, cited: &str| {
        format!(
            "methodology \"A\" {{\n  source \"first\" {{ title \"F\"; extent whole }}\n  source \"second\" {{ title \"S\"; extent {extent} }}\n  \
             program \"P\"\n  author \"Z\" {{ role user }} @ {cited}\n}}\nprogram \"P\" {{ methodology_approval joint_committee }}"
        )
    };
    let rule = "authorship/written-by-user";
    for (extent, cited, caveat) in [
        ("press", "\"second\" \"p. 2\"", Some("the press")),
        ("cut_summary", "\"second\" \"p. 2\"", Some("a summary whose end was not seen")),
        ("part", "\"second\" \"p. 2\"", None),
        ("press", "\"p. 2\"", None),
        // One of the two was read in the text itself.
        ("press", "\"second\" \"p. 2\" @ \"first\" \"p. 1\"", None),
    ] {
        let finding = one(&text(extent, cited), rule);
        let label = finding.labels.iter().any(|label| label.text.contains("; from "));
        assert_eq!(label, caveat.is_some(), "{extent} {cited}: {:?}", finding.labels);
        match caveat {
            Some(caveat) => {
                assert!(notes(&finding).contains(&format!("known only from {caveat}: ")), "{:?}", finding.notes);
                assert!(finding.labels.iter().any(|label| label.text.ends_with(&format!("; from {caveat})"))));
            }
            None => assert!(!notes(&finding).contains("known only"), "{:?}", finding.notes),
        }
    }
}

#[test]
fn a_published_verdict_is_cited_by_its_own_clause() {
    let clauses = |text: &str, rule: &str| -> Vec<String> {
        one(text, rule).cites.iter().map(|cite| cite.clause.to_string()).collect()
    };
    let rejected = "methodology/rejected-by-assessor";
    let text = "methodology \"ACM0002\" { version \"07\"; program \"CDM\"; status superseded }";
    assert_eq!(clauses(text, rejected), ["ICVCM decision 2024-08-06 rejected"]);
    assert!(one(text, rejected).message.ends_with("; the document is superseded"), "{}", one(text, rejected).message);
    let text = "methodology \"AM0065\" { version \"2.1\"; program \"VCS\" }";
    assert_eq!(clauses(text, rejected), ["ICVCM decision 2024-08-06 rejected AM0065"]);
    assert!(!one(text, rejected).message.contains("the document is"));
    let text = "methodology \"VM0037\" { version \"1.0\"; program \"VCS\" }";
    assert_eq!(clauses(text, "methodology/inactivated"), ["Verra notices VM0037"]);
}

/// Nobody's verdict rests on the clauses of others who judged before.
#[test]
fn a_verdict_that_names_no_clause_is_cited_by_none() {
    let (mut rulebook, _) = shipped(Vec::new());
    rulebook.decisions.iter_mut().flat_map(|list| &mut list.verdicts).for_each(|verdict| verdict.clause.clear());
    let text = "methodology \"ACM0002\" { version \"07\"; program \"CDM\"; bound_by \"ICVCM decision 2024-08-06\" }";
    let report = check(&[source(0, text)], &rulebook, &options());
    let told = report.findings.iter().find(|finding| finding.code == "methodology/rejected-by-assessor");
    let told = told.expect("the verdict is told");
    assert!(told.cites.is_empty() && told.severity != Severity::Error, "{told:?}");
}

/// As in references, another name counts only where no programme has it as its own.
#[test]
fn a_verdict_is_of_the_programme_that_the_reference_leads_to() {
    let with = |more: &str| {
        let text = format!(
            "program \"VCS\" {{ alias \"P\" }}\n{more}\nmethodology \"VM0037\" {{ version \"1.0\"; program \"P\" }}\n"
        );
        found(&text, "methodology/inactivated").len()
    };
    assert_eq!(with(""), 1);
    assert_eq!(with("program \"P\" { title \"another\" }"), 0);
}

#[test]
fn a_programme_is_found_by_the_names_that_people_write() {
    for (name, programme) in [
        ("Gold Standard", "GS"),
        ("Verra", "VCS"),
        ("Verified Carbon Standard", "VCS"),
        ("Clean Development Mechanism", "CDM"),
        ("Joint Crediting Mechanism", "JCM"),
    ] {
        let told = |program: &str| {
            let text = format!("methodology \"ACM0002\" {{ version \"21.0\"; program \"{program}\" }}");
            let report = check(&[source(0, &text)], &shipped(Vec::new()).0, &options());
            // That it is a document of the library, too, is told by how many statements differ.
            let told = report.findings.into_iter().filter(|finding| !finding.code.starts_with("library/"));
            told.map(|finding| (finding.code, finding.message)).collect::<Vec<_>>()
        };
        let all = told(name);
        assert!(!all.iter().any(|(code, _)| code == "vocabulary/unknown-reference"), "{name}: {all:?}");
        // The same is asked and found as under the programme's own name, published verdicts included.
        assert_eq!(all, told(programme), "{name}");
    }
}
