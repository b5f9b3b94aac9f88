//! Waivers and answers applied: what they set aside, what they leave, and what is wrong with them.

use super::ruling::{Ruling, Subject};
use super::terms::Briefs;
use super::{Options, merge, names_rule};
use crate::finding::{Finding, Fingerprint, Severity};
use crate::model::{Document, EntryId};
use crate::rulebook::Rulebook;
use crate::source::{FileId, Span};
use crate::vocabulary::{Vocabulary, nearest};
use court::Court;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::Arc;

mod complaint;
mod court;

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
    /// It lacks something or cannot be read, knows no such rule, stands where it may not, or another one contradicts it.
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

    /// What the word means, for those who read a list of them.
    pub fn means(self) -> &'static str {
        match self {
            State::Used => "it sets something aside",
            State::Elsewhere => "its document or its rule is no part of this run, so that nothing can be said of it",
            State::Lapsed => "what was waived has changed since",
            State::Unused => "there is nothing here that it sets aside",
            State::Expired => "its last day has passed",
            State::Void => "it does not count; `tonne check` says why",
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

/// Among more documents than these none is sought that is nearly called like another: it takes too long.
const SUGGEST_AMONG: usize = 256;

/// Nobody mistypes a name that is longer than this, in bytes.
const LONGEST: usize = 200;

/// Where the documents begin, so that a finding is known to be about one.
#[derive(Debug, Default)]
pub struct Shelves {
    by_file: FxHashMap<FileId, Vec<(u32, Subject)>>,
    /// Those that are judged, with their version and without.
    judged: FxHashSet<Subject>,
    /// Those that are at hand, judged or not, without their version.
    named: FxHashSet<Subject>,
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
            shelves.named.insert(Subject { version: None, ..subject.clone() });
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

    /// The document at hand that may be meant by one that is not: of its name and another kind, or nearly of its name.
    /// Names whose figures differ are names of different texts.
    fn meant(&self, of: &Subject, vocabulary: &Vocabulary) -> Option<Subject> {
        let named = |kind: &str| Subject { kind: kind.to_owned(), name: of.name.clone(), version: None };
        if self.named.contains(&named(&of.kind)) {
            return None;
        }
        let other = vocabulary.kinds.iter().map(|kind| named(&kind.name)).find(|other| self.judged.contains(other));
        let figures = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
        let alike = |other: &&Subject| {
            let short = of.name.len().max(other.name.len()) <= LONGEST;
            short && other.version.is_none() && other.kind == of.kind && figures(&other.name) == figures(&of.name)
        };
        let near = || {
            let mut names: Vec<&str> = self.judged.iter().filter(alike).map(|other| other.name.as_str()).collect();
            names.sort_unstable();
            nearest(&of.name, names.into_iter()).map(|name| Subject { name: name.to_owned(), ..named(&of.kind) })
        };
        other.or_else(|| (self.judged.len() <= SUGGEST_AMONG).then(near).flatten())
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
    complaints.extend(strangers(&rulings, bench));
    for (ruling, ground) in rulings.iter().zip(&grounds) {
        let (state, more) = standing(ruling, *ground, bench);
        states.push(state);
        complaints.extend(more);
    }
    let alone = bench.options.terms.see_through.then(|| findings.clone());
    let mut court = Court::new(&rulings, states, bench);
    findings.into_iter().for_each(|finding| court.hear(finding));
    let Court { mut states, set_aside, told, contradictions, .. } = court;
    for both in contradictions {
        complaints.extend(complaint::contradiction(&both.iter().map(|at| &rulings[*at]).collect::<Vec<_>>()));
        for at in both {
            states[at] = if states[at] == State::Unused { State::Void } else { states[at] };
        }
    }
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

/// Documents that reviews are about, that are not at hand, and that may be others than was meant; each told once.
fn strangers(rulings: &[Ruling], bench: &Bench<'_>) -> Vec<Finding> {
    let mut told = Vec::new();
    for (at, ruling) in rulings.iter().enumerate() {
        if at > 0 && Arc::ptr_eq(&rulings[at - 1].of, &ruling.of) {
            continue;
        }
        for (of, place) in ruling.of.iter().zip(&*ruling.named) {
            let meant = bench.shelves.meant(of, &bench.rulebook.vocabulary);
            told.extend(meant.map(|meant| complaint::stranger(ruling, (of, *place), &meant)));
        }
    }
    told
}

/// Whether a ruling counts before anything is held against it; [`State::Unused`] where it does.
fn standing(ruling: &Ruling, ground: Ground, bench: &Bench<'_>) -> (State, Vec<Finding>) {
    let lacks = ruling.lacks();
    if bench.rulebook.rule(&ruling.rule).is_none() {
        return (State::Void, vec![complaint::unknown_rule(ruling, bench.rulebook)]);
    }
    if !lacks.is_empty() || !ruling.unread.is_empty() {
        let incomplete = (!lacks.is_empty()).then(|| complaint::incomplete(ruling, &lacks));
        let unread = ruling.unread.iter().map(|unread| complaint::unread(ruling, unread));
        return (State::Void, incomplete.into_iter().chain(unread).collect());
    }
    if let Some(at) = ground.same_file {
        return (State::Void, vec![complaint::same_file(ruling, &ruling.of[at])]);
    }
    match ruling.until {
        Some(until) if until.last() < bench.options.as_of => (State::Expired, vec![complaint::expired(ruling, until)]),
        _ => (State::Unused, Vec::new()),
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
    let asked = |finding: &&&Finding| finding.severity == Severity::Question;
    let named = told.iter().find(|finding| ruling.is_waiver() && ruling.text == Some(finding.fingerprint));
    let here = told.iter().filter(|finding| binds && about(ruling, finding, bench.shelves));
    let changed = here.min_by_key(|finding| finding.severity == Severity::Question);
    match named.filter(asked).or(changed) {
        Some(question) if asked(&question) => (State::Unused, Some(complaint::question(ruling, question))),
        Some(changed) => (State::Lapsed, Some(complaint::lapsed(ruling, changed))),
        None => (State::Unused, Some(complaint::unused(ruling))),
    }
}

/// Whether a finding is about a document that a ruling is about.
fn about(ruling: &Ruling, finding: &Finding, shelves: &Shelves) -> bool {
    let Some(document) = shelves.document(finding.span()) else { return false };
    ruling.of.iter().any(|of| is(of, document)) || ruling.of.is_empty() && ruling.is_waiver()
}

/// Drops the findings that are known already; how many. What cannot be read and what is wrong with reviews is always told.
pub fn hide(findings: &mut Vec<Finding>, known: &BTreeSet<Fingerprint>) -> usize {
    if known.is_empty() {
        return 0;
    }
    let before = merge::count(findings);
    let always = |code: &str| names_rule("review", code) || names_rule("file", code);
    findings.retain(|finding| always(&finding.code) || !known.contains(&finding.fingerprint));
    before - merge::count(findings)
}
