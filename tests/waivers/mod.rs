//! Waivers, answers and baselines: what sets a finding aside, what does not, and that nothing is hidden.

mod answers;
mod reach;

use crate::cli::{Folder, Ran};
use crate::corpus::{corpus, options};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use tonne::engine::{Options, Report, State, Terms, check};
use tonne::finding::Severity;
use tonne::measure::Day;
use tonne::rulebook::shipped;
use tonne::source::{FileId, Source};
use tonne::syntax::{Limits, parse};

const RULE: &str = "additionality/single-barrier";
/// What asks whether something is so.
const POLICY: &str = "baseline/ignores-existing-policy";
const SOLAR: &str = "methodology \"Solar\" {\n  additionality {\n    reading full\n    test barrier { needed any_one }\n  }\n  baseline { approach benchmark }; eligibility { reading full }\n}\n";

/// The report on files with these texts.
fn judged(texts: &[&str], options: &Options) -> Report {
    let (rulebook, _) = shipped(Vec::new());
    let source = |(at, text): (usize, &&str)| Source {
        id: FileId(at as u32),
        name: format!("{at}.tonne").into(),
        text: (*text).into(),
    };
    check(&texts.iter().enumerate().map(source).collect::<Vec<_>>(), &rulebook, options)
}

fn found(texts: &[&str]) -> Report {
    judged(texts, &options())
}

fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn has(report: &Report, code: &str) -> bool {
    codes(report).contains(&code)
}

/// The fingerprint of the finding of a rule.
fn fingerprint(text: &str, rule: &str) -> String {
    let report = found(&[text]);
    let all: Vec<_> = report.findings.iter().filter(|finding| finding.code == rule).collect();
    assert_eq!(all.len(), 1, "{rule}: {:?}", codes(&report));
    all[0].fingerprint.to_string()
}

fn review(body: &str) -> String {
    format!("review \"Board, made up\" {{\n  of methodology \"Solar\"\n  {body}\n}}\n")
}

fn waiver(text: &str, until: &str) -> String {
    review(&format!("waive \"{RULE}\" {{ because \"seen\"; by \"Board\"; until {until}; text \"{text}\" }}"))
}

#[test]
fn a_waiver_sets_its_finding_aside_and_is_counted() {
    let plain = found(&[SOLAR]);
    let waived = found(&[SOLAR, &waiver(&fingerprint(SOLAR, RULE), "2030")]);
    assert!(has(&plain, RULE) && !has(&waived, RULE));
    assert_eq!(waived.findings.len() + 1, plain.findings.len());
    assert_eq!((waived.review.waived(), waived.review.answered()), (1, 0));
    assert_eq!(waived.review.rulings[0].1, State::Used);
    assert_eq!(waived.review.set_aside[0].finding.code, RULE);
}

#[test]
fn a_waiver_can_be_seen_through() {
    let terms = Terms { see_through: true, ..Terms::default() };
    let report = judged(&[SOLAR, &waiver(&fingerprint(SOLAR, RULE), "2030")], &Options { terms, ..options() });
    assert!(has(&report, RULE) && report.review.set_aside.is_empty());
    assert_eq!(report.review.seen_through, 1);
}

#[test]
fn what_a_waiver_must_have_it_must_have() {
    let text = fingerprint(SOLAR, RULE);
    let parts = ["because \"seen\"", "by \"Board\"", "until 2030", &format!("text \"{text}\"")].map(str::to_owned);
    for missing in 0..parts.len() {
        for instead in ["", "because \" \""] {
            let mut rest = parts.to_vec();
            rest.remove(missing);
            if missing == 0 {
                rest.push(instead.to_owned());
            }
            let report = found(&[SOLAR, &review(&format!("waive \"{RULE}\" {{ {} }}", rest.join("; ")))]);
            assert!(has(&report, "review/incomplete") && has(&report, RULE), "{rest:?}: {:?}", codes(&report));
        }
    }
    let of_nothing = waiver(&text, "2030").replace("of methodology \"Solar\"", "");
    assert!(has(&found(&[SOLAR, &of_nothing]), "review/incomplete"));
    let short = waiver(&text[1..], "2030");
    assert!(has(&found(&[SOLAR, &short]), "review/incomplete"));
}

