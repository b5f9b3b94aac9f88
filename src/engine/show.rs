//! From evidence to labels and notes: the words come from the vocabulary.

use super::cite;
use super::decide::Outcome;
use super::fingerprint::digest;
use crate::condition::{Evaluator, Evidence, Located, World};
use crate::finding::{Cite, Finding, Label, Severity, Verdict};
use crate::model::{Document, DocumentId, EntryId, Reading};
use crate::rulebook::{Rule, Rulebook};
use crate::source::Span;
use crate::vocabulary::NodeId;

/// What a finding is made with.
#[derive(Debug)]
pub struct Context<'c> {
    /// The documents.
    pub world: &'c World<'c>,
    /// The rules and the register.
    pub rulebook: &'c Rulebook,
    /// The kind of the document.
    pub kind: &'c str,
    /// The instruments that bind the document.
    pub bound: &'c [u16],
    /// Which instruments count.
    pub profile: Option<&'c str>,
}

/// The most labels of one finding; a reader takes in no more.
const LABELS: usize = 6;

impl Context<'_> {
    /// A breach as a finding.
    pub fn breach(&self, outcome: &Outcome<'_>) -> Finding {
        let rule = outcome.rule;
        let register = &self.rulebook.register;
        let counts = |instrument| self.profile.is_none_or(|profile| register.counts(instrument, profile));
        let binds = |instrument| self.bound.contains(&instrument) && counts(instrument);
        let binds = rule.cites.iter().any(|cite| binds(cite.instrument));
        let mut finding = self.finding(outcome, if binds { rule.severity } else { rule.severity.milder() });
        finding.message.clone_from(&outcome.message);
        finding.help = Some(rule.help.clone());
        finding.cites = self.cites(rule);
        if self.is_inferred(outcome) {
            finding.notes.insert(0, "it rests on what the encoder concluded, not on the source's words".to_owned());
        }
        if self.is_drafted(outcome) {
            finding.notes.push("as read by import, not confirmed by a reader".to_owned());
            finding.severity = Severity::Question;
        }
        finding
    }

    /// Whether the subject, or a fact that decided, was read by a machine alone.
    fn is_drafted(&self, outcome: &Outcome<'_>) -> bool {
        let facts = outcome.evidence.iter().filter_map(|item| match item {
            Evidence::Fact(located) => Some(*located),
            _ => None,
        });
        std::iter::once(outcome.subject)
            .chain(facts)
            .any(|located| self.world.model.document(located.document).entry(located.entry).reading == Reading::Draft)
    }

    /// Whether the fact that decided is the encoder's conclusion.
    fn is_inferred(&self, outcome: &Outcome<'_>) -> bool {
        outcome
            .fact()
            .and_then(|located| self.world.model.document(located.document).citation(located.entry))
            .is_some_and(|citation| citation.inferred)
    }

    /// A finding with labels and notes, without its message.
    pub fn finding(&self, outcome: &Outcome<'_>, severity: Severity) -> Finding {
        let labels = self.labels(outcome);
        let primary = labels.first().map(|label| label.span).unwrap_or_default();
        let document = self.world.model.document(outcome.subject.document);
        let kind = &self.world.vocabulary.kind(document.kind).name;
        let identity = format!("{kind} {} {}", document.name, document.version.as_deref().unwrap_or_default());
        Finding {
            code: outcome.rule.id.clone(),
            verdict: outcome.verdict,
            severity,
            message: String::new(),
            help: None,
            notes: self.notes(outcome),
            cites: Vec::new(),
            also: Vec::new(),
            fingerprint: digest(&[&outcome.rule.id, &identity, &self.structure(outcome, primary)]),
            labels,
        }
    }

    /// The place and value that a finding rests on, without where they stand in the file.
    fn structure(&self, outcome: &Outcome<'_>, primary: Span) -> String {
        let document = self.world.model.document(outcome.subject.document);
        let at = document.entries.iter().position(|entry| (entry.head.0, entry.head.1) == (primary.start, primary.end));
        let Some(at) = at else { return String::new() };
        let entry = EntryId(at as u32);
        let located = Located { document: outcome.subject.document, entry };
        let value = Evaluator::new(self.world, outcome.subject).show(located);
        format!("{}={value}", self.world.vocabulary.node(document.entry(entry).node).path)
    }

    /// The clauses behind a rule.
    pub fn cites(&self, rule: &Rule) -> Vec<Cite> {
        cite::show(rule, self)
    }

    fn labels(&self, outcome: &Outcome<'_>) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        let at = outcome.at.map(|located| self.fact(located));
        let rest = outcome.evidence.iter().flat_map(|item| self.evidence(item, outcome.verdict));
        for label in at.into_iter().chain(rest) {
            if labels.len() < LABELS && !labels.iter().any(|other| other.span == label.span) {
                labels.push(label);
            }
        }
        match labels.first() {
            Some(first) if self.is_here(first.span, outcome) => {}
            _ => labels.insert(0, self.here(outcome)),
        }
        labels
    }

    /// The deepest block that a document has around a place.
    pub fn block_around(&self, document: &Document, node: NodeId) -> Option<EntryId> {
        let around = self.world.vocabulary.node(node).parent?;
        let blocks = self.world.vocabulary.ancestry(around);
        blocks.into_iter().rev().find_map(|block| document.at(block).next())
    }

    /// Whether a span lies in the document that is judged.
    fn is_here(&self, span: Span, outcome: &Outcome<'_>) -> bool {
        let document = self.world.model.document(outcome.subject.document);
        span.file == document.file && document.entries.iter().any(|entry| entry.head == (span.start, span.end))
    }

    /// The place in the judged document that leads to the first deciding fact, where that stands in another one.
    fn here(&self, outcome: &Outcome<'_>) -> Label {
        let document = self.world.model.document(outcome.subject.document);
        let Some(fact) = outcome.fact() else {
            return Label { span: document.span(outcome.subject.entry), text: String::new() };
        };
        let there = self.world.model.document(fact.document);
        let vocabulary = self.world.vocabulary;
        let node = there.entry(fact.entry).node;
        let block = vocabulary
            .same_path(node, document.kind)
            .and_then(|node| document.at(node).next().or_else(|| self.block_around(document, node)));
        let text =
            format!("{} comes from {} {}", vocabulary.node(node).say, vocabulary.kind(there.kind).name, there.name);
        Label { span: document.span(block.unwrap_or(outcome.subject.entry)), text }
    }

    fn evidence(&self, item: &Evidence, verdict: Verdict) -> Vec<Label> {
        match item {
            Evidence::Fact(located) => vec![self.fact(*located)],
            Evidence::Missing { node, document, at, .. } => {
                let say = &self.world.vocabulary.node(*node).say;
                let text = match verdict {
                    Verdict::Breached => format!("not there: {say}"),
                    _ => format!("not said here: {say}"),
                };
                vec![Label { span: self.world.model.document(*document).span(*at), text }]
            }
            Evidence::Unresolved(located) => {
                vec![Label { span: self.span(*located), text: "what it says is not known here".to_owned() }]
            }
            Evidence::Conflict(all) => all
                .iter()
                .map(|located| Label { text: format!("here: {}", self.value(*located)), span: self.span(*located) })
                .collect(),
            Evidence::Unrelated(one, other) => {
                let text = |located: Located| format!("is `{}` one interest with the other?", self.value(located));
                vec![
                    Label { span: self.span(*one), text: text(*one) },
                    Label { span: self.span(*other), text: text(*other) },
                ]
            }
        }
    }

    /// A fact: what it is, and where it was read.
    fn fact(&self, located: Located) -> Label {
        let document = self.world.model.document(located.document);
        let entry = document.entry(located.entry);
        let node = self.world.vocabulary.node(entry.node);
        let mut text = if located.entry == EntryId::DOCUMENT { String::new() } else { node.say.clone() };
        match document.citation(located.entry) {
            Some(citation) if citation.inferred => text.push_str(" (inferred by the encoder, not the source's words)"),
            Some(citation) => match document.text(citation.text) {
                "" => {}
                read => text.extend([" (", read, ")"]),
            },
            None => {}
        }
        Label { span: document.span(located.entry), text }
    }

    fn span(&self, located: Located) -> Span {
        self.world.model.document(located.document).span(located.entry)
    }

    fn value(&self, located: Located) -> String {
        Evaluator::new(self.world, located).show(located)
    }

    /// Where a missing fact was sought, and how that was read.
    fn notes(&self, outcome: &Outcome<'_>) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        if outcome.gave_up {
            notes.push("there are too many facts to compare: this rule was given up here".to_owned());
        }
        for item in &outcome.evidence {
            let Evidence::Missing { node, searched, .. } = item else { continue };
            let found = self.searched(*node, outcome, searched);
            let note = format!("{}: not found in {found}", self.world.vocabulary.node(*node).say);
            if !notes.contains(&note) && notes.len() < 3 {
                notes.push(note);
            }
        }
        notes
    }

    /// `KH_AM004, JCM (read in part)`: how each was read at the place where the fact was sought.
    fn searched(&self, node: NodeId, outcome: &Outcome<'_>, searched: &[DocumentId]) -> String {
        let name = |id: &DocumentId| self.world.model.document(*id).name.to_string();
        let evaluator = Evaluator::new(self.world, outcome.subject);
        let full = |id: &DocumentId| {
            let there = self.world.vocabulary.same_path(node, self.world.model.document(*id).kind);
            there.is_none_or(|there| evaluator.closed(*id, there))
        };
        let mut names: Vec<String> = searched.iter().take(6).map(name).collect();
        if searched.len() > names.len() {
            names.push(format!("{} more", searched.len() - names.len()));
        }
        let read = match (searched.iter().all(full), searched.iter().any(full)) {
            (true, _) => "read in full",
            (false, true) => "some read in part",
            (false, false) => "read in part",
        };
        format!("{} ({read})", names.join(", "))
    }
}
