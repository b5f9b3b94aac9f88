//! Units: what one of them is worth in bases, and the names by which a vocabulary knows them.

use super::definition::UnitDefinition;
use super::dimension::{Base, Dimension};
use super::expression::{self, UnitProblem};
use super::nearest;
use super::place::Currency;
use super::ratio::Ratio;
use super::writing::Writings;
use rustc_hash::FxHashMap;
use std::fmt;

/// The SI prefixes that a unit may take (SI brochure, 9th edition, table 7), as powers of ten: those that count upwards.
const PREFIXES: [(&str, u32); 6] = [("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

/// What one unit is worth: an exact positive factor over its dimension's bases (kilogram, metre, second …).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    factor: Ratio,
    dimension: Dimension,
}

impl Unit {
    /// The unit of pure numbers.
    pub const ONE: Unit = Unit { factor: Ratio::ONE, dimension: Dimension::RATIO };

    pub(super) fn new(factor: Ratio, dimension: Dimension) -> Unit {
        Unit { factor, dimension }
    }

    /// What it measures.
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    pub(super) fn factor(&self) -> Ratio {
        self.factor
    }

    /// The product; none where it has too many bases or too large a factor.
    pub fn times(self, other: Unit) -> Option<Unit> {
        Some(Unit { factor: self.factor.times(other.factor)?, dimension: self.dimension.times(other.dimension)? })
    }

    /// The quotient; none as in [`Unit::times`].
    pub fn over(self, other: Unit) -> Option<Unit> {
        Some(Unit { factor: self.factor.over(other.factor)?, dimension: self.dimension.over(other.dimension)? })
    }

    /// The power; none as in [`Unit::times`].
    pub fn power(self, power: i8) -> Option<Unit> {
        Some(Unit { factor: self.factor.power(power)?, dimension: self.dimension.power(power)? })
    }
}

/// A definition that cannot stand in a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionProblem {
    /// The definition's name.
    pub name: String,
    /// Its place in the list, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub fault: DefinitionFault,
}

/// What is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefinitionFault {
    /// A name of it is already taken, perhaps by another one's prefix.
    Taken(String),
    /// A name is empty, or holds a space, an operator or a parenthesis.
    Name(String),
    /// Its `is` names something that is not defined above it, or does not read as a product.
    Is(UnitProblem),
    /// It takes prefixes, which only a unit of a certain size can.
    Prefixes,
    /// There are more bases than can be told apart.
    TooMany,
}

impl fmt::Display for DefinitionProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "unit `{}`: ", self.name)?;
        match &self.fault {
            DefinitionFault::Taken(name) => write!(out, "`{name}` is already taken"),
            DefinitionFault::Name(name) => write!(out, "`{name}` cannot be a name, for it would not be read as one"),
            DefinitionFault::Is(problem) => write!(out, "{problem}"),
            DefinitionFault::Prefixes => out.write_str("prefixes belong to units, not to substances and refused names"),
            DefinitionFault::TooMany => out.write_str("there are too many base units"),
        }
    }
}

impl std::error::Error for DefinitionProblem {}

/// The units, substances and counted things of a vocabulary, and all currencies.
#[derive(Clone, Debug, Default)]
pub struct Units {
    definitions: Vec<UnitDefinition>,
    named: FxHashMap<String, Named>,
    names: Vec<String>,
    bases: Vec<String>,
    pub(super) writings: Writings,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub meaning: Meaning,
    pub definition: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Unit(Unit),
    Substance(Base),
    Ambiguous,
}

impl Units {
    /// Reads definitions in order: each may use those before it.
    pub fn new(definitions: impl IntoIterator<Item = UnitDefinition>) -> Result<Units, DefinitionProblem> {
        let mut units = Units::default();
        for definition in definitions {
            let index = units.definitions.len();
            let added = units.define(index, &definition);
            added.map_err(|fault| DefinitionProblem { name: definition.name.clone(), index, fault })?;
            units.definitions.push(definition);
        }
        Ok(units)
    }

