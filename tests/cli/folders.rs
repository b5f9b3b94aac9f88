//! What a folder may do to a check: pipes, links, ignore files and settings that come with what is checked.

use super::{Folder, Ran};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

const BAD: &[u8] = b"methodology \"A\" {\n  basline { }\n}\n";

fn check(folder: &Folder, more: &[&str]) -> Ran {
    folder.run(&[&["check", "--as-of", "2026-11-23", "--format", "short"], more].concat())
}

/// How many documents a run found, by the misspelt word in each.
fn documents(found: &Ran) -> usize {
    found.out.lines().filter(|line| line.contains("unknown-word")).count()
}

#[test]
fn a_pipe_is_named_and_never_read() {
    let folder = Folder::new(&[("a.tonne", BAD), ("b.txt", b"")]);
    assert!(Command::new("mkfifo").arg(folder.path("p.tonne")).status().unwrap().success());
    symlink("p.tonne", folder.path("q.tonne")).unwrap();
    symlink("/dev/zero", folder.path("z.tonne")).unwrap();
    let found = check(&folder, &["."]);
    assert_eq!(documents(&found), 1);
    for name in ["p.tonne", "q.tonne"] {
        let line = format!("error[file/unreadable]: `{name}` is a pipe, a socket or a device, and was not read");
        assert!(found.out.contains(&line), "{found:?}");
    }
    assert!(found.out.contains("warning[file/link]: `z.tonne` is a link to a place outside"), "{found:?}");
    let trusted = check(&folder, &[".", "--trust"]);
    assert!(trusted.out.contains("error[file/unreadable]: `z.tonne` is a pipe, a socket or a device"), "{trusted:?}");
}

/// Forty folders with two links each to the next one are more ways than could ever be walked.
#[test]
fn each_real_folder_is_walked_once() {
    let folder = Folder::new(&[("out/d40/x.tonne", BAD), ("in/d40/x.tonne", BAD), ("in/d40/y.TONNE", BAD)]);
    for side in ["in", "out"] {
        for at in 1..40 {
            let here = folder.path(&format!("{side}/d{at}"));
            fs::create_dir_all(&here).unwrap();
            symlink(format!("../d{}", at + 1), here.join("a")).unwrap();
            symlink(format!("../d{}", at + 1), here.join("b")).unwrap();
        }
    }
    assert_eq!(documents(&check(&folder, &["in"])), 2);
    fs::create_dir(folder.path("named")).unwrap();
    symlink("../out/d1", folder.path("named/more")).unwrap();
    assert_eq!(documents(&check(&folder, &["named", "--trust"])), 1);
    assert_eq!(documents(&check(&folder, &["in", "in/d40", "named", "out"])), 3);
}

#[test]
fn nothing_outside_or_hidden_is_shown_through_a_link() {
    let folder = Folder::new(&[
        ("in/a.tonne", BAD),
        ("in/.git/config", b"token: made-up-secret\n"),
        ("elsewhere/secret", b"token: made-up-secret\n"),
        ("elsewhere/deep/b.tonne", BAD),
    ]);
    symlink("../elsewhere/secret", folder.path("in/x.tonne")).unwrap();
    symlink(".git/config", folder.path("in/y.tonne")).unwrap();
    symlink("../elsewhere", folder.path("in/more")).unwrap();
    symlink("../elsewhere/secret", folder.path("in/notes.txt")).unwrap();
    let found = folder.run(&["check", "in", "--details"]);
    assert!(!found.out.contains("token") && !found.out.contains("elsewhere"), "{found:?}");
    let found = check(&folder, &["in"]);
    assert_eq!((documents(&found), found.out.matches("warning[file/link]").count()), (1, 3), "{found:?}");
    assert!(found.out.contains("`in/y.tonne` is a link to a hidden file"), "{found:?}");
    assert!(found.out.contains("`in/more` is a link to a place outside"), "{found:?}");
    // Whoever names the folder to which a link leads has said that it is meant.
    assert_eq!(documents(&check(&folder, &["in", "elsewhere"])), 2);
    let trusted = check(&folder, &["in", "--trust"]);
    assert_eq!((documents(&trusted), trusted.out.contains("file/link")), (2, false), "{trusted:?}");
    assert!(trusted.out.contains("in/more/deep/b.tonne:2:3"), "{trusted:?}");
}

#[test]
fn what_is_left_out_is_counted_with_what_leaves_it_out() {
    let folder = Folder::new(&[
        ("sub/a.tonne", BAD),
        ("sub/b.tonne", BAD),
        ("sub/deep/c.tonne", BAD),
        ("sub/deep/er/d.tonne", BAD),
        ("sub/.e.tonne", BAD),
        ("sub/.f/g.tonne", BAD),
        ("sub/notes.txt", BAD),
        (".gitignore", b"b.tonne\nnotes.txt\n"),
        ("sub/.ignore", b"deep/\n"),
        (".git/HEAD", b""),
    ]);
    let found = check(&folder, &["sub"]);
    assert_eq!(documents(&found), 1);
    let said = "; 1 file left out by .gitignore; 2 files left out by sub/.ignore; 2 hidden files left out";
    assert!(
        found.err.contains(said) || found.err.contains(".gitignore; 2 files left out by sub/.ignore; 2 hidden"),
        "{found:?}"
    );
    assert!(folder.run(&["check", "sub", "--format", "json"]).out.contains("\"left_out\""));
    // Nothing that comes with the folder leaves anything out.
    let all = check(&folder, &["sub", "--no-config"]);
    assert_eq!((documents(&all), all.err.contains("left out by")), (4, false), "{all:?}");
    // What is named is checked, and so not left out.
    let named = check(&folder, &["sub", "sub/b.tonne", "sub/.e.tonne"]);
    assert!(documents(&named) == 3 && !named.err.contains("1 file left out"), "{named:?}");
    assert!(named.err.contains("; 1 hidden file left out"), "{named:?}");
    // A later line, or a file further down, takes a file back in.
    fs::write(folder.path("sub/.gitignore"), "!b.tonne\n").unwrap();
    assert_eq!(documents(&check(&folder, &["sub"])), 2);
}

