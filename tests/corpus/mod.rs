//! The reviewed verdicts on the real documents in `methodologies`: a changed one is looked at, never just accepted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use tonne::engine::{Options, check};
use tonne::finding::{Finding, Severity};
use tonne::measure::Day;
use tonne::rulebook::shipped;
use tonne::source::{FileId, LineIndex, Source};

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder of documents") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "tonne") {
            into.push(path);
        }
    }
}

/// The documents of `methodologies`, as the command line reads them.
pub fn corpus() -> Vec<Source> {
    let mut paths = Vec::new();
    collect(Path::new("methodologies"), &mut paths);
    paths.sort();
    let source = |(at, path): (usize, &PathBuf)| {
        let name = path.to_string_lossy().replace('\\', "/");
        Source { id: FileId(at as u32), name: name.into(), text: fs::read_to_string(path).expect("a text").into() }
    };
    paths.iter().enumerate().map(source).collect()
}

pub fn options() -> Options {
    Options::on(Day::parse("2026-11-01").expect("a day"))
}

/// One finding on a line, with the lines it rests on.
fn line(finding: &Finding, sources: &[Source]) -> String {
    let place = |label: &tonne::finding::Label| {
        let Some(source) = sources.get(label.span.file.0 as usize) else { return "built in".to_owned() };
        let position = LineIndex::new(&source.text).position(&source.text, label.span.start);
        let file = source.name.rsplit('/').next().unwrap_or_default();
        format!("{file}:{} {}", position.line, label.text)
    };
    let weight = finding
        .ground
        .map(|ground| format!(" ({}; {}; {})", finding.verdict.word(), ground.word(), finding.confidence.word()));
    let mut out =
        format!("{}[{}] {}{}", finding.severity.word(), finding.code, finding.message, weight.unwrap_or_default());
    if finding.severity == Severity::Question {
        let mut waiting = vec![finding.code.clone()];
        waiting.extend(finding.also.iter().cloned());
        return format!("? {} <- {}", finding.message, waiting.join(", "));
    }
    for label in &finding.labels {
        let _ = write!(out, "\n    {}", place(label));
    }
    let cites: Vec<String> = finding.cites.iter().map(|cite| format!("{:?} {}", cite.standing, cite.clause)).collect();
    if !cites.is_empty() {
        let _ = write!(out, "\n    {}", cites.join("; "));
    }
    if !finding.also.is_empty() {
        let _ = write!(out, "\n    also {}", finding.also.join(", "));
    }
    out
}

#[test]
fn the_verdicts_on_real_documents_are_the_reviewed_ones() {
    let sources = corpus();
    let (rulebook, _) = shipped(Vec::new());
    let report = check(&sources, &rulebook, &options());
    let mut by_file: BTreeMap<&str, (Vec<String>, Vec<String>)> =
        sources.iter().map(|source| (&*source.name, Default::default())).collect();
    for finding in &report.findings {
        let name = &*sources[finding.span().file.0 as usize].name;
        let (findings, questions) = by_file.get_mut(name).expect("a file of the corpus");
        let told = line(finding, &sources);
        if finding.severity == Severity::Question { questions.push(told) } else { findings.push(told) }
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots"}, {
        for (name, (findings, questions)) in by_file {
            let text = format!("{}\n\n{}\n", findings.join("\n"), questions.join("\n"));
            insta::assert_snapshot!(name.trim_start_matches("methodologies/").trim_end_matches(".tonne").replace('/', "__"), text);
        }
    });
}