    /// Reads a unit without spaces: `tCO2e/MWh`, `kg(N2O-N)/kg(N)`, `t(C)/ha`, `%/year`, `m2`, `ha^-1`, `kgCH4/(head*year)`, `USD/MWh`.
    pub fn parse(&self, text: &str) -> Result<Unit, UnitProblem> {
        expression::parse(self, text)
    }

    /// The definition behind a single name, prefixed or not: for hover and the reference.
    pub fn definition(&self, name: &str) -> Option<&UnitDefinition> {
        self.definitions.get(self.named.get(name)?.definition)
    }

    /// All definitions, in the vocabulary's order.
    pub fn definitions(&self) -> &[UnitDefinition] {
        &self.definitions
    }

    /// The defined units of a dimension, in the vocabulary's order: what to write where another dimension stands.
    pub fn measuring(&self, dimension: Dimension) -> impl Iterator<Item = &str> {
        let names = self.definitions.iter().map(|definition| definition.name.as_str());
        names.filter(move |name| {
            self.named
                .get(*name)
                .is_some_and(|named| matches!(named.meaning, Meaning::Unit(unit) if unit.dimension == dimension))
        })
    }

    /// Whether a base is a substance, and not a size or a counted thing.
    pub fn is_substance(&self, base: Base) -> bool {
        self.base(base)
            .and_then(|name| self.named.get(name))
            .is_some_and(|named| named.meaning == Meaning::Substance(base))
    }

    /// Whether a base is a substance weighted by a potential.
    pub fn is_weighted(&self, base: Base) -> bool {
        self.base(base).and_then(|name| self.definition(name)).is_some_and(|definition| definition.weighted)
    }

    /// The name of a base that the vocabulary defines.
    pub(super) fn base(&self, base: Base) -> Option<&str> {
        base.place().and_then(|place| self.bases.get(place)).map(String::as_str)
    }

    /// The base of a name.
    pub(super) fn base_named(&self, name: &str) -> Option<Base> {
        self.bases.iter().position(|base| base == name).and_then(Base::defined)
    }

    /// What a name of the vocabulary stands for, with its prefix.
    pub(super) fn lookup_name(&self, name: &str) -> Option<Named> {
        self.named.get(name).copied()
    }

    /// What a single name stands for: defined, an amount of a substance (`ktCO2e`, `t-CO2`, `m3CH4`), or money (`USD`, `kEUR`).
    pub(super) fn lookup(&self, name: &str) -> Option<Named> {
        self.lookup_name(name).or_else(|| self.substance_amount(name)).or_else(|| money(name))
    }

    /// The refusal's reason, for a name that is [`Meaning::Ambiguous`].
    pub(super) fn advice(&self, named: Named) -> String {
        self.definitions.get(named.definition).map(|definition| definition.means.clone()).unwrap_or_default()
    }

    /// All names that a unit can have, in order; `substances` asks for the substances instead.
    pub(super) fn candidates(&self, substances: bool) -> impl Iterator<Item = (&str, Meaning)> {
        let all = self.names.iter().filter_map(|name| Some((name.as_str(), self.named.get(name)?.meaning)));
        all.filter(move |(_, meaning)| match meaning {
            Meaning::Unit(_) => !substances,
            Meaning::Substance(_) => substances,
            Meaning::Ambiguous => false,
        })
    }

    /// Whether a unit measures mass or volume and nothing else, so that a substance may stand directly behind it.
    pub(super) fn is_bulk(&self, unit: Unit) -> bool {
        let volume = self.base_named("length").and_then(|length| Dimension::of(length).power(3));
        let mass = self.base_named("mass").map(Dimension::of);
        [mass, volume].contains(&Some(unit.dimension))
    }

