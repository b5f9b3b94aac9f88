//! Which clauses bind a document, and with what words a finding may refer to them.

use super::age;
use super::decide::Outcome;
use super::show::Context;
use crate::condition::{Evidence, Located, World};
use crate::finding::{Cite, Finding, Standing};
use crate::measure::Day;
use crate::model::{Document, DocumentId, EntryId, Value};
use crate::rulebook::{Binding, Citation, Nature, Register};
use crate::vocabulary::{NodeId, ValueType, Vocabulary};
use std::sync::Arc;

/// What decides how far clauses reach to a document.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'r> {
    /// The register.
    pub register: &'r Register,
    /// The kind of the document.
    pub kind: &'r str,
    /// The instruments that bind it.
    pub bound: &'r [u16],
    /// Which instruments count, and are the yardstick.
    pub profile: Option<&'r str>,
    /// The day of judgement.
    pub as_of: Day,
}

/// Where documents name instruments, by kind.
#[derive(Debug)]
pub struct Places(Vec<Vec<NodeId>>);

impl Places {
    /// As the vocabulary says.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut places = vec![Vec::new(); vocabulary.kinds.len()];
        for (at, node) in vocabulary.nodes.iter().enumerate() {
            if node.value == ValueType::Instrument {
                places[usize::from(node.kind.0)].push(NodeId(at as u16));
            }
        }
        Places(places)
    }

    /// The facts of a document that name an instrument, with the name.
    fn named<'p>(&'p self, document: &'p Document) -> impl Iterator<Item = (EntryId, &'p str)> {
        let places = self.0[usize::from(document.kind.0)].iter();
        places.flat_map(|place| document.at(*place)).filter_map(|entry| match document.entry(entry).value {
            Value::Text(text) => Some((entry, document.text(text))),
            _ => None,
        })
    }
}

/// The instruments that a document names and the register does not have.
pub fn unknown(document: &Document, places: &Places, register: &Register) -> Vec<Finding> {
    let finding = |(entry, name): (EntryId, &str)| {
        let span = document.span(entry);
        let message = format!("no instrument of the register is called `{name}`");
        let finding = Finding::error("vocabulary/unknown-instrument", span, message).at("it binds nothing");
        match register.nearest(name) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("write its symbol as the register has it, or add it to `rules/instruments`"),
        }
    };
    places.named(document).filter(|(_, name)| register.instrument(name).is_none()).map(finding).collect()
}

