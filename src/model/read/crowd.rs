//! More words than a place takes: one finding for the whole of them, with what may be meant.

use super::values::shorten;
use super::{Reader, flatten, messages};
use crate::finding::Finding;
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, Statement};
use crate::vocabulary::{NodeId, NoneMeans, STATES, ValueType};

/// More words than a place takes.
pub(super) enum Crowd {
    /// The syntax has said so.
    Told,
    /// What is wrong with them.
    Wrong(Box<Finding>),
}

impl Crowd {
    /// What is still to be told.
    pub(super) fn told(self) -> Option<Finding> {
        match self {
            Crowd::Told => None,
            Crowd::Wrong(finding) => Some(*finding),
        }
    }
}

impl<'r> Reader<'r, '_> {
    /// What is wrong with several values where one may stand, or with words that stand side by side and are no values.
    /// `before` is how many findings there were before the values were read.
    pub(super) fn crowd(&self, statement: &Statement, node: NodeId, before: usize) -> Option<Crowd> {
        let field = self.vocabulary.node(node);
        let apart = statement.uncomma.is_some();
        // Each of them can be read: then at most the comma is missing.
        let well = self.findings.len() <= before + usize::from(apart);
        if field.many && (well || !apart) {
            return None;
        }
        if self.broken.within(statement.head) {
            return Some(Crowd::Told);
        }
        let values = flatten(self.tree, statement);
        let rest = self.rest(statement);
        let found = shorten(self.tree.text(rest));
        let expected = self.expected(node);
        let (finding, usual) = match well {
            true => (messages::one_value(&field.name, statement.head), None),
            false => {
                let message = format!("expected {expected} for `{}`, found `{found}`", field.name);
                (
                    Finding::error("vocabulary/wrong-type", rest, message).at(format!("not {expected}")),
                    self.usual(node, self.tree.text(rest)),
                )
            }
        };
        let help = self.meant_by(statement, node, &values).or(usual);
        Some(Crowd::Wrong(Box::new(match help {
            Some(help) => finding.help(help),
            None => finding,
        })))
    }

    /// What stands behind the word of a statement.
    fn rest(&self, statement: &Statement) -> Span {
        let behind = Span::new(statement.head.file, statement.word.end, statement.head.end);
        let text = self.tree.text(behind);
        Span::new(behind.file, behind.end - text.trim_start().len() as u32, behind.end)
    }

    /// What may be meant by the words as they stand, each way tried.
    fn meant_by(&self, statement: &Statement, node: NodeId, values: &[ExprId]) -> Option<String> {
        self.without_sign(statement, node, values)
            .or_else(|| self.in_braces(statement, node, values))
            .or_else(|| self.after_a_name(statement, node))
            .or_else(|| self.on_two_lines(statement, node, values))
            .or_else(|| self.between_two_ends(statement, node, values))
            .or_else(|| self.over_the_line(statement, node))
            .or_else(|| self.as_one_word(statement, node))
            .or_else(|| self.the_first_alone(statement, node, values))
    }

    /// `sector energy.renewable "p. 1"`: a place in a source without the sign that stands before it.
    fn without_sign(&self, statement: &Statement, node: NodeId, values: &[ExprId]) -> Option<String> {
        let (last, before) = values.split_last()?;
        let expr = self.tree.expr(*last);
        let texts = matches!(expr.kind, ExprKind::Text { .. }) && !before.is_empty() && !self.takes_a_name(node);
        let (value, place) = self.parted(statement, expr.span.start);
        let well = texts && self.reads_well(value, self.vocabulary.parent(node)?);
        well.then(|| format!("`@` stands before where it was read: write {value} @ {place}"))
    }

    /// `uses "TOOL01" version "2"`, `duration until 2030`: what qualifies a value, or stands for it, stands in braces.
    pub(super) fn in_braces(&self, statement: &Statement, node: NodeId, values: &[ExprId]) -> Option<String> {
        let parent = self.vocabulary.parent(node)?;
        let at = self.first_word(values, node)?;
        let (value, body) = self.parted(statement, at);
        let written = format!("{value} {{ {body} }}");
        self.reads_well(&written, parent).then(|| format!("write {written}"))
    }

    /// Whether a place takes a text of the world's.
    fn takes_a_name(&self, node: NodeId) -> bool {
        let value = &self.vocabulary.node(node).value;
        matches!(value, ValueType::Text | ValueType::Organisation | ValueType::Reference(_) | ValueType::Instrument)
    }

    /// `uses TOOL01 version "7"`
    fn after_a_name(&self, statement: &Statement, node: NodeId) -> Option<String> {
        self.name_and_more(statement, node)
            .filter(|(name, _)| self.takes_a_name(node) && !name.contains('"'))
            .map(|(_, help)| help)
    }

    /// `uses TOOL01 version 7`: the name that stands without quotes, and what to write where something follows it.
    pub(super) fn name_and_more(&self, statement: &Statement, node: NodeId) -> Option<(&'r str, String)> {
        let at = self.next_word(&flatten(self.tree, statement), node)?;
        let (before, body) = self.parted(statement, at);
        let word = self.tree.text(statement.word);
        let name = before[word.len()..].trim();
        let written = format!("{word} \"{name}\" {{ {body} }}");
        let well = self.vocabulary.parent(node).is_some_and(|parent| self.reads_well(&written, parent));
        let first = body.split_whitespace().next().unwrap_or_default();
        let help = match well {
            true => format!("write {written}"),
            false => {
                format!("write the name in quotes, and what qualifies it in braces: {word} \"{name}\" {{ {first} … }}")
            }
        };
        Some((name, help))
    }

    /// `period 7 years renewals 2`: the next word of the same body begins a statement of its own.
    fn on_two_lines(&self, statement: &Statement, node: NodeId, values: &[ExprId]) -> Option<String> {
        let parent = self.vocabulary.parent(node)?;
        let at = self.next_word(values, parent)?;
        let (first, second) = self.parted(statement, at);
        let both = self.reads_well(first, parent) && self.reads_well(second, parent);
        both.then(|| format!("write `{first}` and `{second}`, each on a line of its own"))
    }

    /// The first word that begins a statement in a body, by its place in the text.
    fn first_word(&self, values: &[ExprId], body: NodeId) -> Option<u32> {
        let words = values.iter().map(|id| self.tree.expr(*id));
        let mut words = words.filter(|expr| matches!(expr.kind, ExprKind::Word));
        words.find(|expr| self.vocabulary.child(body, self.tree.text(expr.span)).is_some()).map(|expr| expr.span.start)
    }

    /// The same, behind the first value.
    fn next_word(&self, values: &[ExprId], body: NodeId) -> Option<u32> {
        self.first_word(values.get(1..)?, body)
    }

    /// A statement before and behind a place in it.
    fn parted(&self, statement: &Statement, at: u32) -> (&'r str, &'r str) {
        let (tree, head) = (self.tree, statement.head);
        let before = tree.text(Span::new(head.file, head.start, at)).trim_end().trim_end_matches(',');
        (before, tree.text(Span::new(head.file, at, head.end)))
    }

    /// `period from 2018-03-12 to 2020-12-31`
    fn between_two_ends(&self, statement: &Statement, node: NodeId, values: &[ExprId]) -> Option<String> {
        if !matches!(self.vocabulary.node(node).value, ValueType::Period | ValueType::Quantities) {
            return None;
        }
        let ends = values.iter().map(|id| self.tree.expr(*id));
        let ends = ends.filter(|expr| matches!(expr.kind, ExprKind::Date | ExprKind::Number { .. }));
        let ends: Vec<&str> = ends.map(|expr| self.tree.text(expr.span)).collect();
        let [start, end] = ends[..] else { return None };
        let written = format!("{} {start}..{end}", self.tree.text(statement.word));
        let fits = self.reads_well(&written, self.vocabulary.parent(node)?);
        fits.then(|| format!("write {written}"))
    }

    /// `approach positive list`
    fn as_one_word(&self, statement: &Statement, node: NodeId) -> Option<String> {
        let ValueType::Word(list) = self.vocabulary.node(node).value else { return None };
        let text = self.tree.text(self.rest(statement));
        self.meant(list, text).map(|word| format!("did you mean `{word}`?"))
    }

    /// `sector REDD+`, after which the next line is read as what is added.
    fn over_the_line(&self, statement: &Statement, node: NodeId) -> Option<String> {
        let text = self.tree.text(self.rest(statement));
        let (line, _) = text.split_once('\n').filter(|_| !text.starts_with('['))?;
        let sign = line.trim_end().chars().next_back().filter(|c| !c.is_alphanumeric() && *c != '"')?;
        let why = format!("a line that ends with `{sign}` goes on in the next one, and so takes it in");
        let ValueType::Word(list) = self.vocabulary.node(node).value else { return Some(why) };
        let meant = self.meant(list, line.trim_end().trim_end_matches(sign));
        Some(meant.map_or_else(|| why.clone(), |word| format!("{why}; did you mean `{word}`?")))
    }

    /// `period 7 years, renewed twice`: what can be read, and where to look for a place for the rest.
    fn the_first_alone(&self, statement: &Statement, node: NodeId, values: &[ExprId]) -> Option<String> {
        let field = self.vocabulary.node(node);
        let parent = self.vocabulary.parent(node)?;
        let second = self.tree.expr(*values.get(1)?).span.start;
        let (first, _) = self.parted(statement, second);
        let dated = matches!(field.value, ValueType::Date | ValueType::Period);
        // Where each value can be read, which of them is meant only the author knows.
        let word = values.iter().skip(1).any(|id| matches!(self.tree.expr(*id).kind, ExprKind::Word));
        if dated || !word || !self.reads_well(first, parent) {
            return None;
        }
        let beside = field.body.is_empty() || self.next_word(values, parent).is_some();
        let place = if beside { parent } else { node };
        if self.takes_a_name(node) {
            let place = self.place(place);
            return Some(format!(
                "a name stands in one pair of quotes; what else may be said shows: tonne vocabulary {place}"
            ));
        }
        Some(format!("write `{first}`; what else may be said shows: tonne vocabulary {}", self.place(place)))
    }

    /// How a block is written whose content stands without braces.
    pub(super) fn braces(&self, statement: &Statement, node: NodeId, text: &str) -> String {
        let (name, parent) = (&self.vocabulary.node(node).name, self.vocabulary.parent(node));
        let written = format!("{name} {{ {text} }}");
        match parent.filter(|parent| self.reads_well(&written, *parent)) {
            Some(_) => format!("write {written}"),
            None => match parent.and_then(|parent| self.joined(statement, parent)) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("see what may stand in its braces: tonne vocabulary {}", self.place(node)),
            },
        }
    }

    /// What stands in the braces of a block that is said not to be there, other than the reason.
    pub(super) fn beside_none(&mut self, at: u32, node: NodeId, value: Value) {
        let field = self.vocabulary.node(node);
        let denial = match value {
            Value::None if field.none == NoneMeans::NoValue => STATES[0],
            Value::NotRequired => STATES[1],
            _ => return,
        };
        let children = self.tree.children(Some(at)).map(|child| &self.tree.statements[child as usize]);
        let is_reason = |statement: &&Statement| {
            let word = self.vocabulary.child(node, self.tree.text(statement.word));
            word.is_none_or(|word| self.vocabulary.node(word).beside_none)
        };
        if let Some(statement) = children.filter(|statement| !is_reason(statement)).last() {
            let head = self.tree.statements[at as usize].head;
            self.findings.push(messages::contradiction(&field.name, denial, head, statement.head));
        }
    }

    /// What stands behind a document's name.
    pub(super) fn more_than_a_name(&self, statement: &Statement, root: NodeId) -> Option<Finding> {
        let values = flatten(self.tree, statement);
        let second = self.tree.expr(*values.get(1)?).span;
        if self.broken.within(statement.head) {
            return None;
        }
        let rest = Span::new(second.file, second.start, statement.head.end);
        let text = self.tree.text(rest);
        let kind = &self.vocabulary.node(root).name;
        let message = format!("expected the braces of this {kind} behind its name, found `{}`", shorten(text));
        let finding = Finding::error("vocabulary/several-values", rest, message).at("not read");
        Some(match self.reads_well(text, root) {
            true => finding.help(format!("write `{text}` in its braces")),
            false => finding.help("keep one name, and write in the braces what is said of it"),
        })
    }
}
