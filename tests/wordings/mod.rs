//! The four defects that the tool exists for are found however a text words them: weak additionality, self-authored
//! baselines, missing safeguards, non-additional renewables.
//!
//! In a file, `# <- rule severity` at the end of a line asks for a finding of this rule there, alone or among others;
//! `# never rule` says that the rule finds nothing in the file.

use std::path::{Path, PathBuf};
use tonne::engine::{Options, check};
use tonne::finding::{Finding, Severity};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

use crate::corpus::options;

/// What a marker asks for.
const MARK: &str = "# <- ";
const NEVER: &str = "# never ";

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "tonne"));
    files.sort();
    files
}

/// Every finding of a text with the line that it points at, joined ones too.
fn found(text: &str, rulebook: &Rulebook, options: &Options) -> Vec<(usize, Finding)> {
    let source = Source { id: FileId(0), name: "wording.tonne".into(), text: text.into() };
    let line = |finding: &Finding| text[..finding.span().start as usize].matches('\n').count() + 1;
    let findings = check(&[source], rulebook, options).findings;
    let told = findings.iter().filter(|finding| finding.severity > Severity::Question);
    told.flat_map(Finding::each).map(|finding| (line(finding), finding.clone())).collect()
}

/// What a file asks for and does not get.
fn missed(path: &Path, rulebook: &Rulebook) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("a wording");
    let found = found(&text, rulebook, &options());
    let mut wrong = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some((_, rule)) = line.split_once(NEVER) {
            let rule = rule.trim();
            let told = found.iter().find(|(_, finding)| finding.code == rule);
            wrong.extend(told.map(|(at, _)| format!("{}:{at}: finds {rule}", path.display())));
        }
        let Some((_, asked)) = line.split_once(MARK) else { continue };
        let (rule, severity) = asked.trim().split_once(' ').expect("a rule and a severity");
        let here = |(of, finding): &&(usize, Finding)| {
            *of == at + 1 && finding.code == rule && finding.severity.word() == severity
        };
        if !found.iter().any(|finding| here(&finding)) {
            let instead: Vec<String> = found
                .iter()
                .filter(|(of, finding)| *of == at + 1 || finding.code == rule)
                .map(|(of, finding)| format!("line {of}: {} {}", finding.severity.word(), finding.code))
                .collect();
            wrong.push(format!("{}:{}: lacks {severity} {rule}; has {instead:?}", path.display(), at + 1));
        }
    }
    wrong
}

#[test]
fn the_flagship_defects_are_found_in_each_wording() {
    let (rulebook, _) = shipped(Vec::new());
    let files = files(Path::new("tests/wordings"));
    assert!(files.len() >= 12, "only {} wordings", files.len());
    let wrong: Vec<String> = files.iter().flat_map(|path| missed(path, &rulebook)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The wordings whose finding points at another line than the review expected, the line, and why.
const POINTS_ELSEWHERE: [(&str, usize, &str); 1] =
    [("W1-eligibility-prose", 7, "line 6 says how the text was read; the finding points at the block it is about")];

/// The wordings of the review, where they lie beside the checkout: rule, severity and line as expected there.
#[test]
fn the_wordings_of_the_review_come_out() {
    let folder = Path::new("../shared/review/wordings");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let (rulebook, _) = shipped(Vec::new());
    let expected: Vec<serde_json::Value> = serde_json::from_str(&expected).expect("expected findings");
    let mut wrong = Vec::new();
    for wording in &expected {
        let word = |key: &str| wording[key].as_str().unwrap_or_default().to_owned();
        let (file, rule, severity) = (word("file"), word("rule"), word("severity"));
        let text = std::fs::read_to_string(folder.join(format!("{file}.tonne"))).expect("a wording");
        let moved = POINTS_ELSEWHERE.iter().find(|(name, ..)| *name == file);
        let line = moved.map_or(wording["line"].as_u64().unwrap_or_default() as usize, |(_, line, _)| *line);
        let rules: Vec<&str> =
            rule.split(" or ").map(|rule| rule.split(" as ").next().unwrap_or_default().trim()).collect();
        let found = found(&text, &rulebook, &options());
        let fits = |(at, finding): &(usize, Finding)| {
            *at == line && finding.severity.word() == severity && rules.contains(&finding.code.as_str())
        };
        if !found.iter().any(fits) {
            let of_rules = found.iter().filter(|(_, finding)| rules.contains(&finding.code.as_str()));
            let instead: Vec<String> = of_rules
                .map(|(at, finding)| format!("line {at} {} {}", finding.severity.word(), finding.code))
                .collect();
            wrong.push(format!("{file}: expected line {line} {severity} {rule}; found {instead:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}
