//! What was found: plain data, made where it is known, shown by `report`.

use crate::source::Span;
use smol_str::SmolStr;
use std::fmt;
use std::sync::Arc;

/// How much a finding weighs. Ordered from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A fact is missing that decides: a question to the reviewer, no accusation.
    Question,
    /// Worth knowing.
    Info,
    /// A reviewer should weigh it.
    Warning,
    /// It should not pass.
    Error,
}

impl Severity {
    /// The word for it, as reports and configuration write it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Question => "question",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a rule says of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The rule does not speak about this subject.
    NotApplicable,
    /// What the rule asks is there.
    Met,
    /// A fact that decides is not known.
    Unproven,
    /// The document that owes it was read in full, and nothing there shows what the rule asks.
    NotShown,
    /// The text itself says that what the rule asks is not there.
    Breached,
}

impl Verdict {
    /// The word for it, as reports and rule examples write it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not_applicable",
            Verdict::Met => "met",
            Verdict::Unproven => "unproven",
            Verdict::NotShown => "not_shown",
            Verdict::Breached => "breached",
        }
    }

    /// Whether it is told as a finding: breached or not shown.
    pub fn is_finding(self) -> bool {
        matches!(self, Verdict::Breached | Verdict::NotShown)
    }
}

/// What a finding rests on, as far as its clauses go. Ordered from the strongest to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// A clause binds the document.
    Binds,
    /// The reviewer chose the instrument of a clause as the yardstick.
    Yardstick,
    /// A clause asks for it, and binds others.
    Benchmark,
    /// No clause asks for it: studies, reports, definitions.
    Evidence,
}

impl Ground {
    /// The word for it, as reports write it.
    pub fn word(self) -> &'static str {
        match self {
            Ground::Binds => "binds",
            Ground::Yardstick => "yardstick",
            Ground::Benchmark => "benchmark",
            Ground::Evidence => "evidence",
        }
    }
}

/// How well it is known what a finding rests on. Ordered from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Alleged: from the press, or concluded by the encoder alone.
    Low,
    /// Not shown, from a summary, on a reviewer's word, or by a clause that is known at second hand.
    Medium,
    /// Read in the text, and the clause too.
    High,
}

impl Confidence {
    /// The word for it, as reports write it.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// A stretch of text and what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What it shows; may be empty for the primary label.
    pub text: SmolStr,
}

/// How a clause stands to the document a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The clause obliges this document, and it is not kept.
    Breaches,
    /// The clause binds, but asks with "should": a recommendation that is not followed.
    Disregards,
    /// The clause does not bind this document: a measure it does not reach.
    FallsShort,
    /// The rule reads a sign into the clause: a point to weigh.
    Indicates,
    /// The clause is younger than the document, which could not be written to it: a measure of today.
    Later,
    /// The clause allows what the rule points at: it says where that comes from, and is no ground against anybody.
    Permits,
}

/// A clause that a finding rests on, as resolved in the register of instruments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    /// Instrument and locator, as in `2/CMA.3 annex ¶18(h)(ii)`.
    pub clause: Arc<str>,
    /// What the clause asks, in the register's own words; empty for a whole instrument.
    pub asks: Arc<str>,
    /// How it stands to the document.
    pub standing: Standing,
    /// How the register knows the clause: `read`, `secondary` or `background`.
    pub known: &'static str,
    /// Whether it binds the document.
    pub binds: bool,
    /// Whether it is younger than the words of the document.
    pub later: bool,
}

