//! For code scanning: SARIF 2.1.0, as <https://docs.oasis-open.org/sarif/sarif/v2.1.0/> has it.

use super::explain::markdown;
use super::json::standing;
use super::rank::is_alleged;
use super::{Sheet, Texts, reviewed, visible};
use crate::engine::SetAside;
use crate::finding::{Confidence, Finding, Fingerprint, Ground, Label, Severity, Verdict};
use crate::source::{FileId, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The base of relative paths: the folder in which the tool was run. Code scanning puts the repository in its place.
const BASE: &str = "%SRCROOT%";

/// The base of what is built in, and the folder in which its files stand: a repository has no file of that name, so that
/// nobody takes one of its own for it.
const LIBRARY_BASE: &str = "TONNE_LIBRARY";
const LIBRARY_FOLDER: &str = "tonne-library/";

/// Where the project can be read about; empty as long as it has no public address.
const HOMEPAGE: &str = env!("CARGO_PKG_HOMEPAGE");

/// The texts of a log, and the built-in files that it embeds: no reader has them.
struct Files<'f> {
    texts: &'f Texts<'f>,
    built_in: BTreeMap<FileId, usize>,
}

impl<'f> Files<'f> {
    fn new<'s>(texts: &'f Texts<'f>, spans: impl Iterator<Item = &'s Span>) -> Self {
        let mut built_in: BTreeMap<FileId, usize> =
            spans.map(|span| span.file).filter(|file| texts.built_in(*file)).map(|file| (file, 0)).collect();
        for (at, index) in built_in.values_mut().enumerate() {
            *index = at;
        }
        Files { texts, built_in }
    }

    /// What the paths of this log begin at.
    fn bases(&self) -> Value {
        let mut bases = json!({BASE: {"description": {"text": "the folder in which tonne was run"}}});
        if !self.built_in.is_empty() {
            bases[LIBRARY_BASE] =
                json!({"description": {"text": "the library that is built into tonne, embedded here"}});
        }
        bases
    }

    /// The built-in files, with their texts.
    fn artifacts(&self) -> Vec<Value> {
        let artifact = |file: &FileId| {
            let location = json!({"uri": library_path(&self.texts.name(*file)), "uriBaseId": LIBRARY_BASE});
            json!({"location": location, "contents": {"text": &*self.texts.open(*file).text}})
        };
        self.built_in.keys().map(artifact).collect()
    }

    fn physical(&self, span: Span) -> Value {
        let place = self.texts.place(span);
        json!({
            "artifactLocation": self.artifact(span.file),
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        })
    }

    /// A path below the base of what was checked, or below that of what is built in; an absolute path as it is.
    fn artifact(&self, file: FileId) -> Value {
        let name = self.texts.name(file);
        match self.built_in.get(&file) {
            Some(index) => json!({"uri": library_path(&name), "uriBaseId": LIBRARY_BASE, "index": index}),
            None if name.starts_with('/') => json!({"uri": format!("file://{}", encoded(&name))}),
            None => json!({"uri": encoded(&name), "uriBaseId": BASE}),
        }
    }
}

fn library_path(name: &str) -> String {
    format!("{LIBRARY_FOLDER}{}", encoded(name))
}

/// A text as a message: what a viewer would read as a link or as a place for an argument is escaped, and what nobody sees
/// is written out.
fn message(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '[' | ']' | '\\' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            _ => out.push(c),
        }
    }
    json!({"text": out})
}

/// Writes a report as one SARIF log.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let review = &sheet.report.review;
    let all = || sheet.report.findings.iter().chain(review.set_aside.iter().map(|aside| &aside.finding));
    let mut rules: BTreeMap<&str, usize> = all().map(|finding| (finding.code.as_str(), 0)).collect();
    for (at, index) in rules.values_mut().enumerate() {
        *index = at;
    }
    let labels = all().flat_map(|finding| finding.labels.iter().map(|label| &label.span));
    let rulings = review.set_aside.iter().map(|aside| &reviewed::ruling(sheet.report, aside).span);
    let files = Files::new(sheet.texts, labels.chain(rulings));
    let described: Vec<Value> = rules.keys().map(|code| rule(sheet, code)).collect();
    let suppressed = review.set_aside.iter().map(|aside| suppression(sheet, &files, aside));
    let suppressions = sheet.report.findings.iter().map(|_| None).chain(suppressed.map(Some));
    let results: Vec<Value> = all()
        .zip(suppressions)
        .map(|(finding, suppression)| {
            let mut result = result(&files, finding, rules[finding.code.as_str()]);
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
            "tool": {"driver": driver(described)},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": files.bases(),
            "artifacts": files.artifacts(),
            "results": results,
            "properties": {
                "asOf": sheet.report.as_of.to_string(),
                "configuration": review.set_by,
                "profile": sheet.report.yardstick,
                "documents": sheet.report.documents,
                "seenThrough": review.seen_through,
                "hidden": review.hidden,
            },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// This program, with what its codes mean.
fn driver(rules: Vec<Value>) -> Value {
    let mut driver = json!({"name": "tonne", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules});
    if !HOMEPAGE.is_empty() {
        driver["informationUri"] = json!(HOMEPAGE);
    }
    driver
}

/// What a reviewer said of a result, in another place than the text that is judged.
fn suppression(sheet: &Sheet<'_>, files: &Files<'_>, aside: &SetAside) -> Value {
    let ruling = reviewed::ruling(sheet.report, aside);
    let text = format!("{}: {}", reviewed::word(ruling.says), reviewed::reason(ruling));
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": visible(&text),
        "location": {"physicalLocation": files.physical(ruling.span)},
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
        "shortDescription": message(&title),
        "help": {"text": message(&text)["text"], "markdown": help},
        "defaultConfiguration": {"level": level(severity)},
        "properties": {"tags": [family]},
    })
}

/// A finding. A question is no failure but an open result: SARIF gives it no level.
fn result(files: &Files<'_>, finding: &Finding, rule: usize) -> Value {
    let related: Vec<Value> =
        finding.labels.iter().enumerate().skip(1).map(|(at, label)| related(files, label, at)).collect();
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
        "message": message(&finding.message),
        "locations": [{"physicalLocation": files.physical(finding.span())}],
        "relatedLocations": related,
        "properties": {"cites": cites, "also": finding.also, "notes": finding.notes, "help": finding.help, "draft": finding.draft, "verdict": finding.verdict.word(), "ground": finding.ground.map(Ground::word), "confidence": finding.confidence.word()},
    });
    if finding.verdict.is_finding() && finding.ground.is_some() {
        result["rank"] = json!(rank(finding));
    }
    if let Some(flow) = flow(files, finding) {
        result["codeFlows"] = json!([flow]);
    }
    if finding.fingerprint != Fingerprint::default() {
        result["partialFingerprints"] = json!({"tonne/v1": finding.fingerprint.to_string()});
    }
    result
}

/// The facts that decided, in order, and at the end the place that the finding is about.
fn flow(files: &Files<'_>, finding: &Finding) -> Option<Value> {
    let (primary, facts) = finding.labels.split_first().filter(|(_, facts)| !facts.is_empty())?;
    let step = |label: &Label| {
        let text = if label.text.is_empty() { &finding.message } else { &label.text };
        json!({"location": {"physicalLocation": files.physical(label.span), "message": message(text)}})
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

fn related(files: &Files<'_>, label: &Label, id: usize) -> Value {
    let mut related = json!({"id": id, "physicalLocation": files.physical(label.span)});
    if !label.text.is_empty() {
        related["message"] = message(&label.text);
    }
    related
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
