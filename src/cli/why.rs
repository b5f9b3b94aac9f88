//! `tonne why`: the reasons of a verdict, and what would have turned it.

use super::Complaint;
use super::arguments::{Colour, ListFormat, STANDARD_INPUT, Why};
use super::screen::{print, print_data, tell};
use super::settings::{Prepared, first, library, listed, one_configuration, unknown_rule};
use crate::engine::why::{self as reasons, Asked, why};
use crate::engine::{Briefs, Examined, Report, names_rule};
use crate::finding::{Finding, Severity};
use crate::report::explain::codes;
use crate::report::{Texts, reason, why as shown, word};
use crate::rulebook::Rulebook;
use crate::source::FileId;
use crate::workspace::{Workspace, real};
use std::path::{Path, PathBuf};

/// Runs it to its exit code.
pub fn run(arguments: &Why, colour: Colour) -> Result<u8, Complaint> {
    let Why { what, paths, judging, .. } = arguments;
    let at = place(what);
    let paths = match (&paths[..], &at) {
        ([], Some((file, _))) => vec![PathBuf::from(file)],
        ([], None) => vec![PathBuf::from(".")],
        (paths, _) => paths.to_vec(),
    };
    one_configuration(&judging.shelf.settings, &paths, STANDARD_INPUT)?;
    let library = library(&judging.shelf, first(&paths, STANDARD_INPUT), judging.max_size, colour)?.sound(colour)?;
    let mut prepared = library.prepared(judging)?;
    prepared.collect(&paths, judging.max_size, STANDARD_INPUT)?;
    let examined = prepared.examine(true);
    note_form(&prepared.workspace, &examined);
    let Prepared { workspace, rulebook, options, .. } = &prepared;
    let found = if rulebook.rule(what).is_some() {
        asked(what, &prepared)?;
        why(examined, rulebook, options, Asked::Rule(what))
    } else {
        let report = prepared.judge(examined.clone());
        let ruled = ruled(arguments, &paths, &report, &prepared)?;
        let mut found = why(examined, rulebook, options, Asked::Findings(&ruled));
        found.iter_mut().for_each(|why| why.set_aside = said(why, &report));
        found
    };
    note_settings(&prepared);
    if arguments.paths.is_empty() && at.is_some() {
        let checked = listed(&paths);
        let note = format!("note: only {checked} was checked; add the folder with the documents that it depends on");
        tell(&note);
    }
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    match arguments.format {
        ListFormat::Text if found.is_empty() => print(&format!("{what} is about none of these documents\n")),
        ListFormat::Text => print(&shown::text(&found, &texts)),
        ListFormat::Json => {
            let text = shown::json(&found, &texts);
            print_data(&text.map_err(|error| Complaint::unwritten("standard output", &error))?)
        }
    }
}

/// Refuses a rule that is asked of none of the files, and says what leaves it out.
fn asked(rule: &str, prepared: &Prepared) -> Result<(), Complaint> {
    let Prepared { workspace, rulebook, options, .. } = prepared;
    let briefs = Briefs::new(rulebook, options);
    if workspace.paths().iter().any(|(file, _)| briefs.of(*file).asks(rule)) {
        return Ok(());
    }
    let named = |names: &[String]| names.iter().any(|name| names_rule(name, rule));
    let by = options.terms.set_by.as_ref().map(|name| format!(" (as {name} sets it)")).unwrap_or_default();
    let cause = match &options.profile {
        _ if named(&options.ignore) => "it is ignored".to_owned(),
        _ if !options.select.is_empty() && !named(&options.select) => "other rules are selected".to_owned(),
        Some(profile) => format!("no instrument behind it counts under the profile `{profile}` on {}", options.as_of),
        None => format!("no instrument behind it holds on {}, or these paths leave it out", options.as_of),
    };
    Err(Complaint::usage(format!(
        "`{rule}` is not asked here: {cause}{by}; `tonne explain {rule}` shows what it rests on"
    )))
}

/// The findings that are meant, with rules behind them; in place of a reviewer's no, the question that was answered.
fn ruled(arguments: &Why, paths: &[PathBuf], report: &Report, prepared: &Prepared) -> Result<Vec<Finding>, Complaint> {
    let Prepared { workspace, rulebook, .. } = prepared;
    let what = &arguments.what;
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let at = place(what).map(|(file, line)| (named(file, workspace), line));
    let aside = || report.review.set_aside.iter().map(|aside| &aside.finding);
    let each = |finding| Finding::each(finding).take(if at.is_some() { 1 } else { usize::MAX });
    let all = report.findings.iter().flat_map(each).chain(aside());
    let chosen: Vec<&Finding> = all.filter(|finding| means(finding, what, at, &texts)).collect();
    let Some(first) = chosen.first() else { return Err(nothing(what, paths, rulebook)) };
    let is_ruled = |finding: &&&Finding| rulebook.rule(&finding.code).is_some();
    let ruled: Vec<Finding> = chosen.iter().filter(is_ruled).map(|finding| answered(finding, report).clone()).collect();
    if ruled.is_empty() {
        let (code, message) = (&first.code, &first.message);
        return Err(Complaint::usage(format!(
            "no rule stands behind `{code}`: {message}; `tonne explain {code}` says more"
        )));
    }
    Ok(ruled)
}

