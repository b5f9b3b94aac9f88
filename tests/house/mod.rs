//! The house: what imports what, and who alone knows whom.

mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the ground to the roof; a module imports only from rows above its own.
const ROWS: [&[&str]; 12] = [
    &["source"],
    &["finding", "measure"],
    &["syntax"],
    &["vocabulary"],
    &["model"],
    &["equations"],
    &["condition"],
    &["rulebook"],
    &["engine"],
    &["reading", "report", "workspace"],
    &["lsp"],
    &["cli", "main", "lib"],
];

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files);
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("a source file"))).collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// The top module that a file belongs to.
fn module(path: &Path) -> String {
    let first = path.strip_prefix("src").expect("in src").components().next().expect("a part");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn row(module: &str) -> usize {
    ROWS.iter().position(|row| row.contains(&module)).unwrap_or_else(|| panic!("`{module}` has no row in the house"))
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        for part in text.split("crate::").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            // `pest`'s and `tonne`'s own names do not stand behind `crate::` in src but for modules.
            if name == own || !ROWS.iter().any(|row| row.contains(&name.as_str())) {
                continue;
            }
            if row(&name) >= row(&own) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where a word may occur; everywhere else it must not.
fn only_in(word: &str, places: &[&str]) {
    let strays: Vec<String> = sources()
        .into_iter()
        .filter(|(path, _)| !places.iter().any(|place| path.starts_with(Path::new("src").join(place))))
        .filter(|(_, text)| text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word)))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(strays.is_empty(), "`{word}` belongs to {places:?}, but stands in {strays:?}");
}

#[test]
fn each_library_has_one_place() {
    only_in("pest::", &["syntax"]);
    only_in("pest_derive", &["syntax"]);
    only_in("serde_yaml", &["rulebook", "vocabulary"]);
    only_in("miette", &["report"]);
    only_in("std::fs", &["workspace.rs", "workspace", "cli.rs", "cli"]);
    only_in("std::env", &["cli.rs", "cli", "main.rs"]);
    only_in("SystemTime", &[]);
    only_in("Timestamp", &["cli.rs", "cli"]);
    only_in("std::net", &[]);
    only_in("HashMap::new", &[]);
}

/// How long a file and a function may be, in lines.
const FILE: usize = 400;
const FUNCTION: usize = 50;

/// What is longer, how long it is, and why: a reason is enough to break a measure, and none of these may grow.
const LONGER: [(&str, usize, &str); 2] = [
    ("src/equations/choice.rs", 402, "one thought, the comparison of options; two lines more than fit"),
    ("src/model/read/values/number.rs fits", 52, "one arm for each way to miss a type, with its words"),
];

#[test]
fn files_and_functions_stay_readable() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let name = path.display().to_string().replace('\\', "/");
        let most =
            |what: &str, usual| LONGER.iter().find(|(known, ..)| *known == what).map_or(usual, |(_, most, _)| *most);
        let lines = text.lines().count();
        if lines > most(&name, FILE) {
            wrong.push(format!("{name} has {lines} lines"));
        }
        for (function, lines) in functions(&text) {
            if lines > most(&format!("{name} {function}"), FUNCTION) {
                wrong.push(format!("{name} {function} has {lines} lines"));
            }
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{name} does not say what it is for"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each function of a file with its lines, from `fn` to the brace that closes it: as the formatter prints it, the
/// first one at the same indent.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some((before, rest)) = code.split_once("fn ") else { continue };
        if !before.split_whitespace().all(|word| ["pub", "pub(crate)", "pub(super)", "const"].contains(&word)) {
            continue;
        }
        let indent = &line[..line.len() - code.len()];
        let length = match line.ends_with(['}', ';']) {
            true => 1,
            false => lines[at..].iter().take_while(|later| later.strip_prefix(indent) != Some("}")).count() + 1,
        };
        all.push((rest.split(['(', '<']).next().unwrap_or_default(), length));
    }
    all
}

/// The measure measures: what it is worth is seen on a text that is known.
#[test]
fn functions_are_measured_from_fn_to_their_brace() {
    let text = "/// fn none() {\npub fn one() -> u8 {\n    if x {\n    }\n    1\n}\n\nimpl A {\n    const fn two(\n        a: u8,\n    ) {\n        let fn_of = 1;\n    }\n\n    pub(super) fn three<'a>() { }\n}\n";
    assert_eq!(functions(text), [("one", 5), ("two", 5), ("three", 1)]);
    let files = sources();
    let lengths: Vec<usize> = files.iter().flat_map(|(_, text)| functions(text)).map(|(_, length)| length).collect();
    let (all, longest) = (lengths.len(), lengths.iter().max().copied().unwrap_or_default());
    assert!(all > 1_000 && longest > 40, "{all} functions, the longest with {longest} lines");
}

#[test]
fn only_the_command_line_prints() {
    for word in ["print!(", "println!(", "io::stdout", "io::stderr", "stdout()", "stderr()"] {
        only_in(word, &["cli"]);
    }
}

#[test]
fn the_machine_knows_no_country_clause_or_methodology() {
    let names = [
        "CMA.3",
        "TOOL",
        "ACM0",
        "AMS-",
        "VM00",
        "JCM",
        "ICVCM",
        "Cambodia",
        "Switzerland",
        "Verra",
        "Mitsui",
        "\"JP\"",
        "\"KH\"",
    ];
    let mut strays = Vec::new();
    for (path, text) in sources() {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        // Help texts may show how a country is written; no logic may depend on one.
        for line in code.filter(|line| !line.contains("help(")) {
            strays.extend(
                names.iter().filter(|name| line.contains(*name)).map(|name| format!("{}: {name}", path.display())),
            );
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}
