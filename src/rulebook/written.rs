//! Rules, instruments and decisions as their YAML says them; the build script reads them and embeds them.

use super::Ordered;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A scalar, with the bytes of the file that it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    /// What it says.
    pub value: String,
    /// Its first byte.
    pub start: u32,
    /// How many bytes; 0 where the reader does not know.
    pub len: u32,
}

/// A rule file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The defect, as a sentence.
    pub title: Text,
    /// What it visits.
    pub subject: Texts,
    /// When it applies; always, where nothing is said.
    #[serde(default)]
    pub given: Option<Text>,
    /// What must hold.
    #[serde(default)]
    pub require: Vec<Clause>,
    /// What the equations are checked for, in place of `require`.
    #[serde(default)]
    pub check: Option<Text>,
    /// `error`, `warning` or `info`.
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "info"])))]
    pub severity: Text,
    /// Its severity at documents of some kinds, where that is another one.
    #[serde(default)]
    pub severity_at: Ordered<Text>,
    /// On which grounds it speaks at all: `binds`, `yardstick`, `benchmark`, `evidence`; on any, where nothing is said.
    #[serde(default)]
    pub speaks_where: Vec<Text>,
    /// `requirement` or `indicator`.
    #[cfg_attr(test, schemars(extend("enum" = ["requirement", "indicator"])))]
    pub nature: Text,
    /// Rules that name the same defect are shown as one finding.
    #[serde(default)]
    pub defect: Option<Text>,
    /// The clauses behind it.
    pub cites: Vec<Text>,
    /// The clauses that allow what it points at.
    #[serde(default)]
    pub permits: Vec<Text>,
    /// Named thresholds.
    #[serde(default)]
    pub limits: Ordered<Limit>,
    /// What to do.
    pub help: Text,
    /// Why it matters.
    pub why: Text,
    /// Documents with the verdict that they must get.
    pub examples: Vec<Example>,
}

/// Documents with the verdict that they must get: exactly one of the verdicts has them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// The text itself says that what the rule asks is not there.
    pub breached: Option<Text>,
    /// It was read in full, and nothing shows what the rule asks.
    pub not_shown: Option<Text>,
    /// What the rule asks is there.
    pub met: Option<Text>,
    /// A fact that decides is not known.
    pub unproven: Option<Text>,
    /// The rule does not speak about it.
    pub not_applicable: Option<Text>,
    /// The message of the finding.
    pub says: Option<Text>,
    /// The severity of the finding.
    pub severity: Option<Text>,
    /// The programmes of the library under which the verdict must be the same.
    pub under: Texts,
}

/// A condition with a name, for all rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// What it may be asked of: a kind of document, or a fact with a body.
    pub of: Texts,
    /// What it means where it holds.
    pub means: Text,
    /// The condition.
    pub holds: Text,
}

/// One thing that must hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The condition.
    pub that: Text,
    /// What is wrong where it does not hold.
    pub message: Text,
    /// Where to point.
    #[serde(default)]
    pub at: Option<Text>,
}

/// A named threshold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Its value with its unit.
    pub value: Text,
    /// Where it comes from.
    pub origin: Text,
}

/// One text or several.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Texts(pub Vec<Text>);

/// How the register knows what a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// In the text itself.
    Read,
    /// From somebody who has read it.
    Secondary,
    /// From memory, not checked: never shown as a verified citation.
    Background,
}

/// How a clause asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// It obliges.
    Shall,
    /// It recommends.
    Should,
    /// It allows.
    May,
    /// It asks nothing: a definition, a fact, a finding.
    States,
}

/// An instrument of the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// How rules cite it.
    pub symbol: String,
    /// Its title.
    pub title: String,
    /// Decision, standard, tool, methodology, form, law, verdict, study, press, practice: a word for readers.
    pub kind: String,
    /// Who issued it.
    #[serde(default)]
    pub issuer: String,
    /// Its number.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub document: String,
    /// Its version.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub version: String,
    /// When it was adopted.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub adopted: String,
    /// From when it holds.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub in_force: String,
    /// Until when it held.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub superseded: String,
    /// Whom it binds, in words; a document is bound where it, or what it stands on, says `bound_by` with the symbol.
    #[serde(default)]
    pub binds: String,
    /// The profiles that count it.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// How it is known.
    pub known: Known,
    /// What was read.
    #[serde(default)]
    pub source: String,
    /// Its clauses.
    #[serde(default)]
    pub clauses: Vec<InstrumentClause>,
}

/// A clause of an instrument.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstrumentClause {
    /// Its locator.
    pub at: String,
    /// What it asks, in our own words.
    pub asks: String,
    /// How it asks.
    pub force: Force,
    /// How it is known.
    pub known: Known,
    /// The kinds of document whose words it is about, where it asks nothing of others: a duty to report is no duty of
    /// the methodology that is reported on.
    #[serde(default)]
    pub obliges: Texts,
    /// What was read, where it is not the instrument's.
    #[serde(default)]
    pub source: String,
}

/// Published verdicts on methodologies.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Who decided.
    pub issuer: String,
    /// What is decided.
    pub title: String,
    /// Where it was seen.
    #[serde(default)]
    pub source: String,
    /// When it was seen.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub retrieved: String,
    /// How it is known.
    pub known: Known,
    /// The verdicts.
    pub verdicts: Vec<Decision>,
}

/// A published verdict.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The methodology's id.
    pub methodology: String,
    /// The programmes under which it was judged; any, where none is named.
    #[serde(default)]
    pub programs: Vec<String>,
    /// The versions that it is about, as in `<= 21.0` or `1.0..1.2`; any, where nothing is said.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub versions: String,
    /// What was decided, in a word of the vocabulary.
    pub verdict: String,
    /// When.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Text"))]
    pub date: String,
    /// Why.
    #[serde(default)]
    pub because: String,
    /// Under what condition.
    #[serde(default)]
    pub condition: String,
    /// Where it was seen.
    #[serde(default)]
    pub source: String,
    /// The clause of the register that holds it: a finding that repeats the verdict cites that one.
    #[serde(default)]
    pub clause: String,
}

/// From YAML a text comes with its place; embedded, it is kept with it.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let spanned = serde_yaml::Spanned::<String>::deserialize(deserializer)?;
            let span = spanned.defined.span();
            let start = span.byte_offset().unwrap_or_default() as u32;
            return Ok(Text { value: spanned.value, start, len: span.byte_len().unwrap_or_default() as u32 });
        }
        let (value, start, len) = Deserialize::deserialize(deserializer)?;
        Ok(Text { value, start, len })
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Texts;
            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("a text or a list of texts")
            }
            fn visit_str<E>(self, one: &str) -> Result<Texts, E> {
                Ok(Texts(vec![Text { value: one.to_owned(), ..Text::default() }]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = items.next_element()? {
                    texts.push(text);
                }
                Ok(Texts(texts))
            }
        }
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_any(OneOrMany),
            false => Ok(Texts(Deserialize::deserialize(deserializer)?)),
        }
    }
}
