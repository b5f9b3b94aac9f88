//! Answers: what a reviewer says becomes a fact of the document, and the rules are asked again.

use super::{POLICY, RULE, SOLAR, codes, found, has, judged, review, run, waiver};
use crate::cli::Folder;
use crate::corpus::options;
use serde_json::Value;
use std::fs;
use tonne::engine::{Options, Report, State, Terms};
use tonne::finding::{Confidence, Finding, Severity, Verdict};

/// What asks how much.
const LONG: &str = "baseline/validity-too-long";

fn finding<'r>(report: &'r Report, rule: &str) -> Option<&'r Finding> {
    report.findings.iter().find(|finding| finding.code == rule || finding.also.iter().any(|also| also == rule))
}

fn answer(rule: &str, says: &str) -> String {
    review(&format!("answer \"{rule}\" {{ {says}; because \"annex 2\"; by \"Ministry\" }}"))
}

fn fact(rule: &str, text: &str) -> String {
    answer(rule, &format!("fact \"{}\"", text.replace('"', "\\\"").replace('\n', "\\n")))
}

fn state(report: &Report) -> State {
    report.review.rulings[0].1
}

/// The rules whose findings are set aside.
fn aside(report: &Report) -> Vec<&str> {
    report.review.set_aside.iter().map(|aside| aside.finding.code.as_str()).collect()
}

#[test]
fn a_fact_settles_a_question_or_shows_a_breach_on_the_reviewers_word() {
    let asked = found(&[SOLAR]);
    assert_eq!(finding(&asked, LONG).unwrap().severity, Severity::Question);
    let answer = fact(LONG, "baseline { validity 3 years }");
    let short = found(&[SOLAR, &answer]);
    assert_eq!((finding(&short, LONG), state(&short)), (None, State::Used));
    assert!(aside(&short).contains(&LONG) && short.review.answered() == aside(&short).len());
    let report = found(&[SOLAR, &answer.replace("3 years", "40 years")]);
    assert!(state(&report) == State::Used && aside(&report).contains(&LONG), "{:?}", aside(&report));
    let long = finding(&report, LONG).unwrap();
    assert_eq!((long.verdict, long.confidence), (Verdict::Breached, Confidence::Medium));
    assert!(long.labels[0].text.contains("(answered by Ministry: annex 2)"), "{:?}", long.labels);
    let ruling = report.review.rulings[0].0.span;
    assert!(long.labels.iter().any(|label| label.span == ruling && label.text == "answered here"));
    assert!(long.notes.iter().any(|note| note == "it rests on a reviewer's answer, not on the document's words"));
    // Seen through, nothing is answered.
    let through = Options { terms: Terms { see_through: true, ..Terms::default() }, ..options() };
    let through = judged(&[SOLAR, &answer], &through);
    assert_eq!((through.findings.len(), through.review.seen_through), (asked.findings.len(), aside(&short).len()));
}

#[test]
fn a_bare_yes_settles_only_what_is_asked_by_yes_or_no() {
    for bare in ["yes", "yes; by \"Board\""] {
        let report = found(&[SOLAR, &review(&format!("answer \"{LONG}\" {{ {bare}; because \"annex 2\" }}"))]);
        let told = finding(&report, "review/bare-answer").unwrap();
        assert_eq!(told.message, format!("a bare yes does not answer what `{LONG}` asks: after how many years must the baseline be set anew?"));
        assert!(told.help.as_ref().unwrap().contains("fact \"baseline { validity … }\""), "{told:?}");
        assert_eq!(finding(&report, LONG).unwrap().severity, Severity::Question);
        assert_eq!((state(&report), aside(&report).len()), (State::Void, 0));
    }
    let yes = found(&[SOLAR, &answer(POLICY, "yes")]);
    assert_eq!((finding(&yes, POLICY), state(&yes), aside(&yes)), (None, State::Used, vec![POLICY]));
    assert_eq!(yes.review.rulings[0].0.facts, ["baseline { existing_policies yes }"]);
    let no = found(&[SOLAR, &answer(POLICY, "no")]);
    let denied = finding(&no, POLICY).unwrap();
    assert_eq!((denied.verdict, denied.confidence), (Verdict::Breached, Confidence::Medium));
    assert_eq!((state(&no), aside(&no)), (State::Used, vec![POLICY]));
}

#[test]
fn a_no_to_how_much_says_that_there_is_none() {
    let report = found(&[SOLAR, &answer(LONG, "no")]);
    assert_eq!(report.review.rulings[0].0.facts, ["baseline { validity none }"]);
    assert_eq!(found(&[SOLAR, &fact(LONG, "baseline { validity none }")]).findings.len(), report.findings.len());
}

