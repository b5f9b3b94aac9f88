//! What a reader sets for a check: waivers and answers from outside, known findings, weights, and places with rules of their own.

use super::ruling::Ruling;
use super::{Options, names_rule};
use crate::finding::{Confidence, Finding, Fingerprint, Severity};
use crate::measure::Day;
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::FileId;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// The least severity that is told.
    pub min_severity: Option<Severity>,
    /// The least confidence that is told.
    pub min_confidence: Option<Confidence>,
    /// What set these terms, as a reader would name it.
    pub set_by: Option<String>,
}

impl Terms {
    /// Leaves out the findings that weigh less than is asked for, or are known less well; how many. What is wrong with
    /// a text or a review is always told, and a question has no confidence.
    pub(super) fn leave_out(&self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        findings.retain(|finding| {
            let light = self.min_severity.is_some_and(|least| finding.severity < least);
            let vague = self.min_confidence.is_some_and(|least| finding.confidence < least);
            finding.ground.is_none() || !(light || vague && finding.verdict.is_finding())
        });
        before - findings.len()
    }
}

/// Files with terms of their own.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The files.
    pub files: BTreeSet<FileId>,
    /// Which instruments count here, in place of those that count elsewhere.
    pub profile: Option<String>,
    /// Rules to run here, by id or family, in place of what is selected and ignored elsewhere.
    pub select: Vec<String>,
    /// Rules not to run here, by id or family.
    pub ignore: Vec<String>,
    /// How much breaches of a rule, or of a family, weigh here.
    pub severity: Vec<(String, Severity)>,
    /// Rules with thresholds of their own here.
    pub rules: Vec<Arc<Rule>>,
}

/// What is asked of the documents of some files.
#[derive(Debug)]
pub struct Brief<'b> {
    /// The rules by id, with the thresholds that hold there.
    pub rules: Vec<&'b Rule>,
    /// Whose instruments count; all, where none is named.
    pub profile: Option<&'b str>,
    /// The rules that visit each kind of document.
    pub visits: Vec<Vec<(&'b Rule, &'b Visit)>>,
    severity: Vec<&'b (String, Severity)>,
}

/// What is asked of each file: nearly always the same of all.
#[derive(Debug)]
pub struct Briefs<'b> {
    all: Vec<Brief<'b>>,
    /// Files with terms of their own, by the place of their brief in `all`; the first brief is that of all others.
    of_files: FxHashMap<FileId, usize>,
}

impl<'b> Briefs<'b> {
    /// The briefs of a check.
    pub fn new(rulebook: &'b Rulebook, options: &'b Options) -> Self {
        let mut places: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
        for (at, place) in options.terms.places.iter().enumerate() {
            place.files.iter().for_each(|file| places.entry(*file).or_default().push(at));
        }
        let mut briefs = Briefs { all: vec![Brief::new(rulebook, options, &[])], of_files: FxHashMap::default() };
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for (file, here) in places {
            let brief = *known.entry(here).or_insert_with_key(|here| {
                briefs.all.push(Brief::new(rulebook, options, here));
                briefs.all.len() - 1
            });
            briefs.of_files.insert(file, brief);
        }
        briefs
    }

    /// What is asked of the documents of a file.
    pub fn of(&self, file: FileId) -> &Brief<'b> {
        &self.all[self.of_files.get(&file).copied().unwrap_or_default()]
    }

    /// Whether a rule is asked of every file.
    pub fn all_ask(&self, rule: &str) -> bool {
        self.all.iter().all(|brief| brief.asks(rule))
    }

    /// The rules that are asked of any file, as often as they have thresholds of their own there.
    pub fn rules(&self) -> impl Iterator<Item = &'b Rule> {
        self.all.iter().flat_map(|brief| brief.rules.iter().copied())
    }

    /// How many rules are asked of any file.
    pub fn count(&self) -> usize {
        self.rules().map(|rule| rule.id.as_str()).collect::<BTreeSet<&str>>().len()
    }
}

impl<'b> Brief<'b> {
    fn new(rulebook: &'b Rulebook, options: &'b Options, here: &[usize]) -> Self {
        let (mut select, mut ignore) = (&options.select, vec![&options.ignore]);
        let mut profile = options.profile.as_deref();
        let mut severity: Vec<&(String, Severity)> = options.terms.severity.iter().collect();
        let mut changed: Vec<&Rule> = Vec::new();
        for place in here.iter().map(|at| &options.terms.places[*at]) {
            if !place.select.is_empty() {
                (select, ignore) = (&place.select, Vec::new());
            }
            ignore.push(&place.ignore);
            profile = place.profile.as_deref().or(profile);
            severity.extend(&place.severity);
            changed.extend(place.rules.iter().map(|rule| &**rule));
        }
        let own = |rule: &'b Rule| changed.iter().rev().copied().find(|other| other.id == rule.id).unwrap_or(rule);
        let named = |names: &[String], rule: &Rule| names.iter().any(|name| names_rule(name, &rule.id));
        let wanted = |rule: &&Rule| {
            (select.is_empty() || named(select, rule))
                && !ignore.iter().any(|names| named(names, rule))
                && counts(rule, rulebook, profile, options.as_of)
        };
        let rules: Vec<&Rule> = rulebook.rules.iter().map(own).filter(wanted).collect();
        let mut visits: Vec<Vec<(&Rule, &Visit)>> = vec![Vec::new(); rulebook.vocabulary.kinds.len()];
        for (rule, visit) in rules.iter().flat_map(|rule| rule.visits.iter().map(move |visit| (*rule, visit))) {
            visits[usize::from(rulebook.vocabulary.node(visit.node).kind.0)].push((rule, visit));
        }
        Brief { rules, profile, visits, severity }
    }

    /// Whether a rule is asked.
    pub fn asks(&self, rule: &str) -> bool {
        self.rules.binary_search_by(|known| known.id.as_str().cmp(rule)).is_ok()
    }

    /// Weighs the finding of a rule; a question stays one.
    pub fn weigh(&self, finding: &mut Finding) {
        let fitting = self.severity.iter().filter(|(name, _)| names_rule(name, &finding.code));
        // The rule's own id comes before its family; of two that are equally near the later one counts.
        let weight = fitting.max_by_key(|(name, _)| *name == finding.code);
        if let Some((_, severity)) = weight.filter(|_| finding.severity != Severity::Question) {
            finding.severity = *severity;
        }
    }
}

/// Whether one of the instruments behind a rule holds on the day and counts.
fn counts(rule: &Rule, rulebook: &Rulebook, profile: Option<&str>, as_of: Day) -> bool {
    let register = &rulebook.register;
    let holds = |instrument| {
        register.holds(instrument, as_of) && profile.is_none_or(|profile| register.counts(instrument, profile))
    };
    rule.cites.is_empty() && profile.is_none() || rule.cites.iter().any(|cite| holds(cite.instrument))
}

/// A finding without one of its rules; nothing where it had no other. The clauses of the first rule go with it.
fn without(mut finding: Finding, rule: &str) -> Option<Finding> {
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

/// What a finding says by one of its rules, and what is left of it: of a question the rules that still wait.
pub(super) fn apart(mut finding: Finding, rule: &str) -> (Finding, Option<Finding>) {
    let question = finding.severity == Severity::Question;
    let left = if question { without(finding.clone(), rule) } else { None };
    if left.is_some() {
        if finding.code != rule {
            finding.fingerprint = super::digest(&[&finding.fingerprint.to_string(), rule]);
        }
        finding.also.clear();
        finding.code = rule.into();
    }
    (finding, left)
}
