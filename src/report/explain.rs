//! The page on a rule, or on the code of any other finding.

use super::{Paint, visible, wrap};
use crate::engine::{Options, check};
use crate::equations::CHECKS;
use crate::finding::Severity;
use crate::measure::Day;
use crate::rulebook::{Binding, COMPUTED, Citation, Nature, Rule, Rulebook, pages};
use crate::source::{FileId, Source};
use crate::vocabulary::{NodeId, Vocabulary};
use smol_str::SmolStr;
use std::fmt::Write;

/// The page on a code, in markdown; what a rule reports is shown as of a day.
pub fn markdown(rulebook: &Rulebook, code: &str, as_of: Day) -> Option<String> {
    match rulebook.rule(code) {
        Some(rule) => Some(of_rule(rulebook, rule, as_of)),
        None => of_code(code).map(str::to_owned).or_else(|| of_word(code)).or_else(|| of_predicate(rulebook, code)),
    }
}

/// The folder of the pages on the scales of findings.
const SCALES: &str = "grammar/codes/scales/";

/// The page on a scale by its name, or what it says of one of its words.
fn of_word(word: &str) -> Option<String> {
    let word = word.replace([' ', '-'], "_").to_lowercase();
    if let Some(page) = of_code(&format!("scales/{word}")) {
        return Some(page.to_owned());
    }
    pages().into_iter().filter(|(path, ..)| path.starts_with(SCALES)).find_map(|(_, _, page)| {
        let title = page.lines().next()?;
        let (_, section) = page.split_once(&format!("\n## {word}\n"))?;
        let section = section.split("\n## ").next()?.trim();
        Some(format!("{title}\n\n`{word}`: {section}\n"))
    })
}

/// The page on a predicate: what it is asked of, what it means, its condition, and the rules that use it.
fn of_predicate(rulebook: &Rulebook, name: &str) -> Option<String> {
    let predicate = rulebook.predicates.iter().find(|known| known.name == name)?;
    let vocabulary = &rulebook.vocabulary;
    let places: Vec<String> = predicate.of.iter().map(|node| place(vocabulary, *node)).collect();
    let (means, holds) = (predicate.means.trim(), predicate.holds.trim());
    let mut out = format!("# {name}\n\nA predicate of {}: {means}.\n\n", places.join(", "));
    let _ = writeln!(out, "## Condition\n\n```\n{holds}\n```");
    let uses =
        |rule: &&Rule| rule.source.text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
    let rules: Vec<&Rule> = rulebook.rules.iter().filter(uses).collect();
    if !rules.is_empty() {
        out.push_str("\n## Rules that ask it\n\n");
    }
    for rule in rules {
        let _ = writeln!(out, "- {}: {}", rule.id, rule.title);
    }
    Some(out)
}

/// `activity.participant`
fn place(vocabulary: &Vocabulary, node: NodeId) -> String {
    let node = vocabulary.node(node);
    let kind = &vocabulary.kind(node.kind).name;
    if node.path.is_empty() { kind.to_string() } else { format!("{kind}.{}", node.path) }
}

/// The words of the scales of findings.
pub fn scale_words() -> Vec<&'static str> {
    let pages = pages().into_iter().filter(|(path, ..)| path.starts_with(SCALES));
    pages.flat_map(|(_, _, page)| page.lines().filter_map(|line| line.strip_prefix("## "))).collect()
}

/// The codes that have a page and are no rules.
pub fn codes() -> Vec<&'static str> {
    pages().into_iter().filter_map(|(path, _, _)| path.strip_prefix("grammar/codes/")?.strip_suffix(".md")).collect()
}

fn of_code(code: &str) -> Option<&'static str> {
    let path = format!("grammar/codes/{code}.md");
    pages().into_iter().find(|(name, _, _)| *name == path).map(|(_, _, text)| text)
}

fn of_rule(rulebook: &Rulebook, rule: &Rule, as_of: Day) -> String {
    let mut out = format!("# {}\n\n{}\n\n", rule.title, nature(rulebook, rule));
    let _ = writeln!(out, "{}\n\n## What to do\n\n{}\n", rule.why.trim(), rule.help);
    out.push_str(&logic(rule));
    out.push_str("## What it reports\n\n");
    let messages = messages(rule);
    for message in &messages {
        let _ = writeln!(out, "- {message}");
    }
    // What a check on equations words itself, and what is computed, an example shows.
    if messages.is_empty() || messages.iter().any(|message| message.contains(COMPUTED)) {
        for message in reported(rulebook, rule, as_of) {
            let _ = writeln!(out, "- in an example below: {message}");
        }
    }
    for (heading, cites) in [("Clauses", &rule.cites), ("What permits it", &rule.permits)] {
        if !cites.is_empty() {
            let _ = writeln!(out, "\n## {heading}\n");
        }
        for cite in cites {
            let _ = writeln!(out, "- {}", clause(rulebook, *cite));
        }
    }
    if !rule.limits.is_empty() {
        out.push_str("\n## Thresholds\n\n");
        for (name, value, origin) in &rule.limits {
            let _ = writeln!(out, "- `{name}`: {value} ({origin})");
        }
    }
    out.push_str("\n## Examples\n");
    for example in &rule.examples {
        let _ = writeln!(
            out,
            "\n{}:\n\n```tonne\n{}\n```",
            example.verdict.word().replace('_', " "),
            example.text.trim_end()
        );
    }
    out
}

