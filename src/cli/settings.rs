//! By what a run judges: the command line first, then `tonne.yaml`, then what is usual. The one place that tells.

use super::arguments::{Colour, Judging, STANDARD_INPUT, Settings, Shelf};
use super::progress::Progress;
use super::screen::tell_painted;
use super::{Complaint, terminal};
use crate::engine::{self, Examined, Options, Report, Reviewed, Terms, names_rule};
use crate::finding::Finding;
use crate::measure::Day;
use crate::report::{Sheet, Texts, View, findings, left_out};
use crate::rulebook::{RuleFile, Rulebook, shipped_with};
use crate::source::{FileId, Source, Span};
use crate::workspace::configuration::{self, Configuration, FailOn, Known, words};
use crate::workspace::{Reach, Workspace, standard_input};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rules that there are, and the configuration that was found.
#[derive(Debug)]
pub struct Library {
    /// The files of rules and configuration; documents come later.
    pub workspace: Workspace,
    /// The rules.
    pub rulebook: Rulebook,
    /// The findings on rule files.
    pub broken: Vec<Finding>,
    configuration: Option<(Configuration, Known)>,
}

/// All that a run judges by.
#[derive(Debug)]
pub struct Prepared {
    /// The files.
    pub workspace: Workspace,
    /// The rules.
    pub rulebook: Rulebook,
    /// What is asked.
    pub options: Options,
    broken: Vec<Finding>,
    known: Known,
    /// What makes a check fail, for all files or for some; the later ones come after the earlier ones.
    fail_on: Vec<(Option<BTreeSet<FileId>>, FailOn)>,
}

/// Reads the configuration and the rules, and looks every name up. The configuration is sought from a path upwards.
pub fn library(shelf: &Shelf, from: &Path, most: u64, colour: Colour) -> Result<Library, Complaint> {
    let mut workspace = Workspace::new(most).reaching(reach(&shelf.settings));
    let configuration = configuration(&shelf.settings, from, &mut workspace, colour)?;
    let Files { more, mut broken, mut wrong } = files(shelf, configuration.as_ref(), &mut workspace)?;
    let sets = configuration.as_ref().map(Configuration::limits).unwrap_or_default();
    let source = configuration.as_ref().map_or_else(Source::nowhere, |found| found.source.clone());
    let (rulebook, problems) = shipped_with(more, &sets, &source);
    let (of_configuration, of_rules): (Vec<_>, Vec<_>) =
        problems.into_iter().partition(|finding| finding.span().file == source.id);
    wrong.extend(of_configuration);
    broken.extend(of_rules);
    let configuration = configuration.map(|configuration| {
        let (known, more) = configuration.known(&rulebook);
        wrong.extend(more);
        (configuration, known)
    });
    match wrong.is_empty() {
        true => Ok(Library { workspace, rulebook, broken, configuration }),
        false => Err(drawn(wrong, &workspace, &rulebook, colour)),
    }
}

/// How far folders are walked.
pub fn reach(settings: &Settings) -> Reach {
    Reach { trust: settings.trust, ignore_files: !settings.no_config }
}

/// Rule files that were read.
#[derive(Default)]
struct Files {
    more: Vec<RuleFile>,
    /// The findings on those that could not be read.
    broken: Vec<Finding>,
    /// The findings on folders that the configuration names.
    wrong: Vec<Finding>,
}

/// The rule files of the command line and of the configuration; a folder that both name is read once.
fn files(shelf: &Shelf, configuration: Option<&Configuration>, workspace: &mut Workspace) -> Result<Files, Complaint> {
    let mut files = Files::default();
    let mut seen = BTreeSet::new();
    let named = shelf.rules.iter().map(|folder| (folder.clone(), None));
    let configured = configuration.into_iter().flat_map(Configuration::rule_folders);
    for (folder, span) in named.chain(configured.map(|(folder, span)| (folder, Some(span)))) {
        if !seen.insert(std::fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone())) {
            continue;
        }
        if let Some(finding) = span.and_then(|span| outside(&shelf.settings, configuration?, &folder, span)) {
            files.wrong.push(finding);
            continue;
        }
        match (workspace.rules(&folder), span) {
            (Ok((rules, findings)), _) => {
                files.more.extend(rules);
                files.broken.extend(findings);
            }
            (Err(nowhere), None) => return Err(nowhere.into()),
            (Err(nowhere), Some(span)) => {
                let message = format!("no rules can be read here: {}", nowhere.reason);
                let finding = Finding::error("configuration/name", span, message).at("this folder");
                files.wrong.push(finding.help("folders are named from the folder of the configuration"));
            }
        }
    }
    Ok(files)
}

/// A folder with rules that a configuration names outside of its own folder. Such a configuration may come with what
/// is checked, and would show files of the reader; one that the command line names is the reader's.
fn outside(settings: &Settings, configuration: &Configuration, folder: &Path, span: Span) -> Option<Finding> {
    if settings.trust || settings.config.is_some() || configuration.holds(folder) {
        return None;
    }
    let message = format!("this folder lies outside of that of `{}`, and was not read", configuration::NAME);
    let finding = Finding::error("file/outside", span, message).at("this folder");
    Some(
        finding
            .help("name it with `--rules`; if the configuration is yours, name that with `--config`, or use `--trust`"),
    )
}

