//! The smallest change of facts that turns a verdict: single facts first, then pairs, each proven by asking again.

use super::{Changed, Turn, path_of};
use crate::condition::{Change, Evaluator, Located, Told, World};
use crate::engine::calculated::judgement;
use crate::engine::{decide, verdict_on};
use crate::equations::Judgement;
use crate::finding::Verdict;
use crate::measure::Day;
use crate::model::{Document, EntryId, Model, Shift, Value};
use crate::rulebook::Visit;
use crate::source::Span;
use crate::vocabulary::{NodeId, ValueType, Vocabulary};

/// What is asked again after each change.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// What may be said.
    pub vocabulary: &'a Vocabulary,
    /// The day of judgement.
    pub as_of: Day,
    /// The rule's conditions for this kind of subject.
    pub visit: &'a Visit,
}

/// What may be spent on all verdicts that are asked for: facts that are copied, a hundred more for each question, and
/// the conditions that it comes to.
pub const MOST_SPENT: usize = 20_000_000;

/// What one condition costs, where a copied fact costs one.
const CONDITION: usize = 10;

/// So many changes are tried as the first, and as the second, of a pair.
const MOST_OF_A_PAIR: usize = 60;

impl<'a> Attempt<'a> {
    fn world<'w>(&self, model: &'w Model) -> World<'w>
    where
        'a: 'w,
    {
        World { model, vocabulary: self.vocabulary, as_of: self.as_of }
    }

    fn verdict(&self, model: &Model, subject: Located) -> Verdict {
        verdict_on(&self.world(model), self.visit, subject)
    }

    /// The same, with what it cost.
    fn weighed(&self, model: &Model, subject: Located) -> (Verdict, usize) {
        let world = self.world(model);
        let (verdict, asked) = match self.visit.check {
            Some(_) => (verdict_on(&world, self.visit, subject), 0),
            None => {
                let mut evaluator = Evaluator::new(&world, subject);
                (decide::verdict(&mut evaluator, self.visit), evaluator.asked())
            }
        };
        (verdict, model.document(subject.document).entries.len() + 100 + CONDITION * asked)
    }

    /// What may matter to the verdict: first what the rule asks, then when it applies.
    fn changes(&self, model: &Model, subject: Located) -> Vec<Change> {
        let world = self.world(model);
        let mut evaluator = Evaluator::new(&world, subject);
        let clauses = self.visit.clauses.iter().map(|clause| &clause.that);
        let given = self.visit.given.iter().map(|(given, _)| given);
        let mut all: Vec<Change> = Vec::new();
        for condition in clauses.chain(given) {
            for change in evaluator.changes(condition) {
                if !all.contains(&change) {
                    all.push(change);
                }
            }
        }
        if let Some(check) = self.visit.check {
            all.extend(proposed(&world, subject, &judgement(&world, (self.visit, check), subject)));
        }
        all
    }
}

/// What a check of equations says that it would accept: another value, or what is missing.
fn proposed(world: &World<'_>, subject: Located, judgement: &Judgement) -> Vec<Change> {
    let document = subject.document;
    let mut all = Vec::new();
    if let Some((entry, quantity, unit)) = &judgement.instead {
        all.push(Change::Set(Located { document, entry: *entry }, Told::Quantity(*quantity, unit.to_string())));
    }
    if let Some((node, block)) = judgement.missing {
        let tolds = match world.vocabulary.node(node).value {
            ValueType::Word(list) => {
                let words = &world.vocabulary.lists[usize::from(list.0)].words;
                words.iter().map(|(word, _)| Told::Plain(Value::Word(*word))).collect()
            }
            ValueType::Text => vec![Told::Something],
            _ => Vec::new(),
        };
        all.extend(tolds.into_iter().map(|told| Change::Add { document, block, node, told }));
    }
    all
}

/// Other verdicts that a reader may want to reach, the most wanted first.
fn goals(now: Verdict) -> &'static [Verdict] {
    match now {
        Verdict::Breached | Verdict::NotShown => &[Verdict::Met, Verdict::NotApplicable],
        Verdict::Unproven => &[Verdict::Met, Verdict::Breached, Verdict::NotApplicable],
        Verdict::Met => &[Verdict::Breached, Verdict::NotApplicable],
        Verdict::NotApplicable => &[Verdict::Breached, Verdict::Met],
    }
}

