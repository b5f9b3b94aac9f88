//! Values that stand in several words: `5 t CO2e`, `5 per cent`, `USD 5`, `author Acme Ltd`. One finding each.

use super::range::ONE_VALUE;
use super::{Reader, flatten, shorten};
use crate::finding::Finding;
use crate::model::document::DocumentBuilder;
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::{ExprKind, Operator, Statement};
use crate::vocabulary::{NodeId, ValueType};

/// The parts of such an amount.
struct Loose<'t> {
    /// What stands before the number, without a sign.
    before: &'t str,
    /// The number with its sign.
    amount: String,
    /// What stands behind it.
    behind: &'t str,
}

impl Reader<'_, '_> {
    /// An amount in several words where the vocabulary expects one number with its unit; none where what stands there is
    /// another thing: several values, a range, a text.
    pub(super) fn loose_amount(&mut self, statement: &Statement, node: NodeId) -> Option<Value> {
        let field = self.vocabulary.node(node);
        let amounts = matches!(
            field.value,
            ValueType::Count | ValueType::Quantity(_) | ValueType::Quantities | ValueType::Money | ValueType::Period
        );
        if !amounts || !self.is_loose(statement) {
            return None;
        }
        let all = Span::new(statement.head.file, statement.word.end, statement.head.end);
        let text = self.tree.text(all).trim_start_matches([' ', '\t', '=', ':', '\u{a0}']);
        let whole = Span::new(all.file, all.end - text.len() as u32, all.end);
        if let Some((from, to)) = range_in_words(text) {
            let message = format!("expected {} for `{}`, found `{}`", self.expected(node), field.name, shorten(text));
            let finding = Finding::error("vocabulary/wrong-type", whole, message).at("a range");
            self.findings.push(match field.value {
                ValueType::Quantities => finding.help("write `..` between the ends, each with its unit: 5 %..10 %"),
                ValueType::Period => finding.help(format!("write {from}..{to}")),
                _ => finding.help(ONE_VALUE),
            });
            return Some(Value::Unknown);
        }
        if field.value == ValueType::Period {
            return None;
        }
        let loose = Loose::read(text)?;
        let help = self.tight(&loose, statement, node);
        let finding = match loose.before.is_empty() {
            true => {
                let unit = Span::new(whole.file, whole.end - loose.behind.len() as u32, whole.end);
                let message = format!("unknown unit `{}`", shorten(loose.behind));
                Finding::error("vocabulary/unknown-unit", unit, message).at("this unit")
            }
            false => {
                let message = format!("`{}` stands before its number", shorten(loose.before));
                Finding::error("vocabulary/wrong-type", whole, message).at("a unit stands behind its number")
            }
        };
        self.findings.push(finding.help(help));
        Some(Value::Unknown)
    }

    /// Values that belong together but stand apart: `author Acme Ltd` for `author "Acme Ltd"`,
    /// `crediting period 10 years` for `crediting { period 10 years }`. One finding, not one for each word.
    pub(super) fn words_together(
        &mut self,
        builder: &mut DocumentBuilder,
        statement: &Statement,
        node: NodeId,
    ) -> Option<Value> {
        let gap = statement.uncomma?;
        let tree = self.tree;
        let all = Span::new(gap.file, statement.word.end, statement.head.end);
        let whole = tree.text(all).trim_end();
        let text = whole.trim_start();
        let field = self.vocabulary.node(node);
        let end = all.start + whole.len() as u32;
        let span = Span::new(all.file, end - text.len() as u32, end);
        // A name may hold words of the language: Ministry of Environment and Forests.
        let words = !text.contains(['"', '“', '”', ',', '[', '\n']);
        match field.value {
            ValueType::Nothing => {
                self.findings.push(
                    Finding::error(
                        "vocabulary/wrong-type",
                        span,
                        format!("`{}` takes a body in braces, found `{}`", field.name, shorten(text)),
                    )
                    .at("not in braces")
                    .help(self.braces(statement, node, text)),
                );
                Some(Value::Unknown)
            }
            ValueType::Text | ValueType::Organisation | ValueType::Reference(_) | ValueType::Instrument if words => {
                let finding = self.unquoted(span, text, node);
                let (name, finding) = match self.name_and_more(statement, node) {
                    Some((name, help)) => (name, finding.help(help)),
                    None => (text, finding),
                };
                self.findings.push(finding);
                Some(Value::Text(builder.text(name)))
            }
            _ => None,
        }
    }

