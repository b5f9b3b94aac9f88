//! Options: where the equations show that one of them gives more credits than another.

use super::arithmetic::binary;
use super::direction::{Effect, derivation, positive};
use super::sheet::{Declared, Sheet};
use super::{Judgement, MOST};
use crate::measure::{Quantity, Unit, show};
use crate::model::{Arithmetic, EntryId, Formula, Function, Reading, TermKind, Value};
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::cell::Cell;
use std::cmp::Ordering;

/// The options of a document that are compared, how deep, and how much is spent on it.
const MOST_OPTIONS: usize = 16;
const DEEPEST: usize = 100;
const MOST_SPENT: usize = 1_000_000;

/// What an option says of one symbol.
#[derive(Clone, Copy)]
enum Says<'s> {
    Equation(&'s Formula),
    Value(&'s Declared),
}

impl Says<'_> {
    fn entry(self) -> EntryId {
        match self {
            Says::Equation(formula) => formula.entry,
            Says::Value(declared) => declared.entry,
        }
    }
}

/// What an option says, in the order of the text, and where it first says something of a symbol.
#[derive(Default)]
struct Said<'s> {
    all: Vec<(SmolStr, Says<'s>)>,
    first: FxHashMap<SmolStr, usize>,
}

impl<'s> Said<'s> {
    fn of(&self, symbol: &str) -> Option<Says<'s>> {
        self.first.get(symbol).map(|at| self.all[*at].1)
    }

    fn push(&mut self, symbol: SmolStr, says: Says<'s>) {
        self.first.entry(symbol.clone()).or_insert(self.all.len());
        self.all.push((symbol, says));
    }
}

/// How a symbol differs between two options.
struct Differs {
    symbol: SmolStr,
    effect: Effect,
    /// Whether the first option gives more reductions.
    first: bool,
    places: [EntryId; 2],
    told: String,
}

/// Whether no option gives more reductions than another that the applicant may take as well.
pub(super) fn options(sheet: &Sheet<'_>) -> Judgement {
    let node = sheet.place(EntryId::DOCUMENT, "option").filter(|_| sheet.document.formulas.len() <= MOST);
    let options = node.into_iter().flat_map(|node| sheet.document.at(node)).take(MOST_OPTIONS);
    let options: Vec<(EntryId, Said<'_>)> = options.map(|option| (option, says(sheet, option))).collect();
    if options.len() < 2 {
        return Judgement::met_if(false);
    }
    let (users, fuel) = (users(sheet), Cell::new(MOST_SPENT));
    let mut compared = false;
    for (at, (one, first)) in options.iter().enumerate() {
        for (other, second) in &options[at + 1..] {
            let comparison = Comparison { sheet, options: [*one, *other], users: &users, fuel: &fuel };
            let Some(differences) = comparison.differences(first, second) else { continue };
            compared = true;
            let conditional = [one, other].iter().any(|option| sheet.said(**option, "when").is_some());
            let Some(first) = differences.first().filter(|_| !conditional) else { continue };
            let [more, less] = if first.first { [*one, *other] } else { [*other, *one] };
            return told(sheet, [more, less], &differences);
        }
    }
    Judgement::met_if(compared)
}

fn told(sheet: &Sheet<'_>, [more, less]: [EntryId; 2], differences: &[Differs]) -> Judgement {
    let [large, small] = [more, less].map(|option| label(sheet, option));
    let message = format!(
        "option `{large}` gives more credits than option `{small}`, and nothing says that `{small}` must be taken"
    );
    let mut labels = Vec::new();
    let mut notes = Vec::new();
    for Differs { symbol, effect, first, places, told } in differences.iter().take(2) {
        let [large, small] = if *first { *places } else { [places[1], places[0]] };
        labels.push(sheet.label(large, format!("more credits with this `{symbol}`")));
        labels.push(sheet.label(small, format!("fewer with this `{symbol}`")));
        let way = if *effect == Effect::Up { "raises" } else { "lowers" };
        notes.push(format!("{told}; more of `{symbol}` {way} the reductions"));
        notes.extend(derivation(sheet, symbol));
    }
    let closed = [more, less].iter().all(|option| sheet.document.entry(*option).reading == Reading::Full);
    let chosen = sheet.said(EntryId::DOCUMENT, "option_rule").is_some();
    let judged = Judgement { notes, ..Judgement::breached(message, labels) };
    judged.silent(closed || chosen, sheet.place(more, "when"), more)
}

/// The label of an option.
fn label<'m>(sheet: &Sheet<'m>, option: EntryId) -> &'m str {
    match sheet.document.entry(option).value {
        Value::Text(text) => sheet.document.text(text),
        _ => "",
    }
}

