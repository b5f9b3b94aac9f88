//! How far a waiver or an answer reaches: as far as it is written, and where that cannot be read, nowhere.

use super::{RULE, SOLAR, codes, fingerprint, found, has, judged, review, run, waiver};
use crate::cli::Folder;
use crate::corpus::options;
use serde_json::Value;
use std::fs;
use tonne::engine::{Options, Report, State, Terms, check};
use tonne::finding::{Finding, Severity};
use tonne::rulebook::{RuleFile, shipped};
use tonne::source::{FileId, Source};

/// Two rules name one defect here, and one finding tells both.
const PLANT: &str = "methodology \"Plant\" {\n  version \"1\"\n  reading full\n  sector energy.renewable.solar\n  additionality {\n    approach tests\n    test barrier { needed any_one; item other }\n  }\n}\n";
const ONE: &str = "additionality/other-barrier-accepted";
const OTHER: &str = "additionality/single-barrier";

fn finding<'r>(report: &'r Report, rule: &str) -> &'r Finding {
    let found = report.findings.iter().flat_map(Finding::each).find(|finding| finding.code == rule);
    found.unwrap_or_else(|| panic!("{rule}: {:?}", codes(report)))
}

/// A review that waives the finding of a rule on `PLANT`.
fn waiving(rule: &str, report: &Report) -> String {
    let text = finding(report, rule).fingerprint;
    format!(
        "review \"on {rule}\" {{\n  of methodology \"Plant\"\n  waive \"{rule}\" {{ because \"x\"; by \"y\"; until 2030; text \"{text}\" }}\n}}\n"
    )
}

#[test]
fn a_review_reaches_as_far_as_it_is_written() {
    let text = fingerprint(SOLAR, RULE);
    let reaches = |of: &str| {
        let review = waiver(&text, "2030").replace("of methodology \"Solar\"", of);
        let report = found(&[SOLAR, &review]);
        (!has(&report, RULE), report.review.rulings[0].1, has(&report, "review/incomplete"))
    };
    assert_eq!(reaches("of methodology \"Solar\""), (true, State::Used, false));
    assert_eq!(reaches("of methodology \"Solar\"\n  of methodology \"Other\""), (true, State::Used, false));
    assert_eq!(reaches("of methodology \"Solar\" { version \"2\" }"), (false, State::Elsewhere, false));
    for of in [
        "of methodology \"Solar\" version \"2\"",
        "of methodology \"Solar\", \"Other\"",
        "of methodology \"Solar\" \"Other\"",
        "of methodology \"Solar\" { versoin \"2\" }",
        "of methodology \"Solar\" { version unknown }",
        "of methodology \"Solar\" { version \"2 }",
        "of methodology \"Solar\"\n  of methodology Other",
    ] {
        assert_eq!(reaches(of), (false, State::Void, true), "{of}");
    }
}

#[test]
fn more_than_kind_and_name_is_an_error_of_form_that_shows_how_to_write_it() {
    let report = found(&[&review("").replace("\"Solar\"", "\"Solar\" version \"2\"")]);
    let wrong = report.findings.iter().find(|finding| finding.code == "vocabulary/wrong-type").unwrap();
    assert_eq!(wrong.severity, Severity::Error);
    assert!(wrong.help.as_ref().unwrap().contains("of methodology \"Solar\" { version \"2\" }"), "{wrong:?}");
}

#[test]
fn what_a_waiver_leaves_of_a_defect_is_told() {
    let plain = found(&[PLANT]);
    let joined = plain.findings.iter().find(|finding| finding.code == ONE).unwrap();
    assert!(joined.also.contains(&OTHER.into()) && joined.joined.iter().any(|other| other.code == OTHER));
    assert!(!plain.findings.iter().any(|finding| finding.code == OTHER));
    for (waived, left) in [(ONE, OTHER), (OTHER, ONE)] {
        let report = found(&[PLANT, &waiving(waived, &plain)]);
        let told = report.findings.iter().find(|finding| finding.code == left).expect("what is left is told");
        assert!(!told.also.contains(&waived.into()));
        assert_eq!(told.fingerprint, finding(&plain, left).fingerprint);
        assert_eq!((report.review.waived(), has(&report, waived)), (1, false));
    }
    let both = found(&[PLANT, &waiving(ONE, &plain), &waiving(OTHER, &plain)]);
    assert!(!has(&both, ONE) && !has(&both, OTHER) && both.review.waived() == 2);
}