impl Library {
    /// The rules that can be taken; what is wrong with the others is told on standard error.
    pub fn told(self, colour: Colour) -> Rulebook {
        if !self.broken.is_empty() {
            let complaint = drawn(self.broken, &self.workspace, &self.rulebook, colour);
            tell_painted(&complaint.to_string(), terminal::paint_errors(colour));
        }
        self.rulebook
    }

    /// Refuses rule files that are broken, where nothing is reported: what is said by some rules only may mislead.
    pub fn sound(mut self, colour: Colour) -> Result<Library, Complaint> {
        match std::mem::take(&mut self.broken) {
            broken if broken.is_empty() => Ok(self),
            broken => Err(drawn(broken, &self.workspace, &self.rulebook, colour)),
        }
    }

    /// What is asked: on the command line, with every name known, or else in the configuration.
    pub fn prepared(self, judging: &Judging) -> Result<Prepared, Complaint> {
        let Library { workspace, rulebook, broken, configuration } = self;
        for name in judging.select.iter().chain(&judging.ignore) {
            if !rulebook.rules.iter().any(|rule| names_rule(name, &rule.id)) {
                return Err(unknown_rule(name, &rulebook));
            }
        }
        known_profile(judging.profile.as_deref(), &rulebook)?;
        let mut options = Options {
            select: judging.select.clone(),
            ignore: judging.ignore.clone(),
            profile: judging.profile.clone(),
            library_first: judging.library_first,
            ..Options::on(judging.as_of.unwrap_or_else(today))
        };
        let mut known = Known::default();
        if let Some((configuration, found)) = configuration {
            (options, known) = set(options, &configuration, found);
        }
        Ok(Prepared { workspace, rulebook, options, broken, known, fail_on: Vec::new() })
    }
}

/// What the configuration sets and the command line does not. Rules that are selected there are not ignored here.
fn set(mut options: Options, configuration: &Configuration, mut known: Known) -> (Options, Known) {
    let settings = &configuration.settings;
    options.terms.set_by = Some(configuration.source.name.to_string());
    let (profile, named) = (options.profile.is_some(), !options.select.is_empty() || !options.ignore.is_empty());
    for terms in known.parts.iter_mut().map(|part| &mut part.terms) {
        terms.profile = terms.profile.take().filter(|_| !profile);
        if named {
            (terms.select, terms.ignore) = Default::default();
        }
    }
    options.profile = options.profile.or(settings.profile.as_ref().map(|profile| profile.value.clone()));
    if options.select.is_empty() {
        options.select = words(&settings.select);
        if options.ignore.is_empty() {
            options.ignore = words(&settings.ignore);
        }
    }
    (options, known)
}

/// All that is needed to judge what lies at some paths, the documents included.
pub fn gathered(judging: &Judging, paths: &[PathBuf], name: &str, colour: Colour) -> Result<Prepared, Complaint> {
    one_configuration(&judging.shelf.settings, paths, name)?;
    let mut prepared = library(&judging.shelf, first(paths, name), judging.max_size, colour)?.prepared(judging)?;
    prepared.collect(paths, judging.max_size, name)?;
    Ok(prepared)
}

/// Refuses paths for which different configurations were found: the one of the first path would rule all others.
pub fn one_configuration(settings: &Settings, paths: &[PathBuf], name: &str) -> Result<(), Complaint> {
    if settings.config.is_some() || settings.no_config {
        return Ok(());
    }
    let found = |path: &PathBuf| configuration::find(first(std::slice::from_ref(path), name), settings.trust);
    let Some((one, others)) = paths.split_first() else { return Ok(()) };
    let own = found(one)?;
    for other in others {
        let its = found(other)?;
        if its != own {
            let both = listed(&[one.clone(), other.clone()]);
            let whose = match (own, its) {
                (Some(_), Some(_)) => "each has a `tonne.yaml` of its own",
                (Some(_), None) => "only the first has a `tonne.yaml`",
                (None, _) => "only the second has a `tonne.yaml`",
            };
            return Err(Complaint::usage(format!(
                "{both} have different settings: {whose}; check them one by one, or choose with `--config` or `--no-config`"
            )));
        }
    }
    Ok(())
}

/// Where the configuration is sought; for standard input, where the text of this name would lie.
pub fn first<'p>(paths: &'p [PathBuf], name: &'p str) -> &'p Path {
    match paths.first() {
        Some(path) if path.as_os_str() != "-" => path,
        Some(_) if name != STANDARD_INPUT => Path::new(name),
        _ => Path::new("."),
    }
}

