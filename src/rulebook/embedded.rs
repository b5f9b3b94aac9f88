//! What is built in: vocabulary, rules, register, decisions, pages, and the library of documents.

use super::limits::{self, LimitSet};
use super::load::{RuleFile, load, parse};
use super::written::{Decisions, Instrument, Rule};
use super::{Register, Rulebook};
use crate::finding::Finding;
use crate::source::{FileId, Source};
use crate::vocabulary;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The rulebook that is built in, together with more files: rules, and under `instruments/` and `decisions/`
/// what they rest on. The findings are on those.
pub fn shipped(more: Vec<RuleFile>) -> (Rulebook, Vec<Finding>) {
    let nowhere = Source { id: FileId(u32::MAX), name: "".into(), text: "".into() };
    shipped_with(more, &[], &nowhere)
}

/// The same, with thresholds set to other values; `source` is where those were written.
pub fn shipped_with(more: Vec<RuleFile>, sets: &[LimitSet], source: &Source) -> (Rulebook, Vec<Finding>) {
    let (vocabulary, _) =
        vocabulary::check(&decode::<Vec<vocabulary::File>>(include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary"))));
    let mut findings = Vec::new();
    let (instruments, more) = of_folder::<Instrument>(more, "instruments/", &mut findings);
    let (verdicts, more) = of_folder::<Decisions>(more, "decisions/", &mut findings);
    let mut register = decode::<Vec<Instrument>>(include_bytes!(concat!(env!("OUT_DIR"), "/instruments")));
    register.extend(instruments);
    let register = Register::new(register);
    let mut decisions = decode::<Vec<Decisions>>(include_bytes!(concat!(env!("OUT_DIR"), "/decisions")));
    decisions.extend(verdicts);
    let rules = decode::<Vec<(String, String, Rule)>>(include_bytes!(concat!(env!("OUT_DIR"), "/rules")));
    let mut files: Vec<RuleFile> =
        rules.into_iter().map(|(path, text, rule)| RuleFile::embedded(path, text, rule)).collect();
    files.extend(more);
    findings.extend(limits::set(&mut files, sets, source, &vocabulary));
    let (rules, problems) = load(files, &vocabulary, &register);
    findings.extend(problems);
    (Rulebook { vocabulary, rules, register, decisions }, findings)
}

/// Reads the files of a folder, and leaves the others.
fn of_folder<T: DeserializeOwned>(
    files: Vec<RuleFile>,
    folder: &str,
    findings: &mut Vec<Finding>,
) -> (Vec<T>, Vec<RuleFile>) {
    let (ours, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.id.starts_with(folder));
    let read = ours.iter().filter_map(|file| parse(&file.source).map_err(|finding| findings.push(finding)).ok());
    (read.collect(), others)
}

/// The documents that are built in, by path: what a document may stand on without having it at hand.
pub fn library() -> Vec<(&'static str, &'static str)> {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/library")))
}

/// The pages on findings of syntax, vocabulary and rules, by path.
pub fn pages() -> Vec<(&'static str, &'static str, &'static str)> {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/pages")))
}

/// The build script wrote these bytes from the same types.
fn decode<T: Deserialize<'static> + Default>(bytes: &'static [u8]) -> T {
    postcard::from_bytes(bytes).unwrap_or_default()
}
