//! Rule files to rules: what is broken becomes a finding inside the YAML, and the other rules still run.

use super::check::check;
use super::written;
use super::{Register, Rule};
use crate::condition::Predicate;
use crate::finding::Finding;
use crate::source::{LineIndex, Source, Span, floor_char};
use crate::vocabulary::{Vocabulary, nearest};
use serde::de::DeserializeOwned;

/// A rule file: its id and its text.
#[derive(Debug)]
pub struct RuleFile {
    /// The path below the rules folder, without the ending: the rule's id.
    pub id: String,
    /// The file.
    pub source: Source,
    /// Whether it is the user's own, and not a part of the rulebook.
    pub own: bool,
    pub(super) content: Option<written::Rule>,
}

impl RuleFile {
    /// A file as it was read.
    pub fn new(id: String, source: Source) -> Self {
        RuleFile { id, source, own: true, content: None }
    }

    /// A file that the build script has read already.
    pub(super) fn embedded(path: String, text: String, rule: written::Rule) -> Self {
        let id = path.trim_start_matches("rules/").trim_end_matches(".yaml").to_owned();
        let source = Source { name: path.into(), text: text.into(), ..Source::nowhere() };
        RuleFile { id, source, own: false, content: Some(rule) }
    }
}

/// What helps with a rule file where no known word is near.
const SHAPE: &str = "see CONTRIBUTING.md for the shape of a rule";

/// Checks rule files. The rules come out sorted by id.
pub fn load(
    files: Vec<RuleFile>,
    vocabulary: &Vocabulary,
    register: &Register,
    predicates: &[Predicate],
) -> (Vec<Rule>, Vec<Finding>) {
    let mut rules: Vec<Rule> = Vec::with_capacity(files.len());
    let mut findings = Vec::new();
    for mut file in files {
        let Some(content) = file
            .content
            .take()
            .map_or_else(|| parse(&file.source, SHAPE).map_err(|finding| findings.push(finding)).ok(), Some)
        else {
            continue;
        };
        let (rule, problems) = check(&file, content, vocabulary, register, predicates);
        findings.extend(problems);
        let Some(rule) = rule else { continue };
        if rules.iter().any(|other| other.id == rule.id) {
            findings.push(
                Finding::error(
                    "rules/id-taken",
                    word_at(&file.source, 0),
                    format!("a rule `{}` exists already", rule.id),
                )
                .at("this file")
                .help("give the file another name: its path is its id"),
            );
            continue;
        }
        rules.push(rule);
    }
    rules.sort_by(|left, right| left.id.cmp(&right.id));
    (rules, findings)
}

/// What a YAML text holds: a rule, an instrument, decisions. `help` says where their shape is told.
pub(super) fn parse<T: DeserializeOwned>(source: &Source, help: &str) -> Result<T, Finding> {
    read_yaml(source, "rules/yaml", help)
}

/// What a YAML text holds, whatever it is; else a finding at the place, under this code and with this help where no
/// known word is near.
pub fn read_yaml<T: DeserializeOwned>(source: &Source, code: &'static str, help: &str) -> Result<T, Finding> {
    serde_yaml::from_str(&source.text).map_err(|error| broken(source, &error, code, help))
}

/// The word that begins at a byte of a file, or the character there.
fn word_at(source: &Source, start: u32) -> Span {
    let start = floor_char(&source.text, start);
    let word = &source.text[start as usize..];
    let first = word.chars().next().map_or(0, char::len_utf8);
    let len = word.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(word.len()).max(first);
    Span::new(source.id, start, start + len as u32)
}

/// Where the YAML breaks, and what was expected.
fn broken(source: &Source, error: &serde_yaml::Error, code: &'static str, help: &str) -> Finding {
    let error = error.without_snippet();
    let span = error.location().map_or(word_at(source, 0), |location| {
        let start = location.span().byte_offset().map_or_else(
            || {
                LineIndex::new(&source.text).start_of(location.line().saturating_sub(1) as u32)
                    + location.column().saturating_sub(1) as u32
            },
            |offset| offset as u32,
        );
        word_at(source, start)
    });
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default().lines().next().unwrap_or_default();
    let finding = Finding::error(code, span, format!("the file cannot be read: {}", problem(text))).at("here");
    match (suggestion(text), text.split_once("expected one of ")) {
        (Some(near), _) => finding.help(format!("did you mean `{near}`?")),
        (None, Some((_, known))) => finding.help(format!("there are {}", known.replace('`', ""))),
        (None, None) => finding.help(help),
    }
}

/// What the reader of YAML says, in words for those who do not program.
fn problem(text: &str) -> String {
    let named = || text.split('`').nth(1).unwrap_or_default();
    let after = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.split(',').next()).map(str::trim);
    match text {
        "expected mapping start" => "lines as in `name: value` are expected here".to_owned(),
        "unexpected end of input" => "it ends before it has said anything".to_owned(),
        "expected sequence start" => "a list is expected here, each item behind a `-`".to_owned(),
        "expected string scalar" => "a single text is expected here".to_owned(),
        _ if text.starts_with("cannot deserialize null") => "a text is expected here, and there is none".to_owned(),
        _ if text.starts_with("multiple YAML documents") => "a line `---` begins a second document here".to_owned(),
        _ if text.starts_with("unknown field") => format!("nothing here is called `{}`", named()),
        _ if text.starts_with("unknown variant") => format!("`{}` is no word that may stand here", named()),
        _ if text.starts_with("missing field") => format!("`{}` is missing here", named()),
        _ if text.starts_with("invalid type") => match text.split_once("expected ") {
            Some((_, expected)) => format!("{expected} is expected here"),
            None => text.to_owned(),
        },
        _ => match after("duplicate mapping key:") {
            Some(name) => format!("`{name}` stands here twice"),
            None => text.to_owned(),
        },
    }
}

/// ``unknown field `severty`, expected one of title, …``: the nearest of those that were expected.
fn suggestion(text: &str) -> Option<&str> {
    let found = text.split('`').nth(1)?;
    let (_, expected) = text.split_once("expected one of ")?;
    nearest(found, expected.split(", ").map(|word| word.trim_matches('`')))
}
