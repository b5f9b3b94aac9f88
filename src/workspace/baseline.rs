//! A baseline: the findings that are known, in a file that people may read and version control compares.

use crate::finding::{Finding, Fingerprint};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io;

/// The version of the shape.
const SCHEMA: u32 = 1;

/// The file.
#[derive(Serialize, Deserialize)]
struct Shape {
    schema: u32,
    findings: Vec<Known>,
}

/// What tells one version of the file from another, whatever else is in it.
#[derive(Deserialize)]
struct Version {
    schema: u32,
}

/// A finding; all but its fingerprint is for the reader.
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    rule: String,
    message: String,
    fingerprint: String,
}

/// The file for these findings, and for those that are told with them; the same whatever their order.
pub fn written(findings: &[Finding]) -> io::Result<String> {
    let known = findings.iter().flat_map(Finding::each).map(|finding| Known {
        rule: finding.code.to_string(),
        message: finding.message.to_string(),
        fingerprint: finding.fingerprint.to_string(),
    });
    let mut findings: Vec<Known> = known.collect();
    findings.sort();
    Ok(serde_json::to_string_pretty(&Shape { schema: SCHEMA, findings })? + "\n")
}

/// The fingerprints in a file; else what is wrong with it, in words.
pub fn read(text: &str) -> Result<BTreeSet<Fingerprint>, String> {
    let foreign = |error: serde_json::Error| format!("it is no list that tonne has written (line {})", error.line());
    let Version { schema } = serde_json::from_str(text).map_err(foreign)?;
    if schema != SCHEMA {
        return Err(format!("its version is {schema}, and this tonne reads version {SCHEMA}"));
    }
    let shape: Shape = serde_json::from_str(text).map_err(foreign)?;
    let parsed = shape.findings.iter().map(|known| {
        Fingerprint::parse(&known.fingerprint).ok_or_else(|| format!("`{}` is no fingerprint", known.fingerprint))
    });
    parsed.collect()
}
