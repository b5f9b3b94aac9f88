//! A monitoring report held against the equations of its methodology: what they give with the values that it states.

use super::compute::{Computed, MOST_CHECKED, Step, compute, rounded};
use super::direction::Effect;
use super::index::Place;
use super::likeness::bridge;
use super::sheet::Sheet;
use super::trouble::Trouble;
use super::{Judgement, MOST, Where};
use crate::finding::Label;
use crate::measure::{Interval, Quantity, Unit, show};
use crate::model::{Document, DocumentId, EntryId, Model, Reading, Value};
use crate::vocabulary::{NodeId, Vocabulary};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;
use smol_str::{SmolStr, ToSmolStr};

/// The values that are told of one report.
const TOLD: usize = 12;

/// A report with the equations that it is counted by.
#[derive(Debug)]
pub struct Reported<'m> {
    /// The equations of its methodology.
    pub sheet: Sheet<'m>,
    /// What it and its activity state for their symbols.
    pub stated: Vec<Stated>,
    /// The options that are taken.
    pub options: Vec<SmolStr>,
    /// Whether a value is stated that two readers read in two ways.
    unclear: bool,
}

/// A value that is stated for a symbol.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The symbol.
    pub place: Place,
    /// Its value.
    pub value: Quantity,
    /// Whether it was measured, so that it may have been rounded; what was fixed is as it is.
    measured: bool,
    /// Where, as a label.
    label: Label,
}

/// The equations that a monitoring report is counted by, and what is stated for them; none where the one methodology
/// of its activity is not known or has no equations, or what is stated fits no index.
pub fn reported<'m>(model: &'m Model, vocabulary: &'m Vocabulary, report: DocumentId) -> Option<Reported<'m>> {
    let activity = only_target(model, vocabulary, report, "activity")?;
    let methodology = only_target(model, vocabulary, activity, "methodology")?;
    let sheet = Sheet::new(model, vocabulary, methodology).filter(|sheet| sheet.document.formulas.len() <= MOST)?;
    let options = options(vocabulary, [model.document(report), model.document(activity)]);
    let (mut stated, mut unclear): (Vec<Stated>, bool) = (Vec::new(), false);
    let mut reported: FxHashSet<Place> = FxHashSet::default();
    // What the report says counts before what was fixed at the beginning.
    for (document, measured) in [(model.document(report), true), (model.document(activity), false)] {
        for entry in facts(document, vocabulary, "parameter") {
            match read(&sheet, document, vocabulary, entry) {
                // What an activity expects of a value that is monitored is an estimate.
                Ok(Some(value)) if !measured && !is_fixed((&sheet, &options), (document, entry), &value) => {}
                Ok(Some(value)) if !measured && reported.contains(&value.place) => {}
                Ok(value) => stated.extend(value.map(|value| Stated { measured, ..value })),
                Err(Trouble::Unknown(_)) => {}
                Err(Trouble::Unreadable(_)) => unclear = true,
                Err(_) => return None,
            }
        }
        if measured {
            reported.extend(stated.iter().map(|stated| stated.place.clone()));
        }
    }
    Some(Reported { sheet, stated, options, unclear })
}

/// The options that some documents name.
fn options(vocabulary: &Vocabulary, documents: [&Document; 2]) -> Vec<SmolStr> {
    let named = documents.into_iter().flat_map(|document| {
        facts(document, vocabulary, "option").filter_map(|entry| match document.entry(entry).value {
            Value::Text(text) => Some(SmolStr::from(document.text(text))),
            _ => None,
        })
    });
    let mut options: Vec<SmolStr> = named.collect();
    options.sort_unstable();
    options.dedup();
    options
}

/// The facts of a document under a word of its own.
fn facts<'d>(document: &'d Document, vocabulary: &Vocabulary, word: &str) -> impl Iterator<Item = EntryId> + use<'d> {
    place(document, vocabulary, word).into_iter().flat_map(|node| document.at(node))
}

fn place(document: &Document, vocabulary: &Vocabulary, word: &str) -> Option<NodeId> {
    vocabulary.child(document.entry(EntryId::DOCUMENT).node, word)
}

/// The document that a word of a document names, where it names one.
fn only_target(model: &Model, vocabulary: &Vocabulary, from: DocumentId, word: &str) -> Option<DocumentId> {
    let mut named = facts(model.document(from), vocabulary, word);
    match (named.next(), named.next()) {
        (Some(entry), None) => model.target(from, entry),
        _ => None,
    }
}

