//! The register of instruments: what may be cited, what it asks, and how well that is known.

use super::Citation;
use super::written::{Force, Instrument, InstrumentClause, Known};
use crate::measure::{Day, Interval};
use crate::vocabulary::nearest;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// All instruments, findable by symbol.
#[derive(Debug, Default)]
pub struct Register {
    /// The instruments, in the order of their files.
    pub instruments: Vec<Instrument>,
    symbols: FxHashMap<String, u16>,
    /// From when and until when each of them holds, as far as that is known.
    times: Vec<(Option<Interval>, Option<Interval>)>,
}

/// How a clause asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// `shall`
    Shall,
    /// `should`
    Should,
    /// `may`, or a statement.
    Nothing,
}

impl Register {
    /// A register of these instruments; of two with one symbol the later counts.
    pub fn new(instruments: Vec<Instrument>) -> Self {
        let symbols =
            instruments.iter().enumerate().map(|(at, instrument)| (instrument.symbol.clone(), at as u16)).collect();
        let times = instruments.iter().map(|instrument| {
            let date = |text: &str| Interval::parse(text).ok();
            (date(&instrument.in_force).or(date(&instrument.adopted)), date(&instrument.superseded))
        });
        Register { times: times.collect(), instruments, symbols }
    }

    /// The instrument of a symbol.
    pub fn instrument(&self, symbol: &str) -> Option<u16> {
        self.symbols.get(symbol).copied()
    }

    /// The clause that a citation names: the longest symbol it begins with, then a locator or nothing.
    /// Else what is wrong, and what helps.
    pub fn resolve(&self, cite: &str) -> Result<Citation, (String, String)> {
        for (begun, rest) in splits(cite) {
            if let Some(instrument) = self.instrument(begun) {
                return self.locate(instrument, rest);
            }
        }
        let help = match self.completed(cite).or_else(|| self.nearest(cite).map(str::to_owned)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`tonne instruments` lists what may be cited".to_owned(),
        };
        Err((format!("no instrument of the register is cited by `{cite}`"), help))
    }

    /// The citation that is meant by one whose symbol lacks its end, such as the version: where only one can be.
    fn completed(&self, cite: &str) -> Option<String> {
        let whole = |first: &str| {
            let name = nearest(first, self.symbols.keys().filter_map(|symbol| symbol.split(' ').next()))?;
            Some(cite.replacen(first, name, 1))
        };
        let cite = whole(cite.split(' ').next()?)?;
        splits(&cite).find_map(|(begun, rest)| {
            let longer = |symbol: &str| symbol.strip_prefix(begun).is_some_and(|end| end.starts_with(' '));
            let mut meant = self.instruments.iter().filter(|one| longer(&one.symbol)).filter(|one| has(one, rest));
            let one = meant.next()?;
            meant.next().is_none().then(|| format!("{} {rest}", one.symbol).trim_end().to_owned())
        })
    }

    /// The symbol that may be meant: one that begins like it, else any near one.
    pub fn nearest(&self, symbol: &str) -> Option<&str> {
        let symbols = || self.symbols.keys().map(String::as_str);
        let alike = symbols().filter(|known| symbol.starts_with(known.split(' ').next().unwrap_or_default()));
        nearest(symbol, alike).or_else(|| nearest(symbol, symbols()))
    }

    fn locate(&self, instrument: u16, locator: &str) -> Result<Citation, (String, String)> {
        if locator.is_empty() {
            return Ok(Citation { instrument, clause: None });
        }
        let found = &self.instruments[instrument as usize];
        if let Some(clause) = found.clauses.iter().position(|clause| clause.at == locator) {
            return Ok(Citation { instrument, clause: Some(clause as u16) });
        }
        let places = || found.clauses.iter().map(|clause| clause.at.as_str());
        let within = places().find(|place| place.strip_suffix(locator).is_some_and(|before| before.ends_with(' ')));
        let help = match within.or_else(|| nearest(locator, places())) {
            Some(near) => format!("did you mean `{} {near}`?", found.symbol),
            None => format!("`tonne instruments \"{}\"` lists its clauses", found.symbol),
        };
        Err((format!("{} has no clause `{locator}` in the register", found.symbol), help))
    }