/// What an option says, by symbol, in the order of the text; equations where it has both.
fn says<'s>(sheet: &'s Sheet<'_>, option: EntryId) -> Said<'s> {
    let within = |entry: EntryId| sheet.document.entry(entry).parent == option;
    let formulas = sheet.document.formulas.iter().filter(|formula| within(formula.entry));
    let mut said = Said::default();
    let equations = formulas.filter_map(|formula| Some((sheet.left(formula)?, Says::Equation(formula))));
    equations.for_each(|(symbol, says)| said.push(symbol, says));
    for declared in sheet.declared.iter().filter(|declared| within(declared.entry)) {
        if said.of(&declared.name).is_none() && sheet.value_of(declared).is_some() {
            said.push(declared.name.clone(), Says::Value(declared));
        }
    }
    said
}

/// The blocks whose equations use a symbol.
fn users(sheet: &Sheet<'_>) -> FxHashMap<SmolStr, FxHashSet<EntryId>> {
    let mut users: FxHashMap<SmolStr, FxHashSet<EntryId>> = FxHashMap::default();
    for formula in &sheet.document.formulas {
        let block = sheet.document.entry(formula.entry).parent;
        for (_, name) in sheet.uses(formula) {
            users.entry(name.clone()).or_default().insert(block);
        }
    }
    users
}

/// Two options that are compared, each expression with the values of its own.
struct Comparison<'s, 'm> {
    sheet: &'s Sheet<'m>,
    options: [EntryId; 2],
    users: &'s FxHashMap<SmolStr, FxHashSet<EntryId>>,
    /// What may still be spent on all of them.
    fuel: &'s Cell<usize>,
}

/// A part of an equation, and which symbols and parts of it are surely not negative.
#[derive(Clone, Copy)]
struct Part<'f> {
    formula: &'f Formula,
    positive: &'f [bool],
    at: u32,
}

impl<'f> Part<'f> {
    fn kind(self) -> TermKind {
        self.formula.term(self.at).kind
    }

    fn is_positive(self) -> bool {
        self.positive[self.at as usize]
    }

    fn sub(self, at: u32) -> Part<'f> {
        Part { at, ..self }
    }
}

impl Comparison<'_, '_> {
    /// In what the options differ, all to the gain of one of them; none where that cannot be told.
    fn differences(&self, first: &Said<'_>, second: &Said<'_>) -> Option<Vec<Differs>> {
        let sheet = self.sheet;
        let alone = |mine: &Said<'_>, theirs: &Said<'_>, option: EntryId| {
            let lonely = mine.all.iter().filter(|(name, _)| theirs.of(name).is_none());
            let here = |name: &SmolStr| self.users.get(name).is_none_or(|all| all.iter().all(|block| *block == option));
            lonely.into_iter().all(|(name, says)| matches!(says, Says::Value(_)) && here(name))
        };
        if !alone(first, second, self.options[0]) || !alone(second, first, self.options[1]) {
            return None;
        }
        let mut differences: Vec<Differs> = Vec::new();
        let mut shared = false;
        for (symbol, mine) in &first.all {
            let Some(theirs) = second.of(symbol) else { continue };
            shared = true;
            let (order, told) = self.says(symbol, *mine, theirs)?;
            if order == Ordering::Equal {
                continue;
            }
            let effect = sheet.effects().get(symbol).copied().filter(|effect| *effect != Effect::Mixed)?;
            let first = (order == Ordering::Greater) == (effect == Effect::Up);
            let places = [mine.entry(), theirs.entry()];
            differences.push(Differs { symbol: symbol.clone(), effect, first, places, told });
        }
        let agree = differences.iter().all(|differs| differs.first == differences[0].first);
        (shared && agree).then_some(differences)
    }

    /// One step deeper; none where enough was spent.
    fn deeper(&self, depth: usize) -> Option<usize> {
        self.fuel.set(self.fuel.get().checked_sub(1)?);
        depth.checked_sub(1)
    }