#[test]
fn what_cannot_be_read_in_the_document_answers_nothing() {
    for (text, says) in [
        ("baseline { perod 7 years }", "`perod` is no word of `baseline`"),
        ("baseline { validity", "is never closed"),
        ("baseline { validity 7 } }", ""),
        ("validity 7 years", "is no word of"),
        ("baseline { validity unknown }", "what is unknown answers nothing"),
        ("baseline { reading full; validity 7 years }", "how a text was read is no answer"),
        ("reading full", "it says nothing"),
        ("}\nmethodology \"B\" {", ""),
        ("equation ER = BE", "an equation stands in the document itself"),
        ("# nothing", "it says nothing"),
        ("baseline { validity 7 years } @ \"annex\" \"p. 2\"", "no source of this document is called `annex`"),
    ] {
        let report = found(&[SOLAR, &fact(LONG, text)]);
        let told = finding(&report, "review/unreadable-fact").unwrap_or_else(|| panic!("{text}: {:?}", codes(&report)));
        assert!(told.message.contains(says), "{text}: {told:?}");
        assert_eq!((state(&report), aside(&report).len()), (State::Void, 0), "{text}");
        assert_eq!(finding(&report, LONG).unwrap().severity, Severity::Question);
    }
    // Of an answer with several facts none counts, where one cannot be read.
    let two = answer(LONG, "fact \"baseline { validity 3 years }\"; fact \"size big\"");
    assert!(aside(&found(&[SOLAR, &two])).is_empty());
    for body in ["fact unknown; because \"x\"", "fact \"size small\"; yes; because \"x\""] {
        let report = found(&[SOLAR, &review(&format!("answer \"{LONG}\" {{ {body} }}"))]);
        assert!(has(&report, "review/incomplete"), "{body}: {:?}", codes(&report));
    }
}

#[test]
fn what_a_document_says_is_not_answered_away() {
    let solar = SOLAR.replace("approach benchmark", "approach benchmark; validity 40 years; existing_policies unknown");
    let solar = solar.replace("methodology \"Solar\" {", "methodology \"Solar\" {\n  sector energy\n");
    let plain = found(&[&solar]);
    let with = |text: &str| found(&[&solar, &fact(LONG, text)]);
    for text in [
        "baseline { validity 3 years }",
        "baseline { validity none }",
        "baseline none",
        "sector transport",
        "baseline { approach historical }",
    ] {
        let report = with(text);
        let told = finding(&report, "review/contradicts-document").unwrap_or_else(|| panic!("{text}: {:?}", codes(&report)));
        assert_eq!(told.message, format!("methodology `Solar` itself says something else than `{text}`"));
        assert_eq!((told.labels.len(), state(&report), aside(&report).len()), (2, State::Void, 0));
        assert_eq!(report.findings.len(), plain.findings.len() + 1);
    }
    // The same again is nothing new, nor is what is less exact.
    for text in ["baseline { validity 480 months }", "baseline { approach benchmark }", "sector energy"] {
        let report = with(text);
        assert_eq!((state(&report), aside(&report).len()), (State::Unused, 0), "{text}: {:?}", codes(&report));
        assert!(!has(&report, "review/contradicts-document"));
    }
    // What is not known, or less exact, is said by the answer.
    let known = with("baseline { existing_policies yes }");
    assert_eq!((finding(&known, POLICY), state(&known)), (None, State::Used));
    let finer = with("sector energy.renewable.solar");
    assert!(!has(&finer, "review/contradicts-document") && state(&finer) == State::Used, "{:?}", codes(&finer));
}

#[test]
fn what_is_not_shown_is_answered_or_waived() {
    let plain = found(&[SOLAR]);
    let single = finding(&plain, RULE).unwrap();
    assert_eq!(single.verdict, Verdict::NotShown);
    let answered = found(&[SOLAR, &fact(RULE, "additionality { test investment { method benchmark } }")]);
    assert_eq!((finding(&answered, RULE), state(&answered)), (None, State::Used));
    assert!(aside(&answered).contains(&RULE));
    let waived = found(&[SOLAR, &waiver(&single.fingerprint.to_string(), "2030")]);
    assert!(!has(&waived, RULE) && waived.review.waived() == 1);
    // A reviewer who says that there is nothing of the sort makes it a breach.
    let full = "methodology \"Solar\" {\n  reading full\n  sector waste\n  baseline { approach benchmark }\n}\n";
    assert_eq!(finding(&found(&[full]), POLICY).unwrap().verdict, Verdict::NotShown);
    let no = found(&[full, &answer(POLICY, "no")]);
    assert_eq!(finding(&no, POLICY).unwrap().verdict, Verdict::Breached);
    assert_eq!((state(&no), aside(&no)), (State::Used, vec![POLICY]));
}

