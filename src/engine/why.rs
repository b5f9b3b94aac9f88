//! Why a verdict came out: the evaluation as a tree of plain words, and what would have turned it.

use super::{
    Briefs, Examined, Gathered, Options, Weight, cite, draft, gather, merge, outcome, show, verdict_on, weighed, weight,
};
use crate::condition::{Evaluator, Evidence, Located, Silence, Step, World};
use crate::equations::{CHECKS, Check, Sheet};
use crate::finding::{Finding, Fingerprint, Label, Verdict};
use crate::model::{DocumentId, EntryId, Value};
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::{LineIndex, Position, Span};
use crate::vocabulary::NodeId;
use smol_str::SmolStr;
use std::sync::Arc;

mod turn;

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

/// The reasons of findings, or of whatever a rule says, in the order of the documents and rules.
pub fn why(examined: Vec<Examined>, rulebook: &Rulebook, options: &Options, asked: Asked<'_>) -> Vec<Why> {
    let Gathered { mut model, judged, .. } = gather(examined, rulebook, options);
    let mut found = Vec::new();
    let world = World { model: &model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
    let briefs = Briefs::new(rulebook, options);
    let inquiry = Inquiry { world: &world, rulebook, briefs: &briefs, asked };
    for at in 0..judged {
        found.extend(inquiry.document(DocumentId(at as u32)));
    }
    let mut told = Vec::with_capacity(found.len());
    for (rule, visit, subject, finding) in found {
        let world = World { model: &model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let mut why = tell(&world, rule, visit, subject);
        let profile = briefs.of(model.document(subject.document).file).profile;
        why.weight = weighed(&world, rulebook, profile, (rule, visit), subject);
        if let Some((fingerprint, message)) = finding {
            (why.finding, why.message) = (Some(fingerprint), message.to_string());
        }
        let attempt = Attempt { vocabulary: &rulebook.vocabulary, as_of: options.as_of, visit };
        (why.turns, why.tried) = turn::turns(&mut model, &attempt, subject);
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

struct Teller<'t, 'w> {
    world: &'t World<'w>,
    rule: &'t Rule,
    evaluator: Evaluator<'t>,
}

impl Teller<'_, '_> {
    fn reason(&mut self, condition: &crate::condition::Condition) -> Reason {
        let step = self.evaluator.steps(condition);
        self.told(&step)
    }

    fn told(&self, step: &Step<'_>) -> Reason {
        let source = &self.rule.source;
        let lines = LineIndex::new(&source.text);
        let span = step.condition.span;
        Reason {
            text: written(self.rule, step.condition.span),
            start: lines.position(&source.text, span.start),
            end: lines.position(&source.text, span.end),
            holds: step.holds,
            about: step.about.map(|located| fact(self.world, &self.evaluator, located)),
            facts: step.facts.iter().flat_map(|item| self.facts(item)).collect(),
            inner: step.inner.iter().map(|inner| self.told(inner)).collect(),
            more: step.more,
        }
    }

    fn facts(&self, item: &Evidence) -> Vec<Fact> {
        let one = |located: Located| fact(self.world, &self.evaluator, located);
        let noted = |located: Located, note: &str| Fact { note: note.to_owned(), ..one(located) };
        match item {
            Evidence::Fact(located) => vec![one(*located)],
            Evidence::Demand(located) => vec![noted(*located, "this asks for it, and fulfils nothing")],
            Evidence::Unresolved(located) => vec![noted(*located, "what it says is not known here")],
            Evidence::Conflict(all) => all.iter().map(|at| noted(*at, "these disagree")).collect(),
            Evidence::Unrelated(left, right) => {
                [left, right].map(|at| noted(*at, "it is not known whether they are one interest")).into()
            }
            Evidence::Missing { node, document, at, silence, searched } => {
                vec![self.missing(*node, Located { document: *document, entry: *at }, *silence, searched)]
            }
        }
    }

    fn missing(&self, node: NodeId, at: Located, silence: Silence, searched: &[DocumentId]) -> Fact {
        let document = self.world.model.document(at.document);
        let several = self.world.vocabulary.node(node).many && document.at(node).next().is_some();
        let names: Vec<&str> = searched.iter().take(6).map(|id| &*self.world.model.document(*id).name).collect();
        let sought = names.join(", ");
        let note = match silence {
            _ if several => format!("there may be more than is said: {sought} was not read in full"),
            _ if self.world.vocabulary.node(node).inverse.is_some() => {
                "there may be others than those that are here".to_owned()
            }
            Silence::Closed => format!("not shown in {sought}"),
            Silence::Open => format!("not said in {sought}, not all of it read in full"),
            Silence::Elsewhere => format!("not said in {sought}; another kind of document owes it"),
        };
        let (say, path) = (self.world.vocabulary.node(node).say.clone(), path_of(self.world, node));
        Fact { say, path, value: None, note, citation: None, span: document.span(at.entry) }
    }
}

/// A fact in plain words.
fn fact(world: &World<'_>, evaluator: &Evaluator<'_>, located: Located) -> Fact {
    let document = world.model.document(located.document);
    let node = document.entry(located.entry).node;
    let (say, value) = match located.entry {
        EntryId::DOCUMENT => {
            (world.vocabulary.kind(document.kind).name.as_ref().into(), Some(document.name.to_string()))
        }
        entry => {
            let says = document.entry(entry).value != Value::Nothing;
            (world.vocabulary.node(node).say.clone(), says.then(|| evaluator.show(located)))
        }
    };
    let is_block = value.is_none();
    let citation = document.citation(located.entry);
    let inferred = citation.is_some_and(|citation| citation.inferred);
    Fact {
        say,
        path: path_of(world, node),
        value,
        note: match (inferred, is_block) {
            (true, _) => "concluded by whoever wrote this file; the source does not say it".to_owned(),
            (false, _) if document.entry(located.entry).value == Value::None => "there is none".to_owned(),
            (false, _) if document.entry(located.entry).value == Value::NotRequired => "none is needed".to_owned(),
            (false, true) => "it is there".to_owned(),
            (false, false) => String::new(),
        },
        citation: citation.map(|citation| document.text(citation.text).to_owned()).filter(|text| !text.is_empty()),
        span: document.span(located.entry),
    }
}
