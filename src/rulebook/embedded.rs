//! What is built in: vocabulary, rules, register, decisions, pages, and the library of documents.

use super::load::{RuleFile, load};
use super::written::{Decisions, Instrument, Rule};
use super::{Register, Rulebook};
use crate::finding::Finding;
use crate::vocabulary;
use serde::Deserialize;

/// The rulebook that is built in, together with more rule files. The findings are on those.
pub fn shipped(more: Vec<RuleFile>) -> (Rulebook, Vec<Finding>) {
    let (vocabulary, _) =
        vocabulary::check(&decode::<Vec<vocabulary::File>>(include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary"))));
    let register = Register::new(decode::<Vec<Instrument>>(include_bytes!(concat!(env!("OUT_DIR"), "/instruments"))));
    let decisions = decode::<Vec<Decisions>>(include_bytes!(concat!(env!("OUT_DIR"), "/decisions")));
    let rules = decode::<Vec<(String, String, Rule)>>(include_bytes!(concat!(env!("OUT_DIR"), "/rules")));
    let mut files: Vec<RuleFile> =
        rules.into_iter().map(|(path, text, rule)| RuleFile::embedded(path, text, rule)).collect();
    files.extend(more);
    let (rules, findings) = load(files, &vocabulary, &register);
    (Rulebook { vocabulary, rules, register, decisions }, findings)
}

/// The documents that are built in, by path: what a document may stand on without having it at hand.
pub fn library() -> Vec<(&'static str, &'static str)> {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/library")))
}

/// The pages on findings of syntax, vocabulary and rules, by path.
pub fn pages() -> Vec<(&'static str, &'static str, &'static str)> {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/pages")))
}

/// The build script wrote these bytes from the same types.
fn decode<T: Deserialize<'static> + Default>(bytes: &'static [u8]) -> T {
    postcard::from_bytes(bytes).unwrap_or_default()
}