#[test]
fn a_fact_is_a_fact_for_all_rules_and_a_later_question_is_told() {
    let plain = found(&[SOLAR]);
    let sector = plain.findings.iter().find(|finding| finding.also.len() > 5).expect("a question of several rules");
    assert_eq!(sector.message, "in which sector are the activities?");
    let report = found(&[SOLAR, &fact(&sector.code, "sector energy.renewable.solar")]);
    let named = report.review.set_aside.iter().all(|aside| aside.ruling == 0);
    assert!(named && aside(&report).len() == sector.also.len() + 1, "{:?}", aside(&report));
    assert!(!report.findings.iter().any(|finding| finding.message == sector.message));
    // What the rule asks next is asked.
    let next = report.findings.iter().find(|finding| finding.code == "baseline/data-too-old").expect("the next question");
    assert_eq!(next.severity, Severity::Question);
}

#[test]
fn an_answer_counts_where_other_documents_stand_on_it() {
    let method = "methodology \"Solar\" {\n  version \"1\"\n  reading full\n  sector energy.renewable.solar\n}\n";
    let plant = "activity \"Plant\" {\n  methodology \"Solar\"\n  additionality { test investment { method benchmark } }\n}\n";
    let rule = "additionality/benchmark-company-internal";
    let plain = found(&[method, plant]);
    assert!(has(&plain, "additionality/missing") || !plain.findings.is_empty());
    let both = review(&format!("answer \"{rule}\" {{ fact \"sector energy\"; because \"x\" }}"));
    let both = both.replace("  answer", "  of activity \"Plant\"\n  answer");
    let report = found(&[method, plant, &both]);
    // Of one of two documents nothing new is said; the answer still counts for the other.
    assert!(!has(&report, "review/contradicts-document"), "{:?}", codes(&report));
}

#[test]
fn of_facts_that_contradict_each_other_none_counts() {
    let named = |name: &str, text: &str| fact(LONG, text).replace("Board, made up", name);
    let (three, also, five) = (
        named("A", "baseline { validity 3 years }"),
        named("B", "baseline { validity 36 months }"),
        named("C", "baseline { validity 5 years }"),
    );
    let agreed = found(&[SOLAR, &three, &also]);
    assert!(agreed.review.rulings.iter().all(|(_, state)| *state == State::Used), "{:?}", codes(&agreed));
    for texts in [[SOLAR, &three, &also, &five], [SOLAR, &five, &also, &three], [SOLAR, &also, &five, &three]] {
        let report = found(&texts);
        let told: Vec<_> = report.findings.iter().filter(|finding| finding.code == "review/contradiction").collect();
        assert_eq!((told.len(), told[0].labels.len()), (1, 3), "{:?}", codes(&report));
        assert!(told[0].message.contains("both `baseline { validity 3 years }` and"), "{told:?}");
        assert_eq!(finding(&report, LONG).unwrap().severity, Severity::Question);
        assert!(report.review.rulings.iter().all(|(_, state)| *state == State::Void));
    }
    let itself = answer(LONG, "fact \"baseline { validity 3 years }\"; fact \"baseline { validity 5 years }\"");
    let report = found(&[SOLAR, &itself]);
    assert!(finding(&report, "review/contradiction").unwrap().message.contains("contradicts itself"));
    // A yes and a no, and a fact that says the other thing.
    for no in ["no", "fact \"baseline { existing_policies no }\""] {
        let (yes, no) = (answer(POLICY, "yes"), answer(POLICY, no).replace("Board, made up", "Other"));
        assert!(has(&found(&[SOLAR, &yes, &no]), "review/contradiction"), "{no}");
    }
}

#[test]
fn a_waiver_outlives_an_answer_in_the_same_block() {
    let draft = SOLAR.replace("approach benchmark", "approach benchmark; validity 40 years");
    let plain = found(&[&draft]);
    let text = finding(&plain, LONG).unwrap().fingerprint.to_string();
    let waived = waiver(&text, "2030").replace(RULE, LONG);
    let other = answer(POLICY, "yes").replace("Board, made up", "Other");
    let report = found(&[&draft, &waived, &other]);
    assert!(!has(&report, LONG) && !has(&report, "review/lapsed"), "{:?}", codes(&report));
    assert_eq!((report.review.waived(), report.review.answered()), (1, 1));
}

