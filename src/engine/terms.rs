//! What a reader sets for a check: waivers and answers from outside, known findings, weights, and places with rules of their own.

use super::names_rule;
use super::ruling::Ruling;
use crate::finding::{Finding, Fingerprint, Severity};
use crate::rulebook::Rulebook;
use crate::source::FileId;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The terms of a check; without any, every finding is told as its rule weighs it.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Waivers and answers that stand in no document.
    pub rulings: Vec<Ruling>,
    /// Whether waivers and answers are left aside: what the documents alone come to.
    pub see_through: bool,
    /// The findings that are known already and not told again.
    pub known: BTreeSet<Fingerprint>,
    /// How much breaches of a rule, or of a family, weigh here.
    pub severity: Vec<(String, Severity)>,
    /// Files with terms of their own; the later ones come after the earlier ones.
    pub places: Vec<Place>,
    /// What set these terms, as a reader would name it.
    pub set_by: Option<String>,
}

/// Files with terms of their own.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The files.
    pub files: BTreeSet<FileId>,
    /// Rules to run here, by id or family; all, where none is named.
    pub select: Vec<String>,
    /// Rules not to run here, by id or family.
    pub ignore: Vec<String>,
    /// How much breaches of a rule, or of a family, weigh here.
    pub severity: Vec<(String, Severity)>,
}

impl Place {
    fn asks(&self, rule: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| names_rule(name, rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Weighs the findings of rules as the terms say, and drops those that are not asked for where they stand.
pub fn settle(findings: Vec<Finding>, terms: &Terms, rulebook: &Rulebook) -> Vec<Finding> {
    if terms.severity.is_empty() && terms.places.is_empty() {
        return findings;
    }
    findings.into_iter().filter_map(|finding| settled(finding, terms, rulebook)).collect()
}

fn settled(mut finding: Finding, terms: &Terms, rulebook: &Rulebook) -> Option<Finding> {
    if rulebook.rule(&finding.code).is_none() {
        return Some(finding); // of form: nothing else can be read out of what stands there
    }
    let file = finding.span().file;
    let here: Vec<&Place> = terms.places.iter().filter(|place| place.files.contains(&file)).collect();
    let rules: Vec<SmolStr> = std::iter::once(&finding.code).chain(&finding.also).cloned().collect();
    for rule in rules.iter().filter(|rule| !here.iter().all(|place| place.asks(rule))) {
        finding = without(finding, rule)?;
    }
    let weights = terms.severity.iter().chain(here.iter().flat_map(|place| &place.severity));
    let fitting = weights.filter(|(name, _)| names_rule(name, &finding.code));
    // The rule's own id comes before its family; of two that are equally near the later one counts.
    let weight = fitting.max_by_key(|(name, _)| *name == finding.code);
    if let Some((_, severity)) = weight.filter(|_| finding.severity != Severity::Question) {
        finding.severity = *severity;
    }
    Some(finding)
}

/// A finding without one of its rules; nothing where it had no other. The clauses of the first rule go with it.
pub(super) fn without(mut finding: Finding, rule: &str) -> Option<Finding> {
    if finding.code != rule {
        finding.also.retain(|other| other != rule);
        return Some(finding);
    }
    if finding.also.is_empty() {
        return None;
    }
    finding.code = finding.also.remove(0);
    finding.cites.clear();
    finding.fingerprint = super::digest(&[&finding.fingerprint.to_string(), &finding.code]);
    Some(finding)
}
