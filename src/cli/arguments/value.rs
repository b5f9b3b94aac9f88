//! The values of arguments: colours, formats, days, sizes.

use crate::finding::{Confidence, Severity};
use crate::measure::Day;
use crate::report::Format;
use crate::vocabulary::nearest;
use crate::workspace::configuration::FailOn;
use clap::ValueEnum;
use std::path::PathBuf;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal that can show them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to write a list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The name of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// For people: the lines, with what is wrong drawn into them
    Pretty,
    /// One line a finding, `file:line:col: severity[rule]: message`
    Short,
    /// For programs: versioned
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For the log of a GitHub workflow: annotations
    Github,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Pretty => Format::Pretty,
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
            FormatName::Sarif => Format::Sarif,
            FormatName::Github => Format::Github,
        }
    }
}

/// The least severity that makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOnName {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Whatever is found, questions left out
    Info,
    /// Questions, too
    Question,
    /// Errors, and documents that were not read in the text
    Incomplete,
    /// Nothing
    Never,
}

impl From<FailOnName> for FailOn {
    fn from(name: FailOnName) -> Self {
        let word = match name {
            FailOnName::Error => "error",
            FailOnName::Warning => "warning",
            FailOnName::Info => "info",
            FailOnName::Question => "question",
            FailOnName::Incomplete => "incomplete",
            FailOnName::Never => "never",
        };
        FailOn::WORDS.iter().find(|(known, _)| *known == word).map_or(FailOn::ERRORS, |(_, fail_on)| *fail_on)
    }
}

/// How a list of questions is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QuestionsFormat {
    /// For a terminal
    Text,
    /// For a letter or an issue
    Markdown,
    /// For programs
    Json,
}

/// The least severity that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SeverityName {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// All findings, without questions
    Info,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Error => Severity::Error,
            SeverityName::Warning => Severity::Warning,
            SeverityName::Info => Severity::Info,
        }
    }
}

/// The least confidence that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceName {
    /// What was read in the text, by clauses that were read
    High,
    /// What is not shown, or known from a summary, too
    Medium,
    /// What is only alleged, too
    Low,
}

impl From<ConfidenceName> for Confidence {
    fn from(name: ConfidenceName) -> Self {
        match name {
            ConfidenceName::High => Confidence::High,
            ConfidenceName::Medium => Confidence::Medium,
            ConfidenceName::Low => Confidence::Low,
        }
    }
}

/// A format, and the file it goes to.
#[derive(Clone, Debug)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file.
    pub file: PathBuf,
}

pub(super) fn output(text: &str) -> Result<Output, String> {
    let Some((name, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err("write a format, `=` and a file, as in `json=report.json`".to_owned());
    };
    let format = FormatName::from_str(name, false).map_err(|_| match nearest(name, names()) {
        Some(near) => format!("there is no format `{name}`; did you mean `{near}`?"),
        None => format!("there is no format `{name}`; there are {}", names().collect::<Vec<_>>().join(", ")),
    })?;
    Ok(Output { format: format.into(), file: file.into() })
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ["pretty", "short", "json", "sarif", "github"].into_iter()
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).map_err(|_| "write a day, as in `2026-11-23`".to_owned())
}

/// `16MB`, `500 kB`, `1000`: decimal units, as they are sold; `KiB` and `MiB` for those who mean them.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let digits = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err("write a number and a unit, as in `500kB` or `64MB`".to_owned()),
    };
    let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    match bytes {
        Some(bytes) if (1..u64::from(u32::MAX)).contains(&bytes) => Ok(bytes),
        Some(_) => Err("write a size between 1 byte and 4 GB".to_owned()),
        None => Err("write a number and a unit, as in `500kB` or `64MB`".to_owned()),
    }
}