#[test]
fn a_baseline_knows_each_rule_of_a_defect() {
    let plain = found(&[PLANT]);
    let known = |rules: &[&str]| {
        let known = rules.iter().map(|rule| finding(&plain, rule).fingerprint).collect();
        judged(&[PLANT], &Options { terms: Terms { known, ..Terms::default() }, ..options() })
    };
    // Only the graver one is known: the other one is told, and none is counted as hidden, as the defect is told.
    let one = known(&[ONE]);
    assert_eq!((has(&one, ONE), has(&one, OTHER), one.review.hidden), (false, true, 0));
    let both = known(&[ONE, OTHER]);
    assert_eq!((has(&both, ONE), has(&both, OTHER), both.review.hidden), (false, false, 1));
    let folder = Folder::new(&[("plant.tonne", PLANT.as_bytes())]);
    run(&folder, &["check", ".", "--write-baseline", "known.json"]);
    let written = fs::read_to_string(folder.path("known.json")).unwrap();
    assert!(written.contains(ONE) && written.contains(OTHER), "{written}");
    assert_eq!(run(&folder, &["check", ".", "--baseline", "known.json", "--format", "short"]).out, "");
}

const ASKS: &str = super::POLICY;

fn answer(name: &str, of: &str, says: &str) -> String {
    format!(
        "review \"{name}\" {{\n  of methodology {of}\n  answer \"{ASKS}\" {{ {says}; because \"of {name}\" }}\n}}\n"
    )
}

#[test]
fn of_answers_that_contradict_each_other_none_counts() {
    let wind = SOLAR.replace("Solar", "Wind");
    let solar = |name: &str, says: &str| answer(name, "\"Solar\"", says);
    let inside =
        review(&format!("answer \"{ASKS}\" {{ yes; because \"x\" }}\n  answer \"{ASKS}\" {{ no; because \"y\" }}"));
    let (yes, no) = (solar("A", "yes"), solar("B", "no"));
    for texts in [vec![SOLAR, &inside], vec![SOLAR, &yes, &no], vec![SOLAR, &no, &yes]] {
        let report = found(&texts);
        let told: Vec<_> = report.findings.iter().filter(|finding| finding.code == "review/contradiction").collect();
        assert_eq!(told.len(), 1, "{:?}", codes(&report));
        let mut shown: Vec<_> = told[0].labels.iter().map(|label| label.span).collect();
        shown.sort();
        assert_eq!(shown, report.review.rulings.iter().map(|(ruling, _)| ruling.span).collect::<Vec<_>>());
        assert_eq!(finding(&report, ASKS).severity, Severity::Question);
        assert!(report.review.set_aside.is_empty());
        assert!(report.review.rulings.iter().all(|(_, state)| *state == State::Void));
    }
    // An answer that another one contradicts on one document still counts on the next.
    let two = answer("C", "\"Solar\"\n  of methodology \"Wind\"", "no");
    let report = found(&[SOLAR, &wind, &yes, &two]);
    let states: Vec<State> = report.review.rulings.iter().map(|(_, state)| *state).collect();
    assert_eq!(states, [State::Void, State::Used]);
    assert_eq!(report.review.answered(), 1);
    // Those who agree do not contradict each other.
    assert!(!has(&found(&[SOLAR, &yes, &solar("B", "yes")]), "review/contradiction"));
}

#[test]
fn what_is_there_and_cannot_be_read_is_not_said_to_be_missing() {
    let text = fingerprint(SOLAR, RULE);
    let says = |body: &str| {
        let report = found(&[SOLAR, &review(body)]);
        let told = report.findings.iter().filter(|finding| finding.code == "review/incomplete");
        (told.map(|finding| finding.message.to_string()).collect::<Vec<_>>(), report.review.rulings[0].1)
    };
    let waive = |until: &str, text: &str| {
        format!("waive \"{RULE}\" {{ because \"x\"; by \"y\"; until {until}; text \"{text}\" }}")
    };
    let until = format!("what the waiver of `{RULE}` says of `until` cannot be read");
    assert_eq!(says(&waive("31.12.2028", &text)), (vec![until], State::Void));
    let print = format!("what the waiver of `{RULE}` says of `text` cannot be read: `888`");
    assert_eq!(says(&waive("2028", "888")), (vec![print], State::Void));
    let both = format!("the answer of `{ASKS}` says both `yes` and `no`");
    assert_eq!(says(&format!("answer \"{ASKS}\" {{ yes; no; because \"x\" }}")), (vec![both], State::Void));
    let neither = format!("the answer of `{ASKS}` says nothing of `fact`, `yes` or `no`");
    assert_eq!(says(&format!("answer \"{ASKS}\" {{ because \"x\" }}")), (vec![neither], State::Void));
}

