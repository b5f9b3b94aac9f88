//! Numbers and units as people write them: one finding each, and what it says; and what is right says nothing.

use std::fmt::Write;

use super::run;
use tonne::finding::{Finding, Severity, Verdict};
use tonne::rulebook::{RuleFile, Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::vocabulary::{self, Field, File, Ordered, UnitDefinition, Writing};

/// What nobody can take as it stands.
const WRONG: &[&str] = &[
    // A point that may stand between thousands.
    "monitoring: requested 1.500 tCO2e",
    "monitoring: requested 900.000 tCO2e",
    "monitoring: requested -1.500 tCO2e",
    "monitoring: requested 1.500",
    "monitoring: observed_loss 1.234 ha",
    "methodology: baseline { validity 20.000 years }",
    "activity: finance { total 12.500 USD }",
    "activity: reports 2.000",
    "monitoring: parameter EG { value 1.200 MWh }",
    // Digits in groups.
    "monitoring: requested 600 000 tCO2e",
    "monitoring: requested 1 600 000.5 tCO2e",
    "monitoring: requested 600\u{a0}000 tCO2e",
    "monitoring: requested 600\u{2009}000 tCO2e",
    "monitoring: requested 600'000 tCO2e",
    "activity: source \"t\" { title \"T\" }; issued 1’600’000 tCO2e { period 2020 } @ \"the source's p. 2\"",
    "methodology: equation ER = 5 000 * x",
    // Ranges where one value stands.
    "methodology: additionality { investment { benchmark 14 %..15 % } }",
    "methodology: crediting { period 5..10 }",
    "methodology: crediting { period 2021-01-01..2030-12-31 }",
    "methodology: crediting { start 2021..2022 }",
    "methodology: public_comment { days 2021-01-01..2021-02-01 }",
    "methodology: baseline { downward_adjustment 5 MWh..10 MWh }",
    "methodology: uncertainty { confidence 2020..2030 }",
    "methodology: parameter P { value 5 %..10 % }",
    "methodology: baseline { data_age 5 to 10 years }",
    "activity: area 10 - 12 ha",
    "monitoring: period 2021-01-01 to 2021-12-31",
    "monitoring: period 2021 - 2022",
    "methodology: parameter P { bounds 5 % to 10 % }",
    "methodology: parameter P { bounds low..5 }",
    "methodology: parameter P { bounds 10..5 }",
    "methodology: parameter P { bounds 5..10 % }",
    "methodology: parameter P { bounds 5 MWh..6 t }",
    // What cannot be.
    "monitoring: requested -2_000 tCO2e",
    "methodology: uncertainty { confidence 900 % }",
    "methodology: uncertainty { confidence -5 % }",
    "methodology: baseline { validity -5 years }",
    "methodology: baseline { options -2 }",
    "activity: participant \"A\" { share 1.2 }",
    "activity: finance { total -5 EUR }",
    "methodology: baseline { downward_adjustment 820 % }",
    "methodology: baseline { downward_adjustment 5 % { annual -1 %/year } }",
    // What measures something else than its symbol.
    "methodology: parameter EF { unit tCO2e/MWh; value 0.5 MWh }",
    "methodology: parameter EF { unit tCO2e/MWh; value 0.5 tCO2e/MWh; bounds 10 %..20 % }",
    "methodology: option \"1\" { parameter EF { unit %; value 5 tCO2e } }",
    "methodology: parameter EF { unit dimensionless; value 5 t }",
    "tool: parameter EF { unit tCO2e/MWh }; example \"1\" { given EF { value 3 t } }",
    "methodology: parameter ER [y] { unit tCO2e }; example \"1\" { expect ER_y { value 3 MWh } }",
    // What cannot have happened yet.
    "methodology: approved 2205-06-01",
    "activity: registered 2027",
    "agreement: signed 2026-11-02",
    "activity: issued 5 tCO2e { period 2026..2029 }",
    "methodology: source \"s\" { title \"T\"; date 2035-01-01 }",
    // Quotation marks around what is no text.
    "methodology: host \"KH\"",
    "methodology: approved \"2021-02-27\"",
    "methodology: crediting { period 1'2 years }",
    "methodology: crediting { period \"10 years\" }",
    "methodology: crediting { renewable \"yes\" }",
    "methodology: crediting { span \"2021..2030\" }",
    "methodology: uncertainty { confidence \"900 %\" }",
    "methodology: crediting { renewals \"none\" }",
    "methodology: parameter P { unit \"tCO2e\" }",
    "methodology: parameter P { unit \"per cent\" }",
    "methodology: host \"Cambodia\"",
    "methodology: host UK",
    "methodology: host EU",
    // Units.
    "monitoring: requested 5 t CO2e",
    "monitoring: requested 5 tCO2-e",
    "monitoring: requested 5 tonnes of CO2 equivalent",
    "monitoring: requested 12.5k tCO2e",
    "monitoring: requested tCO2e 600_000",
    "monitoring: requested 5 tons",
    "monitoring: stratum \"S\" { carbon 5 tCO2e per ha }",
    "methodology: uncertainty { confidence 5 per cent }",
    "methodology: public_comment { days 30 working days }",
    "methodology: crediting { period 5 yaers }",
    "methodology: crediting { period 10 years renewable }",
    "methodology: capacity_limit 5 megawats",
    "methodology: capacity_limit about 5 MW",
    "methodology: capacity_limit 5 kwh",
    "activity: area 3 hectars",
    "activity: finance { total 5 million USD }",
    "activity: finance { total USD 5 million }",
    "activity: finance { total 5 $ }",
    "activity: finance { total $5 }",
    "activity: finance { total €5.5 }",
    "activity: finance { total US$5 }",
    "activity: finance { total 5 US$ }",
    "activity: finance { total 5 kr }",
    "methodology: parameter P { unit kwh }",
    "methodology: parameter P { unit tC02e/mwh }",
    "methodology: parameter P { unit tCO2e per MWh }",
    "methodology: parameter P { unit tCO2e / MWh }",
    "methodology: parameter P { unit $/MWh }",
    "methodology: parameter P { unit mass fraction }",
    "methodology: parameter P { unit kg/ha*year }",
    "methodology: parameter P { unit tCO2e/foo }",
];

/// What is right, though it looks like what is wrong.
const RIGHT: &[&str] = &[
    "monitoring: requested 1_500 tCO2e",
    "monitoring: requested 1.5 tCO2e",
    "monitoring: requested 1.2340 tCO2e",
    "monitoring: requested 0.940 tCO2e",
    "monitoring: requested 1.234 MtCO2e",
    "monitoring: stratum \"S\" { carbon 1.234 tCO2e/ha }",
    "methodology: parameter P { value 1.234 }",
    "methodology: parameter P { value 1.234 % }",
    "methodology: parameter P { value 1.234 tCO2e/MWh, 5 tCO2e/MWh }",
    "methodology: parameter P { value -5 tCO2e }",
    "methodology: parameter P { bounds -10 %..10 % }",
    "methodology: capacity_limit 1.500 MW",
    "methodology: additionality { investment { irr_without_credits -3.125 %; irr_with_credits 140 % } }",
    "methodology: uncertainty { confidence 100 % }",
    "methodology: crediting { renewals 0 }",
    "methodology: baseline { downward_adjustment 100 % { annual 1 %/year } }",
    "methodology: parameter EF { unit tCO2e/MWh; value 0.5; bounds 400 kgCO2/MWh..0.7 tCO2/MWh }",
    "methodology: parameter ER { unit tCO2e/year; value 5 tCO2e }",
    "methodology: parameter S { unit fraction; value 5 % }",
    "methodology: parameter S { value 5 %; year 2020; valid_for 5 years; unit dimensionless }",
    "methodology: parameter X { value 5 t }; parameter X_y { unit MWh; value 5 GWh }",
    "methodology: approved 2026-11-01",
    "methodology: valid_until 2035-01-01",
    "activity: start 2028-01-01",
    "activity: registered 2026",
    "agreement: in_force 2027-01-01",
    "monitoring: period 2027",
    "activity: issued 5 tCO2e { period 2026 }",
    "methodology: crediting { span 2021-01-01..2030-12-31; period unknown }",
    "activity: finance { total 5_000_000 USD; public_subsidy none }",
    "activity: capacity 15 megawatts",
];

/// The statement in a document of its kind.
fn document(case: &str) -> String {
    let (kind, statement) = case.split_once(": ").expect("a kind and a statement");
    format!("{kind} \"A\" {{\n  {statement}\n}}\n")
}

fn of_form(text: &str, rulebook: &Rulebook) -> Vec<Finding> {
    let findings = run(rulebook, &[text]).findings;
    findings.into_iter().filter(|finding| rulebook.rule(&finding.code).is_none()).collect()
}

#[test]
fn what_is_wrong_is_one_finding_that_says_what_to_write() {
    let (rulebook, _) = shipped(Vec::new());
    let (mut out, mut several) = (String::new(), Vec::new());
    for case in WRONG {
        let text = document(case);
        let findings = of_form(&text, &rulebook);
        if findings.len() != 1 {
            let told: Vec<String> =
                findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
            several.push(format!("{case}: {told:?}"));
        }
        for finding in findings {
            let at = &text[finding.span().start as usize..finding.span().end as usize];
            let help = finding.help.as_deref().unwrap_or("-");
            let _ = writeln!(out, "{case}\n  {}: {}\n  at `{at}`: {help}", finding.code, finding.message);
        }
    }
    assert!(several.is_empty(), "{}", several.join("\n"));
    insta::assert_snapshot!("amounts", out);
}

/// A help that says what to write, written: then nothing is left to say.
#[test]
fn what_is_proposed_is_right() {
    let (rulebook, _) = shipped(Vec::new());
    let mut tried = 0;
    for case in WRONG {
        let text = document(case);
        let Some(finding) = of_form(&text, &rulebook).into_iter().next() else { continue };
        let help = finding.help.as_deref().unwrap_or_default();
        let proposed = help.strip_prefix("write ").or(help.strip_prefix("did you mean `"));
        let Some(proposed) = proposed.map(|rest| rest.trim_end_matches("`?")) else { continue };
        let plain = |c: char| c.is_alphanumeric() || " %/._-".contains(c);
        let sentence = !proposed.chars().all(plain) || proposed.contains(" with ");
        if finding.code != "vocabulary/unknown-unit" || sentence || case.contains(" \"per") {
            continue; // and quotation marks are told next
        }
        // A unit in a parameter stands alone, elsewhere its number is said again.
        let (mut start, end) = (finding.span().start as usize, finding.span().end as usize);
        if proposed.starts_with(|c: char| c.is_ascii_digit()) {
            start = text[..start].trim_end().rfind([' ', '\u{a0}']).expect("a word before the number") + 1;
        }
        let whole = if proposed.contains('/') { text[end..].find([' ', '\n']).map_or(end, |at| end + at) } else { end };
        let mended = format!("{}{proposed}{}", &text[..start], &text[whole..]);
        let left = of_form(&mended, &rulebook);
        assert!(left.is_empty(), "{case}\n{mended}\n{left:?}");
        tried += 1;
    }
    assert!(tried >= 15, "only {tried} were written");
}

#[test]
fn what_is_right_says_nothing() {
    let (rulebook, _) = shipped(Vec::new());
    for case in RIGHT {
        let findings = of_form(&document(case), &rulebook);
        assert!(findings.is_empty(), "{case}: {findings:?}");
    }
}

/// A report of 2,000 tonnes beside an authorization of so many.
fn above_authorization(authorized: &str) -> Vec<String> {
    let (rulebook, _) = shipped(Vec::new());
    let activity = format!("activity \"A\" {{ authorized {authorized} }}\n");
    let report = run(&rulebook, &[&activity, "monitoring \"M\" { activity \"A\"; requested 2_000 tCO2e }\n"]);
    let told = report
        .findings
        .into_iter()
        .filter(|finding| finding.code == "issuance/above-authorization" && finding.verdict == Verdict::Breached);
    told.map(|finding| finding.message.to_string()).collect()
}

#[test]
fn nobody_is_accused_for_a_point_between_thousands() {
    assert_eq!(above_authorization("1.500 tCO2e"), Vec::<String>::new());
    assert_eq!(above_authorization("1_500 tCO2e").len(), 1);
}

/// The unit of a measured value may stand in the methodology: there the point is asked about, too.
#[test]
fn a_point_in_a_value_without_a_unit_accuses_nobody() {
    let (rulebook, _) = shipped(Vec::new());
    let told = |value: &str, unit: &str| {
        let text = format!(
            "methodology \"M\" {{ equation ER = EG * EF; parameter ER {{ unit tCO2e; role reductions }}; parameter EG {{ unit {unit}; origin monitored }}; parameter EF {{ unit tCO2e/{unit}; origin fixed; value 1 }} }}\n\
             activity \"A\" {{ methodology \"M\" }}\n\
             monitoring \"R\" {{ reading full; activity \"A\"; requested 1_500 tCO2e; parameter EG {{ value {value} }} }}\n"
        );
        let findings = run(&rulebook, &[&text]).findings;
        let found = findings.into_iter().find(|finding| finding.code == "issuance/more-than-the-equations-give");
        found.map(|finding| finding.severity == Severity::Question)
    };
    assert_eq!(told("1.500", "MWh"), Some(true));
    assert_eq!(told("1.5", "MWh"), Some(false));
    assert_eq!(told("1_500", "MWh"), None);
    assert_eq!(told("1.500", "GWh"), Some(false));
}

/// A report and an activity give values in units of their own: these have to measure what the methodology asks for.
#[test]
fn a_reported_value_measures_what_the_methodology_declares() {
    let (rulebook, _) = shipped(Vec::new());
    let told = |document: &str| {
        let text = format!(
            "methodology \"M\" {{ parameter EG [i,y] {{ unit MWh }}; option \"a\" {{ parameter FC {{ unit t }} }}; option \"b\" {{ parameter FC {{ unit m3 }} }} }}\n\
             activity \"A\" {{ methodology \"M\"{document}"
        );
        let of_form = of_form(&text, &rulebook).into_iter();
        of_form.map(|finding| format!("{}: {}", finding.code, finding.message)).collect::<Vec<_>>()
    };
    let report = |parameter: &str| told(&format!(" }}\nmonitoring \"R\" {{ activity \"A\"; {parameter} }}"));
    let wrong = "vocabulary/wrong-dimension: `EG` is declared in MWh, found `5 t`";
    assert_eq!(report("parameter EG [pump,y] { value 5 t }"), [wrong]);
    assert_eq!(told("; parameter EG [y] { value 5 t } }"), [wrong]);
    assert_eq!(
        report("parameter FC { value 5 MWh }"),
        ["vocabulary/wrong-dimension: `FC` is declared in t, found `5 MWh`"]
    );
    for right in
        ["EG [y] { value 5 TJ }", "EG [y] { value 5 }", "FC { value 5 m3 }", "FC { value 5 kg }", "OTHER { value 5 h }"]
    {
        assert_eq!(report(&format!("parameter {right}")), [""; 0], "{right}");
    }
}

#[test]
fn a_difference_is_printed_so_that_a_reader_finds_it() {
    let told = above_authorization("1.5 tCO2e");
    assert!(told.len() == 1 && told[0].contains("1_998.5 tCO2e"), "{told:?}");
}

#[test]
fn rules_are_told_what_to_write_too() {
    let rule = |condition: &str, limit: &str| {
        let text = format!(
            "title: Made up\nsubject: methodology\nrequire: [{{that: {condition}, message: too long}}]\nseverity: info\nnature: indicator\ncites: []\nlimits: {{most: {{value: {limit}, origin: made up}}}}\nhelp: write less\nwhy: made up\nexamples: []\n"
        );
        let source = Source { id: FileId(0), name: "made-up.yaml".into(), text: text.into() };
        let (_, findings) = shipped(vec![RuleFile::new("made/up".to_owned(), source)]);
        let helps = findings.into_iter().filter_map(|finding| finding.help.map(|help| help.to_string()));
        helps.collect::<Vec<_>>()
    };
    assert_eq!(rule("crediting.period <= 5 yaers", "5 years"), ["did you mean `5 years`?"]);
    assert_eq!(rule("capacity_limit <= 5 mw", "5 years"), ["did you mean `5 MW`?"]);
    assert_eq!(rule("crediting.period <= limits.most", "5 Years")[0], "did you mean `5 years`?");
}

/// A vocabulary of one place with a bound, and of one writing.
fn complaints(kind: &str, unit: Option<&str>, least: &str, writing: Writing) -> Vec<String> {
    let unit = unit.map(str::to_owned);
    let place = Field { value: Some(kind.to_owned()), unit, least: Some(least.to_owned()), ..Field::default() };
    let definition = |name: &str, is: &str| UnitDefinition {
        name: name.to_owned(),
        is: is.to_owned(),
        means: "made up".to_owned(),
        ..UnitDefinition::default()
    };
    let file = File {
        kind: Some("shelf".to_owned()),
        fields: Ordered(vec![("size".to_owned(), place)]),
        units: vec![definition("m", "base length"), definition("s", "base time")],
        writings: vec![writing],
        ..File::default()
    };
    let (_, problems) = vocabulary::check(&[file]);
    problems.into_iter().map(|problem| format!("{}: {}", problem.place, problem.message)).collect()
}

#[test]
fn bounds_and_writings_are_checked_when_the_vocabulary_is_read() {
    let writing =
        |of: &str, write: &str| Writing { of: vec![of.to_owned()], write: write.to_owned(), ..Writing::default() };
    let sound = || writing("metre", "m");
    let none = Vec::<String>::new();
    assert_eq!(complaints("quantity", Some("m"), "0 m", sound()), none);
    assert_eq!(complaints("money", None, "0", sound()), none);
    assert_eq!(complaints("count", None, "1", sound()), none);
    for (kind, unit, least) in [("quantity", Some("m"), "0 s"), ("quantity", Some("m"), "0"), ("text", None, "0")] {
        let expected = format!("shelf.size: `{least}` bounds something else than what is measured here");
        assert_eq!(complaints(kind, unit, least, sound()), [expected]);
    }
    for (of, write) in [("metre", "metr"), ("Metre", "m"), ("metre", "")] {
        let expected = format!("writings: `{of}` has capitals, says nothing or names no unit");
        assert_eq!(complaints("quantity", Some("m"), "0 m", writing(of, write)), [expected]);
    }
}

/// A part of a whole is at most one: what is more is a percentage without its sign, or has another unit.
#[test]
fn a_fraction_is_at_most_one() {
    let (rulebook, _) = shipped(Vec::new());
    for (said, wrong) in [
        ("unit fraction; value 91.3", true),
        ("unit fraction; value 91.3 fraction", true),
        ("unit fraction; bounds 0.2 fraction..91.3 fraction", true),
        ("unit fraction; value 120 %", true),
        ("unit fraction; value 91.3 %", false),
        ("unit fraction; value 0.913", false),
        ("unit fraction; value 1", false),
        ("unit ratio; value 91.3", false),
        ("unit %; value 120 %", false),
    ] {
        let text = format!("methodology \"A\" {{ parameter F {{ {said}; origin default }} }}");
        let report = run(&rulebook, &[&text]);
        let found = report.findings.iter().find(|finding| finding.code == "vocabulary/impossible-quantity");
        assert_eq!(found.is_some(), wrong, "{said}");
        let help = found.and_then(|finding| finding.help.clone()).unwrap_or_default();
        assert!(!said.contains("91.3") || !wrong || help.contains("write `91.3 %`"), "{said}: {help}");
    }
}
