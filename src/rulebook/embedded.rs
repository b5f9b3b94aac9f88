//! What is built in: vocabulary, rules, register, decisions, pages, and the library of documents.

use super::flaw::{self, Flaw};
use super::limits::{self, LimitSet};
use super::load::{RuleFile, load, parse};
use super::written::{Decisions, Instrument, Predicate, Rule};
use super::{Ordered, Register, Rulebook, predicates, seal};
use crate::finding::Finding;
use crate::source::Source;
use crate::vocabulary;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::fmt;

/// The data that is embedded in the program, each part with its checksum.
#[derive(Clone, Copy, Debug)]
pub struct Data<'d> {
    /// The vocabulary.
    pub vocabulary: &'d [u8],
    /// The register of instruments.
    pub instruments: &'d [u8],
    /// The published decisions.
    pub decisions: &'d [u8],
    /// The conditions that have a name.
    pub predicates: &'d [u8],
    /// The rules.
    pub rules: &'d [u8],
    /// The pages on findings of form.
    pub pages: &'d [u8],
    /// The documents that others stand on.
    pub library: &'d [u8],
}

impl Data<'static> {
    /// What the build script embedded.
    pub const EMBEDDED: Data<'static> = Data {
        vocabulary: include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary")),
        instruments: include_bytes!(concat!(env!("OUT_DIR"), "/instruments")),
        decisions: include_bytes!(concat!(env!("OUT_DIR"), "/decisions")),
        predicates: include_bytes!(concat!(env!("OUT_DIR"), "/predicates")),
        rules: include_bytes!(concat!(env!("OUT_DIR"), "/rules")),
        pages: include_bytes!(concat!(env!("OUT_DIR"), "/pages")),
        library: include_bytes!(concat!(env!("OUT_DIR"), "/library")),
    };
}

/// Embedded data that cannot be used: nothing is checked with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Which part.
    pub part: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Damaged {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the built-in {} cannot be used: {}; install tonne again", self.part, self.reason)
    }
}

impl Error for Damaged {}

/// The rulebook that is built in, together with more files: rules, and under `instruments/` and `decisions/`
/// what they rest on. The findings are on those. Damaged embedded data ends the program: without its rules it would
/// find nothing and say so.
pub fn shipped(more: Vec<RuleFile>) -> (Rulebook, Vec<Finding>) {
    sound(read(&Data::EMBEDDED, more, false, (&[], &Source::nowhere())))
}

/// The same, where a rule given takes the place of one that is built in under its name: a rulebook that is worked on.
pub fn overridden(more: Vec<RuleFile>) -> (Rulebook, Vec<Finding>) {
    sound(read(&Data::EMBEDDED, more, true, (&[], &Source::nowhere())))
}

/// The same, with thresholds set to other values; `source` is where those were written.
pub fn shipped_with(more: Vec<RuleFile>, sets: &[LimitSet], source: &Source) -> (Rulebook, Vec<Finding>) {
    sound(read(&Data::EMBEDDED, more, false, (sets, source)))
}

/// What was embedded is a part of this program: where it is damaged, there is no way on.
fn sound<T>(data: Result<T, Damaged>) -> T {
    data.unwrap_or_else(|damaged| panic!("{damaged}"))
}