#[test]
fn a_reviewers_fact_confirms_or_corrects_a_draft() {
    let draft = "methodology \"Solar\" {\n  sector waste\n  baseline {\n    reading draft\n    approach benchmark\n    validity 40 years\n  }\n}\n";
    assert!(finding(&found(&[draft]), LONG).unwrap().draft);
    let same = found(&[draft, &fact(LONG, "baseline { validity 40 years; approach benchmark }")]);
    let told = finding(&same, LONG).unwrap();
    assert!(!told.draft && told.verdict == Verdict::Breached && told.severity != Severity::Question, "{told:?}");
    let other = found(&[draft, &fact(LONG, "baseline { validity 3 years }")]);
    assert_eq!((finding(&other, LONG), state(&other)), (None, State::Used));
}

#[test]
fn a_configuration_answers_with_facts() {
    let check = |answer: &str| {
        let settings = format!("answers:\n  - {{rule: {LONG}, of: {{methodology: Solar}}, because: annex 3, {answer}}}\n");
        let folder = Folder::new(&[("solar.tonne", SOLAR.as_bytes()), ("tonne.yaml", settings.as_bytes())]);
        run(&folder, &["check", ".", "--format", "short"]).out
    };
    let text = "baseline { validity 3 years }";
    for one in [format!("fact: \"{text}\""), format!("fact: [\"{text}\", \"size small\"]")] {
        let out = check(&one);
        assert!(out.contains(&format!("answered[{LONG}]: ")) && out.contains(&format!(" -- {text}")), "{out}");
    }
    let out = check(&format!("fact: \"{text}\", answer: yes"));
    assert!(out.contains(&format!("the answer of `{LONG}` says both `fact` and `yes`")), "{out}");
    let out = check("answer: yes");
    assert!(out.contains("tonne.yaml:2:12: error[review/bare-answer]"), "{out}");
}

// --- The command line ---

#[test]
fn an_answer_is_written_listed_and_explained() {
    let folder = Folder::new(&[("solar.tonne", SOLAR.as_bytes())]);
    let text = "baseline { validity 40 years }";
    let says = ["--because", "annex 2", "--by", "Ministry", "--in", "reviews.tonne"];
    run(&folder, &[&["answer", LONG, "--yes"][..], &says].concat()).refused(2, "--fact 'baseline { validity … }'");
    assert_eq!(run(&folder, &[&["answer", LONG, "--fact", text][..], &says].concat()).code, 0);
    assert_eq!(run(&folder, &[&["answer", POLICY, "--yes"][..], &says].concat()).code, 0);
    run(&folder, &[&["answer", POLICY, "--yes"][..], &says].concat()).refused(2, "is set aside already");
    assert_eq!(run(&folder, &[&["answer", RULE, "--fact", "additionality { test investment }"][..], &says].concat()).code, 0);
    let written = fs::read_to_string(folder.path("reviews.tonne")).unwrap();
    assert!(written.contains(&format!("    fact    \"{text}\"\n    because \"annex 2\"\n")), "{written}");
    assert!(written.contains("    fact    \"baseline { existing_policies yes }\"\n"), "{written}");
    let listed = run(&folder, &["waivers"]).out;
    assert!(listed.contains(&format!("used      answered {LONG} in methodology `Solar`\n          {text}: annex 2 (Ministry)")), "{listed}");
    let json: Value = serde_json::from_str(&run(&folder, &["waivers", "--format", "json"]).out).unwrap();
    assert_eq!((&json["rulings"][0]["says"], &json["rulings"][0]["facts"][0]), (&"fact".into(), &text.into()));
    let json: Value = serde_json::from_str(&run(&folder, &["check", ".", "--format", "json"]).out).unwrap();
    let all = json["set_aside"].as_array().unwrap();
    let long = all.iter().find(|aside| aside["rule"] == LONG).unwrap();
    assert_eq!((&long["review"]["says"], &long["review"]["facts"][0]), (&"fact".into(), &text.into()));
    // The breach on the reviewer's word, then the question that is set aside.
    let told = json["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == LONG).unwrap();
    let why = |print: &Value| run(&folder, &["why", print.as_str().unwrap(), "."]).out;
    let breach = why(&told["fingerprint"]);
    assert!(breach.contains("`40 years` (answered by Ministry: annex 2)") && breach.contains(": breached"), "{breach}");
    let question = why(&long["fingerprint"]);
    assert!(question.contains("not known") && question.contains(&format!("answered: {text}: annex 2 (Ministry)")), "{question}");
    let rule = run(&folder, &["why", LONG, "."]).out;
    assert!(rule.contains("answered by Ministry"), "{rule}");
}
