//! Rules, the register of instruments and the published decisions: as written, and checked.

mod check;
mod embedded;
mod flaw;
mod limits;
mod load;
mod predicates;
mod reads;
mod register;
#[cfg(test)]
mod schema;
mod seal;
mod template;
mod written;

pub use crate::vocabulary::Ordered;
pub use embedded::{Damaged, Data, library, overridden, pages, read, shipped, shipped_with};
pub use limits::LimitSet;
pub use load::{RuleFile, load, read_yaml};
pub use register::{Binding, Register};
pub use template::{COMPUTED, Part, Template};
pub use written::{Decision, Decisions, Force, Instrument, InstrumentClause, Known, Text, Texts};

use crate::condition::{Condition, Path, Predicate, Slot};
use crate::equations::Check;
use crate::finding::{Ground, Severity, Verdict};
use crate::source::{Source, Span};
use crate::vocabulary::{NodeId, Vocabulary};
use smol_str::SmolStr;
use std::sync::Arc;

/// The policy: what is asked of documents, and on what grounds.
#[derive(Debug)]
pub struct Rulebook {
    /// What may be said.
    pub vocabulary: Vocabulary,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The texts that they rest on.
    pub register: Register,
    /// The conditions that have a name, in the order of their files.
    pub predicates: Vec<Predicate>,
    /// Published verdicts.
    pub decisions: Vec<Decisions>,
}

/// A rule, with every name resolved.
#[derive(Debug)]
pub struct Rule {
    /// Its path below `rules`, without the ending.
    pub id: SmolStr,
    /// The defect, as a sentence.
    pub title: String,
    /// What it visits, with its conditions typed for each.
    pub visits: Vec<Visit>,
    /// How much a finding of it weighs.
    pub severity: Severity,
    /// How much it weighs at documents of some kinds, by the word for the kind.
    pub severity_at: Vec<(String, Severity)>,
    /// On which grounds it speaks at all; on any, where it names none.
    pub speaks_where: Vec<Ground>,
    /// Whether it is the user's own: then its severity is never capped.
    pub own: bool,
    /// Whether a clause says so, or it is a sign to weigh.
    pub nature: Nature,
    /// The defect that it shares with other rules.
    pub defect: Option<String>,
    /// The clauses behind it, by place in the register.
    pub cites: Vec<Citation>,
    /// The clauses that allow what the rule points at: told, and never counted against anybody.
    pub permits: Vec<Citation>,
    /// How each of both is written and what it asks, in that order: kept once, shared by all findings.
    pub grounds: Vec<(Arc<str>, Arc<str>)>,
    /// Its thresholds, with their origin.
    pub limits: Vec<(String, String, String)>,
    /// What to do.
    pub help: SmolStr,
    /// Why it matters.
    pub why: String,
    /// Documents with the verdict that they must get.
    pub examples: Vec<Example>,
    /// The file that it is written in.
    pub source: Source,
}

/// What a rule visits.
#[derive(Clone, Debug)]
pub struct Visit {
    /// A kind of document, or a block of one.
    pub node: NodeId,
    /// When it applies, typed and as it is written.
    pub given: Option<(Condition, String)>,
    /// What must hold.
    pub clauses: Vec<Clause>,
    /// What the equations are checked for, in place of clauses.
    pub check: Option<Check>,
}

/// One thing that must hold.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The condition.
    pub that: Condition,
    /// The condition as it is written.
    pub text: String,
    /// What is wrong where it does not hold.
    pub message: Template,
    /// Where to point.
    pub at: Option<Path>,
    /// The names that messages may use.
    pub names: Vec<(String, Slot)>,
}

/// What kind of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A clause says so.
    Requirement,
    /// A sign that a reviewer should weigh.
    Indicator,
}

/// A clause that a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The instrument, by its place in the register.
    pub instrument: u16,
    /// The clause, by its place in the instrument; none for the whole of it.
    pub clause: Option<u16>,
}

/// A document and the verdict that it must get.
#[derive(Clone, Debug)]
pub struct Example {
    /// The verdict.
    pub verdict: Verdict,
    /// The documents, as text.
    pub text: String,
    /// The message that its finding must have, where that is written.
    pub says: Option<String>,
    /// The severity that its finding must have, where that is written.
    pub severity: Option<Severity>,
    /// The programmes of the library under which the verdict must be the same.
    pub under: Vec<String>,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// What marks the line of an example at which its finding must point.
pub const FOUND_HERE: &str = "# <- found here";

impl Rule {
    /// How much a finding weighs at a document of a kind.
    pub fn severity_of(&self, kind: &str) -> Severity {
        let own = self.severity_at.iter().find(|(of, _)| of == kind);
        own.map_or(self.severity, |(_, severity)| *severity)
    }
}

impl Rulebook {
    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let at = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        Some(&self.rules[at])
    }
}
