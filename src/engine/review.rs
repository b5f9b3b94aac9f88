//! Waivers and answers applied: what they set aside, what they leave, and what is wrong with them.

use super::ruling::{Ruling, Says, Subject};
use super::terms::{Briefs, without};
use super::{Options, digest, names_rule};
use crate::finding::{Finding, Fingerprint, Severity, Standing, Verdict};
use crate::model::{Document, EntryId};
use crate::rulebook::Rulebook;
use crate::source::{FileId, Span};
use crate::vocabulary::Vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeSet;
use std::sync::Arc;

mod complaint;

/// What became of a waiver or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It sets something aside.
    Used,
    /// Its document or its rule is not a part of this run.
    Elsewhere,
    /// What was waived has changed.
    Lapsed,
    /// There is nothing that it could set aside.
    Unused,
    /// Its time is over.
    Expired,
    /// It lacks something, knows no such rule, or stands where it may not.
    Void,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Used => "used",
            State::Elsewhere => "elsewhere",
            State::Lapsed => "lapsed",
            State::Unused => "unused",
            State::Expired => "expired",
            State::Void => "void",
        }
    }
}

/// A finding that is not told, because a reviewer has said something about it.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// The finding.
    pub finding: Finding,
    /// The waiver or answer, by its place in [`Reviewed::rulings`].
    pub ruling: usize,
}

/// What reviewers and a baseline changed in a report.
#[derive(Clone, Debug, Default)]
pub struct Reviewed {
    /// Every waiver and answer of the run, with what became of it.
    pub rulings: Vec<(Ruling, State)>,
    /// The findings that they set aside, in the order of the report.
    pub set_aside: Vec<SetAside>,
    /// How many findings they would have set aside, had they not been seen through.
    pub seen_through: usize,
    /// How many findings were known already and are not told.
    pub hidden: usize,
    /// What set the terms of the check.
    pub set_by: Option<String>,
}

impl Reviewed {
    /// How many findings are waived.
    pub fn waived(&self) -> usize {
        self.set_aside.iter().filter(|aside| self.rulings[aside.ruling].0.is_waiver()).count()
    }

    /// How many questions are answered.
    pub fn answered(&self) -> usize {
        self.set_aside.len() - self.waived()
    }
}

/// Where the documents begin, so that a finding is known to be about one.
#[derive(Debug, Default)]
pub struct Shelves {
    by_file: FxHashMap<FileId, Vec<(u32, Subject)>>,
    /// Those that are judged, with their version and without.
    judged: FxHashSet<Subject>,
    /// Those of each file, with their version and without.
    holds: FxHashSet<(FileId, Subject)>,
}

impl Shelves {
    /// Notes the documents before their facts are let go.
    pub fn new<'d>(documents: impl IntoIterator<Item = &'d Document>, vocabulary: &Vocabulary) -> Self {
        let mut shelves = Shelves::default();
        for document in documents {
            let kind = vocabulary.kind(document.kind).name.to_string();
            let version = document.version.as_deref().map(str::to_owned);
            let subject = Subject { kind, name: document.name.to_string(), version };
            for known in [Subject { version: None, ..subject.clone() }, subject.clone()] {
                shelves.holds.insert((document.file, known.clone()));
                if document.judged {
                    shelves.judged.insert(known);
                }
            }
            let start = document.span(EntryId::DOCUMENT).start;
            shelves.by_file.entry(document.file).or_default().push((start, subject));
        }
        shelves.by_file.values_mut().for_each(|documents| documents.sort());
        shelves
    }

    /// The document in which a place lies.
    pub fn document(&self, span: Span) -> Option<&Subject> {
        let documents = self.by_file.get(&span.file)?;
        let behind = documents.partition_point(|(start, _)| *start <= span.start);
        documents.get(behind.checked_sub(1)?).map(|(_, subject)| subject)
    }
}

/// Whether a document is the one that a review means.
fn is(wanted: &Subject, other: &Subject) -> bool {
    wanted.kind == other.kind
        && wanted.name == other.name
        && (wanted.version.is_none() || wanted.version == other.version)
}

/// What the rulings are held against.
pub struct Bench<'b> {
    /// The documents.
    pub shelves: &'b Shelves,
    /// The rules that exist.
    pub rulebook: &'b Rulebook,
    /// What was asked of each file.
    pub briefs: &'b Briefs<'b>,
    /// What the check was asked for.
    pub options: &'b Options,
}

