//! For which topics the references of a document point to what they name.

use crate::model::document::{Document, Entry, EntryId};
use crate::model::value::Value;
use crate::vocabulary::{KindId, KindSet, Points, Topics, Vocabulary};

/// The topics that words of a document leave to kinds of document.
pub(super) fn leads(document: &Document, vocabulary: &Vocabulary) -> Vec<(KindSet, Topics)> {
    if !vocabulary.has_leads() {
        return Vec::new();
    }
    let lead = |entry: &Entry| match entry.value {
        Value::Word(word) => {
            let kinds = vocabulary.leads_to(entry.node, word);
            (kinds != KindSet::NONE).then(|| (kinds, vocabulary.node(entry.node).topic))
        }
        _ => None,
    };
    document.entries.iter().filter_map(lead).collect()
}

/// For which topics a reference points, to documents of these kinds.
pub(super) fn topics(
    document: &Document,
    entry: EntryId,
    kinds: &[KindId],
    leads: &[(KindSet, Topics)],
    vocabulary: &Vocabulary,
) -> Topics {
    let node = document.entry(entry).node;
    let own = match &vocabulary.node(node).points {
        Points::Never => Topics::NONE,
        Points::Always => Topics::ALL,
        Points::For(word) => {
            let named = vocabulary.child(node, word).into_iter().flat_map(|child| document.within(child, entry));
            let topic = |named: EntryId| match document.entry(named).value {
                Value::Word(word) => vocabulary.topic(word),
                _ => Topics::NONE,
            };
            named.map(topic).fold(Topics::NONE, Topics::and)
        }
    };
    let of_kind: KindSet = kinds.iter().copied().collect();
    let led = leads.iter().filter(|(to, _)| to.meets(of_kind)).map(|(_, topics)| *topics);
    led.fold(own, Topics::and)
}
