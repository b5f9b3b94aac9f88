//! Versions of documents: `07.0.0` is `7`, and `1.1` comes before `1.10`.

use std::cmp::Ordering;
use std::fmt;

/// How many numbers a version may have.
const LONGEST: usize = 6;

/// A version: numbers between points, leading and trailing zeros without meaning. The document's own spelling is kept by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version([u32; LONGEST]);

/// A text that is no version, or no range of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionProblem {
    /// It is not numbers between points.
    NotAVersion {
        /// As written.
        text: String,
    },
    /// The range ends before it starts.
    Reversed {
        /// As written.
        text: String,
    },
}

impl fmt::Display for VersionProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VersionProblem::NotAVersion { text } => write!(out, "`{text}` is not a version such as `07.0` or `v2.1`"),
            VersionProblem::Reversed { text } => write!(out, "the range of versions `{text}` ends before it starts"),
        }
    }
}

impl std::error::Error for VersionProblem {}

impl Version {
    /// Reads `07.0.0`, `v21`, `Ver. 1.1`, `version 3`: up to six numbers below 4,294,967,296 between points.
    pub fn parse(text: &str) -> Result<Version, VersionProblem> {
        let problem = || VersionProblem::NotAVersion { text: text.to_owned() };
        let mut numbers = [0; LONGEST];
        for (at, part) in without_prefix(text.trim()).split('.').enumerate() {
            let number = numbers.get_mut(at).ok_or_else(problem)?;
            if !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(problem());
            }
            *number = part.parse().map_err(|_| problem())?;
        }
        Ok(Version(numbers))
    }
}

/// Without zeros that say nothing: `7`, `1.10`.
impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.iter().rposition(|number| *number != 0).map_or(1, |last| last + 1);
        for (at, number) in self.0.iter().take(length).enumerate() {
            let point = if at == 0 { "" } else { "." };
            write!(out, "{point}{number}")?;
        }
        Ok(())
    }
}

/// Which versions are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionRange {
    /// `any`.
    Any,
    /// `15.0`, `= 15.0`.
    Exactly(Version),
    /// `< 2`, `<= 2`: the flag says whether the version itself is meant.
    Below(Version, bool),
    /// `> 2`, `>= 2`: the flag says whether the version itself is meant.
    Above(Version, bool),
    /// `1.0..1.1`, both included.
    Between(Version, Version),
}

impl VersionRange {
    /// Reads `any`, `15.0`, `<= 21.0`, `>= 2`, `1.0..1.1`.
    pub fn parse(text: &str) -> Result<VersionRange, VersionProblem> {
        let text = text.trim();
        if text == "any" {
            return Ok(VersionRange::Any);
        }
        if let Some((low, high)) = text.split_once("..") {
            let (low, high) = (Version::parse(low)?, Version::parse(high)?);
            let reversed = || VersionProblem::Reversed { text: text.to_owned() };
            return if low > high { Err(reversed()) } else { Ok(VersionRange::Between(low, high)) };
        }
        let after = |operator: &str| text.strip_prefix(operator).map(Version::parse);
        // The longer operators come first, for `<` begins `<=`.
        match (
            after("<=").or_else(|| after("≤")),
            after(">=").or_else(|| after("≥")),
            after("<"),
            after(">"),
            after("="),
        ) {
            (Some(version), ..) => Ok(VersionRange::Below(version?, true)),
            (_, Some(version), ..) => Ok(VersionRange::Above(version?, true)),
            (_, _, Some(version), ..) => Ok(VersionRange::Below(version?, false)),
            (_, _, _, Some(version), _) => Ok(VersionRange::Above(version?, false)),
            (.., Some(version)) => Ok(VersionRange::Exactly(version?)),
            _ => Ok(VersionRange::Exactly(Version::parse(text)?)),
        }
    }

    /// Whether a version is meant.
    pub fn contains(&self, version: &Version) -> bool {
        let beyond =
            |order: Ordering, wanted: Ordering, itself: bool| order == wanted || (itself && order == Ordering::Equal);
        match self {
            VersionRange::Any => true,
            VersionRange::Exactly(exact) => version == exact,
            VersionRange::Below(limit, itself) => beyond(version.cmp(limit), Ordering::Less, *itself),
            VersionRange::Above(limit, itself) => beyond(version.cmp(limit), Ordering::Greater, *itself),
            VersionRange::Between(low, high) => low <= version && version <= high,
        }
    }
}

fn without_prefix(text: &str) -> &str {
    for prefix in ["version", "ver.", "ver", "v.", "v"] {
        let matches = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if matches {
            return text.get(prefix.len()..).unwrap_or_default().trim_start();
        }
    }
    text
}
