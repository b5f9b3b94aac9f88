//! `tonne.yaml`, and the JSON Schemas of all that people write in YAML.

mod schema;
mod shape;

use crate::cli::Folder;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use tonne::rulebook::{RuleFile, shipped, shipped_with};
use tonne::source::{FileId, Source};
use tonne::workspace::{baseline, configuration};

const SOLAR: &[u8] = b"methodology \"Solar\" {\n  additionality { reading full; test barrier { needed any_one } }\n  eligibility { reading full }\n}\n";

fn check(folder: &Folder, more: &[&str]) -> crate::cli::Ran {
    folder.run(&[&["check", "--as-of", "2026-11-23", "--format", "short"], more].concat())
}

#[test]
fn what_the_readme_shows_is_a_configuration_that_holds() {
    let readme = fs::read_to_string("README.md").unwrap();
    let shown = readme.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder =
        Folder::new(&[("solar.tonne", SOLAR), ("tonne.yaml", shown.as_bytes()), ("my-rules/predicates.yaml", b"")]);
    let found = check(&folder, &["."]);
    assert!(found.code < 2 && found.err.contains("as tonne.yaml sets it"), "{found:?}");
}

#[test]
fn it_is_found_upwards_from_the_first_path_and_the_command_line_comes_first() {
    let folder = Folder::new(&[
        ("deep/er/solar.tonne", SOLAR),
        ("tonne.yaml", b"select: [additionality]\nignore: additionality/common-practice-missing\n"),
    ]);
    let found = check(&folder, &["deep/er"]);
    assert!(found.out.lines().all(|line| line.contains("[additionality/")), "{found:?}");
    assert!(!found.out.contains("common-practice-missing") && found.err.contains("as tonne.yaml sets it"));
    assert!(check(&folder, &["deep/er", "--no-config"]).out.contains("[authorship/"));
    let told = check(&folder, &["deep/er", "--select", "additionality/common-practice-missing"]);
    assert_eq!(told.out.matches("[additionality/common-practice-missing]").count(), 1, "{told:?}");
    let told = check(&folder, &["deep/er", "--ignore", "additionality/single-barrier"]);
    assert!(told.out.contains("common-practice-missing") && !told.out.contains("single-barrier"), "{told:?}");
    fs::write(folder.path("other.yaml"), "select: baseline\n").unwrap();
    let told = check(&folder, &["deep/er", "--config", "other.yaml"]);
    assert!(told.out.contains("[baseline/") && !told.out.contains("[additionality/"), "{told:?}");
}

/// Whoever runs it in a folder below, on whatever machine, reads the same.
#[test]
fn a_configuration_above_is_named_from_here() {
    let rule =
        b"title: Untitled\nsubject: methodology\nrequire: [{that: title is stated, message: there is no title}]\n\
        severity: error\nnature: indicator\ncites: []\nhelp: write it\nwhy: made up\nexamples: []\n";
    let folder = Folder::new(&[
        ("deep/er/solar.tonne", SOLAR),
        ("our/house/untitled.yaml", rule),
        ("tonne.yaml", b"rules: our\n"),
    ]);
    let within = Folder::at(folder.path("deep/er"));
    let checked = check(&within, &["."]);
    assert!(checked.err.ends_with("; as ../../tonne.yaml sets it\n"), "{checked:?}");
    let told = within.run(&["why", "house/untitled"]);
    assert!(told.out.contains("(../../our/house/untitled.yaml:3:"), "{told:?}");
    fs::write(folder.path("tonne.yaml"), "rulse: our\n").unwrap();
    assert!(check(&within, &["."]).err.contains("╭─[../../tonne.yaml:1:1]"));
}

/// An editor hands in what is not saved yet: what counts is where it would lie.
#[test]
fn standard_input_is_judged_as_the_file_that_it_is_called() {
    let settings = b"select: additionality\npaths: {drafts/: {severity: {additionality: error}}}\n";
    let folder = Folder::new(&[("deep/tonne.yaml", settings), ("deep/drafts/other.txt", b"")]);
    let run = |name: &str| {
        let text = String::from_utf8(SOLAR.to_vec()).unwrap();
        folder.run_with(&["check", "-", "--format", "short", "--as-of", "2026-11-23", "--stdin-filename", name], &text)
    };
    let draft = run("deep/drafts/new.tonne");
    assert!(draft.out.contains("deep/drafts/new.tonne:2:3: error[additionality/legal-"), "{draft:?}");
    assert!(run("deep/new.tonne").out.contains("deep/new.tonne:2:3: warning[additionality/legal-"));
    assert!(run("new.tonne").err.ends_with(", as of 2026-11-23\n"));
}