/// The smallest changes, one for each verdict that can be reached by one fact, else by two; and how many were tried.
/// No more than `most` is spent.
pub fn turns(model: &mut Model, attempt: &Attempt<'_>, subject: Located, most: usize) -> (Vec<Turn>, usize) {
    let (now, cost) = attempt.weighed(model, subject);
    let goals = goals(now);
    let mut search = Search { goals, turns: Vec::new(), tried: 0, spent: 0, most, cost };
    let changes = attempt.changes(model, subject);
    for change in &changes {
        let described = describe(&attempt.world(model), change);
        with(model, (attempt.vocabulary, subject), change, |model, subject| {
            search.weigh(model, attempt, subject, &[&described])
        });
    }
    search.left_out(model, attempt, subject);
    if search.turns.is_empty() {
        for change in changes.iter().take(MOST_OF_A_PAIR) {
            let first = describe(&attempt.world(model), change);
            with(model, (attempt.vocabulary, subject), change, |model, subject| {
                search.second(model, attempt, subject, &first)
            });
        }
    }
    search.turns.sort_by_key(|turn| goals.iter().position(|goal| *goal == turn.to));
    (search.turns, search.tried)
}

struct Search {
    goals: &'static [Verdict],
    turns: Vec<Turn>,
    tried: usize,
    spent: usize,
    most: usize,
    /// What it costs to ask once.
    cost: usize,
}

impl Search {
    /// Asks again, and keeps the changes where they turn the verdict in a new way.
    fn weigh(&mut self, model: &Model, attempt: &Attempt<'_>, subject: Located, changes: &[&Changed]) {
        let known = |to: Verdict| self.turns.iter().any(|turn| turn.to == to);
        if self.spent > self.most || self.goals.iter().all(|goal| known(*goal)) {
            return;
        }
        let (to, cost) = attempt.weighed(model, subject);
        self.spent += cost;
        if self.goals.contains(&to) && !known(to) {
            let changes = changes.iter().map(|change| (*change).clone()).collect();
            self.turns.push(Turn { to, changes });
        }
        self.tried += 1;
    }

    /// Leaves out what a check of equations points at, fact by fact, until it is met.
    fn left_out(&mut self, model: &mut Model, attempt: &Attempt<'_>, subject: Located) {
        let Some(check) = attempt.visit.check.filter(|_| self.goals.first() == Some(&Verdict::Met)) else { return };
        if self.turns.iter().any(|turn| turn.to == Verdict::Met) {
            return;
        }
        let judgement = judgement(&attempt.world(model), (attempt.visit, check), subject);
        for entry in pointed_at(model.document(subject.document), &judgement, subject.entry) {
            let change = removed(&attempt.world(model), Located { entry, ..subject });
            let less = model.document(subject.document).without(entry);
            self.tried += 1;
            if verdict_with(model, attempt, subject, less) == Some(Verdict::Met) {
                self.turns.push(Turn { to: Verdict::Met, changes: vec![change] });
                return;
            }
        }
    }

    /// Tries a second change on top of one.
    fn second(&mut self, model: &mut Model, attempt: &Attempt<'_>, subject: Located, first: &Changed) {
        if self.spent > self.most {
            return;
        }
        // To look for changes asks what the verdict asks.
        self.spent += self.cost;
        for change in attempt.changes(model, subject).iter().take(MOST_OF_A_PAIR) {
            let second = describe(&attempt.world(model), change);
            if (&second.path, second.span) == (&first.path, first.span) && second.now.is_some() {
                continue; // the same fact once more
            }
            with(model, (attempt.vocabulary, subject), change, |model, subject| {
                self.weigh(model, attempt, subject, &[first, &second])
            });
        }
    }
}

/// The verdict that a rule gives while one document is another one; the model is left as it was.
pub fn verdict_with(
    model: &mut Model,
    attempt: &Attempt<'_>,
    subject: Located,
    (document, shift): (Document, Shift),
) -> Option<Verdict> {
    let id = subject.document;
    let before = model.suppose(id, document, shift);
    let verdict = shift.moved(subject.entry).map(|entry| attempt.verdict(model, Located { entry, ..subject }));
    model.take_back(id, before);
    verdict
}

