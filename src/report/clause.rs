//! Clauses in words: how each stands to the document that a finding is about, and how it is known.

use crate::finding::{Cite, Standing};

/// How a clause may stand to a document, the gravest first.
pub const STANDINGS: [Standing; 6] = [
    Standing::Breaches,
    Standing::Disregards,
    Standing::FallsShort,
    Standing::Indicates,
    Standing::Later,
    Standing::Permits,
];

/// How a clause stands to the document, as the beginning of a remark.
pub fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Breaches => "breaches",
        Standing::Disregards => "does not follow the recommendation of",
        Standing::FallsShort => "falls short of",
        Standing::Indicates => "a sign to weigh under",
        Standing::Later => "adopted after this document:",
        Standing::Permits => "permitted under",
    }
}

/// A clause, and a warning where nobody has read it.
pub fn clause(cite: &Cite) -> String {
    match cite.known {
        "read" => cite.clause.to_string(),
        "secondary" => format!("{} (known at second hand)", cite.clause),
        _ => format!("{} (from background knowledge, not checked)", cite.clause),
    }
}
