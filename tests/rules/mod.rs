//! The laws of the rulebook.

mod bound;
mod programmes;

use tonne::engine::trial::{Trial, trials};
use tonne::engine::{Options, check};
use tonne::finding::Verdict;
use tonne::measure::Day;
use tonne::rulebook::{Binding, Nature, Part, Rule, RuleFile, Rulebook, Visit, shipped};
use tonne::source::{FileId, Source};

fn as_of() -> Day {
    Day::parse("2026-11-01").expect("a day")
}

#[test]
fn the_shipped_rulebook_loads_without_a_finding() {
    let (_, findings) = shipped(Vec::new());
    let told: Vec<String> = findings
        .iter()
        .map(|finding| {
            format!(
                "{}: {} {:?} {:?}",
                finding.code,
                finding.message,
                finding.help,
                finding.labels.first().map(|label| label.span.start)
            )
        })
        .collect();
    assert!(findings.is_empty(), "{}", told.join("\n"));
}

/// What a rule says of an example: the verdict on the first subject, and the findings of form.
fn verdict_on(rule: &Rule, trial: &Trial<'_>, rulebook: &Rulebook) -> Result<Option<Verdict>, String> {
    if let Some(finding) = trial.findings.first() {
        return Err(format!("{}: {} in\n{}", finding.code, finding.message, trial.example.text));
    }
    Ok(trial.verdict(rule, rulebook, &Options::on(as_of())))
}