/// The instruments that bind a document on the day of judgement: those that it, or anything it stands on, says bind it.
/// Where it names a document of which several versions are at hand, what binds all of them.
pub fn bound(world: &World<'_>, id: DocumentId, places: &Places, register: &Register) -> Vec<u16> {
    let mut bound = named_below(world, id, places, register);
    for versions in world.model.versions(id) {
        let each = versions.iter().map(|version| named_below(world, *version, places, register));
        bound.extend(
            each.reduce(|common, next| common.into_iter().filter(|known| next.contains(known)).collect())
                .unwrap_or_default(),
        );
    }
    bound.retain(|instrument| register.holds(*instrument, world.as_of));
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// The instruments that a document, or anything it stands on, says bind it.
fn named_below(world: &World<'_>, id: DocumentId, places: &Places, register: &Register) -> Vec<u16> {
    let below = world.model.ground(id).iter().map(|support| support.document);
    let documents = std::iter::once(id).chain(below).map(|id| world.model.document(id));
    documents.flat_map(|document| places.named(document)).filter_map(|(_, name)| register.instrument(name)).collect()
}

/// The clauses that count for what a finding rests on: of a published verdict those that hold it, else the rule's.
pub fn grounds(outcome: &Outcome<'_>, context: &Context<'_>) -> Vec<Citation> {
    match published(outcome, context) {
        Some(clauses) => counted(&clauses, &context.reach()),
        None => counted(&outcome.rule.cites, &context.reach()),
    }
}

/// Of some clauses those that are in force, and of the profile where one is chosen.
pub fn counted(clauses: &[Citation], reach: &Reach<'_>) -> Vec<Citation> {
    let counts = |citation: &&Citation| {
        reach.register.holds(citation.instrument, reach.as_of)
            && reach.profile.is_none_or(|profile| reach.register.counts(citation.instrument, profile))
    };
    clauses.iter().filter(counts).copied().collect()
}

/// The clauses behind a finding: those in force, and of a profile only where one is chosen. A finding that repeats a
/// published verdict rests on the clause of that one, and on none where the verdict names none.
pub fn show(outcome: &Outcome<'_>, context: &Context<'_>) -> Vec<Cite> {
    let rule = outcome.rule;
    if let Some(clauses) = published(outcome, context) {
        let register = &context.rulebook.register;
        let shown = clauses.into_iter().filter(|citation| counts(*citation, context));
        return shown.map(|citation| cite(citation, register.ground(citation), Standing::Indicates, context)).collect();
    }
    let mut shown = Vec::with_capacity(rule.grounds.len());
    for (at, (citation, ground)) in rule.cites.iter().chain(&rule.permits).zip(&rule.grounds).enumerate() {
        if counts(*citation, context) {
            let permits = at >= rule.cites.len();
            let standing = if permits { Standing::Permits } else { standing(*citation, outcome, context) };
            shown.push(cite(*citation, ground.clone(), standing, context));
        }
    }
    shown
}

fn cite(citation: Citation, (clause, asks): (Arc<str>, Arc<str>), standing: Standing, context: &Context<'_>) -> Cite {
    let register = &context.rulebook.register;
    let (known, binds) = (register.known(citation), binds(citation, &context.reach()));
    Cite { clause, asks, standing, known, binds, later: age::is_later(citation, context.adopted, register) }
}

/// Whether a clause binds a document: its instrument does, and it asks something of documents of this kind. A clause
/// that only allows something asks nothing of anybody; a definition binds those whom its instrument binds.
pub fn binds(citation: Citation, reach: &Reach<'_>) -> bool {
    reach.bound.contains(&citation.instrument)
        && !reach.register.allows(citation)
        && reach.register.obliges(citation, reach.kind)
}

/// Whether a clause is in force, and of the profile where one is chosen.
fn counts(citation: Citation, context: &Context<'_>) -> bool {
    let register = &context.rulebook.register;
    register.holds(citation.instrument, context.world.as_of)
        && context.profile.is_none_or(|profile| register.counts(citation.instrument, profile))
}

/// Where published verdicts decided, the clauses that hold them; else nothing.
fn published(outcome: &Outcome<'_>, context: &Context<'_>) -> Option<Vec<Citation>> {
    let facts = outcome.evidence.iter().take(outcome.deciding).filter_map(Evidence::fact);
    let mut clauses: Option<Vec<Citation>> = None;
    for verdict in facts.filter_map(|fact| verdict(fact, context)) {
        let found = clauses.get_or_insert_default();
        found.extend(clause(verdict, context).filter(|citation| !found.contains(citation)));
    }
    clauses
}

/// The published verdict that a fact is, or is a part of.
fn verdict(fact: Located, context: &Context<'_>) -> Option<Located> {
    let document = context.world.model.document(fact.document);
    let of = |entry: EntryId| {
        let register = context.world.vocabulary.node(document.entry(entry).node).register;
        register.then_some(Located { entry, ..fact })
    };
    of(fact.entry).or_else(|| of(document.entry(fact.entry).parent))
}

/// The clause that holds a published verdict, where it names one.
fn clause(verdict: Located, context: &Context<'_>) -> Option<Citation> {
    let document = context.world.model.document(verdict.document);
    let place = context.world.vocabulary.child(document.entry(verdict.entry).node, CLAUSE)?;
    let clause = document.within(place, verdict.entry).next()?;
    match document.entry(clause).value {
        Value::Text(text) => context.rulebook.register.resolve(document.text(text)).ok(),
        _ => None,
    }
}

/// The word for the clause of a published verdict, in the body of that one.
const CLAUSE: &str = "clause";

/// With what words a finding may refer to a clause.
fn standing(citation: Citation, outcome: &Outcome<'_>, context: &Context<'_>) -> Standing {
    let register = &context.rulebook.register;
    if outcome.rule.nature == Nature::Indicator || !register.obliges(citation, context.kind) {
        return Standing::Indicates;
    }
    match (context.bound.contains(&citation.instrument), register.binding(citation)) {
        (_, Binding::Nothing) => Standing::Indicates,
        _ if age::is_later(citation, context.adopted, register) => Standing::Later,
        (true, Binding::Shall) => Standing::Breaches,
        (true, Binding::Should) => Standing::Disregards,
        (false, _) => Standing::FallsShort,
    }
}