    fn substance_amount(&self, name: &str) -> Option<Named> {
        name.char_indices().skip(1).find_map(|(at, _)| {
            let (bulk, substance) = name.split_at_checked(at)?;
            let bulk = self.named.get(bulk)?;
            let substance = self.named.get(substance.strip_prefix('-').unwrap_or(substance))?;
            match (bulk.meaning, substance.meaning) {
                (Meaning::Ambiguous, Meaning::Substance(_)) => Some(*bulk),
                (Meaning::Unit(unit), Meaning::Substance(base)) if self.is_bulk(unit) => {
                    let dimension = unit.dimension.times(Dimension::of(base))?;
                    Some(Named { meaning: Meaning::Unit(Unit { dimension, ..unit }), definition: bulk.definition })
                }
                _ => None,
            }
        })
    }

    fn define(&mut self, index: usize, definition: &UnitDefinition) -> Result<(), DefinitionFault> {
        let meaning = self.meaning_of(definition)?;
        for name in std::iter::once(&definition.name).chain(&definition.also) {
            self.name(name.clone(), Named { meaning, definition: index })?;
        }
        match meaning {
            _ if !definition.prefixes => Ok(()),
            Meaning::Unit(unit) => self.prefix(&definition.name, unit, index),
            _ => Err(DefinitionFault::Prefixes),
        }
    }

    fn meaning_of(&mut self, definition: &UnitDefinition) -> Result<Meaning, DefinitionFault> {
        match definition.is.trim() {
            "ambiguous" => Ok(Meaning::Ambiguous),
            "substance" => Ok(Meaning::Substance(self.new_base(&definition.name)?)),
            text => match text.strip_prefix("base ") {
                Some(base) => Ok(Meaning::Unit(Unit {
                    factor: Ratio::ONE,
                    dimension: Dimension::of(self.new_base(base.trim())?),
                })),
                None => Ok(Meaning::Unit(expression::parse_definition(self, text).map_err(DefinitionFault::Is)?)),
            },
        }
    }

    fn new_base(&mut self, name: &str) -> Result<Base, DefinitionFault> {
        if self.bases.iter().any(|base| base == name) {
            return Err(DefinitionFault::Taken(name.to_owned()));
        }
        let base = Base::defined(self.bases.len()).ok_or(DefinitionFault::TooMany)?;
        self.bases.push(name.to_owned());
        Ok(base)
    }

    fn prefix(&mut self, name: &str, unit: Unit, index: usize) -> Result<(), DefinitionFault> {
        for (prefix, power) in PREFIXES {
            let factor = Ratio::new(10_u128.pow(power), 1).and_then(|thousand| unit.factor.times(thousand));
            let Some(factor) = factor else { continue };
            self.name(
                format!("{prefix}{name}"),
                Named { meaning: Meaning::Unit(Unit { factor, ..unit }), definition: index },
            )?;
        }
        Ok(())
    }

    /// Gives a name its meaning; saying the same thing twice (`kg`, and `g` with prefixes) is no conflict.
    fn name(&mut self, name: String, named: Named) -> Result<(), DefinitionFault> {
        if !expression::is_name(&name) && !matches!(named.meaning, Meaning::Substance(_)) {
            return Err(DefinitionFault::Name(name));
        }
        match self.named.get(&name) {
            Some(known) if known.meaning == named.meaning => Ok(()),
            Some(_) => Err(DefinitionFault::Taken(name)),
            None => {
                self.names.push(name.clone());
                self.named.insert(name, named);
                Ok(())
            }
        }
    }

    /// The known name nearest to an unknown one; none where several are as near and mean different things.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        nearest::unit(self, name)
    }
}

/// Money by its ISO 4217 code, with or without `k` or `M` before it.
fn money(name: &str) -> Option<Named> {
    let (power, code) = match name.len() {
        4 if name.starts_with('k') => (3, name.get(1..)?),
        4 if name.starts_with('M') => (6, name.get(1..)?),
        _ => (0, name),
    };
    let currency = Currency::parse(code)?;
    let unit = Unit { factor: Ratio::new(10_u128.pow(power), 1)?, dimension: Dimension::of(currency.base()) };
    Some(Named { meaning: Meaning::Unit(unit), definition: usize::MAX })
}