#[test]
fn an_ignore_file_that_is_too_large_does_not_count() {
    let folder = Folder::new(&[("a.tonne", BAD), (".gitignore", "*.tonne\n".repeat(40_000).as_bytes())]);
    let found = check(&folder, &["."]);
    assert_eq!(documents(&found), 1);
    assert!(found.out.contains("warning[file/too-large]: `.gitignore` does not count"), "{found:?}");
}

#[test]
fn a_configuration_that_is_found_names_rules_in_its_own_folder_only() {
    let secret = b"token: made-up-secret\n";
    let folder = Folder::new(&[("in/a.tonne", BAD), ("outside/secret.yaml", secret), ("in/own/readme.yaml", b"")]);
    symlink("../outside", folder.path("in/link")).unwrap();
    for rules in ["/", "../outside", "link", "own/../../outside"] {
        fs::write(folder.path("in/tonne.yaml"), format!("rules: [\"{rules}\"]\n")).unwrap();
        let found = check(&folder, &["in"]);
        assert!(found.code == 2 && found.err.contains("lies outside of that of `tonne.yaml`"), "{rules}: {found:?}");
        assert!(found.err.contains("--trust") && !found.err.contains("token"), "{rules}: {found:?}");
    }
    fs::write(folder.path("in/tonne.yaml"), "rules: [../outside]\n").unwrap();
    let within = Folder::at(folder.path("in"));
    assert!(within.run(&["test"]).err.contains("lies outside of that of `tonne.yaml`"));
    for more in [&["--trust"][..], &["--config", "in/tonne.yaml"]] {
        let found = check(&folder, &[&["in"], more].concat());
        assert!(found.out.contains("outside/secret.yaml"), "{more:?}: {found:?}");
    }
    std::mem::forget(within);
    fs::remove_file(folder.path("in/tonne.yaml")).unwrap();
    symlink("../outside/secret.yaml", folder.path("in/tonne.yaml")).unwrap();
    check(&folder, &["in"]).refused(2, "it is a link out of its folder; name it with `--config`, or use `--trust`");
}

#[test]
fn folders_with_different_settings_are_not_checked_together() {
    let folder = Folder::new(&[("s1/a.tonne", BAD), ("s2/b.tonne", BAD), ("s1/tonne.yaml", b"fail_on: never\n")]);
    check(&folder, &["s1", "s2"]).refused(2, "`s1`, `s2` have different settings: only the first has a `tonne.yaml`");
    check(&folder, &["s2", "s1"]).refused(2, "only the second has a `tonne.yaml`");
    folder.run(&["questions", "s2", "s1"]).refused(2, "different settings");
    assert_eq!(check(&folder, &["s1", "s2", "--no-config"]).code, 1);
    assert_eq!(check(&folder, &["s1", "s2", "--config", "s1/tonne.yaml"]).code, 0);
    assert_eq!((check(&folder, &["s1"]).code, check(&folder, &["s2"]).code), (0, 1));
    fs::write(folder.path("s2/tonne.yaml"), "fail_on: never\n").unwrap();
    check(&folder, &["s1", "s2"]).refused(2, "each has a `tonne.yaml` of its own");
}

#[test]
fn what_would_count_for_nothing_is_told() {
    let folder = Folder::new(&[("a.tonne", BAD), ("tonne.yml", b"fail_on: never\n"), ("rules/readme", b"")]);
    check(&folder, &["."]).refused(2, "`tonne.yml` cannot be read: the configuration is called `tonne.yaml`");
    check(&folder, &[".", "--no-config", "--rules", "rules"]).refused(2, "no file in it ends in `.yaml`");
    check(&folder, &[".", "--config", "/dev/zero"]).refused(2, "it is larger than 16 MB");
    check(&folder, &[".", "--no-config", "--baseline", "/dev/zero"]).refused(2, "it is larger than 16 MB");
    for at in 0..9 {
        fs::write(folder.path(&format!("rules/{at}.YAML")), "# x\n".repeat(250_000)).unwrap();
    }
    check(&folder, &[".", "--no-config", "--rules", "rules"]).refused(2, "its rules come to more than 8 MB");
}

/// Where an ignore file leaves nothing over, that is the reason that is told.
#[test]
fn an_ignore_file_that_hides_all_is_named() {
    let folder = Folder::new(&[("deep/a.tonne", b"country \"BR\" { }\n"), ("deep/.gitignore", b"*.tonne\n")]);
    let ran = folder.run(&["check", "deep"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("no file that ends in `.tonne` in `deep`; 1 file left out by deep/.gitignore"),
        "{}",
        ran.err
    );
    assert_eq!(folder.run(&["check", "deep", "--no-config", "-q"]).code, 0);
}
