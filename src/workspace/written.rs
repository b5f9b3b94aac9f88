//! `tonne.yaml` as it is written.

use super::{Ordered, Text, Texts};
use serde::Deserialize;

/// What holds for a folder and all below it. The command line comes before it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Count only the instruments of this profile.
    pub profile: Option<Text>,
    /// Ask only these rules, by id or family.
    pub select: Texts,
    /// Leave these rules out, by id or family.
    pub ignore: Texts,
    /// How much breaches of a rule, or of a family, weigh here: `error`, `warning` or `info`.
    pub severity: Ordered<Text>,
    /// The least severity that makes a check fail.
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "info", "question", "incomplete", "never", null])))]
    pub fail_on: Option<Text>,
    /// Whether findings that are only alleged make a check fail, too.
    pub fail_on_alleged: bool,
    /// Thresholds of rules set to other values: by rule, then by the name of the limit.
    pub limits: Ordered<Ordered<Text>>,
    /// Folders with more rules, from the folder of this file.
    pub rules: Texts,
    /// Paths with settings of their own, written as in `.gitignore`, from the folder of this file.
    pub paths: Ordered<Path>,
    /// Findings that are accepted for a time.
    pub waivers: Vec<Waiver>,
    /// Answers to questions.
    pub answers: Vec<Answer>,
}

/// What holds for some paths.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Path {
    /// Count only the instruments of this profile here.
    pub profile: Option<Text>,
    /// Ask only these rules here, by id or family, in place of what is selected and ignored elsewhere.
    pub select: Texts,
    /// Leave these rules out here, too, by id or family.
    pub ignore: Texts,
    /// How much breaches of a rule, or of a family, weigh here: `error`, `warning` or `info`.
    pub severity: Ordered<Text>,
    /// The least severity of what stands here that makes a check fail.
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "info", "question", "incomplete", "never", null])))]
    pub fail_on: Option<Text>,
    /// Thresholds of rules set to other values here: by rule, then by the name of the limit.
    pub limits: Ordered<Ordered<Text>>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule.
    pub rule: Text,
    /// The fingerprint of what is accepted, as `tonne waive` writes it.
    pub text: Text,
    /// Why it is accepted.
    pub because: Text,
    /// Who decided.
    pub by: Text,
    /// The last day on which it is accepted.
    pub until: Text,
}

/// An answer to a question.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The rule that asks.
    pub rule: Text,
    /// The document: its kind, then its name.
    pub of: Ordered<Text>,
    /// The statement that answers, as it would stand in the document; several in a list.
    #[serde(default)]
    pub fact: Texts,
    /// `yes` or `no`, where that is the answer to what is asked; in place of `fact`.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("enum" = ["yes", "no", true, false, null])))]
    pub answer: Option<Text>,
    /// How that is known.
    pub because: Text,
    /// Who answered.
    #[serde(default)]
    pub by: Option<Text>,
}
