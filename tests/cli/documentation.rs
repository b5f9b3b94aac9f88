//! What the documentation shows is what comes out: outputs, options, examples.

use super::{Folder, Ran};
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

/// A block of a page: what kind it is, the file that it is (named in backticks before a colon just above it), and its text.
struct Block {
    kind: String,
    file: Option<String>,
    text: String,
}

/// The blocks of a page, in their order.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut parts = page.split("\n```");
    let mut above = parts.next().unwrap_or_default();
    while let (Some(block), after) = (parts.next(), parts.next()) {
        let (kind, text) = block.split_once('\n').unwrap_or((block, ""));
        let line = above.trim_end().lines().last().unwrap_or_default();
        let file = line.strip_suffix("`:").and_then(|line| line.rsplit('`').next());
        blocks.push(Block { kind: kind.to_owned(), file: file.map(str::to_owned), text: format!("{text}\n") });
        above = after.unwrap_or_default();
    }
    blocks
}

/// The words of a command, as a shell takes them apart; what stands behind ` # ` is a comment.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in command.split(" # ").next().unwrap_or_default().trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs a command of `tonne` as it is printed, judged on the day of these pages.
fn run(folder: &Folder, command: &str) -> Ran {
    let mut words = words(command);
    assert_eq!(words.remove(0), "tonne", "{command}");
    if ["check", "why", "diff", "test", "waive", "waivers"].contains(&words[0].as_str()) {
        words.extend(["--as-of".to_owned(), "2026-11-23".to_owned()]);
    }
    let ran = folder.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(ran.code < 2, "`{command}`: {ran:?}");
    ran
}

/// Writes what is a file and runs what is a command, in the order of the page; every line that is shown comes out, in
/// this order, but for those with an ellipsis.
fn follow(page: &str, folder: &Folder) -> usize {
    let mut ran = 0;
    for block in blocks(page) {
        if let Some(file) = &block.file {
            let path = folder.path(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &block.text).unwrap();
        }
        for part in block.text.split("$ ").skip(1).filter(|_| block.kind == "console") {
            let (command, shown) = part.split_once('\n').unwrap();
            let out = run(folder, command).out;
            let mut rest = out.lines();
            for line in shown.lines().filter(|line| line.trim() != "…") {
                assert!(
                    rest.any(|printed| printed == line),
                    "`{command}` is said to print `{line}`, but prints\n{out}"
                );
            }
            ran += 1;
        }
    }
    ran
}

/// All that CONTRIBUTING shows holds as it is printed: its rule, its register, its documents, its reviews, its commands.
#[test]
fn what_contributing_shows_can_be_followed_to_the_letter() {
    let page = read("CONTRIBUTING.md");
    let folder = Folder::new(&[]);
    assert!(follow(&page, &folder) >= 5);
    let unnamed = blocks(&page).into_iter().find(|block| block.file.is_none() && block.kind != "console");
    assert!(unnamed.is_none(), "{}", unnamed.unwrap().text);
    let checked = folder.run(&["check", ".", "--rules", "my-rules", "--format", "short", "--as-of", "2026-11-23"]);
    let of_form = |line: &&str| ["[syntax/", "[vocabulary/", "[review/"].iter().any(|code| line.contains(code));
    assert_eq!(checked.out.lines().find(of_form), None);
    assert!(checked.out.contains(" waived[house/lone-barrier]"), "{checked:?}");
    assert!(checked.out.contains(" answered yes[baseline/ignores-existing-policy]"), "{checked:?}");
}

