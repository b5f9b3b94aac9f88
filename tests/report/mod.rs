//! All formats, fed the same sample report.

mod measure;

use serde_json::Value;
use std::sync::Arc;
use tonne::engine::{LIBRARY, Report};
use tonne::finding::{Cite, Finding, Fingerprint, Label, Severity, Standing, Verdict};
use tonne::measure::Day;
use tonne::report::explain::{codes, markdown, plain};
use tonne::report::tornado::{Bar, Chart, tornado};
use tonne::report::{Format, Paint, Sheet, Texts, View, render};
use tonne::rulebook::shipped;
use tonne::source::{FileId, Span};

const SOLAR: &str = "methodology \"Énergie solaire\" {\n\tauthor \"Łódź Wind\" { wrote methodology }\n  baseline {\n    approach historical\n  }\n}\n";
const WINDOWS: &str = "activity \"A, 100 % made up\" {\r\n  participant \"Łódź Wind\"\r\n}\r\n";

fn files(file: FileId) -> Option<Arc<str>> {
    ["methodologies/made up/solar.tonne", "windows, made up.tonne", "gone.tonne"]
        .get(file.0 as usize)
        .map(|name| (*name).into())
}

fn texts(file: FileId) -> Arc<str> {
    [SOLAR, WINDOWS].get(file.0 as usize).copied().unwrap_or_default().into()
}

fn span(file: u32, text: &str, what: &str) -> Span {
    let start = text.find(what).unwrap() as u32;
    Span::new(FileId(file), start, start + what.len() as u32)
}

fn cite(clause: &str, standing: Standing, known: &'static str) -> Cite {
    Cite { clause: clause.into(), asks: "made up".into(), standing, known, binds: false, later: false }
}

fn sample() -> Report {
    let across = Finding {
        code: "baseline/self-authored".into(),
        cites: vec![
            cite("2/CMA.3 annex ¶18(h)(ii)", Standing::Breaches, "read"),
            cite("3/CMA.3 annex ¶35", Standing::FallsShort, "background"),
            cite("3/CMA.3 annex ¶36", Standing::Disregards, "secondary"),
            cite("TOOL21 v13.1 ¶10", Standing::Indicates, "read"),
            cite("TOOL21 v13.1 ¶10(d)", Standing::Permits, "read"),
            cite("TOOL32 validity", Standing::Later, "background"),
        ],
        also: vec!["authorship/undisclosed".into()],
        fingerprint: Fingerprint(0xa1),
        ..Finding::error(
            "x",
            span(0, SOLAR, "\"Łódź Wind\""),
            "a party that receives the credits wrote the methodology, 100 % of it",
        )
    }
    .at("the same interest receives the credits")
    .label(span(0, SOLAR, "wrote methodology"), "wrote the methodology (Climate Home News 2025)")
    .label(span(1, WINDOWS, "participant \"Łódź Wind\""), "receives credits")
    .note("reviewed by: not found in JCM (read in part)")
    .help("have it reviewed by a body without interest in the credits, and publish the review");
    let block = Finding::warning(
        "baseline/missing",
        span(0, SOLAR, "baseline {\n    approach historical\n  }"),
        "the baseline says nothing",
    )
    .at("here");
    let whole = Finding {
        severity: Severity::Info,
        ..Finding::warning("methodology/long", Span::new(FileId(0), 0, SOLAR.len() as u32), "a document to its end")
    };
    let question = |at: Span, text: &str| Finding {
        severity: Severity::Question,
        verdict: Verdict::Unproven,
        also: vec!["b/c".into(), "d/e".into()],
        labels: vec![Label { span: at, text: "not said here".into() }],
        ..Finding::error("safeguards/none-anywhere", at, text)
    };
    let gone = Finding::error(
        "file/unreadable",
        Span::new(FileId(2), 40, 50),
        "`gone.tonne` cannot be read: \u{1b}[31mpermission denied",
    );
    let findings = vec![
        whole,
        across,
        block,
        question(span(0, SOLAR, "baseline"), "how are human rights protected?"),
        question(
            span(0, SOLAR, "baseline"),
            "who wrote the methodology, and which of the many bodies that took part in it gains from the credits?",
        ),
        question(span(1, WINDOWS, "activity"), "when did it start?"),
        gone,
    ];
    Report {
        findings,
        documents: 2,
        files: 3,
        left_out: Vec::new(),
        rules: 103,
        as_of: Day::parse("2026-11-23").unwrap(),
        coverage: Vec::new(),
        below: 0,
        yardstick: None,
        review: Default::default(),
    }
}

