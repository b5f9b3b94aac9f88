//! Three-valued evaluation: true, false, or not known (Kleene).

use super::fetch::Found;
use super::memory::Memory;
use super::term::compare;
use super::{Condition, Form, Known, Literal, Path, Slot, State};
use crate::measure::{Country, Day};
use crate::model::{DocumentId, EntryId, Model, Reading, Value};
use crate::syntax::Quantifier;
use crate::vocabulary::{Vocabulary, WordId};

/// What conditions are asked about.
#[derive(Clone, Copy, Debug)]
pub struct World<'w> {
    /// The documents.
    pub model: &'w Model,
    /// What may be said.
    pub vocabulary: &'w Vocabulary,
    /// The day of judgement.
    pub as_of: Day,
}

/// A fact of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Located {
    /// The document.
    pub document: DocumentId,
    /// The fact in it.
    pub entry: EntryId,
}

/// What is visited: a document or a block of one.
pub type Subject = Located;

/// What it means that a document which owes a fact, and was read in full, is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silences {
    /// Nothing: only what is said counts.
    Ignored,
    /// That the fact is not shown.
    Counted,
}

/// Asks conditions about one subject after the other.
#[derive(Debug)]
pub struct Evaluator<'w> {
    pub(super) world: &'w World<'w>,
    pub(super) subject: Subject,
    pub(super) memory: Memory,
    pub(super) silences: Silences,
    slots: Vec<Option<Located>>,
    /// How many more conditions it asks and values it adds up.
    patience: u32,
}

/// How many conditions are asked of one subject for one rule. A real document needs some hundreds; one with thousands of
/// authors and participants, each pair of which is to be compared, would need millions.
const PATIENCE: u32 = 100_000;

impl<'w> Evaluator<'w> {
    /// An evaluator for one subject.
    pub fn new(world: &'w World<'w>, subject: Subject) -> Self {
        let (memory, silences) = (Memory::default(), Silences::Counted);
        Evaluator { world, subject, memory, silences, slots: Vec::new(), patience: PATIENCE }
    }

    /// Turns to another subject of the same document, or to another rule. Nothing is left of what was asked before but
    /// what was found where.
    pub fn turn_to(&mut self, subject: Subject) {
        debug_assert_eq!(subject.document, self.subject.document, "what is remembered is of one document");
        self.subject = subject;
        self.slots.clear();
        self.patience = PATIENCE;
    }

