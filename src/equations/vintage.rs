//! Values that may be used for a time: whether that is over.

use super::{Judgement, Where};
use crate::finding::Label;
use crate::measure::Interval;
use crate::model::{EntryId, Value};
use rust_decimal::prelude::ToPrimitive;

/// Whether a value is no older than the document itself allows. Where it allows any age, or does not say, nothing is
/// asked: no general text sets a number.
pub(super) fn vintage(world: Where<'_>, entry: EntryId) -> Judgement {
    let document = world.model.document(world.document);
    let node = |word: &str| world.vocabulary.child(document.entry(entry).node, word);
    let said = |word: &str| {
        let found = node(word).and_then(|node| document.within(node, entry).next())?;
        Some((found, document.entry(found).value))
    };
    let silent = Judgement::default();
    let (Some((limit, Value::Quantity(at))), Value::Text(symbol)) = (said("valid_for"), document.entry(entry).value)
    else {
        return silent;
    };
    let Some((year, value)) = said("year") else { return Judgement::unproven(node("year"), entry) };
    let Value::Date(from) = value else { return silent };
    let Some(until) = months(world, at).and_then(|months| from.shift(months, 0)) else { return silent };
    if until.first() >= world.as_of {
        return Judgement::met_if(true);
    }
    if until.last() >= world.as_of {
        // Known to the year only, it may or may not be over.
        return silent;
    }
    let (symbol, _) = super::declared::split(document.text(symbol));
    let until = Interval::from(until.last());
    let message = format!(
        "the value of `{symbol}` is of {from} and may be used for {}, which was over on {until} at the latest",
        document.quantity_text(at)
    );
    let label = |entry: EntryId, text: &str| Label { span: document.span(entry), text: text.into() };
    Judgement::breached(message, vec![label(year, "of what time it is"), label(limit, "how long it may be used")])
}

/// A length of time in whole months, a begun one counted.
fn months(world: Where<'_>, at: u32) -> Option<i32> {
    let month = world.vocabulary.units.parse("month").ok()?;
    let length = world.model.document(world.document).quantity(at).amount_in(month).ok()?;
    length.ceil().to_i32().filter(|months| *months >= 0)
}
