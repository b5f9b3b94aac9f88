//! `tonne why`: the tree, the facts, and changes that do turn the verdict when the document is written so.

use crate::cli::Folder;
use crate::corpus::{corpus, options};
use tonne::engine::trial::trials;
use tonne::engine::why::{Asked, Reason, Why, why};
use tonne::engine::{Examined, check, examine, judge};
use tonne::finding::Verdict;
use tonne::report::{Texts, why as shown};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;

fn source(text: &str) -> Source {
    Source { id: FileId(0), name: "a.tonne".into(), text: text.into() }
}

fn examined(text: &str, rulebook: &Rulebook) -> Vec<Examined> {
    vec![examine(&source(text), rulebook, Limits::default())]
}

/// What a rule says of a text, with its reasons.
fn of(text: &str, rule: &str, rulebook: &Rulebook) -> Why {
    let told = why(examined(text, rulebook), rulebook, &options(), Asked::Rule(rule));
    told.into_iter().next().expect("a document that the rule is about")
}

fn written(whys: &[Why], text: &str) -> String {
    let texts = Texts::new(|_| Some("a.tonne".into()), |_| text.into());
    shown::text(whys, &texts)
}

const SINGLE_BARRIER: &str = r#"methodology "A, made up" {
  reading full; source "text" { title "A, made up" }
  additionality {
    test barrier { needed any_one; evidence anecdotal }   @ "p. 4"
  }
}
"#;

#[test]
fn a_breach_is_told_as_a_tree() {
    let (rulebook, _) = shipped(Vec::new());
    let told = of(SINGLE_BARRIER, "additionality/single-barrier", &rulebook);
    insta::assert_snapshot!("single_barrier", written(&[told], SINGLE_BARRIER));
}

#[test]
fn silence_is_told_with_where_it_was_sought() {
    let (rulebook, _) = shipped(Vec::new());
    let text = "program \"P, made up\" { reading full }\nactivity \"A, made up\" { program \"P, made up\"; sector land.redd }\n";
    let told = of(text, "safeguards/benefit-sharing-missing", &rulebook);
    insta::assert_snapshot!("silence", written(&[told], text));
}

/// Reading | validity | verdict | whether that is final.
#[test]
fn a_verdict_on_a_draft_is_told_as_read() {
    let (rulebook, _) = shipped(Vec::new());
    let rule = "baseline/validity-too-long";
    for (reading, validity, verdict, draft) in [
        ("draft", "validity 40 years", Verdict::Breached, true),
        ("draft", "validity 1 years", Verdict::Met, true),
        ("draft", "", Verdict::NotApplicable, false),
        ("partial", "validity 40 years", Verdict::Breached, false),
        ("partial", "validity 1 years", Verdict::Met, false),
    ] {
        let text = format!(
            "methodology \"A\" {{\n  bound_by \"3/CMA.3\"\n  sector waste\n  baseline {{\n    reading {reading}\n    approach benchmark\n    {validity}\n  }}\n}}\n"
        );
        let told = of(&text, rule, &rulebook);
        assert_eq!((told.verdict, told.draft), (verdict, draft), "{text}");
        let shown = written(std::slice::from_ref(&told), &text);
        assert!(shown.starts_with(&format!("{rule}: {}", shown::verdict(verdict))), "{shown}");
        assert_eq!(shown.contains("\n  as read by import, not confirmed\n"), draft, "{shown}");
        let json = shown::json(&[told], &Texts::new(|_| None, |_| "".into())).unwrap();
        assert!(json.contains(&format!("\"draft\": {draft}")), "{json}");
    }
}

