//! What holds for a check: the command line first, then `tonne.yaml`, then what is usual.

use super::arguments::{Check, Colour};
use super::{Complaint, terminal};
use crate::engine::{Options, Report, Reviewed, Terms, names_rule};
use crate::finding::{Finding, Fingerprint};
use crate::measure::Day;
use crate::report::{Sheet, Texts, View, findings};
use crate::rulebook::{Rulebook, shipped_with};
use crate::source::Source;
use crate::workspace::configuration::{self, Configuration, Known};
use crate::workspace::{Workspace, revision, words};
use std::collections::BTreeSet;
use std::path::Path;

/// All that a check needs but the documents.
#[derive(Debug)]
pub struct Prepared {
    /// The files; documents come later.
    pub workspace: Workspace,
    /// The rules.
    pub rulebook: Rulebook,
    /// What is asked.
    pub options: Options,
    /// The findings on rule files.
    pub broken: Vec<Finding>,
    configuration: Option<(Configuration, Known)>,
}

/// Reads the configuration and the rules, and looks every name up.
pub fn prepare(check: &Check, colour: Colour) -> Result<Prepared, Complaint> {
    let mut workspace = Workspace::new(check.max_size);
    let configuration = configuration(check, &mut workspace, colour)?;
    let (mut more, mut broken) = (Vec::new(), Vec::new());
    let of_configuration = configuration.iter().flat_map(Configuration::rule_folders);
    for folder in check.rules.iter().cloned().chain(of_configuration) {
        let (rules, findings) = workspace.rules(&folder)?;
        more.extend(rules);
        broken.extend(findings);
    }
    let sets = configuration.as_ref().map(Configuration::limits).unwrap_or_default();
    let source = configuration.as_ref().map_or_else(Source::nowhere, |found| found.source.clone());
    let (rulebook, problems) = shipped_with(more, &sets, &source);
    let (of_configuration, of_rules): (Vec<_>, Vec<_>) =
        problems.into_iter().partition(|finding| finding.span().file == source.id);
    broken.extend(of_rules);
    let mut prepared =
        Prepared { options: options(check, &rulebook)?, workspace, rulebook, broken, configuration: None };
    let Some(configuration) = configuration else { return Ok(prepared) };
    let (known, mut wrong) = configuration.known(&prepared.rulebook);
    wrong.extend(of_configuration);
    if !wrong.is_empty() {
        return Err(drawn(wrong, &prepared.workspace, &prepared.rulebook, colour));
    }
    prepared.set(check, &configuration);
    prepared.configuration = Some((configuration, known));
    Ok(prepared)
}

impl Prepared {
    /// What the configuration sets and the command line does not. Rules that are selected there are not ignored here.
    fn set(&mut self, check: &Check, configuration: &Configuration) {
        let settings = &configuration.settings;
        let options = &mut self.options;
        options.terms.set_by = Some(configuration.source.name.to_string());
        options.profile = options.profile.take().or(settings.profile.as_ref().map(|profile| profile.value.clone()));
        if check.select.is_empty() {
            options.select = configuration::words(&settings.select);
            if check.ignore.is_empty() {
                options.ignore = configuration::words(&settings.ignore);
            }
        }
    }

    /// What depends on the documents: terms of some paths, waivers, and what is known already.
    pub fn terms(&mut self, check: &Check) -> Result<(), Complaint> {
        if let Some((_, known)) = self.configuration.take() {
            let terms = &mut self.options.terms;
            terms.severity = known.severity;
            terms.rulings = known.rulings;
            terms.places = configuration::places(known.paths, &self.workspace.paths());
            if !check.select.is_empty() || !check.ignore.is_empty() {
                terms.places.iter_mut().for_each(|place| (place.select, place.ignore) = Default::default());
            }
        }
        self.options.terms.see_through = check.no_waivers;
        self.options.terms.known = self.known(check)?;
        Ok(())
    }

