//! Why a verdict came out: the evaluation as a tree of plain words, and what would have turned it.

use super::{
    Briefs, Examined, Gathered, Options, Weight, answered, cite, draft, gather, merge, outcome, show, verdict_on,
    weighed, weight,
};
use crate::condition::{Evaluator, Located, World};
use crate::equations::{CHECKS, Check, Sheet};
use crate::finding::{Finding, Fingerprint, Label, Verdict};
use crate::model::{DocumentId, Model};
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::{LineIndex, Position, Span};
use crate::vocabulary::NodeId;
use smol_str::SmolStr;
use std::sync::Arc;

mod teller;
mod turn;

use teller::Teller;
pub(super) use turn::{Attempt, verdict_with};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// These findings of a report on the same documents.
    Findings(&'a [Finding]),
    /// Whatever a rule says of any document.
    Rule(&'a str),
}

/// A verdict with its reasons.
#[derive(Clone, Debug)]
pub struct Why {
    /// The rule.
    pub rule: SmolStr,
    /// The defect, as a sentence.
    pub title: String,
    /// The file of the rule.
    pub rule_file: Arc<str>,
    /// The document, as in `methodology A, version 2`.
    pub document: String,
    /// What was visited: the document or a block of it.
    pub subject: Span,
    /// The verdict.
    pub verdict: Verdict,
    /// How much it weighs, where it is a finding.
    pub weight: Option<Weight>,
    /// Whether it is met or breached by what import read and nobody confirmed.
    pub draft: bool,
    /// The finding that tells it.
    pub finding: Option<Fingerprint>,
    /// What that finding says.
    pub message: String,
    /// What a reviewer said of that finding, where whoever asks has it from a report.
    pub set_aside: Option<String>,
    /// When the rule applies.
    pub given: Option<Reason>,
    /// What it asks.
    pub asks: Vec<Reason>,
    /// Whether there was too much to ask.
    pub gave_up: bool,
    /// The smallest changes of facts that turn it, one for each verdict that can be reached.
    pub turns: Vec<Turn>,
    /// How many changes were tried.
    pub tried: usize,
}

/// A condition as it came out.
#[derive(Clone, Debug)]
pub struct Reason {
    /// As it is written in the rule.
    pub text: String,
    /// Where it begins in the file of the rule.
    pub start: Position,
    /// Where it ends there: the place after its last character.
    pub end: Position,
    /// Whether it holds; `None` where that is not known.
    pub holds: Option<bool>,
    /// The value for which it was asked.
    pub about: Option<Fact>,
    /// The facts that it read itself.
    pub facts: Vec<Fact>,
    /// The conditions inside it.
    pub inner: Vec<Reason>,
    /// How many values more there are than are shown.
    pub more: usize,
}

/// A fact that was read, or sought in vain.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is, in the vocabulary's words.
    pub say: SmolStr,
    /// Its place, as in `methodology.baseline.approach`.
    pub path: String,
    /// What it says, with its unit; none where nothing is said, or where it is a block without a value.
    pub value: Option<String>,
    /// What else is to be said of it: where it was sought, that it is the encoder's conclusion.
    pub note: String,
    /// Where it was read in the source.
    pub citation: Option<String>,
    /// Where it stands, or the deepest block on the way to where it is missing.
    pub span: Span,
}

/// A change of facts that turns a verdict.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What the verdict becomes.
    pub to: Verdict,
    /// The changes: one or two.
    pub changes: Vec<Changed>,
}

/// A fact said otherwise, or said as well.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What it is, in the vocabulary's words.
    pub say: SmolStr,
    /// Its place, as in `methodology.baseline.approach`.
    pub path: String,
    /// What it says now; none where nothing is said.
    pub now: Option<String>,
    /// Whether others of its kind are stated already.
    pub beside: bool,
    /// What it would say; empty where it would not be said.
    pub told: String,
    /// Where it stands, or the block in which it would stand.
    pub span: Span,
}

