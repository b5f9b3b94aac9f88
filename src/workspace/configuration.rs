//! `tonne.yaml`: found upwards from what is checked, read, and every name in it looked up.

use super::written::{self, Settings};
use super::{Content, Entry, NoSuchPath, RULES, Workspace, shown};
use crate::engine::{Place, Ruling, names_rule};
use crate::finding::{Finding, Severity};
use crate::rulebook::{LimitSet, Ordered, Rule, Rulebook, Text, Texts, read_yaml};
use crate::source::{FileId, Source, Span};
use crate::vocabulary::nearest;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod rulings;

/// The name of the file.
pub const NAME: &str = "tonne.yaml";

/// A configuration as it was read.
#[derive(Debug)]
pub struct Configuration {
    /// What it says.
    pub settings: Settings,
    /// The file.
    pub source: Source,
    /// The folder that its paths start from.
    pub folder: PathBuf,
}

/// A configuration with every name known.
#[derive(Debug, Default)]
pub struct Known {
    /// How much breaches weigh.
    pub severity: Vec<(String, Severity)>,
    /// What makes a check fail.
    pub fail_on: Option<FailOn>,
    /// Whether what is only alleged may make it fail.
    pub fail_on_alleged: bool,
    /// Waivers and answers.
    pub rulings: Vec<Ruling>,
    /// Paths with settings of their own.
    pub parts: Vec<Part>,
}

/// Paths with settings of their own; which files they mean is not known yet.
#[derive(Debug)]
pub struct Part {
    pattern: Gitignore,
    /// What holds for them.
    pub terms: Place,
    /// What makes a check of them fail.
    pub fail_on: Option<FailOn>,
}

/// What makes a check fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn {
    /// The least severity that does; none where nothing does.
    pub least: Option<Severity>,
    /// Whether a document that was not read in the text does, too.
    pub incomplete: bool,
}

impl FailOn {
    /// Errors alone: what is usual.
    pub const ERRORS: FailOn = FailOn::at(Severity::Error);

    /// What may be written for it.
    pub const WORDS: [(&str, FailOn); 6] = [
        ("error", FailOn::ERRORS),
        ("warning", FailOn::at(Severity::Warning)),
        ("info", FailOn::at(Severity::Info)),
        ("question", FailOn::at(Severity::Question)),
        ("incomplete", FailOn { least: Some(Severity::Error), incomplete: true }),
        ("never", FailOn { least: None, incomplete: false }),
    ];

    const fn at(least: Severity) -> FailOn {
        FailOn { least: Some(least), incomplete: false }
    }

    /// Whether a finding of this severity makes the check fail.
    pub fn reached(self, severity: Severity) -> bool {
        self.least.is_some_and(|least| severity >= least)
    }
}

impl Part {
    /// The terms of the files that it means.
    pub fn of(&self, files: &[(FileId, PathBuf)]) -> Place {
        let inside = |path: &PathBuf| {
            path.starts_with(self.pattern.path()) && self.pattern.matched_path_or_any_parents(path, false).is_ignore()
        };
        let files = files.iter().filter(|(_, path)| inside(path)).map(|(id, _)| *id).collect();
        Place { files, ..self.terms.clone() }
    }
}

/// The nearest `tonne.yaml` in the folder of a path, or in one above it. There may be nothing at the path yet.
///
/// A name that looks like it, but is none, is refused, and so is a link out of its folder unless all links are trusted.
pub fn find(from: &Path, trust: bool) -> Result<Option<PathBuf>, NoSuchPath> {
    let folder = || std::path::absolute(from).ok()?.parent().map(Path::to_owned);
    let real = std::fs::canonicalize(from).ok().or_else(|| std::fs::canonicalize(folder()?).ok());
    let start = real.as_deref().and_then(|real| if real.is_dir() { Some(real) } else { real.parent() });
    for folder in start.into_iter().flat_map(Path::ancestors) {
        let (file, refused) =
            (folder.join(NAME), |path: PathBuf, reason: String| NoSuchPath { path: from_here(&path), reason });
        let is_there = file.is_file();
        let other = MISNAMED.iter().map(|name| folder.join(name)).find(|other| other.is_file());
        if let Some(other) = other.filter(|other| !same_file(other, &file)) {
            return Err(refused(
                other,
                format!("the configuration is called `{NAME}`, so that this file would not count"),
            ));
        }
        if is_there {
            let leads_out = std::fs::canonicalize(&file).is_ok_and(|real| !real.starts_with(folder));
            return match leads_out && !trust {
                true => Err(refused(
                    file,
                    "it is a link out of its folder; name it with `--config`, or use `--trust`".to_owned(),
                )),
                false => Ok(Some(file)),
            };
        }
    }
    Ok(None)
}

