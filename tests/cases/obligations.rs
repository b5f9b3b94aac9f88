//! What the instruments oblige: a document that states the contrary in order does not pass, and a decent one does.

use crate::corpus::options;
use tonne::engine::check;
use tonne::finding::Severity;
use tonne::rulebook::shipped;
use tonne::source::{FileId, Source};

/// The rules that are asked about here: whole families, and single rules of others.
const ASKED: [&str; 12] = [
    "leakage/",
    "permanence/",
    "uncertainty/",
    "verification/",
    "quantification/nothing-monitored",
    "time/crediting-period-too-long",
    "time/crediting-span-too-long",
    "time/renewable-period-too-long",
    "time/renewed-too-often",
    "agreement/averaging-over-several-years",
    "agreement/host-does-not-adjust",
    "agreement/host-adjusts-at-use-only",
];

/// What those rules raise on a text: how grave, and the rules that name it.
fn raised(text: &str) -> Vec<String> {
    let (rulebook, _) = shipped(Vec::new());
    let sources = [Source { id: FileId(0), name: "document.tonne".into(), text: text.into() }];
    let report = check(&sources, &rulebook, &options());
    let form = report.findings.iter().find(|finding| finding.code.starts_with("vocabulary/"));
    assert!(form.is_none(), "{form:?}");
    let asked = |rule: &str| ASKED.iter().any(|asked| rule.starts_with(asked));
    let mut told: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| asked(&finding.code))
        .map(|finding| {
            let rules: Vec<&str> =
                std::iter::once(&finding.code).chain(&finding.also).map(|rule| rule.as_str()).collect();
            format!("{} {}", finding.severity.word(), rules.join(" "))
        })
        .collect();
    told.sort();
    told
}

const BAD_METHODOLOGY: &str = r#"methodology "Well dressed and bad, made up" {
  reading full
  sector land.forestation
  crediting { period 60 years; renewable no }
  leakage { effect displacement { treatment ignored }; deducted no }
  permanence { risk_assessed no; remedy none; buffer none; commitment none }
  uncertainty { addressed no }
  monitoring { plan no }
}
"#;

#[test]
fn a_methodology_that_leaves_out_what_it_must_do_does_not_pass() {
    let expected = [
        "warning leakage/effect-ignored leakage/not-deducted",
        "warning permanence/commitment-short",
        "warning permanence/monitoring-ends-with-credits",
        "warning permanence/reversals-not-made-good",
        "warning quantification/nothing-monitored",
        "warning uncertainty/not-addressed",
    ];
    assert_eq!(raised(BAD_METHODOLOGY), expected);
}

/// Where the clause binds, the same words breach it.
#[test]
fn what_falls_short_elsewhere_breaches_what_binds() {
    let bound = BAD_METHODOLOGY.replace("reading full", "reading full; bound_by \"3/CMA.3\"");
    let errors = raised(&bound).into_iter().filter(|told| told.starts_with(Severity::Error.word())).count();
    assert_eq!(errors, 6);
}

#[test]
fn an_activity_that_certifies_its_own_credits_does_not_pass() {
    let text = r#"activity "Well dressed and bad, made up" {
  reading full
  sector waste
  participant "Carbon Company, made up" { receives credits; share 100 % }
  validator "Carbon Company, made up"
  verifier "Carbon Company, made up"
  crediting { period 40 years; renewable no; span 2022..2061 }
  leakage { deducted no }
}
"#;
    let expected = [
        "warning leakage/not-deducted",
        "warning quantification/nothing-monitored",
        "warning uncertainty/missing",
        "warning verification/validator-earns",
        "warning verification/verifier-earns",
    ];
    assert_eq!(raised(text), expected);
}

#[test]
fn an_agreement_that_adjusts_one_account_only_does_not_pass() {
    let text = r#"agreement "Well dressed and bad, made up" {
  reading full
  bound_by "2/CMA.3"
  party AQ { role buyer }
  party BV { role host }
  authorization { uses all; first_transfer use_or_cancellation }
  corresponding_adjustment { applied_by buyer; method averaging { when multi_year_ndc }; covers all; trigger use }
}
"#;
    let expected = [
        "error agreement/averaging-over-several-years",
        "error agreement/host-does-not-adjust",
        "warning permanence/reversal-unassigned",
    ];
    assert_eq!(raised(text), expected);
    let both = text.replace("applied_by buyer", "applied_by both");
    let expected = [
        "error agreement/averaging-over-several-years",
        "error agreement/host-adjusts-at-use-only",
        "warning permanence/reversal-unassigned",
    ];
    assert_eq!(raised(&both), expected);
}

/// One accredited body that validates and verifies, no leakage where none arises, removals over 45 years, credits that
/// expire: all of it is allowed, and nobody is asked.
#[test]
fn decent_documents_are_left_alone() {
    let text = r#"program "Mechanism, made up" {
  bound_by "3/CMA.3"
  permanence { commitment 40 years }
  validation independent_body { independent yes; accredited yes }
}
methodology "Roofs, made up" {
  reading full
  program "Mechanism, made up"
  sector energy.renewable.solar
  leakage none { justification "nothing is displaced" }
  crediting { period 5 years; renewable yes; renewals 2 }
  monitoring { plan yes; quantity "Electricity" { source meter } }
  uncertainty { addressed yes }
}
activity "One roof, made up" {
  reading full
  methodology "Roofs, made up"
  participant "Power Company, made up" { receives credits; share 100 % }
  validator "Auditors, made up"
  verifier "Auditors, made up"
  crediting { period 10 years { kind fixed }; renewable no; span 2024-01-01..2033-12-31 }
  leakage { deducted no; effect none }
}
methodology "Trees, made up" {
  reading full
  program "Mechanism, made up"
  sector land.forestation
  leakage {
    effect displacement { treatment tool }
    effect transport { treatment negligible }
    deducted yes
  }
  permanence { risk_assessed yes; remedy buffer; buffer 20 %; commitment 45 years; monitored_after 40 years }
  uncertainty { addressed yes }
  monitoring { plan yes }
  crediting { period 15 years; renewable yes; renewals 2 }
}
activity "A hill, made up" { reading full; methodology "Trees, made up"; sector land.forestation; crediting { span 2024-01-01..2068-12-31 } }
methodology "Credits that expire, made up" {
  reading full
  sector land.forestation
  leakage { effect displacement { treatment tool }; deducted yes }
  permanence { risk_assessed no; remedy temporary_credits }
  uncertainty { addressed yes }
  monitoring { plan yes }
}
methodology "Air, made up" {
  reading full
  sector removal
  permanence not_required { justification "the carbon is bound in rock" }
  crediting { period 15 years; renewable yes }
  leakage none { justification "nothing is displaced" }
  monitoring { plan yes }
  uncertainty { addressed yes }
}
agreement "Each at its time, made up" {
  reading full
  bound_by "2/CMA.3"
  party AQ { role buyer }
  party BV { role host }
  authorization { uses all; first_transfer use_or_cancellation }
  corresponding_adjustment { applied_by both; trigger first_transfer, use; method averaging { when single_year_ndc }; method cumulative { when multi_year_ndc }; covers all }
  permanence { remedy buffer; liable host_government }
}
"#;
    assert_eq!(raised(text), Vec::<String>::new());
}