#[test]
fn a_configuration_says_what_it_cannot_read() {
    let check = |settings: &str| {
        let folder = Folder::new(&[("solar.tonne", SOLAR.as_bytes()), ("tonne.yaml", settings.as_bytes())]);
        run(&folder, &["check", ".", "--format", "short"]).out
    };
    let answer = |says: &str, of: &str| {
        check(&format!("answers:\n  - {{rule: {ASKS}, of: {{{of}}}, answer: {says}, because: annex 3}}\n"))
    };
    for yes in ["yes", "Yes", "YES", "true", "True"] {
        assert!(answer(yes, "methodology: Solar").contains(&format!("answered yes[{ASKS}]")), "{yes}");
    }
    let maybe = answer("maybe", "methodology: Solar");
    assert!(maybe.contains(&format!("the answer of `{ASKS}` is neither `yes` nor `no`: `maybe`")), "{maybe}");
    let waiver = check(&format!(
        "waivers:\n  - {{rule: {RULE}, text: {}, because: x, by: y, until: 31.12.2028}}\n",
        fingerprint(SOLAR, RULE)
    ));
    assert!(waiver.contains("says of `until` cannot be read: `31.12.2028`"), "{waiver}");
    assert!(!waiver.contains("says nothing of"), "{waiver}");
    let stranger = answer("yes", "activity: Solar");
    assert!(stranger.contains("tonne.yaml:2:") && stranger.contains("[review/unknown-document]"), "{stranger}");
}

