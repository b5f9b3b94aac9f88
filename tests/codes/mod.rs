//! Every code that is not a rule has a page, and what the page shows as wrong is found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tonne::engine::{Options, check};
use tonne::finding::Finding;

use tonne::rulebook::{RuleFile, Rulebook, shipped, shipped_with};
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;
use tonne::workspace::configuration;

const FAMILIES: [&str; 7] = ["syntax/", "vocabulary/", "rules/", "file/", "review/", "configuration/", "library/"];
const PARTS: [&str; 3] = ["## Why it matters", "## How to mend it", "## Example"];

/// The code of what should never happen: no text is known that brings it about.
const NEVER: &str = "syntax/unreadable";

/// What a rule needs besides the part that an example shows.
const RULE: [(&str, &str); 9] = [
    ("title", "title: Made up"),
    ("subject", "subject: methodology"),
    ("require", "require: [{that: title is stated, message: no title}]"),
    ("severity", "severity: info"),
    ("nature", "nature: indicator"),
    ("cites", "cites: []"),
    ("help", "help: write the title"),
    ("why", "why: made up"),
    ("examples", "examples: []"),
];

fn files(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, ending, into);
        } else if path.extension().is_some_and(|found| found == ending) {
            into.push(path);
        }
    }
}

fn is_code(text: &str) -> bool {
    let name = FAMILIES.iter().find_map(|family| text.strip_prefix(family));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    })
}

/// The codes that stand between quotation marks in the source.
fn codes() -> BTreeSet<String> {
    let mut paths = Vec::new();
    files(Path::new("src"), "rs", &mut paths);
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("a source file"));
    texts
        .flat_map(|text| text.split('"').filter(|piece| is_code(piece)).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The pages by code.
fn pages() -> BTreeMap<String, String> {
    let root = Path::new("grammar/codes");
    let mut paths = Vec::new();
    files(root, "md", &mut paths);
    let page = |path: PathBuf| {
        let code = path.strip_prefix(root).expect("below the root").with_extension("");
        let text = std::fs::read_to_string(&path).expect("a page");
        (code.to_string_lossy().replace('\\', "/"), text)
    };
    // The scales of findings have pages of another form.
    paths.into_iter().map(page).filter(|(code, _)| !code.starts_with("scales/")).collect()
}

#[test]
fn each_word_of_the_scales_is_explained() {
    let (rulebook, _) = shipped(Vec::new());
    let as_of = crate::corpus::options().as_of;
    let words = [
        "severity",
        "error",
        "warning",
        "info",
        "question",
        "verdict",
        "breached",
        "not_shown",
        "not shown",
        "unproven",
        "met",
        "not_applicable",
        "ground",
        "binds",
        "yardstick",
        "benchmark",
        "evidence",
        "confidence",
        "high",
        "medium",
        "low",
        "alleged",
    ];
    for word in words {
        let page = tonne::report::explain::markdown(&rulebook, word, as_of);
        assert!(page.is_some_and(|page| page.len() > 40), "{word}");
    }
}

/// The fenced blocks of a page: language and text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let pieces: Vec<&str> = page.split("```").collect();
    let block = |piece: &&str| {
        let (language, text) = piece.split_once('\n').unwrap_or((piece, ""));
        (language.to_owned(), text.to_owned())
    };
    pieces.iter().skip(1).step_by(2).map(block).collect()
}

/// Whether the first block is called wrong and the second one right.
fn labels(page: &str) -> bool {
    let fences: Vec<&str> = page.split("```").step_by(2).collect();
    let label = |at: usize| fences.get(at).and_then(|text| text.trim_end().lines().last()).unwrap_or_default();
    label(0).starts_with("Wrong") && label(0).ends_with(':') && label(1) == "Right:"
}

/// The text that an example stands for: `<U+0007>` is that character, `…` more than fits.
fn meant(text: &str, code: &str) -> String {
    let mut meant = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<U+") {
        let (number, behind) = after.split_once('>').expect("the end of a character");
        let number = u32::from_str_radix(number, 16).expect("the number of a character");
        meant.push_str(before);
        meant.push(char::from_u32(number).expect("a character"));
        rest = behind;
    }
    meant.push_str(rest);
    match code {
        // A chain of tools that is longer than the page shows.
        "vocabulary/too-much-below" => {
            let link = |at: usize| format!("tool \"{at}\" {{ uses \"{}\" }}\n", at + 1);
            meant.replace("…\n", &(2..600).map(link).collect::<String>())
        }
        "syntax/document-too-long" => meant.replace('…', &"a whole library ".repeat(300_000)),
        _ => meant,
    }
}

/// The limits under which an example is read: those of the pages on limits are within reach.
fn limits(code: &str) -> Limits {
    let usual = Limits::default();
    match code {
        "syntax/too-deep" => Limits { depth: 4, ..usual },
        "syntax/too-many-statements" => Limits { statements: 4, ..usual },
        "syntax/too-many-operators" => Limits { operators: 4, ..usual },
        "syntax/too-many-errors" => Limits { findings: 1, ..usual },
        _ => usual,
    }
}

/// The findings on documents, also on how they hang together.
fn of_documents(code: &str, text: &str, rulebook: &Rulebook) -> Vec<Finding> {
    let library_first = code == "library/kept";
    let options = Options { limits: limits(code), library_first, ..crate::corpus::options() };
    let findings = check(&sources(&meant(text, code)), rulebook, &options).findings;
    findings.into_iter().filter(|finding| rulebook.rule(&finding.code).is_none()).collect()
}

