//! Waivers and answers applied: what they set aside, what they leave, and what is wrong with them.

use super::ruling::{Ruling, Subject};
use super::terms::Briefs;
use super::{Options, merge, names_rule};
use crate::finding::{Finding, Fingerprint, Severity};
use crate::rulebook::Rulebook;
use crate::source::Span;
use court::Court;
use rustc_hash::{FxHashMap, FxHashSet};
use settled::Placed;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::Arc;

mod complaint;
mod court;
mod facts;
mod settled;
mod shelves;
mod statement;

pub use shelves::Shelves;
pub use statement::said_by;

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

/// Whether a document is the one that a review means.
fn is(wanted: &Subject, other: &Subject) -> bool {
    wanted.kind == other.kind
        && wanted.name == other.name
        && (wanted.version.is_none() || wanted.version == other.version)
}

/// What the rulings are held against.
#[derive(Clone, Copy)]
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

/// Waivers and answers while they are held against what was found.
pub struct Hearing<'b> {
    bench: Bench<'b>,
    rulings: Vec<Ruling>,
    grounds: Vec<Ground>,
    states: Vec<State>,
    /// What is wrong with them.
    complaints: Vec<Finding>,
    /// Answers that do not count for some document; of no use they are void.
    failed: Vec<usize>,
    /// Answers that contradict each other.
    contradictions: BTreeSet<Vec<usize>>,
    /// The answers that are facts of documents now.
    placed: Vec<Placed>,
}

impl<'b> Hearing<'b> {
    /// Looks at waivers and answers by themselves.
    pub fn new(rulings: Vec<Ruling>, bench: Bench<'b>) -> Self {
        let (mut states, mut complaints) = (Vec::with_capacity(rulings.len()), strangers(&rulings, &bench));
        let grounds = grounds(&rulings, bench.shelves);
        for (ruling, ground) in rulings.iter().zip(&grounds) {
            let (state, more) = standing(ruling, *ground, &bench);
            states.push(state);
            complaints.extend(more);
        }
        let (failed, contradictions, placed) = Default::default();
        Hearing { bench, rulings, grounds, states, complaints, failed, contradictions, placed }
    }

    /// Whether there is any waiver or answer.
    pub fn any(&self) -> bool {
        !self.rulings.is_empty()
    }

    /// Whether any answer may count.
    pub fn has_answers(&self) -> bool {
        self.answers().next().is_some()
    }

    /// The answers that may count.
    fn answers(&self) -> impl Iterator<Item = usize> {
        let counts = |at: &usize| self.states[*at] == State::Unused && !self.rulings[*at].is_waiver();
        (0..self.rulings.len()).filter(counts)
    }

    /// What is told, and what became of each of them. `before` is what was found in the documents alone, `after` what is
    /// found with the facts that answers put into them, where any did.
    pub fn close(mut self, before: Vec<Finding>, after: Option<Vec<Finding>>) -> (Vec<Finding>, Reviewed) {
        let set_by = self.bench.options.terms.set_by.clone();
        if self.rulings.is_empty() {
            return (before, Reviewed { set_by, ..Reviewed::default() });
        }
        let alone = self.bench.options.terms.see_through.then(|| before.clone());
        let asked = after.as_ref().map(|_| court::asked(&before));
        let settled = after.as_ref().map(|after| self.settled(&before, after)).unwrap_or_default();
        let states = std::mem::take(&mut self.states);
        let mut court = Court::new(&self.rulings, states, asked, &self.bench);
        after.unwrap_or(before).into_iter().for_each(|finding| court.hear(finding));
        let Court { mut states, mut set_aside, told, contradictions, .. } = court;
        self.told_in(&told).for_each(|at| states[at] = State::Used);
        (self.states, self.contradictions) = (states, &self.contradictions | &contradictions);
        for settled in settled {
            settled.by.iter().for_each(|at| self.states[*at] = State::Used);
            set_aside.push(SetAside { finding: settled.finding, ruling: settled.by[0] });
        }
        set_aside.sort_by(|one, other| {
            (one.finding.span(), &one.finding.code).cmp(&(other.finding.span(), &other.finding.code))
        });
        self.without_use(&told);
        let rulings = self.rulings.into_iter().zip(self.states).collect();
        let mut reviewed = Reviewed { rulings, set_by, ..Reviewed::default() };
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
        told.extend(self.complaints);
        (told, reviewed)
    }

    /// The answers that findings rest on.
    fn told_in<'t>(&'t self, told: &'t [Finding]) -> impl Iterator<Item = usize> {
        let labels = told.iter().filter(|_| !self.placed.is_empty()).flat_map(|finding| finding.labels.iter().skip(1));
        let shown: FxHashSet<Span> = labels.map(|label| label.span).collect();
        let placed = self.placed.iter().map(|placed| placed.ruling);
        placed.filter(move |at| shown.contains(&self.rulings[*at].span))
    }

    /// What became of those that set nothing aside.
    fn without_use(&mut self, told: &[Finding]) {
        for both in &self.contradictions {
            let answers: Vec<&Ruling> = both.iter().map(|at| &self.rulings[*at]).collect();
            self.complaints.extend(complaint::contradiction(&answers));
            self.failed.extend(both);
        }
        for at in std::mem::take(&mut self.failed) {
            self.states[at] = if self.states[at] == State::Unused { State::Void } else { self.states[at] };
        }
        let by_rule = by_rule(told);
        for at in 0..self.rulings.len() {
            if self.states[at] == State::Unused {
                let of_rule = by_rule.get(&self.rulings[at].rule).map_or(&[][..], Vec::as_slice);
                let complaint;
                (self.states[at], complaint) = idle(&self.rulings[at], self.grounds[at], of_rule, &self.bench);
                self.complaints.extend(complaint);
            }
        }
    }
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
    let open = told.iter().find(|finding| !ruling.facts.is_empty() && about(ruling, finding, bench.shelves));
    if let Some(open) = open.filter(|finding| finding.question.is_some()) {
        return (State::Unused, Some(complaint::open(ruling, open)));
    }
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
    let always = |code: &str| ["review", "file", "library"].iter().any(|family| names_rule(family, code));
    findings.retain(|finding| always(&finding.code) || !known.contains(&finding.fingerprint));
    before - merge::count(findings)
}
