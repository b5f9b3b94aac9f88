//! One defect is told once: rules that name the same defect share a finding, with all their clauses.

use super::decide::Outcome;
use super::question::questions;
use super::show::Context;
use crate::finding::{Finding, Severity, Verdict};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// The findings of one document.
pub fn findings(context: &Context<'_>, outcomes: Vec<Outcome<'_>>) -> Vec<Finding> {
    let (breached, mut open): (Vec<&Outcome<'_>>, Vec<&Outcome<'_>>) =
        outcomes.iter().partition(|outcome| outcome.verdict == Verdict::Breached);
    let told: FxHashSet<&str> = breached.iter().filter_map(|outcome| outcome.rule.defect.as_deref()).collect();
    open.retain(|outcome| outcome.rule.defect.as_deref().is_none_or(|defect| !told.contains(defect)));
    let mut findings = breaches(context, &breached);
    findings.extend(questions(context, &open));
    findings
}

fn breaches(context: &Context<'_>, breached: &[&Outcome<'_>]) -> Vec<Finding> {
    // The gravest is told, by what it weighs here: not every rule's clauses bind this document.
    let mut all: Vec<_> =
        breached.iter().map(|outcome| (outcome.rule.defect.as_deref(), context.breach(outcome))).collect();
    all.sort_by(|(_, left), (_, right)| right.severity.cmp(&left.severity).then_with(|| left.code.cmp(&right.code)));
    let mut findings: Vec<(Option<&str>, Finding)> = Vec::new();
    for (defect, finding) in all {
        match findings.iter_mut().find(|(other, _)| defect.is_some() && *other == defect) {
            Some((_, first)) => join(first, finding),
            None => findings.push((defect, finding)),
        }
    }
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// Adds the clauses and facts of another finding on the same defect.
fn join(first: &mut Finding, other: Finding) {
    if first.code != other.code && !first.also.contains(&other.code) {
        first.also.push(other.code);
    }
    for cite in other.cites {
        match first.cites.iter_mut().find(|known| known.clause == cite.clause) {
            Some(known) => known.standing = known.standing.min(cite.standing),
            None => first.cites.push(cite),
        }
    }
    for label in other.labels {
        if first.labels.len() < 6 && !first.labels.iter().any(|known| known.span == label.span) {
            first.labels.push(label);
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
}

impl Told {
    /// With what was found before the first document was judged.
    pub fn after(findings: Vec<Finding>) -> Self {
        Told { findings, questions: FxHashMap::default() }
    }

    /// Takes the findings of some documents.
    pub fn take(&mut self, found: Vec<Vec<Finding>>) {
        self.findings.reserve(found.iter().map(Vec::len).sum());
        for finding in found.into_iter().flatten() {
            if finding.severity == Severity::Question {
                let here = self.questions.entry(finding.span()).or_default();
                let same = here.iter().find(|at| self.findings[**at as usize].message == finding.message);
                if let Some(same) = same {
                    wait_too(&mut self.findings[*same as usize], finding);
                    continue;
                }
                here.push(self.findings.len() as u32);
            }
            self.findings.push(finding);
        }
    }
}

/// Adds the rules that wait for the same answer. Which of the two is told depends on no order of files.
fn wait_too(first: &mut Finding, mut other: Finding) {
    if (&other.code, &other.fingerprint) < (&first.code, &first.fingerprint) {
        std::mem::swap(first, &mut other);
    }
    for rule in std::iter::once(other.code).chain(other.also) {
        if rule != first.code && !first.also.contains(&rule) {
            first.also.push(rule);
        }
    }
    first.also.sort();
}
