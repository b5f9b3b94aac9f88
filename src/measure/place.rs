//! Countries by ISO 3166-1 and currencies by ISO 4217.

use super::dimension::Base;
use iso_currency::Currency as Iso4217;
use std::fmt;

/// Codes and names that people write for a country and ISO 3166-1 does not, folded as [`fold`] does.
const COMMON: &[(&str, &str)] = &[
    ("uk", "GB"),
    ("greatbritain", "GB"),
    ("unitedkingdom", "GB"),
    ("england", "GB"),
    ("el", "GR"),
    ("usa", "US"),
    ("america", "US"),
    ("unitedstates", "US"),
    ("southkorea", "KR"),
    ("republicofkorea", "KR"),
    ("korea", "KR"),
    ("northkorea", "KP"),
    ("dprk", "KP"),
    ("laos", "LA"),
    ("laopdr", "LA"),
    ("ivorycoast", "CI"),
    ("turkey", "TR"),
    ("swaziland", "SZ"),
    ("burma", "MM"),
    ("capeverde", "CV"),
    ("czechrepublic", "CZ"),
    ("macedonia", "MK"),
    ("russia", "RU"),
    ("drc", "CD"),
    ("drcongo", "CD"),
    ("democraticrepublicofcongo", "CD"),
    ("democraticrepublicofthecongo", "CD"),
    ("republicofthecongo", "CG"),
    ("easttimor", "TL"),
    ("holland", "NL"),
    ("uae", "AE"),
    ("emirates", "AE"),
    ("brunei", "BN"),
    ("syria", "SY"),
    ("vatican", "VA"),
    ("micronesia", "FM"),
    ("kyrgyzrepublic", "KG"),
    ("slovakrepublic", "SK"),
    ("png", "PG"),
    ("ksa", "SA"),
    ("roc", "TW"),
    ("prc", "CN"),
];

/// Unions of states for which people write a code as if they were one, folded as [`fold`] does.
const UNIONS: &[(&str, &str)] = &[
    ("eu", "European Union"),
    ("europeanunion", "European Union"),
    ("eea", "European Economic Area"),
    ("asean", "Association of Southeast Asian Nations"),
    ("ecowas", "Economic Community of West African States"),
];

/// A country or area with an ISO 3166-1 alpha-2 code: `KH`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of an officially assigned alpha-2 code in capitals.
    pub fn parse(code: &str) -> Option<Country> {
        let known = rust_iso3166::from_alpha2(code)?;
        <[u8; 2]>::try_from(known.alpha2.as_bytes()).ok().map(Country)
    }

    /// The alpha-2 code.
    pub fn code(self) -> &'static str {
        self.entry().map_or("", |entry| entry.alpha2)
    }

    /// The English short name as ISO 3166-1 has it: `Tanzania (United Republic of)`.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// The country that was probably meant by a name (`Cambodia`), an alpha-3 code (`KHM`), small letters (`kh`) or a common slip (`UK`).
    pub fn nearest(text: &str) -> Option<Country> {
        let folded = fold(text);
        if folded.is_empty() || folded.len() > 80 {
            return None;
        }
        by_code(&folded).or_else(|| by_common_name(&folded)).or_else(|| by_name(&folded))
    }

    /// The union of states that a text names, which is no country.
    pub fn union(text: &str) -> Option<&'static str> {
        let folded = fold(text);
        UNIONS.iter().find(|(name, _)| *name == folded).map(|(_, union)| *union)
    }

    fn entry(self) -> Option<rust_iso3166::CountryCode> {
        rust_iso3166::from_alpha2(std::str::from_utf8(&self.0).ok()?)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Country({})", self.code())
    }
}

/// A currency with an ISO 4217 code: `USD`. Each one is a dimension of its own; rates of exchange belong to a day and a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(Iso4217);

impl Currency {
    /// The currency of a code in capitals; the codes for tests and for no currency are none.
    pub fn parse(code: &str) -> Option<Currency> {
        Iso4217::from_code(code).filter(|currency| !matches!(currency, Iso4217::XTS | Iso4217::XXX)).map(Currency)
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The English name: `United States dollar`.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The base that it counts in.
    pub fn base(self) -> Base {
        Base::of_currency(self.0)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

fn by_code(folded: &str) -> Option<Country> {
    let capitals = folded.to_ascii_uppercase();
    Country::parse(&capitals).or_else(|| Country::parse(rust_iso3166::from_alpha3(&capitals)?.alpha2))
}

fn by_common_name(folded: &str) -> Option<Country> {
    let (_, code) = COMMON.iter().find(|(name, _)| *name == folded)?;
    Country::parse(code)
}

/// By the whole name, by what stands before its parenthesis, and then by a slip of a few letters.
fn by_name(folded: &str) -> Option<Country> {
    let names = || {
        rust_iso3166::ALL.iter().flat_map(|entry| {
            let short = entry.name.split(" (").next().unwrap_or(entry.name);
            [(fold(entry.name), entry.alpha2), (fold(short), entry.alpha2)]
        })
    };
    if let Some((_, code)) = names().find(|(name, _)| name == folded) {
        return Country::parse(code);
    }
    let length = folded.chars().count();
    if length < 4 {
        return None;
    }
    let measured: Vec<_> = names().map(|(name, code)| (strsim::damerau_levenshtein(&name, folded), code)).collect();
    let least = measured.iter().map(|(distance, _)| *distance).min().filter(|least| *least <= length / 4)?;
    let mut nearest = measured.iter().filter(|(distance, _)| *distance == least).map(|(_, code)| *code);
    let code = nearest.next()?;
    // Niger and Nigeria, Iran and Iraq: two that are as near are no suggestion.
    nearest.all(|other| other == code).then(|| Country::parse(code)).flatten()
}

/// Small letters without accents, and nothing else; `the` goes, too.
fn fold(text: &str) -> String {
    let letters: String = text.to_lowercase().chars().filter_map(plain_letter).collect();
    letters.strip_prefix("the").filter(|rest| rest.len() > 3).map(str::to_owned).unwrap_or(letters)
}

fn plain_letter(letter: char) -> Option<char> {
    match letter {
        'à'..='å' => Some('a'),
        'ç' => Some('c'),
        'è'..='ë' => Some('e'),
        'ì'..='ï' => Some('i'),
        'ñ' => Some('n'),
        'ò'..='ö' => Some('o'),
        'ù'..='ü' => Some('u'),
        'ş' => Some('s'),
        _ => letter.is_ascii_lowercase().then_some(letter),
    }
}