/// Does something while a change holds; the model is left as it was.
fn with(
    model: &mut Model,
    (vocabulary, subject): (&Vocabulary, Located),
    change: &Change,
    act: impl FnOnce(&mut Model, Located),
) {
    let (id, (document, shift)) = match change {
        Change::Set(at, told) => (at.document, (set(model.document(at.document), *at, told), Shift::default())),
        Change::Add { document: id, block, node, told } => {
            let document = model.document(*id);
            (*id, add(document, *block, &blocks(document, *block, *node, vocabulary), told))
        }
    };
    let before = model.suppose(id, document, shift);
    let entry = if id == subject.document { shift.moved(subject.entry) } else { Some(subject.entry) };
    if let Some(entry) = entry {
        act(model, Located { entry, ..subject });
    }
    model.take_back(id, before);
}

fn set(document: &Document, at: Located, told: &Told) -> Document {
    let mut document = document.clone();
    let value = value(&mut document, told);
    document.saying(at.entry, value)
}

/// A fact said in a block, in the blocks between them.
fn add(document: &Document, block: EntryId, chain: &[NodeId], told: &Told) -> (Document, Shift) {
    let mut document = document.clone();
    let value = value(&mut document, told);
    document.adding(block, chain, value)
}

/// The places from a block down to one inside it, the block left out.
fn blocks(document: &Document, block: EntryId, node: NodeId, vocabulary: &Vocabulary) -> Vec<NodeId> {
    let around = document.entry(block).node;
    let mut chain = vocabulary.ancestry(node);
    if let Some(here) = chain.iter().position(|place| *place == around) {
        chain.drain(..=here);
    }
    chain
}

fn value(document: &mut Document, told: &Told) -> Value {
    match told {
        Told::Plain(value) => *value,
        Told::Quantity(quantity, unit) => Value::Quantity(document.keep_quantity(*quantity, unit)),
        Told::Something => Value::Text(document.keep_text("…")),
    }
}

/// The facts of a document at which a judgement points, the subject itself left out.
fn pointed_at(document: &Document, judgement: &Judgement, subject: EntryId) -> Vec<EntryId> {
    let entry = |span: Span| {
        let all = (1..document.entries.len() as u32).map(EntryId);
        all.into_iter().find(|entry| document.span(*entry) == span).filter(|entry| *entry != subject)
    };
    judgement.labels.iter().filter_map(|label| entry(label.span)).collect()
}

/// A fact that would not be said, in plain words.
fn removed(world: &World<'_>, at: Located) -> Changed {
    let document = world.model.document(at.document);
    let node = document.entry(at.entry).node;
    // The text of an equation is let go: its place stands for it.
    let says = world.vocabulary.node(node).value != ValueType::Equation
        && !matches!(document.entry(at.entry).value, Value::Nothing | Value::Unknown);
    Changed {
        say: world.vocabulary.node(node).say.clone(),
        path: path_of(world, node),
        now: says.then(|| Evaluator::new(world, at).show(at)),
        beside: false,
        told: String::new(),
        span: document.span(at.entry),
    }
}

/// A change in plain words.
fn describe(world: &World<'_>, change: &Change) -> Changed {
    let (at, node, told): (Located, NodeId, &Told) = match change {
        Change::Set(at, told) => (*at, world.model.document(at.document).entry(at.entry).node, told),
        Change::Add { document, block, node, told } => (Located { document: *document, entry: *block }, *node, told),
    };
    let evaluator = Evaluator::new(world, at);
    let said = |at: Located| world.model.document(at.document).entry(at.entry).value != Value::Nothing;
    let now = (matches!(change, Change::Set(..)) && said(at)).then(|| evaluator.show(at));
    let (say, path) = (world.vocabulary.node(node).say.clone(), path_of(world, node));
    let document = world.model.document(at.document);
    let (span, beside) = (document.span(at.entry), document.within(node, at.entry).next().is_some());
    Changed { say, path, now, beside, told: evaluator.show_told(told), span }
}