#[test]
fn unknown_expired_unused_and_misplaced_waivers_are_told_and_do_not_count() {
    let text = fingerprint(SOLAR, RULE);
    let expired = waiver(&text, "2026-10-31");
    let last_day = waiver(&text, "2026-11");
    let unknown = waiver(&text, "2030").replace("single-barrier", "single-barier");
    let other = waiver(&text, "2030").replace("single-barrier", "other-barrier-accepted");
    for (review, code) in [(&expired, "review/expired"), (&unknown, "review/unknown-rule"), (&other, "review/unused")] {
        let report = found(&[SOLAR, review]);
        assert!(has(&report, code) && has(&report, RULE), "{code}: {:?}", codes(&report));
    }
    assert!(!has(&found(&[SOLAR, &last_day]), RULE));
    let inside = found(&[&format!("{SOLAR}{}", waiver(&text, "2030"))]);
    assert!(has(&inside, "review/same-file") && has(&inside, RULE));
    // Two documents, and the review in the file of the other one of them: that is no excuse of its own.
    let beside = found(&[SOLAR, &format!("methodology \"B\" {{ }}\n{}", waiver(&text, "2030"))]);
    assert!(!has(&beside, RULE));
}

#[test]
fn a_waiver_of_another_document_does_not_count() {
    let other =
        waiver(&fingerprint(SOLAR, RULE), "2030").replace("of methodology \"Solar\"", "of methodology \"Wind\"");
    let report = found(&[SOLAR, &SOLAR.replace("Solar", "Wind"), &other]);
    assert_eq!(codes(&report).iter().filter(|code| **code == RULE).count(), 2);
    assert!(has(&report, "review/lapsed"));
    // A document that is not checked may be the one that is meant: nothing is said of it.
    let alone = found(&[&other]);
    assert_eq!((codes(&alone).len(), alone.review.rulings[0].1), (0, State::Elsewhere));
}

#[test]
fn the_findings_on_reviews_are_not_waived() {
    let body = "waive \"review/unused\" { because \"x\"; by \"y\"; until 2030; text \"00000000000000ff\" }";
    assert!(has(&found(&[SOLAR, &review(body)]), "review/unknown-rule"));
}

#[test]
fn an_edit_of_the_clause_ends_a_waiver_and_one_elsewhere_does_not() {
    let text = fingerprint(SOLAR, RULE);
    let waiver = waiver(&text, "2030");
    let elsewhere = [
        format!("\n\n# a remark\n{SOLAR}"),
        SOLAR.replace("    test", "    test  ").replace("needed", "needed   "),
        SOLAR.replace("approach benchmark", "approach historical"),
        SOLAR.replace("methodology \"Solar\" {", "methodology \"Solar\" {\n  title \"Sun\""),
        SOLAR
            .replace("  baseline { approach benchmark }; ", "  ")
            .replace("  additionality", "  baseline { approach benchmark }\n  additionality"),
        format!("methodology \"Before\" {{ }}\n{SOLAR}"),
    ];
    for edited in &elsewhere {
        let report = found(&[edited, &waiver]);
        assert!(!has(&report, RULE) && !has(&report, "review/lapsed"), "{edited}: {:?}", codes(&report));
    }
    for edited in [
        SOLAR.replace("needed any_one", "needed any_one; item tradition"),
        SOLAR.replace("needed any_one", "needed any_one; independent no"),
        SOLAR.replace("\"Solar\" {", "\"Solar\" {\n  version \"2\""),
    ] {
        let report = found(&[&edited, &waiver]);
        assert!(has(&report, RULE) && has(&report, "review/lapsed"), "{edited}: {:?}", codes(&report));
        let lapsed = report.findings.iter().find(|finding| finding.code == "review/lapsed").unwrap();
        let now = report.findings.iter().find(|finding| finding.code == RULE).unwrap();
        assert!(lapsed.help.as_ref().unwrap().contains(&now.fingerprint.to_string()));
    }
}

/// `does its electricity go to a grid?`: who says no has not confessed that the plant is a large one on the grid.
#[test]
fn a_no_to_whether_a_rule_applies_accuses_nobody() {
    let plant = "activity \"Plant\" {\n  reading full\n  sector energy.renewable.solar\n  host TH\n  capacity 90 MW\n  grid_connected unknown\n}\ncountry TH { reading full; least_developed no; small_island no }\n";
    let rule = "renewable/large-outside-ldc";
    let asked = found(&[plant]);
    let question = asked.findings.iter().find(|finding| finding.code == rule).expect("a question");
    assert!(question.severity == Severity::Question && question.unsure.contains(&rule.into()), "{question:?}");
    let answer =
        format!("review \"R\" {{ of activity \"Plant\"; answer \"{rule}\" {{ no; because \"no grid there\" }} }}");
    let no = found(&[plant, &answer]);
    assert!(!has(&no, rule) && no.review.answered() == 1, "{:?}", codes(&no));
}

