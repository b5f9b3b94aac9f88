//! Which document is computed: one with equations, or a report that is counted by those of another.

use super::Task;
use crate::cli::Complaint;
use crate::cli::arguments::Compute;
use crate::equations::{Sheet, reported};
use crate::measure::Version;
use crate::model::{Document, DocumentId, Model};
use crate::source::FileId;
use crate::vocabulary::{Vocabulary, nearest};
use crate::workspace::Workspace;

/// So many documents are listed.
const LISTED: usize = 40;

/// The document that is meant.
pub(super) fn task<'m>(
    asked: &Compute,
    workspace: &Workspace,
    model: &'m Model,
    vocabulary: &'m Vocabulary,
) -> Result<Task<'m>, Complaint> {
    let meant = std::fs::canonicalize(&asked.file).unwrap_or_default();
    let beside: Vec<FileId> =
        workspace.paths().into_iter().filter(|(_, path)| *path != meant).map(|(id, _)| id).collect();
    let all = (0..model.documents.len()).map(|at| DocumentId(at as u32));
    let here = all.filter(|id| {
        let document = model.document(*id);
        document.judged && (asked.file.is_dir() || !beside.contains(&document.file))
    });
    let one = |id: DocumentId| Some((model.document(id), of(id, model, vocabulary)?));
    let mut found: Vec<(&Document, Task<'m>)> = here.filter_map(one).collect();
    let names: Vec<String> = found.iter().map(|(document, _)| named(document)).collect();
    if found.is_empty() {
        return Err(Complaint::no_input(format!(
            "there is no document with equations in `{}`, and no report whose equations are known; name what it stands on with --with",
            asked.file.display()
        )));
    }
    found.retain(|(document, _)| asked.document.as_deref().is_none_or(|name| answers(document, name, vocabulary)));
    match (found.pop(), found.len(), &asked.document) {
        (Some((_, task)), 0, _) => Ok(task),
        (None, _, Some(name)) => {
            let near = nearest(name, names.iter().map(String::as_str));
            let near = near.map(|near| format!("did you mean \"{near}\"? ")).unwrap_or_default();
            Err(Complaint::usage(format!(
                "no document that can be computed is called `{name}`; {near}there are {}",
                list(&names)
            )))
        }
        (last, ..) => {
            let left = found.iter().map(|(document, _)| *document).chain(last.map(|(document, _)| document));
            let names = told_apart(&left.collect::<Vec<_>>(), vocabulary);
            Err(Complaint::usage(format!(
                "several documents can be computed; say which with --document: {}",
                list(&names)
            )))
        }
    }
}

/// The equations of a document, or those by which a report is counted.
fn of<'m>(id: DocumentId, model: &'m Model, vocabulary: &'m Vocabulary) -> Option<Task<'m>> {
    if let Some(sheet) = Sheet::new(model, vocabulary, id) {
        return Some(Task { sheet, given: Vec::new(), options: Vec::new() });
    }
    let reported = reported(model, vocabulary, id)?;
    let given = reported.given(|stated| stated.value);
    Some(Task { given, sheet: reported.sheet, options: reported.options })
}

/// A document by its name and version: `AMS-III.D v18`.
fn named(document: &Document) -> String {
    match &document.version {
        Some(version) => format!("{} v{version}", document.name),
        None => document.name.to_string(),
    }
}

/// Whether a document is meant by a name, with or without its kind before it and its version behind it.
fn answers(document: &Document, name: &str, vocabulary: &Vocabulary) -> bool {
    let kind = &vocabulary.kind(document.kind).name;
    let name = name.strip_prefix(&**kind).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(name);
    let Some(behind) = name.strip_prefix(&*document.name) else { return false };
    let version = behind.strip_prefix(" v").and_then(|version| Version::parse(version).ok());
    let own = document.version.as_deref().and_then(|version| Version::parse(version).ok());
    behind.is_empty() || name == named(document) || version.is_some() && version == own
}

/// The names of documents, with the kind of those that share one.
fn told_apart(documents: &[&Document], vocabulary: &Vocabulary) -> Vec<String> {
    let names: Vec<String> = documents.iter().map(|document| named(document)).collect();
    let alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    let told = documents.iter().zip(&names).map(|(document, name)| match alone(name) {
        true => name.clone(),
        false => format!("{} {name}", vocabulary.kind(document.kind).name),
    });
    told.collect()
}

fn list(names: &[String]) -> String {
    let told: Vec<String> = names.iter().take(LISTED).map(|name| format!("\"{name}\"")).collect();
    let more = names.len().saturating_sub(LISTED);
    if more > 0 { format!("{} and {more} more", told.join(", ")) } else { told.join(", ") }
}
