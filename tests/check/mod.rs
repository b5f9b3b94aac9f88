//! The whole check as one function: damaged, hostile and shuffled input.

mod amounts;
mod damaged;
mod form;
mod ground;
mod hostile;
mod library;
mod mistakes;
mod portfolio;
mod time;

use proptest::prelude::*;
use tonne::engine::{LIBRARY, Report, check};
use tonne::finding::Finding;
use tonne::report::{Format, Paint, Sheet, Texts, View, render};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

use crate::corpus::{corpus, options};

fn source(at: u32, text: &str) -> Source {
    Source { id: FileId(at), name: format!("document-{at}.tonne").into(), text: text.into() }
}

fn run(rulebook: &Rulebook, texts: &[&str]) -> Report {
    let sources: Vec<Source> = texts.iter().enumerate().map(|(at, text)| source(at as u32, text)).collect();
    let report = check(&sources, rulebook, &options());
    for finding in &report.findings {
        sound(finding, &sources);
    }
    report
}

/// Every finding has a label, every label lies inside its file, on whole characters.
fn sound(finding: &Finding, sources: &[Source]) {
    assert!(!finding.labels.is_empty(), "{finding:?}");
    assert!(!finding.message.is_empty() && finding.fingerprint.0 != 0, "{finding:?}");
    for label in &finding.labels {
        if label.span.file.0 >= LIBRARY {
            continue;
        }
        let text = &sources[label.span.file.0 as usize].text;
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(start <= end && end <= text.len(), "{finding:?}");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{finding:?}");
    }
}

/// A document with something of everything.
const SAMPLE: &str = r#"# a comment
methodology "Solar, made up – größer" {
  version  "1.0"
  source   "page" { title "A page"; url "example.org" }
  program  "JCM"
  host     KH, TH
  sector   energy.renewable.solar
  author   "Institute, made up" { wrote methodology } @ "p. 1"
  reading  partial

  additionality {
    reading full
    approach eligibility_only @ inferred
    test barrier { needed any_one; item other }
  }
  baseline { validity 15 years; options [2]; downward_adjustment -10 %..10 % }
  equation ER[p] = RE[p] - max(PE[p], 0) * 2
  parameter "MS%Bl" [j] { unit tCO2e/MWh; origin calculated }
}
"#;

#[test]
fn no_damage_of_one_character_or_line_breaks_the_check() {
    let (rulebook, _) = shipped(Vec::new());
    let mut variants = Vec::new();
    for (at, c) in SAMPLE.char_indices() {
        let (before, after) = (&SAMPLE[..at], &SAMPLE[at + c.len_utf8()..]);
        variants.push(format!("{before}{after}"));
        variants.push(format!("{before}{c}{c}{after}"));
    }
    let lines: Vec<&str> = SAMPLE.lines().collect();
    for dropped in 0..lines.len() {
        let kept: Vec<&str> =
            lines.iter().enumerate().filter(|(at, _)| *at != dropped).map(|(_, line)| *line).collect();
        variants.push(kept.join("\n"));
    }
    for variant in &variants {
        run(&rulebook, &[variant]);
    }
}

/// What a document with a typing error is accused of, it is accused of without the error too.
#[test]
fn a_typing_error_never_makes_a_breach_out_of_silence() {
    let (rulebook, _) = shipped(Vec::new());
    let good = "methodology \"A\" {\n  reading full\n  additionality {\n    test investment { method benchmark }\n  }\n  baseline { approach benchmark }\n}\n";
    let accused = |text: &str| -> Vec<String> {
        let report = run(&rulebook, &[text]);
        let rules = report.findings.iter().filter(|finding| {
            finding.code.starts_with("additionality/") && finding.verdict == tonne::finding::Verdict::Breached
        });
        rules.map(|finding| finding.code.to_string()).collect()
    };
    let allowed = accused(good);
    for damaged in ["tset investment", "test investmnt", "test", "test investment {{", "tes\"t investment"] {
        let found = accused(&good.replace("test investment", damaged));
        let unjust: Vec<&String> = found.iter().filter(|code| !allowed.contains(code)).collect();
        assert!(unjust.is_empty(), "`{damaged}`: {unjust:?}");
    }
    let found = accused(&good.replace("additionality {", "aditionality {"));
    assert!(found.iter().all(|code| allowed.contains(code)), "{found:?}");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let (rulebook, _) = shipped(Vec::new());
    let told = |text: &str| -> Vec<(String, String)> {
        run(&rulebook, &[text])
            .findings
            .into_iter()
            .map(|finding| (finding.code.to_string(), finding.message.to_string()))
            .collect()
    };
    let plain = told(SAMPLE);
    assert_eq!(told(&SAMPLE.replace('\n', "\r\n")), plain);
    assert_eq!(told(&format!("\u{feff}{SAMPLE}")), plain);
}

