//! Verdicts that a hostile reader provoked: each was unjust, silent, or slow.

use tonne::engine::{Options, Report, check};
use tonne::finding::{Finding, Ground, Severity, Standing, Verdict};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

use crate::corpus::options;

fn run_with(rulebook: &Rulebook, texts: &[&str], options: &Options) -> Report {
    let sources: Vec<Source> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| Source { id: FileId(at as u32), name: format!("{at}.tonne").into(), text: (*text).into() })
        .collect();
    check(&sources, rulebook, options)
}

fn run(texts: &[&str]) -> Report {
    run_with(&shipped(Vec::new()).0, texts, &options())
}

fn breached<'r>(report: &'r Report, rule: &str) -> Vec<&'r Finding> {
    let about = |finding: &&Finding| {
        finding.verdict.is_finding() && (finding.code == rule || finding.also.iter().any(|also| also == rule))
    };
    report.findings.iter().filter(about).collect()
}

#[test]
fn a_block_that_could_not_be_told_is_not_silent() {
    for text in [
        "methodology \"A\" {\n  reading full\n  additionality unknown\n}\n",
        "methodology \"A\" {\n  reading full\n  additionality test investment\n}\n",
        "methodology \"A\" {\n  reading full\n  additionality yes\n}\n",
    ] {
        assert!(breached(&run(&[text]), "additionality/missing").is_empty(), "{text}");
    }
}

#[test]
fn a_block_that_is_said_twice_is_not_silent_about_what_stands_in_the_other() {
    let text = "methodology \"A\" {\n  reading full\n  additionality { approach positive_list }\n  additionality { positive_list { name \"list\" } }\n}\n";
    assert!(breached(&run(&[text]), "additionality/positive-list-unjustified").is_empty());
}

#[test]
fn of_two_values_for_one_fact_neither_accuses() {
    for twice in ["validity 40 years\n    validity 5 years", "validity 40 years, 5 years"] {
        let text = format!("methodology \"A\" {{\n  baseline {{\n    {twice}\n  }}\n}}\n");
        let report = run(&[&text]);
        assert!(breached(&report, "baseline/validity-too-long").is_empty(), "{text}");
        assert!(report.findings.iter().any(|finding| finding.code.starts_with("vocabulary/")), "{text}");
    }
}

#[test]
fn what_stands_outside_its_block_leaves_the_block_open() {
    let early = "methodology \"A\" {\n  reading full\n  additionality { approach tests }\n  test investment { method benchmark }\n}\n";
    assert!(breached(&run(&[early]), "additionality/no-counterfactual").is_empty());
    let late = "methodology \"A\" {\n  reading full\n  test investment { method benchmark }\n  additionality { approach tests }\n}\n";
    assert!(breached(&run(&[late]), "additionality/no-counterfactual").is_empty());
}

#[test]
fn a_reading_said_twice_is_the_lesser_one() {
    let text = "methodology \"A\" {\n  reading partial\n  reading full\n}\n";
    let report = run(&[text]);
    assert!(breached(&report, "additionality/missing").is_empty());
}

#[test]
fn a_defect_under_several_rules_weighs_as_the_gravest_of_them() {
    let text = "program \"P\" {\n  reading full\n  bound_by \"3/CMA.3\"\n}\nmethodology \"A\" {\n  reading full\n  program \"P\"\n  additionality { approach regulatory_surplus_only }\n}\n";
    let report = run(&[text]);
    let found = breached(&report, "additionality/regulatory-surplus-only");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(found[0].code, "additionality/no-counterfactual");
    assert!(found[0].also.contains(&"additionality/regulatory-surplus-only".into()));
}

#[test]
fn nothing_that_a_draft_says_is_final() {
    let block = "methodology \"A\" {\n  bound_by \"3/CMA.3\"\n  baseline {\n    reading draft\n    approach benchmark\n    validity 40 years\n  }\n}\n";
    let below = "activity \"A\" {\n  reading full\n  host KH\n  sector energy.renewable.wind\n}\ncountry KH {\n  reading draft\n  grid { renewable_share 80 % }\n}\n";
    for (text, rule) in [(block, "baseline/validity-too-long"), (below, "renewable/high-grid-share")] {
        let report = run(&[text]);
        let found = breached(&report, rule);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].severity, Severity::Question, "{text}");
        assert!(found[0].draft && found[0].message.starts_with("as read by import, not confirmed: "));
    }
}

