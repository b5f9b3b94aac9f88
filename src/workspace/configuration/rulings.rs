//! The waivers and answers of a configuration.

use super::{Reader, written};
use crate::engine::{ANSWER, Ruling, Says, Subject, Unread, read_fingerprint};
use crate::measure::Interval;
use crate::rulebook::Text;
use crate::source::Span;
use smol_str::SmolStr;

impl Reader<'_> {
    pub(super) fn rulings(&mut self) -> Vec<Ruling> {
        let settings = &self.configuration.settings;
        settings.answers.iter().flat_map(|answer| &answer.of.0).for_each(|(kind, name)| self.kind(kind, name));
        let waivers = settings.waivers.iter().map(|waiver| self.waiver(waiver));
        let answers = settings.answers.iter().map(|answer| self.answer(answer));
        waivers.chain(answers).collect()
    }

    /// A kind of document that an answer is about; only its name has a place of its own.
    fn kind(&mut self, kind: &str, name: &Text) {
        let vocabulary = &self.rulebook.vocabulary;
        if vocabulary.kind_named(kind).is_none() {
            let near = name.start.saturating_sub(kind.len() as u32 + 8) as usize;
            let text = &self.configuration.source.text;
            let found = text.get(near..).and_then(|text| text.find(kind)).map(|at| (at + near) as u32);
            let id = self.configuration.source.id;
            let span =
                found.map_or_else(|| self.configuration.named(kind), |at| Span::new(id, at, at + kind.len() as u32));
            let words = vocabulary.kind_words();
            self.unknown("kind of document", kind, span, words.into_iter(), "`tonne vocabulary` lists them");
        }
    }

    /// What is missing or cannot be read is told with the other findings on waivers.
    fn waiver(&self, waiver: &written::Waiver) -> Ruling {
        let mut unread = Vec::new();
        let until = Interval::parse(&waiver.until.value).ok();
        if until.is_none() && !waiver.until.value.trim().is_empty() {
            unread.push(Unread { part: "until", says: waiver.until.value.clone() });
        }
        Ruling {
            because: waiver.because.value.clone(),
            by: waiver.by.value.clone(),
            until,
            text: read_fingerprint(&waiver.text.value, &mut unread),
            unread,
            ..self.ruling(&waiver.rule, Says::Accepted)
        }
    }

    fn answer(&self, answer: &written::Answer) -> Ruling {
        let mut unread = Vec::new();
        let given = answer.answer.as_ref().map(|given| given.value.as_str()).unwrap_or_default();
        let facts: Vec<SmolStr> = answer.fact.0.iter().map(|fact| fact.value.as_str().into()).collect();
        let says = match given.trim().to_ascii_lowercase().as_str() {
            "" if !facts.is_empty() => Says::Fact,
            "yes" | "true" if facts.is_empty() => Says::Yes,
            "no" | "false" if facts.is_empty() => Says::No,
            "" => Says::Unclear,
            _ => {
                let both = format!("both `fact` and `{given}`");
                unread.push(Unread { part: ANSWER, says: if facts.is_empty() { given.to_owned() } else { both } });
                Says::Unclear
            }
        };
        let subject =
            |(kind, name): &(String, Text)| Subject { kind: kind.clone(), name: name.value.clone(), version: None };
        Ruling {
            of: answer.of.0.iter().map(subject).collect(),
            named: answer.of.0.iter().map(|(_, name)| self.configuration.span(name)).collect(),
            facts,
            because: answer.because.value.clone(),
            by: answer.by.as_ref().map(|by| by.value.clone()).unwrap_or_default(),
            unread,
            ..self.ruling(&answer.rule, says)
        }
    }

    fn ruling(&self, rule: &Text, says: Says) -> Ruling {
        Ruling {
            says,
            rule: rule.value.as_str().into(),
            of: [].into(),
            named: [].into(),
            facts: Vec::new(),
            because: String::new(),
            by: String::new(),
            until: None,
            text: None,
            unread: Vec::new(),
            within: (&*self.configuration.source.name).into(),
            span: self.configuration.span(rule),
            in_review: false,
        }
    }
}
