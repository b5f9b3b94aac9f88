//! What a document prescribes for a symbol that no equation yields, with the options that are taken.

use super::sheet::{Declared, Sheet};
use crate::measure::Quantity;
use crate::model::{EntryId, Value};
use smol_str::SmolStr;

/// What is prescribed.
pub(super) enum Prescribed {
    /// No value.
    Nothing,
    /// This one.
    Value {
        value: Quantity,
        /// Whether it stands in an option that nobody chose.
        unchosen: bool,
    },
    /// These options differ in it: in its value, or in whether there is one.
    Open(Vec<SmolStr>),
}

impl Sheet<'_> {
    /// Whether what stands at a fact counts with the options that are taken: all do where none is chosen.
    pub(super) fn takes(&self, options: &[SmolStr], entry: EntryId) -> bool {
        let label = self.option(entry);
        label.is_none_or(|label| options.is_empty() || options.iter().any(|option| option == label))
    }

    /// How many options there are.
    pub(super) fn options(&self) -> usize {
        self.place(EntryId::DOCUMENT, "option").map_or(0, |node| self.document.at(node).count())
    }

    /// Where the value of a symbol comes from, as it is declared in an option that is taken, else for all, else first.
    pub(super) fn origin(&self, symbol: &str, options: &[SmolStr]) -> Option<Value> {
        let said = |declared: &Declared| self.said(declared.entry, "origin").map(|(_, value)| value);
        let of = |label: Option<&str>| label.is_some_and(|label| options.iter().any(|option| option == label));
        let chosen = self.declarations(symbol).filter(|declared| of(self.option(declared.entry))).find_map(said);
        let outside = || self.declarations(symbol).filter(|declared| self.option(declared.entry).is_none());
        chosen.or_else(|| outside().find_map(said)).or_else(|| said(self.first(symbol)?))
    }

    /// Whether a symbol has a value by the document, or would have one if an option were chosen.
    pub fn prescribes(&self, symbol: &str, options: &[SmolStr]) -> bool {
        !matches!(self.prescribed(symbol, options), Prescribed::Nothing)
    }

    /// What is prescribed for a symbol. An option that declares it and gives no value counts as well: who took that
    /// one has none.
    pub(super) fn prescribed(&self, symbol: &str, options: &[SmolStr]) -> Prescribed {
        let declared = self.declarations(symbol).filter(|declared| self.takes(options, declared.entry));
        let (inside, outside): (Vec<&Declared>, Vec<&Declared>) =
            declared.partition(|declared| self.option(declared.entry).is_some());
        let mut values: Vec<Option<Quantity>> = inside.iter().map(|declared| self.value_of(declared)).collect();
        // What a chosen option says stands before what the document says of all.
        if options.is_empty() || inside.is_empty() {
            values.extend(outside.into_iter().filter_map(|declared| self.value_of(declared)).map(Some));
        }
        match values[..] {
            [] => Prescribed::Nothing,
            [first, ref others @ ..] if others.iter().all(|other| *other == first) => {
                let unchosen = options.is_empty() && others.len() + 1 == inside.len() && inside.len() < self.options();
                first.map_or(Prescribed::Nothing, |value| Prescribed::Value { value, unchosen })
            }
            _ => {
                let labels = inside.iter().filter_map(|declared| self.option(declared.entry)).map(SmolStr::from);
                Prescribed::Open(labels.collect())
            }
        }
    }
}
