//! What operators stand between: words, texts, numbers, lists, calls, quantifiers.

use super::expression::{Reader, is_joint};
use super::messages;
use super::token::{Kind, Sign, Token};
use super::tree::{ExprId, ExprKind, Quantifier, Run};
use crate::source::Span;

impl Reader<'_, '_, '_> {
    /// Reads a value and keeps it for the list that is being read.
    pub(super) fn value(&mut self) {
        self.bound = false;
        let value = self.alone().unwrap_or_else(|| self.expression(0));
        self.builder.scratch.push(value);
    }

    /// A word or a text with nothing behind it, as most values are.
    fn alone(&mut self) -> Option<ExprId> {
        let token = self.only()?;
        let value = match token.kind {
            Kind::Word => self.add(token.span, ExprKind::Word),
            Kind::Text { .. } => self.text(token),
            _ => return None,
        };
        self.advance();
        Some(value)
    }

    /// Reads what an operator may stand behind.
    pub(super) fn operand(&mut self) -> ExprId {
        let bound = std::mem::take(&mut self.bound);
        while let Some(token) = self.peek() {
            let start = token.span;
            match token.kind {
                Kind::Word if bound && is_joint(self.says(token)) => {
                    self.expected_value();
                    if matches!(self.says(token), "then" | "else") {
                        break;
                    }
                }
                Kind::Word => return self.word(token),
                Kind::Text { .. } | Kind::LongText | Kind::Quoted { .. } => {
                    self.advance();
                    let text = self.text(token);
                    return self.indices(text, start);
                }
                Kind::Amount | Kind::Date => {
                    self.advance();
                    return self.number(token);
                }
                Kind::OpenParen => return self.group(),
                Kind::OpenList => {
                    self.advance();
                    let items = self.items(Kind::CloseList);
                    let span = self.since(start);
                    return self.add(span, ExprKind::List(items));
                }
                Kind::Sign(Sign::Minus) => {
                    self.advance();
                    return self.negative(start);
                }
                Kind::Sign(Sign::Plus) if !bound => {}
                Kind::Sign(Sign::Comma) | Kind::CloseParen | Kind::CloseList => break,
                Kind::Sign(_) => self.expected_value(),
                Kind::Junk | Kind::Hole => self.unexpected(),
            }
            self.advance();
        }
        if bound {
            self.expected_value();
        }
        let at = self.last().map_or(Span::default(), |token| token.span);
        self.add(at, ExprKind::Missing)
    }

    /// A word, or what a word begins.
    fn word(&mut self, token: Token) -> ExprId {
        let start = token.span;
        let next = self.second();
        let path_follows = next.is_some_and(|t| t.kind == Kind::Word && !is_joint(self.says(t)));
        let quantifier = match self.says(token) {
            "not" if next.is_some_and(|t| self.begins_operand(t)) => {
                self.advance();
                return self.negation(start);
            }
            "if" if next.is_some_and(|t| self.begins_operand(t)) => return self.conditional(start),
            "any" if path_follows => Quantifier::Any,
            "every" if path_follows => Quantifier::Every,
            "no" if path_follows => Quantifier::No,
            _ => return self.path(token),
        };
        self.advance();
        let Some(next) = next else {
            return self.path(token);
        };
        let path = self.path(next);
        let span = self.since(start);
        self.add(span, ExprKind::Quantified(quantifier, path))
    }

    /// `path`, `own path`, `path[i]`, `name(…)`, and `path as name (…)`
    fn path(&mut self, token: Token) -> ExprId {
        let start = token.span;
        self.advance();
        let next = self.peek();
        let own = self.says(token) == "own" && next.is_some_and(|t| t.kind == Kind::Word && !is_joint(self.says(t)));
        let mut path = match next.filter(|_| own) {
            Some(next) => {
                self.advance();
                let word = self.name(next);
                let span = self.since(start);
                self.add(span, ExprKind::Own(word))
            }
            None => self.name(token),
        };
        let next = self.peek();
        if self.is_word(next, "as") {
            path = self.bound_name(path, start);
        }
        path
    }

    /// A word with its arguments or indices.
    fn name(&mut self, token: Token) -> ExprId {
        let word = self.add(token.span, ExprKind::Word);
        match self.peek() {
            Some(next) if next.kind == Kind::OpenParen && next.span.start == token.span.end => {
                self.advance();
                let arguments = self.items(Kind::CloseParen);
                let span = self.since(token.span);
                self.add(span, ExprKind::Call(word, arguments))
            }
            _ => self.indices(word, token.span),
        }
    }

    /// `[p]` behind what begins at `start`, any number of times.
    fn indices(&mut self, mut base: ExprId, start: Span) -> ExprId {
        while self.peek().is_some_and(|token| token.kind == Kind::OpenList) {
            self.advance();
            let indices = self.items(Kind::CloseList);
            let span = self.since(start);
            base = self.add(span, ExprKind::Index(base, indices));
        }
        base
    }

    /// `as name (body)` behind a path.
    fn bound_name(&mut self, path: ExprId, start: Span) -> ExprId {
        self.advance();
        let name = match self.peek() {
            Some(token) if token.kind == Kind::Word && !is_joint(self.says(token)) => {
                self.advance();
                self.add(token.span, ExprKind::Word)
            }
            _ => {
                let at = self.last().map_or(start, |token| token.span);
                self.complain(at, |span, _| messages::no_name(span));
                self.add(at, ExprKind::Missing)
            }
        };
        let opens = self.peek().is_some_and(|token| token.kind == Kind::OpenParen);
        let body = opens.then(|| self.group());
        let span = self.since(start);
        self.add(span, ExprKind::Bound { path, name, body })
    }

    /// `if c then a else b`
    fn conditional(&mut self, start: Span) -> ExprId {
        self.advance();
        let mut parts = [ExprId(0); 3];
        for (place, (part, joint)) in parts.iter_mut().zip(["if", "then", "else"]).enumerate() {
            let next = self.peek();
            if place > 0 && !self.is_word(next, joint) {
                let at = next.or(self.last()).map_or(start, |token| token.span);
                self.complain(at, |span, text| messages::no_joint(span, text, joint, next.is_none()));
                *part = self.add(at, ExprKind::Missing);
                continue;
            }
            if place > 0 {
                self.advance();
            }
            self.bound = true;
            *part = self.expression(0);
        }
        let span = self.since(start);
        self.add(span, ExprKind::If(parts[0], parts[1], parts[2]))
    }

    /// `( … )` around one expression.
    fn group(&mut self) -> ExprId {
        let start = self.peek().map_or(Span::default(), |token| token.span);
        self.advance();
        let base = self.base();
        let items = self.items(Kind::CloseParen);
        debug_assert_eq!(base, self.base());
        let mut values = self.builder.tree.items[items.start as usize..items.end as usize].iter();
        let span = self.since(start);
        match (values.next().copied(), values.len()) {
            (Some(one), 0) => one,
            (Some(_), _) => {
                self.complain(span, messages::list_in_parens);
                self.add(span, ExprKind::List(items))
            }
            (None, _) => {
                self.complain(span, |span, _| messages::empty_parens(span));
                self.add(span, ExprKind::Missing)
            }
        }
    }

    /// Values up to the bracket that closes them, which is passed.
    fn items(&mut self, close: Kind) -> Run {
        let base = self.base();
        self.inside += 1;
        while let Some(token) = self.peek() {
            let before = self.place();
            if token.kind == close {
                self.advance();
                break;
            }
            self.value();
            let Some(next) = self.peek() else { break };
            match next.kind {
                Kind::Sign(Sign::Comma) => {
                    if self.place() == before {
                        self.expected_value();
                    }
                    self.comma();
                }
                kind if kind == close && self.place() > before => {}
                _ if self.place() > before && self.begins_value(next) => {
                    let gap = self.gap().filter(|gap| !gap.is_empty()).unwrap_or(next.span);
                    self.complain(gap, |span, _| messages::no_comma(span));
                }
                _ => {
                    self.unexpected();
                    self.advance();
                }
            }
        }
        self.inside -= 1;
        self.take_values(base)
    }

    /// Passes a comma; one that stands inside a number spoils it.
    pub(super) fn comma(&mut self) {
        if self.comma_in_number() {
            return;
        }
        self.advance();
        let next = self.peek();
        let dangling = match next {
            None => self.inside == 0,
            Some(token) => token.kind == Kind::CloseParen,
        };
        if dangling && !self.damaged() {
            self.expected_value();
        }
    }

    /// Whether the comma that stands next is part of a number; then the value that was read last is missing.
    pub(super) fn comma_in_number(&mut self) -> bool {
        let (Some(before), Some(comma), Some(after)) = (self.last(), self.peek(), self.second()) else {
            return false;
        };
        let touch = before.span.end == comma.span.start && comma.span.end == after.span.start;
        if !touch || before.kind != Kind::Amount || after.kind != Kind::Amount {
            return false;
        }
        let digits = self.says(after).bytes().take_while(u8::is_ascii_digit).count();
        let plain = self.says(before).ends_with(|c: char| c.is_ascii_digit());
        if !plain || (self.inside > 0 && digits != 3) {
            return false;
        }
        let span = before.span.to(after.span);
        self.complain(span, messages::comma_in_number);
        self.advance();
        self.advance();
        let missing = self.add(span, ExprKind::Missing);
        if let Some(last) = self.builder.scratch.last_mut() {
            *last = missing;
        }
        self.more_digits();
        true
    }

    /// `,000` behind a number that a comma has spoilt already.
    fn more_digits(&mut self) {
        while let (Some(comma), Some(after)) = (self.peek(), self.second()) {
            let follows = comma.kind == Kind::Sign(Sign::Comma)
                && after.kind == Kind::Amount
                && comma.span.end == after.span.start;
            if !follows {
                break;
            }
            self.advance();
            self.advance();
        }
        if self.peek().is_some_and(|token| token.kind == Kind::Sign(Sign::Comma)) {
            self.advance();
        }
    }

    /// A text in any quotation marks.
    pub(super) fn text(&mut self, token: Token) -> ExprId {
        let span = token.span;
        let inner = |open: u32, close: u32| Span::new(span.file, span.start + open, span.end - close);
        let kind = match token.kind {
            Kind::LongText => ExprKind::LongText { inner: inner(3, 3) },
            Kind::Quoted { open, close } => {
                self.note(span, messages::quotation_marks);
                ExprKind::Text { inner: inner(open.into(), close.into()), escaped: false }
            }
            Kind::Text { closed, escaped } => ExprKind::Text { inner: inner(1, closed.into()), escaped },
            _ => ExprKind::Missing,
        };
        self.add(span, kind)
    }

    /// A number with its unit, or a date.
    fn number(&mut self, token: Token) -> ExprId {
        let span = token.span;
        if let Some(whole) = self.loose_date(token) {
            self.complain(whole, messages::loose_date);
            return self.add(whole, ExprKind::Missing);
        }
        if token.kind == Kind::Date {
            return self.add(span, ExprKind::Date);
        }
        if let Some(whole) = self.digit_groups(token) {
            self.complain(whole, messages::digit_groups);
            return self.add(whole, ExprKind::Missing);
        }
        let text = self.says(token);
        let number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
        let length = text.bytes().take_while(number).count();
        if text[..length].bytes().filter(|byte| *byte == b'.').count() > 1 {
            self.complain(span, messages::dots_in_number);
            return self.add(span, ExprKind::Missing);
        }
        let digits = Span::new(span.file, span.start, span.start + length as u32);
        let rest = &text[length..];
        let blanks = rest.len() - rest.trim_start().len();
        let unit = (!rest.trim_start().is_empty()).then(|| Span::new(span.file, digits.end + blanks as u32, span.end));
        self.add(span, ExprKind::Number { digits, unit })
    }

    /// `2021-02-7` or `2021-2-07`, which is passed: a date whose month or day lacks a digit.
    fn loose_date(&mut self, token: Token) -> Option<Span> {
        let year = token.kind == Kind::Date && token.span.len() == 7
            || token.span.len() == 4 && self.says(token).bytes().all(|byte| byte.is_ascii_digit());
        let parts = if token.kind == Kind::Date { 1 } else { 2 };
        if !year {
            return None;
        }
        let mut end = token.span;
        for part in 0..parts {
            let (minus, digits) = (self.ahead(2 * part)?, self.ahead(2 * part + 1)?);
            let touches = minus.span.start == end.end && digits.span.start == minus.span.end;
            let short = digits.kind == Kind::Amount && digits.span.len() <= 2;
            if minus.kind != Kind::Sign(Sign::Minus) || !touches || !short {
                return None;
            }
            end = digits.span;
        }
        (0..2 * parts).for_each(|_| self.advance());
        Some(token.span.to(end))
    }

    /// The digits of one number that a space or an apostrophe groups, which are passed: `600 000`, `1'200`.
    fn digit_groups(&mut self, token: Token) -> Option<Span> {
        if self.says(token).contains(['\'', '’']) {
            return Some(token.span);
        }
        let first = self.says(token).as_bytes();
        if first.len() > 3 || first[0] == b'0' || !first.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let (mut end, mut groups) = (token.span, 0);
        while let Some(next) = self.ahead(groups).filter(|next| self.is_group(end, *next)) {
            (end, groups) = (next.span, groups + 1);
            if next.span.len() > 3 {
                break; // what follows the digits is a unit, or decimals
            }
        }
        (0..groups).for_each(|_| self.advance());
        (groups > 0).then(|| token.span.to(end))
    }

    /// Whether a number goes on in the next token: three digits and no more, on the same line.
    fn is_group(&self, before: Span, next: Token) -> bool {
        let gap = Span::new(before.file, before.end, next.span.start);
        let source: &str = &self.builder.tree.source.text;
        let on_line = !source[gap.start as usize..gap.end as usize].contains('\n');
        let text = self.says(next).as_bytes();
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
        next.kind == Kind::Amount && on_line && digits == 3 && text[..3].iter().all(u8::is_ascii_digit)
    }
}