#[test]
fn an_answer_says_yes_or_no_and_why_and_excuses_no_breach() {
    for body in ["yes", "because \"x\"", "yes; no; because \"x\""] {
        let report = found(&[SOLAR, &review(&format!("answer \"authorship/undisclosed\" {{ {body} }}"))]);
        assert!(has(&report, "review/incomplete"), "{body}: {:?}", codes(&report));
    }
    let policy = SOLAR.replace("approach benchmark", "approach benchmark; existing_policies no");
    let report = found(&[&policy, &review(&format!("answer \"{POLICY}\" {{ yes; because \"x\" }}"))]);
    assert!(has(&report, POLICY) && has(&report, "review/unused"));
}

/// A file with the statements of every document in the opposite order.
fn turned(source: &Source, kinds: &[&str]) -> Source {
    let (tree, _) = parse(source, kinds, Limits::default());
    let mut text = String::new();
    for document in tree.children(None) {
        let whole = &tree.statements[document as usize];
        let inner: Vec<_> = tree.children(Some(document)).map(|at| tree.statements[at as usize].span).collect();
        match (inner.iter().map(|span| span.start).min(), inner.iter().map(|span| span.end).max()) {
            (Some(first), Some(last)) => {
                text.push_str(&source.text[whole.span.start as usize..first as usize]);
                for span in inner.iter().rev() {
                    text.push_str(&format!("  {}\n", source.slice(*span)));
                }
                text.push_str(&source.text[last as usize..whole.span.end as usize]);
            }
            _ => text.push_str(source.slice(whole.span)),
        }
        text.push('\n');
    }
    Source { text: text.into(), ..source.clone() }
}

#[test]
fn of_two_that_say_something_the_order_of_files_decides_nothing() {
    let one = waiver(&fingerprint(SOLAR, RULE), "2030");
    let other = one.replace("Board, made up", "A later board").replace("seen", "seen again");
    let answer = |name: &str, says: &str| {
        format!(
            "review \"{name}\" {{\n of methodology \"Solar\"\n answer \"{POLICY}\" {{ {says}; because \"{name}\" }}\n}}\n"
        )
    };
    let (first, second) = (answer("Y", "no"), answer("Z", "no"));
    for texts in [
        [SOLAR, &one, &other, &first, &second],
        [SOLAR, &second, &first, &other, &one],
        [SOLAR, &first, &other, &one, &second],
    ] {
        let report = found(&texts);
        assert!(report.review.rulings.iter().all(|(_, state)| *state == State::Used), "{:?}", codes(&report));
        let told = |at: usize| report.review.rulings[report.review.set_aside[at].ruling].0.because.as_str();
        let mut reasons = [told(0), told(1)];
        reasons.sort();
        // The answer and the waiver are shown whose names come first.
        assert_eq!(reasons, ["Y", "seen again"]);
        assert!(has(&report, POLICY));
    }
}

#[test]
fn fingerprints_of_the_real_documents_stay_when_their_statements_move() {
    let sources = corpus();
    let (rulebook, _) = shipped(Vec::new());
    let prints = |sources: &[Source]| -> BTreeSet<(String, String)> {
        let report = check(sources, &rulebook, &options());
        report.findings.iter().map(|finding| (finding.code.to_string(), finding.fingerprint.to_string())).collect()
    };
    let before = prints(&sources);
    let moved: Vec<Source> = sources
        .iter()
        .map(|source| Source { text: format!("# moved\n\n{}", source.text).into(), ..source.clone() })
        .collect();
    assert_eq!(prints(&moved), before);
    let kinds = rulebook.vocabulary.kind_words();
    let moved: Vec<Source> = sources.iter().map(|source| turned(source, &kinds)).collect();
    assert!(moved.iter().zip(&sources).filter(|(moved, source)| moved.text != source.text).count() > 40);
    let after = prints(&moved);
    let new: Vec<_> = after.difference(&before).collect();
    // Where several names are equally well placed, the first in the text is named, and the fingerprint follows it.
    assert!(new.len() * 200 < after.len(), "{} of {}: {new:#?}", new.len(), after.len());
}

