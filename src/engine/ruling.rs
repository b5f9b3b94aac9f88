//! What reviewers have said: waivers and answers, as their `review` documents hold them, before they are applied.

use super::Options;
use crate::finding::Fingerprint;
use crate::measure::Interval;
use crate::model::{Document, EntryId, Value};
use crate::source::Span;
use crate::vocabulary::{NodeId, Vocabulary};
use smol_str::SmolStr;
use std::sync::Arc;

/// The kind of document that holds waivers and answers.
pub(super) const REVIEW: &str = "review";

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The finding is right, and accepted for a time.
    Accepted,
    /// What the rule asks is there.
    Yes,
    /// What the rule asks is not there.
    No,
    /// A statement that answers.
    Fact,
    /// An answer that is none of these, or several.
    Unclear,
}

/// A document that a review is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its version, where the review is about one only.
    pub version: Option<String>,
}

/// A part of a waiver or answer that is there and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its word.
    pub part: &'static str,
    /// What stands there; empty where it cannot be repeated.
    pub says: String,
}

/// The part of an answer that answers.
pub const ANSWER: &str = "fact`, `yes` or `no";

/// A waiver or an answer.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// What it says.
    pub says: Says,
    /// The rule that it is about.
    pub rule: SmolStr,
    /// The documents that it is about; a waiver without any is about the text that its fingerprint names.
    pub of: Arc<[Subject]>,
    /// Where each of them is named.
    pub named: Arc<[Span]>,
    /// The statements that answer; of a bare yes or no, those that it comes to in this run.
    pub facts: Vec<SmolStr>,
    /// Why.
    pub because: String,
    /// Who decided.
    pub by: String,
    /// Until when it holds.
    pub until: Option<Interval>,
    /// The fingerprint of what is waived.
    pub text: Option<Fingerprint>,
    /// What of it cannot be read.
    pub unread: Vec<Unread>,
    /// The name of the review, or of the configuration.
    pub within: SmolStr,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands in a `review`, which says itself what it is about.
    pub in_review: bool,
}

impl Ruling {
    /// Whether it is a waiver.
    pub fn is_waiver(&self) -> bool {
        self.says == Says::Accepted
    }

    /// What a waiver or answer must have and this one lacks, in the words of the vocabulary.
    pub fn lacks(&self) -> Vec<&'static str> {
        let waiver = self.is_waiver();
        let parts = [
            ("of", self.of.is_empty() && (self.in_review || !waiver)),
            (ANSWER, self.says == Says::Unclear),
            ("because", self.because.trim().is_empty()),
            ("by", waiver && self.by.trim().is_empty()),
            ("until", waiver && self.until.is_none()),
            ("text", waiver && self.text.is_none()),
        ];
        let lacks = |(name, lacks): &(&str, bool)| *lacks && !self.unread.iter().any(|unread| unread.part == *name);
        parts.into_iter().filter(lacks).map(|(name, _)| name).collect()
    }
}

/// All waivers and answers: of the reviews among the documents, and those that stand in no document.
pub fn all(documents: &[Document], options: &Options, vocabulary: &Vocabulary) -> Vec<Ruling> {
    let mut rulings = gather(documents, vocabulary);
    rulings.extend(options.terms.rulings.iter().cloned());
    rulings
}

/// The waivers and answers of all reviews among the documents.
fn gather(documents: &[Document], vocabulary: &Vocabulary) -> Vec<Ruling> {
    let Some(kind) = vocabulary.kind_named(REVIEW) else { return Vec::new() };
    let reviews = documents.iter().filter(|document| document.kind == kind && document.judged);
    reviews.flat_map(|document| Review { document, vocabulary }.rulings()).collect()
}

/// A review while it is read.
struct Review<'r> {
    document: &'r Document,
    vocabulary: &'r Vocabulary,
}

/// What a review is about.
struct About {
    of: Arc<[Subject]>,
    named: Arc<[Span]>,
    /// What of that cannot be read: then it is not known how far the review reaches.
    unread: Option<Unread>,
}

