//! `tonne check`: reads, judges, writes the report, and says by the exit code whether it should pass.

use super::arguments::{Check, Colour, Output};
use super::screen::{Screen, print_painted, tell};
use super::settings::{Prepared, gathered, listed};
use super::{Complaint, exit, outputs, terminal};
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
    let files = check.output.iter().map(|output| output.file.as_path());
    outputs::checked(files.chain(check.write_baseline.as_deref()), check.baseline.as_deref(), workspace)?;
    let formats = formats(check)?;
    if let Some(file) = &check.write_baseline {
        baseline::written(&report.findings)
            .and_then(|text| match outputs::is_standard(file) {
                true => io::stdout().lock().write_all(text.as_bytes()),
                false => std::fs::write(file, text),
            })
            .map_err(|error| Complaint::unwritten_file(file, &error))?;
        if !check.quiet {
            let number = counted(report.findings.len(), "finding");
            tell(&format!("{number} written to `{}`", file.display()));
        }
        report.know_all();
    }
    write(check, &formats, colour, &Given { workspace, rulebook, report: &report })?;
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

/// The formats that go to standard output. A format for programs stands there alone: a reader could not tell where it ends.
fn formats(check: &Check) -> Result<Vec<Format>, Complaint> {
    let named = check.format.iter().map(|format| Format::from(*format));
    let sent = check.output.iter().filter(|output| outputs::is_standard(&output.file)).map(|output| output.format);
    let mut formats: Vec<Format> = named.chain(sent).collect();
    let known = check.write_baseline.as_deref().is_some_and(outputs::is_standard);
    if formats.is_empty() && !known {
        formats.push(Format::Pretty);
    }
    let for_programs = formats.iter().any(|format| matches!(format, Format::Json | Format::Sarif)) || known;
    match for_programs && formats.len() + usize::from(known) > 1 {
        true => Err(Complaint::usage(
            "two reports go to standard output, and one of them is for programs; write the other to a file: `--output \
             FORMAT=FILE`",
        )),
        false => Ok(formats),
    }
}

/// Writes the report in every format that is asked for.
fn write(check: &Check, formats: &[Format], colour: Colour, given: &Given<'_>) -> Result<(), Complaint> {
    let load = |file| given.workspace.text(file);
    let texts = Texts::new(|file| given.workspace.name(file), load);
    // Where a forge reads the report, paths begin at the folder in which it was checked out.
    let local = Texts::new(|file| given.workspace.name(file).map(outputs::local), load);
    let texts = |format| if matches!(format, Format::Sarif | Format::Github) { &local } else { &texts };
    let sheet =
        |view: View, format| Sheet { report: given.report, texts: texts(format), rulebook: given.rulebook, view };
    for Output { format, file } in check.output.iter().filter(|output| !outputs::is_standard(&output.file)) {
        let view = View { paint: Paint::Plain, width: terminal::PAGE, quiet: false, overview: false };
        to_file(*format, &sheet(view, *format), file).map_err(|error| Complaint::unwritten_file(file, &error))?;
    }
    // A folder of documents comes on one screen.
    let many = given.report.documents > FEW || given.report.findings.len() > FEW;
    let folder = given.report.documents > 1 && many && check.paths.iter().any(|path| path.is_dir());
    let (overview, quiet) = (folder && !check.details && !check.questions, check.quiet);
    let view = View { paint: terminal::paint(colour), width: terminal::width(), quiet, overview };
    if check.questions {
        let text = questions::text(&sheet(view, Format::Pretty), questions::Form::Text)
            .map_err(|error| Complaint::unwritten("standard output", &error))?;
        return print_painted(&text, terminal::paint(colour)).map(|_| ());
    }
    for format in formats {
        match to_standard_output(*format, &sheet(view, *format), view.paint) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            outcome => outcome.map_err(|error| Complaint::unwritten("standard output", &error))?,
        }
    }
    if !check.quiet && !formats.contains(&Format::Pretty) {
        tell(&summary(given.report));
    }
    Ok(())
}

fn to_standard_output(format: Format, sheet: &Sheet<'_>, paint: Paint) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match format {
        Format::Json | Format::Sarif => render(format, sheet, &mut out)?,
        Format::Pretty | Format::Short | Format::Github => render(format, sheet, &mut Screen { to: &mut out, paint })?,
    }
    out.flush()
}

fn to_file(format: Format, sheet: &Sheet<'_>, file: &Path) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(file)?);
    render(format, sheet, &mut out)?;
    out.flush()
}
