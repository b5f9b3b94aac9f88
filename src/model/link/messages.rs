//! What is wrong with references between documents.

use super::{DocumentId, Names};
use crate::finding::{Finding, Severity};
use crate::model::document::{Document, EntryId};
use crate::vocabulary::{KindId, Vocabulary};

/// The code of a reference that leads nowhere.
pub(super) const UNKNOWN_REFERENCE: &str = "vocabulary/unknown-reference";

/// Two documents of one identity.
pub(super) fn twice(document: &Document, twin: &Document, vocabulary: &Vocabulary) -> Finding {
    let kind = &vocabulary.kind(document.kind).name;
    let message = match &document.version {
        Some(version) => format!("{kind} `{}` is here twice in version {version}", document.name),
        None => format!("{kind} `{}` is here twice, and neither has a version", document.name),
    };
    Finding::error("vocabulary/document-twice", document.span(EntryId::DOCUMENT), message)
        .at("again here")
        .label(twin.span(EntryId::DOCUMENT), "here first")
        .help("remove one, or give each its version")
}

/// A reference that leads nowhere.
pub(super) fn dangling(
    document: &Document,
    entry: EntryId,
    name: &str,
    kinds: &[KindId],
    names: &Names<'_>,
    vocabulary: &Vocabulary,
) -> Finding {
    let kinds_said: Vec<_> = kinds.iter().map(|kind| &*vocabulary.kind(*kind).name).collect();
    let kind = kinds_said.join(" or ");
    let known = kinds.iter().any(|kind| !names.find(*kind, name).is_empty());
    let near = names.nearest(name, kinds).filter(|near| *near != name);
    let message = match known {
        true => format!("no {kind} `{name}` of this version is among the documents"),
        false => format!("no {kind} `{name}` is among the documents"),
    };
    let mut finding =
        Finding::warning(UNKNOWN_REFERENCE, document.span(entry), message).at("what it says is not known here");
    match near {
        Some(near) => finding = finding.help(format!("did you mean `{near}`?")),
        None => {
            finding.severity = Severity::Info;
            finding = finding.help(
                "check it together with the documents it stands on; until then what they might say stays a question",
            );
        }
    }
    finding
}

/// So many of the versions in question are shown.
const MOST_NAMED: usize = 5;

/// A reference that several versions answer to.
pub(super) fn ambiguous(
    document: &Document,
    entry: EntryId,
    name: &str,
    found: &[DocumentId],
    documents: &[Document],
) -> Finding {
    let mut finding = Finding::warning(
        "vocabulary/ambiguous-reference",
        document.span(entry),
        format!("several versions of `{name}` are at hand"),
    )
    .at("which one?")
    .help(format!("name the version in its body: \"{name}\" {{ version \"…\" }}"));
    for id in found.iter().take(MOST_NAMED) {
        let other = &documents[id.0 as usize];
        let version = other.version.as_deref().unwrap_or("no version");
        finding = finding.label(other.span(EntryId::DOCUMENT), format!("version {version}"));
    }
    finding
}

/// Documents that stand on one another in a circle.
pub(super) fn circle(document: &Document, entry: EntryId, start: &Document) -> Finding {
    let message = match document.name == start.name {
        true => format!("`{}` stands on itself", start.name),
        false => format!("`{}` stands on `{}`, which stands on it", start.name, document.name),
    };
    Finding::error("vocabulary/reference-circle", document.span(entry), message)
        .at("the circle closes here")
        .label(start.span(EntryId::DOCUMENT), "it begins here")
        .help("a document can only stand on what does not stand on it")
}

/// A document, and so many others, that stand on more documents than are followed.
pub(super) fn too_much_below(first: &Document, others: usize, most: usize) -> Finding {
    let others = match others {
        0 => String::new(),
        1 => "; so does 1 other document".to_owned(),
        _ => format!("; so do {others} other documents"),
    };
    let message = format!("`{}` stands on more than {most} documents{others}", first.name);
    Finding::error("vocabulary/too-much-below", first.span(EntryId::DOCUMENT), message)
        .at("the documents that lie farthest below are not followed")
        .help("refer only to what the document uses itself; what the others might say stays a question")
}
