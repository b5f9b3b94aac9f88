//! The examples of a rule tried out: does each give its verdict, and would they notice a rule that asks something else?

use super::library::Shelf;
use super::why::{self, Why};
use super::{Options, check, decision, examine, first_subject, linked, past, speaks, verdict_on};
use crate::condition::{Located, World, mutants};
use crate::finding::{Finding, Verdict};
use crate::model::{self, EntryId, Model};
use crate::rulebook::{Example, FOUND_HERE, Rule, Rulebook, Visit};
use crate::source::{FileId, Source, Span};
use rayon::prelude::*;
use smol_str::SmolStr;

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
        let source = example_source(rule, &example.text);
        let mut examined = examine(&source, rulebook, options.limits);
        examined.findings.extend(past::apply(&mut examined.documents, &rulebook.vocabulary, options.as_of));
        decision::apply(&mut examined.documents, rulebook, options.as_of);
        let (model, _) = model::link(examined.documents, &[], &rulebook.vocabulary);
        Trial { example, findings: examined.findings, model }
    };
    rule.examples.iter().map(trial).collect()
}

impl Trial<'_> {
    /// The verdict of a rule on the first document that it is about; none where there is no such document.
    pub fn verdict(&self, rule: &Rule, rulebook: &Rulebook, options: &Options) -> Option<Verdict> {
        self.verdict_of((rule, &rule.visits), rulebook, options)
    }

    fn verdict_of(&self, (rule, visits): (&Rule, &[Visit]), rulebook: &Rulebook, options: &Options) -> Option<Verdict> {
        let world = World { model: &self.model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let (visit, subject) = first_subject(visits, &world)?;
        Some(verdict_where_it_speaks(&world, (rule, visit), subject, rulebook, options))
    }

    /// Why that verdict came out.
    pub fn why(&self, rule: &Rule, rulebook: &Rulebook, options: &Options) -> Option<Why> {
        let world = World { model: &self.model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let (visit, subject) = first_subject(&rule.visits, &world)?;
        Some(why::tell(&world, rule, visit, subject))
    }
}

/// The verdict of a rule, which does not apply where it does not speak.
fn verdict_where_it_speaks(
    world: &World<'_>,
    (rule, visit): (&Rule, &Visit),
    subject: Located,
    rulebook: &Rulebook,
    options: &Options,
) -> Verdict {
    match speaks(world, rule, subject.document, rulebook, options.profile.as_deref()) {
        true => verdict_on(world, visit, subject),
        false => Verdict::NotApplicable,
    }
}

/// What an example says of the finding, besides its verdict, and what came out instead: each a sentence.
pub fn differences(trial: &Trial<'_>, rule: &Rule, rulebook: &Rulebook, options: &Options) -> Vec<String> {
    let example = trial.example;
    let mut differences = Vec::new();
    let marked = example.text.lines().position(|line| line.trim_end().ends_with(FOUND_HERE));
    if example.says.is_some() || example.severity.is_some() || marked.is_some() {
        let source = example_source(rule, &example.text);
        let options = Options { select: vec![rule.id.to_string()], ..options.clone() };
        let findings = check(&[source], rulebook, &options).findings;
        match findings.iter().find(|finding| finding.code == rule.id && finding.verdict.is_finding()) {
            Some(finding) => told_otherwise(finding, example, marked, &mut differences),
            None => differences.push("it has no finding".to_owned()),
        }
    }
    for program in &example.under {
        match under(rule, example, program, rulebook, options) {
            Some(verdict) if verdict == example.verdict => {}
            Some(verdict) => differences.push(format!("under `{program}` it is {}", verdict.word())),
            None => differences.push(format!("it cannot be put under `{program}`")),
        }
    }
    differences
}

/// How a finding differs from what the example says of it.
fn told_otherwise(finding: &Finding, example: &Example, marked: Option<usize>, differences: &mut Vec<String>) {
    if example.says.as_ref().is_some_and(|says| *says != *finding.message) {
        differences.push(format!("it says `{}`", finding.message));
    }
    if example.severity.is_some_and(|severity| severity != finding.severity) {
        differences.push(format!("it is {}", finding.severity.word()));
    }
    let line = example.text[..finding.span().start as usize].matches('\n').count();
    if marked.is_some_and(|marked| marked != line) {
        differences.push(format!("it is found on line {}", line + 1));
    }
}

/// The verdict on an example whose subject stands under a programme of the library; nothing where its kind of document
/// has no programme, or it names one itself.
pub fn under(rule: &Rule, example: &Example, program: &str, rulebook: &Rulebook, options: &Options) -> Option<Verdict> {
    let vocabulary = &rulebook.vocabulary;
    let world = |model| World { model, vocabulary, as_of: options.as_of };
    let own =
        linked(vec![examine(&example_source(rule, &example.text), rulebook, options.limits)], rulebook, options.limits);
    let (_, subject) = first_subject(&rule.visits, &world(&own))?;
    let document = own.document(subject.document);
    let place = vocabulary.child(vocabulary.kind(document.kind).root, PROGRAM)?;
    if document.at(place).next().is_some() {
        return None;
    }
    let head = document.span(EntryId::DOCUMENT).start as usize;
    let body = head + example.text.get(head..)?.find('{')? + 1;
    let (before, after) = example.text.split_at_checked(body)?;
    let text = format!("{before} {PROGRAM} \"{program}\"; {after}");
    let mut examined = examine(&example_source(rule, &text), rulebook, options.limits);
    decision::apply(&mut examined.documents, rulebook, options.as_of);
    let model = linked(vec![examined], rulebook, options.limits);
    let (visit, subject) = first_subject(&rule.visits, &world(&model))?;
    Some(verdict_where_it_speaks(&world(&model), (rule, visit), subject, rulebook, options))
}

/// A finding example of a rule, with its verdict under each programme.
#[derive(Debug)]
pub struct Row {
    /// The rule.
    pub rule: SmolStr,
    /// The number of the example, from 1.
    pub example: usize,
    /// The verdict that it has by itself.
    pub own: Verdict,
    /// The verdict under each programme; none where it cannot be put under one.
    pub under: Vec<Option<Verdict>>,
}

/// The programmes of the library, by name.
pub fn programs(rulebook: &Rulebook) -> Vec<&'static str> {
    let names = Shelf::new().names(&rulebook.vocabulary);
    let kind = rulebook.vocabulary.kind_named(PROGRAM);
    let titles = names.into_iter().filter(|(of, _)| Some(*of) == kind).map(|(_, name)| name);
    let aliases = |name: &&str| alias_of(name);
    titles.filter(|name| !aliases(name)).collect()
}