    /// Does something while silences mean something else.
    pub fn counting<T>(&mut self, silences: Silences, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.silences, silences);
        let result = act(self);
        self.silences = before;
        result
    }

    /// What conditions are asked about.
    pub fn world(&self) -> &'w World<'w> {
        self.world
    }

    /// What is visited.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// Whether a condition holds; `None` where a fact that decides is not known.
    pub fn condition(&mut self, condition: &Condition) -> Option<bool> {
        if !self.goes_on() {
            return None;
        }
        match &condition.form {
            Form::All(all) => self.all(all),
            Form::Any(any) => self.any(any),
            // What a damaged text does not state may be what was not understood in it.
            Form::Not(inner) if matches!(inner.form, Form::Here(_)) && self.is_damaged(self.subject.document) => {
                Some(false)
            }
            Form::Not(inner) => self.condition(inner).map(|holds| !holds),
            Form::Predicate(_, inner) => self.condition(inner),
            Form::State(state, path) => self.state(*state, path),
            Form::Holds(path) => self.holds(path),
            Form::Compare(comparison, left, right) => {
                let (left, right) = (self.term(left), self.term(right));
                compare(*comparison, &left, &right)
            }
            Form::KindOf(path, word) => self.kind_of(&self.path_value(path), *word),
            Form::Among(path, literals) => self.among(path, literals),
            Form::Quantified { quantifier, path, slot, body } => {
                self.quantified(*quantifier, path, *slot, body.as_deref())
            }
            Form::SameInterest(left, right) => self.same_interest(left, right),
            Form::Here(inner) => {
                let shown = self.shown(inner);
                (shown || !self.gave_up()).then_some(shown)
            }
        }
    }

    /// Whether the file of a document has an error of form.
    pub(super) fn is_damaged(&self, document: DocumentId) -> bool {
        self.world.model.document(document).is_damaged()
    }

    /// Whether a condition holds for certain: as [`Evaluator::condition`], but what is not known ends the search as well.
    fn shown(&mut self, condition: &Condition) -> bool {
        match &condition.form {
            Form::All(all) => all.iter().all(|part| self.shown(part)),
            Form::Any(any) => any.iter().any(|part| self.shown(part)),
            Form::Quantified { quantifier: Quantifier::Any, path, slot, body: Some(body) } => {
                let mut found = Found::new();
                self.fetch(path, &mut found);
                found.into_iter().any(|located| {
                    !self.gave_up()
                        && self.told(located) == Some(true)
                        && self.with(*slot, located, |this| this.shown(body))
                })
            }
            _ => self.condition(condition) == Some(true),
        }
    }

    /// Counts one thing more that is asked, and whether there is patience left for it.
    pub(super) fn goes_on(&mut self) -> bool {
        self.patience = self.patience.saturating_sub(1);
        !self.gave_up()
    }

    /// How many conditions were asked, and values added up, since it turned to its subject.
    pub fn asked(&self) -> usize {
        (PATIENCE - self.patience) as usize
    }

    /// Whether there was too much to ask, so that the answer is not known.
    pub fn gave_up(&self) -> bool {
        self.patience == 0
    }

    fn all(&mut self, all: &[Condition]) -> Option<bool> {
        let mut result = Some(true);
        for condition in all {
            match self.condition(condition) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => result = None,
            }
        }
        result
    }

    fn any(&mut self, any: &[Condition]) -> Option<bool> {
        let mut result = Some(false);
        for condition in any {
            match self.condition(condition) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => result = None,
            }
        }
        result
    }

    /// Whether a fact is `yes`; what is not shown is not.
    fn holds(&self, path: &Path) -> Option<bool> {
        let mut found = Found::new();
        let search = self.fetch(path, &mut found);
        match found.is_empty() {
            true if search.open => None,
            true => Some(false),
            false => yes(&self.path_value(path)),
        }
    }

    fn state(&self, state: State, path: &Path) -> Option<bool> {
        let mut found = Found::new();
        let search = self.fetch(path, &mut found);
        if state == State::Other {
            return if search.open { None } else { self.other(*found.first()?) };
        }
        if found.is_empty() {
            return if search.open { None } else { Some(state == State::Silent) };
        }
        let is_silent = |holds: Option<bool>| if state == State::Silent { holds.map(|holds| !holds) } else { holds };
        let holds = || found.iter().map(|located| self.is_in(state, *located));
        let (any, all) = (holds().any(|holds| holds == Some(true)), holds().all(|holds| holds == Some(true)));
        let more = search.open && state == State::Shown;
        is_silent(match (any, more || holds().any(|holds| holds.is_none())) {
            (true, _) if search.conflict && !all => None, // documents of one distance disagree
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        })
    }

    /// Whether a fact is in a state.
    fn is_in(&self, state: State, located: Located) -> Option<bool> {
        let entry = self.world.model.document(located.document).entry(located.entry);
        let denied = matches!(entry.value, Value::None | Value::NotRequired | Value::YesNo(false));
        match (state, entry.value) {
            (_, Value::Unknown) | (State::Other, _) => None,
            (State::Stated | State::Silent, _) => Some(true),
            (State::None, value) => Some(value == Value::None),
            (State::NotRequired, value) => Some(value == Value::NotRequired),
            (State::Denied, _) => Some(denied),
            // A heading with nothing behind it shows nothing.
            (State::Shown, Value::Nothing) if entry.end == located.entry.0 + 1 => {
                if entry.reading == Reading::Full {
                    Some(false)
                } else {
                    None
                }
            }
            (State::Shown, _) => Some(!denied),
        }
    }

    /// Whether a document, or the one that a fact names, is another one than the one visited; a version of that is not.
    fn other(&self, located: Located) -> Option<bool> {
        let there = self.world.model.document(self.follow(located)?.document);
        let here = self.world.model.document(self.subject.document);
        Some((there.kind, &there.name) != (here.kind, &here.name))
    }

    fn kind_of(&self, known: &Known, word: WordId) -> Option<bool> {
        match known {
            Known::Word(stated) if self.world.vocabulary.is_kind_of(*stated, word) => Some(true),
            // `energy` may or may not be `energy.nuclear`.
            Known::Word(stated) if self.world.vocabulary.is_kind_of(word, *stated) => None,
            Known::Word(_) | Known::NoValue => Some(false),
            _ => None,
        }
    }

    fn among(&self, path: &Path, literals: &[Literal]) -> Option<bool> {
        let value = self.path_value(path);
        let mut result = Some(false);
        for literal in literals {
            match compare(super::Comparison::Equal, &value, &Known::from(literal)) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => result = None,
            }
        }
        result
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        path: &Path,
        slot: Slot,
        body: Option<&Condition>,
    ) -> Option<bool> {
        let mut found = Found::new();
        let search = self.fetch(path, &mut found);
        let mut result = if search.open { None } else { Some(false) };
        // `every` looks for a counterexample, `any` and `no` for a witness.
        let sought = quantifier != Quantifier::Every;
        for located in found {
            if self.gave_up() {
                return None;
            }
            match self.bears_out(located, slot, body, sought) {
                Some(true) => {
                    result = Some(true);
                    break;
                }
                Some(false) => {}
                None => result = None,
            }
        }
        match quantifier {
            Quantifier::Any => result,
            Quantifier::Every | Quantifier::No => result.map(|found| !found),
        }
    }

    fn same_interest(&self, left: &Path, right: &Path) -> Option<bool> {
        let (left, right) = (name(&self.path_value(left))?, name(&self.path_value(right))?);
        self.world.model.same_interest(&left, &right)
    }

    /// Whether a fact is there and a condition on it comes out as sought. Of one that may not be there it is not known,
    /// unless it would not come out so in any case.
    pub(super) fn bears_out(
        &mut self,
        located: Located,
        slot: Slot,
        body: Option<&Condition>,
        sought: bool,
    ) -> Option<bool> {
        let told = self.told(located);
        if told == Some(false) {
            return Some(false);
        }
        let holds = body.map_or(Some(true), |body| self.with(slot, located, |this| this.condition(body)));
        holds.map(|holds| holds == sought).filter(|witness| told.is_some() || !witness)
    }

    /// Whether a fact tells of something that is there: not `none`; `None` where it is `unknown`.
    pub(super) fn told(&self, located: Located) -> Option<bool> {
        match self.value(located) {
            Value::None | Value::NotRequired => Some(false),
            Value::Unknown => None,
            _ => Some(true),
        }
    }

    pub(super) fn value(&self, located: Located) -> Value {
        self.world.model.document(located.document).entry(located.entry).value
    }

    pub(super) fn slot(&self, slot: Slot) -> Option<Located> {
        self.slots.get(slot as usize).copied().flatten()
    }

    /// Does something while a name stands for a fact; the name keeps its last fact afterwards.
    pub(super) fn with<T>(&mut self, slot: Slot, located: Located, act: impl FnOnce(&mut Self) -> T) -> T {
        if self.slots.len() <= slot as usize {
            self.slots.resize(slot as usize + 1, None);
        }
        self.slots[slot as usize] = Some(located);
        act(self)
    }
}

/// A yes/no value; `none` is no.
fn yes(known: &Known) -> Option<bool> {
    match known {
        Known::YesNo(yes) => Some(*yes),
        Known::NoValue => Some(false),
        _ => None,
    }
}

/// A name as [`Model::same_interest`] takes it.
fn name(known: &Known) -> Option<String> {
    match known {
        Known::Text(text) => Some(text.to_string()),
        Known::Country(country) => Some(government(*country)),
        _ => None,
    }
}

fn government(country: Country) -> String {
    Model::government(country)
}
