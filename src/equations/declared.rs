//! The symbols that a document declares, each with its indices and its unit.

use crate::measure::Unit;
use crate::model::{Document, EntryId, Value};
use crate::vocabulary::{NodeId, ValueType, Vocabulary};
use smol_str::SmolStr;

/// A declared symbol.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// The symbol without its indices.
    pub(super) name: SmolStr,
    /// The names of its indices.
    pub(super) indices: Vec<SmolStr>,
    /// Where it is declared.
    pub(super) entry: EntryId,
    /// Its unit, and that as it is written.
    pub(super) unit: Option<(Unit, SmolStr)>,
}

/// A symbol and its indices: `"MS%Bl" [j]` is `MS%Bl` and `j`.
pub(super) fn split(text: &str) -> (&str, &str) {
    let (name, indices) = text.split_once('[').unwrap_or((text, ""));
    (name.trim().trim_matches('"'), indices.trim_end_matches([']', ' ']))
}

/// The symbols that a document declares.
pub(super) fn declared_names<'d>(
    document: &'d Document,
    vocabulary: &'d Vocabulary,
) -> impl Iterator<Item = (EntryId, &'d str)> {
    document.entries.iter().enumerate().filter_map(move |(at, entry)| match entry.value {
        Value::Text(text) if is_parameter(vocabulary, entry.node) => Some((EntryId(at as u32), document.text(text))),
        _ => None,
    })
}

fn is_parameter(vocabulary: &Vocabulary, node: NodeId) -> bool {
    let node = vocabulary.node(node);
    node.value == ValueType::Symbol && &*node.name == "parameter"
}

/// The declared symbols of a document, in the order of the text.
pub(super) fn declared(document: &Document, vocabulary: &Vocabulary) -> Vec<Declared> {
    let declared = declared_names(document, vocabulary).map(|(entry, text)| {
        let (name, indices) = split(text);
        let indices = indices.split(',').map(str::trim).filter(|index| !index.is_empty()).map(SmolStr::from).collect();
        Declared { name: name.into(), indices, entry, unit: unit(document, vocabulary, entry) }
    });
    declared.collect()
}

/// The unit of a parameter: as it says, or that of its value.
fn unit(document: &Document, vocabulary: &Vocabulary, entry: EntryId) -> Option<(Unit, SmolStr)> {
    let said = |word: &str| {
        let node = vocabulary.child(document.entry(entry).node, word)?;
        document.within(node, entry).next().map(|found| document.entry(found).value)
    };
    if let Some(Value::Text(text)) = said("unit") {
        let text = document.text(text);
        return Some((vocabulary.units.parse(text).ok()?, text.into()));
    }
    match said("value")? {
        Value::Quantity(at) => {
            let unit = document.quantity(at).unit;
            Some((unit, document.quantity_unit(at).into()))
        }
        _ => None,
    }
}
