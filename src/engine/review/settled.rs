//! What the documents alone leave open and answers settle: which answer is behind it.

use super::Hearing;
use crate::engine::ruling::Subject;
use crate::engine::terms::apart;
use crate::finding::{Finding, Severity, Verdict};
use crate::model::{Document, Value};
use crate::source::Span;
use crate::vocabulary::Vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};

/// An answer that is a fact of a document now.
pub(super) struct Placed {
    pub ruling: usize,
    of: Subject,
    /// What it says something about, as in `baseline.validity`.
    places: Vec<String>,
}

impl Placed {
    pub(super) fn new(ruling: usize, of: &Subject, facts: &Document, vocabulary: &Vocabulary) -> Self {
        let all = facts.entries.iter().enumerate().skip(1);
        let told = all.filter(|(at, entry)| entry.value != Value::Nothing || entry.end as usize == at + 1);
        let places = told.map(|(_, entry)| vocabulary.node(entry.node).path.to_string()).collect();
        Placed { ruling, of: of.clone(), places }
    }

    /// Whether it says something of a place, or of what stands around that or in it.
    fn touches(&self, place: &str) -> bool {
        let holds = |block: &str, inner: &str| {
            inner.strip_prefix(block).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        !place.is_empty() && self.places.iter().any(|said| holds(said, place) || holds(place, said))
    }
}

/// A finding that answers settle for one rule.
pub(super) struct Settled {
    pub finding: Finding,
    /// The answers behind it, the one first that is shown.
    pub by: Vec<usize>,
}

/// What is still found when the answers count.
struct Left<'l> {
    /// Questions by rule, place and words.
    questions: FxHashSet<(&'l str, Span, &'l str)>,
    /// Findings by rule, place and verdict.
    findings: FxHashSet<(&'l str, Span, Verdict)>,
    /// How many findings of each verdict a rule has in a document, those before subtracted.
    more: FxHashMap<(&'l str, Option<&'l Subject>, Verdict), isize>,
    /// The rules that find more than before, by document and defect.
    defects: FxHashMap<(Option<&'l Subject>, &'l str), Vec<&'l str>>,
}

impl Hearing<'_> {
    /// What was found before and is not found after, each with the answers that settled it.
    pub(super) fn settled(&self, before: &[Finding], after: &[Finding]) -> Vec<Settled> {
        let left = self.left(before, after);
        let mut settled = Vec::new();
        for finding in before {
            let mut rest = Some(finding.clone());
            for rule in std::iter::once(&finding.code).chain(&finding.also) {
                let Some(whole) = rest.take_if(|_| !self.remains(finding, rule, &left)) else { continue };
                let (alone, others) = apart(whole, rule);
                settled.push(Settled { by: self.behind(finding, rule), finding: alone });
                rest = others;
            }
        }
        settled
    }

    fn left<'l>(&'l self, before: &'l [Finding], after: &'l [Finding]) -> Left<'l> {
        let (mut questions, mut findings) = (FxHashSet::default(), FxHashSet::default());
        let mut more: FxHashMap<_, isize> = FxHashMap::default();
        let is_question = |finding: &&Finding| finding.severity == Severity::Question;
        for finding in after.iter().filter(is_question) {
            let rules = std::iter::once(&finding.code).chain(&finding.also);
            questions.extend(rules.map(|rule| (rule.as_str(), finding.span(), finding.message.as_str())));
        }
        for (all, one) in [(before, -1), (after, 1)] {
            for finding in all.iter().filter(|finding| !is_question(finding)) {
                let document = self.bench.shelves.document(finding.span());
                *more.entry((finding.code.as_str(), document, finding.verdict)).or_default() += one;
            }
        }
        let told = after.iter().filter(|finding| !is_question(finding));
        findings.extend(told.map(|finding| (finding.code.as_str(), finding.span(), finding.verdict)));
        let mut defects: FxHashMap<_, Vec<&str>> = FxHashMap::default();
        for ((rule, document, _), _) in more.iter().filter(|(_, more)| **more > 0) {
            if let Some(defect) = self.defect(rule) {
                defects.entry((*document, defect)).or_default().push(rule);
            }
        }
        Left { questions, findings, more, defects }
    }

    /// Whether a rule still finds or asks it, or another finding on the same defect tells it.
    fn remains(&self, finding: &Finding, rule: &str, left: &Left<'_>) -> bool {
        let document = self.bench.shelves.document(finding.span());
        if finding.severity != Severity::Question {
            // What is found as often as before may point elsewhere.
            return left.findings.contains(&(rule, finding.span(), finding.verdict))
                || left.more.get(&(rule, document, finding.verdict)).is_some_and(|more| *more >= 0);
        }
        let told = self.defect(rule).and_then(|defect| left.defects.get(&(document, defect)));
        left.questions.contains(&(rule, finding.span(), &finding.message))
            || told.is_some_and(|rules| rules.iter().any(|other| *other != rule))
    }

    /// The defect that a rule shares with others.
    fn defect(&self, rule: &str) -> Option<&str> {
        self.bench.rulebook.rule(rule).and_then(|rule| rule.defect.as_deref())
    }

    /// The answers that settled a finding for a rule: those that say what it asks for in its document; of several that
    /// are equally near all of them, in the order of their names.
    fn behind(&self, finding: &Finding, rule: &str) -> Vec<usize> {
        let shelves = self.bench.shelves;
        let question = finding.question.as_ref();
        let home = question.map_or(finding.span(), |question| question.at);
        let (home, here) = (shelves.document(home), shelves.document(finding.span()));
        let place = question.map_or("", |question| question.place.as_str());
        let far = |placed: &Placed| {
            let of = Some(&placed.of);
            (!placed.touches(place), of != home && of != here, self.rulings[placed.ruling].rule != rule)
        };
        let nearest = self.placed.iter().map(far).min();
        let all = self.placed.iter().filter(|placed| Some(far(placed)) == nearest);
        let mut all: Vec<usize> = all.map(|placed| placed.ruling).collect();
        all.sort_by_key(|at| (&self.rulings[*at].within, &self.rulings[*at].because, *at));
        all.dedup();
        all
    }
}