    /// A text that stands without quotes.
    pub(super) fn unquoted(&self, span: Span, text: &str, node: NodeId) -> Finding {
        Finding::error(
            "vocabulary/unquoted-text",
            span,
            format!("expected {} in quotes, found `{}`", self.noun(node), shorten(text)),
        )
        .at("a word without quotes is read as a word of the vocabulary")
        .help(format!("write \"{}\"", shorten(text)))
    }

    /// Whether a statement's values are something else than single values between commas.
    fn is_loose(&self, statement: &Statement) -> bool {
        let mut kinds = self.tree.run(statement.values).map(|id| &self.tree.expr(id).kind);
        match (kinds.next(), kinds.next()) {
            (Some(ExprKind::Missing), _) => false,
            (Some(ExprKind::Binary(operator, ..)), None) => *operator != Operator::To,
            (Some(ExprKind::Word), None) => true,
            (_, Some(_)) => statement.uncomma.is_some(),
            _ => false,
        }
    }

    /// How the amount should be written.
    fn tight(&self, loose: &Loose<'_>, statement: &Statement, node: NodeId) -> String {
        let unit = format!("{} {}", loose.behind, loose.before);
        let first = loose.behind.split_whitespace().next().unwrap_or_default();
        if let Some(help) = self.mended(&loose.amount, unit.trim(), node) {
            return help;
        }
        if let Some(help) = self.in_braces(statement, node, &flatten(self.tree, statement)) {
            return help;
        }
        // `about 5 MW`, `10 years renewable`: the number has its unit, and words around it that may well matter.
        match [loose.behind, first].into_iter().find_map(|unit| self.mended(&loose.amount, unit, node)) {
            Some(help) => format!("{help}; what else is said has a word of its own, or stands in a comment"),
            None => self.wanted(node),
        }
    }
}

impl<'t> Loose<'t> {
    /// Finds the one number of a text; none where there are several, or what no unit holds.
    fn read(text: &'t str) -> Option<Loose<'t>> {
        if text.contains([',', '"', '[', '#', '\n']) || text.contains("..") {
            return None;
        }
        let (before, rest) = text.split_at(number(text)?);
        let length = rest.find(|c: char| !c.is_ascii_digit() && c != '_' && c != '.').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(length);
        let (before, sign) = match before.trim().strip_suffix(['-', '−']) {
            Some(before) => (before.trim(), "-"),
            None => (before.trim(), ""),
        };
        let only = number(behind).is_none() && !(before.is_empty() && behind.trim().is_empty());
        only.then(|| Loose { before, amount: format!("{sign}{digits}"), behind: behind.trim() })
    }
}

/// The ends of `5 to 10 years`, `10 - 12 ha`: two numbers with a word or a dash between them.
fn range_in_words(text: &str) -> Option<(&str, &str)> {
    let ends = [" to ", " - ", " – ", "–"].iter().find_map(|between| text.split_once(between));
    let (from, to) = ends.map(|(from, to)| (from.trim(), to.trim())).filter(|_| !text.contains(','))?;
    (number(from) == Some(0) && number(to) == Some(0)).then_some((from, to))
}

/// Where a number begins that is no part of a word, as the 2 of `CO2` is.
fn number(text: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() && !before.is_alphanumeric() && !matches!(before, '_' | '^' | '.') {
            return Some(at);
        }
        before = c;
    }
    None
}
