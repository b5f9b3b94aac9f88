//! What a reviewer should be told of real documents: document, rule, verdict, severity, ground and confidence.
//! Where `tonne` tells something else, the reason stands beside it.

use serde::Deserialize;
use tonne::engine::{Options, check, document_of};
use tonne::finding::Finding;
use tonne::rulebook::shipped;

use crate::corpus::{corpus, options};

/// What is expected of one rule on one document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The name of the document.
    document: String,
    /// Its version, where several have the name.
    #[serde(default)]
    version: Option<String>,
    /// The rule.
    rule: String,
    /// The profile that is the yardstick; none where nothing is said.
    #[serde(default)]
    profile: Option<String>,
    /// `breached`, `not_shown`, `unproven`, or `none` where nothing is told.
    verdict: String,
    #[serde(default)]
    severity: Option<String>,
    #[serde(default)]
    ground: Option<String>,
    #[serde(default)]
    confidence: Option<String>,
    /// What the review expected instead, and why `tonne` tells something else.
    #[serde(default)]
    differs: Option<String>,
}

/// What came out for a rule on a document.
fn found<'f>(expected: &Expected, report: &'f tonne::engine::Report) -> Option<&'f Finding> {
    let of_document = |finding: &Finding| {
        document_of(&report.coverage, finding.span()).is_some_and(|at| {
            let document = &report.coverage[at];
            document.name == expected.document
                && expected.version.as_ref().is_none_or(|version| document.version.as_ref() == Some(version))
        })
    };
    let mut all = report.findings.iter().flat_map(Finding::each);
    let mut waiting = report.findings.iter().filter(|finding| finding.question.is_some());
    all.find(|finding| finding.code == expected.rule && of_document(finding)).or_else(|| {
        waiting.find(|finding| finding.also.iter().any(|rule| *rule == *expected.rule) && of_document(finding))
    })
}

#[test]
fn real_documents_get_the_verdicts_that_a_reviewer_should_be_told() {
    let (rulebook, _) = shipped(Vec::new());
    let text = std::fs::read_to_string("tests/verdicts/expected.yaml").expect("the expected verdicts");
    let all: Vec<Expected> = serde_yaml::from_str(&text).expect("expected verdicts");
    assert!(all.len() >= 40, "only {} verdicts", all.len());
    let sources = corpus();
    let mut profiles: Vec<Option<String>> = all.iter().map(|expected| expected.profile.clone()).collect();
    profiles.sort();
    profiles.dedup();
    let mut wrong = Vec::new();
    for profile in profiles {
        let options = Options { profile: profile.clone(), ..options() };
        let report = check(&sources, &rulebook, &options);
        for expected in all.iter().filter(|expected| expected.profile == profile) {
            let finding = found(expected, &report);
            let is = |wanted: &Option<String>, word: Option<&str>| wanted.is_none() || wanted.as_deref() == word;
            let fits = match finding {
                None => expected.verdict == "none",
                Some(finding) => {
                    finding.verdict.word() == expected.verdict
                        && is(&expected.severity, Some(finding.severity.word()))
                        && is(&expected.ground, finding.ground.map(|ground| ground.word()))
                        && is(&expected.confidence, Some(finding.confidence.word()))
                }
            };
            if !fits {
                let found = finding.map_or("nothing".to_owned(), |finding| {
                    let ground = finding.ground.map_or("-", |ground| ground.word());
                    let (verdict, severity) = (finding.verdict.word(), finding.severity.word());
                    format!("{verdict} {severity} {ground} {}", finding.confidence.word())
                });
                wrong.push(format!("{} {:?} {}: found {found}", expected.document, expected.version, expected.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(all.iter().all(|expected| expected.differs.as_ref().is_none_or(|why| why.len() > 20)), "say why");
}
