//! Fingerprints: a finding keeps its name while the text it is about stays the same.

use super::decide::Outcome;
use super::show::Context;
use crate::condition::{Evidence, Located};
use crate::finding::{Finding, Fingerprint};
use crate::model::{DocumentId, EntryId, Value};
use crate::source::Source;
use crate::vocabulary::NodeId;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use smol_str::format_smolstr;

/// The most facts of one place, and of one body, that a fingerprint is made of.
const MOST_DIGESTED: usize = 1_000;

/// The fingerprint of a finding of form: its code and the text it points at.
pub fn of_text(finding: &Finding, source: &Source) -> Fingerprint {
    digest(&[&finding.code, source.slice(finding.span()), &finding.message])
}

/// The fingerprint of a finding on a reference: its code and what it says.
pub fn linked(finding: Finding) -> Finding {
    let fingerprint = digest(&[&finding.code, &finding.message]);
    Finding { fingerprint, ..finding }
}

/// A digest of some texts: 64 bits of FNV-1a.
pub fn digest(parts: &[&str]) -> Fingerprint {
    let mut digest = Digest::new();
    parts.iter().for_each(|part| digest.add(part));
    Fingerprint(digest.0)
}

/// A digest while it is made, text by text.
pub struct Digest(pub u64);

impl Digest {
    /// Of nothing yet.
    pub fn new() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text.
    pub fn add(&mut self, part: &str) {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        self.0 = part.bytes().chain([0]).fold(self.0, step);
    }
}

/// Tells equal fingerprints apart by their order, in which the findings are.
pub fn number(findings: &mut [Finding]) {
    let mut seen: FxHashMap<Fingerprint, u32> = FxHashMap::with_capacity_and_hasher(findings.len(), Default::default());
    for finding in findings {
        let times = seen.entry(finding.fingerprint).or_default();
        *times += 1;
        if *times > 1 {
            finding.fingerprint = digest(&[&finding.fingerprint.to_string(), &times.to_string()]);
        }
    }
}

impl Context<'_> {
    /// The rule, the document, and what decided: where each fact belongs and what it says, not where it stands in the
    /// file. The body of the block that a breach points at counts too: who edits the clause has another finding.
    pub fn fingerprint(&self, outcome: &Outcome<'_>, primary: Located) -> Fingerprint {
        let document = self.world.model.document(outcome.subject.document);
        let kind = &self.world.vocabulary.kind(document.kind).name;
        let version = document.version.as_deref().unwrap_or_default();
        // A sum does not depend on the order in which blocks and statements stand.
        let mut sum = self.digest_of(outcome.subject);
        let breach = outcome.verdict.is_finding();
        if primary == outcome.subject && breach {
            sum = sum.wrapping_add(self.digest_of_body(primary));
        }
        for (at, (document, node, parent)) in self.decided(outcome, primary).into_iter().enumerate() {
            // The first place is that of the clause, unless that is the subject itself.
            let clause = breach && at == 0 && primary != outcome.subject;
            for entry in self.world.model.document(document).within(node, parent).take(MOST_DIGESTED) {
                let fact = Located { document, entry };
                sum = sum.wrapping_add(self.digest_of(fact));
                if clause {
                    sum = sum.wrapping_add(self.digest_of_body(fact));
                }
            }
        }
        // An equation is its text, which is let go: what is wrong with it stands for it.
        let wrong = (!outcome.labels.is_empty()).then_some(outcome.message.as_str());
        let mut whole = Digest::new();
        let sum = format_smolstr!("{sum}");
        for part in [outcome.rule.id.as_str(), kind, &document.name, version, &sum].into_iter().chain(wrong) {
            whole.add(part);
        }
        Fingerprint(whole.0)
    }

    /// The places of the facts that decided. Of several facts in one place the first witness is named: all of them
    /// count, as another one would have been named had they stood in another order.
    fn decided(&self, outcome: &Outcome<'_>, primary: Located) -> SmallVec<[(DocumentId, NodeId, EntryId); 4]> {
        let facts = outcome.evidence.iter().filter_map(Evidence::fact);
        let mut places = SmallVec::new();
        for fact in std::iter::once(primary).chain(facts).filter(|fact| *fact != outcome.subject) {
            let entry = self.world.model.document(fact.document).entry(fact.entry);
            let place = (fact.document, entry.node, entry.parent);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// What stands in the body of a fact; a document as a whole is no clause. What reviewers answer does not stand there.
    fn digest_of_body(&self, fact: Located) -> u64 {
        let document = self.world.model.document(fact.document);
        let end = if fact.entry == EntryId::DOCUMENT { 0 } else { document.entry(fact.entry).end };
        let inner = (fact.entry.0 + 1..end).filter(|at| !document.is_answered(EntryId(*at))).take(MOST_DIGESTED);
        let inner = inner.map(|at| self.digest_of(Located { entry: EntryId(at), ..fact }));
        inner.fold(0, u64::wrapping_add)
    }

    /// A fact: its document, its place, what the blocks around it are called, and what it says.
    fn digest_of(&self, fact: Located) -> u64 {
        *self.digests.borrow_mut().entry(fact).or_insert_with(|| self.digested(fact))
    }

    fn digested(&self, fact: Located) -> u64 {
        let document = self.world.model.document(fact.document);
        let node = self.world.vocabulary.node(document.entry(fact.entry).node);
        let mut digest = Digest::new();
        digest.add(&document.name);
        digest.add(&node.path);
        let mut at = fact.entry;
        while at != EntryId::DOCUMENT {
            match document.entry(at).value {
                Value::Text(text) => digest.add(document.text(text)),
                _ => digest.add(&self.value(Located { entry: at, ..fact })),
            }
            at = document.entry(at).parent;
        }
        digest.0
    }
}
