//! What a submission brings along takes no place of a built-in document unseen, and no name passes for another.

use super::{options, source};
use tonne::engine::{Options, Report, check};
use tonne::finding::{Finding, Severity};
use tonne::rulebook::{library, shipped};

fn report(texts: &[&str], library_first: bool) -> Report {
    let sources: Vec<_> = texts.iter().enumerate().map(|(at, text)| source(at as u32, text)).collect();
    check(&sources, &shipped(Vec::new()).0, &Options { library_first, ..options() })
}

fn found<'r>(report: &'r Report, code: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.code == code).collect()
}

/// The text of a built-in document.
fn built_in(name: &str) -> String {
    let files = library();
    let (_, text) = files.iter().find(|(path, _)| path.ends_with(name)).expect("it is built in");
    (*text).to_owned()
}

const USER: &str = "methodology \"M, made up\" { program \"JCM\" }\n";

#[test]
fn whoever_takes_the_place_of_a_built_in_document_is_told() {
    for (text, severity, says) in [
        ("program \"JCM\" { methodology_approval independent_body }\n", Severity::Warning, "the built-in `JCM`"),
        ("program \"Joint Crediting Mechanism\" { registry \"R\" }\n", Severity::Info, "the built-in `JCM`"),
        ("program \"Other, made up\" { alias \"JCM\" }\n", Severity::Info, "the built-in `JCM`"),
        ("organisation \"Mitsui\" { nature institute }\n", Severity::Info, "statement"),
    ] {
        let report = report(&[USER, text], false);
        let told: Vec<&Finding> = report.findings.iter().filter(|finding| finding.code == "library/replaced").collect();
        assert_eq!(told.len(), 1, "{text}");
        assert_eq!(told[0].span().file.0, 1, "{text}");
        assert!(told[0].message.contains(says), "{}", told[0].message);
        assert!(told[0].severity >= severity, "{text}: {:?}", told[0].severity);
    }
}

/// What is built in byte for byte, or says the same in another layout, takes no place.
#[test]
fn the_same_document_takes_no_place() {
    let text = built_in("jcm/JCM.tonne");
    let loose = text.replace("  ", "    ").replace('\n', "\r\n");
    for text in [text.as_str(), loose.as_str()] {
        let report = report(&[USER, text], false);
        assert!(found(&report, "library/replaced").is_empty(), "{:?}", report.findings);
    }
    let changed = text.replacen("methodology_approval ", "methodology_approval independent_body #", 1);
    assert_ne!(changed, text);
    assert_eq!(found(&report(&[USER, &changed], false), "library/replaced").len(), 1);
}

/// Neither a review nor a list of known findings hides it.
#[test]
fn nothing_sets_a_replacement_aside() {
    let replaced = "program \"JCM\" { methodology_approval independent_body }\n";
    let review = "review \"R, made up\" {\n  of program \"JCM\"\n  waive \"library/replaced\" { because \"we know\"; by \"R\"; until 2030-01-01 }\n}\n";
    let first = report(&[USER, replaced], false);
    assert_eq!(found(&report(&[USER, replaced, review], false), "library/replaced").len(), 1);
    let known = first.findings.iter().map(|finding| finding.fingerprint).collect();
    let mut options = options();
    options.terms.known = known;
    let sources = [source(0, USER), source(1, replaced)];
    let again = check(&sources, &shipped(Vec::new()).0, &options);
    assert_eq!(found(&again, "library/replaced").len(), 1);
}

#[test]
fn the_library_counts_where_it_is_asked_to() {
    let replaced = "program \"JCM\" { methodology_approval independent_body }\n";
    let kept = report(&[USER, replaced], true);
    assert_eq!(found(&kept, "library/kept").len(), 1);
    assert_eq!(kept.documents, 1);
    let alone = report(&[USER], false);
    let of_user = |report: &Report| -> Vec<String> {
        let here = report.findings.iter().filter(|finding| finding.span().file.0 == 0);
        here.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    };
    assert_eq!(of_user(&kept), of_user(&alone));
}

#[test]
fn another_version_is_told_and_names_no_place() {
    let other = "tool \"TOOL01\" { version \"99\" }\n";
    let user = "methodology \"M, made up\" { uses \"TOOL01\" { for additionality } }\n";
    let report = report(&[user, other], false);
    assert_eq!(found(&report, "library/another-version").len(), 1);
    assert!(found(&report, "library/replaced").is_empty());
}

/// Names are compared as Unicode says they are the same: composed or not, with or without what cannot be seen.
#[test]
fn one_name_in_two_spellings_is_one_name() {
    for name in
        ["Soci\u{e9}t\u{e9}", "Socie\u{301}te\u{301}", "Soci\u{e9}\u{200b}t\u{e9}", "So\u{ad}ci\u{e9}t\u{e9}\u{feff}"]
    {
        let program = format!("program \"{name}\" {{ registry \"R\" }}\n");
        let report = report(&["methodology \"M\" { program \"Soci\u{e9}t\u{e9}\" }\n", &program], false);
        assert!(found(&report, "vocabulary/unknown-reference").is_empty(), "{name:?}");
        let hidden = name.contains(['\u{200b}', '\u{ad}']);
        assert_eq!(found(&report, "syntax/invisible-character").len(), usize::from(hidden), "{name:?}");
    }
}

#[test]
fn a_name_that_looks_like_another_is_told() {
    for (text, named) in [
        ("methodology \"M\" { program \"J\u{421}M\" }\n", "`J\u{421}M` looks like `JCM`"),
        (
            "organisation \"Mitsui\" { nature company }\nmethodology \"M\" { author \"\u{41c}itsui\" }\n",
            "looks like `Mitsui`",
        ),
        ("methodology \"M\" { author \"Wor1d Bank\" }\n", "`Wor1d Bank` looks like `World Bank`"),
    ] {
        let report = report(&[text], false);
        let told = found(&report, "vocabulary/look-alike");
        assert_eq!(told.len(), 1, "{text}");
        assert!(told[0].message.contains(named), "{}", told[0].message);
    }
    let report = report(&["methodology \"M\" { author \"A\", \"B\"; program \"JCM\" }\n"], false);
    assert!(found(&report, "vocabulary/look-alike").is_empty());
}