/// Whether a name of a programme stands only behind `alias`.
fn alias_of(name: &str) -> bool {
    let head = format!("{PROGRAM} \"{name}\"");
    !crate::rulebook::library().iter().any(|(_, text)| text.lines().any(|line| line.starts_with(&head)))
}

/// Each example that a rule finds something in, under each programme of the library.
pub fn matrix(rulebook: &Rulebook, programs: &[&str], options: &Options) -> Vec<Row> {
    let rules = rulebook.rules.par_iter().flat_map_iter(|rule| {
        let found = rule.examples.iter().enumerate().filter(|(_, example)| example.verdict.is_finding());
        found.map(move |(at, example)| Row {
            rule: rule.id.clone(),
            example: at + 1,
            own: example.verdict,
            under: programs.iter().map(|program| under(rule, example, program, rulebook, options)).collect(),
        })
    });
    rules.collect()
}

/// The word by which a document names its programme.
const PROGRAM: &str = "program";

fn example_source(rule: &Rule, text: &str) -> Source {
    Source { id: FileId(0), name: rule.id.as_str().into(), text: text.into() }
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
pub fn survives(
    (rule, mutant): (&Rule, &RuleMutant),
    trials: &[Trial<'_>],
    rulebook: &Rulebook,
    options: &Options,
) -> bool {
    trials
        .iter()
        .all(|trial| trial.verdict_of((rule, &mutant.visits), rulebook, options) == Some(trial.example.verdict))
}
