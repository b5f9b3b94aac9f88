//! Clauses in words: how each stands to the document that a finding is about, and how it is known.

use crate::finding::{Cite, Standing, Verdict};

/// How a clause may stand to a document, the gravest first.
pub const STANDINGS: [Standing; 6] = [
    Standing::Breaches,
    Standing::Disregards,
    Standing::FallsShort,
    Standing::Indicates,
    Standing::Later,
    Standing::Permits,
];

/// How a clause stands to the document, as the word before it. What is not shown breaches nothing: it is asked for.
pub fn words(standing: Standing, verdict: Verdict) -> &'static str {
    match (standing, verdict) {
        (Standing::Breaches, Verdict::Breached) => "breaches",
        (Standing::Breaches, _) => "asked by",
        (Standing::Disregards, _) => "advised by",
        (Standing::FallsShort, _) => "benchmark",
        (Standing::Indicates, _) => "see",
        (Standing::Later, _) => "adopted later",
        (Standing::Permits, _) => "permitted by",
    }
}

/// A clause, with a warning where nobody has read it or where it is younger than the document.
pub fn clause(cite: &Cite) -> String {
    let known = match cite.known {
        "read" => "",
        "secondary" => " (known at second hand)",
        _ => " (from background knowledge, not checked)",
    };
    // Of a clause that the document would fall short of, the word before it says so already.
    let later = if cite.later && cite.standing != Standing::Later { " (adopted later)" } else { "" };
    format!("{}{known}{later}", cite.clause)
}
