//! Messages as a rule writes them: what stands in braces is looked up, what stands in brackets is said where it is known.

use super::super::written::Text;
use super::{Checker, Part, Template};
use crate::condition::{Literal, Scope, compile_figure, compile_path};
use crate::syntax::ExprKind;
use std::ops::Range;

impl Checker<'_> {
    /// A message with its places for values.
    pub(super) fn template(&mut self, text: &Text, scope: &mut Scope<'_>) -> Option<Template> {
        Some(Template { parts: self.parts(text, 0..text.value.len(), scope)? })
    }

    fn parts(&mut self, text: &Text, range: Range<usize>, scope: &mut Scope<'_>) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut at = range.start;
        while let Some(open) = text.value[at..range.end].find(['{', '[']).map(|found| at + found) {
            let optional = text.value.as_bytes()[open] == b'[';
            let Some(close) = closing(&text.value[open..range.end]).map(|found| open + found) else {
                let message = format!("`{}` is not closed in this message", if optional { '[' } else { '{' });
                self.complain("rules/message", text, message, None);
                return None;
            };
            parts.push(Part::Text(text.value[at..open].to_owned()));
            parts.push(match optional {
                true => Part::WhereKnown(self.parts(text, open + 1..close, scope)?),
                false => self.value(text, open + 1..close, scope)?,
            });
            at = close + 1;
        }
        parts.push(Part::Text(text.value[at..range.end].to_owned()));
        Some(parts)
    }

    /// What stands between braces.
    fn value(&mut self, text: &Text, range: Range<usize>, scope: &mut Scope<'_>) -> Option<Part> {
        let name = text.value[range.clone()].trim();
        match name {
            "missing" => Some(Part::Missing),
            _ if name.starts_with("limits.") && !name.contains(' ') => Some(Part::Text(self.limit(text, name, scope)?)),
            _ => {
                let inner = self.inside(text, range);
                self.parsed(&inner, |tree, expr| match tree.expr(expr).kind {
                    ExprKind::Own(_) => compile_path(tree, expr, scope).map(Part::Value),
                    ExprKind::Word if name != "as_of" => compile_path(tree, expr, scope).map(Part::Value),
                    _ => compile_figure(tree, expr, scope).map(|figure| Part::Term(Box::new(figure))),
                })
            }
        }
    }

    /// A part of a scalar, in its own place in the file where that is possible.
    fn inside(&self, text: &Text, range: Range<usize>) -> Text {
        let value = text.value[range.clone()].to_owned();
        let whole = self.exact(self.span(text), &text.value);
        match whole.filter(|span| self.source.slice(*span) == text.value) {
            Some(span) if text.len > 0 => {
                Text { value, start: span.start + range.start as u32, len: range.len() as u32 }
            }
            _ => Text { value, start: text.start, len: text.len },
        }
    }

    fn limit(&mut self, text: &Text, name: &str, scope: &Scope<'_>) -> Option<String> {
        let name = name.trim_start_matches("limits.");
        match scope.limits.iter().find(|limit| limit.name == name).map(|limit| &limit.value) {
            Some(Literal::Quantity(_, text)) => Some(text.to_string()),
            Some(Literal::Date(date)) => Some(date.to_string()),
            _ => {
                self.complain("rules/message", text, format!("this rule has no limit `{name}`"), None);
                None
            }
        }
    }
}

/// Where the brace or bracket closes that a text begins with; a bracket is not closed within braces.
fn closing(text: &str) -> Option<usize> {
    if text.starts_with('{') {
        return text.find('}');
    }
    let mut within = false;
    let mut marks = text.char_indices();
    let close = marks.find(|(_, mark)| {
        within = *mark == '{' || within && *mark != '}';
        !within && *mark == ']'
    });
    close.map(|(at, _)| at)
}
