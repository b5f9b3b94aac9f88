//! A rule as written becomes a rule: every word, path, citation and threshold is looked up.

use super::load::RuleFile;
use super::written::{self, Text};
use super::{Citation, Clause, Nature, Ordered, Part, Register, Rule, Template, Visit};
use crate::condition::{Condition, Form, Limit, Literal, Predicate, Scope, compile, compile_path};
use crate::equations::{CHECKS, Check};
use crate::finding::{Finding, Ground, Severity};
use crate::measure::{Interval, Quantity, Unit, parse_amount};
use crate::source::{Source, Span};
use crate::syntax::{ExprId, ExprKind, Tree, parse_expression};
use crate::vocabulary::{NodeId, Vocabulary, nearest};
use smol_str::SmolStr;

mod examples;
mod message;

/// Checks one rule. With any finding on it the rule does not run.
pub(super) fn check(
    file: &RuleFile,
    written: written::Rule,
    vocabulary: &Vocabulary,
    register: &Register,
    predicates: &[Predicate],
) -> (Option<Rule>, Vec<Finding>) {
    let mut checker = Checker { source: &file.source, vocabulary, predicates, findings: Vec::new() };
    let limits = checker.limits(&written);
    let visits: Vec<Visit> =
        written.subject.0.iter().filter_map(|subject| checker.visit(subject, &written, &limits)).collect();
    let severity = checker.word(&written.severity, &SEVERITIES);
    let speaks_where = written.speaks_where.iter().filter_map(|ground| checker.word(ground, &GROUNDS)).collect();
    let severity_at = checker.severities(&written.severity_at);
    let nature =
        checker.word(&written.nature, &[("requirement", Nature::Requirement), ("indicator", Nature::Indicator)]);
    let cites = checker.citations(&written.cites, register);
    let permits = checker.citations(&written.permits, register);
    let examples = checker.examples(&written);
    let findings = once(checker.findings);
    let (Some(severity), Some(nature), true) = (severity, nature, findings.is_empty()) else {
        return (None, findings);
    };
    let limits =
        written.limits.0.into_iter().map(|(name, limit)| (name, limit.value.value, limit.origin.value)).collect();
    let rule = Rule {
        id: file.id.as_str().into(),
        title: written.title.value,
        visits,
        severity,
        severity_at,
        speaks_where,
        own: file.own,
        nature,
        grounds: cites.iter().chain(&permits).map(|cite| register.ground(*cite)).collect(),
        defect: written.defect.map(|defect| defect.value),
        cites,
        permits,
        limits,
        source: file.source.clone(),
        help: written.help.value.into(),
        why: written.why.value,
        examples,
    };
    (Some(rule), findings)
}

/// The severities that a rule may have, by their words.
const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

/// The grounds on which a rule may speak, by their words.
const GROUNDS: [(&str, Ground); 4] = [
    ("binds", Ground::Binds),
    ("yardstick", Ground::Yardstick),
    ("benchmark", Ground::Benchmark),
    ("evidence", Ground::Evidence),
];

/// Each finding once: what is wrong with a condition is wrong for each subject.
fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen: Vec<(Span, SmolStr)> = Vec::new();
    findings.retain(|finding| {
        let told = (finding.span(), finding.message.clone());
        let fresh = !seen.contains(&told);
        seen.push(told);
        fresh
    });
    findings
}

/// The value of a threshold, wherever it is written.
pub(super) fn limit(source: &Source, value: &Text, vocabulary: &Vocabulary) -> (Option<Literal>, Vec<Finding>) {
    let mut checker = Checker { source, vocabulary, predicates: &[], findings: Vec::new() };
    let value = checker.parsed(value, |tree, expr| literal(tree, expr, vocabulary));
    (value, checker.findings)
}

/// The places that a text or list names, as what a rule visits.
pub(super) fn places(
    source: &Source,
    named: &written::Texts,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) -> Vec<NodeId> {
    let mut checker = Checker { source, vocabulary, predicates: &[], findings: Vec::new() };
    let places = named.0.iter().filter_map(|name| checker.subject(name)).collect();
    findings.extend(checker.findings);
    places
}

