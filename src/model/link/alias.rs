//! Other names of a document, as people write them: a reference by one of them leads to it.

use crate::model::document::Document;
use crate::model::value::Value;
use crate::vocabulary::Vocabulary;

/// The word for another name.
const ALIAS: &str = "alias";

/// The kind whose other names tell whose interest it is: see [`super::interest`].
const BODY: &str = "organisation";

/// The other names by which references find a document.
pub fn aliases<'d>(document: &'d Document, vocabulary: &Vocabulary) -> impl Iterator<Item = &'d str> + use<'d> {
    let is_found = &*vocabulary.kind(document.kind).name != BODY;
    is_found.then(|| other_names(document, vocabulary)).into_iter().flatten()
}

/// All names that a document says it has besides its own.
pub fn other_names<'d>(document: &'d Document, vocabulary: &Vocabulary) -> impl Iterator<Item = &'d str> + use<'d> {
    let place = vocabulary.child(vocabulary.kind(document.kind).root, ALIAS);
    place.into_iter().flat_map(|place| document.at(place)).filter_map(|entry| match document.entry(entry).value {
        Value::Text(text) => Some(document.text(text)),
        _ => None,
    })
}
