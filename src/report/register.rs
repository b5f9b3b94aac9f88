//! The register as pages: all instruments, or one with its clauses.

use super::explain::clause;
use crate::rulebook::{Citation, Instrument, Known, Rulebook};
use std::fmt::Write;

/// These instruments: how each is cited, how it is known, which profiles count it, and its title.
pub fn list(rulebook: &Rulebook, which: &[u16]) -> String {
    let instruments = &rulebook.register.instruments;
    let mut rows: Vec<[String; 4]> = which.iter().map(|at| row(&instruments[usize::from(*at)])).collect();
    rows.sort();
    let wide = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (symbol, known, profiles) = (wide(0), wide(1), wide(2));
    let line = |[name, how, counted, title]: &[String; 4]| {
        format!("{name:<symbol$}  {how:<known$}  {counted:<profiles$}  {title}\n")
    };
    rows.iter().map(line).collect()
}

fn row(instrument: &Instrument) -> [String; 4] {
    let known = match instrument.known {
        Known::Read => "read",
        Known::Secondary => "secondary",
        Known::Background => "background",
    };
    [instrument.symbol.clone(), known.to_owned(), instrument.profiles.join(", "), instrument.title.clone()]
}

/// What a citation names, in markdown: one clause, or an instrument with all that it asks, each as rules cite it.
pub fn page(rulebook: &Rulebook, cite: Citation) -> String {
    let instrument = &rulebook.register.instruments[usize::from(cite.instrument)];
    let mut out = format!("# {}: {}\n\n", instrument.symbol, instrument.title);
    let told = [
        ("kind", instrument.kind.as_str()),
        ("issued by", &instrument.issuer),
        ("adopted", &instrument.adopted),
        ("in force from", &instrument.in_force),
        ("superseded", &instrument.superseded),
        ("binds", &instrument.binds),
        ("counts under the profiles", &instrument.profiles.join(", ")),
        ("seen in", &instrument.source),
    ];
    for (name, said) in told.iter().filter(|(_, said)| !said.is_empty()) {
        let _ = writeln!(out, "- {name}: {said}");
    }
    out.push_str(if instrument.clauses.is_empty() { "" } else { "\n## Clauses\n\n" });
    let all = (0..instrument.clauses.len() as u16).map(|at| Citation { clause: Some(at), ..cite });
    for one in all.filter(|one| cite.clause.is_none() || *one == cite) {
        let _ = writeln!(out, "- {}", clause(rulebook, one));
    }
    out
}
