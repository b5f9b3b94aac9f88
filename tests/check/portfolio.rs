//! Rules that look at many documents, and messages that compute.

use super::{options, run, source};
use tonne::engine::check;
use tonne::finding::{Finding, Verdict};
use tonne::rulebook::{RuleFile, Rulebook, shipped};
use tonne::source::{FileId, Source};

const ACTIVITY: &str = r#"activity "Solar, made up" { title "Solar, made up" }"#;

fn report(name: &str, period: &str, rest: &str) -> String {
    format!(r#"monitoring "{name}" {{ activity "Solar, made up"; period {period}; issued 900 tCO2e; {rest} }}"#)
}

fn breaches<'f>(findings: &'f [Finding], rule: &str) -> Vec<&'f Finding> {
    findings.iter().filter(|finding| finding.code == rule && finding.verdict == Verdict::Breached).collect()
}

fn messages(rulebook: &Rulebook, texts: &[&str], rule: &str) -> Vec<String> {
    let report = run(rulebook, texts);
    breaches(&report.findings, rule).into_iter().map(|finding| finding.message.to_string()).collect()
}

#[test]
fn messages_say_how_much() {
    let (rulebook, _) = shipped(Vec::new());
    let forest = r#"
activity "Forest, made up" { sector land.redd; authorized 200_000 tCO2e }
monitoring "A" { reading full; activity "Forest, made up"; requested 300_000 tCO2e
  stratum "dense" { expected_loss 900 ha; observed_loss   0 ha; carbon 560 tCO2e/ha; most_expected yes; most_observed no }
  stratum "thin"  { expected_loss 100 ha; observed_loss 950 ha; carbon 180 tCO2e/ha; most_expected no; most_observed yes }
}"#;
    let told = |text: &str, rule: &str| messages(&rulebook, &[text], rule).join("\n");
    let shifted = told(forest, "forest/reduction-from-shifted-loss");
    assert!(
        shifted.ends_with("the reduction falls by more than 50 %, from 351_000 tCO2e to 26_100 tCO2e"),
        "{shifted}"
    );
    let missed = told(forest, "forest/predicted-place-missed");
    assert!(missed.contains("the strata give a reduction of 351_000 tCO2e, or of 26_100 tCO2e with"), "{missed}");
    let above = told(forest, "issuance/above-authorization");
    assert_eq!(above, "300_000 tCO2e are requested and 200_000 tCO2e are authorized, 100_000 tCO2e less");
    let limit = r#"agreement "A" { party AQ { role buyer }; party BV { role host } }
country AQ { ndc { itmo_share 30 %; itmo_limit 20 % } }"#;
    let limit = told(limit, "portfolio/above-buyers-limit");
    assert_eq!(
        limit,
        "30 % of the reductions are planned to come from abroad, and the limit that the country sets itself is 20 %"
    );
    let shares = r#"activity "A" { participant "B" { share 70 % }; participant "C" { share 0.555 } }"#;
    let shares = told(shares, "issuance/shares-do-not-add-up");
    assert_eq!(shares, "the participants' shares of the credits add up to at least 125.5 %, more than 100 %");
}

/// A number that rests on a fact that is not known is not said, nor the words around it.
#[test]
fn messages_leave_out_what_is_not_known() {
    let (rulebook, _) = shipped(Vec::new());
    for thin in ["observed_loss 950 ha", "carbon 180 tCO2e/ha", "observed_loss unknown; carbon 180 tCO2e/ha"] {
        let text = format!(
            r#"activity "Forest, made up" {{ sector land.redd }}
monitoring "A" {{ reading full; activity "Forest, made up"; requested 300_000 tCO2e
  stratum "dense" {{ expected_loss 900 ha; observed_loss 0 ha; carbon 560 tCO2e/ha; most_expected yes; most_observed no }}
  stratum "thin" {{ expected_loss 100 ha; {thin}; most_expected no; most_observed yes }}
}}"#
        );
        let missed = messages(&rulebook, &[&text], "forest/predicted-place-missed").join("\n");
        assert!(missed.ends_with("the baseline expected most of it"), "{missed}");
    }
}