/// Applies waivers and answers: what is told, and what became of each of them.
pub fn apply(findings: Vec<Finding>, rulings: Vec<Ruling>, bench: &Bench<'_>) -> (Vec<Finding>, Reviewed) {
    let set_by = bench.options.terms.set_by.clone();
    if rulings.is_empty() {
        return (findings, Reviewed { set_by, ..Reviewed::default() });
    }
    let (mut states, mut complaints): (Vec<State>, Vec<Finding>) = (Vec::new(), Vec::new());
    let grounds = grounds(&rulings, bench.shelves);
    for (ruling, ground) in rulings.iter().zip(&grounds) {
        let (state, complaint) = standing(ruling, *ground, bench);
        states.push(state);
        complaints.extend(complaint);
    }
    let alone = bench.options.terms.see_through.then(|| findings.clone());
    let mut court = Court::new(&rulings, states, bench);
    findings.into_iter().for_each(|finding| court.hear(finding));
    let Court { mut states, set_aside, told, .. } = court;
    let by_rule = by_rule(&told);
    for (at, ruling) in rulings.iter().enumerate().filter(|(at, _)| states[*at] == State::Unused).collect::<Vec<_>>() {
        let of_rule = by_rule.get(&ruling.rule).map_or(&[][..], Vec::as_slice);
        let complaint;
        (states[at], complaint) = idle(ruling, grounds[at], of_rule, bench);
        complaints.extend(complaint);
    }
    let mut reviewed = Reviewed { rulings: rulings.into_iter().zip(states).collect(), set_by, ..Reviewed::default() };
    let mut told = match alone {
        Some(all) => {
            reviewed.seen_through = set_aside.len();
            all
        }
        None => {
            reviewed.set_aside = set_aside;
            told
        }
    };
    told.extend(complaints);
    (told, reviewed)
}

/// What is known of the documents that a ruling is about.
#[derive(Clone, Copy)]
struct Ground {
    /// The first of them that stands in the file of the ruling, by its place.
    same_file: Option<usize>,
    /// Whether all of them are judged in this run.
    judged: bool,
}

fn grounds(rulings: &[Ruling], shelves: &Shelves) -> Vec<Ground> {
    let mut grounds: Vec<Ground> = Vec::with_capacity(rulings.len());
    for (at, ruling) in rulings.iter().enumerate() {
        // The rulings of one review follow each other and share what they are about.
        let same = at.checked_sub(1).filter(|last| Arc::ptr_eq(&rulings[*last].of, &ruling.of));
        let here = |of: &Subject| shelves.holds.contains(&(ruling.span.file, of.clone()));
        grounds.push(same.map_or_else(
            || Ground {
                same_file: ruling.of.iter().position(here).filter(|_| ruling.in_review),
                judged: ruling.of.iter().all(|of| shelves.judged.contains(of)),
            },
            |last| grounds[last],
        ));
    }
    grounds
}

/// Whether a ruling counts before anything is held against it; [`State::Unused`] where it does.
fn standing(ruling: &Ruling, ground: Ground, bench: &Bench<'_>) -> (State, Option<Finding>) {
    let lacks = ruling.lacks();
    if bench.rulebook.rule(&ruling.rule).is_none() {
        return (State::Void, Some(complaint::unknown_rule(ruling, bench.rulebook)));
    }
    if !lacks.is_empty() {
        return (State::Void, Some(complaint::incomplete(ruling, &lacks)));
    }
    if let Some(at) = ground.same_file {
        return (State::Void, Some(complaint::same_file(ruling, &ruling.of[at])));
    }
    match ruling.until {
        Some(until) if until.last() < bench.options.as_of => (State::Expired, Some(complaint::expired(ruling, until))),
        _ => (State::Unused, None),
    }
}

/// The findings of each rule.
fn by_rule(told: &[Finding]) -> FxHashMap<SmolStr, Vec<&Finding>> {
    let mut by_rule: FxHashMap<SmolStr, Vec<&Finding>> = FxHashMap::default();
    for finding in told {
        for rule in std::iter::once(&finding.code).chain(&finding.also) {
            by_rule.entry(rule.clone()).or_default().push(finding);
        }
    }
    by_rule
}

/// A ruling that set nothing aside: why, as far as this run can tell. `told` are the findings of its rule.
fn idle(ruling: &Ruling, ground: Ground, told: &[&Finding], bench: &Bench<'_>) -> (State, Option<Finding>) {
    if !bench.briefs.all_ask(&ruling.rule) || !ground.judged {
        return (State::Elsewhere, None);
    }
    let binds = ruling.is_waiver() && !ruling.of.is_empty();
    let changed = told.iter().find(|finding| binds && about(ruling, finding, bench.shelves));
    match changed {
        Some(changed) => (State::Lapsed, Some(complaint::lapsed(ruling, changed))),
        None => (State::Unused, Some(complaint::unused(ruling))),
    }
}

/// Whether a finding is about a document that a ruling is about.
fn about(ruling: &Ruling, finding: &Finding, shelves: &Shelves) -> bool {
    let Some(document) = shelves.document(finding.span()) else { return false };
    ruling.of.iter().any(|of| is(of, document)) || ruling.of.is_empty() && ruling.is_waiver()
}

/// Rulings while they are held against findings.
struct Court<'c> {
    rulings: &'c [Ruling],
    states: Vec<State>,
    shelves: &'c Shelves,
    rulebook: &'c Rulebook,
    /// The waivers that count, by what they waive.
    waivers: FxHashMap<Fingerprint, Vec<usize>>,
    /// The answers that count, by their rule.
    answers: FxHashMap<&'c str, Vec<usize>>,
    set_aside: Vec<SetAside>,
    told: Vec<Finding>,
}

