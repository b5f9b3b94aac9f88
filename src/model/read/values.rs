//! Values by their type: what stands there becomes a [`Value`], or a finding that says what was expected.

use super::{Reader, Values, flatten, one, state};
use crate::finding::Finding;
use crate::measure::Country;
use crate::model::document::DocumentBuilder;
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, Operator, Statement};
use crate::vocabulary::{ListId, NodeId, ValueType};

mod instead;
mod loose;
mod number;
mod quoted;
mod range;
mod unit;

pub(super) use number::unreadable_number;

/// How a time from one day to another is written.
pub(super) const PERIODS: &str = "write two dates with `..` between them: 2018-03-12..2020-12-31";

/// How dates are written.
pub(super) const DATES: &str = "write year, month and day: 2021-02-27, 2021-02 or 2021";

impl<'s> Reader<'_, 's> {
    /// The values of a statement; what cannot be read is [`Value::Unknown`] and a finding.
    pub(super) fn values(&mut self, builder: &mut DocumentBuilder, statement: &Statement, node: NodeId) -> Values {
        let vocabulary = self.vocabulary;
        let field = vocabulary.node(node);
        let whole = statement.head;
        match field.value {
            ValueType::Equation => return one((self.equation(statement, node), whole)),
            ValueType::Reviewed => return one(self.reviewed(builder, statement)),
            ValueType::Unit => return one(self.unit_field(builder, statement)),
            _ => {}
        }
        if let Some(value) = self.loose_amount(statement, node) {
            return one((value, whole));
        }
        if let Some(value) = self.words_together(builder, statement, node) {
            return one((value, whole));
        }
        if let Some(gap) = statement.uncomma {
            self.findings.push(
                Finding::error("syntax/missing-comma", gap, "expected a comma between two values")
                    .at("here")
                    .help("separate several values by commas, or put each on a line of its own"),
            );
        }
        let values = flatten(self.tree, statement);
        match values[..] {
            [] => one((self.no_value(statement, node), whole)),
            [id] => one((self.value(builder, id, node), self.tree.expr(id).span)),
            _ => values.into_iter().map(|id| (self.value(builder, id, node), self.tree.expr(id).span)).collect(),
        }
    }

    /// What a statement without a value says: a block, or an attribute whose value is missing.
    pub(super) fn no_value(&mut self, statement: &Statement, node: NodeId) -> Value {
        let field = self.vocabulary.node(node);
        let block = field.value == ValueType::Nothing;
        // A symbol without a name says nothing, whatever stands in its body.
        let names = field.value == ValueType::Symbol;
        if block || statement.body.is_some() && !field.body.is_empty() && !names {
            return Value::Nothing;
        }
        let expected = self.expected(node);
        self.findings.push(
            Finding::error(
                "vocabulary/missing-value",
                statement.word,
                format!("expected {expected} after `{}`", field.name),
            )
            .at("nothing stands behind it")
            .help("write it, or `unknown` if you looked and could not tell"),
        );
        Value::Unknown
    }

    /// What stands in a place. Nothing becomes unknown without a word: what is not said by the syntax or by whoever reads
    /// the type is said here.
    fn value(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let expr = self.tree.expr(id);
        if self.is_missing(id) {
            return Value::Unknown;
        }
        if matches!(expr.kind, ExprKind::Word)
            && let Some(state) = state(self.tree.text(expr.span))
        {
            return state;
        }
        if let Some(value) = self.needlessly_quoted(builder, id, node) {
            return value;
        }
        let told = self.findings.len();
        let value = self.typed(builder, id, node);
        if value == Value::Unknown && self.findings.len() == told {
            return self.wrong(id, node);
        }
        value
    }

    /// Whether something is missing in a value, which the syntax has said.
    fn is_missing(&self, id: ExprId) -> bool {
        let missing = |id: ExprId| matches!(self.tree.expr(id).kind, ExprKind::Missing);
        match self.tree.expr(id).kind {
            ExprKind::Negative(inner) => missing(inner),
            ExprKind::Binary(Operator::To, from, to) => missing(from) || missing(to),
            _ => missing(id),
        }
    }

    /// A value by the type of its place.
    fn typed(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let text = self.tree.text(self.tree.expr(id).span);
        let vocabulary = self.vocabulary;
        match &vocabulary.node(node).value {
            ValueType::Nothing => self.wrong(id, node),
            ValueType::Text
            | ValueType::Organisation
            | ValueType::Reference(_)
            | ValueType::Instrument
            | ValueType::Rule
            | ValueType::Version => self.text_value(builder, id, node),
            ValueType::Word(list) => self.word_value(id, node, *list),
            ValueType::YesNo => self.yes_no(id, node),
            ValueType::Count => self.count(builder, id, node),
            ValueType::Quantity(_) | ValueType::Money => self.quantity_value(builder, id, node),
            ValueType::Quantities => self.quantities(builder, id, node),
            ValueType::Date => self.date(id, node),
            ValueType::Period => self.period(id, node),
            ValueType::Country => self.country(id, node),
            ValueType::Symbol => Value::Text(builder.text(text)),
            ValueType::Equation | ValueType::Reviewed | ValueType::Unit => Value::Formula,
        }
    }

    /// A text; a bare word or number is taken, but asked to be put in quotes.
    fn text_value(&mut self, builder: &mut DocumentBuilder, id: ExprId, node: NodeId) -> Value {
        let tree = self.tree;
        let expr = tree.expr(id);
        if let Some(text) = tree.string(id) {
            return Value::Text(builder.text(&text));
        }
        let text = tree.text(expr.span);
        if !matches!(expr.kind, ExprKind::Word | ExprKind::Number { .. } | ExprKind::Date) {
            return self.wrong(id, node);
        }
        self.findings.push(self.unquoted(expr.span, text, node));
        Value::Text(builder.text(text))
    }

    fn word_value(&mut self, id: ExprId, node: NodeId, list: ListId) -> Value {
        let tree = self.tree;
        let expr = tree.expr(id);
        let quoted = tree.string(id);
        let word = quoted.as_deref().unwrap_or(tree.text(expr.span));
        let known = self.vocabulary.word_in(list, word);
        match (known, &expr.kind) {
            (Some(known), ExprKind::Word) => return Value::Word(known),
            (Some(known), _) if quoted.is_some() => {
                self.findings.push(
                    Finding::error(
                        "vocabulary/quoted-word",
                        expr.span,
                        format!("`{word}` is a word of the language and stands without quotes"),
                    )
                    .at("in quotes here")
                    .help(format!("write {word}")),
                );
                return Value::Word(known);
            }
            (None, ExprKind::Word | ExprKind::Text { .. }) => {}
            _ => return self.wrong(id, node),
        }
        let name = &self.vocabulary.node(node).name;
        let finding = Finding::error("vocabulary/unknown-value", expr.span, format!("`{name}` cannot be `{word}`"))
            .at("not in the vocabulary here");
        let finding = match self.meant(list, word) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(self.some_words(list, node)),
        };
        self.findings.push(finding);
        Value::Unknown
    }

    /// The words of a short list, or the command that prints a long one.
    pub(super) fn some_words(&self, list: ListId, node: NodeId) -> String {
        let words: Vec<_> =
            self.vocabulary.lists[list.0 as usize].words.iter().map(|(id, _)| self.vocabulary.word(*id)).collect();
        match words.len() {
            ..=8 => format!("the words are {}", words.join(", ")),
            _ => format!("see the words: tonne vocabulary {}", self.place(node)),
        }
    }

    fn yes_no(&mut self, id: ExprId, node: NodeId) -> Value {
        match (&self.tree.expr(id).kind, self.tree.text(self.tree.expr(id).span)) {
            (ExprKind::Word, "yes") => Value::YesNo(true),
            (ExprKind::Word, "no") => Value::YesNo(false),
            _ => self.wrong(id, node),
        }
    }

    fn country(&mut self, id: ExprId, node: NodeId) -> Value {
        let tree = self.tree;
        let expr = tree.expr(id);
        let quoted = tree.string(id);
        if quoted.is_none() && !matches!(expr.kind, ExprKind::Word) {
            return self.wrong(id, node);
        }
        let text = quoted.as_deref().unwrap_or(tree.text(expr.span));
        match Country::parse(text) {
            Some(country) if quoted.is_none() => Value::Country(country),
            _ => {
                self.findings.push(unknown_country(text, expr.span));
                Value::Unknown
            }
        }
    }

    /// `of methodology "Solar PV, made up"`
    fn reviewed(&mut self, builder: &mut DocumentBuilder, statement: &Statement) -> (Value, Span) {
        let values: Vec<ExprId> = self.tree.run(statement.values).collect();
        let name = values.get(1).and_then(|id| self.tree.string(*id));
        let kind = values.first().and_then(|id| self.vocabulary.kind_named(self.tree.text(self.tree.expr(*id).span)));
        let problem = match (kind, name) {
            (Some(kind), Some(name)) if values.len() == 2 => {
                let both = format!("{} {name}", self.vocabulary.kind(kind).name);
                return (Value::Text(builder.text(&both)), statement.head);
            }
            (Some(kind), Some(name)) => {
                let kind = &self.vocabulary.kind(kind).name;
                let more = self.tree.expr(values[2]).span;
                let span = Span::new(more.file, more.start, statement.head.end);
                let message = "a review names one document on a line, by its kind and its name";
                Finding::error("vocabulary/wrong-type", span, message)
                    .at("the review does not count, as it is not known what this is")
                    .help(format!(
                        "write each document on its own line, and a version in braces: of {kind} \"{}\" {{ version \"2\" }}",
                        shorten(&name)
                    ))
            }
            _ => {
                let message = "expected the kind and the name of the document reviewed";
                Finding::error("vocabulary/wrong-type", statement.head, message)
                    .at("which document?")
                    .help("write: of methodology \"its name\"")
            }
        };
        self.findings.push(problem);
        (Value::Unknown, statement.head)
    }

    /// What was expected and what stands there.
    fn wrong(&mut self, id: ExprId, node: NodeId) -> Value {
        let span = self.tree.expr(id).span;
        let field = self.vocabulary.node(node);
        let found = shorten(self.tree.text(span));
        let finding = match field.value {
            ValueType::Nothing => Finding::error(
                "vocabulary/wrong-type",
                span,
                format!("`{}` takes a body in braces, found `{found}`", field.name),
            )
            .at("not a body")
            .help(format!(
                "write {} {{ … }}; see what may stand in it: tonne vocabulary {}",
                field.name,
                self.place(node)
            )),
            _ => Finding::error(
                "vocabulary/wrong-type",
                span,
                format!("expected {} for `{}`, found `{found}`", self.expected(node), field.name),
            )
            .at(format!("not {}", self.expected(node))),
        };
        self.findings.push(match self.instead(id, node) {
            Some(help) => finding.help(help),
            None => finding,
        });
        Value::Unknown
    }

    /// A place as `tonne vocabulary` takes it.
    pub(super) fn place(&self, node: NodeId) -> String {
        let here = self.vocabulary.node(node);
        let kind = &self.vocabulary.kind(here.kind).name;
        if here.path.is_empty() { kind.to_string() } else { format!("{kind}.{}", here.path) }
    }

    fn noun(&self, node: NodeId) -> &'static str {
        match self.vocabulary.node(node).value {
            ValueType::Organisation | ValueType::Reference(_) => "a name",
            ValueType::Version => "a version",
            ValueType::Instrument => "an instrument",
            ValueType::Rule => "a rule",
            _ => "a text",
        }
    }

    /// The type of a place, as a noun phrase.
    pub(super) fn expected(&self, node: NodeId) -> String {
        match &self.vocabulary.node(node).value {
            ValueType::Nothing => "a body in braces".to_owned(),
            ValueType::Word(_) => "a word of the vocabulary".to_owned(),
            ValueType::YesNo => "`yes` or `no`".to_owned(),
            ValueType::Count => "a whole number".to_owned(),
            ValueType::Quantity(Some((_, unit))) => format!("a quantity in {unit}"),
            ValueType::Quantity(None) => "a quantity".to_owned(),
            ValueType::Quantities => "a quantity or a range of two".to_owned(),
            ValueType::Money => "an amount of money".to_owned(),
            ValueType::Date => "a date".to_owned(),
            ValueType::Period => "a period".to_owned(),
            ValueType::Country => "a country's two letters".to_owned(),
            ValueType::Symbol => "a symbol".to_owned(),
            ValueType::Equation => "a formula".to_owned(),
            ValueType::Unit => "a unit".to_owned(),
            ValueType::Reviewed => "a kind of document and its name".to_owned(),
            _ => format!("{} in quotes", self.noun(node)),
        }
    }
}

/// A country that ISO 3166 does not know by these letters.
pub(super) fn unknown_country(text: &str, span: Span) -> Finding {
    let code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let message = match code {
        true => format!("`{text}` is no country of ISO 3166"),
        false => format!("a country is written with its two letters, and not as `{}`", shorten(text)),
    };
    let finding = Finding::error("vocabulary/unknown-country", span, message).at(match code {
        true => "no country has this code",
        false => "expected two letters",
    });
    match (Country::union(text), Country::nearest(text)) {
        (Some(union), _) => finding.help(format!("the {union} is no country: name its members one by one")),
        (None, Some(near)) if code => finding.help(format!("did you mean {} for {}?", near.code(), near.name())),
        (None, Some(near)) => finding.help(format!("write {} for {}", near.code(), near.name())),
        (None, None) => finding.help("write its two letters, as in KH for Cambodia"),
    }
}

/// A text short enough for a message.
pub(super) fn shorten(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if first.len() < text.len() { text } else { line.as_str() };
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line,
    }
}
