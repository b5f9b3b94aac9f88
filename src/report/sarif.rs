//! For code scanning: SARIF 2.1.0, as <https://docs.oasis-open.org/sarif/sarif/v2.1.0/> has it.

use super::explain::markdown;
use super::json::standing;
use super::rank::is_alleged;
use super::{Sheet, Texts, reviewed};
use crate::engine::SetAside;
use crate::finding::{Confidence, Finding, Fingerprint, Ground, Label, Severity, Verdict};
use crate::source::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The base of relative paths: the folder in which the tool was run. Code scanning puts the repository in its place.
const BASE: &str = "%SRCROOT%";

/// Writes a report as one SARIF log.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let review = &sheet.report.review;
    let all = || sheet.report.findings.iter().chain(review.set_aside.iter().map(|aside| &aside.finding));
    let mut rules: BTreeMap<&str, usize> = all().map(|finding| (finding.code.as_str(), 0)).collect();
    for (at, index) in rules.values_mut().enumerate() {
        *index = at;
    }
    let described: Vec<Value> = rules.keys().map(|code| rule(sheet, code)).collect();
    let suppressed = review.set_aside.iter().map(|aside| suppression(sheet, aside));
    let suppressions = sheet.report.findings.iter().map(|_| None).chain(suppressed.map(Some));
    let results: Vec<Value> = all()
        .zip(suppressions)
        .map(|(finding, suppression)| {
            let mut result = result(sheet.texts, finding, rules[finding.code.as_str()]);
            // Where some results have suppressions, the others say that they have none.
            if !review.set_aside.is_empty() {
                result["suppressions"] = suppression.into_iter().collect();
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "tonne",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": described,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {BASE: {"description": {"text": "the folder in which tonne was run"}}},
            "results": results,
            "properties": {
                "asOf": sheet.report.as_of.to_string(),
                "documents": sheet.report.documents,
                "seenThrough": review.seen_through,
                "hidden": review.hidden,
            },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// What a reviewer said of a result, in another place than the text that is judged.
fn suppression(sheet: &Sheet<'_>, aside: &SetAside) -> Value {
    let ruling = reviewed::ruling(sheet.report, aside);
    let text = format!("{}: {}", reviewed::word(ruling.says), reviewed::reason(ruling));
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": text,
        "location": {"physicalLocation": physical(sheet.texts, ruling.span)},
    })
}

/// What a code means: from the rule's file, or from its page.
fn rule(sheet: &Sheet<'_>, code: &str) -> Value {
    let family = code.split('/').next().unwrap_or_default();
    let found = sheet.rulebook.rule(code);
    let severity = found.map_or(Severity::Error, |rule| rule.severity);
    let title = found.map_or_else(|| code.replace(['/', '-'], " "), |rule| rule.title.clone());
    let help = markdown(sheet.rulebook, code, sheet.report.as_of).unwrap_or_else(|| title.clone());
    let text = found.map_or_else(|| title.clone(), |rule| rule.help.to_string());
    json!({
        "id": code,
        "shortDescription": {"text": title},
        "help": {"text": text, "markdown": help},
        "defaultConfiguration": {"level": level(severity)},
        "properties": {"tags": [family]},
    })
}

/// A finding. A question is no failure but an open result: SARIF gives it no level.
fn result(texts: &Texts<'_>, finding: &Finding, rule: usize) -> Value {
    let related: Vec<Value> =
        finding.labels.iter().enumerate().skip(1).map(|(at, label)| related(texts, label, at)).collect();
    let cites: Vec<Value> = finding
        .cites
        .iter()
        .map(|cite| json!({"clause": &*cite.clause, "asks": &*cite.asks, "standing": standing(cite.standing), "known": cite.known}))
        .collect();
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "kind": kind(finding),
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": physical(texts, finding.span())}],
        "relatedLocations": related,
        "properties": {"cites": cites, "also": finding.also, "notes": finding.notes, "help": finding.help, "draft": finding.draft, "verdict": finding.verdict.word(), "ground": finding.ground.map(Ground::word), "confidence": finding.confidence.word()},
    });
    if finding.verdict.is_finding() && finding.ground.is_some() {
        result["rank"] = json!(rank(finding));
    }
    if let Some(flow) = flow(texts, finding) {
        result["codeFlows"] = json!([flow]);
    }
    if finding.fingerprint != Fingerprint::default() {
        result["partialFingerprints"] = json!({"tonne/v1": finding.fingerprint.to_string()});
    }
    result
}

/// The facts that decided, in order, and at the end the place that the finding is about.
fn flow(texts: &Texts<'_>, finding: &Finding) -> Option<Value> {
    let (primary, facts) = finding.labels.split_first().filter(|(_, facts)| !facts.is_empty())?;
    let step = |label: &Label| {
        let text = if label.text.is_empty() { &finding.message } else { &label.text };
        json!({"location": {"physicalLocation": physical(texts, label.span), "message": {"text": text}}})
    };
    let steps: Vec<Value> = facts.iter().chain([primary]).map(step).collect();
    Some(json!({"threadFlows": [{"locations": steps}]}))
}

/// What the text says against itself fails; what is not shown, or only alleged, is for a person to review.
fn kind(finding: &Finding) -> &'static str {
    match (finding.severity, finding.verdict) {
        (Severity::Question, _) => "open",
        (_, Verdict::NotShown) => "review",
        _ if is_alleged(finding) => "review",
        _ => "fail",
    }
}

/// A number from 0 to 100 in the order of ground, verdict and confidence.
fn rank(finding: &Finding) -> f64 {
    let ground = match finding.ground {
        Some(Ground::Binds) => 60.0,
        Some(Ground::Yardstick) => 45.0,
        Some(Ground::Benchmark) => 30.0,
        Some(Ground::Evidence) | None => 15.0,
    };
    let said = if finding.verdict == Verdict::Breached { 10.0 } else { 0.0 };
    let known = match finding.confidence {
        Confidence::High => 30.0,
        Confidence::Medium => 15.0,
        Confidence::Low => 0.0,
    };
    ground + said + known
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Question => "none",
    }
}

fn related(texts: &Texts<'_>, label: &Label, id: usize) -> Value {
    let mut related = json!({"id": id, "physicalLocation": physical(texts, label.span)});
    if !label.text.is_empty() {
        related["message"] = json!({"text": label.text});
    }
    related
}

fn physical(texts: &Texts<'_>, span: Span) -> Value {
    let place = texts.place(span);
    json!({
        "artifactLocation": artifact(&texts.name(span.file), texts.built_in(span.file)),
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    })
}

/// A relative path below the base, an absolute one as it is, and a scheme of its own for what is built in.
fn artifact(name: &str, built_in: bool) -> Value {
    let path = encoded(name);
    match name.starts_with('/') {
        _ if built_in => json!({"uri": format!("tonne:{path}")}),
        true => json!({"uri": format!("file://{path}")}),
        false => json!({"uri": path, "uriBaseId": BASE}),
    }
}

/// A path as part of a URI: everything but unreserved characters and `/` in percents.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