#[test]
fn a_profile_is_set_and_overridden() {
    let folder = Folder::new(&[("solar.tonne", SOLAR), ("tonne.yaml", b"profile: corsia\n")]);
    let rules = |more: &[&str]| -> String {
        let err = check(&folder, more).err;
        err.split(" rule").next().unwrap().rsplit(' ').next().unwrap().to_owned()
    };
    let by_file = rules(&["."]);
    assert_eq!(by_file, rules(&[".", "--no-config", "--profile", "corsia"]));
    assert_ne!(by_file, rules(&[".", "--profile", "article-6.2"]));
    assert_eq!(rules(&[".", "--profile", "article-6.2"]), rules(&[".", "--no-config", "--profile", "article-6.2"]));
}

#[test]
fn severity_is_set_by_rule_and_family_and_path() {
    let settings = b"severity: {additionality: info, additionality/single-barrier: error}\n\
        paths:\n  drafts/:\n    ignore: [additionality/legal-requirement-not-excluded]\n    severity: {additionality/single-barrier: info}\n";
    let other = String::from_utf8(SOLAR.to_vec()).unwrap().replace("Solar", "Draft");
    let folder =
        Folder::new(&[("solar.tonne", SOLAR), ("drafts/deep/draft.tonne", other.as_bytes()), ("tonne.yaml", settings)]);
    let found = check(&folder, &["."]);
    assert_eq!(found.code, 1);
    let has = |text: &str| found.out.contains(text);
    assert!(has("\nsolar.tonne:2:33: error[additionality/single-barrier]"), "{found:?}");
    assert!(has("solar.tonne:2:3: info[additionality/legal-requirement-not-excluded]"), "{found:?}");
    assert!(has("drafts/deep/draft.tonne:2:33: info[additionality/single-barrier]"), "{found:?}");
    assert!(!has("draft.tonne:2:3: info[additionality/legal-requirement-not-excluded]"), "{found:?}");
}

#[test]
fn a_limit_is_overridden() {
    let grid = b"country DE { grid { renewable_share 55 % } }\n\
        activity \"A\" { reading full; host DE; sector energy.renewable.wind; additionality { test investment } }\n";
    let folder = Folder::new(&[("solar.tonne", grid)]);
    let most = |limit: &str| {
        fs::write(folder.path("tonne.yaml"), format!("limits: {{renewable/high-grid-share: {{most: {limit}}}}}\n"))
            .unwrap();
        check(&folder, &["."]).out.contains("[renewable/high-grid-share]")
    };
    assert!(most("50 %") && most("0.5"));
    assert!(!most("60 %"));
}

