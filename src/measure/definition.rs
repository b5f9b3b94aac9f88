//! Units, and what people write for them, as the vocabulary has it; this file stands alone, so that the build script can include it by its path.

use serde::{Deserialize, Serialize};

/// One unit, substance or counted thing as `grammar/vocabulary/units.yaml` defines it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitDefinition {
    /// The canonical name or symbol: `MWh`, `year`, `CO2e`. Names are case-sensitive.
    pub name: String,
    /// Synonyms and plurals; they take no prefix.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it is worth, one of:
    ///
    /// - a product of units defined above it, with decimal factors: `1000 kg`, `kg m2/s2`, `year/12`;
    /// - `base WORD`: the unit in which the new dimension WORD is counted: `base mass`, `base head`;
    /// - `substance`: a new dimension that multiplies a mass or a volume: `t(C)`, `kgCH4`, `m3(CH4)`;
    /// - `ambiguous`: a name that is refused, because readers differ on it; `means` says what to write.
    pub is: String,
    /// Whether the SI prefixes k, M, G, T, P, E may stand before the name. Smaller ones (mg, cm) are units of their own here,
    /// because m, c, d and h collide with names: `mt`, `min`, `cd`, `ha`.
    #[serde(default)]
    pub prefixes: bool,
    /// What is measured in it, where that is a product of bases and has a name of its own: `energy`, `volume`.
    #[serde(default)]
    pub measures: String,
    /// Whether it counts parts of a whole, and so is never above one: `fraction`.
    #[serde(default)]
    pub share: bool,
    /// Whether it is an amount weighted by a potential, which no part of another substance is: `CO2e`.
    #[serde(default)]
    pub weighted: bool,
    /// One line in the field's terms, for hover and the language reference; for an `ambiguous` name, the way out.
    pub means: String,
}

/// What people write in place of a unit, as `grammar/vocabulary/units.yaml` lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// As they write it, in small letters, with one space between words.
    pub of: Vec<String>,
    /// The unit that they mean.
    #[serde(default)]
    pub write: String,
    /// What to tell them, where naming a unit would be a guess.
    #[serde(default)]
    pub ask: String,
}