/// The files of an example: a comment that is the name of a file begins another one.
fn sources(text: &str) -> Vec<Source> {
    let mut files: Vec<String> = vec![String::new()];
    for line in text.split_inclusive('\n') {
        match line.starts_with("# ") && line.trim_end().ends_with(".tonne") && !line.trim()[2..].contains(' ') {
            true => files.push(String::new()),
            false => files.last_mut().expect("a file").push_str(line),
        }
    }
    let source = |(at, text): (usize, String)| Source {
        id: FileId(at as u32),
        name: format!("{at}.tonne").into(),
        text: text.into(),
    };
    files.into_iter().enumerate().map(source).collect()
}

/// The findings on a configuration.
fn of_configuration(text: &str) -> Vec<Finding> {
    let source = Source { id: FileId(0), name: "tonne.yaml".into(), text: text.into() };
    let read = match configuration::read(source.clone(), PathBuf::from(".")) {
        Ok(read) => read,
        Err(finding) => return vec![finding],
    };
    let (rulebook, mut findings) = shipped_with(Vec::new(), &read.limits(), &source);
    findings.extend(read.known(&rulebook).1);
    findings
}

/// The findings on a rule of which an example shows a part; a comment in its first line names its path.
fn of_rule(text: &str) -> Vec<Finding> {
    let path = text.strip_prefix("# rules/").and_then(|rest| rest.split_once(".yaml"));
    let id = path.map_or("made/up", |(id, _)| id).to_owned();
    let shown = |key: &str| text.lines().any(|line| line.starts_with(&format!("{key}:")));
    let rest: Vec<&str> = RULE.iter().filter(|(key, _)| !shown(key)).map(|(_, line)| *line).collect();
    let whole = format!("{text}{}\n", rest.join("\n"));
    let source = Source { id: FileId(0), name: "made-up.yaml".into(), text: whole.into() };
    let (_, findings) = shipped(vec![RuleFile::new(id, source)]);
    findings
}

/// What is wrong with an example, where it should have findings of `code` or none at all.
fn misjudged(code: &str, block: &(String, String), wanted: bool, rulebook: &Rulebook) -> Option<String> {
    let (language, text) = block;
    let findings = match language.as_str() {
        "tonne" => of_documents(code, text, rulebook),
        "yaml" if code.starts_with("configuration/") => of_configuration(text),
        "yaml" => of_rule(text),
        _ => return (!code.starts_with("file/")).then(|| format!("{code}: what is `{language}`?")),
    };
    let found: Vec<String> = findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
    let right = match wanted {
        true => code == NEVER || findings.iter().any(|finding| finding.code == code),
        false => findings.is_empty(),
    };
    (!right).then(|| format!("{code}: found {found:?} in\n{text}"))
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages: BTreeSet<String> = pages().into_keys().collect();
    let codes = codes();
    let missing: Vec<_> = codes.difference(&pages).collect();
    let idle: Vec<_> = pages.difference(&codes).collect();
    assert!(codes.len() > 40, "only {} codes were seen in src", codes.len());
    assert!(missing.is_empty() && idle.is_empty(), "codes without a page: {missing:?}; pages without a code: {idle:?}");
}

#[test]
fn every_page_has_its_four_parts() {
    let mut wrong = Vec::new();
    for (code, text) in pages() {
        let lines: Vec<&str> = text.lines().collect();
        let at = |heading: &str| lines.iter().position(|line| *line == heading);
        let places: Vec<Option<usize>> = PARTS.iter().map(|part| at(part)).collect();
        let filled = |place: Option<usize>| {
            place.and_then(|at| lines.get(at + 1)).is_some_and(|next| !next.is_empty() && !next.starts_with('#'))
        };
        let means = lines.get(2).copied().unwrap_or_default();
        let whole = lines.first().copied() == Some(format!("# {code}").as_str())
            && !means.is_empty()
            && !means.starts_with('#')
            && places.is_sorted()
            && places.iter().all(|place| filled(*place))
            && blocks(&text).len() == 2
            && labels(&text);
        let short = lines.len() <= 25 && lines.iter().all(|line| line.chars().count() <= 100);
        if !whole || !short {
            wrong.push(format!("{code}: parts at {places:?}, {} lines, {} blocks", lines.len(), blocks(&text).len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wrong_examples_are_found_and_right_ones_pass() {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for (code, text) in pages() {
        for (block, wanted) in blocks(&text).iter().zip([true, false]) {
            wrong.extend(misjudged(&code, block, wanted, &rulebook));
        }
    }
    assert!(wrong.is_empty(), "{} examples are misjudged\n{}", wrong.len(), wrong.join("\n"));
}

/// A page shows one error, not a heap: what an example brings about besides its own code belongs to it.
#[test]
fn wrong_examples_show_one_error() {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for (code, text) in pages() {
        let first = blocks(&text).into_iter().next();
        let shown = first.filter(|(language, _)| language == "tonne" && code != "syntax/too-many-errors");
        let Some((_, block)) = shown else { continue };
        let others = of_documents(&code, &block, &rulebook).into_iter().filter(|finding| finding.code != code);
        wrong.extend(others.map(|finding| format!("{code}: also {}: {}", finding.code, finding.message)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