/// The reasons of findings, or of whatever a rule says, in the order of the documents and rules: with what reviewers
/// answer, and behind them of what only the documents alone come to.
pub fn why(examined: Vec<Examined>, rulebook: &Rulebook, options: &Options, asked: Asked<'_>) -> Vec<Why> {
    let gathered = gather(examined, rulebook, options);
    let answered = answered(&gathered, rulebook, options);
    let Gathered { model, judged, .. } = gathered;
    let briefs = Briefs::new(rulebook, options);
    let Some(answered) = answered else { return reasons(model, judged, (rulebook, options, &briefs), asked) };
    let mut told = reasons(answered, judged, (rulebook, options, &briefs), asked);
    if let Asked::Findings(findings) = asked {
        let tells =
            |why: &Why, finding: &Finding| why.finding == Some(finding.fingerprint) && why.message == finding.message;
        let untold = |finding: &&Finding| !told.iter().any(|why| tells(why, finding));
        let left: Vec<Finding> = findings.iter().filter(untold).cloned().collect();
        told.extend(reasons(model, judged, (rulebook, options, &briefs), Asked::Findings(&left)));
    }
    told
}

fn reasons(
    mut model: Model,
    judged: usize,
    (rulebook, options, briefs): (&Rulebook, &Options, &Briefs<'_>),
    asked: Asked<'_>,
) -> Vec<Why> {
    let world = World { model: &model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
    let inquiry = Inquiry { world: &world, rulebook, briefs, asked };
    let found: Vec<Found<'_>> = (0..judged).flat_map(|at| inquiry.document(DocumentId(at as u32))).collect();
    let mut told = Vec::with_capacity(found.len());
    let most = turn::MOST_SPENT / found.len().max(1);
    for (rule, visit, subject, finding) in found {
        let world = World { model: &model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let mut why = tell(&world, rule, visit, subject);
        let profile = briefs.of(model.document(subject.document).file).profile;
        why.weight = weighed(&world, rulebook, profile, (rule, visit), subject);
        if let Some((fingerprint, message)) = finding {
            (why.finding, why.message) = (Some(fingerprint), message.to_string());
        }
        let attempt = Attempt { vocabulary: &rulebook.vocabulary, as_of: options.as_of, visit };
        (why.turns, why.tried) = turn::turns(&mut model, &attempt, subject, most);
        told.push(why);
    }
    told
}

/// A verdict that is asked for, and the finding that tells it, with what this rule says in it.
type Found<'r> = (&'r Rule, &'r Visit, Located, Option<(Fingerprint, SmolStr)>);

/// What is asked, and of what.
struct Inquiry<'i, 'r> {
    world: &'i World<'i>,
    rulebook: &'r Rulebook,
    briefs: &'i Briefs<'r>,
    asked: Asked<'r>,
}

impl<'r> Inquiry<'_, 'r> {
    fn document(&self, id: DocumentId) -> Vec<Found<'r>> {
        let Inquiry { world, rulebook, briefs, asked } = *self;
        let document = world.model.document(id);
        let bound = cite::bound(world, id, &cite::Places::new(world.vocabulary), &rulebook.register);
        let phrases = show::Phrases::new(world.vocabulary);
        let brief = briefs.of(document.file);
        let context = show::Context::new((world, rulebook), id, (&bound, brief.profile), &phrases);
        let sheet = Sheet::new(world.model, world.vocabulary, id);
        let reach = context.reach();
        let rules = brief.rules.iter().copied().filter(|rule| concerns(asked, rule) && weight::speaks(rule, &reach));
        let visits = rules.flat_map(|rule| rule.visits.iter().map(move |visit| (rule, visit)));
        let mut found = Vec::new();
        for (rule, visit) in visits.filter(|(_, visit)| world.vocabulary.node(visit.node).kind == document.kind) {
            for entry in document.subjects(visit.node) {
                let subject = Located { document: id, entry };
                match asked {
                    Asked::Rule(_) => found.push((rule, visit, subject, None)),
                    Asked::Findings(findings) => {
                        let outcome = outcome(&mut Evaluator::new(world, subject), (rule, visit), sheet.as_ref());
                        let alone = merge::findings(&context, outcome.into_iter().collect());
                        let told = alone.iter().find_map(|alone| {
                            let finding = findings.iter().find(|finding| tells(finding, alone))?;
                            let own = finding.each().find(|one| one.code == alone.code).unwrap_or(finding);
                            Some((own.fingerprint, alone.message.clone()))
                        });
                        found.extend(told.map(|told| (rule, visit, subject, Some(told))));
                    }
                }
            }
        }
        found
    }
}

fn concerns(asked: Asked<'_>, rule: &Rule) -> bool {
    match asked {
        Asked::Rule(id) => rule.id == id,
        Asked::Findings(findings) => {
            findings.iter().any(|finding| finding.code == rule.id || finding.also.contains(&rule.id))
        }
    }
}

/// Whether a finding tells what a rule alone would tell: the same at the same place, or the same defect on the same facts.
fn tells(finding: &Finding, alone: &Finding) -> bool {
    let same = finding.span() == alone.span() && finding.message == alone.message;
    let joined = finding.verdict.is_finding()
        && finding.also.contains(&alone.code)
        && finding.labels.iter().any(|label| alone.labels.iter().any(|other| other.span == label.span));
    finding.verdict == alone.verdict && (same || joined)
}

/// A verdict with its reasons, without what would turn it.
pub(super) fn tell(world: &World<'_>, rule: &Rule, visit: &Visit, subject: Located) -> Why {
    let document = world.model.document(subject.document);
    let mut teller = Teller { world, rule, evaluator: Evaluator::new(world, subject) };
    let verdict = verdict_on(world, visit, subject);
    let mut given = visit.given.as_ref().map(|(given, _)| teller.reason(given));
    let mut asks: Vec<Reason> = visit.clauses.iter().map(|clause| teller.reason(&clause.that)).collect();
    if let Some(check) = visit.check {
        let checked = calculated(world, rule, (visit, check), subject);
        match verdict {
            // There is nothing that it could check.
            Verdict::NotApplicable => given = given.filter(|given| given.holds == Some(false)).or(Some(checked)),
            _ => asks.push(checked),
        }
    }
    let gave_up = teller.evaluator.gave_up();
    let draft = draft::decides(world, (rule, visit), subject, verdict);
    Why {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        rule_file: rule.source.name.clone(),
        document: document_name(world, subject.document),
        subject: document.span(subject.entry),
        verdict,
        weight: None,
        draft,
        finding: None,
        message: String::new(),
        set_aside: None,
        given,
        asks,
        gave_up,
        turns: Vec::new(),
        tried: 0,
    }
}

/// What a check of equations found, and how that was derived.
fn calculated(world: &World<'_>, rule: &Rule, check: (&Visit, Check), subject: Located) -> Reason {
    let judgement = super::calculated::judgement(world, check, subject);
    let name = CHECKS.iter().find(|(_, known)| *known == check.1).map_or("", |(name, _)| name);
    let source = &rule.source.text;
    let at = source.find(name).unwrap_or_default() as u32;
    let lines = LineIndex::new(source);
    let (start, end) = (lines.position(source, at), lines.position(source, at + name.len() as u32));
    let fact = |label: &Label| Fact {
        say: label.text.clone(),
        path: String::new(),
        value: None,
        note: String::new(),
        citation: None,
        span: label.span,
    };
    let mut facts: Vec<Fact> = judgement.labels.iter().map(fact).collect();
    if let Some(first) = facts.first_mut() {
        first.note = judgement.notes.join("; ");
    }
    let holds = match judgement.verdict {
        Verdict::Breached | Verdict::NotShown | Verdict::NotApplicable => Some(false),
        Verdict::Unproven => None,
        Verdict::Met => Some(true),
    };
    Reason { text: format!("check: {name}"), start, end, holds, about: None, facts, inner: Vec::new(), more: 0 }
}

/// `methodology A, version 2`.
pub(super) fn document_name(world: &World<'_>, id: DocumentId) -> String {
    let document = world.model.document(id);
    let version = document.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    format!("{} {}{version}", world.vocabulary.kind(document.kind).name, document.name)
}

/// A part of a rule as it is written, on one line.
pub(super) fn written(rule: &Rule, span: Span) -> String {
    rule.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A place in the vocabulary as people write it.
pub(super) fn path_of(world: &World<'_>, node: NodeId) -> String {
    let place = world.vocabulary.node(node);
    let kind = &world.vocabulary.kind(place.kind).name;
    if place.path.is_empty() { kind.to_string() } else { format!("{kind}.{}", place.path) }
}