#[test]
fn reviews_cost_no_more_than_they_say() {
    let one = format!("  waive \"{RULE}\" {{ because \"x\"; by \"y\"; until 2030; text \"00000000000000ff\" }}\n");
    let many = format!("review \"R\" {{\n  of methodology \"Solar\"\n{}}}\n", one.repeat(5_000));
    let of = "  of methodology \"Solar\"\n".repeat(5_000);
    let wide = format!("review \"W\" {{\n{of}{}}}\n", one.repeat(2_000));
    let report = found(&[SOLAR, &many, &wide]);
    assert_eq!(report.review.rulings.len(), 7_000);
}

// --- The command line ---

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.run(&[arguments, &["--as-of", "2026-11-23"]].concat())
}

const WHY: [&str; 6] = ["--because", "metered \"net\"", "--by", "Board", "--until", "2028-12-31"];

#[test]
fn the_statement_that_is_written_waives_until_the_text_changes() {
    let folder = Folder::new(&[("solar.tonne", SOLAR.as_bytes())]);
    let printed = run(&folder, &[&["waive", RULE][..], &WHY].concat());
    assert!(printed.code == 0 && printed.out.contains("waive \"additionality/single-barrier\" {"), "{printed:?}");
    run(&folder, &[&["waive", RULE, "--in", "solar.tonne"][..], &WHY].concat()).refused(2, "does not excuse itself");
    run(&folder, &[&["waive", RULE, "--in", "reviews.txt"][..], &WHY].concat()).refused(2, "does not end in `.tonne`");
    run(&folder, &[&["waive", "no/such"][..], &WHY].concat()).refused(2, "there is no rule or family `no/such`");
    run(&folder, &[&["waive", "0123456789abcdef"][..], &WHY].concat()).refused(2, "name it by its place");
    run(&folder, &[&["waive", "safeguards/consent-missing"][..], &WHY].concat()).refused(2, "finds nothing in these");
    run(&folder, &[&["waive", "solar.tonne:7"][..], &WHY].concat()).refused(2, "no finding stands at `solar.tonne:7`");
    let two = Folder::new(&[("two.tonne", b"methodology \"A\" { reading full; additionality { approach tests } }\n")]);
    run(&two, &[&["waive", "./two.tonne:1"][..], &WHY].concat()).refused(2, "(additionality/");
    let by_place = run(&folder, &[&["waive", "./solar.tonne:2"][..], &WHY].concat());
    assert!(by_place.out.contains("waive \"additionality/legal-requirement-not-excluded\" {"), "{by_place:?}");
    run(&folder, &["waive", RULE, "--because", "x", "--by", "y", "--until", "2020-01-01"]).refused(2, "has passed");
    run(&folder, &["waive", RULE, "--because", " ", "--by", "y", "--until", "2030-01-01"]).refused(2, "says why");
    let print = fingerprint(SOLAR, RULE);
    let written = run(&folder, &[&["waive", &print, "--in", "reviews.tonne"][..], &WHY].concat());
    assert!(written.code == 0 && written.err.contains("written to `reviews.tonne`"), "{written:?}");
    assert_eq!(fs::read_to_string(folder.path("reviews.tonne")).unwrap(), printed.out);
    let checked = run(&folder, &["check", ".", "--format", "short"]);
    assert!(checked.out.contains("waived[additionality/single-barrier]"), "{checked:?}");
    assert!(checked.out.contains(" -- metered \"net\" (Board, until 2028-12-31)"), "{checked:?}");
    assert!(checked.err.contains("; 1 finding waived"), "{checked:?}");
    run(&folder, &[&["waive", &print][..], &WHY].concat()).refused(2, "is set aside already");
    let through = run(&folder, &["check", ".", "--format", "short", "--no-waivers"]);
    assert!(through.out.contains("[additionality/single-barrier]") && !through.out.contains("waived["), "{through:?}");
    assert!(through.err.contains("; 1 waiver or answer seen through"), "{through:?}");
    fs::write(folder.path("solar.tonne"), SOLAR.replace("any_one", "any_one; item tradition")).unwrap();
    let edited = run(&folder, &["check", ".", "--format", "short"]);
    assert!(edited.out.contains("warning[review/lapsed]") && !edited.out.contains("waived["), "{edited:?}");
    // A second one goes behind the first.
    run(&folder, &[&["waive", RULE, "--in", "reviews.tonne"][..], &WHY].concat());
    let again = run(&folder, &["check", ".", "--format", "short"]);
    assert!(again.out.contains("waived[") && !again.out.contains("error[syntax/"), "{again:?}");
}

