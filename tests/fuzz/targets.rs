//! What is fuzzed, from which seeds, and what must hold.

use crate::corpus::options;
use crate::damage::{RULEBOOK, judge, unjust};
use rayon::ThreadPool;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tonne::engine::{LIBRARY, check};
use tonne::finding::Finding;
use tonne::report::{Format, Paint, Sheet, Texts, View, render};
use tonne::rulebook::{RuleFile, library, shipped, shipped_with};
use tonne::source::{FileId, Source};
use tonne::workspace::{baseline, configuration};

/// Something that reads what others write.
pub struct Target {
    /// What it is called, and its folder in the corpus.
    pub name: &'static str,
    /// The texts that it begins with.
    pub seeds: fn() -> Vec<String>,
    /// What must hold for a text that was made from a seed.
    pub check: fn(&str, &str) -> Result<(), String>,
    /// Whether a text has one slip alone.
    pub one_change: bool,
}

fn source(text: &str) -> Source {
    Source { id: FileId(0), name: "fuzz.tonne".into(), text: text.into() }
}

/// Each label lies inside its file, on whole characters.
fn sound(findings: &[Finding], text: &str) -> Result<(), String> {
    for finding in findings {
        if finding.labels.is_empty() || finding.message.is_empty() {
            return Err(format!("{} has no label or no message", finding.code));
        }
        for label in finding.labels.iter().filter(|label| label.span.file.0 < LIBRARY) {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            if text.get(start..end).is_none() {
                return Err(format!("{} has a label at {start}..{end}", finding.code));
            }
        }
    }
    Ok(())
}

/// Thread pools of one, two and eight threads.
static POOLS: LazyLock<[ThreadPool; 3]> = LazyLock::new(|| {
    [1, 2, 8].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
});

/// A check in every format, byte by byte.
fn written(text: &str) -> Vec<u8> {
    let report = check(&[source(text)], &RULEBOOK, &options());
    let shared: Arc<str> = text.into();
    let texts = Texts::new(|_| Some("fuzz.tonne".into()), move |_| shared.clone());
    let view = View { paint: Paint::Plain, width: 80, quiet: false, overview: false };
    let sheet = Sheet { report: &report, texts: &texts, rulebook: &RULEBOOK, view };
    let mut out = Vec::new();
    for format in [Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github] {
        render(format, &sheet, &mut out).expect("written to memory");
    }
    out
}

/// Any text is read, judged and reported; with any number of threads the bytes are the same.
pub fn documents() -> Target {
    let seeds = || {
        let examples = RULEBOOK.rules.iter().flat_map(|rule| &rule.examples).map(|example| example.text.to_string());
        library().into_iter().map(|(_, text)| text.to_owned()).chain(examples).collect()
    };
    let check = |text: &str, _: &str| {
        sound(&check(&[source(text)], &RULEBOOK, &options()).findings, text)?;
        let mut all = POOLS.iter().map(|pool| pool.install(|| written(text)));
        let first = all.next().expect("a pool");
        match all.all(|other| other == first) {
            true => Ok(()),
            false => Err("the number of threads makes a difference".to_owned()),
        }
    };
    Target { name: "documents", seeds, check, one_change: false }
}

/// One slip accuses nobody.
pub fn damage() -> Target {
    let check = |text: &str, seed: &str| match unjust(&judge(seed).0, text) {
        told if told.is_empty() => Ok(()),
        told => Err(format!("accused: {}", told.join("; "))),
    };
    Target { check, one_change: true, ..documents() }
}

fn below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            below(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            into.push(path);
        }
    }
}

/// The files of rules, predicates, instruments and decisions.
fn rule_files() -> Vec<String> {
    let mut paths = Vec::new();
    below(Path::new("rules"), &mut paths);
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a file of rules")).collect()
}

/// The names that have a meaning in a folder of rules.
const NAMES: [&str; 4] = ["house/made-up", "predicates", "instruments/made-up", "decisions/made-up"];

/// Any text may lie in a folder of rules, under each name that has a meaning there.
pub fn rules() -> Target {
    let check = |text: &str, _: &str| {
        let id = NAMES[text.len() % NAMES.len()];
        let (rulebook, findings) = shipped(vec![RuleFile::new(id.to_owned(), source(text))]);
        sound(&findings, text)?;
        // Rules that could be read run.
        let document = Source { id: FileId(1), ..source("methodology \"A\" { reading full }") };
        tonne::engine::check(&[document], &rulebook, &options());
        Ok(())
    };
    Target { name: "rules", seeds: rule_files, check, one_change: false }
}

/// Any text may be a configuration.
pub fn configuration() -> Target {
    let seeds = || {
        let readme = std::fs::read_to_string("README.md").expect("the README");
        let blocks = readme.split("```yaml\n").skip(1).filter_map(|rest| rest.split_once("```"));
        blocks.map(|(block, _)| block.to_owned()).collect()
    };
    let check = |text: &str, _: &str| {
        let file = source(text);
        match configuration::read(file.clone(), PathBuf::from(".")) {
            Err(finding) => sound(&[finding], text),
            Ok(read) => {
                let (rulebook, findings) = shipped_with(Vec::new(), &read.limits(), &file);
                sound(&findings, text)?;
                sound(&read.known(&rulebook).1, text)
            }
        }
    };
    Target { name: "configuration", seeds, check, one_change: false }
}

/// Any text may be a file of known findings.
pub fn known() -> Target {
    let seeds = || {
        let report = check(&[source("methodology \"A\" {\n  reading full\n  basline 3\n}\n")], &RULEBOOK, &options());
        vec![baseline::written(&report.findings).expect("a list")]
    };
    let check = |text: &str, _: &str| baseline::read(text).map(|_| ()).or(Ok(()));
    Target { name: "known", seeds, check, one_change: false }
}

/// Any text may be a condition of a rule, and whatever is taken for one is evaluated.
pub fn conditions() -> Target {
    let seeds = || {
        let asked = rule_files().into_iter().flat_map(|file| {
            let lines = file.lines().map(str::trim).map(|line| line.trim_start_matches("- "));
            let conditions = lines.filter_map(|line| line.strip_prefix("that: ").or(line.strip_prefix("given: ")));
            conditions.map(str::to_owned).collect::<Vec<_>>()
        });
        asked.collect()
    };
    let check = |text: &str, _: &str| {
        let quoted = serde_json::to_string(text).expect("a text");
        let rule = format!(
            "title: T\nsubject: [methodology, activity]\nrequire:\n  - that: {quoted}\n    message: m\nseverity: info\n\
             nature: indicator\ncites: []\nhelp: h\nwhy: w\nexamples: []\n"
        );
        let (rulebook, findings) = shipped(vec![RuleFile::new("house/made-up".to_owned(), source(&rule))]);
        sound(&findings, &rule)?;
        let document =
            "activity \"A\" { reading full; host KH; capacity 3 MW; methodology \"M\" }\nmethodology \"M\" { }\n";
        let mut options = options();
        options.select = vec!["house".to_owned()];
        if rulebook.rule("house/made-up").is_some() {
            tonne::engine::check(&[Source { id: FileId(1), ..source(document) }], &rulebook, &options);
        }
        Ok(())
    };
    Target { name: "conditions", seeds, check, one_change: false }
}
