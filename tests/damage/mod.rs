//! A typing error accuses nobody: what a damaged text is accused of, it is accused of unharmed too, unless it parses
//! without an error of form. A sample runs with the tests; all of it with
//! `cargo test --release --test tests -- --ignored every_damage`.

use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;
use tonne::engine::{self, examine};
use tonne::finding::{Finding, Severity};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;

use crate::corpus::{corpus, options};
use crate::syntax::FIXTURES;

pub static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| shipped(Vec::new()).0);

/// How often each rule accuses.
pub type Accused = BTreeMap<String, usize>;

/// What a text is accused of, and the errors of form in it.
pub fn judge(text: &str) -> (Accused, BTreeSet<String>) {
    let source = Source { id: FileId(0), name: "damaged.tonne".into(), text: text.into() };
    let examined = examine(&source, &RULEBOOK, Limits::default());
    let form = examined.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let form: BTreeSet<String> = form.map(|finding| finding.code.to_string()).collect();
    let report = engine::judge(vec![examined], &RULEBOOK, &options());
    let mut accused = Accused::new();
    let told = report.findings.iter().flat_map(Finding::each).filter(|finding| finding.verdict.is_finding());
    for finding in told.filter(|finding| RULEBOOK.rules.iter().any(|rule| *rule.id == *finding.code)) {
        *accused.entry(finding.code.to_string()).or_default() += 1;
    }
    (accused, form)
}

/// One error in a text: what stands in a place instead.
struct Damage {
    place: Range<usize>,
    instead: String,
    what: String,
}

impl Damage {
    fn of(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.place.start], self.instead, &text[self.place.end..])
    }
}

/// Each character lost or doubled, each line lost, each two neighbouring tokens in the place of the other.
fn damages(text: &str) -> Vec<Damage> {
    let mut all = Vec::new();
    let mut add = |place, instead: String, what| all.push(Damage { place, instead, what });
    for (at, c) in text.char_indices() {
        add(at..at + c.len_utf8(), String::new(), format!("`{c}` at {at} lost"));
        add(at..at, c.into(), format!("`{c}` at {at} doubled"));
    }
    let mut start = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        add(start..start + line.len(), String::new(), format!("line {} lost", at + 1));
        start += line.len();
    }
    for pair in tokens(text).windows(2) {
        let (one, other) = (&text[pair[0].clone()], &text[pair[1].clone()]);
        let between = &text[pair[0].end..pair[1].start];
        add(pair[0].start..pair[1].end, format!("{other}{between}{one}"), format!("`{one}` and `{other}` swapped"));
    }
    all
}

/// Words, texts in quotes and single characters.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            let goes_on =
                if c == '"' { !text[start + 1..at].contains('"') && next != '\n' } else { word(c) && word(next) };
            if !goes_on {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        all.push(start..end);
    }
    all
}

/// The texts that are damaged: the examples of all rules, the corpus and the fixtures.
fn texts() -> Vec<(String, String)> {
    let examples = RULEBOOK.rules.iter().flat_map(|rule| {
        let named = |(at, text): (usize, String)| (format!("{}, example {}", rule.id, at + 1), text);
        rule.examples.iter().map(|example| example.text.to_string()).enumerate().map(named).collect::<Vec<_>>()
    });
    let corpus = corpus().into_iter().map(|source| (source.name.to_string(), source.text.to_string()));
    let fixtures = FIXTURES.iter().enumerate().map(|(at, text)| (format!("fixture {}", at + 1), (*text).to_owned()));
    examples.chain(corpus).chain(fixtures).collect()
}

/// What the damaged text is accused of and was not accused of unharmed.
pub fn unjust(before: &Accused, damaged: &str) -> Vec<String> {
    let (after, form) = judge(damaged);
    if form.is_empty() {
        return Vec::new();
    }
    let more = after.into_iter().filter(|(rule, count)| *count > before.get(rule).copied().unwrap_or(0));
    more.map(|(rule, _)| format!("{rule} | {}", form.iter().cloned().collect::<Vec<_>>().join(", "))).collect()
}

/// Tries every `step`-th damage of every text of at most `longest` bytes: how many were tried, and each unjust accusation.
fn tried(step: usize, longest: usize) -> (usize, Vec<String>) {
    let texts: Vec<(String, String)> = texts().into_iter().filter(|(_, text)| text.len() <= longest).collect();
    let outcomes: Vec<(usize, Vec<String>)> = texts
        .par_iter()
        .enumerate()
        .map(|(at, (name, text))| {
            let chosen: Vec<Damage> = damages(text).into_iter().skip(at % step).step_by(step).collect();
            if chosen.is_empty() {
                return (0, Vec::new());
            }
            let (before, _) = judge(text);
            let told = chosen.iter().flat_map(|damage| {
                let told = unjust(&before, &damage.of(text));
                told.into_iter().map(|what| format!("{what} | {name}: {}", damage.what)).collect::<Vec<_>>()
            });
            (chosen.len(), told.collect())
        })
        .collect();
    let all = outcomes.iter().map(|(count, _)| count).sum();
    (all, outcomes.into_iter().flat_map(|(_, told)| told).collect())
}

#[test]
fn a_sample_of_damage_accuses_nobody() {
    let (all, unjust) = tried(199, 4_000);
    assert!(all > 2_000, "{all}");
    assert!(unjust.is_empty(), "{} of {all}:\n{}", unjust.len(), unjust.join("\n"));
}

#[test]
#[ignore = "takes minutes: cargo test --release --test tests -- --ignored every_damage"]
fn every_damage_accuses_nobody() {
    let step = std::env::var("TONNE_DAMAGE_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(1);
    let (all, unjust) = tried(step, usize::MAX);
    println!("{all} damaged texts");
    assert!(unjust.is_empty(), "{} of {all}:\n{}", unjust.len(), unjust.join("\n"));
}

/// In the place of a document that lost its name nothing is taken from the library.
#[test]
fn a_document_that_is_lost_is_not_looked_up_elsewhere() {
    let text = FIXTURES[0];
    let name = text.find("activity \"").expect("an activity") + "activity ".len();
    let (before, _) = judge(text);
    assert_eq!(unjust(&before, &format!("{}\"{}", &text[..name], &text[name..])), [] as [String; 0]);
}