#[test]
fn the_register_says_who_why_and_until_when() {
    let text = fingerprint(SOLAR, RULE);
    let more = format!(
        "review \"Two\" {{\n  of methodology \"Solar\"\n  answer \"{POLICY}\" {{ no; because \"asked\"; by \"Ministry\" }}\n  waive \"{RULE}\" {{ because \"old\"; by \"Board\"; until 2020; text \"{text}\" }}\n}}\n"
    );
    let settings = format!("waivers:\n  - {{rule: {RULE}, text: {text}, because: in yaml, by: Clerk, until: 2029}}\n");
    let folder = Folder::new(&[
        ("solar.tonne", SOLAR.as_bytes()),
        ("reviews/two.tonne", more.as_bytes()),
        ("tonne.yaml", settings.as_bytes()),
    ]);
    let listed = run(&folder, &["waivers"]);
    for line in [
        "used      answered no baseline/ignores-existing-policy in methodology `Solar`",
        "          baseline { existing_policies no }: asked (Ministry)",
        "expired   waived additionality/single-barrier in methodology `Solar`",
        "used      waived additionality/single-barrier",
        "          in yaml (Clerk, until 2029-12-31)",
        "          tonne.yaml:2",
        "3 in all, 2 in use, as of 2026-11-23",
    ] {
        assert!(listed.out.lines().any(|other| other == line), "{line}\n{}", listed.out);
    }
    let json: Value = serde_json::from_str(&run(&folder, &["waivers", "--format", "json"]).out).unwrap();
    assert_eq!((&json["schema"], json["rulings"].as_array().unwrap().len()), (&1.into(), 3));
    assert_eq!(json["rulings"][1]["state"], "expired");
}

#[test]
fn every_format_says_what_is_set_aside() {
    let folder = Folder::new(&[
        ("solar.tonne", SOLAR.as_bytes()),
        ("w.tonne", waiver(&fingerprint(SOLAR, RULE), "2030").as_bytes()),
    ]);
    let out = |format: &str| run(&folder, &["check", ".", "--format", format, "--details"]).out;
    assert!(
        out("pretty").contains("set aside by reviewers") && out("pretty").contains("seen (Board, until 2030-12-31)")
    );
    assert!(
        out("github").contains("::notice file=solar.tonne,line=4") && out("github").contains("waived: one barrier")
    );
    let json: Value = serde_json::from_str(&out("json")).unwrap();
    assert_eq!((&json["summary"]["waived"], &json["set_aside"][0]["rule"]), (&1.into(), &RULE.into()));
    assert_eq!(json["set_aside"][0]["review"]["until"], "2030-12-31");
    let sarif: Value = serde_json::from_str(&out("sarif")).unwrap();
    crate::report::keeps_to_the_official_schema(&sarif);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> =
        results.iter().filter(|result| !result["suppressions"].as_array().unwrap().is_empty()).collect();
    assert_eq!((suppressed.len(), &suppressed[0]["ruleId"]), (1, &RULE.into()));
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "waived: seen (Board, until 2030-12-31)");
}