/// One finding. Every finding has at least one label; the first one is the primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, or the code of a finding of syntax or vocabulary.
    pub code: SmolStr,
    /// What the rule says; [`Verdict::Breached`] for syntax and vocabulary.
    pub verdict: Verdict,
    /// How much it weighs.
    pub severity: Severity,
    /// What it rests on; none for findings of syntax and vocabulary.
    pub ground: Option<Ground>,
    /// How well that is known.
    pub confidence: Confidence,
    /// One sentence, lower case, no full stop.
    pub message: SmolStr,
    /// What to do about it.
    pub help: Option<SmolStr>,
    /// Where it rests; the first is the primary.
    pub labels: Vec<Label>,
    /// What has no place in the text: documents searched in vain, conflicts, readings.
    pub notes: Vec<SmolStr>,
    /// The clauses behind it.
    pub cites: Vec<Cite>,
    /// The other rules that say the same, or wait for the same fact.
    pub also: Vec<SmolStr>,
    /// The findings on the same defect that are told with it, as each would be told alone.
    pub joined: Vec<Finding>,
    /// Of a question, and of what is not shown, what is asked for.
    pub question: Option<Box<Question>>,
    /// The number of the defect that it is about, where others of the same document may be about it too.
    pub defect: Option<u32>,
    /// Of a question, the rules of which it is not known whether they apply: who says no answers that they do not.
    pub unsure: Vec<SmolStr>,
    /// Whether it rests on what import read and nobody confirmed; then it is a question, whatever its verdict.
    pub draft: bool,
    /// Names the finding across runs and edits elsewhere in the file; filled by the engine.
    pub fingerprint: Fingerprint,
}

/// By what a question can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// By yes or no, which are the fact itself.
    YesNo,
    /// By a statement: how much, which, when.
    Statement,
    /// By the reviewer's word alone, as no statement of the document says it: whether two names are one interest.
    Word,
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The topic in the vocabulary's words, where the document says nothing of a whole topic.
    pub topic: Option<SmolStr>,
    /// The statement that answers it, as it is to be written into the document; empty where none does.
    pub write: String,
    /// The place of that statement, as in `baseline.validity`; empty where it stands in a block that has a name, or
    /// where no statement answers.
    pub place: SmolStr,
    /// Where that statement belongs: a block of the document that does not say it, or that document.
    pub at: Span,
    /// By what it can be answered.
    pub asks: Asks,
    /// The severity of the gravest rule that waits for the answer.
    pub gravest: Severity,
    /// Whether the document says once for all such questions that its topics were not read.
    pub folded: bool,
}

/// The name of a finding across runs: 64 bits, shown as 16 hexadecimal digits; 0 where it has none yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// Reads 16 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Fingerprint> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bits = u64::from_str_radix(text, 16).ok().filter(|bits| digits && *bits != 0)?;
        Some(Fingerprint(bits))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            bits => write!(out, "{bits:016x}"),
        }
    }
}

impl Finding {
    /// A finding of syntax or vocabulary at `span`: an error, as the text cannot be taken as it stands.
    pub fn error(code: &'static str, span: Span, message: impl Into<SmolStr>) -> Self {
        Finding {
            code: SmolStr::new_static(code),
            verdict: Verdict::Breached,
            severity: Severity::Error,
            ground: None,
            confidence: Confidence::High,
            message: message.into(),
            help: None,
            labels: vec![Label { span, text: SmolStr::default() }],
            notes: Vec::new(),
            cites: Vec::new(),
            also: Vec::new(),
            joined: Vec::new(),
            question: None,
            defect: None,
            unsure: Vec::new(),
            draft: false,
            fingerprint: Fingerprint::default(),
        }
    }

    /// The same, as a warning: the text can be taken, but a reader should look at it.
    pub fn warning(code: &'static str, span: Span, message: impl Into<SmolStr>) -> Self {
        Finding { severity: Severity::Warning, ..Finding::error(code, span, message) }
    }

    /// Says at the primary label what is wrong there.
    pub fn at(mut self, text: impl Into<SmolStr>) -> Self {
        if let Some(primary) = self.labels.first_mut() {
            primary.text = text.into();
        }
        self
    }

    /// Adds a label.
    pub fn label(mut self, span: Span, text: impl Into<SmolStr>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<SmolStr>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a note.
    pub fn note(mut self, note: impl Into<SmolStr>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The finding, and those that are told with it: what a baseline knows, a waiver names, or somebody asks about.
    pub fn each(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(self).chain(&self.joined)
    }

    /// Whether it is a question that is told with the reading of its document, and not by itself.
    pub fn is_folded(&self) -> bool {
        self.question.as_ref().is_some_and(|question| question.folded)
    }

    /// The primary span.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }
}
