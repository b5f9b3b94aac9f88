//! Numbers made of many values: how many there are, their sum, the least and the greatest of them.

use super::evaluate::{Evaluator, Located};
use super::fetch::Found;
use super::{Aggregate, Arithmetic, Condition, Known, Literal, Path, Slot, Term, Total};
use crate::measure::{Quantity, QuantityProblem};
use crate::vocabulary::NoneMeans;
use std::cmp::Ordering;

impl Evaluator<'_> {
    pub(super) fn count(&mut self, path: &Path, slot: Slot, body: Option<&Condition>) -> Known {
        let mut found = Found::new();
        let search = self.fetch(path, &mut found);
        let (mut sure, mut possible) = (0u32, search.open);
        for located in found {
            match self.bears_out(located, slot, body, true) {
                Some(true) => sure += 1,
                Some(false) => {}
                None => possible = true,
            }
        }
        let quantity = Quantity::number(sure.into());
        if possible { Known::AtLeast(quantity) } else { Known::Quantity(quantity) }
    }

    /// The sum, least or greatest. Where some values are not known, the greatest is at least the greatest known one, and
    /// so is a sum of amounts none of which is below zero.
    pub(super) fn aggregate(&mut self, of: &Total) -> Known {
        let mut found = Found::new();
        let bounded = match of.aggregate {
            Aggregate::Sum => self.never_below_zero(&of.path, of.term.as_ref()),
            Aggregate::Max => true,
            Aggregate::Min => false,
        };
        let mut partly = self.fetch(&of.path, &mut found).open;
        let (mut total, mut negative) = (None, false);
        for located in found {
            if partly && !bounded {
                return Known::Nothing;
            }
            let value = match self.counted(located, of) {
                Some(true) => self.of_each(located, of),
                Some(false) => continue,
                None => Known::Nothing,
            };
            partly |= !matches!(value, Known::Quantity(_) | Known::NoValue);
            let (Known::Quantity(next) | Known::AtLeast(next)) = value else { continue };
            negative |= next.amount.is_sign_negative();
            total = match total.map_or(Ok(next), |total| combine(of.aggregate, total, next)) {
                Ok(total) => Some(total),
                Err(_) => return Known::Nothing,
            };
        }
        match (total, of.aggregate) {
            (_, _) if partly && !bounded => Known::Nothing,
            (Some(_), Aggregate::Sum) if partly && negative => Known::Nothing,
            (Some(total), _) if partly => Known::AtLeast(total),
            (None, _) if partly => Known::Nothing,
            (Some(total), _) => Known::Quantity(total),
            (None, Aggregate::Sum) => Known::Quantity(of.zero),
            (None, _) => Known::NoValue,
        }
    }

    /// Whether a value is one of those that count.
    fn counted(&mut self, located: Located, of: &Total) -> Option<bool> {
        match (&of.only, self.told(located)) {
            (Some(only), _) => self.bears_out(located, of.slot, Some(only), true),
            (None, Some(false)) if of.term.is_none() => Some(true), // `none` itself may mean zero
            (None, told) => told,
        }
    }

    fn of_each(&mut self, located: Located, of: &Total) -> Known {
        if !self.goes_on() {
            return Known::Nothing;
        }
        match &of.term {
            Some(term) => self.with(of.slot, located, |this| this.term(term)),
            None => self.known(located),
        }
    }

    /// Whether what is added up is an amount, of which there may be none but never less.
    fn never_below_zero(&self, path: &Path, inner: Option<&Term>) -> bool {
        let amount =
            |path: &Path| path.node().is_some_and(|node| self.world.vocabulary.node(node).none == NoneMeans::Zero);
        match inner {
            None => amount(path),
            Some(Term::Path(path)) => amount(path),
            Some(Term::Literal(Literal::Quantity(quantity, _))) => !quantity.amount.is_sign_negative(),
            Some(Term::Count(..)) => true,
            Some(Term::Aggregate(total)) => self.never_below_zero(&total.path, total.term.as_ref()),
            Some(Term::Arithmetic(Arithmetic::Subtract, ..)) => false,
            Some(Term::Arithmetic(_, left, right)) => {
                self.never_below_zero(path, Some(left)) && self.never_below_zero(path, Some(right))
            }
            _ => false,
        }
    }
}

/// What a calculation gives at least, where one side of it is known only as what it is at least.
pub(super) fn at_least_of(operator: Arithmetic, left: &Known, right: &Known) -> Option<Quantity> {
    let least = |known: &Known| match known {
        Known::Quantity(quantity) | Known::AtLeast(quantity) => Some(*quantity),
        _ => None,
    };
    let exact = |known: &Known| matches!(known, Known::Quantity(_));
    let (one, other) = (least(left)?, least(right)?);
    let not_negative = !one.amount.is_sign_negative() && !other.amount.is_sign_negative();
    let result = match operator {
        Arithmetic::Add => one.plus(&other),
        Arithmetic::Subtract if exact(right) => one.minus(&other),
        Arithmetic::Multiply if not_negative => one.times(&other),
        Arithmetic::Divide if exact(right) && not_negative => one.over(&other),
        _ => return None,
    };
    result.ok()
}

fn combine(aggregate: Aggregate, total: Quantity, next: Quantity) -> Result<Quantity, QuantityProblem> {
    let order = total.compare(&next)?;
    Ok(match (aggregate, order) {
        (Aggregate::Sum, _) => total.plus(&next)?,
        (Aggregate::Min, Ordering::Greater) | (Aggregate::Max, Ordering::Less) => next,
        (Aggregate::Min | Aggregate::Max, _) => total,
    })
}