#[test]
fn an_instrument_outside_the_profile_adds_no_weight() {
    let text = "methodology \"A\" {\n  reading full\n  bound_by \"3/CMA.3\"\n  sector energy.fossil\n}\n";
    let (rulebook, _) = shipped(Vec::new());
    let ground = |profile: Option<&str>| {
        let options = Options { profile: profile.map(str::to_owned), ..options() };
        let report = run_with(&rulebook, &[text], &options);
        breached(&report, "additionality/lock-in-not-assessed")[0].ground
    };
    assert_eq!(ground(None), Some(Ground::Binds));
    assert_eq!(ground(Some("article-6.4")), Some(Ground::Binds));
    assert_eq!(ground(Some("icvcm")), Some(Ground::Yardstick));
}

#[test]
fn a_verdict_on_other_versions_is_asked_about_where_no_version_is_named() {
    let text =
        |version: &str| format!("program \"CDM\" {{ }}\nmethodology \"ACM0002\" {{\n  {version}program \"CDM\"\n}}\n");
    let rule = "methodology/rejected-by-assessor";
    let asks = |report: &Report| {
        let about = |finding: &&Finding| finding.code == rule || finding.also.iter().any(|also| also == rule);
        report.findings.iter().filter(about).map(|finding| finding.verdict).collect::<Vec<_>>()
    };
    assert_eq!(asks(&run(&[&text("")])), [Verdict::Unproven]);
    assert_eq!(asks(&run(&[&text("version \"20.0\"; ")])), [Verdict::Breached]);
    assert_eq!(asks(&run(&[&text("version \"22.0\"; ")])), []);
    assert_eq!(asks(&run(&[&text("version \"draft of May\"; ")])), [Verdict::Unproven]);
}

#[test]
fn a_version_that_is_no_number_means_no_other_version() {
    let tool = "tool \"T\" {\n  version \"1\"\n  leakage { belt yes }\n}\n";
    let text = |pin: &str| format!("{tool}methodology \"A\" {{\n  uses \"T\" {{ version \"{pin}\" }}\n}}\n");
    let dangling =
        |pin: &str| run(&[&text(pin)]).findings.iter().any(|finding| finding.code == "vocabulary/unknown-reference");
    assert!(dangling("2"));
    assert!(dangling("draft of May"));
    assert!(!dangling("01.0"));
}

#[test]
fn a_duty_to_report_is_not_breached_by_the_methodology_that_is_reported_on() {
    let text = "program \"P\" {\n  bound_by \"2/CMA.3\"\n  bound_by \"3/CMA.3\"\n}\nmethodology \"A\" {\n  program \"P\"\n  sector waste\n  baseline { below_business_as_usual no }\n}\nreport \"R\" {\n  reading full\n  form initial\n  agreement \"G\"\n}\nagreement \"G\" {\n  reading full\n  bound_by \"2/CMA.3\"\n}\n";
    let report = run(&[text]);
    let standing = |rule: &str, clause: &str| {
        let cites = &breached(&report, rule)[0].cites;
        cites.iter().find(|cite| cite.clause.starts_with(clause)).map(|cite| cite.standing)
    };
    let rule = "baseline/not-below-business-as-usual";
    assert_eq!(standing(rule, "2/CMA.3 annex ¶18(h)(ii)"), Some(Standing::Indicates));
    assert_eq!(standing(rule, "3/CMA.3 annex ¶33"), Some(Standing::Breaches));
    assert_eq!(standing("safeguards/human-rights-unreported", "2/CMA.3 annex ¶18(i)(ii)"), Some(Standing::Breaches));
}

/// The question that a rule waits for.
fn question<'r>(report: &'r Report, rule: &str) -> &'r Finding {
    let waits = |finding: &&Finding| finding.code == rule || finding.also.iter().any(|also| also == rule);
    report.findings.iter().find(waits).expect("a question")
}

#[test]
fn documents_that_disagree_are_both_shown() {
    let text = "tool \"T\" {\n  baseline { trajectory flat }\n}\ntool \"U\" {\n  baseline { trajectory falling }\n}\nmethodology \"A\" {\n  uses \"T\" { for baseline }\n  uses \"U\" { for baseline }\n  sector waste\n  crediting { period 10 years }\n  baseline { approach default_factor; validity 9 years }\n}\n";
    let report = run(&[text]);
    let asked = question(&report, "baseline/static-over-time");
    assert_eq!(asked.message, "which holds for the course of the baseline over time: `flat` or `falling`?");
    let shown: Vec<&str> =
        asked.labels.iter().map(|label| &text[label.span.start as usize..label.span.end as usize]).collect();
    assert_eq!(shown, ["trajectory flat", "trajectory falling"]);
}