/// Whether a value is fixed before the activity begins, as it says itself or as the methodology does.
fn is_fixed(
    (sheet, options): (&Sheet<'_>, &[SmolStr]),
    (document, entry): (&Document, EntryId),
    stated: &Stated,
) -> bool {
    let node = sheet.vocabulary.child(document.entry(entry).node, "origin");
    let own = node.and_then(|node| document.within(node, entry).next()).map(|found| document.entry(found).value);
    let origin = own.or_else(|| sheet.origin(&stated.place.symbol, options));
    [sheet.words.fixed, sheet.words.default].into_iter().flatten().any(|word| origin == Some(Value::Word(word)))
}

/// The value that a document states for a symbol of the equations.
fn read(
    sheet: &Sheet<'_>,
    document: &Document,
    vocabulary: &Vocabulary,
    entry: EntryId,
) -> Result<Option<Stated>, Trouble> {
    let Value::Text(symbol) = document.entry(entry).value else { return Ok(None) };
    let node = vocabulary.child(document.entry(entry).node, "value");
    let mut values = node.into_iter().flat_map(|node| document.within(node, entry));
    let (Some(value), None) = (values.next(), values.next()) else { return Ok(None) };
    let Value::Quantity(at) = document.entry(value).value else { return Ok(None) };
    let place = sheet.find(document.text(symbol))?;
    if !sheet.is_clear(document, at, sheet.declared_unit(&place)) {
        return Err(Trouble::Unreadable(place.symbol));
    }
    let text = format!("`{place}` is {}", document.quantity_text(at)).into();
    let label = Label { span: document.span(entry), text };
    Ok(Some(Stated { place, value: document.quantity(at), measured: false, label }))
}

impl Reported<'_> {
    /// The symbol that stands for the reductions, where there is one.
    fn reductions(&self) -> Option<SmolStr> {
        let names = self.sheet.with_role(self.sheet.words.reductions).iter();
        let mut defined = names.filter(|name| !self.sheet.definitions(name).is_empty());
        defined.next().filter(|_| defined.next().is_none()).cloned()
    }

    /// What is stated, each value as `value` has it: of the inputs where that is enough to compute, else of results too.
    pub fn given(&self, value: impl Fn(&Stated) -> Quantity) -> Vec<(Place, Quantity)> {
        let reductions = self.sheet.with_role(self.sheet.words.reductions);
        let some = |wanted: &dyn Fn(&SmolStr) -> bool| -> Vec<(Place, Quantity)> {
            let stated = self.stated.iter().filter(|stated| wanted(&stated.place.symbol));
            stated.map(|stated| (stated.place.clone(), value(stated))).collect()
        };
        let inputs = some(&|symbol| self.sheet.definitions(symbol).is_empty());
        match compute(&self.sheet, &inputs, &self.options, MOST_CHECKED) {
            Ok(_) => inputs,
            Err(_) => some(&|symbol| !reductions.contains(symbol)),
        }
    }

    fn computed(&self, value: impl Fn(&Stated) -> Quantity) -> Result<Computed, Trouble> {
        self.reductions().ok_or(Trouble::Nothing)?;
        if self.unclear {
            return Err(Trouble::Missing(Vec::new()));
        }
        compute(&self.sheet, &self.given(value), &self.options, MOST_CHECKED)
    }

    /// A value at the end of what it may have been before it was rounded that gives the most reductions.
    fn most(&self, stated: &Stated) -> Quantity {
        let half = half_digit(stated.value.amount);
        let amount = match self.sheet.effects().get(&stated.place.symbol).filter(|_| stated.measured) {
            Some(Effect::Up) => stated.value.amount.checked_add(half),
            Some(Effect::Down) => stated.value.amount.checked_sub(half),
            _ => None,
        };
        Quantity { amount: amount.unwrap_or(stated.value.amount), ..stated.value }
    }
}

/// Half of the last digit of an amount: as far as it may have been rounded.
fn half_digit(amount: Decimal) -> Decimal {
    Decimal::new(1, amount.scale()) * Decimal::new(5, 1)
}