impl Review<'_> {
    fn rulings(&self) -> Vec<Ruling> {
        let root = self.document.entry(EntryId::DOCUMENT).node;
        let about = self.about(root);
        let waivers = self.below(root, "waive", EntryId::DOCUMENT).map(|entry| (entry, true));
        let answers = self.below(root, "answer", EntryId::DOCUMENT).map(|entry| (entry, false));
        waivers.chain(answers).filter_map(|(entry, waiver)| self.ruling(entry, waiver, &about)).collect()
    }

    /// The facts of a word in a body.
    fn below(&self, node: NodeId, word: &str, body: EntryId) -> impl Iterator<Item = EntryId> {
        let child = self.vocabulary.child(node, word);
        child.into_iter().flat_map(move |child| self.document.within(child, body))
    }

    fn about(&self, root: NodeId) -> About {
        let (mut of, mut named, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for entry in self.below(root, "of", EntryId::DOCUMENT) {
            match self.subject(entry, &mut unread) {
                Some(subject) => {
                    of.push(subject);
                    named.push(self.document.span(entry));
                }
                None => unread.push(Unread { part: "of", says: String::new() }),
            }
        }
        let unread = unread.into_iter().next().map(|unread| Unread { part: "of", ..unread });
        About { of: of.into(), named: named.into(), unread }
    }

    fn subject(&self, entry: EntryId, unread: &mut Vec<Unread>) -> Option<Subject> {
        let (kind, name) = self.text(entry)?.split_once(' ')?;
        let version = self.said(entry, "version", unread);
        Some(Subject { kind: kind.to_owned(), name: name.to_owned(), version })
    }

    fn ruling(&self, entry: EntryId, waiver: bool, about: &About) -> Option<Ruling> {
        let mut unread: Vec<Unread> = about.unread.clone().into_iter().collect();
        let says = if waiver { Says::Accepted } else { self.says(entry, &mut unread) };
        Some(Ruling {
            says,
            rule: self.text(entry)?.into(),
            of: Arc::clone(&about.of),
            named: Arc::clone(&about.named),
            facts: self.facts(entry, &mut unread),
            because: self.said(entry, "because", &mut unread).unwrap_or_default(),
            by: self.said(entry, "by", &mut unread).unwrap_or_default(),
            until: self.until(entry, &mut unread),
            text: self.said(entry, "text", &mut unread).and_then(|text| fingerprint(&text, &mut unread)),
            unread,
            within: (&*self.document.name).into(),
            span: self.document.span(entry),
            in_review: true,
        })
    }

    /// What an answer says: one of three.
    fn says(&self, entry: EntryId, unread: &mut Vec<Unread>) -> Says {
        let all = [("fact", Says::Fact), ("yes", Says::Yes), ("no", Says::No)];
        let said: Vec<_> = all.into_iter().filter(|(word, _)| self.has(entry, word)).collect();
        match said[..] {
            [] => Says::Unclear,
            [(_, says)] => says,
            [(one, _), (other, _), ..] => {
                unread.push(Unread { part: ANSWER, says: format!("both `{one}` and `{other}`") });
                Says::Unclear
            }
        }
    }

    /// The statements of an answer.
    fn facts(&self, entry: EntryId, unread: &mut Vec<Unread>) -> Vec<SmolStr> {
        let mut facts = Vec::new();
        for fact in self.below(self.document.entry(entry).node, "fact", entry) {
            match self.text(fact) {
                Some(text) => facts.push(text.into()),
                None => unread.push(Unread { part: "fact", says: String::new() }),
            }
        }
        facts
    }

    fn has(&self, entry: EntryId, word: &str) -> bool {
        self.below(self.document.entry(entry).node, word, entry).next().is_some()
    }

    fn text(&self, entry: EntryId) -> Option<&str> {
        match self.document.entry(entry).value {
            Value::Text(text) => Some(self.document.text(text)),
            _ => None,
        }
    }

    /// The text behind a word in the body of a fact.
    fn said(&self, entry: EntryId, word: &'static str, unread: &mut Vec<Unread>) -> Option<String> {
        let said = self.below(self.document.entry(entry).node, word, entry).next()?;
        let text = self.text(said);
        if text.is_none() {
            unread.push(Unread { part: word, says: String::new() });
        }
        text.map(str::to_owned)
    }

    fn until(&self, entry: EntryId, unread: &mut Vec<Unread>) -> Option<Interval> {
        let until = self.below(self.document.entry(entry).node, "until", entry).next()?;
        match self.document.entry(until).value {
            Value::Date(day) => Some(day),
            _ => {
                unread.push(Unread { part: "until", says: String::new() });
                None
            }
        }
    }
}

/// A fingerprint as it is written in a waiver.
pub fn fingerprint(text: &str, unread: &mut Vec<Unread>) -> Option<Fingerprint> {
    let read = Fingerprint::parse(text);
    if read.is_none() && !text.trim().is_empty() {
        unread.push(Unread { part: "text", says: text.to_owned() });
    }
    read
}
