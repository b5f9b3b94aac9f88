//! Numbers as people write them, and dates: with their units, with commas, points, spaces and apostrophes.

use super::expression::Reader;
use super::messages;
use super::token::{Kind, Sign, Token};
use super::tree::{ExprId, ExprKind};
use crate::source::Span;

impl Reader<'_, '_, '_> {
    /// A number with its unit, or a date.
    pub(super) fn number(&mut self, token: Token) -> ExprId {
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
}
