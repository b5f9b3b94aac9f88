//! The symbols of a document: where each is declared, in what unit, and which equations define it.

pub(super) use super::declared::Declared;
use super::declared::{declared, declared_names, split};
use super::dimension::Fit;
use super::direction::{self, Effect};
use super::index::{self, Indices, Place};
use super::percentage::Percentages;
use super::structure;
use crate::finding::Label;
use crate::measure::{Quantity, Unit};
use crate::model::{Document, DocumentId, EntryId, Formula, Model, Reading, TermKind, Value};
use crate::source::Span;
use crate::vocabulary::{NodeId, ValueType, Vocabulary, WordId};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::cell::OnceCell;

/// So many declarations or definitions of one symbol are told apart; a document with more is not meant to be read.
pub(super) const SEVERAL: usize = 64;

/// The words of the vocabulary that carry the structure of equations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) project: Option<WordId>,
    pub(super) leakage: Option<WordId>,
    pub(super) reductions: Option<WordId>,
    pub(super) baseline: Option<WordId>,
    pub(super) removals: Option<WordId>,
    pub(super) default: Option<WordId>,
    pub(super) fixed: Option<WordId>,
    pub(super) monitored: Option<WordId>,
    pub(super) uncertainty: Option<WordId>,
    pub(super) efficiency: Option<WordId>,
}

/// What several checks ask of one equation.
#[derive(Debug, Default)]
struct Found {
    uses: OnceCell<Vec<(u32, SmolStr)>>,
    fit: OnceCell<Fit>,
}

/// What is known of a document's equations.
#[derive(Debug)]
pub struct Sheet<'m> {
    pub(super) vocabulary: &'m Vocabulary,
    pub(super) document: &'m Document,
    model: &'m Model,
    id: DocumentId,
    pub(super) declared: Vec<Declared>,
    pub(super) words: Words,
    by_name: FxHashMap<SmolStr, Vec<usize>>,
    /// The equations that define a symbol.
    definitions: FxHashMap<SmolStr, Vec<usize>>,
    /// The symbols that the documents below declare.
    below: OnceCell<FxHashSet<&'m str>>,
    /// The symbols that have each role.
    roles: OnceCell<FxHashMap<WordId, Vec<SmolStr>>>,
    /// What is found out about each equation, where it is asked for.
    found: Vec<Found>,
    used: OnceCell<FxHashSet<SmolStr>>,
    unread: OnceCell<bool>,
    circles: OnceCell<FxHashMap<EntryId, Vec<usize>>>,
    effects: OnceCell<FxHashMap<SmolStr, Effect>>,
    percentages: OnceCell<Percentages>,
    slips: OnceCell<FxHashMap<SmolStr, usize>>,
    indices: OnceCell<FxHashMap<SmolStr, Indices>>,
}

