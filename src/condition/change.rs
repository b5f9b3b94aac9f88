//! Changes of facts that might turn a condition: what it read said otherwise, or what it sought in vain said.

use super::evaluate::{Evaluator, Located};
use super::fetch::Found;
use super::{Condition, Evidence, Form, Known, Path, Slot, State, Term};
use crate::measure::{Interval, Quantity, show};
use crate::model::{DocumentId, EntryId, Value};
use crate::vocabulary::{ListId, NodeId, ValueType, WordId};
use rust_decimal::Decimal;

/// A fact that would be said otherwise, or would be said.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A fact that is stated says something else.
    Set(Located, Told),
    /// A fact is stated that is not there.
    Add {
        /// In which document.
        document: DocumentId,
        /// In which block of it: the deepest that is there.
        block: EntryId,
        /// At which place.
        node: NodeId,
        /// What it says.
        told: Told,
    },
}

/// What a fact would say.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Something that needs no room: a word, yes or no, a date, none.
    Plain(Value),
    /// A quantity, with its unit as people write it.
    Quantity(Quantity, String),
    /// A text, whatever it says.
    Something,
}

/// What the condition holds a fact against, and what else may be said there that matters.
#[derive(Debug, Default)]
struct Hints {
    words: Vec<WordId>,
    quantities: Vec<Quantity>,
    dates: Vec<Interval>,
    /// Whether `none` or `not_required` is asked for.
    states: Vec<Value>,
}

/// How a value is shown that does not matter.
pub const ANYTHING: &str = "whatever it says";

/// So many changes are looked for in one condition.
const MOST_CHANGES: usize = 240;

/// So many words of a list are tried, those that the condition names first.
const MOST_WORDS: usize = 12;

