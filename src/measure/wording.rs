//! Dimensions and units in words: what people call them before what they are made of.

use super::dimension::{Base, Dimension};
use super::ratio::Ratio;
use super::unit::{Meaning, Unit, Units};

/// So many substances in one dimension are taken by mass or by volume, whichever reads better.
const SUBSTANCES: usize = 2;

/// So many different units of an expression are looked at, and so many of them tried for those that make up another.
const SEEN: usize = 24;
const ATOMS: usize = 6;

/// Something with a name, and its power in a product.
type Part = (String, i8);

impl Units {
    /// A dimension in words: `energy`, `mass of CO2e per unit of energy`, `USD`, `a pure number`.
    pub fn describe(&self, dimension: Dimension) -> String {
        if dimension.is_ratio() {
            return "a pure number".to_owned();
        }
        let parts = self.named_parts(dimension);
        let above = parts.iter().filter(|(_, power)| *power > 0).map(|(name, power)| raised(name, *power));
        let below = parts.iter().filter(|(_, power)| *power < 0).map(|(name, power)| {
            let counted = self.lookup_name(name).is_some() || name.chars().all(|each| each.is_ascii_uppercase());
            raised(&if counted { name.clone() } else { format!("unit of {name}") }, power.saturating_neg())
        });
        let (above, below): (Vec<String>, Vec<String>) = (above.collect(), below.collect());
        let above = if above.is_empty() { "one".to_owned() } else { above.join(" times ") };
        if below.is_empty() { above } else { format!("{above} per {}", below.join(" and ")) }
    }

