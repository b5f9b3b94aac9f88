//! Where reports go, and what reaches a screen.

use super::Folder;
use std::fs;

const BAD: &[u8] = b"methodology \"A\" {\n  basline 3\n}\n";

fn check(folder: &Folder, more: &[&str]) -> super::Ran {
    folder.run(&[&["check", "--as-of", "2026-11-23"], more].concat())
}

/// Nothing is written over what was read: documents, rules, the configuration, the known findings, under any name.
#[test]
fn what_was_read_is_not_written_over() {
    let folder = Folder::new(&[
        ("a.tonne", BAD),
        ("deep/b.tonne", BAD),
        ("tonne.yaml", b"fail_on: never\n"),
        ("rules/house/one.yaml", b"title: One\n"),
    ]);
    assert_eq!(check(&folder, &[".", "--write-baseline", "known.json"]).code, 0);
    std::os::unix::fs::symlink("a.tonne", folder.path("link")).unwrap();
    fs::hard_link(folder.path("a.tonne"), folder.path("hard")).unwrap();
    for (target, more) in [
        ("a.tonne", &["."][..]),
        ("./deep/../a.tonne", &["."]),
        ("link", &["."]),
        ("hard", &["."]),
        ("deep/b.tonne", &["."]),
        ("tonne.yaml", &["."]),
        ("rules/house/one.yaml", &[".", "--rules", "rules"]),
        ("known.json", &[".", "--baseline", "known.json"]),
    ] {
        let before = fs::read(folder.path(target)).unwrap();
        for output in ["json", "sarif", "pretty"] {
            let ran = check(&folder, &[more, &["--output", &format!("{output}={target}")]].concat());
            assert_eq!(ran.code, 2, "{target}: {}", ran.err);
            assert!(ran.err.contains("is not written over; name another file"), "{target}: {}", ran.err);
        }
        if target != "known.json" {
            let ran = check(&folder, &[more, &["--write-baseline", target]].concat());
            assert!(ran.code == 2 && ran.err.contains("is not written over"), "{target}: {}", ran.err);
        }
        assert_eq!(fs::read(folder.path(target)).unwrap(), before, "{target}");
    }
    // What was not read may be written anew.
    fs::write(folder.path("report.json"), "old").unwrap();
    assert_eq!(check(&folder, &[".", "--output", "json=report.json"]).code, 0);
    assert!(fs::read_to_string(folder.path("report.json")).unwrap().contains("\"findings\""));
}

#[test]
fn two_reports_never_go_into_one() {
    let folder = Folder::new(&[("a.tonne", BAD), ("deep/b.tonne", BAD)]);
    let two = "two reports go to ";
    for arguments in [
        &["--output", "json=x", "--output", "sarif=x"][..],
        &["--output", "json=x", "--output", "sarif=./deep/../x"],
        &["--output", "json=x", "--write-baseline", "x"],
        &["--output", "json=-", "--output", "sarif=-"],
        &["--output", "json=-", "--format", "pretty"],
        &["--format", "json", "--format", "short"],
        &["--write-baseline", "-", "--format", "json"],
    ] {
        let ran = check(&folder, &[&["a.tonne"], arguments].concat());
        assert!(ran.code == 2 && ran.err.contains(two), "{arguments:?}: {}", ran.err);
        assert!(!folder.path("x").exists(), "{arguments:?}");
    }
}

#[test]
fn a_dash_is_standard_output() {
    let folder = Folder::new(&[("a.tonne", BAD)]);
    let sarif = check(&folder, &["a.tonne", "--output", "sarif=-"]);
    let log: serde_json::Value = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(sarif.out, check(&folder, &["a.tonne", "--format", "sarif"]).out);
    let known = check(&folder, &["a.tonne", "--write-baseline", "-", "--quiet"]);
    serde_json::from_str::<serde_json::Value>(&known.out).unwrap();
    assert!(!folder.path("-").exists());
}

