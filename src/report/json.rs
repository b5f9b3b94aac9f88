//! For programs: one object, versioned. The types are here and nowhere else; fields are added, never changed, within a version.

use super::{Sheet, Texts};
use crate::finding::{Cite, Finding, Severity, Standing};
use crate::source::Span;
use serde::Serialize;
use smol_str::SmolStr;
use std::io::{self, Write};

/// The version of this shape.
const SCHEMA: u32 = 1;

/// A whole report.
#[derive(Serialize)]
struct Shape<'r> {
    schema: u32,
    summary: Summary,
    findings: Vec<Found<'r>>,
}

/// What was found, counted, and in what.
#[derive(Serialize)]
struct Summary {
    documents: usize,
    files: usize,
    rules: usize,
    as_of: String,
    errors: usize,
    warnings: usize,
    infos: usize,
    questions: usize,
}

/// A finding at its primary place. Lines and columns count from 1, columns in characters; the end is the column after the last character.
#[derive(Serialize)]
struct Found<'r> {
    rule: &'r str,
    verdict: &'static str,
    severity: &'static str,
    message: &'r str,
    help: Option<&'r str>,
    #[serde(flatten)]
    place: Located,
    labels: Vec<Marked<'r>>,
    cites: Vec<Cited<'r>>,
    also: &'r [SmolStr],
    notes: &'r [SmolStr],
    fingerprint: String,
}

/// Where something stands.
#[derive(Serialize)]
struct Located {
    file: String,
    /// Only there, and true, where the file is the tool's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    built_in: Option<bool>,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// A label.
#[derive(Serialize)]
struct Marked<'r> {
    #[serde(flatten)]
    place: Located,
    message: &'r str,
    primary: bool,
}

/// A clause behind a finding.
#[derive(Serialize)]
struct Cited<'r> {
    clause: &'r str,
    asks: &'r str,
    standing: &'static str,
    known: &'r str,
}

/// Writes a report as one JSON object.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = sheet.report;
    let summary = Summary {
        documents: report.documents,
        files: report.files,
        rules: report.rules,
        as_of: report.as_of.to_string(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        infos: report.count(Severity::Info),
        questions: report.count(Severity::Question),
    };
    let findings = report.findings.iter().map(|finding| found(sheet.texts, finding)).collect();
    serde_json::to_writer_pretty(&mut *out, &Shape { schema: SCHEMA, summary, findings })?;
    writeln!(out)
}

fn found<'r>(texts: &Texts<'_>, finding: &'r Finding) -> Found<'r> {
    let labels = finding.labels.iter().enumerate().map(|(at, label)| Marked {
        place: located(texts, label.span),
        message: &label.text,
        primary: at == 0,
    });
    let cites = finding.cites.iter().map(cited);
    Found {
        rule: &finding.code,
        verdict: finding.verdict.word(),
        severity: finding.severity.word(),
        message: &finding.message,
        help: finding.help.as_deref(),
        place: located(texts, finding.span()),
        labels: labels.collect(),
        cites: cites.collect(),
        also: &finding.also,
        notes: &finding.notes,
        fingerprint: finding.fingerprint.to_string(),
    }
}

fn located(texts: &Texts<'_>, span: Span) -> Located {
    let place = texts.place(span);
    let built_in = texts.built_in(span.file).then_some(true);
    let file = texts.name(span.file).to_string();
    Located {
        file,
        built_in,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

fn cited(cite: &Cite) -> Cited<'_> {
    Cited { clause: &cite.clause, asks: &cite.asks, standing: standing(cite.standing), known: cite.known }
}

/// The word for how a clause stands to a document.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Breaches => "breaches",
        Standing::Disregards => "disregards",
        Standing::FallsShort => "falls_short",
        Standing::Indicates => "indicates",
    }
}