    /// Which option gives a symbol the larger value, and in words.
    fn says(&self, symbol: &str, mine: Says<'_>, theirs: Says<'_>) -> Option<(Ordering, String)> {
        match (mine, theirs) {
            (Says::Value(one), Says::Value(other)) => {
                let [mine, theirs] = [self.sheet.value_of(one)?, self.sheet.value_of(other)?];
                let [first, second] = self.options.map(|option| label(self.sheet, option));
                let [a, b] = [self.text(one)?, self.text(other)?];
                let told = format!("`{symbol}` is {a} in `{first}` and {b} in `{second}`");
                Some((mine.compare(&theirs).ok()?, told))
            }
            (Says::Equation(one), Says::Equation(other)) => {
                let [(_, left), (_, right)] = [one.sides()?, other.sides()?];
                let [mine, theirs] = [positive(one, left), positive(other, right)];
                let left = Part { formula: one, positive: &mine, at: left };
                let right = Part { formula: other, positive: &theirs, at: right };
                let mut told = String::new();
                let order = self.order(left, right, (DEEPEST, &mut told))?;
                Some((order, format!("the equations for `{symbol}` are alike but for {told}")))
            }
            _ => None,
        }
    }

    fn text(&self, declared: &Declared) -> Option<String> {
        let (_, Value::Quantity(at)) = self.sheet.said(declared.entry, "value")? else { return None };
        Some(self.sheet.document.quantity_text(at))
    }

    /// Which of two expressions is the larger whatever their symbols stand for; none where that cannot be told.
    fn order(&self, mine: Part<'_>, theirs: Part<'_>, (depth, told): (usize, &mut String)) -> Option<Ordering> {
        let depth = self.deeper(depth)?;
        if let (Some(one), Some(other)) = (self.constant(mine, 0, depth), self.constant(theirs, 1, depth)) {
            let order = one.compare(&other).ok()?;
            if order != Ordering::Equal && told.is_empty() {
                let [first, second] = self.options.map(|option| label(self.sheet, option));
                let [one, other] = [self.words(mine, 0, &one), self.words(theirs, 1, &other)];
                *told = format!("{one} in `{first}`, {other} in `{second}`");
            }
            return Some(order);
        }
        let alike = match (mine.kind(), theirs.kind()) {
            (TermKind::Symbol(..), TermKind::Symbol(..)) => self.same_symbol(mine, theirs).then_some(Ordering::Equal),
            (TermKind::Negative(one), TermKind::Negative(other)) => {
                self.order(mine.sub(one), theirs.sub(other), (depth, told)).map(Ordering::reverse)
            }
            (TermKind::Binary(one, a, b), TermKind::Binary(other, c, d)) if one == other => {
                let left = self.order(mine.sub(a), theirs.sub(c), (depth, told));
                let right = left.and_then(|_| self.order(mine.sub(b), theirs.sub(d), (depth, told)));
                let sure = [mine.sub(a), mine.sub(b), theirs.sub(c), theirs.sub(d)].into_iter().all(Part::is_positive);
                left.zip(right).and_then(|(left, right)| combined(one, left, right, sure))
            }
            (TermKind::Call(one, ..), TermKind::Call(other, ..)) if one == other => {
                self.calls(one, (mine, theirs), (depth, told))
            }
            _ => None,
        };
        alike.or_else(|| self.scaled(mine, theirs, (depth, told)))
    }

    /// A constant as it stands: a symbol with its value, or a number.
    fn words(&self, part: Part<'_>, which: usize, number: &Quantity) -> String {
        if let Some((name, _)) = self.sheet.written(part.formula, part.at) {
            let value = self.declared(part, which).and_then(|declared| self.text(declared));
            return format!("`{name}` of {}", value.unwrap_or_default());
        }
        let unit = match part.kind() {
            TermKind::Number(_, Some(unit)) => self.sheet.document.text(unit),
            _ => "",
        };
        show(number.amount.normalize(), unit)
    }

    /// Where the symbol at a part is declared: in its option before the document.
    fn declared(&self, part: Part<'_>, which: usize) -> Option<&Declared> {
        let (name, _) = self.sheet.written(part.formula, part.at)?;
        let own = |declared: &&Declared| self.sheet.document.entry(declared.entry).parent == self.options[which];
        self.sheet.declarations(&name).find(own).or_else(|| self.sheet.lookup(part.formula, &name))
    }

    /// Functions rise with each of their operands.
    fn calls(
        &self,
        function: Function,
        (mine, theirs): (Part<'_>, Part<'_>),
        (depth, told): (usize, &mut String),
    ) -> Option<Ordering> {
        let [one, other] = [mine, theirs].map(|part| part.formula.operands(part.at).collect::<Vec<_>>());
        let over = |part: Part<'_>| super::index::sum_over(self.sheet, part.formula, part.at);
        if one.len() != other.len() || function == Function::Sum && over(mine) != over(theirs) {
            return None;
        }
        let mut all = Ordering::Equal;
        for (one, other) in one.into_iter().zip(other) {
            all = joined(all, self.order(mine.sub(one), theirs.sub(other), (depth, told))?)?;
        }
        Some(all)
    }