/// A forge takes relative paths only, and what is built in lies in the log itself.
#[test]
fn sarif_has_relative_paths_alone() {
    let text = b"activity \"A\" {\n  reading full\n  program \"JCM\"\n  host KH\n  sector energy.renewable.solar\n}\n";
    let folder = Folder::new(&[("deep/a.tonne", text)]);
    let absolute = folder.path("deep/a.tonne");
    let ran = check(&folder, &[absolute.to_str().unwrap(), "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let mut uris = Vec::new();
    collect(&log["runs"][0]["results"], &mut uris);
    let embedded: Vec<&str> = log["runs"][0]["artifacts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|artifact| artifact["contents"]["text"].is_string())
        .map(|artifact| artifact["location"]["uri"].as_str().unwrap())
        .collect();
    assert!(uris.contains(&"deep/a.tonne".to_owned()) && !embedded.is_empty(), "{uris:?}");
    for uri in uris {
        assert!(!uri.contains(':') && !uri.starts_with('/'), "{uri}");
        assert!(uri == "deep/a.tonne" || embedded.contains(&uri.as_str()), "{uri}");
    }
}

fn collect(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| match (name.as_str(), value) {
            ("uri", serde_json::Value::String(uri)) => into.push(uri.clone()),
            _ => collect(value, into),
        }),
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
}

/// No command prints what would steer a terminal, turn a line, or hide: not from names, values, comments or arguments.
#[test]
fn nothing_that_steers_reaches_a_screen() {
    let evil = "\u{1b}[31m\u{1b}]0;x\u{7}\u{202e}\u{9b}2J\u{200b}";
    let document = format!(
        "methodology \"M{evil}\" {{ # {evil}\n  title \"T{evil}\"\n  reading full\n  source \"S{evil}\" {{ title \"x\" }}\n  \
         parameter BE {{ unit tCO2e; origin monitored; value 3 tCO2e }} @ \"p{evil}\"\n  equation ER = BE # {evil}\n  \
         additionality {{ approach eligibility_only @ \"q{evil}\" }}\n}}\n"
    );
    let folder = Folder::new(&[("m.tonne", document.as_bytes()), ("n.tonne", b"methodology \"N\" { }\n")]);
    let argument = format!("no{evil}");
    for arguments in [
        &["check", "m.tonne"][..],
        &["check", "m.tonne", "--color", "always"],
        &["check", "m.tonne", "--format", "short"],
        &["check", "m.tonne", "--format", "github"],
        &["check", "m.tonne", "--questions"],
        &["check", &argument],
        &["check", "m.tonne", "--select", &argument],
        &["questions", "m.tonne"],
        &["questions", "m.tonne", "--format", "markdown"],
        &["why", "m.tonne:1"],
        &["why", "additionality/missing", "m.tonne"],
        &["diff", "n.tonne", "m.tonne"],
        &["compute", "m.tonne"],
        &["compute", "m.tonne", "--set", &argument],
        &["waivers", "m.tonne"],
        &["vocabulary", &argument],
        &["explain", &argument],
        &["instruments", &argument],
    ] {
        let ran = folder.run(arguments);
        let colors = arguments.contains(&"always");
        for text in [&ran.out, &ran.err] {
            let text = if colors { without_colors(text) } else { text.clone() };
            let steers = |c: char| c.is_control() && c != '\n' && c != '\t' || "\u{202e}\u{200b}".contains(c);
            assert!(!text.contains(steers), "{arguments:?}: {text:?}");
        }
    }
}

/// A text without the colors that the report itself gives.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| match part.split_once('m') {
        Some((code, rest)) if code.chars().all(|c| c.is_ascii_digit() || c == ';') => rest.to_owned(),
        _ => format!("\u{1b}[{part}"),
    });
    std::iter::once(first).chain(rest).collect()
}

/// The gravest come first, since a page shows ten of a kind.
#[test]
fn annotations_begin_with_the_gravest() {
    let text = b"methodology \"A\" {\n  reading full\n  sector waste.landfill\n}\n\
        methodology \"B\" {\n  reading full\n  bound_by \"3/CMA.3\"\n  sector waste.landfill\n}\n";
    let folder = Folder::new(&[("a.tonne", text)]);
    let ran = check(&folder, &["a.tonne", "--format", "github"]);
    let kinds: Vec<usize> = ran
        .out
        .lines()
        .map(|line| ["::error ", "::warning ", "::notice "].iter().position(|kind| line.starts_with(kind)).unwrap())
        .collect();
    assert!(kinds.is_sorted() && kinds.contains(&0) && kinds.contains(&1), "{}", ran.out);
}