/// When the rule applies and what it asks, as its file says it; the same for every subject.
fn logic(rule: &Rule) -> String {
    let Some(visit) = rule.visits.first() else { return String::new() };
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::from("## What it asks\n\n");
    if let Some((_, given)) = &visit.given {
        let _ = writeln!(out, "- given: `{}`", flat(given));
    }
    if let Some((name, _)) = CHECKS.iter().find(|(_, check)| visit.check == Some(*check)) {
        let _ = writeln!(out, "- checked on the equations: `{name}`");
    }
    for clause in &visit.clauses {
        let _ = writeln!(out, "- must hold: `{}`", flat(&clause.text));
    }
    out.push('\n');
    out
}

/// One sentence on what kind of rule it is, and what it looks at.
fn nature(rulebook: &Rulebook, rule: &Rule) -> String {
    let mut subjects: Vec<String> = Vec::new();
    for visit in &rule.visits {
        let subject = place(&rulebook.vocabulary, visit.node);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let says = match rule.nature {
        Nature::Requirement => "a clause asks for it",
        Nature::Indicator => "a sign for a reviewer to weigh, not a breach by itself",
    };
    let at: Vec<String> =
        rule.severity_at.iter().map(|(kind, severity)| format!(" At a {kind}: {}.", severity.word())).collect();
    let grounds: Vec<&str> = rule.speaks_where.iter().map(|ground| ground.word()).collect();
    let only = match grounds.is_empty() {
        true => String::new(),
        false => format!(" It speaks only where the ground is one of these: {}.", grounds.join(", ")),
    };
    let at = at.concat();
    let article = if matches!(rule.severity, Severity::Error | Severity::Info) { "An" } else { "A" };
    let capped = match rule.severity {
        Severity::Error if !rule.own => {
            " It is a warning where no clause that it cites binds the document and no profile is chosen."
        }
        _ => "",
    };
    let (severity, subjects) = (rule.severity.word(), subjects.join(", "));
    format!("{article} {severity} of `{}`: {says}.{at}{capped}{only} Visits: {subjects}.", rule.id)
}

/// So many reports on examples are shown.
const SHOWN: usize = 3;

/// What a rule reports on those of its examples that breach it, each once.
fn reported(rulebook: &Rulebook, rule: &Rule, as_of: Day) -> Vec<SmolStr> {
    let options = Options { select: vec![rule.id.to_string()], ..Options::on(as_of) };
    let mut reported: Vec<SmolStr> = Vec::new();
    for example in rule.examples.iter().filter(|example| example.verdict.is_finding()) {
        let source = Source { id: FileId(0), name: "example".into(), text: example.text.as_str().into() };
        let findings = check(&[source], rulebook, &options).findings;
        let of_rule = findings.into_iter().filter(|found| found.code == rule.id && found.verdict.is_finding());
        for finding in of_rule {
            if reported.len() < SHOWN && !reported.contains(&finding.message) {
                reported.push(finding.message);
            }
        }
    }
    reported
}

/// The messages of a rule, each once, with its places for values in braces.
fn messages(rule: &Rule) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for clause in rule.visits.iter().flat_map(|visit| &visit.clauses) {
        let message = clause.message.written();
        if !messages.contains(&message) {
            messages.push(message);
        }
    }
    messages
}

/// A clause: what it asks, how, and how that is known.
pub(super) fn clause(rulebook: &Rulebook, cite: Citation) -> String {
    let register = &rulebook.register;
    let known = match register.known(cite) {
        "read" => "read in the text itself",
        "secondary" => "known at second hand",
        _ => "from background knowledge, not checked",
    };
    let force = match register.binding(cite) {
        Binding::Shall => "shall; ",
        Binding::Should => "should; ",
        Binding::Nothing => "",
    };
    let asks = match register.clause(cite) {
        Some(clause) => clause.asks.as_str(),
        None => register.instruments[cite.instrument as usize].title.as_str(),
    };
    format!("{}: {asks} ({force}{known})", register.show(cite))
}

/// A page in markdown for a terminal: headings in bold, lists and paragraphs within the width, code as it is.
pub fn plain(page: &str, paint: Paint, width: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut code = false;
    for line in page.lines().chain([""]) {
        let fence = line.trim_start().starts_with("```");
        if code || fence || line.trim().is_empty() || line.starts_with('#') || line.starts_with("- ") {
            flush(&mut paragraph, width, &mut out);
        }
        match line {
            _ if fence => code = !code,
            _ if code => drop(writeln!(out, "    {}", visible(line))),
            _ if line.starts_with('#') => drop(writeln!(out, "{}", paint.bold(line.trim_start_matches('#').trim()))),
            _ if line.trim().is_empty() => {
                if !out.ends_with("\n\n") && !out.is_empty() {
                    out.push('\n');
                }
            }
            _ => {
                paragraph.push_str(line);
                paragraph.push('\n');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Ends a paragraph or a point of a list.
fn flush(paragraph: &mut String, width: usize, out: &mut String) {
    let (first, rest, text) = match paragraph.strip_prefix("- ") {
        Some(point) => ("- ", "  ", point),
        None => ("", "", paragraph.as_str()),
    };
    if !text.trim().is_empty() {
        for (at, line) in
            wrap(&visible(&text.replace('\n', " ")), width.saturating_sub(first.len() + 1)).iter().enumerate()
        {
            let _ = writeln!(out, "{}{line}", if at == 0 { first } else { rest });
        }
    }
    paragraph.clear();
}