/// Whether a report requests no more credits than the equations give with the values that are stated.
pub(super) fn issuance(world: Where<'_>) -> Judgement {
    let Where { model, vocabulary, document: id, .. } = world;
    let document = model.document(id);
    let silent = Judgement::met_if(false);
    let mut requests = facts(document, vocabulary, "requested");
    let (Some(entry), None) = (requests.next(), requests.next()) else { return silent };
    let Value::Quantity(at) = document.entry(entry).value else { return silent };
    let Some(reported) = reported(model, vocabulary, id) else { return silent };
    let asks = |word: &str| Judgement::unproven(place(document, vocabulary, word), EntryId::DOCUMENT);
    let computed = match reported.computed(|stated| stated.value) {
        Ok(computed) => computed,
        Err(Trouble::Missing(_) | Trouble::Members(..)) => return asks("parameter"),
        Err(Trouble::Options(..)) => return asks("option"),
        // What is wrong with the equations themselves, other rules say.
        Err(_) => return silent,
    };
    // Nobody is held against an option that nobody chose.
    if computed.unchosen {
        return asks("option");
    }
    // Whether all members of a sum are stated, only a full reading tells; whether one value is meant for each of them
    // or for all together, not even that.
    let summed = computed.steps.iter().any(|step| !step.shares.is_empty());
    let partial = document.entry(EntryId::DOCUMENT).reading != Reading::Full;
    let known: FxHashSet<&SmolStr> = reported.stated.iter().map(|stated| &stated.place.symbol).collect();
    let missed = |step: &Step| {
        let stated = known.contains(&step.place.symbol);
        let monitored = reported.sheet.words.monitored.map(Value::Word);
        step.equation.is_none()
            && !stated
            && monitored.is_some()
            && reported.sheet.origin(&step.place.symbol, &reported.options) == monitored
    };
    if computed.spread.is_some() || summed && partial || computed.steps.iter().any(missed) {
        return asks("parameter");
    }
    let requested = document.quantity(at);
    let years = whole_years(document, vocabulary);
    let amount = |computed: &Computed| reported.amount(vocabulary, computed, (requested.unit, years));
    let most = reported.computed(|stated| reported.most(stated)).ok();
    let (Some(given), Some(most)) = (amount(&computed), most.as_ref().and_then(amount)) else { return silent };
    if requested.amount.checked_sub(half_digit(requested.amount)).is_none_or(|least| least <= most.max(given)) {
        return Judgement::met_if(true);
    }
    let label = Label { span: document.span(entry), text: "requested here".into() };
    let unit = document.quantity_unit(at);
    let least = Quantity { amount: given.trunc_with_scale(requested.amount.scale()), ..requested };
    let instead = Some((entry, least, unit.into()));
    Judgement { instead, ..told(&reported, &computed, (requested.amount, given, unit), label) }
}

/// A report that requests too much.
fn told(
    reported: &Reported<'_>,
    computed: &Computed,
    (requested, given, unit): (Decimal, Decimal, &str),
    label: Label,
) -> Judgement {
    let given = given.round_dp(requested.scale() + 1);
    let less = requested.checked_sub(given).unwrap_or(requested);
    let [asked, given, less] = [requested, given, less].map(|amount| show(amount, unit));
    let message =
        format!("{asked} are requested, and the equations give {given} with the values that are stated: {less} less");
    let mut labels = vec![label];
    let last = computed.steps.last();
    let equation = last.and_then(|step| Some((step, step.equation?)));
    labels.extend(equation.map(|(step, span)| Label { span, text: format!("gives `{}`", step.place).into() }));
    let inputs = computed.steps.iter().filter(|step| step.equation.is_none());
    let inputs: FxHashSet<&Place> = inputs.map(|step| &step.place).collect();
    let taken = |stated: &&Stated| inputs.contains(&stated.place);
    labels.extend(reported.stated.iter().filter(taken).map(|stated| stated.label.clone()));
    let [mut inputs, mut results]: [Vec<String>; 2] = Default::default();
    for step in &computed.steps {
        let list = if step.equation.is_some() { &mut results } else { &mut inputs };
        list.push(in_words(step));
    }
    let note = format!("{} give {}", listed(&inputs), listed(&results));
    Judgement { notes: vec![note], ..Judgement::breached(message, labels) }
}

fn in_words(step: &Step) -> String {
    format!("`{}` of {}", step.place, show(rounded(step.value), &step.unit))
}

fn listed(all: &[String]) -> String {
    let told = all[..all.len().min(TOLD)].join(", ");
    if all.len() > TOLD { format!("{told} and {} more", all.len() - TOLD) } else { told }
}

/// How many whole years a report is about; none where it is about parts of a year.
fn whole_years(document: &Document, vocabulary: &Vocabulary) -> Option<i32> {
    let period = facts(document, vocabulary, "period").next()?;
    let Value::Date(period) = document.entry(period).value else { return None };
    let after = |years: i32| period.start().shift(12 * years, -1);
    (1..=30).find(|years| after(*years).as_ref().map(Interval::last) == Some(period.last()))
}

impl Reported<'_> {
    /// The reductions in the unit in which they are requested; those of a year for as many years as the report is
    /// about. None where the two cannot be set against each other.
    fn amount(&self, vocabulary: &Vocabulary, computed: &Computed, to: (Unit, Option<i32>)) -> Option<Decimal> {
        let (unit, years) = to;
        let name = self.reductions()?;
        let step = computed.steps.iter().find(|step| step.place.to_smolstr() == name)?;
        let (from, _) = self.sheet.unit_of(&name)?;
        let (factor, yearly) = bridge(vocabulary, from, unit)?;
        let times = if yearly { Decimal::from(years?) } else { Decimal::ONE };
        step.value.checked_mul(factor)?.checked_mul(times)
    }
}