#[test]
fn a_closed_silence_that_is_compared_is_what_is_asked_for() {
    let text = "activity \"A\" {\n  reading full\n  sector waste, land.redd\n  safeguards { reading partial }\n}\n";
    let report = run(&[text]);
    let asked = question(&report, "safeguards/consent-missing");
    assert!(!asked.message.contains("`activity`"), "{}", asked.message);
}

#[test]
fn a_note_says_how_the_place_was_read_not_the_document() {
    let text = "methodology \"A\" {\n  size large\n  additionality { reading full; test barrier }\n}\n";
    let report = run(&[text]);
    let found = breached(&report, "additionality/common-practice-missing");
    assert!(found[0].notes.iter().all(|note| note.ends_with(": searched A (read in full)")), "{:?}", found[0].notes);
}

#[test]
fn a_finding_points_at_the_one_that_decided() {
    let shown = |text: &str, rule: &str| {
        let report = run(&[text]);
        let span = breached(&report, rule)[0].span();
        text[span.start as usize..span.end as usize].to_owned()
    };
    let tests = "methodology \"A\" {\n  additionality {\n    reading full\n    test regulatory_surplus\n    test barrier { needed any_one }\n  }\n}\n";
    assert_eq!(shown(tests, "additionality/single-barrier"), "test barrier");
    let approaches = "methodology \"A\" {\n  eligibility { reading full }\n  additionality {\n    approach tests\n    approach eligibility_only\n  }\n}\n";
    assert_eq!(shown(approaches, "additionality/eligibility-criteria-only"), "approach eligibility_only");
    let policies = "activity \"A\" {\n  sector energy.renewable.wind\n  additionality {\n    policy \"tax\" { kind tax_relief }\n    policy \"quota\" { kind quota; covers yes; status in_force }\n  }\n}\n";
    assert_eq!(shown(policies, "renewable/mandated-by-quota"), "policy \"quota\"");
    let hosts = "activity \"A\" {\n  reading full\n  sector energy.renewable.wind\n  host KH, TH\n}\ncountry KH {\n  grid { renewable_share 20 % }\n}\ncountry TH {\n  grid { renewable_share 80 % }\n}\n";
    assert_eq!(shown(hosts, "renewable/high-grid-share"), "TH");
}

#[test]
fn a_crowd_of_names_ends_the_asking_and_is_said() {
    let authors: String = (0..600).map(|at| format!("author \"Author {at}\" {{ wrote methodology }}\n")).collect();
    let parties: String = (0..600).map(|at| format!("participant \"Party {at}\" {{ receives credits }}\n")).collect();
    let report =
        run(&[&format!("methodology \"M\" {{\n{authors}}}\nactivity \"A\" {{\n  methodology \"M\"\n{parties}}}\n")]);
    let given_up = |finding: &Finding| finding.notes.iter().any(|note| note.contains("given up"));
    assert!(report.findings.iter().any(given_up));
    assert!(breached(&report, "authorship/earns-credits").is_empty());
}

#[test]
fn a_pinned_version_is_found_in_the_library_beside_the_readers_own_other_one() {
    let own = "tool \"TOOL01\" {\n  version \"99.0\"\n  leakage { belt yes }\n}\n";
    let asks = |pin: &str| {
        let text = format!("{own}methodology \"A\" {{\n  uses \"TOOL01\"{pin}\n}}\n");
        let report = run(&[&text]);
        let about = |code: &str| report.findings.iter().any(|finding| finding.code == code);
        (about("vocabulary/unknown-reference"), about("vocabulary/ambiguous-reference"))
    };
    assert_eq!(asks(" { version \"07.0.0\" }"), (false, false));
    assert_eq!(asks(" { version \"99.0\" }"), (false, false));
    assert_eq!(asks(""), (false, false));
    assert_eq!(asks(" { version \"3\" }"), (true, false));
}

#[test]
fn a_name_stands_once_where_it_is_to_tell_things_apart() {
    let twice = |text: &str| run(&[text]).findings.iter().filter(|f| f.code == "vocabulary/name-twice").count();
    assert_eq!(twice("methodology \"A\" {\n  source \"s\" { title \"x\" }\n  source \"s\" { title \"y\" }\n}\n"), 1);
    assert_eq!(
        twice(
            "methodology \"A\" {\n  parameter X { unit tCO2e }\n  parameter Y { unit tCO2e }\n  parameter X { unit t }\n}\n"
        ),
        1
    );
    assert_eq!(twice("monitoring \"M\" {\n  stratum \"a\" { area 1 ha }\n  stratum \"a\" { area 1 ha }\n}\n"), 1);
    assert_eq!(twice("methodology \"A\" {\n  uses \"T\" { for baseline }\n  uses \"T\" { for leakage }\n}\n"), 0);
}
