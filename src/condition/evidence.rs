//! Which facts decided: what a diagnostic points at.

use super::evaluate::{Evaluator, Located};
use super::fetch::Found;
use super::{Condition, Form, Path, Slot, Term, Total};
use crate::model::{DocumentId, EntryId, Value};
use crate::syntax::Quantifier;
use crate::vocabulary::NodeId;
use std::rc::Rc;

/// Something that decided a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// A fact that is stated.
    Fact(Located),
    /// A fact that was sought and not found.
    Missing {
        /// What was sought, as a place of the document asked first.
        node: NodeId,
        /// The document asked first.
        document: DocumentId,
        /// Its deepest block on the way there.
        at: EntryId,
        /// Whether that proves that it is not there.
        silence: Silence,
        /// All documents that were asked.
        searched: Rc<[DocumentId]>,
    },
    /// What another document asks for and nothing shows.
    Demand(Located),
    /// A reference that leads nowhere.
    Unresolved(Located),
    /// Documents that disagree at the same distance.
    Conflict(Vec<Located>),
    /// Two names of which it is not known whether they are one interest.
    Unrelated(Located, Located),
}

/// What a silence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Silence {
    /// The document that owes it was read in full, and nothing that it points to keeps it open: it is not shown.
    Closed,
    /// It is not known whether it is there.
    Open,
    /// Another kind of document owes it: here it is not asked.
    Elsewhere,
}

/// More facts than these no reader takes in, and no finding shows.
const ENOUGH: usize = 64;

impl Evidence {
    /// The fact that it is, where it is one that is stated.
    pub fn fact(&self) -> Option<Located> {
        match self {
            Evidence::Fact(located) => Some(*located),
            _ => None,
        }
    }

    /// Each item once, in the order of their first appearance; there are never many.
    pub fn unique(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
        let mut kept = 0;
        for at in 0..evidence.len() {
            if !evidence[..kept].contains(&evidence[at]) {
                evidence.swap(kept, at);
                kept += 1;
            }
        }
        evidence.truncate(kept);
        evidence
    }
}

