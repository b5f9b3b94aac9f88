//! Rules that are checked on the equations: their judgement becomes an outcome like any other.

use super::decide::Outcome;
use crate::condition::{Evaluator, Evidence, Located, Silence, World};
use crate::equations::{Check, Judgement, Sheet, Where, judge};
use crate::finding::Verdict;
use crate::model::{DocumentId, Model, Reading};
use crate::rulebook::{Rule, Visit};

/// What a check says of one subject alone.
pub fn judgement(world: &World<'_>, check: (&Visit, Check), subject: Located) -> Judgement {
    let sheet = Sheet::new(world.model, world.vocabulary, subject.document);
    judged(&mut Evaluator::new(world, subject), check, sheet.as_ref()).0
}

/// The verdict of a check on a subject, with what it rests on.
fn judged(
    evaluator: &mut Evaluator<'_>,
    (visit, check): (&Visit, Check),
    sheet: Option<&Sheet<'_>>,
) -> (Judgement, Vec<Evidence>) {
    if sheet.is_none() && !check.stands_alone() {
        return (Judgement::default(), Vec::new());
    }
    let subject = evaluator.subject();
    let given = visit.given.as_ref().map_or(Some(true), |(given, _)| evaluator.condition(given));
    if given == Some(false) {
        return (Judgement::default(), Vec::new());
    }
    let World { model, vocabulary, as_of } = *evaluator.world();
    let here = Where { model, vocabulary, document: subject.document, as_of };
    let mut judgement = judge(check, sheet, (here, subject.entry));
    let mut evidence = Vec::new();
    if matches!(judgement.verdict, Verdict::Met | Verdict::NotApplicable) {
        return (judgement, evidence);
    }
    if is_damaged(model, subject.document) {
        // What is missing is asked for; of anything else there is nothing to ask, the error is told.
        if judgement.missing.is_none() {
            return (Judgement::default(), evidence);
        }
        judgement.verdict = Verdict::Unproven;
    }
    if given.is_none() {
        judgement.verdict = Verdict::Unproven;
        let open = visit.given.as_ref().map(|(given, _)| evaluator.explain(given, None));
        evidence.extend(open.unwrap_or_default());
    } else if let Some((node, at)) = judgement.missing {
        let full = evaluator.world().model.document(subject.document).entry(at).reading == Reading::Full;
        let silence = if full { Silence::Closed } else { Silence::Open };
        let document = subject.document;
        evidence.push(Evidence::Missing { node, document, at, silence, searched: [document].into() });
    } else {
        evidence.push(Evidence::Fact(subject));
        let units = sheet.filter(|_| check.compares_units()).map(|sheet| sheet.units_in(subject.entry));
        evidence.extend(units.into_iter().flatten().map(|entry| Evidence::Fact(Located { entry, ..subject })));
    }
    (judgement, evidence)
}

/// Whether an error of form stands in what equations rest on: what is missing or wrong in them may not be what was meant.
fn is_damaged(model: &Model, document: DocumentId) -> bool {
    let damaged = |id: DocumentId| model.document(id).is_damaged();
    damaged(document) || model.ground(document).iter().any(|support| damaged(support.document))
}

/// What is worth telling of it.
pub fn outcome<'r>(
    evaluator: &mut Evaluator<'_>,
    (rule, visit, check): (&'r Rule, &Visit, Check),
    sheet: Option<&Sheet<'_>>,
) -> Option<Outcome<'r>> {
    let (judgement, evidence) = judged(evaluator, (visit, check), sheet);
    let subject = evaluator.subject();
    let Judgement { verdict, message, labels, notes, .. } = judgement;
    let (message, labels, notes, at) = match verdict {
        Verdict::Breached | Verdict::NotShown => (message, labels, notes, Some(subject)),
        // A question has the vocabulary's words.
        Verdict::Unproven => Default::default(),
        Verdict::Met | Verdict::NotApplicable => return None,
    };
    let applies = visit.given.as_ref().is_none_or(|(given, _)| evaluator.condition(given) == Some(true));
    Some(Outcome {
        rule,
        subject,
        verdict,
        message,
        deciding: evidence.len(),
        applies,
        evidence,
        at,
        gave_up: false,
        labels,
        notes,
    })
}
