//! Drafts: what import read and nobody confirmed is told as read, never as found.

use super::outcome;
use crate::condition::{Condition, Evaluator, Evidence, Located, Step, World};
use crate::finding::{Finding, Severity, Verdict};
use crate::model::Reading;
use crate::rulebook::{Rule, Visit};
use smol_str::format_smolstr;

/// How whatever rests on a draft is told.
pub const AS_READ: &str = "as read by import, not confirmed";

/// Makes a breach the question whether it was read rightly.
pub fn mark(finding: &mut Finding) {
    finding.message = format_smolstr!("{AS_READ}: {}", finding.message);
    finding.severity = Severity::Question;
    finding.draft = true;
}

/// What a drafted finding says once a reviewer has confirmed it; nothing of any other.
pub fn confirmed(finding: &Finding) -> Option<&str> {
    finding.message.strip_prefix(AS_READ)?.strip_prefix(": ").filter(|_| finding.draft)
}

/// Whether a subject, or a fact that decided about it, was read by import alone.
pub fn rests_on_one(world: &World<'_>, subject: Located, evidence: &[Evidence]) -> bool {
    let drafted = |at: Located| world.model.document(at.document).entry(at.entry).reading == Reading::Draft;
    drafted(subject) || evidence.iter().filter_map(Evidence::fact).any(drafted)
}

/// Whether a rule is met or breached by a draft: breached by the facts that decided, met by any that was read.
pub fn decides(world: &World<'_>, (rule, visit): (&Rule, &Visit), subject: Located, verdict: Verdict) -> bool {
    let mut evaluator = Evaluator::new(world, subject);
    match verdict {
        Verdict::NotApplicable | Verdict::Unproven => false,
        Verdict::Breached | Verdict::NotShown => {
            let outcome = outcome(&mut evaluator, (rule, visit), None);
            rests_on_one(world, subject, outcome.as_ref().map_or(&[], |outcome| &outcome.evidence))
        }
        Verdict::Met => {
            let given = visit.given.iter().map(|(given, _)| given);
            let asks = visit.clauses.iter().map(|clause| &clause.that);
            let conditions: Vec<&Condition> = given.chain(asks).collect();
            rests_on_one(world, subject, &[])
                || conditions.into_iter().any(|condition| read(world, subject, &evaluator.steps(condition)))
        }
    }
}

/// Whether any fact that a condition read is a draft.
fn read(world: &World<'_>, subject: Located, step: &Step<'_>) -> bool {
    let about = step.about.unwrap_or(subject);
    rests_on_one(world, about, &step.facts) || step.inner.iter().any(|inner| read(world, subject, inner))
}