impl Prepared {
    /// Takes the files to check; `name` is that of standard input.
    pub fn collect(&mut self, paths: &[PathBuf], most: u64, name: &str) -> Result<(), Complaint> {
        let (dash, files): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| path.as_os_str() == "-");
        let files: Vec<PathBuf> = files.into_iter().cloned().collect();
        let input = match dash.is_empty() {
            true => None,
            false => {
                let bytes = standard_input(most)
                    .map_err(|error| Complaint::usage(format!("standard input cannot be read: {error}")))?;
                Some((name.to_owned(), bytes))
            }
        };
        self.workspace.collect(&files, input)?;
        if self.workspace.documents() == 0 {
            let (paths, others) = (listed(paths), left_out(&self.workspace.left_out()));
            return Err(Complaint::no_input(format!("there is no file that ends in `.tonne` in {paths}{others}")));
        }
        self.options.terms = self.terms(&self.workspace);
        let parts = self.known.parts.iter().zip(&self.options.terms.places);
        let of_parts = parts.filter_map(|(part, place)| Some((Some(place.files.clone()), part.fail_on?)));
        self.fail_on = self.known.fail_on.map(|fail_on| (None, fail_on)).into_iter().chain(of_parts).collect();
        Ok(())
    }

    /// What the configuration says of the documents of a workspace.
    pub fn terms(&self, workspace: &Workspace) -> Terms {
        let files = if self.known.parts.is_empty() { Vec::new() } else { workspace.paths() };
        Terms {
            severity: self.known.severity.clone(),
            min_severity: self.options.terms.min_severity,
            min_confidence: self.options.terms.min_confidence,
            rulings: self.known.rulings.clone(),
            places: self.known.parts.iter().map(|part| part.of(&files)).collect(),
            set_by: self.options.terms.set_by.clone(),
            ..Terms::default()
        }
    }

    /// Reads all documents, and adds what is wrong with rule files.
    pub fn examine(&mut self, quiet: bool) -> Vec<Examined> {
        let progress = Progress::new(self.workspace.documents(), quiet);
        let mut examined = self.workspace.examine(&self.rulebook, self.options.limits, &|| progress.step());
        progress.finish();
        examined.push(Examined { findings: std::mem::take(&mut self.broken), ..Examined::default() });
        examined
    }

    /// Judges all documents.
    pub fn judge(&self, examined: Vec<Examined>) -> Report {
        let report = engine::judge(examined, &self.rulebook, &self.options);
        Report { files: self.workspace.documents(), left_out: self.workspace.left_out(), ..report }
    }

    /// What makes a check of a file fail, where the command line leaves that to the configuration.
    pub fn fail_on(&self, file: FileId) -> FailOn {
        let holds = |files: &Option<BTreeSet<FileId>>| files.as_ref().is_none_or(|files| files.contains(&file));
        let here = self.fail_on.iter().rev().find(|(files, _)| holds(files));
        here.map_or(FailOn::ERRORS, |(_, fail_on)| *fail_on)
    }

    /// Whether what is only alleged may make a check fail.
    pub fn fail_on_alleged(&self) -> bool {
        self.known.fail_on_alleged
    }
}

/// Paths in a sentence.
pub fn listed(paths: &[PathBuf]) -> String {
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

/// The folders with rules that the configuration of this folder names.
pub fn rule_folders(settings: &Settings, most: u64, colour: Colour) -> Result<Vec<PathBuf>, Complaint> {
    let mut workspace = Workspace::new(most);
    let Some(found) = configuration(settings, Path::new("."), &mut workspace, colour)? else { return Ok(Vec::new()) };
    let folders = found.rule_folders();
    let wrong: Vec<Finding> =
        folders.iter().filter_map(|(folder, span)| outside(settings, &found, folder, *span)).collect();
    match wrong.is_empty() {
        true => Ok(folders.into_iter().map(|(folder, _)| folder).collect()),
        false => Err(drawn(wrong, &workspace, &crate::rulebook::shipped(Vec::new()).0, colour)),
    }
}

/// The configuration that is named, or the nearest one.
fn configuration(
    settings: &Settings,
    from: &Path,
    workspace: &mut Workspace,
    colour: Colour,
) -> Result<Option<Configuration>, Complaint> {
    let found = match &settings.config {
        Some(file) => Some(std::fs::canonicalize(file).unwrap_or_else(|_| file.clone())),
        None if settings.no_config => None,
        None => configuration::find(from, settings.trust)?,
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

/// Findings on a configuration or on rules, once each: nothing is checked by what may not be meant.
fn drawn(mut wrong: Vec<Finding>, workspace: &Workspace, rulebook: &Rulebook, colour: Colour) -> Complaint {
    wrong.sort_by_key(Finding::span);
    wrong.dedup_by(|later, first| later.span() == first.span() && later.message == first.message);
    let as_of = today();
    let (coverage, below) = (Vec::new(), 0);
    let report = Report {
        findings: wrong,
        coverage,
        below,
        documents: 0,
        files: 0,
        left_out: Vec::new(),
        rules: 0,
        as_of,
        yardstick: None,
        review: Reviewed::default(),
    };
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let view = View { paint: terminal::paint_errors(colour), width: terminal::width(), quiet: false, overview: false };
    let mut text = Vec::new();
    let _ = findings(&Sheet { report: &report, texts: &texts, rulebook, view }, &mut text);
    Complaint::drawn(&String::from_utf8_lossy(&text))
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
