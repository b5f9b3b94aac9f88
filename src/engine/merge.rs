//! One defect is told once: rules that name the same defect share a finding, with all their clauses.

use super::decide::Outcome;
use super::question::questions;
use super::show::Context;
use crate::finding::{Finding, Verdict};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// The findings of one document. What names the same defect is joined later, when reviewers have spoken.
pub fn findings(context: &Context<'_>, outcomes: Vec<Outcome<'_>>) -> Vec<Finding> {
    let (breached, mut open): (Vec<&Outcome<'_>>, Vec<&Outcome<'_>>) =
        outcomes.iter().partition(|outcome| outcome.verdict.is_finding());
    let told: FxHashSet<&str> = breached.iter().filter_map(|outcome| outcome.rule.defect.as_deref()).collect();
    open.retain(|outcome| outcome.rule.defect.as_deref().is_none_or(|defect| !told.contains(defect)));
    let mut findings = breaches(context, &breached);
    findings.extend(questions(context, &open));
    findings
}

/// Breaches, each by itself; those on a defect that rules share with its number in this document.
fn breaches(context: &Context<'_>, breached: &[&Outcome<'_>]) -> Vec<Finding> {
    let mut defects: Vec<&str> = Vec::new();
    let mut number = |defect| {
        let known = defects.iter().position(|other| *other == defect);
        known.unwrap_or_else(|| {
            defects.push(defect);
            defects.len() - 1
        }) as u32
    };
    let told = breached.iter().map(|outcome| {
        let defect = outcome.rule.defect.as_deref().map(&mut number);
        Finding { defect, ..context.breach(outcome) }
    });
    told.collect()
}

/// What findings are joined by: a defect, found or as read by import. What nobody confirmed adds nothing to a finding.
fn shared(finding: &Finding) -> Option<(u32, bool)> {
    finding.defect.map(|defect| (defect, finding.draft))
}

/// Joins the findings on one defect, as they are left when reviewers have spoken: the gravest is told, by what it weighs
/// here (not every rule's clauses bind every document), with the clauses and facts of all. They stay in their order.
pub fn join(findings: Vec<Finding>) -> Vec<Finding> {
    let mut gravest: FxHashMap<(u32, bool), usize> = FxHashMap::default();
    for (at, finding) in findings.iter().enumerate() {
        let Some(defect) = shared(finding) else { continue };
        let first = gravest.entry(defect).or_insert(at);
        if by_weight(finding, &findings[*first]).is_lt() {
            *first = at;
        }
    }
    if gravest.is_empty() {
        return findings;
    }
    let mut others: FxHashMap<(u32, bool), Vec<Finding>> = FxHashMap::default();
    let mut told = Vec::with_capacity(findings.len());
    for (at, finding) in findings.into_iter().enumerate() {
        match shared(&finding) {
            Some(defect) if gravest[&defect] != at => others.entry(defect).or_default().push(finding),
            _ => told.push(finding),
        }
    }
    for first in told.iter_mut().filter(|finding| finding.defect.is_some()) {
        let mut joined = shared(first).and_then(|defect| others.remove(&defect)).unwrap_or_default();
        joined.sort_by(by_weight);
        joined.iter().for_each(|other| add(first, other));
        first.joined = joined;
    }
    told
}

/// The gravest comes first; of two that weigh the same, the one whose rule does.
fn by_weight(left: &Finding, right: &Finding) -> Ordering {
    right.severity.cmp(&left.severity).then_with(|| left.code.cmp(&right.code))
}

/// How many findings these are once they are joined.
pub fn count(findings: &[Finding]) -> usize {
    let defects: FxHashSet<(u32, bool)> = findings.iter().filter_map(shared).collect();
    findings.iter().filter(|finding| finding.defect.is_none()).count() + defects.len()
}

/// Adds the clauses and facts of another finding on the same defect.
fn add(first: &mut Finding, other: &Finding) {
    if first.code != other.code && !first.also.contains(&other.code) {
        first.also.push(other.code.clone());
    }
    for cite in &other.cites {
        match first.cites.iter_mut().find(|known| known.clause == cite.clause) {
            Some(known) => known.standing = known.standing.min(cite.standing),
            None => first.cites.push(cite.clone()),
        }
    }
    for label in &other.labels {
        if first.labels.len() < 6 && !first.labels.iter().any(|known| known.span == label.span) {
            first.labels.push(label.clone());
        }
    }
}

/// What was found so far: one missing fact asks one question, however many documents wait for it.
#[derive(Debug)]
pub struct Told {
    /// The findings, in the order in which their documents were read and judged.
    pub findings: Vec<Finding>,
    /// The questions by the place that they ask about.
    questions: FxHashMap<Span, SmallVec<[u32; 2]>>,
    /// How many defects have a number.
    defects: u32,
}

impl Told {
    /// With what was found before the first document was judged.
    pub fn after(findings: Vec<Finding>) -> Self {
        Told { findings, questions: FxHashMap::default(), defects: 0 }
    }

    /// Takes the findings of some documents.
    pub fn take(&mut self, found: Vec<Vec<Finding>>) {
        self.findings.reserve(found.iter().map(Vec::len).sum());
        for of_document in found {
            let before = self.defects;
            for mut finding in of_document {
                if let Some(defect) = &mut finding.defect {
                    *defect += before;
                    self.defects = self.defects.max(*defect + 1);
                }
                self.tell(finding);
            }
        }
    }

    /// Tells a finding, or lets it wait for an answer that is asked for already.
    fn tell(&mut self, finding: Finding) {
        if finding.verdict == Verdict::Unproven {
            let here = self.questions.entry(finding.span()).or_default();
            let same = here.iter().find(|at| self.findings[**at as usize].message == finding.message);
            if let Some(same) = same {
                wait_too(&mut self.findings[*same as usize], finding);
                return;
            }
            here.push(self.findings.len() as u32);
        }
        self.findings.push(finding);
    }
}

/// Adds the rules that wait for the same answer. Which of the two is told depends on no order of files.
fn wait_too(first: &mut Finding, mut other: Finding) {
    if (&other.code, &other.fingerprint) < (&first.code, &first.fingerprint) {
        std::mem::swap(first, &mut other);
    }
    first.unsure.append(&mut other.unsure);
    if let (Some(first), Some(other)) = (&mut first.question, &other.question) {
        first.gravest = first.gravest.max(other.gravest);
        if (other.write.len(), &other.write) > (first.write.len(), &first.write) {
            first.write.clone_from(&other.write);
        }
    }
    for rule in std::iter::once(other.code).chain(other.also) {
        if rule != first.code && !first.also.contains(&rule) {
            first.also.push(rule);
        }
    }
    first.also.sort();
}
