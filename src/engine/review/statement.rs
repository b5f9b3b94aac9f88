//! What an answer says, read as a statement of the document that it is about.

use crate::engine::ruling::{Says, Subject};
use crate::finding::{Asks, Finding};
use crate::model::{self, Document, Reading, Value};
use crate::rulebook::Rulebook;
use crate::source::Source;
use crate::syntax::{self, Limits};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};
use std::rc::Rc;

/// Why a statement cannot be taken: what is wrong with it, and what to do.
#[derive(Clone, Debug)]
pub(super) struct Unfit {
    pub message: SmolStr,
    pub help: Option<SmolStr>,
}

/// Reads statements, each of them once.
pub(super) struct Reader<'r> {
    rulebook: &'r Rulebook,
    limits: Limits,
    read: FxHashMap<(String, SmolStr), Result<Rc<Document>, Unfit>>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(rulebook: &'r Rulebook, limits: Limits) -> Self {
        Reader { rulebook, limits, read: FxHashMap::default() }
    }

    /// The facts of a statement in the body of a document.
    pub(super) fn read(&mut self, of: &Subject, text: &SmolStr) -> Result<Rc<Document>, Unfit> {
        let known = (of.kind.clone(), text.clone());
        if let Some(read) = self.read.get(&known) {
            return read.clone();
        }
        let read = self.facts(of, text).map(Rc::new);
        self.read.insert(known, read.clone());
        read
    }

    fn facts(&self, of: &Subject, text: &str) -> Result<Document, Unfit> {
        let name = of.name.replace('\\', "\\\\").replace('"', "\\\"");
        // In a line of its own, so that a remark in it does not hide the brace.
        let source = Source { text: format!("{} \"{name}\" {{\n{text}\n}}\n", of.kind).into(), ..Source::nowhere() };
        let vocabulary = &self.rulebook.vocabulary;
        let (tree, mut findings) = syntax::parse(&source, &[], self.limits);
        let (documents, more) = model::read(&tree, &findings, vocabulary);
        findings.extend(more);
        if let Some(first) = findings.into_iter().next() {
            return Err(Unfit { message: first.message, help: first.help });
        }
        let unfit = |message: &'static str, help: &'static str| {
            Err(Unfit { message: SmolStr::new_static(message), help: Some(SmolStr::new_static(help)) })
        };
        let Some(document) = documents.into_iter().next().filter(|document| document.entries.len() > 1) else {
            return unfit("it says nothing", "write the statement that answers, as it would stand in the document");
        };
        let has = |value: Value| document.entries.iter().any(|entry| entry.value == value);
        if has(Value::Unknown) {
            return unfit("what is unknown answers nothing", "leave the question open until it is known");
        }
        if has(Value::Formula) {
            return unfit(
                "an equation stands in the document itself",
                "put it into the document, with where it was read",
            );
        }
        if document.entries.iter().any(|entry| entry.reading != Reading::Partial) {
            return unfit(
                "how a text was read is no answer",
                "say what is known; `reading` stands in the document alone",
            );
        }
        Ok(document)
    }
}

/// The statement that a bare yes or no to a finding comes to, where it comes to one.
pub fn said_by(says: Says, finding: &Finding) -> Option<SmolStr> {
    let question = finding.question.as_ref().filter(|question| !question.place.is_empty())?;
    let value = match (says, question.asks) {
        (Says::Yes, Asks::YesNo) => "yes",
        (Says::No, Asks::YesNo) => "no",
        (Says::No, Asks::Statement) => "none",
        _ => return None,
    };
    let mut words = question.place.rsplit('.');
    let last = format_smolstr!("{} {value}", words.next()?);
    Some(words.fold(last, |inner, block| format_smolstr!("{block} {{ {inner} }}")))
}