impl Evaluator<'_> {
    /// The facts that made a condition come out as it did, the deciding ones first.
    pub fn explain(&mut self, condition: &Condition, result: Option<bool>) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        self.trace(condition, result, &mut evidence);
        evidence.truncate(2 * ENOUGH);
        Evidence::unique(evidence)
    }

    fn trace(&mut self, condition: &Condition, result: Option<bool>, into: &mut Vec<Evidence>) {
        if into.len() >= ENOUGH {
            return;
        }
        match &condition.form {
            Form::All(all) => self.trace_some(all, result, Some(false), into),
            Form::Any(any) => self.trace_some(any, result, Some(true), into),
            Form::Not(inner) => self.trace(inner, result.map(|holds| !holds), into),
            Form::Predicate(_, inner) => self.trace(inner, result, into),
            Form::State(_, path) | Form::Holds(path) | Form::KindOf(path, _) | Form::Among(path, _) => {
                self.trace_path(path, into)
            }
            Form::Compare(_, left, right) => {
                let before = into.len();
                self.trace_term(left, into);
                self.trace_term(right, into);
                if result.is_some() {
                    // What was found decided, whatever else there may be.
                    let open = |item: &Evidence| matches!(item, Evidence::Missing { silence: Silence::Open, .. });
                    let of_this = into.split_off(before);
                    into.extend(of_this.into_iter().filter(|item| !open(item)));
                }
            }
            Form::Quantified { quantifier, path, slot, body } => {
                self.trace_quantified(*quantifier, path, *slot, body.as_deref(), into)
            }
            Form::SameInterest(left, right) => self.trace_interest(left, right, result, into),
            Form::Here(inner) => self.trace(inner, result.filter(|shown| *shown), into),
        }
    }

    /// Of several conditions: the one that decided alone, or all that came out like the whole.
    fn trace_some(
        &mut self,
        conditions: &[Condition],
        result: Option<bool>,
        deciding: Option<bool>,
        into: &mut Vec<Evidence>,
    ) {
        // None of them decided against the whole: then all came out like it.
        let all_alike = result.is_some() && result != deciding;
        for condition in conditions {
            if !all_alike && self.condition(condition) != result {
                continue;
            }
            self.trace(condition, result, into);
            if result == deciding {
                return;
            }
        }
    }

    fn trace_quantified(
        &mut self,
        quantifier: Quantifier,
        path: &Path,
        slot: Slot,
        body: Option<&Condition>,
        into: &mut Vec<Evidence>,
    ) {
        let mut found = Found::new();
        let search = self.fetch_recording(path, &mut found);
        let sought = quantifier != Quantifier::Every;
        let mut undecided = Vec::new();
        for located in &found {
            if self.gave_up() {
                break;
            }
            match self.bears_out(*located, slot, body, sought) {
                Some(true) => {
                    // The witness decides, together with what is said of it.
                    into.push(Evidence::Fact(*located));
                    if let Some(body) = body {
                        self.with(slot, *located, |this| this.trace(body, Some(sought), into));
                    }
                    return;
                }
                Some(false) => {}
                None => undecided.push(*located),
            }
        }
        for located in undecided.iter().take(ENOUGH) {
            into.push(Evidence::Fact(*located));
            if let Some(body) = body {
                self.with(slot, *located, |this| {
                    let result = this.condition(body);
                    this.trace(body, result, into);
                });
            }
        }
        let missed_first = undecided.is_empty() && search.open;
        if missed_first {
            into.extend(search.missed);
            into.extend(found.into_iter().take(ENOUGH).map(Evidence::Fact));
        } else {
            if undecided.is_empty() {
                into.extend(found.into_iter().take(ENOUGH).map(Evidence::Fact));
            }
            into.extend(search.missed);
        }
    }

    fn trace_path(&mut self, path: &Path, into: &mut Vec<Evidence>) {
        let mut found = Found::new();
        let search = self.fetch_recording(path, &mut found);
        match search.conflict {
            true => into.push(Evidence::Conflict(found.into_vec())),
            false => into.extend(found.into_iter().take(ENOUGH).map(Evidence::Fact)),
        }
        into.extend(search.missed);
    }

    fn trace_term(&mut self, term: &Term, into: &mut Vec<Evidence>) {
        match term {
            Term::Path(path) | Term::Count(path, ..) => self.trace_path(path, into),
            Term::Aggregate(total) => self.trace_total(total, into),
            Term::Arithmetic(_, left, right) => {
                self.trace_term(left, into);
                self.trace_term(right, into);
            }
            Term::Start(inner) | Term::End(inner) => self.trace_term(inner, into),
            Term::Literal(_) | Term::AsOf => {}
        }
    }

    fn trace_total(&mut self, total: &Total, into: &mut Vec<Evidence>) {
        let mut found = Found::new();
        let search = self.fetch_recording(&total.path, &mut found);
        into.extend(search.missed);
        for located in found.into_iter().take(ENOUGH) {
            match (self.bears_out(located, total.slot, total.only.as_ref(), true), &total.only, &total.term) {
                (Some(false), ..) => {}
                (None, Some(only), _) => self.with(total.slot, located, |this| this.trace(only, None, into)),
                (_, _, Some(term)) => self.with(total.slot, located, |this| this.trace_term(term, into)),
                (_, _, None) => into.push(Evidence::Fact(located)),
            }
        }
    }

    fn trace_interest(&mut self, left: &Path, right: &Path, result: Option<bool>, into: &mut Vec<Evidence>) {
        let (mut ours, mut theirs) = (Found::new(), Found::new());
        let (left, right) = (self.fetch_recording(left, &mut ours), self.fetch_recording(right, &mut theirs));
        let open = left.open || right.open;
        into.extend(left.missed);
        into.extend(right.missed);
        match (ours.first(), theirs.first()) {
            (Some(one), Some(other)) if result.is_none() && !open => into.push(Evidence::Unrelated(*one, *other)),
            _ => into.extend(ours.into_iter().chain(theirs).map(Evidence::Fact)),
        }
    }

    /// The first fact at the end of a path, for a message.
    pub fn first(&self, path: &Path) -> Option<Located> {
        self.facts(path).first().copied()
    }

    /// The facts at the end of a path.
    pub fn facts(&self, path: &Path) -> Found {
        let mut found = Found::new();
        self.fetch(path, &mut found);
        found
    }

    /// A fact's value as a part of a sentence: where there is none, in the vocabulary's words for that.
    pub fn tell(&self, located: Located) -> String {
        let entry = self.world.model.document(located.document).entry(located.entry);
        let without = &self.world.vocabulary.node(entry.node).without;
        match entry.value {
            Value::None if !without.is_empty() => without.to_string(),
            _ => self.show(located),
        }
    }

    /// A fact's value as people write it.
    pub fn show(&self, located: Located) -> String {
        let document = self.world.model.document(located.document);
        let entry = document.entry(located.entry);
        match entry.value {
            _ if located.entry == EntryId::DOCUMENT => document.name.to_string(),
            Value::Text(text) => document.text(text).to_owned(),
            Value::Word(word) => self.world.vocabulary.word(word).replace('_', " "),
            Value::YesNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Value::Quantity(at) => document.quantity_text(at),
            Value::Quantities(at) => format!("{}..{}", document.quantity_text(at), document.quantity_text(at + 1)),
            Value::Date(date) => date.to_string(),
            Value::Country(country) => country.name().to_owned(),
            Value::None => "none".to_owned(),
            Value::NotRequired => "not required".to_owned(),
            Value::Unknown => "unknown".to_owned(),
            Value::Nothing | Value::Formula => self.world.vocabulary.node(entry.node).name.replace('_', " "),
        }
    }
}