    /// The clause of a citation, where it names one.
    pub fn clause(&self, citation: Citation) -> Option<&InstrumentClause> {
        self.instruments[citation.instrument as usize].clauses.get(citation.clause? as usize)
    }

    /// Instrument and locator, as people write them.
    pub fn show(&self, citation: Citation) -> String {
        let instrument = &self.instruments[citation.instrument as usize];
        match self.clause(citation) {
            Some(clause) => format!("{} {}", instrument.symbol, clause.at),
            None => instrument.symbol.clone(),
        }
    }

    /// How a clause is written and what it asks, in a form that many findings share.
    pub fn ground(&self, citation: Citation) -> (Arc<str>, Arc<str>) {
        let asks = self.clause(citation).map_or("", |clause| clause.asks.as_str());
        (self.show(citation).into(), asks.into())
    }

    /// How the clause, or the whole instrument, is known.
    pub fn known(&self, citation: Citation) -> &'static str {
        let instrument = self.instruments[citation.instrument as usize].known;
        match self.clause(citation).map_or(instrument, |clause| clause.known) {
            Known::Read => "read",
            Known::Secondary => "secondary",
            Known::Background => "background",
        }
    }

    /// How the clause asks; a whole instrument asks nothing in particular.
    pub fn binding(&self, citation: Citation) -> Binding {
        match self.clause(citation).map(|clause| clause.force) {
            Some(Force::Shall) => Binding::Shall,
            Some(Force::Should) => Binding::Should,
            Some(Force::May | Force::States) | None => Binding::Nothing,
        }
    }

    /// Whether the clause does no more than allow something.
    pub fn allows(&self, citation: Citation) -> bool {
        self.clause(citation).is_some_and(|clause| clause.force == Force::May)
    }

    /// Whether the clause asks something of documents of this kind.
    pub fn obliges(&self, citation: Citation, kind: &str) -> bool {
        let obliges = |clause: &InstrumentClause| {
            clause.obliges.0.is_empty() || clause.obliges.0.iter().any(|obliged| obliged.value == kind)
        };
        self.clause(citation).is_none_or(obliges)
    }

    /// Whether an instrument holds on a day: surely not before its first day, nor after its last one; else it may.
    pub fn holds(&self, instrument: u16, day: Day) -> bool {
        let (from, until) = self.times[usize::from(instrument)];
        let day = Interval::from(day);
        from.is_none_or(|from| day.before(&from) != Some(true))
            && until.is_none_or(|until| until.before(&day) != Some(true))
    }

    /// From when an instrument holds, where that is known.
    pub fn begins(&self, instrument: u16) -> Option<Interval> {
        self.times[usize::from(instrument)].0
    }

    /// Whether an instrument counts under a profile.
    pub fn counts(&self, instrument: u16, profile: &str) -> bool {
        self.instruments[instrument as usize].profiles.iter().any(|known| known == profile)
    }

    /// All profiles, sorted.
    pub fn profiles(&self) -> Vec<&str> {
        let mut all: Vec<&str> =
            self.instruments.iter().flat_map(|instrument| instrument.profiles.iter().map(String::as_str)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A citation cut in two at each of its spaces, the longest beginning first.
fn splits(cite: &str) -> impl Iterator<Item = (&str, &str)> {
    let spaces = cite.match_indices(' ').map(|(at, _)| at);
    let ends: Vec<usize> = spaces.chain([cite.len()]).collect();
    ends.into_iter().rev().map(move |end| (cite[..end].trim_end(), cite[end..].trim()))
}

/// Whether an instrument has a clause with this locator; each has what is cited as a whole.
fn has(instrument: &Instrument, locator: &str) -> bool {
    locator.is_empty() || instrument.clauses.iter().any(|clause| clause.at == locator)
}
