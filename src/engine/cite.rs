//! Which clauses bind a document, and with what words a finding may refer to them.

use super::show::Context;
use crate::condition::World;
use crate::finding::{Cite, Finding, Standing};
use crate::model::{Document, DocumentId, EntryId, Value};
use crate::rulebook::{Binding, Citation, Nature, Register, Rule};
use crate::vocabulary::{NodeId, ValueType, Vocabulary};
use std::sync::Arc;

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
pub fn bound(world: &World<'_>, id: DocumentId, places: &Places, register: &Register) -> Vec<u16> {
    let below = world.model.ground(id).iter().map(|(_, below)| *below);
    let mut bound = Vec::new();
    for document in std::iter::once(id).chain(below) {
        bound.extend(places.named(world.model.document(document)).filter_map(|(_, name)| register.instrument(name)));
    }
    bound.retain(|instrument| register.holds(*instrument, world.as_of));
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// The clauses of a rule as a finding shows them: those in force, and of a profile only where one is chosen.
pub fn show(rule: &Rule, context: &Context<'_>) -> Vec<Cite> {
    let register = &context.rulebook.register;
    let profile = context.profile;
    let counts = |citation: Citation| {
        register.holds(citation.instrument, context.world.as_of)
            && profile.is_none_or(|profile| register.counts(citation.instrument, profile))
    };
    let cites = rule.cites.iter().zip(&rule.grounds).filter(|(citation, _)| counts(**citation));
    let cite = |(citation, (clause, asks)): (&Citation, &(Arc<str>, Arc<str>))| Cite {
        clause: clause.clone(),
        asks: asks.clone(),
        standing: standing(*citation, rule.nature, context),
        known: register.known(*citation),
    };
    let mut shown = Vec::with_capacity(rule.cites.len());
    shown.extend(cites.map(cite));
    shown
}

/// With what words a finding may refer to a clause.
fn standing(citation: Citation, nature: Nature, context: &Context<'_>) -> Standing {
    let register = &context.rulebook.register;
    if nature == Nature::Indicator || !register.obliges(citation, context.kind) {
        return Standing::Indicates;
    }
    match (context.bound.contains(&citation.instrument), register.binding(citation)) {
        (_, Binding::Nothing) => Standing::Indicates,
        (true, Binding::Shall) => Standing::Breaches,
        (true, Binding::Should) => Standing::Disregards,
        (false, _) => Standing::FallsShort,
    }
}
