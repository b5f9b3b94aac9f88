//! What reviewers set aside, in words: never left out, and always with reason and name.

use crate::engine::{Report, Ruling, Says, SetAside};

/// The waiver or answer behind what is set aside.
pub fn ruling<'r>(report: &'r Report, aside: &SetAside) -> &'r Ruling {
    &report.review.rulings[aside.ruling].0
}

/// The word for what a reviewer said.
pub fn word(says: Says) -> &'static str {
    match says {
        Says::Accepted => "waived",
        Says::Fact => "answered",
        Says::Yes => "answered yes",
        Says::No => "answered no",
        Says::Unclear => "not answered",
    }
}

/// `the reason (who, until when)`, behind the facts of an answer.
pub fn reason(ruling: &Ruling) -> String {
    let facts = if ruling.facts.is_empty() { String::new() } else { format!("{}: ", ruling.facts.join("; ")) };
    let until = ruling.until.map(|until| format!(", until {}", until.last())).unwrap_or_default();
    let by = if ruling.by.is_empty() { &*ruling.within } else { &ruling.by };
    format!("{facts}{} ({by}{until})", ruling.because)
}