/// Each change is proven here once more, by writing the document so: rule | document | changed document | verdict.
#[test]
fn a_change_turns_the_verdict_of_a_document_that_is_written_so() {
    let (rulebook, _) = shipped(Vec::new());
    let table = r#"
additionality/regulatory-surplus-only | methodology "A" { additionality { reading full; approach regulatory_surplus_only } } | methodology "A" { additionality { reading full; approach tests } } | met
safeguards/benefit-sharing-missing | activity "A" { reading full; sector land.redd; safeguards { affects_communities yes; benefit_sharing { plan no } } } | activity "A" { reading full; sector land.redd; safeguards { affects_communities yes; benefit_sharing { plan yes } } } | met
additionality/common-practice-high | activity "A" { additionality { common_practice { threshold 30 %; penetration 40 % } } } | activity "A" { additionality { common_practice { threshold 30 %; penetration 20 % } } } | met
safeguards/human-rights-missing | agreement "A" { reading full } | agreement "A" { reading full; safeguards { human_rights yes } } | met
agreement/no-registry | agreement "A" { reading full } | agreement "A" { reading full; registry "R" } | met
baseline/data-too-old | methodology "A" { reading full; sector energy.renewable.solar; baseline { data_age 30 years } } | methodology "A" { reading full; sector energy.renewable.solar; baseline { data_age 3 years } } | met
"#;
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty()) {
        let [rule, before, after, verdict] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let told = of(before, rule, &rulebook);
        let changed = of(after, rule, &rulebook);
        if changed.verdict.word() != verdict {
            wrong.push(format!("{rule}: written so it is {}, {verdict} was expected", changed.verdict.word()));
        }
        if !told.turns.iter().any(|turn| turn.to == changed.verdict) {
            wrong.push(format!("{rule}: no change to {verdict} was found: {:?}", told.turns));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where one author stands beside another, no text could hold that there is none.
#[test]
fn nothing_is_proposed_that_no_text_could_hold() {
    let (rulebook, _) = shipped(Vec::new());
    let denied = |text: &str| {
        let told = of(text, "authorship/undisclosed", &rulebook);
        told.turns.iter().flat_map(|turn| &turn.changes).any(|change| change.told == "none")
    };
    assert!(!denied("methodology \"A\" { author \"X\" { wrote methodology }; author \"Y\" { wrote methodology } }"));
}

#[test]
fn of_what_is_not_there_nothing_is_asked() {
    let (rulebook, _) = shipped(Vec::new());
    let text = "methodology \"A\" {\n  additionality { test none }\n}\n";
    let told = of(text, "additionality/no-counterfactual", &rulebook);
    let told = written(&[told], text);
    assert!(told.contains("`none`, there is none"), "{told}");
    assert!(!told.contains("for the additionality tests: `none`"), "{told}");
}

/// What is proposed is written into the text, and the whole program asked again.
#[test]
fn what_is_proposed_holds_when_it_is_written() {
    let (rulebook, _) = shipped(Vec::new());
    let mut proven = 0;
    for rule in &rulebook.rules {
        for example in &rule.examples {
            let told = why(examined(&example.text, &rulebook), &rulebook, &options(), Asked::Rule(&rule.id));
            let Some(first) = told.into_iter().next() else { continue };
            for turn in first.turns.iter().filter(|turn| turn.changes.len() == 1) {
                let change = &turn.changes[0];
                let Some(now) = change.now.as_ref().filter(|_| change.span.file == FileId(0)) else { continue };
                let (start, end) = (change.span.start as usize, change.span.end as usize);
                // A word is shown with spaces, a quantity is written with one.
                let number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
                let write = |text: &str| if number(text) { text.to_owned() } else { text.replace(' ', "_") };
                let (old, new) = (write(now), write(&change.told));
                let here = &example.text[start..end];
                // What repeats in the statement, or is written otherwise than shown, is left to the other tests.
                if here.matches(&old).count() != 1 || change.told == tonne::condition::ANYTHING {
                    continue;
                }
                let text = format!("{}{}{}", &example.text[..start], here.replace(&old, &new), &example.text[end..]);
                let again = why(examined(&text, &rulebook), &rulebook, &options(), Asked::Rule(&rule.id));
                let verdict = again.first().map(|again| again.verdict);
                assert_eq!(verdict, Some(turn.to), "{}: {}\nbecame\n{text}", rule.id, example.text);
                proven += 1;
            }
        }
    }
    assert!(proven > 100, "only {proven} were written");
}

/// What a check of equations would accept is asked again like any other change.
#[test]
fn checks_of_equations_name_the_change_that_turns_them() {
    let (rulebook, _) = shipped(Vec::new());
    let table = [
        (
            "quantification/default-not-conservative",
            "breached",
            "the value were `0.3 tCO2/MWh` instead of `0.5 tCO2/MWh`",
        ),
        ("quantification/worked-example-differs", "breached", "were `50 tCO2e` instead of `500 tCO2e`"),
        (
            "issuance/more-than-the-equations-give",
            "breached",
            "the credits requested were `600 tCO2e` instead of `700 tCO2e`",
        ),
        ("quantification/warming-potentials-mixed", "breached", " were not stated, `"),
        ("quantification/circular-definition", "breached", "an equation were not stated, a.tonne"),
        ("quantification/default-without-source", "unproven", "were stated"),
        ("quantification/input-without-origin", "unproven", "were stated, as `"),
    ];
    for (rule, verdict, expected) in table {
        let known = rulebook.rules.iter().find(|known| known.id == rule).expect("a rule");
        let example = known.examples.iter().find(|example| example.verdict.word() == verdict).expect("an example");
        let told = of(&example.text, rule, &rulebook);
        let text = written(std::slice::from_ref(&told), &example.text);
        assert!(text.contains(expected), "{text}");
        assert!(told.turns.iter().any(|turn| turn.to == Verdict::Met), "{text}");
    }
}

#[test]
fn where_no_change_is_found_that_is_said() {
    let (rulebook, _) = shipped(Vec::new());
    let text = "methodology \"AM0001\" { version \"1.0\" }\n";
    let told = why(examined(text, &rulebook), &rulebook, &options(), Asked::Rule("methodology/inactivated"));
    assert!(told[0].turns.is_empty());
    assert!(written(&told, text).contains("no change of one fact or two turns this verdict"));
}

#[test]
fn two_changes_are_tried_where_one_is_not_enough() {
    let (rulebook, _) = shipped(Vec::new());
    let mut pairs = rulebook.rules.iter().flat_map(|rule| {
        let of_example = |text: &str| why(examined(text, &rulebook), &rulebook, &options(), Asked::Rule(&rule.id));
        rule.examples.iter().filter_map(move |example| of_example(&example.text).into_iter().next())
    });
    let found =
        pairs.find(|why| why.turns.iter().any(|turn| turn.changes.len() == 2)).expect("a verdict that two turn");
    let (first, second) = (&found.turns[0].changes[0], &found.turns[0].changes[1]);
    assert!((&first.path, first.span) != (&second.path, second.span) || second.now.is_none(), "{found:?}");
}

/// The tree says what the verdict says.
#[test]
fn the_tree_agrees_with_the_verdict() {
    let (rulebook, _) = shipped(Vec::new());
    for rule in &rulebook.rules {
        for trial in trials(rule, &rulebook, &options()) {
            let Some(told) = trial.why(rule, &rulebook, &options()) else { continue };
            let given = told.given.as_ref().map_or(Some(true), |given| given.holds);
            let asks = |holds| told.asks.iter().any(|asks| asks.holds == holds);
            let expected = match given {
                Some(false) => Verdict::NotApplicable,
                Some(true) if asks(Some(false)) => Verdict::Breached,
                _ if asks(Some(false)) || asks(None) => Verdict::Unproven,
                _ => Verdict::Met,
            };
            // What no text shows is false for the tree, as a breach is.
            // What is told at the document that it stands on is not told here.
            if told.verdict == Verdict::NotApplicable && expected == Verdict::Breached {
                continue;
            }
            let verdict = if told.verdict == Verdict::NotShown { Verdict::Breached } else { told.verdict };
            assert_eq!(verdict, expected, "{}: {}", rule.id, trial.example.text);
            told.given.iter().chain(&told.asks).for_each(|reason| lies_in_the_rule(reason, &rule.source.text));
        }
    }
}

fn lies_in_the_rule(reason: &Reason, yaml: &str) {
    let line = yaml.lines().nth(reason.start.line as usize - 1).expect("a line of the rule");
    let word: String = reason.text.chars().take_while(|c| !c.is_whitespace()).collect();
    assert!(line.contains(word.trim_start_matches('(')), "`{}` does not stand in `{line}`", reason.text);
    let (open, close) = (reason.text.matches('(').count(), reason.text.matches(')').count());
    assert_eq!(open, close, "`{}` is cut in the middle", reason.text);
    reason.inner.iter().for_each(|inner| lies_in_the_rule(inner, yaml));
}

/// Every finding of the corpus has reasons, and asking for them changes nothing.
#[test]
fn every_finding_on_real_documents_has_its_reasons() {
    let (rulebook, _) = shipped(Vec::new());
    let sources = corpus();
    let read = || sources.iter().map(|source| examine(source, &rulebook, Limits::default())).collect::<Vec<_>>();
    let report = judge(read(), &rulebook, &options());
    let findings: Vec<_> =
        report.findings.into_iter().filter(|finding| rulebook.rule(&finding.code).is_some()).collect();
    let told = why(read(), &rulebook, &options(), Asked::Findings(&findings));
    let without: Vec<&str> = findings
        .iter()
        .filter(|finding| !told.iter().any(|why| why.finding == Some(finding.fingerprint)))
        .map(|finding| finding.code.as_str())
        .collect();
    assert!(without.is_empty(), "{without:?}");
    for (why, finding) in told.iter().flat_map(|why| findings.iter().map(move |finding| (why, finding))) {
        assert!(why.finding != Some(finding.fingerprint) || why.verdict == finding.verdict, "{}", why.rule);
    }
}

#[test]
fn a_finding_is_named_by_its_fingerprint_or_its_line() {
    let folder = Folder::new(&[("a.tonne", SINGLE_BARRIER.as_bytes())]);
    let day = ["--as-of", "2026-11-01"];
    let json = folder.run(&[&["check", "--format", "json", "a.tonne"][..], &day].concat()).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let finding = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "additionality/single-barrier");
    let fingerprint = finding.unwrap()["fingerprint"].as_str().unwrap();
    let by_name = folder.run(&[&["why", fingerprint][..], &day].concat());
    assert_eq!(by_name.code, 0, "{}", by_name.err);
    assert!(by_name.out.contains(&format!("finding {fingerprint}\n")), "{}", by_name.out);
    let by_line = folder.run(&[&["why", "./a.tonne:4"][..], &day].concat());
    assert!(by_line.out.contains("additionality/single-barrier: not shown"), "{}", by_line.out);
    let json = folder.run(&[&["why", "--format", "json", fingerprint][..], &day].concat()).out;
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&told["schema"], &told["verdicts"][0]["verdict"]), (&1.into(), &"not_shown".into()));
    assert_eq!(told["verdicts"][0]["asks"][0]["holds"], false);
    assert_eq!(told["verdicts"][0]["given"]["facts"].as_array().unwrap().len(), 0);
    assert!(told["verdicts"][0]["turns"][0]["changes"][0].is_object(), "{json}");
}

