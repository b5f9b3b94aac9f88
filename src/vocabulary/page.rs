//! What may stand somewhere, as a page to read: the vocabulary printed for people.

use super::{NodeId, NoneMeans, Phrase, READING, STATES, ValueType, Vocabulary};
use std::fmt::Write;

/// The page on a place: its definition, its value, and what may stand in its body.
pub fn page(vocabulary: &Vocabulary, node: NodeId) -> String {
    let here = vocabulary.node(node);
    let kind = &vocabulary.kind(here.kind).name;
    let mut out = String::new();
    match here.path.is_empty() {
        true => out.push_str(kind),
        false => drop(write!(out, "{kind}.{}", here.path)),
    }
    let _ = writeln!(out, "\n  {}", here.means);
    if !here.also.is_empty() {
        let _ = writeln!(out, "  also written: {}", here.also.join(", "));
    }
    let value = value_words(vocabulary, node);
    if !value.is_empty() {
        let _ = writeln!(out, "  value: {value}");
    }
    if let Some(reference) = here.inverse.map(|reference| vocabulary.node(reference)) {
        let kind = &vocabulary.kind(reference.kind).name;
        let _ = writeln!(out, "  in a rule: the documents at hand that name it under `{kind}.{}`", reference.path);
    }
    let answered = answered(vocabulary, node);
    if !answered.is_empty() {
        let _ = writeln!(out, "  answers as well: {answered}");
    }
    if let ValueType::Word(list) = here.value {
        for (id, word) in &vocabulary.lists[list.0 as usize].words {
            let also = if word.also.is_empty() { String::new() } else { format!(" (also: {})", word.also.join(", ")) };
            let _ = writeln!(out, "    {:<26} {}{also}", vocabulary.word(*id), word.means);
        }
    }
    if !here.body.is_empty() {
        let _ = writeln!(out, "  in its body:");
        for child in &here.body {
            let field = vocabulary.node(*child);
            let many = if field.many { " (may repeat)" } else { "" };
            let _ = writeln!(out, "    {:<26} {}{many}", field.name, field.means);
        }
        if let Some(reading) = vocabulary.phrase(READING) {
            let _ = writeln!(out, "    {READING:<26} {}", reading.means);
        }
    }
    out
}

/// The places that statements here answer as well, each once.
fn answered(vocabulary: &Vocabulary, node: NodeId) -> String {
    let implied = vocabulary.nodes.iter().flat_map(|block| &block.implied).filter(|implied| implied.from == node);
    let mut places: Vec<&str> = implied.map(|implied| &*vocabulary.node(implied.to).path).collect();
    places.dedup();
    places.join(", ")
}

/// The page on a word of the language itself, under the name by which it was asked for.
pub fn phrase_page(name: &str, phrase: &Phrase) -> String {
    let mut out = format!("{name}\n  {}\n", phrase.means);
    if !phrase.place.is_empty() {
        let _ = writeln!(out, "  stands: {}", phrase.place);
    }
    for (word, told) in &phrase.words.0 {
        let _ = writeln!(out, "    {word:<26} {}", told.means);
    }
    out
}

/// What a value may be, in words.
pub(crate) fn value_words(vocabulary: &Vocabulary, node: NodeId) -> String {
    let here = vocabulary.node(node);
    let words = match &here.value {
        ValueType::Nothing => return String::new(),
        ValueType::Text => "a text in quotes".to_owned(),
        ValueType::Word(_) => "one of the words below".to_owned(),
        ValueType::YesNo => "yes or no".to_owned(),
        ValueType::Count => "a whole number".to_owned(),
        ValueType::Quantity(Some((_, unit))) => format!("a quantity in {unit} or a unit of the same dimension"),
        ValueType::Quantity(None) => "a quantity with its unit".to_owned(),
        ValueType::Quantities => "a quantity, or a range of two".to_owned(),
        ValueType::Money => "an amount with its currency (12 USD)".to_owned(),
        ValueType::Date => "a date (2021-02-27, 2021-02 or 2021)".to_owned(),
        ValueType::Period => "a period (2018-03-12..2020-12-31, or one year)".to_owned(),
        ValueType::Version => "a version in quotes".to_owned(),
        ValueType::Country => "a country's two letters (ISO 3166: KH)".to_owned(),
        ValueType::Reference(kinds) => {
            let names: Vec<_> = kinds.iter().map(|kind| &*vocabulary.kind(*kind).name).collect();
            format!("the name of a document in quotes ({})", names.join(" or "))
        }
        ValueType::Organisation => "the name of a body in quotes".to_owned(),
        ValueType::Instrument => "an instrument of the register in quotes".to_owned(),
        ValueType::Rule => "the id of a rule in quotes".to_owned(),
        ValueType::Symbol => "a symbol".to_owned(),
        ValueType::Equation => "a formula (ER = RE - PE)".to_owned(),
        ValueType::Unit => "a unit (tCO2e/MWh)".to_owned(),
        ValueType::Reviewed => "a kind of document and its name in quotes".to_owned(),
    };
    let none = match here.none {
        NoneMeans::NoValue => "none",
        NoneMeans::Zero => "none (zero)",
        NoneMeans::Unlimited => "none (unlimited)",
    };
    let bounds = here.bounds.to_string();
    let bounds = if bounds.is_empty() { bounds } else { format!(", {bounds}") };
    let past = if here.past { ", not after the day of judgement" } else { "" };
    format!("{words}{bounds}{past}; or {none}, {}, {}", STATES[1], STATES[2])
}
