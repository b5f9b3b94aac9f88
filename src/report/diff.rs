//! What changed between two versions, for people and for programs.

use super::why::{Place, at, place, verdict, weight};
use super::{Texts, json_text, visible};
use crate::engine::diff::{Compared, Difference, FactChange, Said, VerdictChange};
use crate::finding::Verdict;
use serde::Serialize;
use std::fmt::Write;
use std::io;

/// The version of the shape for programs.
const SCHEMA: u32 = 1;

/// The files of both sides.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'t> {
    /// The old ones.
    pub old: &'t Texts<'t>,
    /// The new ones.
    pub new: &'t Texts<'t>,
}

/// What changed, to be read.
pub fn text(difference: &Difference, sides: Sides<'_>) -> String {
    let mut out = String::new();
    for compared in &difference.documents {
        document(compared, sides, &mut out);
    }
    for (name, span) in &difference.gone {
        let _ = writeln!(out, "only among the old ones: {}, {}", visible(name), place(sides.old, *span));
    }
    for (name, span) in &difference.fresh {
        let _ = writeln!(out, "only among the new ones: {}, {}", visible(name), place(sides.new, *span));
    }
    let facts: usize = difference.documents.iter().map(|compared| compared.facts.len()).sum();
    let verdicts: usize = difference.documents.iter().map(|compared| compared.verdicts.len()).sum();
    let _ = writeln!(
        out,
        "{} compared: {} and {} changed",
        counted(difference.compared, "document"),
        counted(facts, "fact"),
        counted(verdicts, "verdict")
    );
    out
}

fn document(compared: &Compared, sides: Sides<'_>, out: &mut String) {
    match compared.old == compared.new {
        true => _ = writeln!(out, "{}", visible(&compared.new)),
        false => _ = writeln!(out, "{} -> {}", visible(&compared.old), visible(&compared.new)),
    }
    if !compared.verdicts.is_empty() {
        out.push_str("\n  verdicts that changed\n");
    }
    for change in &compared.verdicts {
        turned(change, &compared.facts, sides, out);
    }
    if !compared.facts.is_empty() {
        out.push_str("\n  facts that changed\n");
    }
    for fact in &compared.facts {
        let _ = writeln!(out, "    {}: {}", visible(&fact.path), fact.say);
        let _ = writeln!(out, "      {}", changed(fact, sides));
    }
    out.push('\n');
}

fn turned(change: &VerdictChange, facts: &[FactChange], sides: Sides<'_>, out: &mut String) {
    let side = |side: Option<Verdict>| side.map_or("not there", verdict);
    let block = if change.block.is_empty() { String::new() } else { format!(" on {}", visible(&change.block)) };
    let (old, new, weight) = (side(change.old), side(change.new), weight(change.weight));
    let _ = writeln!(out, "    {}{block}: {old} -> {new}{weight}", change.rule);
    let _ = writeln!(out, "      {}", visible(&change.title));
    for at in &change.turned_by {
        let fact = &facts[*at];
        let how = if change.each_enough { "enough alone" } else { "turned by" };
        let _ = writeln!(out, "      {how}: {}, {}", fact.say, changed(fact, sides));
    }
    if change.turned_by.is_empty() && change.old.is_some() && change.new.is_some() {
        out.push_str("      no single fact of this document turned it\n");
    }
}

fn changed(fact: &FactChange, sides: Sides<'_>) -> String {
    let side = |said: &Said, texts: &Texts<'_>| {
        let citation = said.citation.as_ref().map(|text| format!(" ({})", visible(text))).unwrap_or_default();
        format!("`{}`{citation}, {}", visible(&said.value), place(texts, said.span))
    };
    let old = fact.old.as_ref().map(|said| side(said, sides.old));
    let new = fact.new.as_ref().map(|said| side(said, sides.new));
    match (old, new) {
        (Some(old), Some(new)) => format!("{old} -> {new}"),
        (Some(old), None) => format!("{old} -> not said"),
        (None, Some(new)) => format!("not said -> {new}"),
        (None, None) => "not said".to_owned(),
    }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

#[derive(Serialize)]
struct Shape<'d> {
    schema: u32,
    compared: usize,
    documents: Vec<Document<'d>>,
    gone: Vec<Named<'d>>,
    fresh: Vec<Named<'d>>,
}

#[derive(Serialize)]
struct Named<'d> {
    document: &'d str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Document<'d> {
    old: &'d str,
    new: &'d str,
    facts: Vec<Fact<'d>>,
    verdicts: Vec<Turned<'d>>,
}

#[derive(Serialize)]
struct Fact<'d> {
    fact: &'d str,
    says: &'d str,
    old: Option<Value<'d>>,
    new: Option<Value<'d>>,
}

#[derive(Serialize)]
struct Value<'d> {
    value: &'d str,
    citation: Option<&'d str>,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Turned<'d> {
    rule: &'d str,
    title: &'d str,
    block: &'d str,
    old: Option<&'static str>,
    new: Option<&'static str>,
    /// What the new one weighs; `null` where it is no finding.
    severity: Option<&'static str>,
    ground: Option<&'static str>,
    confidence: Option<&'static str>,
    turned_by: Vec<&'d str>,
    /// Whether each of these facts was enough; else the verdict would be what it was without any one of them.
    each_enough: bool,
}

/// What changed, for programs.
pub fn json(difference: &Difference, sides: Sides<'_>) -> io::Result<String> {
    let shape = Shape {
        schema: SCHEMA,
        compared: difference.compared,
        documents: difference.documents.iter().map(|compared| told(compared, sides)).collect(),
        gone: difference.gone.iter().map(|(document, span)| Named { document, place: at(sides.old, *span) }).collect(),
        fresh: difference
            .fresh
            .iter()
            .map(|(document, span)| Named { document, place: at(sides.new, *span) })
            .collect(),
    };
    json_text(&shape)
}

fn told<'d>(compared: &'d Compared, sides: Sides<'_>) -> Document<'d> {
    let value = |said: &'d Said, texts: &Texts<'_>| Value {
        value: &said.value,
        citation: said.citation.as_deref(),
        place: at(texts, said.span),
    };
    let fact = |fact: &'d FactChange| Fact {
        fact: &fact.path,
        says: &fact.say,
        old: fact.old.as_ref().map(|said| value(said, sides.old)),
        new: fact.new.as_ref().map(|said| value(said, sides.new)),
    };
    let verdict = |change: &'d VerdictChange| Turned {
        rule: &change.rule,
        title: &change.title,
        block: &change.block,
        old: change.old.map(Verdict::word),
        new: change.new.map(Verdict::word),
        severity: change.weight.map(|weight| weight.severity.word()),
        ground: change.weight.map(|weight| weight.ground.word()),
        confidence: change.weight.map(|weight| weight.confidence.word()),
        turned_by: change.turned_by.iter().map(|at| compared.facts[*at].path.as_str()).collect(),
        each_enough: change.each_enough,
    };
    Document {
        old: &compared.old,
        new: &compared.new,
        facts: compared.facts.iter().map(fact).collect(),
        verdicts: compared.verdicts.iter().map(verdict).collect(),
    }
}