/// What a reviewer set aside is explained with the reason; after a no it is the question that was answered.
#[test]
fn what_a_reviewer_set_aside_is_explained_with_the_reason() {
    let folder = Folder::new(&[("a.tonne", SINGLE_BARRIER.as_bytes())]);
    let run = |arguments: &[&str]| folder.run(&[arguments, &["--as-of", "2026-11-01"]].concat());
    let rule = "additionality/single-barrier";
    let by = ["--because", "shown in annex 3", "--by", "Board", "--until", "2030-01-01", "--in", "reviews.tonne"];
    assert_eq!(run(&[&["waive", rule], &by[..]].concat()).code, 0);
    let told = run(&["why", "a.tonne:4", "."]);
    assert!(told.out.contains("\n  waived: shown in annex 3 (Board, until 2030-01-01)\n"), "{told:?}");
    assert!(told.out.contains(&format!("{rule}: not shown")), "{told:?}");
    let json = run(&["why", "a.tonne:4", ".", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let told = json["verdicts"].as_array().unwrap().iter().find(|told| told["rule"] == rule).unwrap();
    assert_eq!(told["set_aside"], "waived: shown in annex 3 (Board, until 2030-01-01)");
    // A no that is a fact of the document is told where it decided.
    let question = "baseline/ignores-existing-policy";
    let answer = format!("answers: [{{rule: {question}, of: {{methodology: A}}, answer: no, because: asked}}]\n");
    std::fs::write(folder.path("tonne.yaml"), answer).unwrap();
    std::fs::write(folder.path("a.tonne"), "methodology \"A\" {\n  baseline { approach benchmark }\n}\n").unwrap();
    let json: serde_json::Value = serde_json::from_str(&run(&["check", "a.tonne", "--format", "json"]).out).unwrap();
    let denied = json["findings"].as_array().unwrap().iter().find(|found| found["rule"] == question).unwrap();
    assert_ne!(denied["severity"], "question");
    let told = run(&["why", denied["fingerprint"].as_str().unwrap(), "a.tonne"]);
    assert!(told.out.starts_with(&format!("{question}: breached")), "{told:?}");
    assert!(told.out.contains("(answered by tonne.yaml: asked)"), "{told:?}");
    assert!(!told.out.contains("unproven"), "{told:?}");
}

#[test]
fn what_cannot_be_shown_is_said_in_one_line() {
    let folder =
        Folder::new(&[("a.tonne", SINGLE_BARRIER.as_bytes()), ("b.tonne", b"methodology \"B\" {\n  basline 3\n}\n")]);
    folder.run(&["why", "a.tonne:2"]).refused(2, "no finding points at `a.tonne:2`");
    folder.run(&["why", "0123456789abcdef", "a.tonne"]).refused(2, "no finding here has the fingerprint");
    folder.run(&["why", "additionality/mising", "a.tonne"]).refused(2, "did you mean `additionality/missing`?");
    folder
        .run(&["why", "a.tonne", "a.tonne"])
        .refused(2, "name a line that one points at, as in `a.tonne:12`, or a rule");
    folder.run(&["why", "additionality", "a.tonne"]).refused(2, "is a family of rules; name one of them");
    folder.run(&["why", "syntax/unexpected", "a.tonne"]).refused(2, "`tonne explain syntax/unexpected` says more");
    let form = folder.run(&["why", "b.tonne:2"]);
    assert!(form.code == 2 && form.err.contains("`tonne explain vocabulary/unknown-word` says more"), "{}", form.err);
    folder.run(&["why", "nowhere.tonne:1"]).refused(2, "`nowhere.tonne` cannot be read");
    folder.run(&["why", "a.tonne:4", "--rules", "nowhere"]).refused(2, "`nowhere` cannot be read");
}

#[test]
fn many_facts_take_no_long_time() {
    let (rulebook, _) = shipped(Vec::new());
    let tests = "test barrier { needed any_one; evidence anecdotal }\n".repeat(3_000);
    let text = format!("methodology \"A\" {{ reading full; additionality {{\n{tests}}} }}\n");
    let started = std::time::Instant::now();
    let told = of(&text, "additionality/single-barrier", &rulebook);
    assert_eq!(told.verdict, Verdict::NotShown);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    assert!(check(&[source(&text)], &rulebook, &options()).documents == 1);
}

/// What many verdicts may cost together does not grow with the documents that each of them is about.
#[test]
fn many_verdicts_share_what_may_be_spent() {
    let (rulebook, _) = shipped(Vec::new());
    let tried = |reports: usize| {
        let report = |at| format!("monitoring \"M{at}\" {{ activity \"A\"; period 2022-01-01..2022-12-31 }}\n");
        let text = format!("activity \"A\" {{ }}\n{}", (0..reports).map(report).collect::<String>());
        let found = why(examined(&text, &rulebook), &rulebook, &options(), Asked::Rule("issuance/periods-overlap"));
        assert_eq!(found.len(), reports);
        found.iter().map(|why| why.tried).collect::<Vec<_>>()
    };
    let few = tried(4);
    assert!(few.iter().all(|tried| *tried > 300), "{few:?}");
    let many = tried(60);
    assert!(many.iter().all(|tried| *tried > 0) && many.iter().sum::<usize>() < 20_000, "{many:?}");
}
