//! Answers become facts of the documents that they are about.

use super::settled::Placed;
use super::statement::{Reader, said_by};
use super::{Hearing, complaint, is};
use crate::engine::ruling::{Says, Subject};
use crate::finding::{Asks, Finding};
use crate::model::{Document, EntryId, Word};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A statement of an answer about a document that it names.
struct Said {
    /// The answer.
    ruling: usize,
    of: Subject,
    text: SmolStr,
}

/// The same for one of the documents at hand.
struct Statement {
    ruling: usize,
    text: SmolStr,
    facts: Rc<Document>,
}

impl Hearing<'_> {
    /// Puts what answers say into the documents that they are about; nothing where none says anything new. `asked` is
    /// what was found in the documents alone: a bare yes or no answers what is asked there.
    pub fn put(&mut self, mut documents: Vec<Document>, asked: &[Finding]) -> Option<Vec<Document>> {
        let all: Vec<Said> = self.stated().into_iter().chain(self.bare(asked)).collect();
        for (at, statements) in self.by_document(&documents, all) {
            if let Some(answered) = self.answered(&documents[at], statements) {
                documents[at] = answered;
            }
        }
        (!self.placed.is_empty()).then_some(documents)
    }

    /// What answers state, of each document that they are about.
    fn stated(&self) -> Vec<Said> {
        let of_one = |ruling: usize| {
            let answer = &self.rulings[ruling];
            let facts = |of: &Subject| answer.facts.iter().map(|text| (of.clone(), text.clone())).collect::<Vec<_>>();
            let said = answer.of.iter().flat_map(facts).collect::<Vec<_>>();
            said.into_iter().map(move |(of, text)| Said { ruling, of, text })
        };
        self.answers().flat_map(of_one).collect()
    }

    /// What bare words come to: where it is asked whether something is so, that it is or is not; elsewhere a no says that
    /// there is none, and a yes says nothing.
    fn bare(&mut self, asked: &[Finding]) -> Vec<Said> {
        let mut of_rule: FxHashMap<SmolStr, Vec<usize>> = FxHashMap::default();
        for at in self.answers().filter(|at| self.rulings[*at].says != Says::Fact) {
            of_rule.entry(self.rulings[at].rule.clone()).or_default().push(at);
        }
        let (mut all, mut open): (Vec<Said>, BTreeMap<usize, &Finding>) = Default::default();
        for finding in asked.iter().filter(|finding| is_asked(finding)) {
            for rule in std::iter::once(&finding.code).chain(&finding.also) {
                let answers = of_rule.get(rule).into_iter().flatten().copied();
                let answers: Vec<(usize, &Subject)> =
                    answers.filter_map(|at| Some((at, self.home(at, finding)?))).collect();
                let say = |says: Says| answers.iter().any(|(at, _)| self.rulings[*at].says == says);
                if say(Says::Yes) && say(Says::No) {
                    self.contradictions.insert(answers.into_iter().map(|(at, _)| at).collect());
                    continue;
                }
                for (ruling, of) in answers {
                    match said_by(self.rulings[ruling].says, finding) {
                        Some(text) => all.push(Said { ruling, of: of.clone(), text }),
                        None => _ = open.entry(ruling).or_insert(finding),
                    }
                }
            }
        }
        for Said { ruling, text, .. } in &all {
            open.remove(ruling);
            let facts = &mut self.rulings[*ruling].facts;
            if !facts.contains(text) {
                facts.push(text.clone());
            }
        }
        for (ruling, finding) in open {
            self.complaints.push(complaint::bare(&self.rulings[ruling], finding));
            self.failed.push(ruling);
        }
        all
    }

    /// The document into which an answer to a finding belongs, if it is about that: the one that does not say what is
    /// asked, else the one that is judged.
    fn home(&self, ruling: usize, finding: &Finding) -> Option<&Subject> {
        let shelves = self.bench.shelves;
        let asked = finding.question.as_ref().and_then(|question| shelves.document(question.at));
        let about = |document: &&Subject| self.rulings[ruling].of.iter().any(|of| is(of, document));
        asked.into_iter().chain(shelves.document(finding.span())).find(about)
    }

    /// The statements about each of the documents at hand, by its place. Of an answer that cannot be read in full
    /// nothing counts.
    fn by_document(&mut self, documents: &[Document], all: Vec<Said>) -> BTreeMap<usize, Vec<Statement>> {
        let shelves = self.bench.shelves;
        let mut named: FxHashMap<(&str, &str), Vec<(usize, &Subject)>> = FxHashMap::default();
        for (at, document) in documents.iter().enumerate() {
            if let Some(known) = shelves.document(document.span(EntryId::DOCUMENT)) {
                named.entry((&known.kind, &known.name)).or_default().push((at, known));
            }
        }
        let mut reader = Reader::new(self.bench.rulebook, self.bench.options.limits);
        let (mut by_document, mut unread): (BTreeMap<usize, Vec<Statement>>, FxHashSet<usize>) = Default::default();
        for Said { ruling, of, text } in all {
            let facts = match reader.read(&of, &text) {
                Ok(facts) => facts,
                Err(unfit) if unread.insert(ruling) => {
                    self.complaints.push(complaint::unreadable(&self.rulings[ruling], &text, &unfit));
                    self.failed.push(ruling);
                    continue;
                }
                Err(_) => continue,
            };
            let there = named.get(&(of.kind.as_str(), of.name.as_str())).into_iter().flatten();
            for (at, _) in there.filter(|(_, document)| is(&of, document)) {
                let (text, facts) = (text.clone(), Rc::clone(&facts));
                by_document.entry(*at).or_default().push(Statement { ruling, text, facts });
            }
        }
        by_document.values_mut().for_each(|all| all.retain(|said| !unread.contains(&said.ruling)));
        by_document
    }

    /// A document with what is said of it. What it contradicts itself does not count, nor what others contradict.
    fn answered(&mut self, document: &Document, mut statements: Vec<Statement>) -> Option<Document> {
        // In the order of their names, and of no files.
        statements.sort_by(|one, other| {
            let key = |said: &Statement| (&self.rulings[said.ruling].within, &self.rulings[said.ruling].because);
            key(one).cmp(&key(other)).then_with(|| one.text.cmp(&other.text))
        });
        let vocabulary = &self.bench.rulebook.vocabulary;
        let subject = self.bench.shelves.document(document.span(EntryId::DOCUMENT))?;
        let mut void: Vec<usize> = Vec::new();
        for said in &statements {
            let Some(stated) = document.contradicted_by(&said.facts, vocabulary) else { continue };
            let place = (subject, document.span(stated));
            self.complaints.push(complaint::against(&self.rulings[said.ruling], &said.text, place));
            void.push(said.ruling);
        }
        for group in
            quarrels(&statements, |one, other| one.excludes(other, vocabulary) && other.excludes(one, vocabulary))
        {
            void.extend(&group);
            self.contradictions.insert(group);
        }
        self.failed.extend(&void);
        let mut changed = None;
        for said in statements.into_iter().filter(|said| !void.contains(&said.ruling)) {
            let answer = &self.rulings[said.ruling];
            let by = if answer.by.is_empty() { &*answer.within } else { &answer.by };
            let word = Word { text: &format!("answered by {by}: {}", answer.because), span: answer.span };
            if document.answered(&said.facts, word, vocabulary).is_none() {
                continue; // it says that itself
            }
            let before = changed.as_ref().unwrap_or(document);
            changed = before.answered(&said.facts, word, vocabulary).or(changed);
            self.placed.push(Placed::new(said.ruling, subject, &said.facts, vocabulary));
        }
        changed
    }
}

/// Whether a finding asks for something that a statement of a document can say.
fn is_asked(finding: &Finding) -> bool {
    !finding.draft && finding.question.as_ref().is_some_and(|question| question.asks != Asks::Word)
}

/// The answers that contradict each other, each group with all that agree with one of them.
fn quarrels(statements: &[Statement], differ: impl Fn(&Document, &Document) -> bool) -> Vec<Vec<usize>> {
    let against = |one: &Statement, other: &Statement| one.text != other.text && differ(&one.facts, &other.facts);
    let mut left: Vec<&Statement> = statements.iter().collect();
    let mut groups = Vec::new();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while at < group.len() {
            let (more, rest) = left.into_iter().partition(|other| against(group[at], other));
            group.extend::<Vec<&Statement>>(more);
            left = rest;
            at += 1;
        }
        let mut rulings: Vec<usize> = group.into_iter().map(|said| said.ruling).collect();
        rulings.sort_unstable();
        rulings.dedup();
        if at > 1 {
            groups.push(rulings);
        }
    }
    groups
}
