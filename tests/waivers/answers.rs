//! Answers: what a reviewer says becomes a fact of the document, and the rules are asked again.

use super::run;
use crate::cli::Folder;
use crate::corpus::options;
use serde_json::Value;
use std::fs;
use tonne::engine::{Options, Report, State, Terms, check};
use tonne::finding::{Confidence, Finding, Severity, Verdict};
use tonne::rulebook::{RuleFile, Rulebook, shipped};
use tonne::source::{FileId, Source};

/// Rules made up for these tests: what asks how much, the same fact once more, whether something is so, what is asked
/// only once something else is known, and what is in a list.
const RULES: [(&str, &str); 5] = [
    (LONG, "require: [{that: baseline.validity <= 5 years, message: it stands for long, at: baseline.validity}]"),
    ("made/longer", "require: [{that: baseline.validity <= 20 years, message: it stands for longer}]"),
    (POLICY, "require: [{that: baseline.existing_policies, message: policies are left out, at: baseline}]"),
    (
        "made/next",
        "given: any sector as s (s is energy)\nrequire: [{that: baseline.data_age <= 3 years, message: old data}]",
    ),
    (
        TEST,
        "require: [{that: any additionality.test as t (t.independent), message: nobody else says so, at: additionality.test}]",
    ),
];
const LONG: &str = "made/long";
const POLICY: &str = "made/policy";
const TEST: &str = "made/test";

const SOLAR: &str =
    "methodology \"Solar\" {\n  additionality { reading full; test barrier }\n  baseline { approach benchmark }\n}\n";

fn text(rule: &str) -> String {
    format!(
        "title: Made up\nsubject: methodology\n{rule}\nseverity: warning\nnature: indicator\ncites: []\nhelp: mend it\nwhy: made up\nexamples: []\n"
    )
}

fn rulebook() -> Rulebook {
    let rule = |(at, (id, rule)): (usize, (&str, &str))| {
        let source = Source { id: FileId(90 + at as u32), name: "x.yaml".into(), text: text(rule).into() };
        RuleFile::new(id.to_owned(), source)
    };
    let (rulebook, broken) = shipped(RULES.into_iter().enumerate().map(rule).collect());
    assert!(broken.is_empty(), "{broken:?}");
    rulebook
}

/// What these rules say of files with these texts.
fn judged(texts: &[&str], terms: Terms) -> Report {
    let source = |(at, text): (usize, &&str)| Source {
        id: FileId(at as u32),
        name: format!("{at}.tonne").into(),
        text: (*text).into(),
    };
    let options = Options { select: vec!["made".to_owned()], terms, ..options() };
    check(&texts.iter().enumerate().map(source).collect::<Vec<_>>(), &rulebook(), &options)
}

fn found(texts: &[&str]) -> Report {
    judged(texts, Terms::default())
}

fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn has(report: &Report, code: &str) -> bool {
    codes(report).contains(&code)
}

fn review(body: &str) -> String {
    format!("review \"Board, made up\" {{\n  of methodology \"Solar\"\n  {body}\n}}\n")
}

fn waiver(rule: &str, text: &str) -> String {
    review(&format!("waive \"{rule}\" {{ because \"seen\"; by \"Board\"; until 2030; text \"{text}\" }}"))
}

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
    // A fact is a fact for all rules, also for those that the answer does not name.
    assert_eq!((finding(&short, LONG), state(&short)), (None, State::Used));
    assert_eq!((aside(&short), short.review.answered()), (vec![LONG, "made/longer"], 2));
    let report = found(&[SOLAR, &answer.replace("3 years", "7 years")]);
    assert_eq!((state(&report), aside(&report)), (State::Used, vec![LONG, "made/longer"]));
    let long = finding(&report, LONG).unwrap();
    assert_eq!((long.verdict, long.confidence), (Verdict::Breached, Confidence::Medium));
    assert!(long.labels[0].text.contains("(answered by Ministry: annex 2)"), "{:?}", long.labels);
    let ruling = report.review.rulings[0].0.span;
    assert!(long.labels.iter().any(|label| label.span == ruling && label.text == "answered here"));
    assert!(long.notes.iter().any(|note| note == "it rests on a reviewer's answer, not on the document's words"));
    // Seen through, nothing is answered.
    let through = judged(&[SOLAR, &answer], Terms { see_through: true, ..Terms::default() });
    assert_eq!((through.findings, through.review.seen_through), (asked.findings, 2));
}

