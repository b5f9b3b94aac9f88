//! The head of a statement and its citations.

use super::build::Builder;
use super::expression::Reader;
use super::messages;
use super::token::{Kind, Sign, Token};
use super::tree::{Citation, ExprId, Run};
use crate::source::Span;

/// The head of a statement.
pub(super) struct Head {
    /// The word it begins with; empty where it begins with something else.
    pub word: Span,
    /// From the word to the last value.
    pub head: Span,
    /// The values.
    pub values: Run,
    /// The first gap without a comma.
    pub uncomma: Option<Span>,
}

/// Reads the head that the builder's tokens are, of a statement that begins at `start`.
pub(super) fn read(builder: &mut Builder<'_, '_>, start: Span, before_body: bool) -> Head {
    let tokens = std::mem::take(&mut builder.tokens);
    let end = tokens.last().map_or(start, |token| token.span);
    let head = Span::new(start.file, start.start, end.end);
    let mut reader = Reader::new(builder, &tokens);
    let word = word(&mut reader, start, before_body);
    let (values, uncomma) = values(&mut reader);
    builder.tokens = tokens;
    builder.tokens.clear();
    Head { word, head, values, uncomma }
}

/// The word, and the `:` or `=` that other languages write behind it.
fn word(reader: &mut Reader<'_, '_, '_>, start: Span, before_body: bool) -> Span {
    let none = Span::new(start.file, start.start, start.start);
    match reader.peek() {
        Some(token) if token.kind == Kind::Word => {
            reader.advance();
            reader.needless_sign();
            token.span
        }
        Some(token) => {
            let double = reader.second().filter(|next| next.kind == token.kind && next.span.start == token.span.end);
            let span = double.map_or(token.span, |next| token.span.to(next.span));
            reader.complain(span, messages::no_word);
            none
        }
        None => {
            let at = Span::new(start.file, start.start, start.start + 1);
            if !reader.damaged() {
                reader.complain(at, |span, _| messages::nothing_before(span, before_body));
            }
            none
        }
    }
}

/// The values, and the first gap between two of them that holds no comma.
fn values(reader: &mut Reader<'_, '_, '_>) -> (Run, Option<Span>) {
    let base = reader.base();
    let mut uncomma = None;
    while reader.peek().is_some() {
        let before = reader.place();
        reader.value();
        match reader.peek() {
            None => break,
            Some(token) if token.kind == Kind::Sign(Sign::Comma) => {
                if reader.place() == before {
                    reader.expected_value();
                }
                reader.comma();
            }
            Some(token) if reader.place() > before && reader.begins_value(token) => {
                uncomma = uncomma.or_else(|| reader.gap());
            }
            Some(_) => {
                reader.unexpected();
                reader.advance();
            }
        }
    }
    (reader.take_values(base), uncomma)
}

/// Reads the citation that the builder's tokens are; the first one is its `@`.
pub(super) fn citation(builder: &mut Builder<'_, '_>) -> Citation {
    let tokens = std::mem::take(&mut builder.tokens);
    let start = builder.tree.items.len();
    let (mut span, mut inferred, mut wrong) = (Span::default(), false, None);
    for (place, token) in tokens.iter().enumerate() {
        if place == 0 {
            span = token.span;
            continue;
        }
        span = span.to(token.span);
        match token.kind {
            Kind::Text { .. } | Kind::LongText | Kind::Quoted { .. }
                if builder.tree.items.len() < start + 2 && !inferred =>
            {
                let text = text(builder, *token);
                builder.tree.items.push(text);
            }
            Kind::Word if place == 1 && builder.tree.text(token.span) == "inferred" => inferred = true,
            Kind::Hole => {}
            _ => wrong = wrong.or(Some(token.span)),
        }
    }
    let parts = Run { start: start as u32, end: builder.tree.items.len() as u32 };
    let told = parts.end > parts.start;
    let empty = !told && !inferred && tokens.iter().skip(1).all(|token| token.kind != Kind::Hole);
    if let Some(found) = wrong {
        let found = Span::new(found.file, found.start, span.end);
        let text = builder.tree.source.slice(found);
        builder.complaints.add(found, |found| messages::citation(found, text, told));
    } else if empty {
        builder.complaints.add(span, messages::empty_citation);
    }
    builder.tokens = tokens;
    builder.tokens.clear();
    Citation { span, parts, inferred }
}

/// Reads the builder's tokens as one expression.
pub(super) fn condition(builder: &mut Builder<'_, '_>, span: Span) -> Option<ExprId> {
    let tokens = std::mem::take(&mut builder.tokens);
    let mut reader = Reader::new(builder, &tokens);
    reader.condition = true;
    if reader.peek().is_none() {
        reader.complain(span, |span, _| messages::no_condition(span));
        return None;
    }
    let base = reader.base();
    reader.value();
    reader.comma_in_number();
    if reader.peek().is_some() {
        reader.unexpected();
    }
    let values = reader.take_values(base);
    builder.tree.items.get(values.start as usize).copied()
}

fn text(builder: &mut Builder<'_, '_>, token: Token) -> ExprId {
    Reader::new(builder, &[]).text(token)
}