#[test]
fn a_document_that_may_be_another_one_than_was_meant_is_told_once() {
    let told = |of: &str| {
        let body = format!("answer \"{ASKS}\" {{ yes; because \"x\" }}\n  answer \"{RULE}\" {{ yes; because \"x\" }}");
        let review = review(&body).replace("of methodology \"Solar\"", of);
        let acm = SOLAR.replace("Solar", "ACM0002");
        let report = found(&[SOLAR, &acm, "activity \"Rooftop\" { }\n", &review]);
        let strangers = report.findings.iter().filter(|finding| finding.code == "review/unknown-document");
        strangers.map(|finding| finding.help.clone().unwrap_or_default().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(told("of methodology \"Solarr\""), ["did you mean `Solar`?"]);
    assert_eq!(told("of methodology \"Rooftop\""), ["did you mean the activity of this name?"]);
    for meant in ["Solar", "Wind", "ACM0001", "ACM0003", "AMS-III.D"] {
        assert!(told(&format!("of methodology \"{meant}\"")).is_empty(), "{meant}");
    }
}

#[test]
fn questions_are_answered_and_not_waived() {
    let plain = found(&[SOLAR]);
    let text = finding(&plain, ASKS).fingerprint;
    let waive = review(&format!("waive \"{ASKS}\" {{ because \"x\"; by \"y\"; until 2030; text \"{text}\" }}"));
    let report = found(&[SOLAR, &waive]);
    assert!(report.review.set_aside.is_empty() && has(&report, ASKS));
    let told = finding(&report, "review/unused");
    assert!(told.message.ends_with("is a question: it is answered, not waived"), "{told:?}");
    assert_eq!(told.help.as_deref(), Some(&*format!("to write the answer: tonne answer {text}")));
}

#[test]
fn what_nobody_confirmed_adds_nothing_to_a_finding_on_the_same_defect() {
    let rule = |(at, (id, that)): (usize, (&str, &str))| {
        let text = format!(
            "title: Made up\nsubject: methodology\nrequire: [{{that: {that}, message: it is long}}]\nseverity: warning\n\
             nature: indicator\ndefect: made-up\ncites: []\nhelp: shorten it\nwhy: made up\nexamples: []\n"
        );
        RuleFile::new(id.to_owned(), Source { id: FileId(90 + at as u32), name: "x.yaml".into(), text: text.into() })
    };
    let rules = [("made/crediting", "crediting.period <= 1 years"), ("made/validity", "baseline.validity <= 1 years")];
    let (rulebook, broken) = shipped(rules.into_iter().enumerate().map(rule).collect());
    assert!(broken.is_empty(), "{broken:?}");
    let told = |reading: &str| {
        let text = format!(
            "methodology \"M\" {{ crediting {{ period 10 years }}; baseline {{ {reading}validity 10 years }} }}\n"
        );
        let source = Source { id: FileId(0), name: "m.tonne".into(), text: text.into() };
        let report = check(&[source], &rulebook, &Options { select: vec!["made".to_owned()], ..options() });
        let told = report.findings.iter().map(|finding| (finding.code.to_string(), finding.draft, finding.also.len()));
        told.collect::<Vec<_>>()
    };
    let (one, other) = ("made/crediting".to_owned(), "made/validity".to_owned());
    assert_eq!(told(""), [(one.clone(), false, 1)]);
    assert_eq!(told("reading draft; "), [(one, false, 0), (other, true, 0)]);
}

// --- The command line ---

const SAYS: [&str; 4] = ["--because", "minutes \"in\" annex 3", "--by", "Board"];

#[test]
fn an_answer_is_written_for_all_rules_that_wait() {
    let folder = Folder::new(&[("plant.tonne", "activity \"Plant\" {\n  version \"1\"\n}\n".as_bytes())]);
    let json: Value = serde_json::from_str(&run(&folder, &["check", ".", "--format", "json"]).out).unwrap();
    let all = json["findings"].as_array().unwrap();
    let asks =
        |finding: &&Value| finding["message"].as_str().is_some_and(|asks| asks.starts_with("how is additionality"));
    let question = all.iter().find(asks).expect("a question that several rules wait for");
    let (print, also) = (question["fingerprint"].as_str().unwrap(), question["also"].as_array().unwrap());
    let rules: Vec<&str> = std::iter::once(&question["rule"]).chain(also).filter_map(Value::as_str).collect();
    // Each of them is named to whoever reads.
    let short = run(&folder, &["check", ".", "--format", "short"]).out;
    assert!(rules.iter().all(|rule| short.contains(rule)), "{short}");
    let ran = |more: &[&str]| run(&folder, &[&["answer"], more, &SAYS].concat());
    ran(&[print, "--yes"]).refused(2, "`--yes` does not answer: how is additionality shown");
    ran(&[print, "--no", "--rule", RULE]).refused(2, "does not wait for this answer");
    ran(&[print]).refused(2, "`--yes`");
    ran(&["plant.tonne:1", "--yes"]).refused(2, "questions; name one of them");
    ran(&["plant.tonne:3", "--yes"]).refused(2, "no question stands at");
    ran(&["0123456789abcdef", "--yes"]).refused(2, "there is no question `0123456789abcdef`");
    ran(&[RULE, "--yes"]).refused(2, "asks nothing of these documents");
    let waive = ["waive", print, "--because", "x", "--by", "y", "--until", "2030-01-01"];
    run(&folder, &waive).refused(2, "is a question: it is answered, not waived");
    let denied = ran(&[print, "--no", "--rule", rules[1]]);
    let fact = "fact    \"additionality none\"\n";
    assert!(denied.out.contains(&format!("answer \"{}\" {{\n    {fact}", rules[1])), "{denied:?}");
    for (fact, says) in [
        ("additionality { tset barrier }", "`tset` is no word of `additionality`"),
        ("version \"3\"", "itself says something else than"),
    ] {
        ran(&[print, "--fact", fact]).refused(2, says);
    }
    let written = ran(&[print, "--no", "--in", "reviews.tonne"]);
    assert!(written.code == 0 && written.err.contains("written to `reviews.tonne`"), "{written:?}");
    assert!(
        fs::read_to_string(folder.path("reviews.tonne")).unwrap().contains("of activity \"Plant\" { version \"1\" }")
    );
    let checked = run(&folder, &["check", ".", "--format", "short"]);
    assert!(rules.iter().all(|rule| checked.out.contains(&format!("answered[{rule}]"))), "{checked:?}");
    assert!(!checked.out.contains("review/"), "{checked:?}");
    // Another version is asked again.
    fs::write(folder.path("plant.tonne"), "activity \"Plant\" {\n  version \"2\"\n}\n").unwrap();
    let other = run(&folder, &["check", ".", "--format", "short"]);
    assert!(!other.out.contains("answered["), "{other:?}");
}

#[test]
fn a_rule_that_is_told_with_another_one_can_be_waived() {
    let folder = Folder::new(&[("plant.tonne", PLANT.as_bytes())]);
    let why = ["--because", "x", "--by", "y", "--until", "2030-01-01", "--in", "reviews.tonne"];
    assert_eq!(run(&folder, &[&["waive", OTHER][..], &why].concat()).code, 0);
    let checked = run(&folder, &["check", ".", "--format", "short"]);
    assert!(checked.out.contains(&format!("waived[{OTHER}]")), "{checked:?}");
    assert!(
        checked.out.contains(&format!("[{ONE}]")) && !checked.out.contains(&format!("also {OTHER}")),
        "{checked:?}"
    );
    run(&folder, &[&["answer", ONE, "--yes"][..], &SAYS].concat()).refused(2, "say what is known with `--fact`");
    let listed = run(&folder, &["waivers", "reviews.tonne"]);
    assert!(listed.out.contains("elsewhere: its document or its rule is no part of this run"), "{listed:?}");
}