    /// A unit as a product of few of some others, as documents write it: `GJ` of `t` and `GJ/t`, `tCO2e/MWh`, or
    /// thousands of it: `1_000 tCO2e/year`; none where it takes more than three. `written` are units as they are written somewhere.
    pub fn spelled<'t>(&self, unit: Unit, written: impl Iterator<Item = &'t str>) -> Option<String> {
        let bases: Vec<Base> = unit.dimension().factors().map(|(base, _)| base).collect();
        let mut all: Vec<(&str, Unit)> = Vec::new();
        for text in written.flat_map(factors) {
            if all.len() < SEEN
                && !all.iter().any(|(known, _)| *known == text)
                && let Some(unit) = self.parse(text).ok().filter(|unit| !unit.dimension().is_ratio())
            {
                all.push((text, unit));
            }
        }
        // What measures something else as well would have to be divided out again.
        all.sort_by_key(|(_, part)| !part.dimension().factors().all(|(base, _)| bases.contains(&base)));
        all.truncate(ATOMS);
        let thousand = |power: i8| Some(Unit::new(Ratio::new(1_000, 1)?.power(power)?, Dimension::RATIO));
        let sizes = [(0, ""), (1, "1_000 "), (-1, "0.001 "), (2, "1_000_000 "), (-2, "0.000001 ")];
        let (size, found) = sizes.into_iter().find_map(|(power, size)| {
            let unit = unit.over(thousand(power)?)?;
            Some((size, (1..=3).find_map(|count| product_of(unit, &all, count))?))
        })?;
        let part = |(name, power): &(&str, i8)| match power.unsigned_abs() {
            1 => (*name).to_owned(),
            power => format!("{name}^{power}"),
        };
        let side = |above: bool| -> Vec<String> {
            found.iter().filter(|(_, power)| (*power > 0) == above).map(part).collect()
        };
        Some(match (side(true), side(false)) {
            (above, below) if below.is_empty() => format!("{size}{}", above.join("*")),
            (above, below) => {
                let above = if above.is_empty() { "1".to_owned() } else { above.join("*") };
                let below = if below.len() > 1 { format!("({})", below.join("*")) } else { below.concat() };
                format!("{size}{above}/{below}")
            }
        })
    }

    /// The fewest named things whose product a dimension is.
    fn named_parts(&self, dimension: Dimension) -> Vec<Part> {
        let substances: Vec<(Base, i8)> =
            dimension.factors().filter(|(base, _)| self.is_substance(*base)).take(SUBSTANCES).collect();
        let (mass, volume) = (self.named_dimension("mass"), self.named_dimension("volume"));
        let bulks = [("mass", mass), ("volume", volume), ("share", Some(Dimension::RATIO))];
        let choices = (0..bulks.len().pow(substances.len() as u32)).filter_map(|mut choice| {
            let (mut rest, mut parts) = (dimension, Vec::new());
            for (base, power) in &substances {
                let (name, bulk) = bulks[choice % bulks.len()];
                choice /= bulks.len();
                rest = rest.over(bulk?.times(Dimension::of(*base))?.power(*power)?)?;
                parts.push((format!("{name} of {}", self.base_name(*base)), *power));
            }
            parts.extend(self.sizes(rest));
            Some(parts)
        });
        let cost = |parts: &Vec<Part>| parts.iter().map(|(_, power)| i32::from(power.unsigned_abs())).sum::<i32>();
        // A share is one of something: nothing is counted per share.
        let reads = |parts: &Vec<Part>| !parts.iter().any(|(name, power)| name.starts_with("share") && *power < 0);
        choices.filter(reads).min_by_key(cost).unwrap_or_else(|| self.bases_of(dimension))
    }

    /// A product with at most two sizes that have a name of their own, and otherwise of bases; the shortest.
    fn sizes(&self, dimension: Dimension) -> Vec<Part> {
        let named: Vec<(&str, Dimension)> = self.measured().collect();
        let mut best = self.bases_of(dimension);
        let cost = |parts: &[Part]| parts.iter().map(|(_, power)| i32::from(power.unsigned_abs())).sum::<i32>();
        let mut consider = |taken: &[(&str, i8)], rest: Option<Dimension>| {
            let Some(rest) = rest else { return };
            let mut parts: Vec<Part> = taken.iter().map(|(name, power)| ((*name).to_owned(), *power)).collect();
            parts.extend(self.bases_of(rest));
            if cost(&parts) < cost(&best) {
                best = parts;
            }
        };
        let powers = [1, -1, 2, -2];
        let without = |whole: Dimension, part: Dimension, power: i8| whole.over(part.power(power)?);
        for (at, (first, one)) in named.iter().enumerate() {
            for power in powers {
                let Some(rest) = without(dimension, *one, power) else { continue };
                consider(&[(first, power)], Some(rest));
                for (second, other) in &named[at + 1..] {
                    powers.iter().for_each(|next| {
                        consider(&[(first, power), (second, *next)], without(rest, *other, *next));
                    });
                }
            }
        }
        best
    }

    fn bases_of(&self, dimension: Dimension) -> Vec<Part> {
        dimension.factors().map(|(base, power)| (self.base_name(base), power)).collect()
    }

    fn base_name(&self, base: Base) -> String {
        match base.currency() {
            Some(currency) => currency.code().to_owned(),
            None => self.base(base).map_or_else(|| "?".to_owned(), |name| name.replace('_', " ")),
        }
    }

    /// The sizes that the vocabulary names.
    fn measured(&self) -> impl Iterator<Item = (&str, Dimension)> {
        let named = self.definitions().iter().filter(|definition| !definition.measures.is_empty());
        named.filter_map(|definition| match self.lookup_name(&definition.name)?.meaning {
            Meaning::Unit(unit) => Some((definition.measures.as_str(), unit.dimension())),
            Meaning::Substance(_) | Meaning::Ambiguous => None,
        })
    }

    fn named_dimension(&self, name: &str) -> Option<Dimension> {
        let base = || self.base_named(name).map(Dimension::of);
        self.measured().find(|(known, _)| *known == name).map(|(_, dimension)| dimension).or_else(base)
    }
}

fn raised(name: &str, power: i8) -> String {
    match power {
        1 => name.to_owned(),
        2 => format!("{name} squared"),
        _ => format!("{name} to the power of {power}"),
    }
}

/// A product of `count` of some units that is exactly `unit`.
fn product_of<'u>(unit: Unit, all: &[(&'u str, Unit)], count: usize) -> Option<Vec<(&'u str, i8)>> {
    if count == 0 {
        return (unit == Unit::ONE).then(Vec::new);
    }
    for (at, (name, one)) in all.iter().enumerate() {
        let powers: &[i8] = if count > 2 { &[1, -1] } else { &[1, -1, 2, -2] };
        for power in powers.iter().copied() {
            let rest = one.power(power).and_then(|part| unit.over(part));
            if let Some(mut found) = rest.and_then(|rest| product_of(rest, &all[at + 1..], count - 1)) {
                found.insert(0, (name, power));
                return Some(found);
            }
        }
    }
    None
}

/// The units between the operators of one: `kgCH4` and `head` and `year` of `kgCH4/(head*year)`.
fn factors(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, each) in text.char_indices() {
        let behind_name = text[start..at].ends_with(|last: char| last.is_alphanumeric());
        match each {
            '(' if depth > 0 || behind_name => depth += 1,
            ')' if depth > 0 => depth -= 1,
            '/' | '*' | '·' | ' ' | '(' | ')' | '^' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + each.len_utf8();
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found.retain(|factor| factor.starts_with(char::is_alphabetic));
    found
}