/// A part of a folder is judged by its own profile, thresholds, selection and bar; the command line comes before them.
#[test]
fn a_part_of_a_folder_has_settings_of_its_own() {
    let grid = "activity \"NAME\" { reading full; host DE; \
        sector energy.renewable.wind; additionality { test investment } }\n";
    let (here, there) = (grid.replace("NAME", "Here"), grid.replace("NAME", "There"));
    let settings = "select: renewable\nlimits: {renewable/high-grid-share: {most: 60 %}}\nfail_on: warning\n\
        severity: {renewable/high-grid-share: warning}\npaths:\n  strict/:\n    SETTING\n";
    let country = b"country DE { grid { renewable_share 55 % } }\n";
    let folder = Folder::new(&[
        ("country.tonne", country),
        ("here.tonne", here.as_bytes()),
        ("strict/there.tonne", there.as_bytes()),
        ("strict/solar.tonne", SOLAR),
    ]);
    let run = |setting: &str, more: &[&str]| {
        fs::write(folder.path("tonne.yaml"), settings.replace("SETTING", setting)).unwrap();
        check(&folder, &[&["."], more].concat())
    };
    let high = |ran: &crate::cli::Ran| -> Vec<String> {
        let lines = ran.out.lines().filter(|line| line.contains(": warning[renewable/high-grid-share]"));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    };
    let none = run("limits: {renewable/high-grid-share: {most: 60 %}}", &[]);
    assert!(high(&none).is_empty(), "{none:?}");
    let stricter = run("limits: {renewable/high-grid-share: {most: 50 %}}", &[]);
    assert_eq!((high(&stricter), stricter.code), (vec!["strict/there.tonne".to_owned()], 1), "{stricter:?}");
    assert!(stricter.out.contains("50 %"), "{stricter:?}");
    let never = run("limits: {renewable/high-grid-share: {most: 50 %}}\n    fail_on: never", &[]);
    assert_eq!((high(&never).len(), never.code), (1, 0), "{never:?}");
    let told = run("limits: {renewable/high-grid-share: {most: 50 %}}\n    fail_on: never", &["--fail-on", "info"]);
    assert_eq!(told.code, 1);
    let other = run("select: additionality", &[]);
    let at = |line: &str| line.starts_with("strict/");
    assert!(other.out.lines().all(|line| at(line) == line.contains("[additionality/")), "{other:?}");
    assert!(other.out.lines().any(at), "{other:?}");
    assert_eq!(run("select: additionality", &["--select", "renewable"]).out, none.out);
    let by_profile = run("profile: corsia", &[]);
    let alone = check(&folder, &["strict", "--profile", "corsia"]);
    let there = |ran: &crate::cli::Ran| ran.out.lines().filter(|line| at(line)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(there(&by_profile), there(&alone));
    assert_ne!(there(&by_profile), there(&none));
    assert_eq!(
        run("profile: corsia", &["--profile", "article-6.2"]).out,
        run("fail_on: never", &["--profile", "article-6.2"]).out
    );
}

/// What `why` and `diff` say is what `check` said: the same settings, found in the same way.
#[test]
fn every_command_judges_as_the_configuration_says() {
    let grid = b"country DE { grid { renewable_share 55 % } }\nactivity \"A\" { reading full; host DE; \
        sector energy.renewable.wind; additionality { test investment } }\n";
    let lower = String::from_utf8(grid.to_vec()).unwrap().replace("55 %", "45 %");
    let settings = b"ignore: safeguards\npaths: {deep/: {limits: {renewable/high-grid-share: {most: 50 %}}}}\n\
        limits: {renewable/high-grid-share: {most: 60 %}}\n";
    let folder = Folder::new(&[
        ("a.tonne", grid),
        ("deep/a.tonne", grid),
        ("old/a.tonne", lower.as_bytes()),
        ("tonne.yaml", settings),
    ]);
    let run = |arguments: &[&str]| folder.run(&[arguments, &["--as-of", "2026-11-23"]].concat());
    let rule = "renewable/high-grid-share";
    let (shallow, deep) = (run(&["why", rule, "a.tonne"]), run(&["why", rule, "deep/a.tonne"]));
    assert!(shallow.out.starts_with(&format!("{rule}: not applicable")), "{shallow:?}");
    assert!(deep.out.starts_with(&format!("{rule}: not shown")), "{deep:?}");
    assert_eq!(deep.err, "note: judged as tonne.yaml sets it\n");
    assert!(run(&["why", rule, "deep", "--no-config"]).out.starts_with(&format!("{rule}: not shown")));
    run(&["why", "safeguards/human-rights-missing", "a.tonne"])
        .refused(2, "is not asked here: it is ignored (as tonne.yaml sets it)");
    let line = check(&folder, &["deep"]).out;
    let line = line.lines().find(|line| line.contains(rule)).unwrap();
    let at = line.split(": ").next().unwrap();
    assert!(run(&["why", at]).out.contains(&format!("{rule}: not shown")));
    let (shallow, deep) = (run(&["diff", "old", "a.tonne"]), run(&["diff", "old", "deep"]));
    assert!(!shallow.out.contains(rule) && deep.out.contains(rule), "{shallow:?}\n{deep:?}");
    let explained = folder.run(&["explain", rule]);
    assert!(explained.out.contains("60 % (set in tonne.yaml)"), "{explained:?}");
}

/// The rules of a folder that the configuration names are tried, listed and explained like those that are built in.
#[test]
fn rules_of_the_configuration_are_rules() {
    let rule = b"title: Untitled\nsubject: methodology\nrequire: [{that: title is stated, message: there is no title}]\n\
        severity: error\nnature: indicator\ncites: []\nhelp: write it\nwhy: made up\nexamples:\n  - met: methodology \"A\" { title \"T\" }\n";
    let folder = Folder::new(&[("our/house/untitled.yaml", rule), ("tonne.yaml", b"rules: our\n"), ("a.tonne", SOLAR)]);
    assert!(folder.run(&["rules"]).out.contains("house/untitled "));
    assert!(!folder.run(&["rules", "--no-config"]).out.contains("house/untitled"));
    assert!(folder.run(&["explain", "house/untitled"]).out.contains("made up"));
    assert!(folder.run(&["test"]).out.starts_with("rules 1, examples 1, as expected 1"));
    fs::rename(folder.path("tonne.yaml"), folder.path("other.yaml")).unwrap();
    assert!(folder.run(&["test", "--config", "other.yaml"]).out.starts_with("rules 1, examples 1, as expected 1"));
    fs::rename(folder.path("other.yaml"), folder.path("tonne.yaml")).unwrap();
    assert!(folder.run(&["test", "--no-config"]).out.contains("tonne.yaml:1:1: error[rules/yaml]"));
    assert!(folder.run(&["why", "house/untitled"]).out.starts_with("house/untitled: unproven"));
    let twice = check(&folder, &[".", "--rules", "our"]);
    assert!(!twice.out.contains("rules/id-taken"), "{twice:?}");
    fs::write(folder.path("our/house/untitled.yaml"), "titel: x\n").unwrap();
    for arguments in [&["why", "additionality/missing"][..], &["diff", ".", "."], &["explain", "house/untitled"]] {
        let refused = folder.run(arguments);
        assert!(
            refused.code == 2 && refused.err.starts_with("error: ") && refused.err.contains(" rules/yaml\n"),
            "{refused:?}"
        );
    }
    // What is only to be read goes on with the others.
    for (arguments, says) in
        [(&["rules"][..], "additionality/missing "), (&["explain", "additionality/missing"], "What")]
    {
        let told = folder.run(arguments);
        assert!(told.code == 0 && told.err.contains(" rules/yaml\n") && told.out.contains(says), "{told:?}");
    }
    fs::write(folder.path("tonne.yaml"), "ruls: our\n").unwrap();
    assert_eq!(folder.run(&["explain", "configuration/yaml"]).code, 0);
    assert_eq!(folder.run(&["explain", "additionality/missing"]).code, 2);
}

#[test]
fn rule_folders_start_from_the_configuration() {
    let rule =
        b"title: Untitled\nsubject: methodology\nrequire: [{that: title is stated, message: there is no title}]\n\
        severity: error\nnature: indicator\ncites: []\nhelp: write it\nwhy: made up\nexamples: []\n";
    let solar = b"methodology \"Solar\" { reading full }\n";
    let folder = Folder::new(&[
        ("deep/solar.tonne", solar),
        ("our/rules/house/untitled.yaml", rule),
        ("tonne.yaml", b"rules: our/rules\nselect: house\n"),
    ]);
    let found = check(&folder, &["deep"]);
    assert!(found.out.contains("[house/untitled]: there is no title"), "{found:?}");
}

#[test]
fn a_broken_configuration_is_drawn_and_nothing_is_checked() {
    let broken = [
        ("profle: jcm\n", "╭─[tonne.yaml:1:1]", "did you mean `profile`?"),
        ("select:\n  - additionality\n  - additionalty\n", "╭─[tonne.yaml:3:5]", "did you mean `additionality`?"),
        ("paths: {a: {ignor: x}}\n", "╭─[tonne.yaml:1:13]", "did you mean `ignore`?"),
        (
            "paths: {a: {limits: {renewable/high-grid-share: {mst: 5 %}}}}\n",
            "╭─[tonne.yaml:1:55]",
            "did you mean `most`?",
        ),
        ("paths: {a: {profile: jcmm}}\n", "╭─[tonne.yaml:1:22]", "did you mean `jcm`?"),
        ("paths: {a: {waivers: []}}\n", "╭─[tonne.yaml:1:13]", "configuration/yaml"),
        ("rules: nowhere\n", "╭─[tonne.yaml:1:8]", "no rules can be read here: there is no such file or folder"),
        ("severity: error\n", "╭─[tonne.yaml:1:11]", "lines as in `name: value` are expected here"),
        ("profile: jcm\nprofile: jcm\n", "╭─[tonne.yaml:2:1]", "`profile` stands here twice"),
        ("select: [null]\n", "╭─[tonne.yaml:1:10]", "a text is expected here, and there is none"),
        ("waivers: [{rule: a}]\n", "╭─[tonne.yaml:1:", "`text` is missing here"),
        ("waivers: [{rule: a, why: f}]\n", "╭─[tonne.yaml:1:21]", "nothing here is called `why`"),
        (
            "answers: [{rule: authorship/undisclosed, of: {methodolgy: A}, answer: yes, because: b}]\n",
            "╭─[tonne.yaml:1:47]",
            "did you mean `methodology`?",
        ),
        ("fail_on: waring\n", "╭─[tonne.yaml:1:10]", "did you mean `warning`?"),
        ("paths: {a: {fail_on: 3}}\n", "╭─[tonne.yaml:1:22]", "`incomplete` or `never`"),
        ("severity: {additionality: fatal}\n", "╭─[tonne.yaml:1:27]", "`error`, `warning` or `info`"),
        ("profile: jcmm\n", "╭─[tonne.yaml:1:10]", "did you mean `jcm`?"),
        ("limits: {renewable/high-grid-share: {most: 5 MW}}\n", "╭─[tonne.yaml:1:44]", "50 %"),
        ("a: [\n", "╭─[tonne.yaml", "configuration/yaml"),
    ];
    for (text, place, says) in broken {
        let folder = Folder::new(&[("solar.tonne", SOLAR), ("tonne.yaml", text.as_bytes())]);
        let found = check(&folder, &["."]);
        assert!(found.code == 2 && found.out.is_empty(), "{found:?}");
        assert!(found.err.starts_with("error: ") && found.err.contains(" configuration/"), "{found:?}");
        assert!(found.err.contains(place) && found.err.contains(says), "{}", found.err);
    }
    for text in [&b""[..], b"# nothing yet\n", b"\xEF\xBB\xBF"] {
        let folder = Folder::new(&[("solar.tonne", SOLAR), ("tonne.yaml", text)]);
        assert!(check(&folder, &["."]).code < 2, "{text:?}");
    }
    let folder = Folder::new(&[("solar.tonne", SOLAR), ("tonne.yaml", b"\xFF\xFE")]);
    check(&folder, &["."]).refused(2, "UTF-16");
    check(&folder, &[".", "--config", "nowhere.yaml"]).refused(2, "there is no such file or folder");
}

/// Reads a configuration as the command does; every finding lies in it.
fn read(text: &str) {
    let source = Source { id: FileId(0), name: "tonne.yaml".into(), text: text.into() };
    let findings = match configuration::read(source.clone(), "/made/up".into()) {
        Err(finding) => vec![finding],
        Ok(read) => {
            let (rulebook, mut findings) = shipped_with(Vec::new(), &read.limits(), &source);
            findings.extend(read.known(&rulebook).1);
            findings
        }
    };
    for finding in findings {
        assert_eq!(finding.span().file, FileId(0), "{text:?}: {finding:?}");
        assert!(!finding.message.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_settings_never_panic(words in proptest::collection::vec("(profile|select|ignore|severity|limits|paths|waivers|answers|renewable/high-grid-share|most|: |\\{|\\}|, |\n|  |- |\"|5 MW|60 %|é|\\[|\\]|\\*|!|#|\\||&a|\t)", 0..24)) {
        read(&words.concat());
    }

    #[test]
    fn limits_of_any_kind_never_panic(value in "\\PC{0,12}") {
        read(&format!("limits:\n  renewable/high-grid-share:\n    most: {value}\n"));
    }

    #[test]
    fn arbitrary_baselines_never_panic(text in "\\PC*") {
        let _ = baseline::read(&text);
    }
}

/// Aliases that grow without end, and nesting without end, are refused with a finding, in a configuration and in rules.
#[test]
fn yaml_that_grows_without_end_is_refused() {
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (before, name) in ('a'..='h').zip('b'..='i') {
        let item = format!("*{before}");
        bomb.push_str(&format!("{name}: &{name} [{}]\n", [item.as_str(); 10].join(", ")));
    }
    let deep = format!("rules: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    for text in [bomb, deep] {
        let source = Source { id: FileId(0), name: "tonne.yaml".into(), text: text.as_str().into() };
        assert!(configuration::read(source.clone(), PathBuf::from(".")).is_err());
        let (_, findings) = shipped(vec![RuleFile::new("house/made-up".to_owned(), source)]);
        assert!(!findings.is_empty());
    }
}
