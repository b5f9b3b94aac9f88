//! Values against the unit of their symbol: half a megawatt hour is no emission factor.

use super::declared::split;
use super::likeness::overlooked;
use crate::finding::Finding;
use crate::measure::{Unit, show};
use crate::model::{Document, DocumentId, EntryId, Model, Value};
use crate::source::Span;
use crate::vocabulary::{ValueType, Vocabulary};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A unit that a document declares for a symbol.
#[derive(Clone, Debug)]
struct Declared {
    unit: Unit,
    /// As it is written.
    text: SmolStr,
    at: Span,
}

/// The units of symbols, by the name of each without its indices.
type Units = FxHashMap<SmolStr, Vec<Declared>>;

/// What is to be said of values that measure something else than their symbol does, as this document declares it or, where
/// it does not, one that it stands on: values and bounds of parameters, and the numbers of worked examples.
pub fn misfits(model: &Model, vocabulary: &Vocabulary, id: DocumentId) -> Vec<Finding> {
    let document = model.document(id);
    let mut stated = stated(document, vocabulary).peekable();
    if stated.peek().is_none() {
        return Vec::new();
    }
    let own = units(document, vocabulary);
    let mut below: Option<Units> = None;
    let mut findings = Vec::new();
    for (symbol, value) in stated {
        let declared = of_symbol(&own, document, vocabulary, symbol);
        let declared = match declared.is_empty() {
            false => declared,
            true => {
                let below = below.get_or_insert_with(|| units_below(model, vocabulary, id));
                named(below, name(document, symbol)).to_vec()
            }
        };
        findings.extend(misfit(document, vocabulary, (symbol, value), &declared));
    }
    findings
}

/// The facts that give a symbol a value or a range, with that symbol.
fn stated<'d>(document: &'d Document, vocabulary: &'d Vocabulary) -> impl Iterator<Item = (EntryId, EntryId)> + 'd {
    let entries = document.entries.iter().enumerate();
    let values = entries.filter(|(_, entry)| matches!(entry.value, Value::Quantity(_) | Value::Quantities(_)));
    let symbols = values.map(|(at, entry)| (entry.parent, EntryId(at as u32)));
    let place = |entry: EntryId| &vocabulary.node(document.entry(entry).node).value;
    symbols.filter(move |(symbol, value)| {
        let open = matches!(place(*value), ValueType::Quantity(None) | ValueType::Quantities);
        open && *place(*symbol) == ValueType::Symbol
    })
}

/// The name of a symbol without its indices.
fn name(document: &Document, symbol: EntryId) -> &str {
    match document.entry(symbol).value {
        Value::Text(text) => split(document.text(text)).0,
        _ => "",
    }
}

/// The units that a document declares for its symbols.
fn units(document: &Document, vocabulary: &Vocabulary) -> Units {
    let mut units = Units::default();
    for (at, entry) in document.entries.iter().enumerate() {
        if vocabulary.node(entry.node).value == ValueType::Unit
            && let Some(declared) = declared(document, vocabulary, EntryId(at as u32))
        {
            units.entry(name(document, entry.parent).into()).or_default().push(declared);
        }
    }
    units
}

fn declared(document: &Document, vocabulary: &Vocabulary, at: EntryId) -> Option<Declared> {
    let Value::Text(text) = document.entry(at).value else { return None };
    let text = document.text(text);
    let unit = vocabulary.units.parse(text).ok()?;
    Some(Declared { unit, text: text.into(), at: document.span(at) })
}

/// The units that the documents below declare.
fn units_below(model: &Model, vocabulary: &Vocabulary, id: DocumentId) -> Units {
    let mut all = Units::default();
    for support in model.ground(id) {
        for (name, declared) in units(model.document(support.document), vocabulary) {
            all.entry(name).or_default().extend(declared);
        }
    }
    all
}

/// The unit that stands beside a value, or those that the document declares for the symbol elsewhere.
fn of_symbol(own: &Units, document: &Document, vocabulary: &Vocabulary, symbol: EntryId) -> Vec<Declared> {
    let node = document.entry(symbol).node;
    let beside = vocabulary.node(node).body.iter().find(|node| vocabulary.node(**node).value == ValueType::Unit);
    let beside = beside.and_then(|node| document.within(*node, symbol).next());
    match beside {
        Some(unit) => declared(document, vocabulary, unit).into_iter().collect(),
        None => named(own, name(document, symbol)).to_vec(),
    }
}

/// The units of a name, also where indices of one or two letters are written into it: `EG_y` for `EG`.
fn named<'u>(units: &'u Units, name: &str) -> &'u [Declared] {
    let mut base = name;
    loop {
        if let Some(found) = units.get(base) {
            return found;
        }
        match base.rsplit_once('_') {
            Some((shorter, index)) if !shorter.is_empty() && index.chars().count() <= 2 => base = shorter,
            _ => return &[],
        }
    }
}

/// A finding on a value that fits none of the units of its symbol. A bare number is in that unit.
fn misfit(
    document: &Document,
    vocabulary: &Vocabulary,
    (symbol, value): (EntryId, EntryId),
    declared: &[Declared],
) -> Option<Finding> {
    let first = declared.first()?;
    let at = match document.entry(value).value {
        Value::Quantity(at) | Value::Quantities(at) => at,
        _ => return None,
    };
    if declared.iter().all(|declared| vocabulary.units.definition(&declared.text).is_some_and(|unit| unit.share))
        && let Some(finding) = more_than_all(document, (symbol, value), first)
    {
        return Some(finding);
    }
    let written = document.quantity_unit(at);
    let found = document.quantity(at).unit;
    let fits = |declared: &Declared| {
        let apart = declared.unit.dimension().over(found.dimension());
        apart.is_none_or(|apart| overlooked(vocabulary, apart).is_some())
    };
    if written.is_empty() || declared.iter().any(fits) {
        return None;
    }
    let amount = show(document.quantity(at).amount, written);
    let message = format!("`{}` is declared in {}, found `{amount}`", name(document, symbol), first.text);
    let finding = Finding::error("vocabulary/wrong-dimension", document.span(value), message)
        .at(format!("{written} measures something else"))
        .label(first.at, format!("declared in {}", first.text))
        .help("compare both units with the source; a number without a unit is read in that of its symbol");
    Some(finding)
}

/// A part of a whole that would be more than the whole: mostly a percentage whose sign is forgotten.
fn more_than_all(document: &Document, (symbol, value): (EntryId, EntryId), declared: &Declared) -> Option<Finding> {
    let ends = match document.entry(value).value {
        Value::Quantity(at) => at..=at,
        Value::Quantities(at) => at..=at + 1,
        _ => return None,
    };
    let amount = |at: u32| document.quantity(at).amount_in(Unit::ONE).ok();
    let at = ends.into_iter().find(|at| amount(*at).is_some_and(|amount| amount > Decimal::ONE))?;
    let (text, number) = (document.quantity_text(at), document.quantity(at).amount);
    let name = name(document, symbol);
    let message = format!("`{name}` is declared in {}, which is at most 1, found `{text}`", declared.text);
    let finding = Finding::error("vocabulary/impossible-quantity", document.span(value), message)
        .at("more than the whole")
        .label(declared.at, format!("declared in {}", declared.text));
    Some(finding.help(format!("write `{} %` if it is a percentage; else declare another unit", show(number, ""))))
}