impl<'c> Court<'c> {
    fn new(rulings: &'c [Ruling], states: Vec<State>, bench: &Bench<'c>) -> Self {
        let mut waivers: FxHashMap<Fingerprint, Vec<usize>> = FxHashMap::default();
        let mut answers: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, ruling) in rulings.iter().enumerate().filter(|(at, _)| states[*at] == State::Unused) {
            match (ruling.is_waiver(), ruling.text) {
                (true, Some(text)) => waivers.entry(text).or_default().push(at),
                (true, None) => {}
                (false, _) => answers.entry(&ruling.rule).or_default().push(at),
            }
        }
        let (shelves, rulebook) = (bench.shelves, bench.rulebook);
        Court { rulings, states, shelves, rulebook, waivers, answers, set_aside: Vec::new(), told: Vec::new() }
    }

    /// Tells a finding, or what is left of it.
    fn hear(&mut self, finding: Finding) {
        let mut left = Some(finding);
        while let Some(finding) = left.take() {
            let ruled = self.rulings_on(&finding);
            ruled.iter().for_each(|at| self.states[*at] = State::Used);
            // Of two answers the stricter one counts; else the order of their names decides, and none of files.
            let key = |at: &&usize| {
                let ruling = &self.rulings[**at];
                (ruling.says != Says::No, &ruling.within, &ruling.because)
            };
            let Some(at) = ruled.iter().min_by_key(key).copied() else {
                self.told.push(finding);
                break;
            };
            if self.rulings[at].says == Says::No {
                self.told.push(denied(&finding, &self.rulings[at], self.rulebook));
            }
            left = self.put_aside(finding, at);
        }
    }

    /// The rulings that count for a finding: the waivers of it, or else the answers for the first of its rules that has any.
    fn rulings_on(&self, finding: &Finding) -> Vec<usize> {
        let about = |at: &usize| about(&self.rulings[*at], finding, self.shelves);
        let waivers = self.waivers.get(&finding.fingerprint).into_iter().flatten().copied();
        let waivers: Vec<usize> = waivers.filter(|at| self.rulings[*at].rule == finding.code).filter(about).collect();
        if !waivers.is_empty() || finding.severity != Severity::Question {
            return waivers;
        }
        let rules = std::iter::once(&finding.code).chain(&finding.also);
        let answers = rules.filter_map(|rule| self.answers.get(rule.as_str()));
        let mut answers = answers.map(|answers| answers.iter().copied().filter(about).collect::<Vec<usize>>());
        answers.find(|answers| !answers.is_empty()).unwrap_or_default()
    }

    /// Sets a finding aside; a question only for the rule that is ruled on, as the others still wait.
    fn put_aside(&mut self, mut finding: Finding, at: usize) -> Option<Finding> {
        let rule = &self.rulings[at].rule;
        let left = match finding.severity {
            Severity::Question => without(finding.clone(), rule),
            _ => None,
        };
        if left.is_some() {
            finding.fingerprint = match finding.code == *rule {
                true => finding.fingerprint,
                false => digest(&[&finding.fingerprint.to_string(), rule]),
            };
            finding.also.clear();
            finding.code = rule.clone();
        }
        self.set_aside.push(SetAside { finding, ruling: at });
        left
    }
}

/// What the reviewer says is not there, as a finding by the reviewer's word.
fn denied(question: &Finding, ruling: &Ruling, rulebook: &Rulebook) -> Finding {
    let rule = rulebook.rule(&ruling.rule);
    let cites = if question.code == ruling.rule { question.cites.clone() } else { Vec::new() };
    let binds = cites.iter().any(|cite| matches!(cite.standing, Standing::Breaches | Standing::Disregards));
    let severity = rule.map_or(Severity::Info, |rule| if binds { rule.severity } else { rule.severity.milder() });
    let by = if ruling.by.is_empty() { &*ruling.within } else { &ruling.by };
    let because = &ruling.because;
    let mut finding = Finding::error("", question.span(), format!("to `{}` the reviewer answers no", question.message))
        .label(ruling.span, "answered here")
        .note(format_smolstr!("this is the reviewer's word, not the document's: {because} ({by})"));
    finding.code = ruling.rule.clone();
    finding.verdict = Verdict::Breached;
    finding.severity = severity;
    finding.help = rule.map(|rule| rule.help.clone());
    finding.cites = cites;
    finding.fingerprint = digest(&[&question.fingerprint.to_string(), &ruling.rule, "no"]);
    finding
}

/// Drops the findings that are known already; how many. What cannot be read and what is wrong with reviews is always told.
pub fn hide(findings: &mut Vec<Finding>, known: &BTreeSet<Fingerprint>) -> usize {
    let before = findings.len();
    if !known.is_empty() {
        let always = |code: &str| names_rule("review", code) || names_rule("file", code);
        findings.retain(|finding| always(&finding.code) || !known.contains(&finding.fingerprint));
    }
    before - findings.len()
}
