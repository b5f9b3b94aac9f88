//! Waivers and answers held against findings, one after the other: what is set aside, and what is left.

use super::{Bench, SetAside, Shelves, State, about};
use crate::engine::ruling::{Ruling, Says};
use crate::engine::terms::apart;
use crate::engine::weight;
use crate::engine::{digest, draft};
use crate::finding::{Asks, Finding, Fingerprint, Ground, Severity, Verdict};
use crate::rulebook::Rulebook;
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeSet;

/// Rulings while they are held against findings.
pub(super) struct Court<'c> {
    rulings: &'c [Ruling],
    pub(super) states: Vec<State>,
    asked: Option<FxHashSet<Asked>>,
    shelves: &'c Shelves,
    rulebook: &'c Rulebook,
    /// The waivers that count, by what they waive.
    waivers: FxHashMap<Fingerprint, Vec<usize>>,
    /// The answers that count, by their rule.
    answers: FxHashMap<&'c str, Vec<usize>>,
    pub(super) set_aside: Vec<SetAside>,
    pub(super) told: Vec<Finding>,
    /// Answers to one question of which some say yes and some no.
    pub(super) contradictions: BTreeSet<Vec<usize>>,
}

impl<'c> Court<'c> {
    /// `asked` is what the documents alone ask, where answers have changed it: a bare word answers no later question.
    pub(super) fn new(
        rulings: &'c [Ruling],
        states: Vec<State>,
        asked: Option<FxHashSet<Asked>>,
        bench: &Bench<'c>,
    ) -> Self {
        let mut waivers: FxHashMap<Fingerprint, Vec<usize>> = FxHashMap::default();
        let mut answers: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, ruling) in rulings.iter().enumerate().filter(|(at, _)| states[*at] == State::Unused) {
            match (ruling.is_waiver(), ruling.text) {
                (true, Some(text)) => waivers.entry(text).or_default().push(at),
                (true, None) => {}
                (false, _) if ruling.says == Says::Fact => {}
                (false, _) => answers.entry(&ruling.rule).or_default().push(at),
            }
        }
        let (shelves, rulebook) = (bench.shelves, bench.rulebook);
        let (set_aside, told, contradictions) = Default::default();
        Court { rulings, states, asked, shelves, rulebook, waivers, answers, set_aside, told, contradictions }
    }

    /// Tells a finding, or what is left of it.
    pub(super) fn hear(&mut self, finding: Finding) {
        let mut left = Some(finding);
        while let Some(finding) = left.take() {
            let ruled = self.rulings_on(&finding);
            ruled.iter().for_each(|at| self.states[*at] = State::Used);
            // The order of their names decides which is shown, and none of files.
            let key = |at: &&usize| (&self.rulings[**at].within, &self.rulings[**at].because);
            let Some(at) = ruled.iter().min_by_key(key).copied() else {
                self.told.push(finding);
                break;
            };
            // Of a rule that may not apply at all, a no says that it does not.
            if self.rulings[at].says == Says::No && !finding.unsure.contains(&self.rulings[at].rule) {
                self.told.push(denied(&finding, &self.rulings[at], self.rulebook));
            }
            left = self.put_aside(finding, at);
        }
    }

    /// The rulings that count for a finding: the waivers of it; of a question that is answered by word alone, the answers
    /// for the first of its rules that has any on which all agree.
    fn rulings_on(&mut self, finding: &Finding) -> Vec<usize> {
        let (rulings, shelves) = (self.rulings, self.shelves);
        let about = |at: &usize| about(&rulings[*at], finding, shelves);
        if finding.severity != Severity::Question {
            let waivers = self.waivers.get(&finding.fingerprint).into_iter().flatten().copied();
            return waivers.filter(|at| rulings[*at].rule == finding.code).filter(about).collect();
        }
        let key = || (finding.span(), finding.message.clone());
        if !by_word(finding) || self.asked.as_ref().is_some_and(|asked| !asked.contains(&key())) {
            return Vec::new();
        }
        for rule in std::iter::once(&finding.code).chain(&finding.also) {
            let answers = self.answers.get(rule.as_str()).into_iter().flatten().copied();
            let answers: Vec<usize> = answers.filter(about).collect();
            let say = |says: Says| answers.iter().any(|at| rulings[*at].says == says);
            if say(Says::Yes) && say(Says::No) {
                self.contradictions.insert(answers);
            } else if !answers.is_empty() {
                return answers;
            }
        }
        Vec::new()
    }

    /// Sets a finding aside; a question only for the rule that is ruled on, as the others still wait.
    fn put_aside(&mut self, finding: Finding, at: usize) -> Option<Finding> {
        let (finding, left) = apart(finding, &self.rulings[at].rule);
        self.set_aside.push(SetAside { finding, ruling: at });
        left
    }
}

/// A question by its place and words.
type Asked = (Span, SmolStr);

/// What the documents alone ask.
pub(super) fn asked(findings: &[Finding]) -> FxHashSet<Asked> {
    let questions = findings.iter().filter(|finding| finding.severity == Severity::Question);
    questions.map(|question| (question.span(), question.message.clone())).collect()
}

/// Whether a question is answered by the reviewer's word alone: no statement of a document says it.
fn by_word(question: &Finding) -> bool {
    question.draft || question.question.as_ref().is_some_and(|question| question.asks == Asks::Word)
}

/// What the reviewer says is not there, as a finding by the reviewer's word.
fn denied(question: &Finding, ruling: &Ruling, rulebook: &Rulebook) -> Finding {
    let rule = rulebook.rule(&ruling.rule);
    let cites = if question.code == ruling.rule { question.cites.clone() } else { Vec::new() };
    let ground = question.ground.filter(|_| question.code == ruling.rule).unwrap_or(Ground::Evidence);
    let severity = rule.map_or(Severity::Info, |rule| weight::capped(rule.severity, ground, rule.own));
    let by = if ruling.by.is_empty() { &*ruling.within } else { &ruling.by };
    let because = &ruling.because;
    let message = match draft::confirmed(question) {
        Some(read) => format!("a reviewer confirms what import read: {read}"),
        None => format!("to `{}` the reviewer answers no", question.message),
    };
    let mut finding = Finding::error("", question.span(), message)
        .label(ruling.span, "answered here")
        .note(format_smolstr!("this is the reviewer's word, not the document's: {because} ({by})"));
    finding.code = ruling.rule.clone();
    finding.verdict = Verdict::Breached;
    finding.severity = severity;
    finding.ground = Some(ground);
    finding.help = rule.map(|rule| rule.help.clone());
    finding.cites = cites;
    finding.fingerprint = digest(&[&question.fingerprint.to_string(), &ruling.rule, "no"]);
    finding
}
