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
        if self.says(next) == "of" && self.second().is_some_and(|token| token.kind == Kind::OpenList) {
            return self.several(quantifier, start);
        }
        let path = self.path(next);
        let span = self.since(start);
        self.add(span, ExprKind::Quantified(quantifier, path))
    }

    /// `of [a, b] in block is shown`, behind `any`, `every` or `no`.
    fn several(&mut self, quantifier: Quantifier, start: Span) -> ExprId {
        self.advance();
        self.advance();
        let items = self.items(Kind::CloseList);
        let next = self.peek();
        let within = self.is_word(next, "in").then(|| {
            self.advance();
            self.bound = true;
            self.operand()
        });
        let next = self.peek();
        if self.is_word(next, "is") {
            self.advance();
        } else {
            let at = next.or(self.last()).map_or(start, |token| token.span);
            self.complain(at, |span, _| messages::no_state(span));
        }
        self.bound = true;
        let state = self.operand();
        let span = self.since(start);
        self.add(span, ExprKind::Several { quantifier, items, within, state })
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
}
