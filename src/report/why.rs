//! Why a verdict came out, for people and for programs.

use super::{Texts, json_text, visible};
use crate::engine::why::{Changed, Fact, Reason, Turn, Why};
use crate::engine::{AS_READ, Weight};
use crate::finding::Verdict;
use crate::source::Span;
use serde::Serialize;
use std::fmt::Write;
use std::io;

/// The version of the shape for programs.
const SCHEMA: u32 = 1;

/// How much of the tree is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    Whole,
    /// The parts that came out like the whole.
    Deciding,
}

/// Some verdicts with their reasons, to be read.
pub fn text(whys: &[Why], texts: &Texts<'_>) -> String {
    let mut out = String::new();
    for why in whys {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}: {}{}", why.rule, verdict(why.verdict), weight(why.weight));
        if why.draft {
            let _ = writeln!(out, "  {AS_READ}");
        }
        match why.message.as_str() {
            "" => _ = writeln!(out, "  the defect it looks for: {}", why.title),
            says => _ = writeln!(out, "  {}", visible(says)),
        }
        let _ = writeln!(out, "  about {}, {}", visible(&why.document), place(texts, why.subject));
        if let Some(finding) = why.finding {
            let _ = writeln!(out, "  finding {finding}");
        }
        if let Some(said) = &why.set_aside {
            let _ = writeln!(out, "  {}", visible(said));
        }
        tree(why, Depth::Whole, texts, &mut out);
        turns(why, texts, &mut out);
    }
    out
}

/// `; warning; ground: benchmark; confidence: medium`
pub(super) fn weight(weight: Option<Weight>) -> String {
    let said = |weight: Weight| {
        let (severity, ground, known) = (weight.severity.word(), weight.ground.word(), weight.confidence.word());
        format!("; {severity}; ground: {ground}; confidence: {known}")
    };
    weight.map(said).unwrap_or_default()
}

/// The evaluation of one verdict: when the rule applies, and what it asks.
pub fn tree(why: &Why, depth: Depth, texts: &Texts<'_>, out: &mut String) {
    let mut part = |title: &str, given: &Reason| {
        let _ = writeln!(out, "\n  {title} ({}:{}:{})", why.rule_file, given.start.line, given.start.column);
        reason(given, 4, depth, (texts, None), out);
    };
    why.given.iter().for_each(|given| part("it applies where", given));
    why.asks.iter().for_each(|asks| part("it asks that", asks));
    if why.gave_up {
        out.push_str("\n  there are too many facts to compare: the rule was given up\n");
    }
}

fn reason(step: &Reason, indent: usize, depth: Depth, (texts, about): (&Texts<'_>, Option<Span>), out: &mut String) {
    let _ = writeln!(out, "{:indent$}{}: {}", "", step.text, holds(step.holds));
    for fact in step.facts.iter().filter(|fact| Some(fact.span) != about || !fact.note.is_empty()) {
        let _ = writeln!(out, "{:1$}{2}", "", indent + 2, shown(fact, texts));
    }
    let decides = |inner: &&Reason| depth == Depth::Whole || inner.holds == step.holds || step.inner.len() == 1;
    for inner in step.inner.iter().filter(decides) {
        match &inner.about {
            Some(value) => {
                let _ = writeln!(out, "{:1$}for {2}", "", indent + 2, shown(value, texts));
                reason(inner, indent + 4, depth, (texts, Some(value.span)), out);
            }
            None => reason(inner, indent + 2, depth, (texts, about), out),
        }
    }
    if step.more > 0 {
        let _ = writeln!(out, "{:1$}and {2} more", "", indent + 2, step.more);
    }
}

/// A fact: what it is, what it says, where that was read and where it stands.
fn shown(fact: &Fact, texts: &Texts<'_>) -> String {
    let mut line = fact.say.to_string();
    if let Some(value) = &fact.value {
        let _ = write!(line, ": `{}`", visible(value));
    }
    if let Some(citation) = &fact.citation {
        let _ = write!(line, " ({})", visible(citation));
    }
    if !fact.note.is_empty() {
        let _ = write!(line, ", {}", visible(&fact.note));
    }
    format!("{line}, {}", place(texts, fact.span))
}

fn turns(why: &Why, texts: &Texts<'_>, out: &mut String) {
    if why.turns.is_empty() {
        let tried = why.tried;
        let _ = writeln!(out, "\n  no change of one fact or two turns this verdict; {tried} were tried");
        return;
    }
    let _ = writeln!(out, "\n  the smallest change that turns it, each tried and asked again");
    for turn in &why.turns {
        let changes: Vec<String> = turn.changes.iter().map(|change| changed(change, texts)).collect();
        let _ = writeln!(out, "    {} if {}", verdict(turn.to), changes.join(", and "));
    }
}

fn changed(change: &Changed, texts: &Texts<'_>) -> String {
    let (say, told, at) = (&change.say, visible(&change.told), place(texts, change.span));
    let as_well = if change.beside { " as well" } else { "" };
    match &change.now {
        Some(now) if told.is_empty() => format!("{say} were not stated, `{}`, {at}", visible(now)),
        None if told.is_empty() => format!("{say} were not stated, {at}"),
        Some(now) if change.told == crate::condition::ANYTHING => {
            format!("{say} were stated instead of `{}`, {at}", visible(now))
        }
        Some(now) => format!("{say} were `{told}` instead of `{}`, {at}", visible(now)),
        None if change.told == crate::condition::ANYTHING => format!("{say} were stated{as_well}, in {at}"),
        None => format!("{say} were stated{as_well}, as `{told}`, in {at}"),
    }
}

/// Where something stands.
pub(super) fn place(texts: &Texts<'_>, span: Span) -> String {
    let place = texts.place(span);
    let built_in = if texts.built_in(span.file) { " (built in)" } else { "" };
    format!("{}:{}:{}{built_in}", visible(&texts.name(span.file)), place.line, place.column)
}

/// A verdict in a sentence.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "not applicable",
        Verdict::Met => "met",
        Verdict::Unproven => "unproven",
        Verdict::NotShown => "not shown",
        Verdict::Breached => "breached",
    }
}

