//! One defect is told once: rules that name the same defect share a finding, with all their clauses.

use super::decide::Outcome;
use super::question::questions;
use super::show::Context;
use crate::finding::{Finding, Verdict};
use rustc_hash::FxHashSet;

/// The findings of one document.
pub fn findings(context: &Context<'_>, outcomes: Vec<Outcome<'_>>) -> Vec<Finding> {
    let (breached, open): (Vec<_>, Vec<_>) =
        outcomes.into_iter().partition(|outcome| outcome.verdict == Verdict::Breached);
    let told: FxHashSet<&str> = breached.iter().filter_map(|outcome| outcome.rule.defect.as_deref()).collect();
    let open = open
        .into_iter()
        .filter(|outcome| outcome.rule.defect.as_deref().is_none_or(|defect| !told.contains(defect)))
        .collect();
    let mut findings = breaches(context, breached);
    findings.extend(questions(context, open));
    findings
}

fn breaches(context: &Context<'_>, mut breached: Vec<Outcome<'_>>) -> Vec<Finding> {
    breached.sort_by(|left, right| {
        right.rule.severity.cmp(&left.rule.severity).then_with(|| left.rule.id.cmp(&right.rule.id))
    });
    let mut findings: Vec<(Option<&str>, Finding)> = Vec::new();
    for outcome in &breached {
        let defect = outcome.rule.defect.as_deref();
        let finding = context.breach(outcome);
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
        if !first.cites.iter().any(|known| known.clause == cite.clause) {
            first.cites.push(cite);
        }
    }
    for label in other.labels {
        if first.labels.len() < 6 && !first.labels.iter().any(|known| known.span == label.span) {
            first.labels.push(label);
        }
    }
}