/// The question behind a no that is the reviewer's word alone; of any other finding itself.
fn answered<'f>(finding: &'f Finding, report: &'f Report) -> &'f Finding {
    let review = &report.review;
    let behind = review.set_aside.iter().find(|aside| {
        let ruling = &review.rulings[aside.ruling].0;
        let at = ruling.span;
        ruling.facts.is_empty()
            && aside.finding.span() == finding.span()
            && finding.labels.iter().skip(1).any(|label| label.span == at)
    });
    behind.map_or(finding, |aside| &aside.finding)
}

/// What a reviewer said of the finding behind a verdict.
fn said(why: &reasons::Why, report: &Report) -> Option<String> {
    let of = |finding: &Finding| Some(finding.fingerprint) == why.finding && finding.message == why.message;
    let aside = report.review.set_aside.iter().find(|aside| of(&aside.finding))?;
    let ruling = &report.review.rulings[aside.ruling].0;
    Some(format!("{}: {}", word(ruling.says), reason(ruling)))
}

/// Says on standard error which files were not understood in full: what is said of them is said of the rest.
pub(super) fn note_form(workspace: &Workspace, examined: &[Examined]) {
    let errors = examined.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == Severity::Error);
    let mut files: Vec<_> = errors.map(|finding| finding.span().file).collect();
    files.dedup();
    for name in files.into_iter().filter_map(|file| workspace.name(file)) {
        tell(&format!("note: `{name}` was not understood in full; `tonne check` shows where"));
    }
}

/// Says on standard error that a configuration has its part in what is said.
pub(super) fn note_settings(prepared: &Prepared) {
    if let Some(name) = &prepared.options.terms.set_by {
        tell(&format!("note: judged as {name} sets it"));
    }
}

/// `FILE:LINE`, or `FILE:LINE:COLUMN` as reports print it.
pub(super) fn place(what: &str) -> Option<(&str, u32)> {
    let (before, last) = what.rsplit_once(':')?;
    let last: u32 = last.parse().ok()?;
    match before.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?))) {
        Some((file, line)) if !file.is_empty() => Some((file, line)),
        _ => Some((before, last)).filter(|(file, _)| !file.is_empty()),
    }
}

/// The file of this name, however its path is written.
pub(super) fn named(file: &str, workspace: &Workspace) -> Option<FileId> {
    let real = real(Path::new(file));
    workspace.paths().into_iter().find(|(_, path)| *path == real).map(|(id, _)| id)
}

/// Whether a finding has this fingerprint, or points at this line.
fn means(finding: &Finding, what: &str, at: Option<(Option<FileId>, u32)>, texts: &Texts<'_>) -> bool {
    let Some((file, line)) = at else { return finding.fingerprint.to_string() == what };
    finding.labels.iter().filter(|label| Some(label.span.file) == file).any(|label| {
        let place = texts.place(label.span);
        (place.line..=place.end_line).contains(&line)
    })
}

/// Why nothing is meant by what was given.
fn nothing(what: &str, paths: &[PathBuf], rulebook: &Rulebook) -> Complaint {
    let family = |id: &str| id.strip_prefix(what).is_some_and(|rest| rest.starts_with('/'));
    Complaint::usage(match what {
        _ if place(what).is_some() => format!(
            "no finding points at `{what}`; `tonne check --format short` shows where those in {} are",
            listed(paths)
        ),
        _ if rulebook.rules.iter().any(|rule| family(&rule.id)) => {
            format!("`{what}` is a family of rules; name one of them, as `tonne rules` lists them")
        }
        _ if codes().contains(&what) => format!("no rule stands behind `{what}`; `tonne explain {what}` says more"),
        _ if Path::new(what).exists() => {
            format!("`{what}` is no finding; name a line that one points at, as in `{what}:12`, or a rule")
        }
        _ if what.contains('/') => return unknown_rule(what, rulebook),
        _ => format!("no finding here has the fingerprint `{what}`; `tonne check --format json` shows them"),
    })
}
