//! One mistake of form gives one finding, its help holds when it is followed, and what is not understood accuses nobody.

use super::{run, source};
use crate::corpus::options;
use tonne::engine::check;
use tonne::finding::{Finding, Verdict};
use tonne::rulebook::{RuleFile, Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::vocabulary::{READING, STATES};

/// The errors of form in a text.
fn form(rulebook: &Rulebook, text: &str) -> Vec<Finding> {
    let all = run(rulebook, &[text]).findings;
    let of_form = |finding: &Finding| finding.code.starts_with("syntax/") || finding.code.starts_with("vocabulary/");
    all.into_iter().filter(|finding| of_form(finding) && finding.code != "vocabulary/unknown-reference").collect()
}

/// Each line: document | code | help. `↵` is a line end.
fn table(lines: &str) {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let [text, code, help] = line.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let found = form(&rulebook, &text.replace('↵', "\n"));
        let told: Vec<String> = found
            .iter()
            .map(|finding| format!("{} | {}", finding.code, finding.help.clone().unwrap_or_default()))
            .collect();
        if told != [format!("{code} | {help}")] {
            wrong.push(format!("{line}\n    found {told:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_words_in_one_place_are_one_mistake() {
    table(
        r#"
        monitoring "M" { period from 2018-03-12 to 2020-12-31 } | vocabulary/wrong-type | write period 2018-03-12..2020-12-31
        monitoring "M" { period 2018-03-12, 2020-12-31 } | vocabulary/several-values | write period 2018-03-12..2020-12-31
        monitoring "M" { period 2018, 2019, 2020 } | vocabulary/several-values | keep one of them
        activity "A" { crediting { period 7 years renewable twice } } | vocabulary/unknown-unit | write 7 years; what else is said has a word of its own, or stands in a comment
        activity "A" { crediting { period 7 years renewals 2 } } | vocabulary/wrong-type | write `period 7 years` and `renewals 2`, each on a line of its own
        activity "A" { crediting { start Feb 2021 } } | vocabulary/wrong-type | write year, month and day: 2021-02-27, 2021-02 or 2021
        agreement "A" { duration until 2030 } | vocabulary/wrong-type | write duration { until 2030 }
        methodology "M" { uses "TOOL01" for additionality } | vocabulary/wrong-type | write uses "TOOL01" { for additionality }
        methodology "M" { uses "TOOL01" version "2" } | vocabulary/wrong-type | write uses "TOOL01" { version "2" }
        methodology "M" { uses TOOL01 version "2" } | vocabulary/wrong-type | write uses "TOOL01" { version "2" }
        methodology "M" { uses TOOL01 version 2 } | vocabulary/unquoted-text | write the name in quotes, and what qualifies it in braces: uses "TOOL01" { version … }
        methodology "M" { author Ministry of Environment and Forests } | vocabulary/unquoted-text | write "Ministry of Environment and Forests"
        methodology "M" { author "Acme" Ltd } | vocabulary/wrong-type | a name stands in one pair of quotes; what else may be said shows: tonne vocabulary methodology.author
        methodology "M" { crediting { period 1,000 years 5 } } | syntax/comma-in-number | write `1_000 years` for thousands, `1.000 years` for decimals, and a space behind the comma between two values
        monitoring "M" { requested 600_000 tCO2e net } | vocabulary/unknown-unit | write 600_000 tCO2e; what else is said has a word of its own, or stands in a comment
        methodology "M" { title "A" "B" } | vocabulary/several-values | keep one of them
        methodology "M" { sector waste land } | syntax/missing-comma | separate several values by commas, or put each on a line of its own
        methodology "M" { sector REDD+↵ host KH } | vocabulary/wrong-type | a line that ends with `+` goes on in the next one, and so takes it in; did you mean `land.redd`?
        methodology "M" { baseline { scale national }; baseline { validity 5 years } } | vocabulary/said-twice | put all of it into one `baseline` block
        methodology "M" { approved 2021; approved 2022 } | vocabulary/said-twice | keep one of the two
        methodology "M" version "2" { title "x" } | vocabulary/several-values | write `version "2"` in its braces
        country KH, TH { name "x" } | vocabulary/several-values | keep one name, and write in the braces what is said of it
        "#,
    );
}

#[test]
fn words_written_apart_are_recognised() {
    table(
        r#"
        methodology "M" { additionality { approach positive-list } } | vocabulary/wrong-type | did you mean `positive_list`?
        methodology "M" { additionality { approach positive list } } | vocabulary/wrong-type | did you mean `positive_list`?
        methodology "M" { baseline { approach business as usual } } | vocabulary/wrong-type | did you mean `projection`?
        methodology "M" { additionality { test barrier { needed any one } } } | vocabulary/wrong-type | did you mean `any_one`?
        methodology "M" { additionality { prior-consideration { required yes } } } | vocabulary/unknown-word | did you mean `prior_consideration`?
        "#,
    );
}

#[test]
fn help_is_only_given_where_it_holds() {
    table(
        r#"
        activity "A" { crediting period 10 years } | vocabulary/wrong-type | write crediting { period 10 years }
        methodology "M" { published 12 March 2021 } | vocabulary/wrong-type | see what may stand in its braces: tonne vocabulary methodology.published
        activity "A" { safeguards { grievance mechanism yes } } | vocabulary/wrong-type | see what may stand in its braces: tonne vocabulary activity.safeguards.grievance
        agreement "A" { authorization { required yes } } | vocabulary/unknown-word | see what may stand here: tonne vocabulary agreement.authorization
        methodology "M" { additionality { validity 5 years } } | vocabulary/unknown-word | it stands in `baseline`
        methodology "M" { additionality { title "x" } } | vocabulary/unknown-word | it stands directly in the methodology
        "#,
    );
}

#[test]
fn a_reading_is_one_word() {
    table(
        r#"
        methodology "M" { reading full, partial } | vocabulary/several-values | keep one of them
        methodology "M" { reading partial full } | vocabulary/several-values | keep one of them
        methodology "M" { reading full { title "x" } } | vocabulary/unknown-reading | write `reading full`, `reading partial` or `reading draft`, and put what stands in the braces behind it
        "#,
    );
    let (rulebook, _) = shipped(Vec::new());
    for reading in ["full, partial", "partial, full", "full { title \"x\" }"] {
        let report = run(&rulebook, &[&format!("methodology \"M\" {{ reading {reading} }}")]);
        let accused = report
            .findings
            .iter()
            .find(|finding| finding.verdict.is_finding() && rulebook.rule(&finding.code).is_some());
        assert!(accused.is_none(), "reading {reading}: {accused:?}");
    }
    let accused = run(&rulebook, &["methodology \"M\" { reading full }"]).findings;
    assert!(accused.iter().any(|finding| finding.verdict == Verdict::NotShown));
}

#[test]
fn none_beside_a_value_is_a_contradiction() {
    let both =
        "keep the one that the source says; where it names more than could be told, write `unknown` beside the values";
    let row = |text: &str| format!("{text} | vocabulary/none-beside-value | {both}\n");
    let texts = [
        "methodology \"M\" { author none; author \"X\" { wrote methodology } }",
        "methodology \"M\" { additionality { test investment; test none } }",
        "methodology \"M\" { host none, KH }",
        "methodology \"M\" { host not_required; host KH, TH }",
        "methodology \"M\" { host none; host unknown }",
        "methodology \"M\" { safeguards none { gender yes } }",
        "methodology \"M\" { crediting not_required { period 5 years } }",
        "methodology \"M\" { additionality { test none { checked_by validator } } }",
    ];
    table(&texts.map(row).concat());
    let (rulebook, _) = shipped(Vec::new());
    for right in [
        "author \"X\"; author unknown",
        "author none; author none",
        "author \"X\"; author \"Y\"",
        "leakage none { justification \"panels move nothing\" }",
        "safeguards none { }",
    ] {
        assert!(form(&rulebook, &format!("methodology \"M\" {{ {right} }}")).is_empty(), "{right}");
    }
    let told = run(&rulebook, &["methodology \"M\" { reading full; author none; author \"X\" { wrote methodology } }"]);
    let undisclosed = told.findings.iter().find(|finding| finding.code == "authorship/undisclosed");
    assert!(undisclosed.is_none_or(|finding| finding.verdict == Verdict::Unproven), "{undisclosed:?}");
}

/// What is not told one by one is not understood either: no block behind it counts as read in full.
#[test]
fn errors_that_are_not_listed_still_spoil_a_full_reading() {
    let (rulebook, _) = shipped(Vec::new());
    let broken = "  note § x\n".repeat(300);
    let text = format!(
        "methodology \"A\" {{\n{broken}}}\nmethodology \"B\" {{\n  reading full\n  note \"x\" ) author \"Y\"\n}}\n"
    );
    let texts = [source(0, &text)];
    let report = check(&texts, &rulebook, &options());
    let from = text.find("methodology \"B\"").expect("the second document") as u32;
    let accused = report.findings.iter().find(|finding| {
        finding.span().start >= from && finding.verdict == Verdict::Breached && rulebook.rule(&finding.code).is_some()
    });
    assert!(accused.is_none(), "{accused:?}");
    assert!(report.findings.iter().any(|finding| finding.code == "syntax/too-many-errors"));
}

#[test]
fn the_words_of_the_language_are_explained() {
    let (rulebook, _) = shipped(Vec::new());
    for word in STATES.into_iter().chain([READING, "inferred"]) {
        assert!(rulebook.vocabulary.phrase(word).is_some_and(|phrase| !phrase.means.is_empty()), "{word}");
    }
}

/// All that is wrong with a condition is told at once.
#[test]
fn a_condition_is_looked_at_to_its_end() {
    let of = |condition: &str| {
        let text = format!(
            "title: Made up\nsubject: methodology\nrequire:\n  - that: {condition}\n    message: made up\nseverity: info\nnature: indicator\ncites: []\nhelp: ask\nwhy: Made up.\nexamples: []\n"
        );
        let source = Source { id: FileId(0), name: "made-up.yaml".into(), text: text.as_str().into() };
        let (_, findings) = shipped(vec![RuleFile::new("made/up".to_owned(), source)]);
        findings
            .iter()
            .map(|finding| format!("{} {}", finding.message, finding.help.clone().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(
            "any additionality.test as q (q.method stated) and baseline.scalee is national and baseline.validityy > 3 years"
        ),
        [
            "expected `is` before `stated` did you mean `is stated`?",
            "`scalee` is no word of methodology.baseline did you mean `scale`?",
            "`validityy` is no word of methodology.baseline did you mean `validity`?",
        ]
    );
    assert_eq!(of("baseline.scale not stated"), ["expected `is` before `not` did you mean `is not`?"]);
    assert_eq!(of("not (baseline.scale none)"), ["expected `is` before `none` did you mean `is none`?"]);
}

/// In a message, a limit that there is none of is told in the vocabulary's words.
#[test]
fn no_limit_is_told_in_words() {
    let (rulebook, _) = shipped(Vec::new());
    let told = run(
        &rulebook,
        &["methodology \"M\" { bound_by \"3/CMA.3\"; sector waste; baseline { approach benchmark; validity none } }"],
    )
    .findings;
    let finding = told.iter().find(|finding| finding.code == "baseline/validity-too-long").expect("a finding");
    assert_eq!(finding.message, "the baseline may stand for any length of time before it is set anew");
    let asked =
        run(&rulebook, &["methodology \"M\" { bound_by \"3/CMA.3\"; sector waste; baseline { approach benchmark; validity not_required } }"])
            .findings;
    let breached =
        |finding: &&Finding| finding.code == "baseline/validity-too-long" && finding.verdict == Verdict::Breached;
    assert!(asked.iter().find(breached).is_none());
}

/// `renewals 2` says that there can be a renewal: nobody is asked whether there can, and nobody may say otherwise.
#[test]
fn what_a_statement_says_as_well_is_not_asked() {
    let (rulebook, _) = shipped(Vec::new());
    let renewable = |crediting: &str| {
        let text = format!("methodology \"M\" {{ crediting {{ {crediting} }}; baseline {{ updated_at_renewal no }} }}");
        let found = run(&rulebook, &[&text]).findings;
        let told = found.iter().any(|finding| finding.code == "baseline/not-updated-at-renewal");
        (told, found.iter().any(|finding| finding.message == "can the crediting period be renewed?"))
    };
    for (crediting, told_or_asked) in [
        ("renewals 2", (true, false)),
        ("period 5 years { kind renewable }", (true, false)),
        ("renewals 0", (false, false)),
        ("renewals none", (false, false)),
        ("period 5 years { kind fixed }", (false, false)),
        ("renewals unknown", (false, true)),
        ("period 5 years", (false, true)),
    ] {
        assert_eq!(renewable(crediting), told_or_asked, "{crediting}");
    }
    let help = "compare both with the source, and keep what it says";
    let texts = [
        "crediting { renewals 2; renewable no }",
        "crediting { renewals none; renewable yes }",
        "crediting { renewals 1; period 10 years { kind fixed } }",
        "crediting { renewals 1; renewable none }",
        "safeguards { consultation { date 2021-02-01; held no } }",
    ];
    let row = |text: &str| format!("activity \"M\" {{ {text} }} | vocabulary/contradiction | {help}\n");
    table(&texts.map(row).concat());
    for right in ["renewals 2; renewable yes", "renewals none; renewable no", "renewals unknown; renewable yes"] {
        assert!(form(&rulebook, &format!("methodology \"M\" {{ crediting {{ {right} }} }}")).is_empty(), "{right}");
    }
}

/// A page number is a page of something: told once, whatever is cited after it.
#[test]
fn a_document_that_cites_lists_its_sources() {
    table(
        r#"
        methodology "M" { host KH @ "p. 1"; sector waste @ "p. 2" } | vocabulary/no-source | list what was read, as in: source "text" { title "…"; extent whole }
        methodology "M" @ "cover" { host KH } | vocabulary/no-source | list what was read, as in: source "text" { title "…"; extent whole }
        methodology "M" { host KH @ "Annex" "p. 1"; sector waste @ "p. 2" } | vocabulary/no-source | list what was read, as in: source "Annex" { title "…"; extent whole }
        methodology "M" { source "text" { title "T" }; host KH @ "Annex" "p. 1" } | vocabulary/unknown-source | list it: source "Annex" { title "…" }
        "#,
    );
    let (rulebook, _) = shipped(Vec::new());
    for right in ["host KH @ inferred", "host KH", "host KH @ \"p. 1\"; source \"text\" { title \"T\" }"] {
        assert!(form(&rulebook, &format!("methodology \"M\" {{ {right} }}")).is_empty(), "{right}");
    }
}

/// Numbers and dates as they stand in the source: what to write is printed, not described.
#[test]
fn commas_and_points_are_mended_in_the_message() {
    let space = "and a space behind the comma between two values";
    let quoted = "or put a version or a clause in quotation marks";
    let comma = |value: &str, help: &str| {
        format!("methodology \"M\" {{ parameter P {{ value {value} }} }} | syntax/comma-in-number | {help}, {space}\n")
    };
    let points = |statement: &str, meant: &str| {
        format!("activity \"A\" {{ {statement} }} | syntax/dots-in-number | write `{meant}`, {quoted}\n")
    };
    let rows = [
        comma("0,5 tCO2e/MWh", "write `0.5 tCO2e/MWh` for one number"),
        comma("12,75 %", "write `12.75 %` for one number"),
        comma("0,125", "write `0.125` for one number"),
        comma("1,500 t", "write `1_500 t` for thousands, `1.500 t` for decimals"),
        points("issued 1.500.000 tCO2e", "1_500_000 tCO2e"),
        points("registered 01.06.2025", "2025-06-01"),
        points("registered 1.6.2025", "2025-06-01"),
    ];
    table(&rows.concat());
}

/// What a tired reviewer writes, and the line that is meant.
#[test]
fn slips_of_form_are_answered_with_the_line_to_write() {
    table(
        r#"
        methodology "M" { source "t" { title "T" }; sector energy.renewable.solar "p. 1" } | vocabulary/wrong-type | `@` stands before where it was read: write sector energy.renewable.solar @ "p. 1"
        methodology "M" { crediting { period 5 years "p. 1" } } | vocabulary/wrong-type | `@` stands before where it was read: write period 5 years @ "p. 1"
        methodology "M" { additionality { approach tests and eligibility_only } } | vocabulary/wrong-type | write approach tests, eligibility_only
        methodology "M" { sector energy.solar } | vocabulary/unknown-value | did you mean `energy.renewable.solar`?
        methodology "M" { safeguards { none } } | vocabulary/unknown-word | write `safeguards none`, without the braces
        methodology "M" { additionality { validity 5 years @ "p. 1" } ; source "t" { title "T" } } | vocabulary/unknown-word | it stands in `baseline`
        "#,
    );
}
