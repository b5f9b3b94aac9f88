//! The types that read YAML files, once more: with `test` set they make their JSON Schema.

#![allow(dead_code, missing_docs, reason = "only their shape is of interest here")]

#[path = "../../src/measure/definition.rs"]
mod definition;
#[path = "../../src/rulebook/schema.rs"]
mod schema;
#[path = "../../src/workspace/written.rs"]
mod settings;
#[path = "../../src/vocabulary/written.rs"]
mod vocabulary;
#[path = "../../src/rulebook/written.rs"]
mod written;

use definition::{UnitDefinition, Writing};
pub use settings::Settings;
pub use vocabulary::Ordered;
pub use written::{Decisions, Instrument, Rule};
use written::{Predicate, Text, Texts};

/// A file of predicates, by name.
pub type Predicates = Ordered<Predicate>;