/// What people write for the name of the file, and what does not count.
const MISNAMED: [&str; 5] = ["tonne.yml", "tonne.YAML", "tonne.YML", "Tonne.yaml", "Tonne.yml"];

/// Whether two names are one file, as on disks that do not tell small letters from large ones.
fn same_file(left: &Path, right: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(left).is_some_and(|left| real(right) == Some(left))
}

/// Reads a configuration; else where it breaks, and what was expected.
pub fn read(source: Source, folder: PathBuf) -> Result<Configuration, Finding> {
    let empty = source.text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    let settings = match empty {
        true => Settings::default(),
        false => read_yaml(&source, "configuration/yaml", "see README.md for what may stand in `tonne.yaml`")?,
    };
    Ok(Configuration { settings, source, folder })
}

impl Workspace {
    /// Reads a configuration and keeps it, so that findings may point into it.
    pub fn configuration(&mut self, path: &Path) -> Result<Source, NoSuchPath> {
        let id = FileId(RULES + self.rules.len() as u32);
        let entry = Entry { name: shown(&from_here(path)).into(), content: Content::File(path.to_owned()) };
        let read = self.read(&entry).map_err(|problem| NoSuchPath { path: path.to_owned(), reason: problem.words() });
        let source = Source { id, name: entry.name.clone(), text: read? };
        self.rules.push(entry);
        Ok(source)
    }
}

impl Configuration {
    /// The folders with more rules, and where they are named.
    pub fn rule_folders(&self) -> Vec<(PathBuf, Span)> {
        let named = |folder: &Text| (from_here(&self.folder.join(&folder.value)), self.span(folder));
        self.settings.rules.0.iter().map(named).collect()
    }

    /// Whether a folder lies in that of the configuration, links resolved.
    pub fn holds(&self, folder: &Path) -> bool {
        super::real(folder).starts_with(super::real(&self.folder))
    }

    /// The thresholds that are set to other values.
    pub fn limits(&self) -> Vec<LimitSet> {
        self.sets(&self.settings.limits)
    }

    fn sets(&self, limits: &Ordered<Ordered<Text>>) -> Vec<LimitSet> {
        let of_rule = |(rule, limits): &(String, Ordered<Text>)| {
            let set = |(name, value): &(String, Text)| LimitSet {
                rule: rule.clone(),
                name: name.clone(),
                value: Text { value: value.value.clone(), start: self.span(value).start, len: self.span(value).len() },
            };
            limits.0.iter().map(set).collect::<Vec<_>>()
        };
        limits.0.iter().flat_map(of_rule).collect()
    }

    /// Looks every name up.
    pub fn known(&self, rulebook: &Rulebook) -> (Known, Vec<Finding>) {
        let mut reader = Reader { configuration: self, rulebook, findings: Vec::new() };
        let settings = &self.settings;
        reader.profile(settings.profile.as_ref());
        reader.rules(&settings.select);
        reader.rules(&settings.ignore);
        let known = Known {
            severity: reader.severity(&settings.severity),
            fail_on: reader.fail_on(settings.fail_on.as_ref()),
            fail_on_alleged: settings.fail_on_alleged,
            parts: settings.paths.0.iter().filter_map(|(path, part)| reader.part(path, part)).collect(),
            rulings: reader.rulings(),
        };
        (known, reader.findings)
    }

    /// Where a scalar stands; where its reader did not tell, the first line that says it.
    fn span(&self, text: &Text) -> Span {
        match text.len {
            0 => self.named(&text.value),
            len => Span::new(self.source.id, text.start, (text.start + len).min(self.source.text.len() as u32)),
        }
    }

    /// Where a name stands.
    fn named(&self, name: &str) -> Span {
        let at = self.source.text.find(name).filter(|_| !name.is_empty());
        let end = at.map_or(1, |at| at + name.len()).min(self.source.text.len());
        Span::new(self.source.id, at.unwrap_or_default() as u32, end as u32)
    }
}

/// A path as it is reached from the folder in which the program runs: the same on every machine. What is far away, or
/// shares no folder with that one, is named from the root.
fn from_here(path: &Path) -> PathBuf {
    let (Ok(here), Ok(real)) = (std::fs::canonicalize("."), std::fs::canonicalize(path)) else {
        return path.to_owned();
    };
    let near = here.ancestors().enumerate().find(|(_, folder)| real.starts_with(folder));
    match near {
        Some((up, folder)) if up <= FAR && folder.parent().is_some() => {
            let below = real.strip_prefix(folder).unwrap_or(&real);
            std::iter::repeat_n("..", up).collect::<PathBuf>().join(below)
        }
        _ => path.to_owned(),
    }
}