/// What is wrong with the condition of a predicate.
pub(super) fn predicate(
    source: &Source,
    predicate: &Predicate,
    holds: &Text,
    vocabulary: &Vocabulary,
    predicates: &[Predicate],
) -> Vec<Finding> {
    let mut checker = Checker { source, vocabulary, predicates, findings: Vec::new() };
    for subject in predicate.of.iter().copied() {
        let mut scope = Scope { vocabulary, subject, limits: &[], predicates, about: None, bound: Vec::new() };
        checker.condition(holds, &mut scope);
    }
    once(checker.findings)
}

struct Checker<'c> {
    source: &'c Source,
    vocabulary: &'c Vocabulary,
    predicates: &'c [Predicate],
    findings: Vec<Finding>,
}

impl Checker<'_> {
    fn complain(&mut self, code: &'static str, text: &Text, message: String, near: Option<&str>) {
        let finding = Finding::error(code, self.span(text), message).at("here");
        self.findings.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        });
    }

    /// The clauses that some citations name.
    fn citations(&mut self, written: &[Text], register: &Register) -> Vec<Citation> {
        let mut citations = Vec::with_capacity(written.len());
        for cite in written {
            match register.resolve(&cite.value) {
                Ok(citation) => citations.push(citation),
                Err((problem, help)) => {
                    self.findings
                        .push(Finding::error("rules/citation", self.span(cite), problem).at("here").help(help));
                }
            }
        }
        citations
    }

    /// Where a scalar stands; the first line where its reader did not tell.
    fn span(&self, text: &Text) -> Span {
        let len = self.source.text.len() as u32;
        if text.len > 0 {
            return Span::new(self.source.id, text.start.min(len), (text.start + text.len).min(len));
        }
        let found = self.source.text.find(text.value.as_str()).unwrap_or(0) as u32;
        Span::new(self.source.id, found, (found + text.value.len() as u32).min(len))
    }

    fn word<T: Copy>(&mut self, text: &Text, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let near = nearest(&text.value, names.iter().copied());
        self.complain("rules/word", text, format!("`{}` is none of `{}`", text.value, names.join("`, `")), near);
        None
    }

    fn visit(&mut self, subject: &Text, written: &written::Rule, limits: &[Limit]) -> Option<Visit> {
        let node = self.subject(subject)?;
        let (vocabulary, predicates) = (self.vocabulary, self.predicates);
        let mut scope = Scope { vocabulary, subject: node, limits, predicates, about: None, bound: Vec::new() };
        let given = match &written.given {
            Some(text) => {
                let given = self.condition(text, &mut scope)?;
                let parts = if let Form::All(parts) = &given.form { parts } else { std::slice::from_ref(&given) };
                let misplaced = parts.iter().find_map(|part| {
                    let asked = if let Form::Not(inner) = &part.form { inner } else { part };
                    if let Form::Here(inner) = &asked.form { inner.here() } else { part.here() }
                });
                self.only_given(misplaced)?;
                self.only_worth_knowing(parts, written)?;
                Some((given, text.value.clone()))
            }
            None => None,
        };
        let in_given = scope.bound.len();
        let check = self.equations(written)?;
        let mut clauses = Vec::new();
        for clause in &written.require {
            // Each clause binds its own names; those of `given` go on to mean what they meant.
            let that = self.condition(&clause.that, &mut scope)?;
            self.only_given(that.here())?;
            let at = match &clause.at {
                Some(at) => Some(self.path(at, &mut scope)?),
                None => None,
            };
            let message = self.template(&clause.message, &mut scope)?;
            let names = scope.bound.iter().enumerate().map(|(slot, bound)| (bound.name.clone(), slot as u8)).collect();
            scope.bound.iter_mut().for_each(|bound| bound.open = false);
            scope.bound.iter_mut().skip(in_given).for_each(|bound| bound.name.clear());
            clauses.push(Clause { that, text: clause.that.value.clone(), message, at, names });
        }
        Some(Visit { node, given, clauses, check })
    }

    /// `not here(…)` speaks where something may stand in a part that nobody read: such a rule may say what is worth
    /// knowing, and demand nothing.
    fn only_worth_knowing(&mut self, parts: &[Condition], written: &written::Rule) -> Option<()> {
        let absent = |part: &&Condition| matches!(&part.form, Form::Not(inner) if matches!(inner.form, Form::Here(_)));
        let Some(part) = parts.iter().find(absent) else { return Some(()) };
        let mut severities = std::iter::once(&written.severity).chain(written.severity_at.0.iter().map(|(_, at)| at));
        if severities.all(|severity| severity.value == "info") {
            return Some(());
        }
        let message = "`not here(…)` is for rules of severity `info`";
        let help =
            "what the loaded documents do not state may stand in a part that nobody read; ask for it in `require`";
        self.findings.push(Finding::error("rules/condition", part.span, message).at("here").help(help));
        None
    }

    /// What the documents at hand show may limit what a rule applies to; it never decides what must hold.
    fn only_given(&mut self, misplaced: Option<&Condition>) -> Option<()> {
        let Some(here) = misplaced else { return Some(()) };
        let finding = Finding::error("rules/condition", here.span, "`here(…)` stands where it could decide");
        let help = "write it in `given`, alone or as a part of `and`";
        self.findings.push(finding.at("what is not at hand may be elsewhere").help(help));
        None
    }

    /// What the equations are checked for; none where the rule has conditions of its own. It has the one or the other.
    fn equations(&mut self, written: &written::Rule) -> Option<Option<Check>> {
        match &written.check {
            None if !written.require.is_empty() => Some(None),
            Some(check) if written.require.is_empty() => self.word(check, &CHECKS).map(Some),
            _ => {
                let message = "a rule has either `require` or `check`".to_owned();
                self.complain("rules/condition", &written.title, message, None);
                None
            }
        }
    }

    /// `methodology`, or `agreement.authorization`.
    fn subject(&mut self, subject: &Text) -> Option<NodeId> {
        let mut words = subject.value.split('.');
        let kind = words.next().unwrap_or_default();
        let Some(kind_id) = self.vocabulary.kind_named(kind) else {
            let near = nearest(kind, self.vocabulary.kind_words().into_iter());
            self.complain("rules/subject", subject, format!("no kind of document is called `{kind}`"), near);
            return None;
        };
        let mut node = self.vocabulary.kind(kind_id).root;
        for word in words {
            match self.vocabulary.child(node, word) {
                Some(child) => node = child,
                None => {
                    let near = nearest(word, self.vocabulary.words_in_body(node));
                    self.complain("rules/subject", subject, format!("`{word}` is no word of {kind}"), near);
                    return None;
                }
            }
        }
        Some(node)
    }

    fn condition(&mut self, text: &Text, scope: &mut Scope<'_>) -> Option<Condition> {
        let mut condition = self.read(text, |tree, expr| compile(tree, expr, scope))?;
        let place = self.span(text);
        if self.exact(place, &text.value).is_none() {
            condition.stand_at(place);
        }
        Some(condition)
    }

    fn path(&mut self, text: &Text, scope: &mut Scope<'_>) -> Option<crate::condition::Path> {
        self.parsed(text, |tree, expr| compile_path(tree, expr, scope))
    }

    /// Parses a scalar as an expression of which one thing may be wrong.
    fn parsed<T>(&mut self, text: &Text, act: impl FnOnce(&Tree<'_>, ExprId) -> Result<T, Finding>) -> Option<T> {
        self.read(text, |tree, expr| act(tree, expr).map_err(|problem| vec![problem]))
    }

    /// Parses a scalar as an expression, in its own place in the file where that is possible.
    fn read<T>(&mut self, text: &Text, act: impl FnOnce(&Tree<'_>, ExprId) -> Result<T, Vec<Finding>>) -> Option<T> {
        let place = self.span(text);
        let exact = self.exact(place, &text.value);
        let apart = Source { id: self.source.id, name: self.source.name.clone(), text: text.value.as_str().into() };
        let whole = Span::new(self.source.id, 0, text.value.len() as u32);
        let (source, span) = match exact {
            Some(span) => (self.source, span),
            None => (&apart, whole),
        };
        let (tree, expr, mut problems) = parse_expression(source, span);
        let mut result = None;
        match expr {
            Some(expr) if problems.iter().all(is_plain) => match act(&tree, expr) {
                Ok(value) => result = Some(value),
                Err(more) => problems.extend(more),
            },
            Some(_) => {}
            None if problems.is_empty() => problems
                .push(Finding::error("rules/condition", whole, "expected a condition, found nothing").at("here")),
            None => {}
        }
        for mut problem in problems {
            if exact.is_none() {
                problem.labels.iter_mut().for_each(|label| label.span = place);
            }
            self.findings.push(problem);
        }
        result
    }

    /// The bytes of the file that say just what the scalar says, line ends being spaces.
    fn exact(&self, place: Span, value: &str) -> Option<Span> {
        let raw = self.source.slice(place);
        let same = |raw: &str| raw.split_whitespace().eq(value.split_whitespace());
        if same(raw) {
            return Some(place);
        }
        let inner = Span::new(place.file, place.start + 1, place.end.saturating_sub(1));
        (raw.len() >= 2 && same(self.source.slice(inner))).then_some(inner)
    }

    fn limits(&mut self, written: &written::Rule) -> Vec<Limit> {
        let mut limits = Vec::new();
        for (name, limit) in &written.limits.0 {
            let vocabulary = self.vocabulary;
            let value = self.parsed(&limit.value, |tree, expr| literal(tree, expr, vocabulary));
            limits.extend(value.map(|value| Limit { name: name.clone(), value }));
        }
        limits
    }

    /// The severity at documents of some kinds.
    fn severities(&mut self, written: &Ordered<Text>) -> Vec<(String, Severity)> {
        let mut severities = Vec::with_capacity(written.0.len());
        for (kind, text) in &written.0 {
            if self.vocabulary.kind_named(kind).is_none() {
                let place = self.key(kind, text);
                self.complain("rules/word", &place, format!("no kind of document is called `{kind}`"), None);
            }
            severities.extend(self.word(text, &SEVERITIES).map(|severity| (kind.clone(), severity)));
        }
        severities
    }

    /// The key before a scalar, of which the reader of YAML tells no place.
    fn key(&self, key: &str, text: &Text) -> Text {
        let before = self.source.text.get(..text.start as usize).unwrap_or_default();
        let start = before.rfind(key).filter(|_| text.len > 0);
        let len = start.map_or(0, |_| key.len() as u32);
        Text { value: key.to_owned(), start: start.unwrap_or_default() as u32, len }
    }
}

/// Whether it is plain what is meant, so that the rest can be looked at as well.
fn is_plain(problem: &Finding) -> bool {
    matches!(&*problem.code, "syntax/missing-is" | "syntax/operator-spelling")
}

/// The value of a threshold.
fn literal(tree: &Tree<'_>, expr: ExprId, vocabulary: &Vocabulary) -> Result<Literal, Finding> {
    let span = tree.expr(expr).span;
    let text = tree.text(span);
    match tree.expr(expr).kind {
        ExprKind::Number { digits, unit } => {
            let amount = parse_amount(tree.text(digits))
                .map_err(|problem| Finding::error("rules/limit", digits, problem.to_string()).at("this number"))?;
            let unit = match unit {
                None => Unit::ONE,
                Some(unit) => vocabulary.units.parse(tree.text(unit)).map_err(|problem| {
                    let finding = Finding::error("rules/limit", unit, problem.to_string()).at("this unit");
                    match vocabulary.units.meant(tree.text(unit)) {
                        Some(meant) => finding.help(meant.help(tree.text(digits))),
                        None => finding,
                    }
                })?,
            };
            Ok(Literal::Quantity(Quantity::new(amount, unit), text.into()))
        }
        ExprKind::Date => Interval::parse(text)
            .map(Literal::Date)
            .map_err(|problem| Finding::error("rules/limit", span, problem.to_string()).at("this date")),
        _ => Err(Finding::error("rules/limit", span, format!("expected a quantity or a date, found `{text}`"))
            .at("this limit")),
    }
}
