//! Which clauses bind a document, and with what words a finding may refer to them.

use super::show::Context;
use crate::condition::World;
use crate::finding::{Cite, Finding, Standing};
use crate::model::{Document, DocumentId, EntryId, Value};
use crate::rulebook::{Binding, Citation, Nature, Register, Rule};
use crate::vocabulary::{ValueType, Vocabulary, nearest};
use std::sync::Arc;

/// The instruments that bind a document: those that it, or anything it stands on, says bind it.
pub fn bound(world: &World<'_>, id: DocumentId, register: &Register) -> Vec<u16> {
    let below = world.model.ground(id).iter().map(|(_, below)| *below);
    let mut bound = Vec::new();
    for document in std::iter::once(id).chain(below) {
        let document = world.model.document(document);
        let named =
            document.entries.iter().filter(|entry| world.vocabulary.node(entry.node).value == ValueType::Instrument);
        bound.extend(named.filter_map(|entry| match entry.value {
            Value::Text(text) => register.instrument(document.text(text)),
            _ => None,
        }));
    }
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// The instruments that a document names and the register does not have: whatever they bind goes unsaid.
pub fn unknown(document: &Document, vocabulary: &Vocabulary, register: &Register) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, entry) in document.entries.iter().enumerate() {
        let Value::Text(text) = entry.value else { continue };
        let symbol = document.text(text);
        if vocabulary.node(entry.node).value != ValueType::Instrument || register.instrument(symbol).is_some() {
            continue;
        }
        let finding = Finding::warning(
            "vocabulary/unknown-instrument",
            document.span(EntryId(at as u32)),
            format!("no instrument of the register is called `{symbol}`"),
        )
        .at("what it binds is not known here");
        findings.push(match nearest(symbol, register.symbols()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("write the symbol of the whole text, without a paragraph: \"2/CMA.3\""),
        });
    }
    findings
}

/// The clauses of a rule as a finding shows them; those of a profile only, where one is chosen.
pub fn show(rule: &Rule, context: &Context<'_>) -> Vec<Cite> {
    let register = &context.rulebook.register;
    let profile = context.profile;
    let counts = |citation: Citation| profile.is_none_or(|profile| register.counts(citation.instrument, profile));
    let cites = rule.cites.iter().zip(&rule.grounds).filter(|(citation, _)| counts(**citation));
    let cite = |(citation, (clause, asks)): (&Citation, &(Arc<str>, Arc<str>))| Cite {
        clause: clause.clone(),
        asks: asks.clone(),
        standing: standing(*citation, rule.nature, context),
        known: register.known(*citation),
    };
    cites.map(cite).collect()
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
