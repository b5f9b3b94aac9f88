//! The examples of a rule tried out: does each give its verdict, and would they notice a rule that asks something else?

use super::why::{self, Why};
use super::{Options, decision, examine, first_subject, verdict_on};
use crate::condition::{World, mutants};
use crate::finding::{Finding, Verdict};
use crate::model::{self, Model};
use crate::rulebook::{Example, Rule, Rulebook, Visit};
use crate::source::{FileId, Source, Span};

/// An example that was read.
#[derive(Debug)]
pub struct Trial<'r> {
    /// The example.
    pub example: &'r Example,
    /// What is wrong with its form, each place being one in the example's own text.
    pub findings: Vec<Finding>,
    model: Model,
}

/// A rule with one operator of its conditions turned, weakened or dropped.
#[derive(Debug)]
pub struct RuleMutant {
    /// What was done, in words.
    pub what: &'static str,
    /// The part to which it was done, as it is written.
    pub text: String,
    /// Where that stands in the file of the rule.
    pub span: Span,
    visits: Vec<Visit>,
}

/// Reads the examples of a rule.
pub fn trials<'r>(rule: &'r Rule, rulebook: &Rulebook, options: &Options) -> Vec<Trial<'r>> {
    let trial = |example: &'r Example| {
        let source = Source { id: FileId(0), name: rule.id.as_str().into(), text: example.text.as_str().into() };
        let mut examined = examine(&source, rulebook, options.limits);
        decision::apply(&mut examined.documents, rulebook, options.as_of);
        let (model, _) = model::link(examined.documents, &[], &rulebook.vocabulary);
        Trial { example, findings: examined.findings, model }
    };
    rule.examples.iter().map(trial).collect()
}

impl Trial<'_> {
    /// The verdict of a rule on the first document that it is about; none where there is no such document.
    pub fn verdict(&self, rule: &Rule, rulebook: &Rulebook, options: &Options) -> Option<Verdict> {
        self.verdict_of(&rule.visits, rulebook, options)
    }

    fn verdict_of(&self, visits: &[Visit], rulebook: &Rulebook, options: &Options) -> Option<Verdict> {
        let world = World { model: &self.model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let (visit, subject) = first_subject(visits, &world)?;
        Some(verdict_on(&world, visit, subject))
    }

    /// Why that verdict came out.
    pub fn why(&self, rule: &Rule, rulebook: &Rulebook, options: &Options) -> Option<Why> {
        let world = World { model: &self.model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let (visit, subject) = first_subject(&rule.visits, &world)?;
        Some(why::tell(&world, rule, visit, subject))
    }
}

/// All ways to turn, weaken or drop one operator of a rule. The condition is the same for all kinds of document that
/// the rule visits, so it is changed for all of them.
pub fn rule_mutants(rule: &Rule) -> Vec<RuleMutant> {
    let Some(first) = rule.visits.first() else { return Vec::new() };
    let mut all = Vec::new();
    if let Some((given, text)) = &first.given {
        let dropped = rule.visits.iter().map(|visit| Visit { given: None, ..visit.clone() }).collect();
        all.push(RuleMutant { what: "`given` dropped", text: text.clone(), span: given.span, visits: dropped });
        all.extend(turned(rule, |visit| visit.given.as_mut().map(|(condition, _)| condition)));
    }
    for at in 0..first.clauses.len() {
        if first.clauses.len() > 1 {
            let mut visits = rule.visits.clone();
            visits.iter_mut().for_each(|visit| _ = visit.clauses.remove(at));
            let clause = &first.clauses[at];
            all.push(RuleMutant { what: "clause dropped", text: clause.text.clone(), span: clause.that.span, visits });
        }
        all.extend(turned(rule, |visit| visit.clauses.get_mut(at).map(|clause| &mut clause.that)));
    }
    all
}

/// The mutants of one condition of a rule.
fn turned(rule: &Rule, condition: impl Fn(&mut Visit) -> Option<&mut crate::condition::Condition>) -> Vec<RuleMutant> {
    let mut all: Vec<RuleMutant> = Vec::new();
    for (at, visit) in rule.visits.iter().enumerate() {
        let mut visit = visit.clone();
        let Some(whole) = condition(&mut visit).map(|condition| condition.clone()) else { continue };
        for (number, mutant) in mutants(&whole).into_iter().enumerate() {
            if at == 0 {
                let text = why::written(rule, mutant.span);
                all.push(RuleMutant { what: mutant.what, text, span: mutant.span, visits: rule.visits.clone() });
            }
            let place = all.get_mut(number).and_then(|all| condition(&mut all.visits[at]));
            if let Some(place) = place {
                *place = mutant.condition;
            }
        }
    }
    all
}

/// Whether no example gives another verdict with this mutant than it must.
pub fn survives(mutant: &RuleMutant, trials: &[Trial<'_>], rulebook: &Rulebook, options: &Options) -> bool {
    trials.iter().all(|trial| trial.verdict_of(&mutant.visits, rulebook, options) == Some(trial.example.verdict))
}