impl Evaluator<'_> {
    /// Changes that might turn a condition, in the order of its text; each once.
    pub fn changes(&mut self, condition: &Condition) -> Vec<Change> {
        let mut changes = Vec::new();
        self.suggest(condition, &mut changes);
        changes
    }

    fn suggest(&mut self, condition: &Condition, into: &mut Vec<Change>) {
        if into.len() >= MOST_CHANGES || self.gave_up() {
            return;
        }
        match &condition.form {
            Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|part| self.suggest(part, into)),
            Form::Not(inner) | Form::Here(inner) | Form::Predicate(_, inner) => self.suggest(inner, into),
            Form::State(state, path) => {
                let mut hints = Hints::default();
                match state {
                    State::Stated | State::Shown | State::Silent => {}
                    State::Denied => hints.states.extend([Value::None, Value::NotRequired]),
                    State::Other => return, // which document it is, no fact says
                    State::None => hints.states.push(Value::None),
                    State::NotRequired => hints.states.push(Value::NotRequired),
                }
                self.at_path(path, &hints, into);
            }
            Form::Holds(path) => self.at_path(path, &Hints::default(), into),
            Form::KindOf(path, word) => self.at_path(path, &Hints { words: vec![*word], ..Hints::default() }, into),
            Form::Among(path, literals) => {
                let mut hints = Hints::default();
                literals.iter().for_each(|literal| hints.take(&Known::from(literal)));
                self.at_path(path, &hints, into);
            }
            Form::Compare(_, left, right) => {
                let (mut against_left, mut against_right) = (Hints::default(), Hints::default());
                against_left.take(&self.term(right));
                against_right.take(&self.term(left));
                self.in_term(left, &against_left, into);
                self.in_term(right, &against_right, into);
            }
            Form::Quantified { path, slot, body, .. } => self.each(path, *slot, body.as_deref(), into),
            Form::SameInterest(..) => {} // who belongs to whom is not made otherwise by one statement
        }
    }

    /// What is said of each value of a path, and one value more.
    fn each(&mut self, path: &Path, slot: Slot, body: Option<&Condition>, into: &mut Vec<Change>) {
        if let Some(body) = body {
            for located in self.facts(path) {
                self.with(slot, located, |this| this.suggest(body, into));
            }
        }
        let mut hints = Hints::default();
        body.iter().for_each(|body| hints.about(body, slot));
        self.one_more(path, &hints, into);
    }

    fn in_term(&mut self, term: &Term, hints: &Hints, into: &mut Vec<Change>) {
        match term {
            Term::Path(path) => self.at_path(path, hints, into),
            Term::Count(path, slot, body) => self.each(path, *slot, body.as_deref(), into),
            Term::Aggregate(total) => {
                let Some(inner) = &total.term else { return self.at_path(&total.path, hints, into) };
                for located in self.facts(&total.path) {
                    self.with(total.slot, located, |this| {
                        total.only.iter().for_each(|only| this.suggest(only, into));
                        this.in_term(inner, hints, into);
                    });
                }
            }
            Term::Arithmetic(_, left, right) => {
                self.in_term(left, hints, into);
                self.in_term(right, hints, into);
            }
            Term::Start(inner) | Term::End(inner) => self.in_term(inner, hints, into),
            Term::Literal(_) | Term::AsOf => {}
        }
    }

    /// The facts of a path said otherwise; the fact said, where it is missing.
    fn at_path(&mut self, path: &Path, hints: &Hints, into: &mut Vec<Change>) {
        for located in self.facts(path) {
            let entry = self.world.model.document(located.document).entry(located.entry);
            for told in self.told_at(entry.node, hints, Some(located)) {
                if !self.says(located, &told) && (self.alone(located) || !denies(&told)) {
                    keep(Change::Set(located, told), into);
                }
            }
        }
        self.one_more(path, hints, into);
    }

    /// The fact said where it is missing, or a value more where there may be several.
    fn one_more(&mut self, path: &Path, hints: &Hints, into: &mut Vec<Change>) {
        let mut found = Found::new();
        let missed = self.fetch_recording(path, &mut found).missed;
        let missing = missed.iter().find_map(|item| match item {
            Evidence::Missing { node, document, at, .. } => Some((*document, *at, *node)),
            _ => None,
        });
        let beside = found.first().and_then(|located| {
            let entry = self.world.model.document(located.document).entry(located.entry);
            let several = self.world.vocabulary.node(entry.node).many && located.entry != EntryId::DOCUMENT;
            several.then_some((located.document, entry.parent, entry.node))
        });
        let Some((document, block, node)) = missing.or(beside) else { return };
        let mut there = self.world.model.document(document).within(node, block).peekable();
        let some = there.peek().is_some();
        if there.any(|entry| self.told(Located { document, entry }) == Some(false)) {
            return; // no text says that there is none, and one more
        }
        for told in self.told_at(node, hints, None) {
            if !(some && denies(&told)) {
                keep(Change::Add { document, block, node, told }, into);
            }
        }
    }

    /// Whether nothing else is said at a fact's place in the same body: only then can it say that there is none.
    fn alone(&self, located: Located) -> bool {
        let document = self.world.model.document(located.document);
        let entry = document.entry(located.entry);
        document.within(entry.node, entry.parent).nth(1).is_none()
    }

    /// What may be said at a place, or by a fact that stands there, as far as it matters to the condition.
    fn told_at(&self, node: NodeId, hints: &Hints, now: Option<Located>) -> Vec<Told> {
        let vocabulary = self.world.vocabulary;
        let mut told: Vec<Told> = hints.states.iter().map(|state| Told::Plain(*state)).collect();
        let plain = |value: Value| Told::Plain(value);
        let unit = now.and_then(|located| self.unit_of(located));
        match &vocabulary.node(node).value {
            ValueType::Nothing => told.push(plain(Value::Nothing)),
            ValueType::YesNo => told.extend([true, false].map(|yes| plain(Value::YesNo(yes)))),
            ValueType::Word(list) => told.extend(self.words(*list, hints).map(|word| plain(Value::Word(word)))),
            ValueType::Count => told.extend(numbers(hints, "", self)),
            ValueType::Quantity(Some((_, written))) => {
                told.extend(numbers(hints, unit.as_deref().unwrap_or(written), self))
            }
            ValueType::Quantity(None) | ValueType::Money => {
                told.extend(unit.iter().flat_map(|unit| numbers(hints, unit, self)));
            }
            ValueType::Date | ValueType::Period => told.extend(hints.days().map(|day| plain(Value::Date(day)))),
            ValueType::Text | ValueType::Organisation | ValueType::Version | ValueType::Symbol
                if now.is_none_or(|located| !self.value(located).is_told()) =>
            {
                told.push(Told::Something);
            }
            _ => {}
        }
        // What cannot be is no change that anybody could make.
        let place = vocabulary.node(node);
        told.retain(|told| match told {
            Told::Quantity(quantity, _) => place.bounds.passed(quantity).is_none(),
            Told::Plain(Value::Date(date)) => !place.is_to_come(*date, self.world.as_of),
            _ => true,
        });
        told
    }

    /// Words of a list: those that the condition names first.
    fn words(&self, list: ListId, hints: &Hints) -> impl Iterator<Item = WordId> {
        let all = self.world.vocabulary.lists[usize::from(list.0)].words.iter().map(|(word, _)| *word);
        let all: Vec<WordId> = all.collect();
        let named = hints.words.iter().copied().filter(|word| all.contains(word)).collect::<Vec<_>>();
        let others: Vec<WordId> = all.into_iter().filter(|word| !named.contains(word)).collect();
        named.into_iter().chain(others).take(MOST_WORDS)
    }

    /// The unit in which a fact is given, as people write it.
    fn unit_of(&self, located: Located) -> Option<String> {
        match self.value(located) {
            Value::Quantity(at) => Some(self.world.model.document(located.document).quantity_unit(at).to_owned()),
            _ => None,
        }
    }

    /// Whether a fact says just this.
    fn says(&self, located: Located, told: &Told) -> bool {
        match told {
            Told::Plain(value) => self.value(located) == *value,
            Told::Quantity(quantity, _) => match self.known(located) {
                Known::Quantity(now) => now.compare(quantity).is_ok_and(|order| order.is_eq()),
                _ => false,
            },
            Told::Something => false,
        }
    }

    /// What would be said, as people write it.
    pub fn show_told(&self, told: &Told) -> String {
        match told {
            Told::Plain(Value::Word(word)) => self.world.vocabulary.word(*word).replace('_', " "),
            Told::Plain(Value::YesNo(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            Told::Plain(Value::Date(date)) => date.to_string(),
            Told::Plain(Value::None) => "none".to_owned(),
            Told::Plain(Value::NotRequired) => "not required".to_owned(),
            Told::Plain(_) | Told::Something => ANYTHING.to_owned(),
            Told::Quantity(quantity, unit) => show(quantity.amount, unit),
        }
    }
}

impl Hints {
    /// What a fact is compared with.
    fn take(&mut self, known: &Known) {
        match known {
            Known::Word(word) => self.words.push(*word),
            Known::Quantity(quantity) | Known::AtLeast(quantity) => self.quantities.push(*quantity),
            Known::Date(date) => self.dates.push(*date),
            _ => {}
        }
    }

    /// What a condition holds the value of a bound name against.
    fn about(&mut self, condition: &Condition, slot: Slot) {
        let bound = |path: &Path| path.root == super::Root::Slot(slot) && path.hops.is_empty();
        match &condition.form {
            Form::KindOf(path, word) if bound(path) => self.words.push(*word),
            Form::Among(path, literals) if bound(path) => {
                literals.iter().for_each(|literal| self.take(&Known::from(literal)));
            }
            Form::Compare(_, Term::Path(path), Term::Literal(literal)) if bound(path) => {
                self.take(&Known::from(literal))
            }
            _ => condition.inner().into_iter().for_each(|inner| self.about(inner, slot)),
        }
    }

    /// The days that are compared with, and those beside them.
    fn days(&self) -> impl Iterator<Item = Interval> {
        self.dates.iter().flat_map(|date| {
            let beside = [date.start().shift(0, -1), date.end().shift(0, 1)];
            [Some(date.start())].into_iter().chain(beside).flatten()
        })
    }
}

/// The numbers that are compared with, those beside them, and none at all.
fn numbers(hints: &Hints, unit: &str, evaluator: &Evaluator<'_>) -> Vec<Told> {
    let written = unit;
    let unit = match unit {
        "" => crate::measure::Unit::ONE,
        _ => match evaluator.world.vocabulary.units.parse(unit) {
            Ok(unit) => unit,
            Err(_) => return Vec::new(),
        },
    };
    let amounts = hints.quantities.iter().filter_map(|quantity| quantity.amount_in(unit).ok());
    let mut all: Vec<Decimal> = amounts
        .flat_map(|amount| [Some(amount), amount.checked_add(1.into()), amount.checked_sub(1.into())])
        .flatten()
        .collect();
    all.extend([Decimal::ZERO, Decimal::ONE]);
    all.retain(|amount| !amount.is_sign_negative() || amount.is_zero());
    all.into_iter().map(|amount| Told::Quantity(Quantity::new(amount.normalize(), unit), written.to_owned())).collect()
}

/// Whether it says that there is none.
fn denies(told: &Told) -> bool {
    matches!(told, Told::Plain(Value::None | Value::NotRequired))
}

fn keep(change: Change, into: &mut Vec<Change>) {
    if into.len() < MOST_CHANGES && !into.contains(&change) {
        into.push(change);
    }
}
