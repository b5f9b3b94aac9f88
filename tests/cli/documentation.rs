//! What the documentation shows is what comes out: outputs, options, examples.

use super::Folder;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

fn read(name: &str) -> String {
    fs::read_to_string(name).unwrap()
}

/// What stands in the first block of this kind that begins so.
fn block(text: &str, kind: &str, begins: &str) -> String {
    let fence = format!("```{kind}\n");
    let mut blocks = text.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.find(|block| block.starts_with(begins)).expect("a block that begins so").to_owned()
}

/// Every line but those with an ellipsis comes out, in this order.
#[test]
fn what_the_readme_shows_first_is_what_comes_out() {
    let shown = block(&read("README.md"), "console", "$ tonne check");
    let (command, lines) = shown.split_once('\n').unwrap();
    let arguments = command.trim_start_matches("$ tonne ").split(' ');
    let ran = Command::new(env!("CARGO_BIN_EXE_tonne"))
        .args(arguments)
        .args(["--as-of", "2026-11-23", "--no-config"])
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    let mut rest = out.lines();
    for line in lines.lines().filter(|line| line.trim() != "…") {
        assert!(rest.any(|printed| printed == line), "README shows `{line}`, which does not come out there:\n{out}");
    }
}

/// Each option that stands beside a command is one of that command.
#[test]
fn every_command_that_is_shown_exists_with_its_options() {
    let folder = Folder::new(&[]);
    let mut seen = BTreeSet::new();
    for name in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        for line in read(name).lines().filter(|line| line.contains("tonne ")) {
            for shown in line.split("tonne ").skip(1) {
                let word = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_owned();
                let mut words = shown.split('`').next().unwrap().split_whitespace().map(word);
                let command = words.next().unwrap_or_default();
                let help = folder.run(&[&command, "--help"]).out;
                if help.is_empty() {
                    continue; // a sentence about the tool
                }
                seen.insert(command.clone());
                for option in words.filter(|word| word.starts_with("--")) {
                    assert!(
                        help.contains(&format!(" {option}")),
                        "{name} shows `tonne {command} {option}`, which is not there"
                    );
                }
            }
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn a_rule_in_five_minutes_and_a_document_in_ten() {
    let rule = block(&read("CONTRIBUTING.md"), "yaml", "title:");
    let document = block(&read("README.md"), "tonne", "methodology");
    let folder = Folder::new(&[
        ("my-rules/additionality/lone-barrier.yaml", rule.as_bytes()),
        ("KH_AM004.tonne", document.as_bytes()),
    ]);
    let tried = folder.run(&["test", "my-rules"]);
    assert_eq!((tried.out.as_str(), tried.code), ("rules 1, examples 4, as expected 4, different 0\n", 0));
    let checked = folder.run(&["check", "--rules", "my-rules", "--format", "short", "KH_AM004.tonne"]);
    assert!(checked.code == 0 && !checked.out.contains("error["), "{checked:?}");
    assert!(checked.out.contains("warning[forest/national-rate-on-local-area]"), "{checked:?}");
    assert!(folder.run(&["vocabulary", "methodology.baseline"]).out.contains("by what approach the baseline is set"));
}

#[test]
fn the_readme_names_every_family_of_rules() {
    let text = read("README.md");
    let table = text.split("| family |").nth(1).unwrap().split("\n\n").next().unwrap();
    let shown: BTreeSet<String> =
        table.lines().skip(2).filter_map(|row| Some(row.split('|').nth(1)?.trim().to_owned())).collect();
    let folders = fs::read_dir("rules").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let families: BTreeSet<String> = folders.filter(|name| name != "instruments" && name != "decisions").collect();
    assert_eq!(shown, families);
}