impl<'m> Sheet<'m> {
    /// The equations of a document; none where it has none.
    pub fn new(model: &'m Model, vocabulary: &'m Vocabulary, id: DocumentId) -> Option<Sheet<'m>> {
        let document = model.document(id);
        if document.formulas.is_empty() {
            return None;
        }
        let word = |word: &str| vocabulary.any_word(word);
        let mut sheet = Sheet {
            vocabulary,
            document,
            model,
            id,
            declared: declared(document, vocabulary),
            words: Words {
                project: word("project_emissions"),
                leakage: word("leakage"),
                reductions: word("reductions"),
                baseline: word("baseline_emissions"),
                removals: word("removals"),
                default: word("default"),
                fixed: word("fixed"),
                monitored: word("monitored"),
                uncertainty: word("uncertainty_deduction"),
                efficiency: word("efficiency"),
            },
            by_name: FxHashMap::default(),
            definitions: FxHashMap::default(),
            below: OnceCell::new(),
            roles: OnceCell::new(),
            found: document.formulas.iter().map(|_| Found::default()).collect(),
            used: OnceCell::new(),
            unread: OnceCell::new(),
            circles: OnceCell::new(),
            effects: OnceCell::new(),
            percentages: OnceCell::new(),
            slips: OnceCell::new(),
            indices: OnceCell::new(),
        };
        for (at, declared) in sheet.declared.iter().enumerate() {
            sheet.by_name.entry(declared.name.clone()).or_default().push(at);
        }
        for (at, formula) in document.formulas.iter().enumerate() {
            if let Some(name) = sheet.left(formula) {
                sheet.definitions.entry(name).or_default().push(at);
            }
        }
        Some(sheet)
    }

    /// The equation that is the value of a fact.
    pub(super) fn formula(&self, entry: EntryId) -> Option<&'m Formula> {
        self.place_of(entry).map(|at| &self.document.formulas[at])
    }

    fn place_of(&self, entry: EntryId) -> Option<usize> {
        self.document.formulas.binary_search_by_key(&entry, |formula| formula.entry).ok()
    }

    /// Whether the parts of the equation that is the value of a fact fit.
    pub(super) fn fit(&self, entry: EntryId) -> Option<&Fit> {
        let at = self.place_of(entry)?;
        Some(self.found[at].fit.get_or_init(|| Fit::new(self, &self.document.formulas[at])))
    }

    /// A symbol of a formula and its indices.
    pub(super) fn symbol(&self, formula: &Formula, at: u32) -> Option<(&'m str, &'m str)> {
        match formula.term(at).kind {
            TermKind::Symbol(name, indices) => Some((self.document.text(name), self.document.text(indices))),
            _ => None,
        }
    }

    /// The symbol that a formula defines, as it is declared.
    pub(super) fn left(&self, formula: &Formula) -> Option<SmolStr> {
        let (left, _) = formula.sides()?;
        let (name, _) = self.symbol(formula, left)?;
        Some(self.canonical(name))
    }

    /// A symbol without the indices that are written into it: `EG_i_y` where `EG [i,y]` is declared.
    pub(super) fn canonical(&self, name: &str) -> SmolStr {
        let mut base = name;
        while !self.by_name.contains_key(base) {
            let Some((shorter, index)) = base.rsplit_once('_').filter(|(shorter, _)| !shorter.is_empty()) else {
                return name.into();
            };
            if index.chars().count() > 2 {
                return name.into();
            }
            base = shorter;
        }
        let indexed = |at: &usize| !self.declared[*at].indices.is_empty();
        match base == name || self.by_name[base].iter().any(indexed) {
            true => base.into(),
            false => name.into(),
        }
    }

    /// Where a symbol is declared, as a formula reads it: in its own option before the document.
    pub(super) fn lookup(&self, formula: &Formula, name: &str) -> Option<&Declared> {
        let all = self.by_name.get(&self.canonical(name))?;
        let scope = |entry: EntryId| self.document.entry(entry).parent;
        let own = scope(formula.entry);
        let near = all.iter().take(SEVERAL).find(|at| scope(self.declared[**at].entry) == own);
        near.or(all.first()).map(|at| &self.declared[*at])
    }

    /// The first declaration of a symbol.
    pub(super) fn first(&self, name: &str) -> Option<&Declared> {
        self.by_name.get(name)?.first().map(|at| &self.declared[*at])
    }

    /// The declarations of a symbol, as far as they are told apart.
    pub(super) fn declarations(&self, name: &str) -> impl Iterator<Item = &Declared> {
        self.by_name.get(name).into_iter().flatten().take(SEVERAL).map(|at| &self.declared[*at])
    }

    /// The declaration that stands at a fact.
    pub(super) fn declared_at(&self, entry: EntryId) -> Option<&Declared> {
        let at = self.declared.binary_search_by_key(&entry, |declared| declared.entry).ok()?;
        Some(&self.declared[at])
    }

    /// Whether a document below declares a symbol.
    pub(super) fn is_below(&self, name: &str) -> bool {
        let declared = || {
            let ground = self.model.ground(self.id).iter().map(|support| self.model.document(support.document));
            let names = ground.flat_map(|document| declared_names(document, self.vocabulary));
            names.map(|(_, text)| split(text).0).collect()
        };
        self.below.get_or_init(declared).contains(name)
    }

    /// The equations that define a symbol.
    pub(super) fn definitions(&self, name: &str) -> &[usize] {
        self.definitions.get(name).map_or(&[], Vec::as_slice)
    }

    /// The symbols on the right side of an equation, each with the part it is.
    pub(super) fn uses(&self, formula: &Formula) -> &[(u32, SmolStr)] {
        let root = match formula.sides() {
            Some((_, right)) => right,
            None => formula.terms.len().saturating_sub(1) as u32,
        };
        let read = || {
            let symbols = formula.within(root).into_iter();
            symbols.filter_map(|at| Some((at, self.canonical(self.symbol(formula, at)?.0)))).collect()
        };
        self.place_of(formula.entry).map_or(&[], |at| self.found[at].uses.get_or_init(read))
    }

    /// Where the units of the symbols of an equation are said: what a comparison of its units rests on.
    pub fn units_in(&self, equation: EntryId) -> Vec<EntryId> {
        let Some(formula) = self.formula(equation) else { return Vec::new() };
        let left = self.left(formula);
        let right = self.uses(formula).iter().map(|(_, symbol)| symbol.clone());
        let declared = left.into_iter().chain(right).filter_map(|symbol| self.lookup(formula, &symbol));
        let mut units: Vec<EntryId> =
            declared.filter_map(|declared| self.said(declared.entry, "unit")).map(|(unit, _)| unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The symbols that stand in an equation.
    pub(super) fn used(&self) -> &FxHashSet<SmolStr> {
        self.used.get_or_init(|| {
            let right = self.document.formulas.iter().flat_map(|formula| self.uses(formula)).map(|(_, name)| name);
            right.chain(self.definitions.keys()).cloned().collect()
        })
    }

    /// The circles of definitions, by the first equation of each.
    pub(super) fn circles(&self) -> &FxHashMap<EntryId, Vec<usize>> {
        self.circles.get_or_init(|| structure::circles(self))
    }

    /// Which way each symbol moves the reductions.
    pub(super) fn effects(&self) -> &FxHashMap<SmolStr, Effect> {
        self.effects.get_or_init(|| direction::effects(self))
    }

    /// Undeclared symbols, each with the place of the declared one that is meant by it.
    pub(super) fn slips(&self) -> &FxHashMap<SmolStr, usize> {
        self.slips.get_or_init(|| structure::slips(self))
    }

    /// Whether a declared symbol is meant by an undeclared one.
    pub(super) fn is_meant(&self, name: &str) -> bool {
        self.slips().values().any(|at| self.declared[*at].name == name)
    }

    /// How the percentages of the equations are read.
    pub(super) fn percentages(&self) -> &Percentages {
        self.percentages.get_or_init(|| Percentages::new(self))
    }

    /// The indices of the symbols that have some.
    pub(super) fn indices(&self) -> &FxHashMap<SmolStr, Indices> {
        self.indices.get_or_init(|| index::indices(self))
    }

    /// The symbols that have a role, in order: as declared, or by a symbol that the vocabulary knows for it.
    pub(super) fn with_role(&self, role: Option<WordId>) -> &[SmolStr] {
        let found = role.and_then(|role| self.roles.get_or_init(|| self.roles()).get(&role));
        found.map_or(&[], Vec::as_slice)
    }

    /// The role for which a symbol is customary.
    pub(super) fn customary(&self, name: &str) -> Option<WordId> {
        let parameter = self.place(EntryId::DOCUMENT, "parameter");
        let role = parameter.and_then(|parameter| self.vocabulary.child(parameter, "role"));
        match self.vocabulary.node(role?).value {
            ValueType::Word(list) => self.vocabulary.word_in(list, name),
            _ => None,
        }
    }

    fn roles(&self) -> FxHashMap<WordId, Vec<SmolStr>> {
        let known = |name: &SmolStr| self.customary(name);
        let declared = self.declared.iter().map(|declared| match self.said(declared.entry, "role") {
            Some((_, Value::Word(word))) => (&declared.name, Some(word)),
            _ => (&declared.name, known(&declared.name)),
        });
        let mut roles: FxHashMap<WordId, Vec<SmolStr>> = FxHashMap::default();
        for (name, role) in declared.chain(self.used().iter().map(|name| (name, known(name)))) {
            if let Some(role) = role {
                roles.entry(role).or_default().push(name.clone());
            }
        }
        for names in roles.values_mut() {
            names.sort_unstable();
            names.dedup();
        }
        roles
    }

    /// The label of the option that a formula or parameter stands in.
    pub(super) fn option(&self, entry: EntryId) -> Option<&'m str> {
        let around = self.document.entry(entry).parent;
        match self.document.entry(around).value {
            Value::Text(text) if around != EntryId::DOCUMENT => Some(self.document.text(text)),
            _ => None,
        }
    }

    /// The unit that the symbol of a place is declared in.
    pub fn declared_unit(&self, place: &Place) -> Option<Unit> {
        self.unit_of(&place.symbol).map(|(unit, _)| unit)
    }

    /// The unit that a symbol is declared in, and that as it is written.
    pub(super) fn unit_of(&self, name: &str) -> Option<(Unit, SmolStr)> {
        self.first(name)?.unit.clone()
    }

    /// The one value that a parameter prescribes.
    pub(super) fn value_of(&self, declared: &Declared) -> Option<Quantity> {
        let mut values = self.all_said(declared.entry, "value").map(|(_, value)| value);
        match (values.next(), values.next()) {
            (Some(Value::Quantity(at)), None) => {
                let unit = declared.unit.as_ref().map(|(unit, _)| *unit);
                self.is_clear(self.document, at, unit).then(|| self.document.quantity(at))
            }
            _ => None,
        }
    }

    /// Whether the point of a value can only be a decimal one, in the unit of its symbol: what two readers read in two
    /// ways proves nothing.
    pub(super) fn is_clear(&self, document: &Document, at: u32, unit: Option<Unit>) -> bool {
        !document.has_open_point(at) || !unit.is_some_and(|unit| self.vocabulary.is_by_thousands(unit))
    }

    /// What the body of a fact says first under a word.
    pub(super) fn said(&self, entry: EntryId, word: &str) -> Option<(EntryId, Value)> {
        self.all_said(entry, word).next()
    }

    /// All that the body of a fact says under a word.
    pub(super) fn all_said(&self, entry: EntryId, word: &str) -> impl Iterator<Item = (EntryId, Value)> {
        let all = self.place(entry, word).into_iter().flat_map(move |node| self.document.within(node, entry));
        all.map(|found| (found, self.document.entry(found).value))
    }

    /// The place of a word in the body of a fact.
    pub(super) fn place(&self, entry: EntryId, word: &str) -> Option<NodeId> {
        self.vocabulary.child(self.document.entry(entry).node, word)
    }

    /// Whether what is not said around a fact is not in the source.
    pub(super) fn closed(&self, entry: EntryId) -> bool {
        let around = self.document.entry(entry).parent;
        self.document.entry(around).reading == Reading::Full && self.model.resolved(self.id) && !self.is_unread()
    }

    /// Whether some equation of the document is not understood, or said to be unknown: it may say what no other does.
    pub(super) fn is_unread(&self) -> bool {
        *self.unread.get_or_init(|| {
            let mut equations = self.document.entries.iter().filter(|entry| entry.value == Value::Unknown);
            equations.any(|entry| self.vocabulary.node(entry.node).value == ValueType::Equation)
        })
    }

    /// A label at a fact.
    pub(super) fn label(&self, entry: EntryId, text: impl Into<SmolStr>) -> Label {
        Label { span: self.document.span(entry), text: text.into() }
    }

    /// A label at a part of a formula.
    pub(super) fn label_at(&self, formula: &Formula, at: u32, text: impl Into<SmolStr>) -> Label {
        let (start, end) = formula.term(at).span;
        Label { span: Span::new(self.document.file, start, end), text: text.into() }
    }
}