#[test]
fn every_example_gives_its_verdict() {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for rule in &rulebook.rules {
        for trial in trials(rule, &rulebook, &Options::on(as_of())) {
            let example = trial.example;
            match verdict_on(rule, &trial, &rulebook) {
                Ok(found) if found == Some(example.verdict) => {}
                Ok(found) => wrong.push(format!(
                    "{}: expected {}, found {:?}\n{}",
                    rule.id,
                    example.verdict.word(),
                    found,
                    example.text
                )),
                Err(problem) => wrong.push(format!("{}: {problem}", rule.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_word_of_the_vocabulary_is_read_by_a_rule_or_says_why_not() {
    let (rulebook, _) = shipped(Vec::new());
    let read = rulebook.words_read();
    let vocabulary = &rulebook.vocabulary;
    let below =
        |path: &str, above: &str| path == above || path.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    let excused = |path: &str| vocabulary.unread.iter().any(|(above, _)| below(path, above));
    let words = || vocabulary.nodes.iter().map(|node| &*node.path).filter(|path| !path.is_empty());
    let mut silent: Vec<&str> = words().filter(|path| !read.contains(path) && !excused(path)).collect();
    silent.sort_unstable();
    silent.dedup();
    assert!(silent.is_empty(), "no rule reads these words, and nothing says why:\n{}", silent.join("\n"));
    let idle: Vec<&str> = vocabulary
        .unread
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|above| !words().any(|path| below(path, above) && !read.contains(path)))
        .collect();
    assert!(idle.is_empty(), "these excuses are not needed any more:\n{}", idle.join("\n"));
}

#[test]
fn every_rule_shows_a_breach_a_meeting_and_a_silence() {
    let (rulebook, _) = shipped(Vec::new());
    let mut lacking = Vec::new();
    for rule in &rulebook.rules {
        let has = |verdict: Verdict| rule.examples.iter().any(|example| example.verdict == verdict);
        if !(has(Verdict::Breached) || has(Verdict::NotShown)) || !has(Verdict::Met) {
            lacking.push(format!("{}: no example that is breached or not shown, or none that is met", rule.id));
        }
        // What is not there is no silence: the rule must show what it asks of a document that does not say enough.
        // A check of equations looks at those that are written, and some of them have nothing to ask.
        // So has one that applies only where the document says what it judges.
        let nothing_to_ask = |visit: &Visit| {
            visit.check.is_some()
                || visit
                    .given
                    .as_ref()
                    .is_some_and(|(given, _)| given.here().is_some_and(|here| std::ptr::eq(here, given)))
        };
        if !has(Verdict::Unproven) && !rule.visits.iter().all(nothing_to_ask) {
            lacking.push(format!("{}: no example of a document that leaves a question open", rule.id));
        }
        let given = rule.visits.iter().any(|visit| visit.given.is_some());
        if given && !has(Verdict::NotApplicable) {
            lacking.push(format!("{}: it does not always apply, but no example shows when", rule.id));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn the_first_rulebook_holds_its_families() {
    let (rulebook, _) = shipped(Vec::new());
    let families: std::collections::BTreeMap<&str, usize> =
        rulebook.rules.iter().fold(Default::default(), |mut families, rule| {
            *families.entry(rule.id.split('/').next().unwrap_or_default()).or_default() += 1;
            families
        });
    for family in ["additionality", "baseline", "authorship", "safeguards", "renewable", "agreement", "forest"] {
        assert!(families.contains_key(family), "{family}");
    }
    assert!(rulebook.rules.len() >= 45, "{families:?}");
}

#[test]
fn every_rule_says_what_is_wrong_what_to_do_and_on_what_ground() {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for clause in rulebook.register.instruments.iter().flat_map(|instrument| &instrument.clauses) {
        for obliged in clause.obliges.0.iter().filter(|kind| rulebook.vocabulary.kind_named(&kind.value).is_none()) {
            wrong.push(format!("{}: obliges `{}`, which is no kind of document", clause.at, obliged.value));
        }
    }
    for rule in &rulebook.rules {
        let id = &rule.id;
        if rule.cites.is_empty() || rule.why.trim().is_empty() || rule.help.trim().is_empty() {
            wrong.push(format!("{id}: without clause, reason or help"));
        }
        if rule.permits.iter().any(|permits| rule.cites.contains(permits)) {
            wrong.push(format!("{id}: one clause cannot ask for what is missing and permit it"));
        }
        for visit in &rule.visits {
            let kind = &rulebook.vocabulary.kind(rulebook.vocabulary.node(visit.node).kind).name;
            let register = &rulebook.register;
            let asks = |cite| register.binding(cite) != Binding::Nothing && register.obliges(cite, kind);
            let is_read = |cite| register.known(cite) == "read";
            if rule.nature == Nature::Requirement && !rule.cites.iter().any(|cite| asks(*cite) && is_read(*cite)) {
                wrong.push(format!(
                    "{id}: a requirement that rests on no `shall` or `should` for a {kind} that was read"
                ));
            }
        }
        for text in rule
            .visits
            .iter()
            .flat_map(|visit| &visit.clauses)
            .map(|clause| words(&clause.message))
            .chain([rule.help.to_string()])
        {
            let first = text.chars().next().unwrap_or('X');
            let acronym = text.chars().nth(1).is_some_and(char::is_uppercase);
            if text.ends_with('.') || first.is_uppercase() && !acronym || text.contains('\n') {
                wrong.push(format!("{id}: `{text}` is not one sentence in lower case without a full stop"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn words(message: &tonne::rulebook::Template) -> String {
    fn said(parts: &[Part]) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::WhereKnown(parts) => said(parts),
            Part::Value(_) | Part::Term(_) | Part::Missing => "x".to_owned(),
        };
        parts.iter().map(part).collect()
    }
    said(&message.parts)
}

/// A finding that repeats a verdict against a methodology cites the clause that holds it.
#[test]
fn every_verdict_against_a_methodology_names_its_clause() {
    let (rulebook, _) = shipped(Vec::new());
    let against = ["rejected", "inactivated", "superseded", "excluded"];
    let mut wrong = Vec::new();
    for decision in rulebook.decisions.iter().flat_map(|list| &list.verdicts) {
        let found = rulebook.register.resolve(&decision.clause).is_ok_and(|citation| citation.clause.is_some());
        if !found && (against.contains(&&*decision.verdict) || !decision.clause.is_empty()) {
            wrong.push(format!("{} {}: `{}`", decision.methodology, decision.verdict, decision.clause));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The conditions of a rule that hold a name: a text in quotes or a country, wherever it stands in them.
fn with_a_name(rule: &Rule) -> Vec<&str> {
    let mut named = Vec::new();
    for visit in &rule.visits {
        let given = visit.given.iter().map(|(condition, text)| (condition, text));
        for (condition, text) in given.chain(visit.clauses.iter().map(|clause| (&clause.that, &clause.text))) {
            let literals = format!("{condition:?}");
            if literals.contains("Text(") || literals.contains("Country(") {
                named.push(text.as_str());
            }
        }
    }
    named
}

/// Names of the world belong to documents and to the register: a rule that knows one is a defect.
#[test]
fn no_condition_knows_a_name() {
    let (rulebook, _) = shipped(Vec::new());
    let strays =
        |rule: &Rule| with_a_name(rule).into_iter().map(|text| format!("{}: {text}", rule.id)).collect::<Vec<_>>();
    let strays: Vec<String> = rulebook.rules.iter().flat_map(strays).collect();
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

/// Whatever its place and its form, a name is seen.
#[test]
fn a_name_in_a_condition_is_seen() {
    let cases = [
        ("title is stated", "title is stated", 0),
        ("title is stated", "any host as h (h = KH)", 1),
        ("title is stated\n  and not title = \"KH_AM004\"", "title is stated", 1),
        ("any host as h (h\n  in [KH,\n  TH])", "any program as p (p = 'JCM')", 2),
        ("version = \"07\"", "count(host as h (h = KH)) < 2", 2),
    ];
    for (given, that, named) in cases {
        let indented = |text: &str| text.replace('\n', "\n    ");
        let text = format!(
            "title: T\nsubject: methodology\ngiven: >-\n    {}\nrequire:\n  - that: >-\n     {}\n    message: m\n\
            severity: info\nnature: indicator\ncites: []\nhelp: h\nwhy: w\nexamples: []\n",
            indented(given),
            indented(that).replace('\'', "\""),
        );
        let source = Source { id: FileId(0), name: "made-up.yaml".into(), text: text.into() };
        let (rulebook, findings) = shipped(vec![RuleFile::new("house/made-up".to_owned(), source)]);
        assert!(findings.is_empty(), "{findings:?}");
        let rule = rulebook.rule("house/made-up").unwrap();
        assert_eq!(with_a_name(rule).len(), named, "{given} / {that}");
    }
}

/// Every rule over the examples of every other rule: what fires is looked at when it changes.
#[test]
fn what_fires_on_the_examples_of_other_rules_is_reviewed() {
    let (rulebook, _) = shipped(Vec::new());
    let options = crate::corpus::options();
    let mut told = String::new();
    for rule in &rulebook.rules {
        let mut fired: Vec<String> = Vec::new();
        for (at, example) in rule.examples.iter().enumerate() {
            let source = Source { id: FileId(0), name: "example".into(), text: example.text.as_str().into() };
            let report = check(&[source], &rulebook, &options);
            let breached = report
                .findings
                .iter()
                .filter(|finding| finding.verdict == Verdict::Breached && finding.code != rule.id)
                .filter(|finding| !finding.code.starts_with("library/"));
            fired.extend(breached.map(|finding| {
                format!("  {} {}: {} {}", at + 1, example.verdict.word(), finding.severity.word(), finding.code)
            }));
        }
        if !fired.is_empty() {
            told.push_str(&format!("{}\n{}\n", rule.id, fired.join("\n")));
        }
    }
    insta::assert_snapshot!("across", told);
}
