//! `tonne check`.

use super::{Folder, Ran, command};
use std::fs;

const GOOD: &[u8] = b"country \"KH\" {\n}\n";
const BAD: &[u8] = b"methodology \"A\" {\n  basline 3\n}\n";

fn day() -> [&'static str; 3] {
    ["check", "--as-of", "2026-11-23"]
}

fn check(folder: &Folder, more: &[&str]) -> Ran {
    folder.run(&[&day(), more].concat())
}

#[test]
fn exit_code_says_whether_it_should_pass() {
    let folder = Folder::new(&[("good.tonne", GOOD), ("bad.tonne", BAD)]);
    assert_eq!(check(&folder, &["good.tonne"]).code, 0);
    let found = check(&folder, &["bad.tonne"]);
    assert_eq!((found.code, found.err.as_str()), (1, ""));
    assert!(found.out.contains("╭─[bad.tonne:2:3]") && found.out.contains("did you mean `baseline`?"), "{}", found.out);
    assert!(found.out.ends_with("as of 2026-11-23\n"));
    assert_eq!(check(&folder, &["bad.tonne", "--fail-on", "never"]).code, 0);
    assert_eq!(check(&folder, &["bad.tonne", "--fail-on", "question"]).code, 1);
}

#[test]
fn a_folder_is_walked_and_gitignore_respected() {
    let folder = Folder::new(&[
        ("a/bad.tonne", BAD),
        ("out/bad.tonne", BAD),
        (".hidden/bad.tonne", BAD),
        (".gitignore", b"out\n"),
        ("a/not.txt", BAD),
    ]);
    let found = check(&folder, &["--format", "short"]);
    assert_eq!(found.out.lines().filter(|line| line.contains("unknown-word")).count(), 1, "{}", found.out);
    assert!(found.out.contains("a/bad.tonne:2:3: error[vocabulary/unknown-word]: "));
    assert!(found.err.contains("in 1 document (1 file, "), "{}", found.err);
    // What is named is taken, whatever its ending.
    assert_eq!(check(&folder, &["a/not.txt"]).code, 1);
}