#[test]
fn a_baseline_hides_what_was_there_and_nothing_else() {
    let folder = Folder::new(&[("solar.tonne", SOLAR.as_bytes())]);
    let written = run(&folder, &["check", ".", "--write-baseline", "known.json", "--fail-on", "question"]);
    assert!(
        written.code == 0
            && written.err.ends_with(" findings written to `known.json`\n")
            && written.out.contains("nothing new found"),
        "{written:?}"
    );
    let check = || run(&folder, &["check", ".", "--baseline", "known.json", "--format", "short"]);
    let hidden = |ran: &Ran| {
        ran.err
            .trim_end()
            .split("; ")
            .find_map(|part| part.strip_suffix(" findings known before and hidden"))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let all = found(&[SOLAR]).findings.len().to_string();
    assert_eq!((check().out.as_str(), hidden(&check())), ("", all.clone()));
    let turned = "methodology \"Solar\" {\n\n  eligibility { reading full }\n  baseline { approach benchmark }\n  additionality {\n    reading full\n\n    test barrier { needed any_one }\n  }\n}\n";
    fs::write(folder.path("solar.tonne"), turned).unwrap();
    assert_eq!((check().out.as_str(), hidden(&check())), ("", all));
    fs::write(
        folder.path("solar.tonne"),
        format!("{turned}methodology \"New\" {{ }}\nmethodology \"Solr\" {{ basline 3 }}\n"),
    )
    .unwrap();
    let more = check();
    assert!(
        more.out.contains("unknown-word") && more.out.lines().all(|line| !line.starts_with("solar.tonne:4")),
        "{more:?}"
    );
    // What is wrong with a review, and what cannot be read, is told again every time.
    fs::write(folder.path("r.tonne"), review("waive \"no/such\" { }")).unwrap();
    fs::write(folder.path("broken.tonne"), b"\xFF\xFE").unwrap();
    run(&folder, &["check", ".", "--write-baseline", "known.json"]);
    let told = check();
    assert!(told.out.contains("review/unknown-rule") && told.out.contains("file/not-utf-8"), "{told:?}");
    assert_eq!(told.out.lines().count(), 2, "{told:?}");
    for (text, says) in [
        ("{", "line 1"),
        ("{\"schema\": 2, \"findings\": []}", "version"),
        (
            "{\"schema\": 1, \"findings\": [{\"rule\": \"\", \"message\": \"\", \"fingerprint\": \"x\"}]}",
            "no fingerprint",
        ),
    ] {
        fs::write(folder.path("known.json"), text).unwrap();
        check().refused(2, says);
    }
}

#[test]
fn since_a_revision_only_what_came_after_is_told() {
    let grid = b"country DE { grid { renewable_share 45 % } }\nactivity \"A\" { reading full; host DE; \
        sector energy.renewable.wind; additionality { test investment } }\n";
    let folder = Folder::new(&[
        ("deep/solar.tonne", SOLAR.as_bytes()),
        ("deep/grid.tonne", grid),
        ("other.tonne", b"country \"BR\" { }\n"),
    ]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false"];
        let ran = Command::new("git").current_dir(folder.path("")).args(identity).args(arguments).output();
        ran.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: there is no git");
        return;
    }
    run(&folder, &["check", ".", "--since", "HEAD"]).refused(2, "there is no revision `HEAD`");
    assert!(git(&["add", "."]) && git(&["commit", "-qm", "first"]));
    let since = |paths: &[&str]| run(&folder, &[&["check", "--since", "HEAD", "--format", "short"], paths].concat());
    assert_eq!(since(&["."]).out, "");
    fs::write(folder.path("deep/solar.tonne"), format!("\n{SOLAR}methodology \"Late\" {{ reading full }}\n")).unwrap();
    let late = since(&["deep"]);
    assert!(late.out.contains("[additionality/missing]") && !late.out.contains(RULE), "{late:?}");
    assert!(late.out.lines().all(|line| line.starts_with("deep/solar.tonne:9:")), "{late:?}");
    assert!(late.err.contains("known before and hidden"), "{late:?}");
    // What holds for some paths holds for what they were, too.
    let limits = "paths: {deep/: {limits: {renewable/high-grid-share: {most: 40 %}}}}\n";
    fs::write(folder.path("tonne.yaml"), limits).unwrap();
    let strict = run(&folder, &["check", "--format", "short", "deep/grid.tonne"]);
    assert!(strict.out.contains("[renewable/high-grid-share]"), "{strict:?}");
    assert_eq!(since(&["deep/grid.tonne"]).out, "");
    fs::remove_file(folder.path("tonne.yaml")).unwrap();
    run(&folder, &["check", ".", "--since", "--help"]).refused(2, "");
    run(&folder, &["check", ".", "--since=--all"]).refused(2, "there is no revision");
    run(&folder, &["check", ".", "--since", "nope"]).refused(2, "there is no revision `nope`");
}

#[test]
fn the_day_of_judgement_decides_whether_a_waiver_holds() {
    let waiver = waiver(&fingerprint(SOLAR, RULE), "2028-12-31");
    let on = |day: &str| {
        let report = judged(&[SOLAR, &waiver], &Options::on(Day::parse(day).unwrap()));
        has(&report, RULE)
    };
    assert!(!on("2028-12-31") && on("2029-01-01"));
}
