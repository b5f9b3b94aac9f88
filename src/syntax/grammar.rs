//! The grammar that pest derives from `grammar/tonne.pest`; only `build` reads its tokens.

#![allow(missing_docs)] // the derived enum of rules cannot carry docs

/// The parser.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/tonne.pest"]
pub(super) struct Grammar;
