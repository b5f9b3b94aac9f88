//! One rule, one subject: a verdict, and what it rests on.

use crate::condition::{Condition, Evaluator, Evidence, Located, Silence, Silences};
use crate::finding::{Label, Verdict};
use crate::rulebook::{Clause, Rule, Visit};

/// A verdict that is worth telling.
#[derive(Debug)]
pub struct Outcome<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What was visited.
    pub subject: Located,
    /// Breached, not shown or unproven.
    pub verdict: Verdict,
    /// The message of the clause that decided.
    pub message: String,
    /// The facts that decided, the deciding ones first.
    pub evidence: Vec<Evidence>,
    /// How many of them are about the condition that decided, or that is open.
    pub deciding: usize,
    /// Whether the rule applies for certain.
    pub applies: bool,
    /// Where the rule points.
    pub at: Option<Located>,
    /// Whether there was too much to ask.
    pub gave_up: bool,
    /// What the equations point at, where the rule is about them.
    pub labels: Vec<Label>,
    /// How that was derived.
    pub notes: Vec<String>,
}

impl Outcome<'_> {
    /// The fact that the rule points at, or the first one that decided.
    pub fn fact(&self) -> Option<Located> {
        self.at.or_else(|| self.evidence.iter().find_map(Evidence::fact))
    }
}

/// The verdict alone.
pub fn verdict(evaluator: &mut Evaluator<'_>, visit: &Visit) -> Verdict {
    decide(evaluator, visit).verdict
}

/// The verdict with what it rests on; nothing where the rule is met or does not apply.
pub fn outcome<'r>(evaluator: &mut Evaluator<'_>, rule: &'r Rule, visit: &'r Visit) -> Option<Outcome<'r>> {
    let Decided { verdict, given, clause } = decide(evaluator, visit);
    let (clause, result) = clause.filter(|_| verdict != Verdict::NotApplicable)?;
    let gave_up = evaluator.gave_up();
    // What decides a breach is the clause; what leaves it open is first of all whether the rule applies.
    let of_given = visit.given.as_ref().map(|(condition, _)| evaluator.explain(condition, given));
    let silences = if verdict == Verdict::Breached { Silences::Ignored } else { Silences::Counted };
    let of_clause = evaluator.counting(silences, |this| this.explain(&clause.that, result));
    let (mut first, then) = match (given, of_given) {
        (None, Some(open)) => (open, of_clause),
        (_, of_given) => (of_clause, of_given.unwrap_or_default()),
    };
    let deciding = first.len();
    let at = clause.at.as_ref().and_then(|path| pointed(&evaluator.facts(path), [&first, &then]));
    first.extend(then);
    let evidence = Evidence::unique(first);
    // A question has the vocabulary's words.
    let message = match verdict {
        Verdict::Breached | Verdict::NotShown => {
            message(evaluator, visit.given.as_ref().map(|(given, _)| given), clause, &evidence)
        }
        _ => String::new(),
    };
    Some(Outcome {
        rule,
        subject: evaluator.subject(),
        verdict,
        message,
        evidence,
        deciding,
        applies: given == Some(true),
        at,
        gave_up,
        labels: Vec::new(),
        notes: Vec::new(),
    })
}

/// How a rule came out.
struct Decided<'v> {
    verdict: Verdict,
    /// Whether it applies.
    given: Option<bool>,
    /// The clause that decided against it or left it open, and how that came out.
    clause: Option<(&'v Clause, Option<bool>)>,
}

/// The table of verdicts, with the clause that decided. What is said comes before what is not shown, and that before
/// what is not known.
fn decide<'v>(evaluator: &mut Evaluator<'_>, visit: &'v Visit) -> Decided<'v> {
    let given = visit.given.as_ref().map_or(Some(true), |(given, _)| evaluator.condition(given));
    let decided = |verdict, clause| Decided { verdict, given, clause };
    if given == Some(false) {
        return decided(Verdict::NotApplicable, None);
    }
    let (mut silent, mut elsewhere, mut open) = (None, None, None);
    for clause in &visit.clauses {
        let result = evaluator.condition(&clause.that);
        match result {
            Some(true) => {}
            Some(false) if given == Some(true) => {
                let stated = evaluator.counting(Silences::Ignored, |this| this.condition(&clause.that));
                match stated {
                    Some(false) => return decided(Verdict::Breached, Some((clause, result))),
                    _ if owed_elsewhere(evaluator, clause) => elsewhere = elsewhere.or(Some((clause, result))),
                    _ => silent = silent.or(Some((clause, result))),
                }
            }
            result => open = open.or(Some((clause, result))),
        }
    }
    match (silent, open, elsewhere) {
        (Some(_), _, _) => decided(Verdict::NotShown, silent),
        (None, Some(_), _) => decided(Verdict::Unproven, open),
        (None, None, Some(_)) => decided(Verdict::NotApplicable, elsewhere),
        (None, None, None) => decided(Verdict::Met, None),
    }
}

/// Whether all that is missing is owed by documents of other kinds: then it is not for this one to show it.
fn owed_elsewhere(evaluator: &mut Evaluator<'_>, clause: &Clause) -> bool {
    let evidence = evaluator.explain(&clause.that, Some(false));
    let mut silences = evidence.iter().filter_map(|item| match item {
        Evidence::Missing { silence, .. } => Some(*silence),
        _ => None,
    });
    silences.next().is_some_and(|first| first == Silence::Elsewhere && silences.all(|next| next == Silence::Elsewhere))
}

/// Of several facts that a rule points at the one that decided: a witness is named alone by the condition that it
/// decides, while a condition that sought one in vain names them all.
fn pointed(facts: &[Located], evidence: [&Vec<Evidence>; 2]) -> Option<Located> {
    let named = evidence.map(|items| {
        let mut named = items.iter().filter_map(Evidence::fact).filter(|fact| facts.contains(fact));
        named.next().map(|first| (named.count(), first))
    });
    let fewest = named.into_iter().flatten().min_by_key(|(more, _)| *more);
    fewest.map(|(_, first)| first).or(facts.first().copied())
}

/// The message with its values. The conditions are asked once more, so that the names they bind stand for the witnesses.
fn message(evaluator: &mut Evaluator<'_>, given: Option<&Condition>, clause: &Clause, evidence: &[Evidence]) -> String {
    if let Some(given) = given {
        evaluator.condition(given);
    }
    evaluator.condition(&clause.that);
    let missing = evidence.iter().find_map(|item| match item {
        Evidence::Missing { node, .. } => Some(evaluator.world().vocabulary.node(*node).say.as_str()),
        _ => None,
    });
    clause.message.fill(evaluator, missing.unwrap_or("a fact"))
}
