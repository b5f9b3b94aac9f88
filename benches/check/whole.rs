//! The whole check of a folder against only walking and reading it, and what its parts take.

use crate::corpus::Corpus;
use crate::harness::{Table, against, in_turns, show, time};
use crate::{Plan, options};
use rayon::prelude::*;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tonne::engine::{Examined, Report, examine, judge};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

/// Measures it.
pub fn run(plan: &Plan) -> io::Result<()> {
    let folder = Corpus::write(&plan.folder, 1, plan.documents)?;
    let (rulebook, _) = shipped(Vec::new());
    let report = check(&folder, &rulebook);
    let [disturbed, reading, whole] = in_turns(
        plan.rounds,
        [&mut || time(|| read(&folder)), &mut || time(|| read(&folder)), &mut || time(|| check(&folder, &rulebook))],
    );
    let table = Table::new("The whole check of a folder");
    table.row(
        "documents",
        report.documents.to_string(),
        "",
        format!("{:.1} MB, {} rules", read(&folder) as f64 / 1e6, report.rules),
    );
    table.row("findings", report.findings.len().to_string(), digest(&report), kinds(&report));
    table.time("walk and read, after a check", disturbed, "its memory has just been given back");
    table.time("walk and read", reading, "two threads, warm cache: what the check is compared with");
    table.time("whole check", whole, against(whole.over(reading), "walk and read", 12.0));
    parts(plan, &folder, &rulebook, &table);
    Ok(())
}

/// What judging takes by itself, on one thread and on all.
fn parts(plan: &Plan, folder: &Path, rulebook: &Rulebook, table: &Table) {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let judged = || {
        let examined = examined(&paths(folder), rulebook);
        (examined.iter().map(|file| file.documents.len()).sum::<usize>(), examined)
    };
    let judge_all = || {
        let (_, examined) = judged();
        time(|| judge(examined, rulebook, &options()))
    };
    let judge_with = |select: Vec<String>| {
        let (_, examined) = judged();
        one.install(|| {
            time(|| judge(examined, rulebook, &tonne::engine::Options { select: select.clone(), ..options() }))
        })
    };
    let [examining, all, alone, none] = in_turns(
        plan.rounds.min(3),
        [
            &mut || time(|| examined(&paths(folder), rulebook)),
            &mut || judge_all(),
            &mut || judge_with(Vec::new()),
            &mut || judge_with(vec!["no-such-rule".to_owned()]),
        ],
    );
    let documents = judged().0;
    let rules: Duration = alone.least.saturating_sub(none.least);
    let each = rules.as_nanos() as f64 / documents as f64 / rulebook.rules.len() as f64;
    table.time("read and examine", examining, "all threads");
    table.time("link and judge", all, "all threads");
    table.time("link and judge", alone, "one thread");
    table.time("link alone", none, "one thread, no rules");
    table.row("rules alone", show(rules), "", format!("{each:.0} ns a rule and document, findings included"));
}

/// The files below a folder, in order.
pub fn paths(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Walks and reads the files, and counts their bytes: what no check can do without.
fn read(folder: &Path) -> usize {
    paths(folder).par_iter().map(|path| fs::read(path).map_or(0, |bytes| bytes.len())).sum()
}

fn examined(paths: &[PathBuf], rulebook: &Rulebook) -> Vec<Examined> {
    let files = paths.par_iter().enumerate();
    files.map(|(at, path)| examine(&source(at, path), rulebook, options().limits)).collect()
}

fn source(at: usize, path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap_or_default();
    Source { id: FileId(at as u32), name: path.to_string_lossy().into(), text: text.into() }
}

/// The check of a folder as the command does it: texts are read, examined and let go.
pub fn check(folder: &Path, rulebook: &Rulebook) -> Report {
    judge(examined(&paths(folder), rulebook), rulebook, &options())
}

/// A digest of all that was found: two programs that print the same one found the same.
fn digest(report: &Report) -> String {
    let mut hasher = rustc_hash::FxHasher::default();
    format!("{:?}", report.findings).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// How many findings there are of each family.
fn kinds(report: &Report) -> String {
    let mut families: Vec<(&str, usize)> = Vec::new();
    for finding in &report.findings {
        let family = finding.code.split('/').next().unwrap_or_default();
        match families.iter_mut().find(|(name, _)| *name == family) {
            Some((_, count)) => *count += 1,
            None => families.push((family, 1)),
        }
    }
    families.sort_unstable();
    families.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
