//! Thresholds of rules that a reader sets to other values: looked up and measured before the rules are checked.

use super::check::limit;
use super::load::{RuleFile, load, parse};
use super::written::Text;
use super::{Rule, Rulebook};
use crate::condition::Literal;
use crate::finding::Finding;
use crate::source::{Source, Span};
use crate::vocabulary::{Vocabulary, nearest};

/// A threshold as a reader sets it.
#[derive(Clone, Debug)]
pub struct LimitSet {
    /// The rule.
    pub rule: String,
    /// The name of the threshold.
    pub name: String,
    /// Its value with its unit.
    pub value: Text,
}

impl Rulebook {
    /// The rules whose thresholds these are, with those set: what holds in a part of the world. The findings lie in
    /// `source`, where the values were written.
    pub fn with_limits(&self, sets: &[LimitSet], source: &Source) -> (Vec<Rule>, Vec<Finding>) {
        let file = |rule: &Rule| RuleFile::new(rule.id.to_string(), rule.source.clone());
        let mut files: Vec<RuleFile> = self.rules.iter().map(file).collect();
        let mut findings = set(&mut files, sets, source, &self.vocabulary);
        files.retain(|file| sets.iter().any(|set| set.rule == file.id));
        let (rules, problems) = load(files, &self.vocabulary, &self.register, &self.predicates);
        findings.extend(problems);
        (rules, findings)
    }
}

/// Sets thresholds in the rules that have them. The findings lie in `source`, where the values were written.
pub(super) fn set(files: &mut [RuleFile], sets: &[LimitSet], source: &Source, vocabulary: &Vocabulary) -> Vec<Finding> {
    let mut findings = Vec::new();
    for wanted in sets {
        let ids: Vec<&str> = files.iter().map(|file| file.id.as_str()).collect();
        let Some(at) = ids.iter().position(|id| *id == wanted.rule) else {
            findings.push(unknown("rule", &wanted.rule, wanted, source, &ids));
            continue;
        };
        findings.extend(set_one(&mut files[at], wanted, source, vocabulary));
    }
    findings
}

fn set_one(file: &mut RuleFile, wanted: &LimitSet, source: &Source, vocabulary: &Vocabulary) -> Vec<Finding> {
    if file.content.is_none() {
        file.content = parse(&file.source, "").ok(); // what is broken is told when the rule is loaded
    }
    let Some(rule) = &mut file.content else { return Vec::new() };
    let names: Vec<String> = rule.limits.0.iter().map(|(name, _)| name.clone()).collect();
    let Some((_, written)) = rule.limits.0.iter_mut().find(|(name, _)| *name == wanted.name) else {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return vec![unknown("limit", &wanted.name, wanted, source, &names)];
    };
    let (own, _) = limit(&file.source, &written.value, vocabulary);
    let (given, findings) = limit(source, &wanted.value, vocabulary);
    let fits = match (&own, &given) {
        (Some(Literal::Quantity(own, _)), Some(Literal::Quantity(given, _))) => {
            own.unit.dimension() == given.unit.dimension()
        }
        (Some(Literal::Date(_)), Some(Literal::Date(_))) | (_, None) => true,
        _ => false,
    };
    if !fits {
        let message = format!("`{}` does not measure what `{}` does", wanted.value.value, written.value.value);
        let finding = Finding::error("configuration/limit", place(wanted, source), message).at("this limit");
        return vec![
            finding.help(format!("the rule's own limit is {}; write another value of that kind", written.value.value)),
        ];
    }
    if given.is_some() {
        written.value = Text { value: wanted.value.value.clone(), ..Text::default() };
        written.origin = Text { value: format!("set in {}", source.name), ..Text::default() };
    }
    findings
}

fn unknown(what: &str, name: &str, wanted: &LimitSet, source: &Source, names: &[&str]) -> Finding {
    let message = match what {
        "rule" => format!("there is no rule `{name}`"),
        _ => format!("`{}` has no limit `{name}`", wanted.rule),
    };
    let finding = Finding::error("configuration/limit", place(wanted, source), message).at("for this value");
    match nearest(name, names.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if names.is_empty() => finding.help("this rule has no limits"),
        None => finding.help(format!("`tonne explain {}` shows the limits of a rule", wanted.rule)),
    }
}

fn place(wanted: &LimitSet, source: &Source) -> Span {
    Span::new(source.id, wanted.value.start, wanted.value.start + wanted.value.len)
}
