//! The day of judgement decides which instruments, rules and verdicts there are.

use tonne::engine::{Options, Report, check};
use tonne::finding::{Severity, Verdict};
use tonne::measure::{Day, Interval};
use tonne::rulebook::{RuleFile, shipped};
use tonne::source::{FileId, Source};

use crate::corpus::options;

const TEXT: &str = "program \"P\" {\n  reading full\n  bound_by \"2/CMA.3\"\n}\nmethodology \"A\" {\n  reading full\n  program \"P\"\n}\n";

fn on(day: &str, text: &str) -> Report {
    let source = Source { id: FileId(0), name: "a.tonne".into(), text: text.into() };
    let options = Options { as_of: Day::parse(day).unwrap(), ..options() };
    check(&[source], &shipped(Vec::new()).0, &options)
}

#[test]
fn an_instrument_binds_from_its_first_day() {
    let severest = |day: &str| {
        let report = on(day, TEXT);
        report
            .findings
            .iter()
            .filter(|finding| &*finding.code == "verification/no-independent-body")
            .map(|f| f.severity)
            .max()
    };
    assert_eq!(severest("2021-11-13"), Some(Severity::Error));
    assert!(severest("2021-11-12") < Some(Severity::Error));
}

#[test]
fn no_finding_rests_on_what_was_not_in_force() {
    let (rulebook, _) = shipped(Vec::new());
    for day in ["1990-01-01", "2012-12-31", "2021-11-12", "2024-06-01"] {
        let judged = Interval::from(Day::parse(day).unwrap());
        for finding in on(day, TEXT).findings.iter().filter(|finding| finding.verdict != Verdict::Met) {
            for cite in &finding.cites {
                let citation = rulebook.register.resolve(&cite.clause).unwrap();
                let instrument = &rulebook.register.instruments[usize::from(citation.instrument)];
                let from = [&instrument.in_force, &instrument.adopted].into_iter().find(|date| !date.is_empty());
                let from = from.map(|date| Interval::parse(date).unwrap());
                assert!(from.is_none_or(|from| judged.before(&from) != Some(true)), "{day}: {}", cite.clause);
            }
        }
    }
}

#[test]
fn rules_come_with_their_instruments() {
    let rules = |day: &str| on(day, TEXT).rules;
    assert!(rules("1990-01-01") < rules("2021-11-13") && rules("2021-11-13") < rules("2026-11-01"));
}

#[test]
fn a_verdict_counts_from_the_day_it_was_published() {
    let text = "methodology \"AMS-I.D\" {\n  version \"18.0\"\n  program \"CDM\"\n}\n";
    let told =
        |day: &str| on(day, text).findings.iter().any(|finding| finding.code == "methodology/rejected-by-assessor");
    assert_eq!((told("2024-08-05"), told("2024-08-06")), (false, true));
}

#[test]
fn a_date_that_is_none_is_told_in_its_file() {
    let file = |text: &str| {
        let source = Source { id: FileId(7), name: "x.yaml".into(), text: text.into() };
        shipped(vec![RuleFile::new("instruments/x".to_owned(), source)]).1
    };
    let text = |date: &str| format!("symbol: X\ntitle: X\nkind: law\nknown: read\nadopted: {date}\n");
    assert!(file(&text("2025-02")).is_empty());
    let found = file(&text("2025-13"));
    assert_eq!((found.len(), &*found[0].code, found[0].span().start), (1, "rules/yaml", 50));
}

#[test]
fn the_register_is_read_from_disk_as_it_is_built_in() {
    let mut files = Vec::new();
    for folder in ["instruments", "decisions"] {
        for entry in std::fs::read_dir(format!("rules/{folder}")).unwrap() {
            let path = entry.unwrap().path();
            let id = format!("{folder}/{}", path.file_stem().unwrap().to_string_lossy());
            let text = std::fs::read_to_string(&path).unwrap().into();
            files.push(RuleFile::new(id, Source { id: FileId(7), name: "x.yaml".into(), text }));
        }
    }
    assert!(files.len() > 50);
    let told: Vec<_> = shipped(files).1.into_iter().map(|finding| finding.message).collect();
    assert!(told.is_empty(), "{told:?}");
}
