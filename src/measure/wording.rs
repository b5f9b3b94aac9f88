//! Dimensions and units in words: what people call them before what they are made of.

use super::dimension::{Base, Dimension};
use super::ratio::Ratio;
use super::unit::{Meaning, Unit, Units};

/// So many substances in one dimension are taken by mass or by volume, whichever reads better.
const SUBSTANCES: usize = 2;

/// So many different units of an expression are looked at, and so many of them tried for those that make up another.
const SEEN: usize = 24;
const ATOMS: usize = 6;

/// So many sizes with a name of their own are told of one dimension.
const SIZES: usize = 2;

/// Something with a name, and its power in a product.
type Part = (String, i8);

/// A unit as it is written, and its power in a product.
type Factor<'u> = ((&'u str, Unit), i8);

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
        let mut found = Vec::new();
        (1..=3).for_each(|count| products(unit.dimension(), (&all, count), &mut Vec::new(), &mut found));
        let (size, found) = of_one_size(unit, found)?;
        let part = |((name, _), power): &Factor<'_>| match power.unsigned_abs() {
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
        // Of a substance by itself: tonnes in a tonne, or cubic metres in one.
        if let ([(base, 1)], 1) = (&substances[..], weight(dimension)) {
            return vec![(format!("share of {}", self.base_name(*base)), 1)];
        }
        let bulks = ["mass", "volume"].map(|name| (name, self.named_dimension(name)));
        let choices = (0..1_usize << substances.len()).filter_map(|choice| {
            let (mut rest, mut parts) = (dimension, Vec::new());
            for (at, (base, power)) in substances.iter().enumerate() {
                let (name, bulk) = bulks[choice >> at & 1];
                rest = rest.over(bulk?.times(Dimension::of(*base))?.power(*power)?)?;
                parts.push((format!("{name} of {}", self.base_name(*base)), *power));
            }
            parts.extend(self.sizes(rest));
            Some(parts)
        });
        let cost = |parts: &Vec<Part>| parts.iter().map(|(_, power)| i32::from(power.unsigned_abs())).sum::<i32>();
        choices.min_by_key(cost).unwrap_or_else(|| self.bases_of(dimension))
    }

    /// A product with at most two sizes that have a name of their own, and otherwise of bases; the shortest.
    fn sizes(&self, dimension: Dimension) -> Vec<Part> {
        let named: Vec<(&str, Dimension)> = self.measured().collect();
        let mut best = (weight(dimension), Vec::new(), dimension);
        let mut open = vec![(Vec::new(), dimension)];
        while let Some((taken, whole)) = open.pop() {
            for (at, (_, size)) in named.iter().enumerate() {
                for power in [1, -1, 2, -2] {
                    // What makes it no shorter is no part of it.
                    let rest = size.power(power).and_then(|part| whole.over(part));
                    let Some(rest) = rest.filter(|rest| weight(*rest) < weight(whole)) else { continue };
                    let taken: Vec<(usize, i8)> = taken.iter().copied().chain([(at, power)]).collect();
                    let cost =
                        weight(rest) + taken.iter().map(|(_, power)| i32::from(power.unsigned_abs())).sum::<i32>();
                    if cost < best.0 {
                        best = (cost, taken.clone(), rest);
                    }
                    if taken.len() < SIZES {
                        open.push((taken, rest));
                    }
                }
            }
        }
        let (_, taken, rest) = best;
        let taken = taken.into_iter().map(|(at, power)| (named[at].0.to_owned(), power));
        taken.chain(self.bases_of(rest)).collect()
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

/// How many factors a dimension is written with.
fn weight(dimension: Dimension) -> i32 {
    dimension.factors().map(|(_, power)| i32::from(power.unsigned_abs())).sum()
}

fn raised(name: &str, power: i8) -> String {
    match power {
        1 => name.to_owned(),
        2 => format!("{name} squared"),
        _ => format!("{name} to the power of {power}"),
    }
}

/// The products of `count` of some units that measure the same as a dimension, each added to `found`.
fn products<'u>(
    dimension: Dimension,
    (all, count): (&[(&'u str, Unit)], usize),
    taken: &mut Vec<Factor<'u>>,
    found: &mut Vec<Vec<Factor<'u>>>,
) {
    if count == 0 {
        if dimension.is_ratio() {
            found.push(taken.clone());
        }
        return;
    }
    for (at, one) in all.iter().enumerate() {
        let powers: &[i8] = if count > 2 { &[1, -1] } else { &[1, -1, 2, -2] };
        for power in powers.iter().copied() {
            let Some(rest) = one.1.dimension().power(power).and_then(|part| dimension.over(part)) else { continue };
            taken.push((*one, power));
            products(rest, (&all[at + 1..], count - 1), taken, found);
            taken.pop();
        }
    }
}

/// The first of some products that is exactly a unit; else that is a thousand of it, or a thousandth.
fn of_one_size(unit: Unit, products: Vec<Vec<Factor<'_>>>) -> Option<(&'static str, Vec<Factor<'_>>)> {
    let worth = |product: &Vec<Factor<'_>>| {
        product.iter().try_fold(Unit::ONE, |worth, ((_, one), power)| worth.times(one.power(*power)?))
    };
    let worths: Vec<Option<Unit>> = products.iter().map(worth).collect();
    let thousand = Unit::new(Ratio::new(1_000, 1)?, Dimension::RATIO);
    let sizes = [(0, ""), (1, "1_000 "), (-1, "0.001 "), (2, "1_000_000 "), (-2, "0.000001 ")];
    sizes.into_iter().find_map(|(power, size)| {
        let wanted = unit.over(thousand.power(power)?);
        let at = worths.iter().position(|worth| worth.is_some() && *worth == wanted)?;
        Some((size, products[at].clone()))
    })
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
