//! Fingerprints: a finding keeps its name while the text it is about stays the same.

use crate::finding::{Finding, Fingerprint};
use crate::source::Source;
use rustc_hash::FxHashMap;

/// The fingerprint of a finding of form: its code and the text it points at.
pub fn of_text(finding: &Finding, source: &Source) -> Fingerprint {
    digest(&[&finding.code, source.slice(finding.span()), &finding.message])
}

/// The fingerprint of a finding on a reference: its code and what it says.
pub fn linked(finding: Finding) -> Finding {
    let fingerprint = digest(&[&finding.code, &finding.message]);
    Finding { fingerprint, ..finding }
}

/// A digest of some texts: 64 bits of FNV-1a.
pub fn digest(parts: &[&str]) -> Fingerprint {
    let mut digest = Digest::new();
    parts.iter().for_each(|part| digest.add(part));
    Fingerprint(digest.0)
}

/// A digest while it is made, text by text.
pub struct Digest(pub u64);

impl Digest {
    /// Of nothing yet.
    pub fn new() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text.
    pub fn add(&mut self, part: &str) {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        self.0 = part.bytes().chain([0]).fold(self.0, step);
    }
}

/// Tells equal fingerprints apart by their order, in which the findings are.
pub fn number(findings: &mut [Finding]) {
    let mut seen: FxHashMap<Fingerprint, u32> = FxHashMap::with_capacity_and_hasher(findings.len(), Default::default());
    for finding in findings {
        let times = seen.entry(finding.fingerprint).or_default();
        *times += 1;
        if *times > 1 {
            finding.fingerprint = digest(&[&finding.fingerprint.to_string(), &times.to_string()]);
        }
    }
}