fn holds(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "true",
        Some(false) => "false",
        None => "not known",
    }
}

/// All that was asked for.
#[derive(Serialize)]
struct Shape<'w> {
    schema: u32,
    verdicts: Vec<Told<'w>>,
}

#[derive(Serialize)]
struct Told<'w> {
    rule: &'w str,
    title: &'w str,
    rule_file: &'w str,
    document: &'w str,
    #[serde(flatten)]
    place: Place,
    verdict: &'static str,
    /// `null` where it is no finding.
    severity: Option<&'static str>,
    ground: Option<&'static str>,
    confidence: Option<&'static str>,
    /// Whether it is met or breached by what import read and nobody confirmed.
    draft: bool,
    fingerprint: Option<String>,
    message: &'w str,
    /// What a reviewer said of the finding, which sets it aside; `null` where nobody did.
    set_aside: Option<&'w str>,
    given: Option<Asked<'w>>,
    asks: Vec<Asked<'w>>,
    gave_up: bool,
    turns: Vec<Turned<'w>>,
    tried: usize,
}

#[derive(Serialize)]
struct Asked<'w> {
    condition: &'w str,
    /// Where it is written in the file of the rule.
    rule_line: u32,
    rule_column: u32,
    rule_end_line: u32,
    rule_end_column: u32,
    /// `true`, `false`, or `null` where it is not known.
    holds: Option<bool>,
    about: Option<Read<'w>>,
    facts: Vec<Read<'w>>,
    inner: Vec<Asked<'w>>,
    more: usize,
}

#[derive(Serialize)]
struct Read<'w> {
    fact: &'w str,
    says: &'w str,
    /// `null` where nothing is said.
    value: Option<&'w str>,
    citation: Option<&'w str>,
    note: &'w str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Turned<'w> {
    verdict: &'static str,
    changes: Vec<Change<'w>>,
}

#[derive(Serialize)]
struct Change<'w> {
    fact: &'w str,
    says: &'w str,
    old: Option<&'w str>,
    new: Option<&'w str>,
    #[serde(flatten)]
    place: Place,
}

/// Line and column from 1, columns in characters.
#[derive(Serialize)]
pub(super) struct Place {
    file: String,
    line: u32,
    column: u32,
}

/// Some verdicts with their reasons, for programs.
pub fn json(whys: &[Why], texts: &Texts<'_>) -> io::Result<String> {
    let verdicts = whys.iter().map(|why| told(why, texts)).collect();
    let shape = Shape { schema: SCHEMA, verdicts };
    json_text(&shape)
}

fn told<'w>(why: &'w Why, texts: &Texts<'_>) -> Told<'w> {
    Told {
        rule: &why.rule,
        title: &why.title,
        rule_file: &why.rule_file,
        document: &why.document,
        place: at(texts, why.subject),
        verdict: why.verdict.word(),
        severity: why.weight.map(|weight| weight.severity.word()),
        ground: why.weight.map(|weight| weight.ground.word()),
        confidence: why.weight.map(|weight| weight.confidence.word()),
        draft: why.draft,
        fingerprint: why.finding.map(|finding| finding.to_string()),
        message: &why.message,
        set_aside: why.set_aside.as_deref(),
        given: why.given.as_ref().map(|given| asked(given, texts)),
        asks: why.asks.iter().map(|asks| asked(asks, texts)).collect(),
        gave_up: why.gave_up,
        turns: why.turns.iter().map(|turn| turned(turn, texts)).collect(),
        tried: why.tried,
    }
}

fn asked<'w>(reason: &'w Reason, texts: &Texts<'_>) -> Asked<'w> {
    Asked {
        condition: &reason.text,
        rule_line: reason.start.line,
        rule_column: reason.start.column,
        rule_end_line: reason.end.line,
        rule_end_column: reason.end.column,
        holds: reason.holds,
        about: reason.about.as_ref().map(|fact| read(fact, texts)),
        facts: reason.facts.iter().map(|fact| read(fact, texts)).collect(),
        inner: reason.inner.iter().map(|inner| asked(inner, texts)).collect(),
        more: reason.more,
    }
}

fn read<'w>(fact: &'w Fact, texts: &Texts<'_>) -> Read<'w> {
    Read {
        fact: &fact.path,
        says: &fact.say,
        value: fact.value.as_deref(),
        citation: fact.citation.as_deref(),
        note: &fact.note,
        place: at(texts, fact.span),
    }
}

fn turned<'w>(turn: &'w Turn, texts: &Texts<'_>) -> Turned<'w> {
    let change = |change: &'w Changed| Change {
        fact: &change.path,
        says: &change.say,
        old: change.now.as_deref(),
        new: Some(&*change.told).filter(|told| !told.is_empty()),
        place: at(texts, change.span),
    };
    Turned { verdict: turn.to.word(), changes: turn.changes.iter().map(change).collect() }
}

pub(super) fn at(texts: &Texts<'_>, span: Span) -> Place {
    let place = texts.place(span);
    Place { file: texts.name(span.file).to_string(), line: place.line, column: place.column }
}