    /// The findings that are known already: from a file, or from a revision.
    fn known(&self, check: &Check) -> Result<BTreeSet<Fingerprint>, Complaint> {
        if let Some(revision) = &check.since {
            let before = revision::at(revision, &check.paths, check.max_size);
            let before = before.map_err(|why| Complaint::usage(format!("--since {revision}: {why}")))?;
            let options = Options { terms: Terms::default(), ..self.options.clone() };
            let examined = before.examine(&self.rulebook, options.limits, &|| ());
            let report = crate::engine::judge(examined, &self.rulebook, &options);
            return Ok(report.findings.iter().map(|finding| finding.fingerprint).collect());
        }
        check.baseline.as_deref().map_or(Ok(BTreeSet::new()), read_baseline)
    }
}

fn read_baseline(file: &Path) -> Result<BTreeSet<Fingerprint>, Complaint> {
    let wrong = |why: String| Complaint::usage(format!("the baseline `{}` cannot be read: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| wrong(words(&error)))?;
    crate::workspace::baseline::read(&text).map_err(wrong)
}

/// The configuration that is named, or the nearest one.
fn configuration(check: &Check, workspace: &mut Workspace, colour: Colour) -> Result<Option<Configuration>, Complaint> {
    let from = check.paths.first().map(|path| if path.as_os_str() == "-" { Path::new(".") } else { path.as_path() });
    let found = match &check.config {
        Some(file) => Some(std::fs::canonicalize(file).unwrap_or_else(|_| file.clone())),
        None if check.no_config => None,
        None => from.and_then(configuration::find),
    };
    let Some(file) = found else { return Ok(None) };
    let source = workspace.configuration(&file)?;
    let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
    match configuration::read(source, folder) {
        Ok(configuration) => Ok(Some(configuration)),
        Err(finding) => {
            let (rulebook, _) = crate::rulebook::shipped(Vec::new());
            Err(drawn(vec![finding], workspace, &rulebook, colour))
        }
    }
}

/// Findings on a configuration: nothing is checked by what may not be meant.
fn drawn(mut wrong: Vec<Finding>, workspace: &Workspace, rulebook: &Rulebook, colour: Colour) -> Complaint {
    wrong.sort_by_key(Finding::span);
    let as_of = today();
    let report = Report { findings: wrong, documents: 0, files: 0, rules: 0, as_of, review: Reviewed::default() };
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let view = View { paint: terminal::paint_errors(colour), width: terminal::width(), quiet: false };
    let mut text = Vec::new();
    let _ = findings(&Sheet { report: &report, texts: &texts, rulebook, view }, &mut text);
    Complaint::drawn(&String::from_utf8_lossy(&text))
}

/// What is asked on the command line, with every name known.
fn options(check: &Check, rulebook: &Rulebook) -> Result<Options, Complaint> {
    for name in check.select.iter().chain(&check.ignore) {
        if !rulebook.rules.iter().any(|rule| names_rule(name, &rule.id)) {
            return Err(unknown_rule(name, rulebook));
        }
    }
    known_profile(check.profile.as_deref(), rulebook)?;
    Ok(Options {
        select: check.select.clone(),
        ignore: check.ignore.clone(),
        profile: check.profile.clone(),
        ..Options::on(check.as_of.unwrap_or_else(today))
    })
}

/// Refuses a profile that no instrument has.
pub fn known_profile(profile: Option<&str>, rulebook: &Rulebook) -> Result<(), Complaint> {
    let known = rulebook.register.profiles();
    match profile {
        Some(profile) if !known.contains(&profile) => {
            let list = format!("there are {}", known.join(", "));
            Err(Complaint::unknown("profile", profile, known.into_iter(), &list))
        }
        _ => Ok(()),
    }
}

/// A name that no rule and no family has.
pub fn unknown_rule(name: &str, rulebook: &Rulebook) -> Complaint {
    let ids = rulebook.rules.iter().map(|rule| rule.id.as_str());
    let families = rulebook.rules.iter().filter_map(|rule| rule.id.split('/').next());
    Complaint::unknown("rule or family", name, ids.chain(families), "`tonne rules` lists them")
}

/// The only clock of the program.
pub fn today() -> Day {
    Day::of(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date())
}
