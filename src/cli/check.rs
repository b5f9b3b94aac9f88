//! `tonne check`: reads, judges, writes the report, and says by the exit code whether it should pass.

use super::arguments::{Check, Colour, FormatName, Output};
use super::settings::{Prepared, gathered, listed};
use super::{Complaint, exit, print, terminal};
use crate::engine::{self, Options, Report};
use crate::finding::{Confidence, Finding, Fingerprint, Severity};
use crate::report::{Format, Paint, Sheet, Texts, View, counted, questions, render, summary};
use crate::rulebook::Rulebook;
use crate::source::FileId;
use crate::workspace::configuration::FailOn;
use crate::workspace::{Workspace, baseline, revision, text_of};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Runs a check to its exit code.
pub fn run(check: &Check, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&check.judging, &check.paths, &check.stdin_filename, colour)?;
    prepared.options.terms.see_through = check.no_waivers;
    prepared.options.terms.min_severity = check.min_severity.map(Severity::from);
    prepared.options.terms.min_confidence = check.min_confidence.map(Confidence::from);
    prepared.options.terms.known = known(check, &prepared)?;
    let examined = prepared.examine(check.quiet);
    let mut report = prepared.judge(examined);
    let Prepared { workspace, rulebook, .. } = &prepared;
    if report.documents == 0 && report.findings.is_empty() {
        return Err(Complaint::no_input(format!(
            "there is no document in {}; one begins as in `methodology \"A\" {{`",
            listed(&check.paths)
        )));
    }
    if let Some(file) = &check.write_baseline {
        baseline::written(&report.findings)
            .and_then(|text| std::fs::write(file, text))
            .map_err(|error| Complaint::unwritten_file(file, &error))?;
        if !check.quiet {
            let number = counted(report.findings.len(), "finding");
            let _ = writeln!(io::stderr().lock(), "{number} written to `{}`", file.display());
        }
        report.know_all();
    }
    write(check, colour, &Given { workspace, rulebook, report: &report })?;
    Ok(if fails(check, &prepared, &report) { exit::FINDINGS } else { exit::CLEAN })
}

/// Whether the report makes the command fail. What is only alleged does not, unless that is asked for.
fn fails(check: &Check, prepared: &Prepared, report: &Report) -> bool {
    let fail_on = |file: FileId| check.fail_on.map_or_else(|| prepared.fail_on(file), FailOn::from);
    let alleged = check.fail_on_alleged || prepared.fail_on_alleged();
    let counts = |finding: &Finding| {
        let is_alleged = finding.verdict.is_finding() && finding.confidence == Confidence::Low;
        (alleged || !is_alleged) && fail_on(finding.span().file).reached(finding.severity)
    };
    report.findings.iter().any(counts)
        || report.coverage.iter().any(|known| known.is_incomplete() && fail_on(known.span.file).incomplete)
}

/// The findings that are known already: from a file, or from a revision.
fn known(check: &Check, prepared: &Prepared) -> Result<BTreeSet<Fingerprint>, Complaint> {
    if let Some(revision) = &check.since {
        let before = revision::at(revision, &check.paths, check.judging.max_size);
        let before = before
            .map_err(|why| Complaint::usage(format!("there is nothing to compare with since `{revision}`: {why}")))?;
        let mut terms = prepared.terms(&before);
        terms.rulings.clear();
        let options = Options { terms, ..prepared.options.clone() };
        let examined = before.examine(&prepared.rulebook, options.limits, &|| ());
        let report = engine::judge(examined, &prepared.rulebook, &options);
        return Ok(report.findings.iter().flat_map(Finding::each).map(|finding| finding.fingerprint).collect());
    }
    let read = |file| read_baseline(file, check.judging.max_size);
    check.baseline.as_deref().map_or(Ok(BTreeSet::new()), read)
}

fn read_baseline(file: &Path, most: u64) -> Result<BTreeSet<Fingerprint>, Complaint> {
    let wrong = |why: String| {
        Complaint::usage(format!(
            "the baseline `{}` cannot be read: {why}; `--write-baseline` writes one",
            file.display()
        ))
    };
    let text = text_of(file, most).map_err(wrong)?;
    baseline::read(&text).map_err(wrong)
}

/// So many documents of a folder, and findings on them, are shown one by one; more come on one screen.
const FEW: usize = 6;

/// What the report is written from.
struct Given<'g> {
    workspace: &'g Workspace,
    rulebook: &'g Rulebook,
    report: &'g Report,
}

/// Writes the report in every format that is asked for.
fn write(check: &Check, colour: Colour, given: &Given<'_>) -> Result<(), Complaint> {
    let texts = Texts::new(|file| given.workspace.name(file), |file| given.workspace.text(file));
    let sheet = |view: View| Sheet { report: given.report, texts: &texts, rulebook: given.rulebook, view };
    for Output { format, file } in &check.output {
        let view = View { paint: Paint::Plain, width: terminal::PAGE, quiet: false, overview: false };
        to_file(*format, &sheet(view), file).map_err(|error| Complaint::unwritten_file(file, &error))?;
    }
    let formats: &[FormatName] = if check.format.is_empty() { &[FormatName::Pretty] } else { &check.format };
    // A folder of documents comes on one screen.
    let many = given.report.documents > FEW || given.report.findings.len() > FEW;
    let folder = given.report.documents > 1 && many && check.paths.iter().any(|path| path.is_dir());
    let (overview, quiet) = (folder && !check.details && !check.questions, check.quiet);
    let sheet = sheet(View { paint: terminal::paint(colour), width: terminal::width(), quiet, overview });
    if check.questions {
        let text = questions::text(&sheet, questions::Form::Text)
            .map_err(|error| Complaint::unwritten("standard output", &error))?;
        return print(text.as_bytes()).map(|_| ());
    }
    for format in formats {
        match to_standard_output((*format).into(), &sheet) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            outcome => outcome.map_err(|error| Complaint::unwritten("standard output", &error))?,
        }
    }
    if !check.quiet && !formats.contains(&FormatName::Pretty) {
        let _ = writeln!(io::stderr().lock(), "{}", summary(given.report));
    }
    Ok(())
}

fn to_standard_output(format: Format, sheet: &Sheet<'_>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    render(format, sheet, &mut out)?;
    out.flush()
}

fn to_file(format: Format, sheet: &Sheet<'_>, file: &Path) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(file)?);
    render(format, sheet, &mut out)?;
    out.flush()
}
