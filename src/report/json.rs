//! For programs: one object, versioned. The types are here and nowhere else; fields are added, never changed, within a version.

use super::{Sheet, Texts, reviewed};
use crate::engine::{Coverage, Read, Report, Says, SetAside};
use crate::finding::{Cite, Finding, Ground, Severity, Standing};
use crate::source::Span;
use serde::Serialize;
use smol_str::SmolStr;
use std::io::{self, Write};

/// The version of this shape.
const SCHEMA: u32 = 2;

/// A whole report.
#[derive(Serialize)]
struct Shape<'r> {
    schema: u32,
    summary: Summary<'r>,
    /// The documents that were judged, and how far each was read.
    documents: Vec<Document<'r>>,
    findings: Vec<Found<'r>>,
    /// What reviewers set aside; not among the findings.
    set_aside: Vec<Aside<'r>>,
}

/// What was found, counted, and in what.
#[derive(Serialize)]
struct Summary<'r> {
    documents: usize,
    files: usize,
    rules: usize,
    as_of: String,
    errors: usize,
    warnings: usize,
    infos: usize,
    questions: usize,
    waived: usize,
    answered: usize,
    /// Waivers and answers that were asked not to count.
    seen_through: usize,
    /// Findings that a baseline knows.
    hidden: usize,
    /// Findings below the severity or confidence that was asked for.
    below: usize,
    /// Files that were left out of the folders that were named, and the ignore files that name them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<LeftOut<'r>>,
    /// Documents that were not read in the text, so that whole topics of them are open.
    incomplete: usize,
    /// The profile whose instruments are the yardstick.
    yardstick: Option<&'r str>,
    /// What set the terms: a configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_by: Option<&'r str>,
}

/// Files that were left out; without `by`, because they are hidden.
#[derive(Serialize)]
struct LeftOut<'r> {
    files: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'r str>,
}

/// A judged document. `read` is `whole`, `part`, `secondhand` or `unsaid`.
#[derive(Serialize)]
struct Document<'r> {
    kind: &'r str,
    name: &'r str,
    version: Option<&'r str>,
    title: &'r str,
    under: &'r [String],
    read: &'static str,
    /// What it is known from, where the text was not read.
    known_from: &'r [SmolStr],
    /// The topics of which nothing was read.
    unread: &'r [SmolStr],
    #[serde(flatten)]
    place: Located,
}

/// A finding that a reviewer set aside.
#[derive(Serialize)]
struct Aside<'r> {
    #[serde(flatten)]
    finding: Found<'r>,
    review: Ruled<'r>,
}

/// What the reviewer said, and where.
#[derive(Serialize)]
struct Ruled<'r> {
    says: &'static str,
    facts: &'r [SmolStr],
    because: &'r str,
    by: &'r str,
    until: Option<String>,
    within: &'r str,
    #[serde(flatten)]
    place: Located,
}

/// A finding at its primary place. Lines and columns count from 1, columns in characters; the end is the column after the last character.
#[derive(Serialize)]
struct Found<'r> {
    rule: &'r str,
    verdict: &'static str,
    severity: &'static str,
    /// What it rests on: `binds`, `yardstick`, `benchmark` or `evidence`; null for findings of form.
    ground: Option<&'static str>,
    /// How well that is known: `high`, `medium` or `low`; null for questions.
    confidence: Option<&'static str>,
    message: &'r str,
    help: Option<&'r str>,
    /// Of a question, the statement that answers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    write: Option<&'r str>,
    /// Whether it is a question on a topic of which nothing was read: told once, with the document.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unread: bool,
    #[serde(flatten)]
    place: Located,
    labels: Vec<Marked<'r>>,
    cites: Vec<Cited<'r>>,
    also: &'r [SmolStr],
    /// What those of `also` say that name the same defect, each as it is named to whoever waives it.
    joined: Vec<Joined<'r>>,
    /// Whether it rests on what import read and nobody confirmed.
    draft: bool,
    notes: &'r [SmolStr],
    fingerprint: String,
}

/// A finding that is told with another one.
#[derive(Serialize)]
struct Joined<'r> {
    rule: &'r str,
    severity: &'static str,
    message: &'r str,
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
    let findings = report.findings.iter().map(|finding| found(sheet.texts, finding)).collect();
    let set_aside = report.review.set_aside.iter().map(|one| aside(sheet, one)).collect();
    let documents = report.coverage.iter().map(|known| document(sheet.texts, known)).collect();
    let shape = Shape { schema: SCHEMA, summary: summary(report), documents, findings, set_aside };
    serde_json::to_writer_pretty(&mut *out, &shape)?;
    writeln!(out)
}

fn document<'r>(texts: &Texts<'_>, known: &'r Coverage) -> Document<'r> {
    let (read, known_from): (&str, &[SmolStr]) = match &known.read {
        Read::Whole => ("whole", &[]),
        Read::Damaged => ("damaged", &[]),
        Read::Part => ("part", &[]),
        Read::Secondhand(sources) => ("secondhand", sources),
        Read::Unsaid => ("unsaid", &[]),
    };
    Document {
        kind: &known.kind,
        name: &known.name,
        version: known.version.as_deref(),
        title: &known.title,
        under: &known.under,
        read,
        known_from,
        unread: &known.unread,
        place: located(texts, known.span),
    }
}

fn summary(report: &Report) -> Summary<'_> {
    Summary {
        documents: report.documents,
        files: report.files,
        rules: report.rules,
        as_of: report.as_of.to_string(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        infos: report.count(Severity::Info),
        questions: report.count(Severity::Question),
        waived: report.review.waived(),
        answered: report.review.answered(),
        seen_through: report.review.seen_through,
        hidden: report.review.hidden,
        below: report.below,
        left_out: report.left_out.iter().map(|left| LeftOut { files: left.files, by: left.by.as_deref() }).collect(),
        incomplete: report.incomplete(),
        yardstick: report.yardstick.as_deref(),
        set_by: report.review.set_by.as_deref(),
    }
}

fn aside<'r>(sheet: &'r Sheet<'_>, aside: &'r SetAside) -> Aside<'r> {
    let ruling = reviewed::ruling(sheet.report, aside);
    let says = match ruling.says {
        Says::Accepted => "waived",
        Says::Fact => "fact",
        Says::Yes => "yes",
        Says::No => "no",
        Says::Unclear => "unclear",
    };
    let review = Ruled {
        says,
        facts: &ruling.facts,
        because: &ruling.because,
        by: &ruling.by,
        until: ruling.until.map(|until| until.last().to_string()),
        within: &ruling.within,
        place: located(sheet.texts, ruling.span),
    };
    Aside { finding: found(sheet.texts, &aside.finding), review }
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
        ground: finding.ground.map(Ground::word),
        confidence: (finding.severity > Severity::Question).then(|| finding.confidence.word()),
        message: &finding.message,
        help: finding.help.as_deref(),
        write: finding.question.as_ref().map(|question| question.write.as_str()).filter(|write| !write.is_empty()),
        unread: finding.is_folded(),
        place: located(texts, finding.span()),
        labels: labels.collect(),
        cites: cites.collect(),
        also: &finding.also,
        joined: finding.joined.iter().map(joined).collect(),
        draft: finding.draft,
        notes: &finding.notes,
        fingerprint: finding.fingerprint.to_string(),
    }
}

fn joined(finding: &Finding) -> Joined<'_> {
    Joined {
        rule: &finding.code,
        severity: finding.severity.word(),
        message: &finding.message,
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
        Standing::Later => "adopted_after",
        Standing::Permits => "permits",
    }
}
