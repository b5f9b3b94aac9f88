//! A report as text: one file a format, plain functions, all fed the same [`Sheet`].

mod clause;
pub mod diff;
pub mod explain;
mod github;
mod json;
mod paint;
mod plain;
mod pretty;
pub mod questions;
mod rank;
pub mod register;
mod reviewed;
mod sarif;
mod short;
mod summary;
mod texts;
pub mod tornado;
pub mod why;

pub use paint::Paint;
pub use plain::{steers, visible, wrap};
pub use pretty::findings;
pub use reviewed::{reason, word};
pub use summary::{counted, left_out, summary};
pub use texts::{Place, Text, Texts};

use crate::engine::Report;
use crate::rulebook::Rulebook;
use serde::Serialize;
use std::io::{self, Write};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people: the lines of the text, with what is wrong drawn into them.
    Pretty,
    /// One line a finding: `file:line:col: severity[rule]: message`.
    Short,
    /// For programs: versioned.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For GitHub's workflow log: annotations.
    Github,
}

/// What a renderer is given.
#[derive(Debug)]
pub struct Sheet<'s> {
    /// What was found.
    pub report: &'s Report,
    /// The names and texts of the files.
    pub texts: &'s Texts<'s>,
    /// The rules, for their titles and help.
    pub rulebook: &'s Rulebook,
    /// How a reader sees it.
    pub view: View,
}

/// How a reader sees a report.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// With colours or without.
    pub paint: Paint,
    /// The columns of the page.
    pub width: usize,
    /// Only the summary, where the format is for people.
    pub quiet: bool,
    /// A folder on one screen in place of each finding in full, where the format is for people.
    pub overview: bool,
}

/// A shape as JSON, with a line end.
///
/// # Errors
///
/// What cannot be written as JSON is told: an empty output would look like an empty result.
pub fn json_text<T: Serialize>(shape: &T) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(shape)? + "\n")
}

/// Writes a report in one format.
pub fn render(format: Format, sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::render(sheet, out),
        Format::Short => short::render(sheet, out),
        Format::Json => json::render(sheet, out),
        Format::Sarif => sarif::render(sheet, out),
        Format::Github => github::render(sheet, out),
    }
}
