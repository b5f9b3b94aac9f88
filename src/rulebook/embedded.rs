//! What is built in: vocabulary, rules, register, decisions, pages, and the library of documents.

use super::flaw::{self, Flaw};
use super::limits::{self, LimitSet};
use super::load::{RuleFile, load, parse};
use super::written::{Decisions, Instrument, Rule};
use super::{Register, Rulebook};
use crate::finding::Finding;
use crate::source::Source;
use crate::vocabulary;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The rulebook that is built in, together with more files: rules, and under `instruments/` and `decisions/`
/// what they rest on. The findings are on those.
pub fn shipped(more: Vec<RuleFile>) -> (Rulebook, Vec<Finding>) {
    with(more, false, (&[], &Source::nowhere()))
}

/// The same, where a rule given takes the place of one that is built in under its name: a rulebook that is worked on.
pub fn overridden(more: Vec<RuleFile>) -> (Rulebook, Vec<Finding>) {
    with(more, true, (&[], &Source::nowhere()))
}

/// The same, with thresholds set to other values; `source` is where those were written.
pub fn shipped_with(more: Vec<RuleFile>, sets: &[LimitSet], source: &Source) -> (Rulebook, Vec<Finding>) {
    with(more, false, (sets, source))
}

fn with(more: Vec<RuleFile>, replacing: bool, (sets, source): (&[LimitSet], &Source)) -> (Rulebook, Vec<Finding>) {
    let (vocabulary, _) =
        vocabulary::check(&decode::<Vec<vocabulary::File>>(include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary"))));
    let mut findings = Vec::new();
    let in_instrument = |read: &Instrument| flaw::of_instrument(read, &vocabulary);
    let (instruments, more) = of_folder(more, "instruments/", in_instrument, &mut findings);
    let in_decisions = |read: &Decisions| flaw::of_decisions(read, &vocabulary);
    let (verdicts, more) = of_folder(more, "decisions/", in_decisions, &mut findings);
    let mut register = decode::<Vec<Instrument>>(include_bytes!(concat!(env!("OUT_DIR"), "/instruments")));
    if replacing {
        register.retain(|known| !instruments.iter().any(|given| given.symbol == known.symbol));
    }
    register.extend(instruments);
    let register = Register::new(register);
    let mut decisions = decode::<Vec<Decisions>>(include_bytes!(concat!(env!("OUT_DIR"), "/decisions")));
    if replacing {
        decisions.retain(|known| !verdicts.iter().any(|given| given.issuer == known.issuer));
    }
    decisions.extend(verdicts);
    let rules = decode::<Vec<(String, String, Rule)>>(include_bytes!(concat!(env!("OUT_DIR"), "/rules")));
    let mut files: Vec<RuleFile> =
        rules.into_iter().map(|(path, text, rule)| RuleFile::embedded(path, text, rule)).collect();
    if replacing {
        files.retain(|known| !more.iter().any(|given| given.id == known.id));
    }
    files.extend(more);
    findings.extend(limits::set(&mut files, sets, source, &vocabulary));
    let (rules, problems) = load(files, &vocabulary, &register);
    findings.extend(problems);
    (Rulebook { vocabulary, rules, register, decisions }, findings)
}

/// Reads the files of a folder, and leaves the others. What has a flaw would count for less than it seems to say.
fn of_folder<T: DeserializeOwned>(
    files: Vec<RuleFile>,
    folder: &str,
    flaw: impl Fn(&T) -> Option<Flaw>,
    findings: &mut Vec<Finding>,
) -> (Vec<T>, Vec<RuleFile>) {
    let (ours, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.id.starts_with(folder));
    let read = |file: &RuleFile| {
        let content: T = parse(&file.source, "see CONTRIBUTING.md for the shape of an instrument and of a decision")?;
        flaw(&content).map_or(Ok(content), |flaw| Err(flaw.finding(&file.source)))
    };
    let read = ours.iter().filter_map(|file| read(file).map_err(|finding| findings.push(finding)).ok());
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
