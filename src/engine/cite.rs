//! Which clauses bind a document, and with what words a finding may refer to them.

use crate::condition::World;
use crate::finding::{Cite, Standing};
use crate::model::{DocumentId, Value};
use crate::rulebook::{Binding, Citation, Nature, Register};
use crate::vocabulary::ValueType;

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

/// A citation as a finding shows it.
pub fn show(citation: Citation, nature: Nature, bound: &[u16], register: &Register) -> Cite {
    let standing = match (nature, bound.contains(&citation.instrument), register.binding(citation)) {
        (Nature::Indicator, ..) | (_, _, Binding::Nothing) => Standing::Indicates,
        (Nature::Requirement, true, Binding::Shall) => Standing::Breaches,
        (Nature::Requirement, true, Binding::Should) => Standing::Disregards,
        (Nature::Requirement, false, _) => Standing::FallsShort,
    };
    let asks = register.clause(citation).map(|clause| clause.asks.clone()).unwrap_or_default();
    Cite { clause: register.show(citation), asks, standing, known: register.known(citation) }
}