fn rendered(report: &Report, format: Format, view: View) -> String {
    let (rulebook, _) = shipped(Vec::new());
    let texts = Texts::new(files, texts);
    let mut out = Vec::new();
    render(format, &Sheet { report, texts: &texts, rulebook: &rulebook, view }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn page(width: usize) -> View {
    View { paint: Paint::Plain, width, quiet: false, overview: false }
}

/// What depends on the rulebook and the library is not the format's.
fn shown(report: &Report, format: Format) -> String {
    rendered(report, format, page(100))
}

#[test]
fn pretty_draws_the_lines() {
    insta::assert_snapshot!(shown(&sample(), Format::Pretty));
}

#[test]
fn pretty_fits_a_narrow_page() {
    let text = rendered(&sample(), Format::Pretty, page(60));
    // A name of a file, and a label far to the right, are not broken up.
    for line in text.lines().filter(|line| !line.contains("╭─[") && !line.contains("judged as of")) {
        assert!(line.chars().count() <= 66, "{line}");
    }
}

/// On the narrowest page, too, the words beside a mark have room: only names are longer than a line.
#[test]
fn words_beside_a_mark_stay_on_the_narrowest_page() {
    let text = rendered(&sample(), Format::Pretty, page(40));
    // Where two hang side by side, the second one may stand out.
    let hangs_alone = |line: &&str| line.contains("· ") && line.matches(['│', '┤', '╰']).count() < 2;
    let wide: Vec<&str> = text.lines().filter(hangs_alone).filter(|line| line.chars().count() > 42).collect();
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

/// Long names and long numbers stand beside each other in a tornado, and it is told in words as well.
#[test]
fn a_tornado_has_room_for_names_and_numbers() {
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    let bar = |name: &str, from: &str, to: &str| Bar { name: name.into(), from: number(from), to: number(to) };
    let bars = vec![bar("EF_grid_combined_margin_<y>", "12345678901.125", "5"), bar("U\u{1b}", "7", "7")];
    let svg = tornado(&[Chart { result: "ER, tCO2e".into(), bars }]);
    assert!(svg.contains(
        "<title>ER, tCO2e goes from 12345678901.125 to 5 with EF_grid_combined_margin_&lt;y&gt;, from 7 to 7 with"
    ));
    assert!(!svg.contains('\u{1b}') && svg.contains("role=\"img\""));
    let number_at = |text: &str| {
        let tag = svg.lines().find(|line| line.ends_with(&format!(">{text}</text>"))).unwrap();
        tag.split('"').nth(1).unwrap().parse::<f64>().unwrap()
    };
    // The smaller end's number ends there, the name begins at 16; eight points are enough for a character.
    assert!(number_at("5") - 8.0 > 16.0 + 27.0 * 7.0);
    let width: f64 = svg.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert!(number_at("12345678901.125") + 15.0 * 7.0 < width);
}

#[test]
fn pretty_has_colours_where_they_are_wanted() {
    let view = View { paint: Paint::Colours, width: 80, quiet: false, overview: false };
    assert!(rendered(&sample(), Format::Pretty, view).contains("\u{1b}[1;31merror\u{1b}[0m"));
    // What a text brings along never reaches the terminal.
    assert!(!shown(&sample(), Format::Pretty).contains('\u{1b}'));
    assert!(!shown(&sample(), Format::Short).contains('\u{1b}'));
}

#[test]
fn quiet_is_the_summary_alone() {
    let view = View { quiet: true, ..page(100) };
    let text = rendered(&sample(), Format::Pretty, view);
    assert_eq!(
        text,
        "2 errors, 1 warning, 1 info, 3 questions in 2 documents (3 files, 103 rules), as of 2026-11-23\n"
    );
}

#[test]
fn short_is_a_line_each() {
    insta::assert_snapshot!(shown(&sample(), Format::Short));
}

#[test]
fn json_is_versioned() {
    let text = shown(&sample(), Format::Json);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schema"], 2);
    insta::assert_snapshot!(text);
}

#[test]
fn github_escapes_what_steers_the_runner() {
    insta::assert_snapshot!(shown(&sample(), Format::Github));
}

/// Asserts that a log is SARIF 2.1.0, as its official schema has it.
pub fn keeps_to_the_official_schema(log: &Value) {
    let mut schema: Value = serde_json::from_str(include_str!("../fixtures/sarif/sarif-schema-2.1.0.json")).unwrap();
    // One pattern of the schema (for `language`, which is not written here) is no regular expression.
    for part in ["run", "toolComponent"] {
        schema["definitions"][part]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let schema = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn sarif_keeps_to_the_official_schema() {
    let real = tonne::engine::check(&[], &shipped(Vec::new()).0, &options());
    for report in [sample(), nothing(), real] {
        let text = shown(&report, Format::Sarif);
        let log: Value = serde_json::from_str(&text).unwrap();
        keeps_to_the_official_schema(&log);
        // A level other than `none` belongs to failures only (§3.27.10).
        for result in log["runs"][0]["results"].as_array().unwrap() {
            assert_eq!(result["kind"] == "open", result["level"] == "none");
        }
    }
}

#[test]
fn sarif_of_the_sample() {
    let mut log: Value = serde_json::from_str(&shown(&sample(), Format::Sarif)).unwrap();
    // The rules' pages change with the rulebook.
    log["runs"][0]["tool"]["driver"]["rules"] = Value::from("…");
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn nothing_found_is_said_in_every_format() {
    assert_eq!(
        shown(&nothing(), Format::Pretty),
        "nothing found in 1 document (1 file, 103 rules), as of 2026-11-23\n"
    );
    assert_eq!(shown(&nothing(), Format::Short), "");
    assert_eq!(shown(&nothing(), Format::Github), "");
    let json: Value = serde_json::from_str(&shown(&nothing(), Format::Json)).unwrap();
    assert_eq!(json["findings"], Value::Array(Vec::new()));
}

#[test]
fn what_is_built_in_is_shown_and_said_to_be() {
    let finding = Finding::error("x/y", Span::new(FileId(0), 0, 11), "made up")
        .label(Span::new(FileId(LIBRARY), 0, 11), "stands on this");
    let report = Report { findings: vec![finding], ..nothing() };
    assert!(shown(&report, Format::Pretty).contains(".tonne (built in):1:1]"));
    let sarif: Value = serde_json::from_str(&shown(&report, Format::Sarif)).unwrap();
    let run = &sarif["runs"][0];
    let related = &run["results"][0]["relatedLocations"][0]["physicalLocation"]["artifactLocation"];
    let embedded = &run["artifacts"][0];
    assert_eq!(related["uri"], embedded["location"]["uri"]);
    assert!(embedded["location"]["uri"].as_str().unwrap().starts_with("tonne-library/methodologies/"));
    assert!(embedded["contents"]["text"].as_str().unwrap().len() > 100);
    assert!(shown(&report, Format::Json).contains("\"built_in\": true"));
}

#[test]
fn spans_of_a_file_that_has_changed_do_no_harm() {
    for (start, end) in [(0, 0), (3, 1_000), (13, 14), (1_000, 2_000), (u32::MAX, u32::MAX)] {
        let finding = Finding::error("x/y", Span::new(FileId(0), start, end), "moved")
            .at("here")
            .label(Span::new(FileId(1), end, end), "there");
        let report = Report { findings: vec![finding], ..nothing() };
        for format in [Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github] {
            assert!(!shown(&report, format).is_empty());
        }
    }
}

#[test]
fn a_long_line_is_cut_around_its_label() {
    let text: Arc<str> = format!("methodology \"A\" {{ title \"{}\"; foo 3 }}\n", "ü".repeat(100_000)).into();
    let start = text.find("foo").unwrap() as u32;
    let finding = Finding::error("x/y", Span::new(FileId(0), start, start + 3), "no word").at("here");
    let report = Report { findings: vec![finding], ..nothing() };
    let (rulebook, _) = shipped(Vec::new());
    let texts = Texts::new(|_| Some("long.tonne".into()), |_| text.clone());
    let mut out = Vec::new();
    render(Format::Pretty, &Sheet { report: &report, texts: &texts, rulebook: &rulebook, view: page(80) }, &mut out)
        .unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(
        out.contains("long.tonne:1:100029")
            && out.contains("foo 3")
            && out.lines().all(|line| line.chars().count() <= 80),
        "{out}"
    );
}

#[test]
fn every_rule_has_a_page() {
    let (rulebook, _) = shipped(Vec::new());
    for rule in &rulebook.rules {
        let page = plain(&markdown(&rulebook, &rule.id, options().as_of).unwrap(), Paint::Plain, 80);
        assert!(
            page.starts_with(&rule.title) && page.contains(rule.id.as_str()) && page.contains("Examples"),
            "{page}"
        );
        // Each says what it reports; checks on equations, and what is computed, by way of an example.
        let reports = page.split("\nWhat it reports\n\n- ").nth(1).and_then(|rest| rest.split("\n\n").next());
        let reports = reports.unwrap_or_else(|| panic!("{page}"));
        let computed = rule.visits.iter().any(|visit| visit.check.is_some()) || reports.contains('…');
        assert!(!reports.contains("a number}") && computed == reports.contains("in an example below: "), "{page}");
        let words: Vec<&str> = page.split_whitespace().collect();
        let milder = words.join(" ").contains("It is a warning where no clause that it cites binds the document");
        assert_eq!(milder, rule.severity == Severity::Error, "{page}");
    }
    for code in codes() {
        assert!(markdown(&rulebook, code, options().as_of).is_some());
    }
    assert!(markdown(&rulebook, "no/such", options().as_of).is_none());
}

fn nothing() -> Report {
    Report {
        findings: Vec::new(),
        documents: 1,
        files: 1,
        left_out: Vec::new(),
        rules: 103,
        as_of: Day::parse("2026-11-23").unwrap(),
        coverage: Vec::new(),
        below: 0,
        yardstick: None,
        review: Default::default(),
    }
}

fn options() -> tonne::engine::Options {
    let as_of = Day::parse("2026-11-23").unwrap();
    tonne::engine::Options::on(as_of)
}