/// Reads a rulebook from embedded data.
///
/// # Errors
///
/// A part that does not decode, or that has problems of its own.
pub fn read(
    data: &Data<'_>,
    more: Vec<RuleFile>,
    replacing: bool,
    (sets, source): (&[LimitSet], &Source),
) -> Result<(Rulebook, Vec<Finding>), Damaged> {
    let untouched = more.is_empty() && sets.is_empty();
    let (vocabulary, problems) = vocabulary::check(&decode::<Vec<vocabulary::File>>("vocabulary", data.vocabulary)?);
    if let Some(problem) = problems.first() {
        return Err(Damaged { part: "vocabulary", reason: format!("{}: {}", problem.place, problem.message) });
    }
    let mut findings = Vec::new();
    let in_instrument = |read: &Instrument| flaw::of_instrument(read, &vocabulary);
    let (instruments, more) = of_folder(more, "instruments/", in_instrument, &mut findings);
    let in_decisions = |read: &Decisions| flaw::of_decisions(read, &vocabulary);
    let (verdicts, more) = of_folder(more, "decisions/", in_decisions, &mut findings);
    let (named, more) = of_predicates(more, &mut findings);
    let mut register = decode::<Vec<Instrument>>("register of instruments", data.instruments)?;
    if replacing {
        register.retain(|known| !instruments.iter().any(|given| given.symbol == known.symbol));
    }
    register.extend(instruments);
    let register = Register::new(register);
    let mut decisions = decode::<Vec<Decisions>>("register of decisions", data.decisions)?;
    if replacing {
        decisions.retain(|known| !verdicts.iter().any(|given| given.issuer == known.issuer));
    }
    decisions.extend(verdicts);
    let known = decode::<Ordered<Predicate>>("predicates", data.predicates)?;
    let (predicates, problems) = predicates::check(with_known(known, named, replacing), &vocabulary);
    findings.extend(problems);
    let rules = decode::<Vec<(String, String, Rule)>>("rules", data.rules)?;
    let mut files: Vec<RuleFile> =
        rules.into_iter().map(|(path, text, rule)| RuleFile::embedded(path, text, rule)).collect();
    if replacing {
        files.retain(|known| !more.iter().any(|given| given.id == known.id));
    }
    files.extend(more.into_iter().map(|file| RuleFile { own: file.own && !replacing, ..file }));
    findings.extend(limits::set(&mut files, sets, source, &vocabulary));
    let (rules, problems) = load(files, &vocabulary, &register, &predicates);
    findings.extend(problems);
    if let Some(finding) = findings.first().filter(|_| untouched) {
        return Err(Damaged { part: "rules", reason: format!("{}: {}", finding.code, finding.message) });
    }
    Ok((Rulebook { vocabulary, rules, register, predicates, decisions }, findings))
}

/// The predicates that are built in, less those whose place is taken, and those that are given.
fn with_known(
    mut known: Ordered<Predicate>,
    given: Vec<(Source, Ordered<Predicate>)>,
    replacing: bool,
) -> Vec<(Source, Ordered<Predicate>)> {
    if replacing {
        let is_given = |name: &str| given.iter().any(|(_, file)| file.0.iter().any(|(given, _)| given == name));
        known.0.retain(|(name, _)| !is_given(name));
    }
    let mut all = vec![(Source::nowhere(), known)];
    all.extend(given);
    all
}

/// The files of predicates among those that are given, and the others.
fn of_predicates(
    files: Vec<RuleFile>,
    findings: &mut Vec<Finding>,
) -> (Vec<(Source, Ordered<Predicate>)>, Vec<RuleFile>) {
    let (ours, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.id == predicates::FILE);
    let read = ours.into_iter().filter_map(|file| {
        match parse(&file.source, "see CONTRIBUTING.md for the shape of a predicate") {
            Ok(content) => Some((file.source, content)),
            Err(finding) => {
                findings.push(finding);
                None
            }
        }
    });
    (read.collect(), others)
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
    sound(decode("library of documents", Data::EMBEDDED.library))
}

/// The pages on findings of syntax, vocabulary and rules, by path.
pub fn pages() -> Vec<(&'static str, &'static str, &'static str)> {
    sound(decode("pages", Data::EMBEDDED.pages))
}

/// What a part holds. The build script wrote it from the same types.
fn decode<'d, T: Deserialize<'d>>(part: &'static str, sealed: &'d [u8]) -> Result<T, Damaged> {
    let damaged = |reason: &str| Damaged { part, reason: reason.to_owned() };
    let data = seal::open(sealed).ok_or_else(|| damaged("its checksum does not agree"))?;
    postcard::from_bytes(data).map_err(|error| damaged(&error.to_string()))
}