#[test]
fn wrong_use_is_one_clear_line() {
    let folder = Folder::new(&[("good.tonne", GOOD), ("empty/readme.txt", b""), ("blank.tonne", b"\n")]);
    check(&folder, &["nowhere"]).refused(2, "`nowhere` cannot be read: there is no such file or folder");
    check(&folder, &["--select", "additionalty"])
        .refused(2, "there is no rule or family `additionalty`; did you mean `additionality`?");
    check(&folder, &["--ignore", "qqqqqqqqqqq"]).refused(2, "`tonne rules` lists them");
    check(&folder, &["--profile", "article-62"]).refused(2, "did you mean `article-6.2`?");
    check(&folder, &["--format", "jsn"]).refused(2, "did you mean `json`?");
    check(&folder, &["--output", "jsn=x"]).refused(2, "did you mean `json`?");
    check(&folder, &["--output", "json"]).refused(2, "as in `json=report.json`");
    check(&folder, &["--max-size", "3 bananas"]).refused(2, "as in `500kB` or `64MB`");
    check(&folder, &["--rules", "nowhere"]).refused(2, "`nowhere` cannot be read");
    check(&folder, &["--rules", "good.tonne"]).refused(2, "a folder of rules is expected");
    check(&folder, &["--baseline", "nowhere.json"])
        .refused(2, "the baseline `nowhere.json` cannot be read: there is no such file or folder");
    check(&folder, &["--fail-on", "eror"]).refused(2, "did you mean `error`?");
    folder.run(&["check", "--as-of", "2026-13-01"]).refused(2, "write a day, as in `2026-11-23`");
    folder.run(&["chek"]).refused(2, "did you mean `check`?");
    check(&folder, &["empty"]).refused(3, "there is no file that ends in `.tonne` in `empty`");
    check(&folder, &["blank.tonne"]).refused(3, "there is no document in `blank.tonne`");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_checked() {
    let long = [b'#'; 2_000];
    let folder = Folder::new(&[
        ("bad.tonne", BAD),
        ("latin.tonne", b"country \"KH\" {\n  # caf\xE9\n}\n"),
        ("long.tonne", &long),
        ("wide.tonne", b"\xFF\xFEm\0"),
    ]);
    let found = check(&folder, &["--format", "short", "--max-size", "1kB"]);
    for line in [
        "bad.tonne:2:3: error[vocabulary/unknown-word]",
        "latin.tonne:2:8: error[file/not-utf-8]: `latin.tonne` is not written in UTF-8: the byte 0xE9 belongs to no character",
        "long.tonne:1:1: error[file/too-large]: `long.tonne` is larger than 1 kB, the limit for one file",
        "wide.tonne:1:1: error[file/not-utf-8]: `wide.tonne` is written in UTF-16, not in UTF-8",
    ] {
        assert!(found.out.contains(line), "{line}\n{}", found.out);
    }
    assert_eq!(check(&folder, &["--max-size", "1kB"]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_file_reached_twice_is_read_once_and_a_loop_named() {
    let folder = Folder::new(&[("a/bad.tonne", BAD)]);
    std::os::unix::fs::symlink("..", folder.path("a/up")).unwrap();
    std::os::unix::fs::symlink("bad.tonne", folder.path("a/same.tonne")).unwrap();
    std::os::unix::fs::symlink("nothing.tonne", folder.path("a/gone.tonne")).unwrap();
    let absolute = folder.path("a/bad.tonne");
    let found = check(&folder, &["--format", "short", ".", "a", "./a/bad.tonne", absolute.to_str().unwrap()]);
    assert_eq!(found.out.lines().filter(|line| line.contains("unknown-word")).count(), 1, "{}", found.out);
    assert!(found.out.contains("warning[file/loop]: `a/up` links back to"), "{}", found.out);
    assert!(
        found.out.contains("error[file/unreadable]: `a/gone.tonne` cannot be read: there is no such file or folder"),
        "{}",
        found.out
    );
}

#[test]
fn the_same_bytes_for_any_threads_and_order() {
    let names: Vec<String> = (0..20).map(|number| format!("{number}/bad.tonne")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), BAD)).collect();
    let folder = Folder::new(&files);
    let run = |threads: &str, names: &[&str]| {
        Ran::of(command(&folder.0, &[&day()[..], names].concat()).env("RAYON_NUM_THREADS", threads).output().unwrap())
    };
    let mut order: Vec<&str> = names.iter().map(String::as_str).collect();
    let first = run("1", &order);
    order.reverse();
    order.push("3/bad.tonne");
    assert_eq!(first, run("2", &order));
    assert_eq!(first, run("2", &[".", "--details"]));
}

#[test]
fn standard_input_has_a_name() {
    let folder = Folder::new(&[("bad.tonne", GOOD)]);
    let text = std::str::from_utf8(BAD).unwrap();
    let found = folder.run_with(&[&day()[..], &["--format", "short", "-"]].concat(), text);
    assert!(found.out.contains("<stdin>:2:3: error["), "{}", found.out);
    // An editor's unsaved text stands for the file on the disk.
    let found = folder
        .run_with(&[&day()[..], &["--format", "short", "-", ".", "--stdin-filename", "bad.tonne"]].concat(), text);
    assert!(found.out.contains("bad.tonne:2:3: error[") && found.err.contains("(1 file, "), "{found:?}");
}

#[test]
fn formats_go_to_files_and_to_standard_output() {
    let folder = Folder::new(&[("bad.tonne", BAD)]);
    let found = check(&folder, &["--format", "json", "--output", "sarif=x.sarif", "--output", "short=x.txt", "-q"]);
    assert_eq!(found.err, "");
    let json: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(json["summary"]["as_of"], "2026-11-23");
    let sarif: serde_json::Value = serde_json::from_slice(&fs::read(folder.path("x.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(fs::read_to_string(folder.path("x.txt")).unwrap().contains("bad.tonne:2:3: "));
    check(&folder, &["--output", "json=no/such/folder.json"])
        .refused(2, "`no/such/folder.json` cannot be written: there is no such folder");
    let quiet = check(&folder, &["--quiet"]);
    assert_eq!(quiet.out.lines().count(), 1);
}

#[test]
fn a_broken_rule_file_is_shown_and_the_others_run() {
    let folder = Folder::new(&[
        ("bad.tonne", BAD),
        ("rules/x/broken.yaml", b"title: A\nseverty: error\n"),
        ("rules/x/readme.md", b""),
    ]);
    let found = check(&folder, &["--rules", "rules"]);
    assert!(
        found.out.contains("╭─[rules/x/broken.yaml:2:1]") && found.out.contains("nothing here is called `severty`"),
        "{}",
        found.out
    );
    assert!(found.out.contains("╭─[bad.tonne:2:3]") && found.code == 1);
}

#[test]
fn select_and_ignore_choose_rules() {
    let folder = Folder::new(&[("a.tonne", b"methodology \"A\" {\n}\n")]);
    let asked = |more: &[&str]| check(&folder, &[&["--format", "short", "-q"], more].concat()).out;
    assert!(asked(&["--select", "baseline"]).lines().all(|line| line.contains("[baseline/")));
    assert!(!asked(&["--ignore", "baseline,safeguards"]).contains("[baseline/"));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = Folder::new(&[("bad.tonne", &BAD.repeat(3_000))]);
    let mut child = command(&folder.0, &day())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), String::from_utf8(ran.stderr).unwrap().as_str()), (Some(1), ""));
}

#[test]
fn a_fault_of_the_program_has_its_own_exit_code() {
    assert_eq!(tonne::cli::guarded(|| panic!("made up")), 4);
    let _ = std::panic::take_hook();
}

/// Wrong use is told in one sentence of this program's own words.
#[test]
fn wrong_arguments_are_told_in_one_sentence() {
    let folder = Folder::new(&[("a.tonne", b"methodology \"A\" { }\n")]);
    for (arguments, says) in [
        ("chek", "there is no command `chek`; did you mean `check`?"),
        ("check --formt x", "there is no option `--formt`; did you mean `--format`?"),
        ("check --nope", "there is no option `--nope`; `tonne check --help` says more"),
        ("check --zzz", "there is no option `--zzz`; `tonne check --help` says more"),
        ("check --format xml", "`xml` does not fit `--format`; there are pretty, short, json, sarif, github"),
        ("check --format jsn", "`jsn` does not fit `--format`; did you mean `json`?"),
        ("check --as-of yesterday", "`yesterday` does not fit `--as-of`: write a day, as in `2026-11-23`"),
        ("check --profile", "`--profile` needs a value; `tonne --help` says more"),
        ("check --baseline a --since b", "`--baseline` and `--since` do not go together"),
        ("check --as-of 2020 --as-of 2021", "`2020` does not fit `--as-of`: write a day, as in `2026-11-23`"),
        ("check -qq", "`--quiet` stands here more than once"),
        ("check --quiet=yes", "`--quiet` takes no value; `tonne check --help` says more"),
        ("waive", "`--because`, `--by`, `--until` and `FINDING` are missing; `tonne waive --help` says more"),
        ("diff a", "`NEW` is missing; `tonne diff --help` says more"),
        ("rules x", "`x` is one argument too many; `tonne rules --help` says more"),
    ] {
        let ran = folder.run(&arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.err, format!("error: {says}\n"), "{arguments}");
        assert_eq!(ran.code, 2);
    }
}

/// What is no document is called by its name: a PDF, a Word file; a mark in front of a text is no part of it.
#[test]
fn what_is_no_text_is_named() {
    let folder = Folder::new(&[
        ("a.pdf", b"%PDF-1.4\n%\xE2\xE3"),
        ("b.docx", b"PK\x03\x04\x14\x00\xE2"),
        ("c.tonne", b"\x7FELF\x00\xFF"),
        ("d.tonne", b"\xEF\xBB\xBFmethodology \"D\" { basline historical }\r\n"),
    ]);
    for (file, says) in
        [("a.pdf", "is a PDF, and"), ("b.docx", "is a Word, Excel or zip file"), ("c.tonne", "is no text")]
    {
        let ran = check(&folder, &["--format", "short", file]);
        assert!(ran.code == 1 && ran.out.contains(says), "{ran:?}");
    }
    let ran = check(&folder, &["--format", "short", "d.tonne"]);
    assert!(ran.out.contains("d.tonne:1:19: error[vocabulary/unknown-word]"), "{ran:?}");
}

/// Whoever reads any format sees that a draft is one.
#[test]
fn every_format_says_that_a_draft_is_one() {
    let text =
        b"methodology \"D\" { reading draft; bound_by \"3/CMA.3\"; sector waste; baseline { approach benchmark; validity 15 years } }\n";
    let folder = Folder::new(&[("d.tonne", text)]);
    let out = |format: &str| folder.run(&["check", ".", "--format", format]).out.replace("\n    ", " ");
    for format in ["pretty", "short", "json", "sarif", "github"] {
        let says = "as read by import, not confirmed: the baseline may stand for 15 years";
        assert!(out(format).contains(says), "{format}: {}", out(format));
    }
    assert!(out("json").contains("\"draft\": true") && out("sarif").contains("\"draft\": true"));
    // What is only asked is held against no clause.
    assert!(!out("github").contains("falls short of"));
}

/// Where less grave findings are hidden, nobody reads that there is nothing.
#[test]
fn a_minimum_hides_and_says_so() {
    let text = b"methodology \"A, made up\" {\n  reading full\n  status superseded\n  sector waste.landfill\n}\n";
    let folder = Folder::new(&[("a.tonne", text)]);
    let found = check(&folder, &["a.tonne", "--min-severity", "error"]);
    assert!(found.out.contains("methodology, superseded, a.tonne:1\n"), "{}", found.out);
    assert!(found.out.contains("\nNothing found at or above the minimum.\n"), "{}", found.out);
    assert!(
        !found.out.contains("Nothing found.") && found.out.contains("below the minimum and hidden"),
        "{}",
        found.out
    );
}

/// What was read in full and set down in part is named in the head.
#[test]
fn a_head_names_what_is_set_down_in_part() {
    let text = b"program \"P, made up\" {\n  reading full\n  crediting { reading partial; renewable yes }\n}\n";
    let folder = Folder::new(&[("p.tonne", text)]);
    let found = check(&folder, &["p.tonne"]);
    let head = "The whole text was read; only a part of it is set down here on: the crediting period.";
    assert!(found.out.contains(head), "{}", found.out);
}

/// What a programme says not to know is asked as a fact, at the programme; each built-in document stands by itself.
#[test]
fn what_is_said_to_be_unknown_is_asked_as_a_fact() {
    let program = b"program \"P, made up\" {\n  reading full\n  baseline { review { independent unknown } }\n}\n\
        methodology \"M, made up\" {\n  reading full\n  program \"P, made up\"\n  baseline { approach benchmark; set_by developer }\n}\n";
    let folder = Folder::new(&[("p.tonne", program)]);
    let asked = folder.run(&["questions", "p.tonne"]).out;
    assert!(asked.contains("was the baseline reviewed by anyone without"), "{asked}");
    assert!(!asked.contains("too general"), "{asked}");
    let built_in =
        b"activity \"A, made up\" {\n  reading full\n  program \"JCM\"\n  host KH\n  sector energy.renewable.solar\n  \
        participant \"B, made up\" { role developer; share 60 % }\n}\n";
    let folder = Folder::new(&[("a.tonne", built_in)]);
    let asked = folder.run(&["questions", "a.tonne"]).out;
    assert_eq!(asked.matches("A document that is built in: 1 question").count(), 2, "{asked}");
}

/// Commands and paths that are nearly right.
#[test]
fn what_is_nearly_a_path_is_told() {
    let folder = Folder::new(&[("methods/good.tonne", GOOD), ("good.tonne", GOOD)]);
    let ran = folder.run(&["good.tonne"]);
    assert!(ran.code == 2 && ran.err.contains("write `tonne check good.tonne`"), "{}", ran.err);
    let ran = folder.run(&["methods"]);
    assert!(ran.code == 2 && ran.err.contains("write `tonne check methods`"), "{}", ran.err);
    check(&folder, &["metods"]).refused(2, "did you mean `methods`?");
    check(&folder, &["methods/god.tonne"]).refused(2, "did you mean `methods/good.tonne`?");
    check(&folder, &["far/away"]).refused(2, "there is no such file or folder");
}