#[test]
fn a_bare_yes_settles_only_what_is_asked_by_yes_or_no() {
    let report = found(&[SOLAR, &answer(LONG, "yes")]);
    let told = finding(&report, "review/bare-answer").unwrap();
    let asks = "after how many years must the baseline be set anew?";
    assert_eq!(told.message, format!("a bare yes does not answer what `{LONG}` asks: {asks}"));
    assert!(told.help.as_ref().unwrap().contains("fact \"baseline { validity … }\""), "{told:?}");
    assert_eq!(finding(&report, LONG).unwrap().severity, Severity::Question);
    assert_eq!((state(&report), aside(&report).len()), (State::Void, 0));
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
    let fact = found(&[SOLAR, &fact(LONG, "baseline { validity none }")]);
    assert_eq!(codes(&fact), codes(&report));
    assert_eq!(finding(&report, LONG).unwrap().verdict, Verdict::Breached);
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
        ("baseline { validity 7 years } @ \"annex\" \"p. 2\"", "this document cites a source and lists none"),
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
    let solar = "methodology \"Solar\" {\n  sector energy\n  program \"P\"\n  baseline { validity 7 years; existing_policies unknown }\n}\n";
    let plain = found(&[solar]);
    let with = |text: &str| found(&[solar, &fact(LONG, text)]);
    for text in ["baseline { validity 3 years }", "baseline { validity none }", "baseline none", "sector transport"] {
        let report = with(text);
        let told = finding(&report, "review/contradicts-document");
        let told = told.unwrap_or_else(|| panic!("{text}: {:?}", codes(&report)));
        assert_eq!(told.message, format!("methodology `Solar` itself says something else than `{text}`"));
        assert_eq!((told.labels.len(), state(&report), aside(&report).len()), (2, State::Void, 0));
        assert_eq!(report.findings.len(), plain.findings.len() + 1);
    }
    // The same again is nothing new, nor is what is less exact.
    for text in ["baseline { validity 84 months }", "sector energy"] {
        let report = with(text);
        assert_eq!((state(&report), aside(&report).len()), (State::Unused, 0), "{text}: {:?}", codes(&report));
        assert!(!has(&report, "review/contradicts-document"));
    }
    // What is not known, or less exact, is said by the answer.
    let known = with("baseline { existing_policies yes }");
    assert_eq!((finding(&known, POLICY), state(&known), aside(&known)), (None, State::Used, vec![POLICY]));
    let finer = with("sector energy.renewable.solar");
    assert!(!has(&finer, "review/contradicts-document"), "{:?}", codes(&finer));
}

#[test]
fn what_is_not_shown_is_answered_or_waived() {
    let plain = found(&[SOLAR]);
    let test = finding(&plain, TEST).unwrap();
    assert_eq!((test.verdict, test.severity), (Verdict::NotShown, Severity::Warning));
    let answered = found(&[SOLAR, &fact(TEST, "additionality { test barrier { independent yes } }")]);
    assert_eq!((finding(&answered, TEST), state(&answered), aside(&answered)), (None, State::Used, vec![TEST]));
    let waived = found(&[SOLAR, &waiver(TEST, &test.fingerprint.to_string())]);
    assert!(!has(&waived, TEST) && waived.review.waived() == 1);
    assert!(has(
        &found(&[SOLAR, &fact(TEST, "additionality { test investment { independent yes } }")]),
        "review/contradicts-document"
    ));
    let bare = found(&[SOLAR, &answer(TEST, "yes")]);
    assert!(has(&bare, "review/bare-answer") && has(&bare, TEST), "{:?}", codes(&bare));
    // A reviewer who says that there is nothing of the sort makes it a breach.
    let full = SOLAR.replace("baseline {", "baseline { reading full;");
    assert_eq!(finding(&found(&[&full]), POLICY).unwrap().verdict, Verdict::NotShown);
    let no = found(&[&full, &answer(POLICY, "no")]);
    assert_eq!(finding(&no, POLICY).unwrap().verdict, Verdict::Breached);
    assert_eq!((state(&no), aside(&no)), (State::Used, vec![POLICY]));
    // Who says a part of what is missing leaves the rest as silent as it was.
    let part = found(&[&full, &fact(LONG, "baseline { validity 3 years }")]);
    assert_eq!(finding(&part, POLICY).unwrap().verdict, Verdict::NotShown);
}

