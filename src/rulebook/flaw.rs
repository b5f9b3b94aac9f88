//! What a file of the register says that would silently count for nothing: days, kinds, verdicts and versions that are none.

use super::written::{Decisions, Instrument};
use crate::finding::Finding;
use crate::measure::{Interval, VersionRange};
use crate::source::{Source, Span};
use crate::vocabulary::{ValueType, Vocabulary, nearest};

/// What stands in place of a date that was sought and not found.
const UNKNOWN: &str = "unknown";

/// A text of a file, and why it cannot be used.
#[derive(Debug)]
pub struct Flaw {
    text: String,
    code: &'static str,
    problem: String,
    help: String,
}

impl Flaw {
    /// The finding on it, at its first place in the file.
    pub fn finding(self, source: &Source) -> Finding {
        let start = source.text.find(&self.text).unwrap_or_default() as u32;
        let span = Span::new(source.id, start, start + self.text.len() as u32);
        Finding::error(self.code, span, self.problem).at("here").help(self.help)
    }
}

/// The first flaw of an instrument.
pub fn of_instrument(instrument: &Instrument, vocabulary: &Vocabulary) -> Option<Flaw> {
    let dates = [&instrument.adopted, &instrument.in_force, &instrument.superseded];
    let mut obliged = instrument.clauses.iter().flat_map(|clause| &clause.obliges.0).map(|obliged| &obliged.value);
    let mut stranger = || obliged.find(|kind| vocabulary.kind_named(kind).is_none());
    dates
        .into_iter()
        .find_map(|date| no_date(date))
        .or_else(|| stranger().map(|kind| no_word(kind, "kind of document", &vocabulary.kind_words())))
}

/// The first flaw of a list of verdicts.
pub fn of_decisions(decisions: &Decisions, vocabulary: &Vocabulary) -> Option<Flaw> {
    let words = verdicts(vocabulary);
    decisions.verdicts.iter().find_map(|decision| {
        no_date(&decision.date).or_else(|| no_range(&decision.versions)).or_else(|| {
            let known = words.contains(&decision.verdict.as_str());
            (!known).then(|| no_word(&decision.verdict, "verdict", &words))
        })
    })
}

/// The words for a verdict: those of the place that the register fills.
fn verdicts(vocabulary: &Vocabulary) -> Vec<&str> {
    let filled = vocabulary.nodes.iter().filter(|node| node.register);
    let places = filled.flat_map(|node| &node.body).map(|below| vocabulary.node(*below));
    let lists = places.filter(|place| *place.name == *"verdict").filter_map(|place| match place.value {
        ValueType::Word(list) => Some(&vocabulary.lists[usize::from(list.0)]),
        _ => None,
    });
    lists.flat_map(|list| &list.words).map(|(id, _)| vocabulary.word(*id)).collect()
}

fn no_date(date: &str) -> Option<Flaw> {
    let told = !date.is_empty() && date != UNKNOWN;
    (told && Interval::parse(date).is_err()).then(|| Flaw {
        text: date.to_owned(),
        code: "rules/yaml",
        problem: format!("the file cannot be read: `{date}` is not a date"),
        help: "write 2021-02-27, 2021-02 or 2021".to_owned(),
    })
}

fn no_range(versions: &str) -> Option<Flaw> {
    let problem = VersionRange::parse(versions).err().filter(|_| !versions.is_empty())?;
    Some(Flaw {
        text: versions.to_owned(),
        code: "rules/yaml",
        problem: format!("the file cannot be read: {problem}"),
        help: "write `any`, a version in quotation marks, or a range of them as in `<= 21.0`".to_owned(),
    })
}

fn no_word(found: &str, what: &str, known: &[&str]) -> Flaw {
    Flaw {
        text: found.to_owned(),
        code: "rules/word",
        problem: format!("`{found}` is no {what}"),
        help: match nearest(found, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.join(", ")),
        },
    }
}
