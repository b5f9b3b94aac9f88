//! The vocabulary as its YAML says it; the build script reads it and embeds it.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

/// A map that keeps the order in which its keys were written.
#[derive(Clone, Debug)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Ordered(Vec::new())
    }
}

/// One vocabulary file: a kind of document, or what several kinds share.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    /// The word that begins such a document.
    pub kind: Option<String>,
    /// What the kind is.
    pub means: String,
    /// How a diagnostic names such a document.
    pub say: String,
    /// Other words that people write for the kind.
    pub also: Vec<String>,
    /// The type of the document's name: `text` where nothing is said.
    pub label: Option<String>,
    /// What may stand in the document.
    pub fields: Ordered<Field>,
    /// Bodies that several fields share, by name.
    pub blocks: Ordered<Ordered<Field>>,
    /// Lists of words that several fields share, by name.
    pub lists: Ordered<Ordered<Word>>,
    /// What may stand in every document.
    pub common: Ordered<Field>,
    /// Words of the language itself, which stand in documents of every kind.
    pub language: Ordered<Phrase>,
    /// Who has to show a fact, and whose statement fulfils it, by path; what stands below goes by its block.
    pub duties: Ordered<Duty>,
    /// Words that no rule reads, by path, and why.
    pub unread: Ordered<String>,
    /// Units of measurement.
    pub units: Vec<super::UnitDefinition>,
    /// Units by which the two sides of an equation may differ without anybody being told.
    pub overlooked: Vec<String>,
    /// Quotients that stand for a conversion of one substance into another, each with the units that it may have.
    pub conversions: Ordered<Vec<String>>,
    /// Between which amounts constants lie that stand in equations without a unit.
    pub plausible: Vec<PlausibleEntry>,
    /// The potentials of gases as the assessment reports have them.
    pub potentials: Vec<PotentialEntry>,
    /// What people write in place of units.
    pub writings: Vec<super::Writing>,
    /// Words for large numbers before a unit, and how many each is.
    pub scales: Ordered<u64>,
    /// Units of what is counted by the thousand: there `1.500` may be meant as fifteen hundred.
    pub by_thousands: Vec<String>,
}

/// What may be said under one word.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Field {
    /// The type of its value; none for a block without a label.
    #[serde(rename = "type")]
    pub value: Option<String>,
    /// The same, for a block that carries a label.
    pub label: Option<String>,
    /// Whether it may be said more than once.
    pub many: bool,
    /// Whether, under a partial reading, there may be more values than are said.
    pub open_list: bool,
    /// Whether its value is a name of its own: the same one twice in a body is a mistake.
    pub unique: bool,
    /// The shared body that it holds.
    pub block: Option<String>,
    /// Its own body.
    pub fields: Ordered<Field>,
    /// The shared list its words come from.
    pub list: Option<String>,
    /// Its own words.
    pub words: Ordered<Word>,
    /// A unit of the dimension that its quantity has; any dimension where nothing is said.
    pub unit: Option<String>,
    /// The least that it can be, where the field's meaning leaves no doubt: `0 tCO2e`.
    pub least: Option<String>,
    /// The most that it can be: `100 %`.
    pub most: Option<String>,
    /// The kinds that it refers to.
    pub to: Vec<String>,
    /// Whether the document stands on what it refers to, and inherits from it.
    pub ground: bool,
    /// For a reference to what the document stands on: the word in its body that says for which topics the document
    /// points there, or `always`. Without it the reference is mere membership and points nowhere.
    pub points: Option<String>,
    /// The reference by which other documents name this one, as in `monitoring.activity`: the value is how many they are,
    /// and a rule looks at each of them that is there.
    pub inverse: Option<String>,
    /// Whether its date is the day on which the document got its words: what is younger was not known to it.
    pub adoption: bool,
    /// Whether it may stand in the braces of what is said to be `none` or `not_required`, and say why. All else there
    /// contradicts the word and is an error of form.
    pub beside_none: bool,
    /// Whether its date is that of something that has happened: it never lies after the day of judgement.
    pub past: bool,
    /// The places with `yes` or `no` that its value answers, sought in the block around it and outward: `yes` where it is
    /// any value, `no` where it is none, zero or `no`.
    pub implies: Vec<String>,
    /// Whether the facts come from the register of decisions instead of the document.
    pub register: bool,
    /// How it is found in the documents below; as its block where nothing is said.
    pub inherit: Option<String>,
    /// For `inherit: strictest`: which end is the strict one.
    pub strictest: Option<String>,
    /// What `none` means: zero, unlimited, or no value.
    pub none: Option<String>,
    /// What a message says in the place of its value where there is none.
    pub without: String,
    /// The words for it in a diagnostic: a noun phrase.
    pub say: String,
    /// The question to the reviewer where it is missing.
    pub ask: String,
    /// Its definition.
    pub means: String,
    /// Other words that people write for it.
    pub also: Vec<String>,
    /// What it is called in prose, for `tonne import`.
    pub cues: Vec<String>,
}

/// A word that a field may have as its value.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Word {
    /// Its definition.
    pub means: String,
    /// What people write for it.
    pub also: Vec<String>,
    /// For the extent of a source: what all that was read there is known from, where that weakens it.
    pub caveat: String,
    /// How well all that was read there is known, where less than in the text: `medium` or `low`.
    pub confidence: String,
    /// The kinds of document to which this word leaves the topic of the block that it stands in.
    pub leads_to: Vec<String>,
    /// The places with `yes` or `no` that this word answers, sought as for a field, and what it answers there.
    pub implies: Ordered<bool>,
}

/// Who has to show a fact, and whose statement fulfils it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Duty {
    /// The kinds of document that have to show it; whichever is asked, where nothing is said.
    pub owed_by: Option<Vec<String>>,
    /// The kinds whose statement fulfils it for what stands on them. What others say of it is a demand.
    pub provided_by: Option<Vec<String>>,
}

/// A word of the language itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phrase {
    /// What it says.
    pub means: String,
    /// Where it may stand.
    pub place: String,
    /// The words that may stand behind it.
    pub words: Ordered<Word>,
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("names with what belongs to each")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

/// Between which amounts what is counted in a unit lies: a calorific value, a potential.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlausibleEntry {
    /// The unit.
    pub of: String,
    /// The least amount that there is.
    pub least: String,
    /// The largest amount that there is.
    pub most: String,
}

/// The potential of a gas in one assessment report.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PotentialEntry {
    /// Its unit, which names the gas.
    pub of: String,
    /// The word of the report.
    pub report: String,
    /// Each value that it has, over a hundred years; several where it tells kinds of the gas or of the count apart.
    pub values: Vec<String>,
    /// The values in words, for a message.
    pub means: String,
}