fn loaded(message: &str) -> Vec<(String, String, String)> {
    let text = format!(
        r#"title: Made up
subject: monitoring
require:
  - that: requested <= 1 tCO2e
    message: {message}
severity: info
nature: indicator
cites: [good practice one use]
help: ask
why: Made up.
examples: []
"#
    );
    let source = Source { id: FileId(0), name: "made-up.yaml".into(), text: text.as_str().into() };
    let (_, findings) = shipped(vec![RuleFile::new("made/up".to_owned(), source.clone())]);
    let told = |finding: &Finding| {
        (finding.code.to_string(), finding.message.to_string(), source.slice(finding.span()).to_owned())
    };
    findings.iter().map(told).collect()
}

#[test]
fn terms_in_messages_are_typed_when_they_are_loaded() {
    let cases = [
        ("it is {requested - 1 tCO2e} too much", None),
        ("it is {requested / issued} of them, until {end(period) + 1 days}, {count(stratum)} in all", None),
        ("it is [{as_of}, {requested * 2}] here", None),
        ("it is {requested - 1 MWh} too much", Some(("rules/condition", "requested - 1 MWh"))),
        ("it is {requestet * 2} here", Some(("rules/condition", "requestet"))),
        ("it is {requested * requested} here", Some(("rules/message", "requested * requested"))),
        ("it is {requested here", Some(("rules/message", "it is {requested here"))),
        ("it is [{requested} here", Some(("rules/message", "it is [{requested} here"))),
        ("it is {limits.most} here", Some(("rules/message", "it is {limits.most} here"))),
        (
            "it is {sum(stratum as s (s.area)) - 1 tCO2e} here",
            Some(("rules/condition", "sum(stratum as s (s.area)) - 1 tCO2e")),
        ),
    ];
    for (message, expected) in cases {
        let told = loaded(message);
        let found: Vec<(&str, &str)> = told.iter().map(|(code, _, place)| (code.as_str(), place.as_str())).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{message}: {told:?}");
    }
}

#[test]
fn what_is_at_hand_limits_a_rule_and_never_decides_it() {
    let graded = |severity: &str, given: &str, that: &str| {
        let text = format!(
            "title: Made up\nsubject: activity\n{given}require:\n  - that: {that}\n    message: made up\n{severity}\nnature: indicator\ncites: [good practice one use]\nhelp: ask\nwhy: Made up.\nexamples: []\n"
        );
        let source = Source { id: FileId(0), name: "made-up.yaml".into(), text: text.as_str().into() };
        let (_, findings) = shipped(vec![RuleFile::new("made/up".to_owned(), source)]);
        findings.iter().map(|finding| finding.message.to_string()).collect::<Vec<_>>().join("; ")
    };
    let rule = |given: &str, that: &str| graded("severity: info", given, that);
    let refused = "`here(…)` stands where it could decide";
    assert_eq!(rule("given: here(other_registration) and start is stated\n", "start is stated"), "");
    assert_eq!(rule("given: here(any reports as r (r.issued > 0 tCO2e))\n", "start is stated"), "");
    assert_eq!(rule("given: not here(other_registration)\n", "start is stated"), "");
    assert_eq!(rule("given: not here(not here(other_registration))\n", "start is stated"), refused);
    assert_eq!(rule("given: not (start is stated and here(other_registration))\n", "start is stated"), refused);
    // What nobody read may be known, and asks for no answer.
    let (unread, demands) =
        ("given: start is stated and not here(other_registration)\n", "`not here(…)` is for rules of severity `info`");
    assert_eq!(graded("severity: info", unread, "start is stated"), "");
    assert_eq!(graded("severity: warning", unread, "start is stated"), demands);
    assert_eq!(graded("severity: info\nseverity_at: { activity: error }", unread, "start is stated"), demands);
    assert_eq!(rule("given: here(not here(other_registration))\n", "start is stated"), refused);
    assert_eq!(rule("given: here(other_registration) or start is stated\n", "start is stated"), refused);
    assert_eq!(rule("", "here(other_registration)"), refused);
    assert_eq!(rule("", "not here(other_registration)"), refused);
    assert_eq!(rule("", "here(other_registration, start is stated)"), "`here` takes one condition, found 2");
}

#[test]
fn an_overlap_is_told_once_and_points_into_the_other_file() {
    let (rulebook, _) = shipped(Vec::new());
    let texts = [report("Later", "2022-12-01..2023-11-30", ""), ACTIVITY.to_owned(), report("First", "2022", "")];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let report = run(&rulebook, &texts);
    let found = breaches(&report.findings, "issuance/periods-overlap");
    assert_eq!(found.len(), 1, "{found:?}");
    let files: Vec<u32> = found[0].labels.iter().map(|label| label.span.file.0).collect();
    assert_eq!(files[0], 0);
    assert!(files.contains(&2), "{:?}", found[0].labels);
    let other = found[0].labels.iter().find(|label| label.span.file.0 == 2).expect("a label");
    assert_eq!(other.text, "the monitoring report");
}

