//! `tonne check`: reads, judges, writes the report, and says by the exit code whether it should pass.

use super::arguments::{Check, Colour, FormatName, Output};
use super::progress::Progress;
use super::settings::{Prepared, prepare};
use super::{Complaint, exit, terminal};
use crate::engine::{self, Examined, Report};
use crate::finding::Finding;
use crate::report::{Format, Paint, Sheet, Texts, View, render, summary};
use crate::rulebook::Rulebook;
use crate::workspace::{Workspace, baseline, standard_input};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Runs a check to its exit code.
pub fn run(check: &Check, colour: Colour) -> Result<u8, Complaint> {
    let (prepared, examined) = examined(check, colour)?;
    let mut report = judge(&prepared, examined);
    let Prepared { workspace, rulebook, .. } = &prepared;
    if report.documents == 0 && report.findings.is_empty() {
        return Err(Complaint::no_input(format!("there is no document in {}", listed(&check.paths))));
    }
    if let Some(file) = &check.write_baseline {
        std::fs::write(file, baseline::written(&report.findings))
            .map_err(|error| Complaint::unwritten(&format!("`{}`", file.display()), &error))?;
        report.know_all();
    }
    write(check, colour, &Given { workspace, rulebook, report: &report })?;
    let failed = report.findings.iter().any(|finding| check.fail_on.reached(finding.severity));
    Ok(if failed { exit::FINDINGS } else { exit::CLEAN })
}

/// All that is needed to judge: the settings, and the documents as they were read.
pub(super) fn examined(check: &Check, colour: Colour) -> Result<(Prepared, Vec<Examined>), Complaint> {
    let mut prepared = prepare(check, colour)?;
    collect(check, &mut prepared.workspace)?;
    prepared.terms(check)?;
    let broken = std::mem::take(&mut prepared.broken);
    let examined = examine(check, &prepared, broken);
    Ok((prepared, examined))
}

/// Takes the files to check.
fn collect(check: &Check, workspace: &mut Workspace) -> Result<(), Complaint> {
    let (dash, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = check.paths.iter().partition(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
    let input = match dash.is_empty() {
        true => None,
        false => {
            let bytes = standard_input(check.max_size)
                .map_err(|error| Complaint::usage(format!("standard input cannot be read: {error}")))?;
            Some((check.stdin_filename.clone(), bytes))
        }
    };
    workspace.collect(&paths, input)?;
    match workspace.documents() {
        0 => Err(Complaint::no_input(format!("there is no file that ends in `.tonne` in {}", listed(&check.paths)))),
        _ => Ok(()),
    }
}

/// Paths in a sentence.
fn listed(paths: &[PathBuf]) -> String {
    let shown = |path: &PathBuf| match path.to_str() {
        Some(".") => "this folder".to_owned(),
        Some("-") => "standard input".to_owned(),
        _ => format!("`{}`", path.display()),
    };
    let mut names: Vec<String> = paths.iter().take(4).map(shown).collect();
    if paths.len() > names.len() {
        names.push(format!("{} more", paths.len() - names.len()));
    }
    names.join(", ")
}

/// Reads all documents. `broken` are the findings on rule files.
fn examine(check: &Check, prepared: &Prepared, broken: Vec<Finding>) -> Vec<Examined> {
    let progress = Progress::new(prepared.workspace.documents(), check.quiet);
    let limits = prepared.options.limits;
    let mut examined = prepared.workspace.examine(&prepared.rulebook, limits, &|| progress.step());
    examined.push(Examined { documents: Vec::new(), findings: broken });
    progress.finish();
    examined
}

/// Judges all documents.
pub(super) fn judge(prepared: &Prepared, examined: Vec<Examined>) -> Report {
    let report = engine::judge(examined, &prepared.rulebook, &prepared.options);
    Report { files: prepared.workspace.documents(), ..report }
}

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
        let view = View { paint: Paint::Plain, width: terminal::PAGE, quiet: false };
        to_file(*format, &sheet(view), file)
            .map_err(|error| Complaint::unwritten(&format!("`{}`", file.display()), &error))?;
    }
    let formats: &[FormatName] = if check.format.is_empty() { &[FormatName::Pretty] } else { &check.format };
    let sheet = sheet(View { paint: terminal::paint(colour), width: terminal::width(), quiet: check.quiet });
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