/// The report for programs, byte for byte; where the files stand in another order, they are put into that of their names,
/// and nothing else is moved.
fn printed(sources: &[Source], rulebook: &Rulebook) -> String {
    let report = check(sources, rulebook, &options());
    let file = |id: FileId| sources.get(id.0 as usize);
    let texts = Texts::new(
        |id| file(id).map(|source| source.name.clone()),
        |id| file(id).map_or_else(|| "".into(), |source| source.text.clone()),
    );
    let view = View { paint: Paint::Plain, width: 100, quiet: false, overview: false };
    let mut bytes = Vec::new();
    render(Format::Json, &Sheet { report: &report, texts: &texts, rulebook, view }, &mut bytes).unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let findings = json["findings"].as_array_mut().unwrap();
    assert!(findings.len() > 100 && findings.iter().all(|finding| finding["labels"][0]["file"].is_string()));
    if let Some(documents) = json["documents"].as_array_mut() {
        documents.sort_by(|left, right| left["file"].as_str().cmp(&right["file"].as_str()));
    }
    let findings = json["findings"].as_array_mut().expect("findings");
    findings.sort_by(|left, right| left["labels"][0]["file"].as_str().cmp(&right["labels"][0]["file"].as_str()));
    json.to_string()
}

#[test]
fn the_order_of_files_and_the_number_of_threads_change_nothing() {
    let sources = corpus();
    let (rulebook, _) = shipped(Vec::new());
    let first = printed(&sources, &rulebook);
    assert_eq!(printed(&sources, &rulebook), first);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    assert_eq!(one.install(|| printed(&sources, &rulebook)), first);
    let mut turned: Vec<Source> = sources.iter().rev().cloned().collect();
    turned.iter_mut().enumerate().for_each(|(at, source)| source.id = FileId(at as u32));
    assert_eq!(printed(&turned, &rulebook), first);
}

#[test]
fn a_document_alone_is_judged_with_the_library_it_stands_on() {
    let (rulebook, _) = shipped(Vec::new());
    let alone: Vec<Source> = corpus().into_iter().filter(|source| source.name.ends_with("AM0073.tonne")).collect();
    let alone = [Source { id: FileId(0), ..alone[0].clone() }];
    let codes = |report: &Report, file: u32| -> Vec<String> {
        let mut codes: Vec<String> = report
            .findings
            .iter()
            .filter(|finding| finding.span().file.0 == file)
            .map(|finding| finding.code.to_string())
            .collect();
        codes.sort();
        codes
    };
    let together = corpus();
    let at = together.iter().position(|source| source.name.ends_with("AM0073.tonne")).expect("the document");
    let with = check(&together, &rulebook, &options());
    assert_eq!(codes(&check(&alone, &rulebook, &options()), 0), codes(&with, at as u32));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC*") {
        let (rulebook, _) = shipped(Vec::new());
        run(&rulebook, &[&text]);
    }

    #[test]
    fn arbitrary_words_in_a_document_never_panic(words in proptest::collection::vec("(additionality|baseline|test|barrier|host|KH|\\{|\\}|;|\n|\"a\"|10 %|@|,|\\[|\\]|none|reading|full|=|-|program)", 0..60)) {
        let (rulebook, _) = shipped(Vec::new());
        run(&rulebook, &[&format!("methodology \"A\" {{ {} }}", words.join(" "))]);
    }
}