/// So many folders up is far away.
const FAR: usize = 8;

/// The words of a list.
pub fn words(texts: &Texts) -> Vec<String> {
    texts.0.iter().map(|text| text.value.clone()).collect()
}

/// A configuration while its names are looked up.
struct Reader<'r> {
    configuration: &'r Configuration,
    rulebook: &'r Rulebook,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// A name that nothing has.
    fn unknown<'n>(&mut self, what: &str, name: &str, span: Span, among: impl Iterator<Item = &'n str>, list: &str) {
        let finding = Finding::error("configuration/name", span, format!("there is no {what} `{name}`")).at("here");
        self.findings.push(match nearest(name, among) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(list),
        });
    }

    fn profile(&mut self, profile: Option<&Text>) {
        let Some(profile) = profile else { return };
        let known = self.rulebook.register.profiles();
        if !known.contains(&profile.value.as_str()) {
            let list = format!("there are {}", known.join(", "));
            self.unknown("profile", &profile.value, self.configuration.span(profile), known.iter().copied(), &list);
        }
    }

    fn rules(&mut self, names: &Texts) {
        for name in &names.0 {
            self.rule(&name.value, self.configuration.span(name));
        }
    }

    fn rule(&mut self, name: &str, span: Span) {
        let rules = &self.rulebook.rules;
        if !rules.iter().any(|rule| names_rule(name, &rule.id)) {
            let ids = rules.iter().map(|rule| rule.id.as_str());
            let families = rules.iter().filter_map(|rule| rule.id.split('/').next());
            self.unknown("rule or family", name, span, ids.chain(families), "`tonne rules` lists them");
        }
    }

    fn severity(&mut self, weights: &Ordered<Text>) -> Vec<(String, Severity)> {
        let mut known = Vec::new();
        for (rule, text) in &weights.0 {
            self.rule(rule, self.configuration.named(rule));
            let all = [Severity::Error, Severity::Warning, Severity::Info];
            match all.into_iter().find(|severity| severity.word() == text.value) {
                Some(severity) => known.push((rule.clone(), severity)),
                None => {
                    let words = all.map(Severity::word);
                    let list = "write `error`, `warning` or `info`; `ignore` leaves a rule out";
                    self.unknown("severity", &text.value, self.configuration.span(text), words.into_iter(), list);
                }
            }
        }
        known
    }

    fn fail_on(&mut self, text: Option<&Text>) -> Option<FailOn> {
        let text = text?;
        let known = FailOn::WORDS.into_iter().find(|(word, _)| *word == text.value);
        if known.is_none() {
            let words = FailOn::WORDS.into_iter().map(|(word, _)| word);
            let list = "write `error`, `warning`, `info`, `question`, `incomplete` or `never`";
            self.unknown("severity", &text.value, self.configuration.span(text), words, list);
        }
        known.map(|(_, fail_on)| fail_on)
    }

    /// The rules with the thresholds that hold for a part, and beside those what holds elsewhere.
    fn limits(&mut self, limits: &Ordered<Ordered<Text>>) -> Vec<Arc<Rule>> {
        let own = self.configuration.sets(limits);
        let elsewhere = self.configuration.limits().into_iter();
        let mut sets: Vec<_> = elsewhere.filter(|set| own.iter().any(|other| other.rule == set.rule)).collect();
        sets.extend(own);
        let (rules, findings) = self.rulebook.with_limits(&sets, &self.configuration.source);
        self.findings.extend(findings);
        rules.into_iter().map(Arc::new).collect()
    }

    fn part(&mut self, pattern: &str, path: &written::Path) -> Option<Part> {
        self.profile(path.profile.as_ref());
        self.rules(&path.select);
        self.rules(&path.ignore);
        let terms = Place {
            profile: path.profile.as_ref().map(|profile| profile.value.clone()),
            select: words(&path.select),
            ignore: words(&path.ignore),
            severity: self.severity(&path.severity),
            rules: self.limits(&path.limits),
            ..Place::default()
        };
        let fail_on = self.fail_on(path.fail_on.as_ref());
        let mut builder = GitignoreBuilder::new(&self.configuration.folder);
        let built = builder.add_line(None, pattern).and_then(|builder| builder.build());
        match built {
            Ok(pattern) if pattern.num_ignores() == 1 => Some(Part { pattern, terms, fail_on }),
            _ => {
                let span = self.configuration.named(pattern);
                let finding = Finding::error("configuration/name", span, format!("`{pattern}` is no pattern of paths"));
                self.findings.push(finding.at("here").help("write it as in `.gitignore`: `cdm/` or `drafts/*.tonne`"));
                None
            }
        }
    }
}
