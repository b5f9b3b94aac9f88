//! How much a finding weighs: its severity, what it rests on, and how well that is known. Three words that do not mix.

use super::cite::{self, Reach};
use super::decide::Outcome;
use super::show::Context;
use crate::condition::{Evidence, Located};
use crate::finding::{Confidence, Ground, Severity, Verdict};
use crate::model::EntryId;
use crate::rulebook::{Binding, Citation, Rule};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Its severity.
    pub severity: Severity,
    /// What it rests on.
    pub ground: Ground,
    /// How well that is known.
    pub confidence: Confidence,
}

/// The weight of a breach, or of what is not shown.
pub fn of(outcome: &Outcome<'_>, context: &Context<'_>) -> Weight {
    let ground = ground(outcome, context);
    let severity = capped(outcome.rule.severity_of(context.kind), ground, outcome.rule.own);
    Weight { severity, ground, confidence: confidence(outcome, context, ground) }
}

/// The severity of a rule on this ground: where nothing binds and the reviewer chose no yardstick, an error of the
/// built-in rules weighs as a warning.
pub fn capped(severity: Severity, ground: Ground, own: bool) -> Severity {
    let stands = own || matches!(ground, Ground::Binds | Ground::Yardstick);
    if stands { severity } else { severity.min(Severity::Warning) }
}

/// What a finding rests on: the strongest of its clauses.
pub fn ground(outcome: &Outcome<'_>, context: &Context<'_>) -> Ground {
    strongest(&cite::grounds(outcome, context), &context.reach())
}

/// Whether a rule speaks of a document at all: one that names grounds does so only where a clause of it is on one.
pub fn speaks(rule: &Rule, reach: &Reach<'_>) -> bool {
    rule.speaks_where.is_empty() || rule.speaks_where.contains(&strongest(&cite::counted(&rule.cites, reach), reach))
}

fn strongest(cites: &[Citation], reach: &Reach<'_>) -> Ground {
    cites.iter().map(|citation| of_clause(*citation, reach)).min().unwrap_or(Ground::Evidence)
}

/// What a clause is to the document.
fn of_clause(citation: Citation, reach: &Reach<'_>) -> Ground {
    let register = reach.register;
    if cite::binds(citation, reach) {
        Ground::Binds
    } else if reach.profile.is_some() && !register.allows(citation) {
        Ground::Yardstick
    } else if register.binding(citation) != Binding::Nothing {
        Ground::Benchmark
    } else {
        Ground::Evidence
    }
}

/// How well it is known: by the weakest of the facts that decided, and by the best known of the clauses.
fn confidence(outcome: &Outcome<'_>, context: &Context<'_>, ground: Ground) -> Confidence {
    let by_verdict = match outcome.verdict {
        Verdict::NotShown => Confidence::Medium,
        _ => Confidence::High,
    };
    let (register, reach) = (&context.rulebook.register, context.reach());
    let cites = cite::grounds(outcome, context).into_iter();
    let mut known = cites.filter(|citation| of_clause(*citation, &reach) == ground).peekable();
    let by_clause = match known.peek().is_none() || known.any(|citation| register.known(citation) == "read") {
        true => Confidence::High,
        false => Confidence::Medium,
    };
    by_verdict
        .min(by_clause)
        .min(by_sources(outcome, context))
        .min(by_inference(outcome, context))
        .min(by_word(outcome, context))
}

/// What rests on a reviewer's word is not read in the text.
fn by_word(outcome: &Outcome<'_>, context: &Context<'_>) -> Confidence {
    let model = context.world.model;
    let mut facts = outcome.at.into_iter().chain(outcome.evidence.iter().filter_map(Evidence::fact));
    match facts.any(|fact| model.document(fact.document).answer(fact.entry).is_some()) {
        true => Confidence::Medium,
        false => Confidence::High,
    }
}

/// The least that any fact is known by its source.
fn by_sources(outcome: &Outcome<'_>, context: &Context<'_>) -> Confidence {
    let facts = outcome.at.into_iter().chain(outcome.evidence.iter().filter_map(Evidence::fact));
    let known = facts.filter_map(|fact| {
        let extent = context.world.model.document(fact.document).citation(fact.entry)?.extent?;
        Some(context.world.vocabulary.confidence(extent))
    });
    known.min().unwrap_or(Confidence::High)
}

/// What rests on the encoder's conclusions alone is alleged; where some of the facts were read, or where the finding is
/// that nothing shows a fact, they weaken it.
fn by_inference(outcome: &Outcome<'_>, context: &Context<'_>) -> Confidence {
    let inferred = |fact: Located| {
        let document = context.world.model.document(fact.document);
        document.citation(fact.entry).is_some_and(|citation| citation.inferred)
    };
    let (mut some, mut all) = (false, outcome.verdict == Verdict::Breached);
    let facts = outcome.evidence.iter().filter_map(Evidence::fact);
    for fact in facts.filter(|fact| fact.entry != EntryId::DOCUMENT) {
        some |= inferred(fact);
        all &= inferred(fact);
    }
    match (some, all) {
        (true, true) => Confidence::Low,
        (true, false) => Confidence::Medium,
        (false, _) => Confidence::High,
    }
}