/// The words that may stand in the register are all there, and each that is in use.
#[test]
fn contributing_tells_the_words_of_the_register() {
    let page = read("CONTRIBUTING.md");
    let (rulebook, _) = tonne::rulebook::shipped(Vec::new());
    for instrument in &rulebook.register.instruments {
        assert!(page.contains(&format!("`{}`", instrument.kind)), "{}: {}", instrument.symbol, instrument.kind);
    }
    for word in ["shall", "should", "may", "states", "read", "secondary", "background"] {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
}

/// What the README's commands leave open, filled in with what CONTRIBUTING shows.
const FILLED: [(&str, &str); 10] = [
    ("FILE:LINE --because … --by … --until …", "solar.tonne:20 --rules my-rules --because a --by b --until 2028-12-31"),
    ("FILE:LINE", "solar.tonne:20"),
    (
        "QUESTION --fact … --because … --by …",
        "baseline/not-below-business-as-usual --fact \"baseline { below_business_as_usual yes }\" --because a --by b",
    ),
    ("FILE --set EG_y=1200MWh", "solar.tonne --set EG_y=1200MWh --set EC=1 --set EF_grid=0.5"),
    ("FILE", "solar.tonne"),
    ("FOLDER", "."),
    ("OLD NEW", "solar.tonne solar.tonne"),
    ("--baseline known.json", "--write-baseline known.json"),
    ("tonne waivers", "tonne waivers --rules my-rules"),
    ("tonne check ", "tonne check --rules my-rules "),
];

/// Every command of the README runs: those that name files as they stand, the others on what CONTRIBUTING shows.
#[test]
fn what_the_readme_shows_can_be_run() {
    let folder = Folder::new(&[]);
    follow(&read("CONTRIBUTING.md"), &folder);
    let usage = block(&read("README.md"), "console", "tonne check FOLDER");
    for line in usage.lines() {
        let filled = FILLED.iter().fold(line.to_owned(), |line, (open, filled)| line.replacen(open, filled, 1));
        assert!(!run(&folder, &filled).out.is_empty(), "{filled}");
    }
    let document = block(&read("README.md"), "tonne", "methodology");
    let folder = Folder::new(&[("KH_AM004.tonne", document.as_bytes())]);
    let checked = folder.run(&["check", "--format", "short", "KH_AM004.tonne"]);
    assert!(checked.code == 0 && !checked.out.contains("error["), "{checked:?}");
    assert!(checked.out.contains("warning[forest/national-rate-on-local-area]"), "{checked:?}");
}

#[test]
fn the_readme_tells_every_profile_state_and_dependency() {
    let readme = read("README.md");
    let (rulebook, _) = tonne::rulebook::shipped(Vec::new());
    for profile in rulebook.register.profiles() {
        assert!(readme.contains(&format!("| `{profile}` |")), "no row for the profile `{profile}`");
    }
    use tonne::engine::State::{Elsewhere, Expired, Lapsed, Unused, Used, Void};
    for state in [Used, Elsewhere, Lapsed, Unused, Expired, Void] {
        assert!(readme.contains(&format!("`{}`", state.word())), "{state:?}");
    }
    let manifest = read("Cargo.toml");
    let dependencies =
        manifest.split("dependencies]\n").skip(1).flat_map(|part| part.split("\n[").next().unwrap().lines());
    let told = read("docs/dependencies.md");
    for line in dependencies.filter(|line| line.contains(" = ")) {
        let name = line.split(" = ").next().unwrap();
        assert!(told.contains(name), "docs/dependencies.md does not say why `{name}`");
    }
}

/// A checkout checked as it lies there: nothing in it is broken in form, and what is no document is not looked at.
#[test]
fn the_checkout_itself_can_be_checked() {
    let ran = Folder::run_in_the_checkout(&["check", "--format", "short", "--as-of", "2026-11-23"]);
    assert!(
        ran.out.lines().count() > 100
            && ran.out.lines().all(|line| line.starts_with("methodologies/") || line.starts_with("tests/wordings/")),
        "{ran:?}"
    );
    let of_form = |line: &&str| line.contains(" error[syntax/") || line.contains(" error[vocabulary/");
    let of_corpus = |line: &&str| line.starts_with("methodologies/");
    assert_eq!(ran.out.lines().filter(of_corpus).find(of_form), None);
}

#[test]
fn the_readme_names_every_family_of_rules() {
    let text = read("README.md");
    let table = text.split("| family |").nth(1).unwrap().split("\n\n").next().unwrap();
    let shown: BTreeSet<String> =
        table.lines().skip(2).filter_map(|row| Some(row.split('|').nth(1)?.trim().to_owned())).collect();
    let entries = fs::read_dir("rules").unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir());
    let folders = entries.map(|entry| entry.file_name().into_string().unwrap());
    let families: BTreeSet<String> = folders.filter(|name| name != "instruments" && name != "decisions").collect();
    assert_eq!(shown, families);
}
