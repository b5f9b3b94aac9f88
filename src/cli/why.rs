//! `tonne why`: the reasons of a verdict, and what would have turned it.

use super::arguments::{Judging, ListFormat, Why};
use super::settings::{known_profile, today, unknown_rule};
use super::{Complaint, print};
use crate::engine::why::{Asked, why};
use crate::engine::{self, Examined, Options};
use crate::finding::{Finding, Severity};
use crate::report::{Texts, visible, why as shown};
use crate::rulebook::{Rulebook, shipped};
use crate::workspace::Workspace;
use std::io::{self, Write};
use std::path::PathBuf;

/// Runs it to its exit code.
pub fn run(arguments: &Why) -> Result<u8, Complaint> {
    let mut workspace = Workspace::new(arguments.judging.max_size);
    let (rulebook, options) = prepared(&arguments.judging, &mut workspace)?;
    let at = place(&arguments.what);
    let paths = match (&arguments.paths[..], &at) {
        ([], Some((file, _))) => vec![PathBuf::from(file)],
        ([], None) => vec![PathBuf::from(".")],
        (paths, _) => paths.to_vec(),
    };
    workspace.collect(&paths, None)?;
    if workspace.documents() == 0 {
        return Err(Complaint::no_input("there is no file that ends in `.tonne` here"));
    }
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let examined = || workspace.examine(&rulebook, options.limits, &|| ());
    let is_rule = rulebook.rule(&arguments.what).is_some();
    let first = examined();
    note_form(&workspace, &first);
    let found = if is_rule {
        why(first, &rulebook, &options, Asked::Rule(&arguments.what))
    } else {
        let report = engine::judge(first, &rulebook, &options);
        let chosen = chosen(&arguments.what, at, report.findings, &texts);
        if chosen.is_empty() {
            return Err(nothing(&arguments.what, &rulebook));
        }
        let (ruled, form): (Vec<Finding>, Vec<Finding>) =
            chosen.into_iter().partition(|finding| rulebook.rule(&finding.code).is_some());
        if let Some(form) = form.first().filter(|_| ruled.is_empty()) {
            let (code, message) = (&form.code, &form.message);
            return Err(Complaint::usage(format!(
                "no rule stands behind `{code}`: {message}; `tonne explain {code}` says more"
            )));
        }
        why(examined(), &rulebook, &options, Asked::Findings(&ruled))
    };
    let text = match arguments.format {
        ListFormat::Text if found.is_empty() => format!("{} is about none of these documents\n", arguments.what),
        ListFormat::Text => shown::text(&found, &texts),
        ListFormat::Json => shown::json(&found, &texts),
    };
    print(text.as_bytes())
}

/// The rulebook and what is asked, for a command that judges.
pub(super) fn prepared(judging: &Judging, workspace: &mut Workspace) -> Result<(Rulebook, Options), Complaint> {
    let mut more = Vec::new();
    let mut broken = Vec::new();
    for folder in &judging.rules {
        let (rules, findings) = workspace.rules(folder)?;
        more.extend(rules);
        broken.extend(findings);
    }
    let (rulebook, findings) = shipped(more);
    if let Some(finding) = broken.iter().chain(&findings).next() {
        let name = workspace.name(finding.span().file).unwrap_or_default();
        return Err(Complaint::usage(format!("`{name}`: {}; `tonne check --rules` shows where", finding.message)));
    }
    known_profile(judging.profile.as_deref(), &rulebook)?;
    let day = judging.as_of.unwrap_or_else(today);
    let options = Options { profile: judging.profile.clone(), ..Options::on(day) };
    Ok((rulebook, options))
}

/// Says on standard error which files were not understood in full: what is said of them is said of the rest.
pub(super) fn note_form(workspace: &Workspace, examined: &[Examined]) {
    let errors = examined.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == Severity::Error);
    let mut files: Vec<_> = errors.map(|finding| finding.span().file).collect();
    files.dedup();
    for name in files.into_iter().filter_map(|file| workspace.name(file)) {
        let _ = writeln!(
            io::stderr().lock(),
            "note: `{}` was not understood in full; `tonne check` shows where",
            visible(&name)
        );
    }
}

/// `FILE:LINE`, or `FILE:LINE:COLUMN` as reports print it.
fn place(what: &str) -> Option<(&str, u32)> {
    let (before, last) = what.rsplit_once(':')?;
    let last: u32 = last.parse().ok()?;
    match before.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?))) {
        Some((file, line)) if !file.is_empty() => Some((file, line)),
        _ => Some((before, last)),
    }
}

/// The findings of this fingerprint, or those that point at this line.
fn chosen(what: &str, at: Option<(&str, u32)>, findings: Vec<Finding>, texts: &Texts<'_>) -> Vec<Finding> {
    let points = |finding: &Finding, file: &str, line: u32| {
        finding.labels.iter().any(|label| {
            let place = texts.place(label.span);
            *texts.name(label.span.file) == *file && (place.line..=place.end_line).contains(&line)
        })
    };
    let is_it = |finding: &Finding| match at {
        Some((file, line)) => points(finding, file.trim_start_matches("./"), line),
        None => finding.fingerprint.to_string() == what,
    };
    findings.into_iter().filter(is_it).collect()
}

fn nothing(what: &str, rulebook: &Rulebook) -> Complaint {
    match what {
        _ if place(what).is_some() => Complaint::usage(format!("no finding points at `{what}`")),
        _ if what.contains('/') => unknown_rule(what, rulebook),
        _ => Complaint::usage(format!(
            "no finding here has the fingerprint `{what}`; `tonne check --format json` shows them"
        )),
    }
}