    /// The one is the other with a factor.
    fn scaled(&self, mine: Part<'_>, theirs: Part<'_>, (depth, told): (usize, &mut String)) -> Option<Ordering> {
        for (part, whole, which) in [(mine, theirs, 0), (theirs, mine, 1)] {
            let Some((inner, factor)) = self.factor(part, which, depth) else { continue };
            let pair = if which == 0 { (inner, whole) } else { (whole, inner) };
            if !whole.is_positive() || self.order(pair.0, pair.1, (depth, &mut String::new())) != Some(Ordering::Equal)
            {
                continue;
            }
            if told.is_empty() {
                let label = label(self.sheet, self.options[which]);
                *told = format!("a factor of {} in `{label}`", show(factor.normalize(), ""));
            }
            let order = factor.cmp(&Decimal::ONE);
            return Some(if which == 0 { order } else { order.reverse() });
        }
        None
    }

    /// What a part is a fixed multiple of.
    fn factor<'f>(&self, part: Part<'f>, which: usize, depth: usize) -> Option<(Part<'f>, Decimal)> {
        let number = |at: u32| {
            let found = self.constant(part.sub(at), which, depth)?;
            let amount = found.amount_in(Unit::ONE).ok()?;
            (amount >= Decimal::ZERO).then_some(amount)
        };
        match part.kind() {
            TermKind::Binary(Arithmetic::Multiply, left, right) => match number(right) {
                Some(factor) => Some((part.sub(left), factor)),
                None => Some((part.sub(right), number(left)?)),
            },
            TermKind::Binary(Arithmetic::Divide, left, right) => {
                Some((part.sub(left), Decimal::ONE.checked_div(number(right)?)?))
            }
            _ => None,
        }
    }

    fn same_symbol(&self, mine: Part<'_>, theirs: Part<'_>) -> bool {
        let [one, other] = [mine, theirs].map(|part| self.sheet.written(part.formula, part.at));
        let own = |part: Part<'_>| {
            let (name, _) = self.sheet.written(part.formula, part.at)?;
            let declared = self.sheet.lookup(part.formula, &name)?;
            self.sheet.value_of(declared).and(Some(declared.entry))
        };
        // A symbol with a value of its own in one option is not what it is in the other.
        one == other && own(mine) == own(theirs)
    }

    /// The value of an expression of numbers and prescribed values.
    fn constant(&self, part: Part<'_>, which: usize, depth: usize) -> Option<Quantity> {
        let depth = self.deeper(depth)?;
        let plain = |at: u32| self.constant(part.sub(at), which, depth)?.amount_in(Unit::ONE).ok();
        match part.kind() {
            TermKind::Number(amount, None) => Some(Quantity::number(amount)),
            TermKind::Number(amount, Some(unit)) => {
                let unit = self.sheet.vocabulary.units.parse(self.sheet.document.text(unit)).ok()?;
                Some(Quantity::new(amount, unit))
            }
            TermKind::Negative(inner) => Some(Quantity::number(-plain(inner)?)),
            TermKind::Binary(operator, left, right) => {
                binary(operator, plain(left)?, plain(right)?).map(Quantity::number)
            }
            TermKind::Symbol(..) => {
                let (name, _) = self.sheet.written(part.formula, part.at)?;
                if !self.sheet.definitions(&name).is_empty() {
                    return None;
                }
                self.sheet.value_of(self.declared(part, which)?)
            }
            _ => None,
        }
    }
}

/// Two orders that do not speak against each other.
fn joined(one: Ordering, other: Ordering) -> Option<Ordering> {
    match (one, other) {
        (Ordering::Equal, order) | (order, Ordering::Equal) => Some(order),
        (one, other) => (one == other).then_some(one),
    }
}

/// The order of what an operator makes of operands in some order.
fn combined(operator: Arithmetic, left: Ordering, right: Ordering, sure: bool) -> Option<Ordering> {
    match operator {
        _ if (left, right) == (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
        Arithmetic::Add => joined(left, right),
        Arithmetic::Subtract => joined(left, right.reverse()),
        Arithmetic::Multiply if sure => joined(left, right),
        Arithmetic::Divide if sure => joined(left, right.reverse()),
        _ => None,
    }
}