/// Another version of a report takes its place: it does not count the days once more.
#[test]
fn versions_of_one_report_do_not_overlap() {
    let (rulebook, _) = shipped(Vec::new());
    let (one, two) = (report("One", "2022", r#"version "1""#), report("One", "2022", r#"version "2""#));
    assert!(messages(&rulebook, &[ACTIVITY, &one, &two], "issuance/periods-overlap").is_empty());
}

/// Each finding with what it points at, the files by their names.
fn digest(sources: &[Source], findings: &[Finding]) -> Vec<String> {
    let name = |file: FileId| sources.iter().find(|source| source.id == file).map_or("library", |source| &source.name);
    let told = |finding: &Finding| {
        let labels =
            finding.labels.iter().map(|label| format!("{} {} {}", name(label.span.file), label.span.start, label.text));
        let labels: Vec<String> = labels.collect();
        format!("{} {} {labels:?} {}", finding.code, finding.message, finding.fingerprint)
    };
    let mut lines: Vec<String> = findings.iter().map(told).collect();
    lines.sort();
    lines
}

#[test]
fn the_order_of_reports_changes_nothing() {
    let (rulebook, _) = shipped(Vec::new());
    let texts = [
        ACTIVITY.replace("title", "authorized 1_000 tCO2e; title"),
        report("Second", "2022-06-01..2023-05-31", "requested 1_000 tCO2e"),
        report("First", "2022", ""),
        report("Third", "2022-11-01..2023-10-31", ""),
        report("Fourth", "2024", "requested 100 tCO2e"),
    ];
    let sources: Vec<Source> = texts.iter().enumerate().map(|(at, text)| source(at as u32, text)).collect();
    let expected = digest(&sources, &check(&sources, &rulebook, &options()).findings);
    assert!(
        expected
            .iter()
            .any(|line| line.starts_with("issuance/above-authorization 100 tCO2e are requested and at least 2_700"))
    );
    assert!(expected.iter().any(|line| line.starts_with("issuance/issued-above-authorization at least 3_600")));
    for turn in 1..sources.len() {
        let mut turned = sources.clone();
        turned.rotate_left(turn);
        turned.iter_mut().enumerate().for_each(|(at, source)| source.id = FileId(at as u32));
        assert_eq!(digest(&turned, &check(&turned, &rulebook, &options()).findings), expected);
    }
}

/// Documents are judged in portions, and what nothing needs any more is let go in between.
#[test]
fn reports_far_apart_are_compared() {
    let (rulebook, _) = shipped(Vec::new());
    let filler = |from: u32| (from..from + 1_200).map(|at| source(at, &format!(r#"tool "T{at}" {{ title "x" }}"#)));
    let at_ends = |first: &str, last: &str| {
        let mut sources = vec![source(0, first), source(1, ACTIVITY)];
        sources.extend(filler(2));
        sources.push(source(sources.len() as u32, last));
        let found = check(&sources, &rulebook, &options()).findings;
        breaches(&found, "issuance/periods-overlap").len()
    };
    let (first, later) = (report("First", "2022", ""), report("Later", "2022-12-01..2023-11-30", ""));
    assert_eq!((at_ends(&first, &later), at_ends(&later, &first)), (1, 1));
}

/// Each of many reports asks about all the others: that is bounded.
#[test]
fn a_thousand_reports_of_one_activity_are_borne() {
    let (rulebook, _) = shipped(Vec::new());
    let day = |at: u32| format!("{}-{:02}-{:02}", 2000 + at / 336, at / 28 % 12 + 1, at % 28 + 1);
    let many: Vec<String> = (0..1_000).map(|at| report(&format!("R{at}"), &day(at), "")).collect();
    let text = format!("{ACTIVITY}\n{}", many.join("\n"));
    let found = run(&rulebook, &[&text]);
    assert!(breaches(&found.findings, "issuance/periods-overlap").is_empty());
    let again = format!("{text}\n{}", report("Again", &day(7), ""));
    assert!(!breaches(&run(&rulebook, &[&again]).findings, "issuance/periods-overlap").is_empty());
}