#[test]
fn what_a_rule_asks_next_is_asked() {
    let asked = found(&[SOLAR]);
    assert_eq!(finding(&asked, "made/next").unwrap().message, "in which sector are the activities?");
    let report = found(&[SOLAR, &fact("made/next", "sector energy.renewable.solar")]);
    let next = finding(&report, "made/next").unwrap();
    assert_eq!((next.severity, &*next.message), (Severity::Question, "how old may the baseline's data be?"));
    assert_eq!((state(&report), aside(&report)), (State::Used, vec!["made/next"]));
    // A fact that leaves the question as it was is told.
    let report = found(&[SOLAR, &fact("made/next", "size small")]);
    let told = finding(&report, "review/unused").unwrap();
    assert!(told.message.contains("leaves open what the rule asks"), "{told:?}");
    assert!(told.help.as_ref().unwrap().contains("sector …"), "{told:?}");
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

/// Whoever names one does not say that there are no others.
#[test]
fn two_answers_may_each_add_to_a_list() {
    let one = fact("made/next", "sector energy.renewable.solar");
    let other = fact("made/next", "sector waste").replace("Board, made up", "Other");
    for texts in [[SOLAR, &one, &other], [SOLAR, &other, &one]] {
        let report = found(&texts);
        assert!(!has(&report, "review/contradiction"), "{:?}", codes(&report));
        assert!(report.review.rulings.iter().all(|(_, state)| *state == State::Used), "{:?}", codes(&report));
        assert_eq!(finding(&report, "made/next").unwrap().message, "how old may the baseline's data be?");
    }
    // A coarser word beside a finer one is no contradiction either.
    let coarse = fact("made/next", "sector energy").replace("Board, made up", "Other");
    assert!(!has(&found(&[SOLAR, &one, &coarse]), "review/contradiction"));
}

#[test]
fn a_waiver_outlives_an_answer_in_the_same_block() {
    let solar = SOLAR.replace("approach benchmark", "validity 7 years");
    let text = finding(&found(&[&solar]), LONG).unwrap().fingerprint.to_string();
    let waived = waiver(LONG, &text);
    let other = answer(POLICY, "yes").replace("Board, made up", "Other");
    let report = found(&[&solar, &waived, &other]);
    assert!(!has(&report, LONG) && !has(&report, "review/lapsed"), "{:?}", codes(&report));
    assert_eq!((report.review.waived(), report.review.answered()), (1, 1));
}

#[test]
fn a_reviewers_word_or_fact_confirms_or_corrects_a_draft() {
    let draft = "methodology \"Solar\" {\n  baseline {\n    reading draft\n    validity 7 years\n  }\n}\n";
    assert!(finding(&found(&[draft]), LONG).unwrap().draft);
    let same = found(&[draft, &fact(LONG, "baseline { validity 7 years }")]);
    let told = finding(&same, LONG).unwrap();
    assert!(!told.draft && told.verdict == Verdict::Breached && told.severity != Severity::Question, "{told:?}");
    let other = found(&[draft, &fact(LONG, "baseline { validity 3 years }")]);
    assert_eq!((finding(&other, LONG), state(&other)), (None, State::Used));
    // A no confirms what a draft says, and a yes settles it.
    let no = found(&[draft, &answer(LONG, "no")]);
    let told = finding(&no, LONG).unwrap();
    assert!(told.severity != Severity::Question && !told.draft, "{told:?}");
    assert_eq!(told.message, "a reviewer confirms what import read: it stands for long");
    assert!(!has(&found(&[draft, &answer(LONG, "yes")]), LONG));
}

#[test]
fn an_answer_counts_for_what_stands_on_its_document() {
    let rule = RuleFile::new(
        "made/above".to_owned(),
        Source {
            id: FileId(89),
            name: "x.yaml".into(),
            text: text("require: [{that: any methodology as m (m.baseline.validity <= 5 years), message: long}]")
                .replace("subject: methodology", "subject: activity")
                .into(),
        },
    );
    let (rulebook, broken) = shipped(vec![rule]);
    assert!(broken.is_empty(), "{broken:?}");
    let plant = "activity \"Plant\" { methodology \"Solar\" }\n";
    let judged = |texts: &[&str]| {
        let source = |(at, text): (usize, &&str)| Source {
            id: FileId(at as u32),
            name: format!("{at}.tonne").into(),
            text: (*text).into(),
        };
        let options = Options { select: vec!["made".to_owned()], ..options() };
        check(&texts.iter().enumerate().map(source).collect::<Vec<_>>(), &rulebook, &options)
    };
    let rule = "made/above";
    assert_eq!(finding(&judged(&[SOLAR, plant]), rule).unwrap().severity, Severity::Question);
    let report = judged(&[SOLAR, plant, &fact(rule, "baseline { validity 3 years }")]);
    assert_eq!((finding(&report, rule), state(&report), aside(&report)), (None, State::Used, vec![rule]));
    let report = judged(&[SOLAR, plant, &fact(rule, "baseline { validity 7 years }")]);
    let told = finding(&report, rule).unwrap();
    assert_eq!((told.verdict, told.span().file), (Verdict::Breached, FileId(1)));
}

// --- The command line ---

/// A folder with the document and the rules.
fn folder(more: &[(&str, &str)]) -> Folder {
    let rules: Vec<(String, String)> =
        RULES.iter().map(|(id, rule)| (format!("rules/{id}.yaml"), text(rule))).collect();
    let mut files: Vec<(&str, &[u8])> = rules.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    files.push(("solar.tonne", SOLAR.as_bytes()));
    files.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    Folder::new(&files)
}

fn ran(folder: &Folder, arguments: &[&str]) -> crate::cli::Ran {
    run(folder, &[arguments, &["--rules", "rules", "--select", "made"]].concat())
}

#[test]
fn a_configuration_answers_with_facts() {
    let check = |answer: &str| {
        let answer = format!("{{rule: {LONG}, of: {{methodology: Solar}}, because: annex 3, {answer}}}");
        let folder = folder(&[("tonne.yaml", &format!("answers:\n  - {answer}\n"))]);
        ran(&folder, &["check", ".", "--format", "short"]).out
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

#[test]
fn an_answer_is_written_listed_and_explained() {
    let folder = folder(&[]);
    let text = "baseline { validity 7 years }";
    let says = ["--because", "annex 2", "--by", "Ministry", "--in", "reviews.tonne"];
    let answer = |more: &[&str]| ran(&folder, &[&["answer"], more, &says].concat());
    answer(&[LONG, "--yes"]).refused(2, "--fact 'baseline { validity … }'");
    for (fact, says) in [
        ("baseline { vlidity 3 years }", "`vlidity` is no word of `baseline`"),
        ("baseline none", "itself says something else than"),
        ("size small", "leaves open what the rule asks; write what is known as the fact"),
        ("", "it says nothing"),
    ] {
        let more = ["answer", LONG, "--fact", fact, "--because", "annex 2", "--by", "Ministry"];
        ran(&folder, &more).refused(2, says);
    }
    assert_eq!(answer(&[LONG, "--fact", text]).code, 0);
    assert_eq!(answer(&[POLICY, "--yes"]).code, 0);
    answer(&[POLICY, "--yes"]).refused(2, "is set aside already");
    assert_eq!(answer(&[TEST, "--fact", "additionality { test barrier { independent yes } }"]).code, 0);
    let written = fs::read_to_string(folder.path("reviews.tonne")).unwrap();
    assert!(written.contains(&format!("    fact    \"{text}\"\n    because \"annex 2\"\n")), "{written}");
    assert!(written.contains("    fact    \"baseline { existing_policies yes }\"\n"), "{written}");
    let listed = ran(&folder, &["waivers"]).out;
    let used = format!("used      answered {LONG} in methodology `Solar`\n          {text}: annex 2 (Ministry)");
    assert!(listed.contains(&used) && listed.contains(&format!("used      answered {TEST}")), "{listed}");
    let json = |more: &[&str]| -> Value { serde_json::from_str(&ran(&folder, more).out).unwrap() };
    let list = json(&["waivers", "--format", "json"]);
    let long = list["rulings"].as_array().unwrap().iter().find(|ruling| ruling["rule"] == LONG).unwrap();
    assert_eq!((&long["says"], &long["facts"][0]), (&"fact".into(), &text.into()));
    let report = json(&["check", ".", "--format", "json"]);
    let of_rule = |list: &str| report[list].as_array().unwrap().iter().find(|one| one["rule"] == LONG).unwrap().clone();
    let (aside, told) = (of_rule("set_aside"), of_rule("findings"));
    assert_eq!((&aside["review"]["says"], &aside["review"]["facts"][0]), (&"fact".into(), &text.into()));
    // The breach on the reviewer's word, and the question that is set aside.
    let why = |what: &str| ran(&folder, &["why", what, "."]).out;
    let breach = why(told["fingerprint"].as_str().unwrap());
    assert!(breach.contains("`7 years` (answered by Ministry: annex 2)"), "{breach}");
    let question = why(aside["fingerprint"].as_str().unwrap());
    assert!(question.contains(&format!("answered: {text}: annex 2 (Ministry)")), "{question}");
    assert!(why(LONG).contains("answered by Ministry"), "{}", why(LONG));
}
