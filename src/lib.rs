//! `tonne` asks whether a tonne is a tonne: a linter for crediting methodologies and Article 6.2 agreements.

extern crate alloc; // pest's derive names it when its `std` feature is off

pub mod cli;
pub mod condition;
pub mod engine;
pub mod equations;
pub mod finding;
pub mod measure;
pub mod model;
pub mod report;
pub mod rulebook;
pub mod source;
pub mod syntax;
pub mod vocabulary;
pub mod workspace;
