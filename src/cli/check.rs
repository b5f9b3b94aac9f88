//! `tonne check`: reads, judges, writes the report, and says by the exit code whether it should pass.

use super::arguments::{Check, Colour, FormatName, Output};
use super::progress::Progress;
use super::{Complaint, exit, terminal};
use crate::engine::{self, Examined, Options, Report, names_rule};
use crate::finding::Finding;
use crate::measure::Day;
use crate::report::{Format, Paint, Sheet, Texts, View, render, summary};
use crate::rulebook::{Rulebook, shipped};
use crate::syntax::Limits;
use crate::workspace::{Workspace, standard_input};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Runs a check to its exit code.
pub fn run(check: &Check, colour: Colour) -> Result<u8, Complaint> {
    let mut workspace = Workspace::new(check.max_size);
    let mut more = Vec::new();
    let mut broken = Vec::new();
    for folder in &check.rules {
        let (rules, findings) = workspace.rules(folder)?;
        more.extend(rules);
        broken.extend(findings);
    }
    let (rulebook, findings) = shipped(more);
    broken.extend(findings);
    let options = options(check, &rulebook)?;
    collect(check, &mut workspace)?;
    let report = judge(check, &workspace, broken, (&rulebook, &options));
    if report.documents == 0 && report.findings.is_empty() {
        return Err(Complaint::no_input(format!("there is no document in {}", listed(&check.paths))));
    }
    write(check, colour, &Given { workspace: &workspace, rulebook: &rulebook, report: &report })?;
    let failed = report.findings.iter().any(|finding| check.fail_on.reached(finding.severity));
    Ok(if failed { exit::FINDINGS } else { exit::CLEAN })
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

/// What is asked, with every name known.
fn options(check: &Check, rulebook: &Rulebook) -> Result<Options, Complaint> {
    for name in check.select.iter().chain(&check.ignore) {
        if !rulebook.rules.iter().any(|rule| names_rule(name, &rule.id)) {
            return Err(unknown_rule(name, rulebook));
        }
    }
    known_profile(check.profile.as_deref(), rulebook)?;
    Ok(Options {
        as_of: check.as_of.unwrap_or_else(today),
        select: check.select.clone(),
        ignore: check.ignore.clone(),
        profile: check.profile.clone(),
        limits: Limits::default(),
    })
}

/// Refuses a profile that no instrument has.
pub(super) fn known_profile(profile: Option<&str>, rulebook: &Rulebook) -> Result<(), Complaint> {
    let known = rulebook.register.profiles();
    match profile {
        Some(profile) if !known.contains(&profile) => {
            let list = format!("there are {}", known.join(", "));
            Err(Complaint::unknown("profile", profile, known.into_iter(), &list))
        }
        _ => Ok(()),
    }
}

pub(super) fn unknown_rule(name: &str, rulebook: &Rulebook) -> Complaint {
    let ids = rulebook.rules.iter().map(|rule| rule.id.as_str());
    let families = rulebook.rules.iter().filter_map(|rule| rule.id.split('/').next());
    Complaint::unknown("rule or family", name, ids.chain(families), "`tonne rules` lists them")
}

/// The only clock of the program.
pub(super) fn today() -> Day {
    Day::of(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Reads and judges all documents. `broken` are the findings on rule files.
fn judge(
    check: &Check,
    workspace: &Workspace,
    broken: Vec<Finding>,
    (rulebook, options): (&Rulebook, &Options),
) -> Report {
    let progress = Progress::new(workspace.documents(), check.quiet);
    let mut examined = workspace.examine(rulebook, options.limits, &|| progress.step());
    examined.push(Examined { documents: Vec::new(), findings: broken });
    let report = engine::judge(examined, rulebook, options);
    progress.finish();
    Report { files: workspace.documents(), ..report }
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
