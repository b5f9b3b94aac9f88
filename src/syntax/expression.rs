//! Operators and their order: one expression grammar for values, equations and conditions.

use super::build::Builder;
use super::messages;
use super::token::{Kind, Sign, Token};
use super::tree::{ExprId, ExprKind, Operator, Run};
use crate::finding::Finding;
use crate::source::Span;

/// Reads the tokens of one head or condition.
pub(super) struct Reader<'r, 'b, 's> {
    pub(super) builder: &'r mut Builder<'b, 's>,
    tokens: &'r [Token],
    at: usize,
    depth: usize,
    operators: usize,
    /// Whether this head has had its one finding.
    told: bool,
    /// Whether the operand that is read next stands behind an operator.
    pub(super) bound: bool,
    /// How many brackets are open.
    pub(super) inside: usize,
    /// Whether a condition is read, where `stated` and the like stand behind `is` only.
    pub(super) condition: bool,
}

/// How tightly operators bind, loosest first.
mod power {
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const COMPARE: u8 = 4;
    pub(super) const RANGE: u8 = 5;
    pub(super) const SUM: u8 = 6;
    pub(super) const PRODUCT: u8 = 7;
    pub(super) const SIGN: u8 = 8;
    pub(super) const POWER: u8 = 9;
}

/// An operator that stands next.
#[derive(Clone, Copy)]
struct Infix {
    operator: Operator,
    power: u8,
    /// `not in` is two tokens.
    negated: bool,
    /// `is` is left out before `stated`.
    left_out: bool,
    /// How it is written, where it stands otherwise.
    right: Option<&'static str>,
}

/// The `is` that is left out in `x stated`.
const LEFT_OUT: Infix =
    Infix { operator: Operator::Is, power: power::COMPARE, negated: false, left_out: true, right: None };

impl<'r, 'b, 's> Reader<'r, 'b, 's> {
    /// A reader of `tokens`.
    pub(super) fn new(builder: &'r mut Builder<'b, 's>, tokens: &'r [Token]) -> Self {
        Reader {
            builder,
            tokens,
            at: 0,
            depth: 0,
            operators: 0,
            told: false,
            bound: false,
            inside: 0,
            condition: false,
        }
    }

    /// The next token; what was reported before is passed over, and silences this head.
    pub(super) fn peek(&mut self) -> Option<Token> {
        while let Some(token) = self.tokens.get(self.at) {
            if token.kind != Kind::Hole {
                return Some(*token);
            }
            self.told = true;
            self.at += 1;
        }
        None
    }

    /// The next token where none follows it.
    pub(super) fn only(&self) -> Option<Token> {
        self.tokens.get(self.at).copied().filter(|_| self.at + 1 == self.tokens.len())
    }

    /// The token after the next one.
    pub(super) fn second(&self) -> Option<Token> {
        self.tokens.get(self.at + 1).copied()
    }

    /// The token `count` places behind the next one.
    pub(super) fn ahead(&self, count: usize) -> Option<Token> {
        self.tokens.get(self.at + count).copied()
    }

    /// Passes the next token.
    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// How many tokens are passed.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// The token that was passed last.
    pub(super) fn last(&self) -> Option<Token> {
        self.tokens.get(self.at.checked_sub(1)?).copied()
    }

    /// Whether something in this head was reported.
    pub(super) fn damaged(&self) -> bool {
        self.told
    }

    /// What a token says.
    pub(super) fn says(&self, token: Token) -> &'s str {
        let source: &'s _ = self.builder.tree.source;
        source.slice(token.span)
    }

    /// Whether a token is this bare word.
    pub(super) fn is_word(&self, token: Option<Token>, word: &str) -> bool {
        token.is_some_and(|token| token.kind == Kind::Word && self.says(token) == word)
    }

    /// From `start` to the end of what was read last.
    pub(super) fn since(&self, start: Span) -> Span {
        self.last().map_or(start, |last| start.to(last.span))
    }

    /// Adds an expression.
    pub(super) fn add(&mut self, span: Span, kind: ExprKind) -> ExprId {
        self.builder.tree.add(span, kind)
    }

    /// Complains once in this head; `make` gets the text of the span.
    pub(super) fn complain(&mut self, span: Span, make: impl FnOnce(Span, &str) -> Finding) {
        if !std::mem::replace(&mut self.told, true) {
            self.note(span, make);
        }
    }

    /// Complains about something whose meaning is plain.
    pub(super) fn note(&mut self, span: Span, make: impl FnOnce(Span, &str) -> Finding) {
        let text = self.builder.tree.source.slice(span);
        self.builder.complaints.add(span, |span| make(span, text));
    }

    /// An expression whose operators bind no looser than `least`.
    pub(super) fn expression(&mut self, least: u8) -> ExprId {
        let start = self.peek().or(self.last()).map_or(Span::default(), |token| token.span);
        // Brackets are bounded by the scan; this bounds what needs none: `- - - x`, `a ^ b ^ c`, `if … else if …`.
        if self.depth > 2 * self.builder.limits.depth {
            self.complain(start, |span, _| messages::too_deep(span));
            self.at = self.tokens.len();
            return self.add(start, ExprKind::Missing);
        }
        self.depth += 1;
        let mut left = self.operand();
        let mut compared = false;
        while let Some(infix) = self.infix().filter(|infix| infix.power >= least) {
            if !self.operator(infix) {
                break;
            }
            let again = infix.power == power::COMPARE && compared;
            compared = infix.power == power::COMPARE;
            left = self.right_side(left, infix, start);
            if again {
                let span = self.since(start);
                self.complain(span, messages::chained);
            }
        }
        self.depth -= 1;
        left
    }

    /// Passes the operator; false where there are too many.
    fn operator(&mut self, infix: Infix) -> bool {
        let Some(token) = self.peek() else {
            return false;
        };
        self.operators += 1;
        if self.operators > self.builder.limits.operators {
            let limit = self.builder.limits.operators;
            self.complain(token.span, |span, _| messages::too_many_operators(span, limit));
            self.at = self.tokens.len();
            return false;
        }
        if let Some(right) = infix.right {
            self.note(token.span, |span, text| messages::spelled(span, text, right));
        }
        match infix.left_out {
            true => self.note(token.span, messages::no_is),
            false => self.at += if infix.negated { 2 } else { 1 },
        }
        true
    }

    fn right_side(&mut self, left: ExprId, infix: Infix, start: Span) -> ExprId {
        let mut negated = infix.negated;
        if infix.operator == Operator::Is && self.peek_not() {
            self.advance();
            negated = true;
        }
        self.bound = true;
        let least = if infix.power == power::POWER { power::POWER } else { infix.power + 1 };
        let right = self.expression(least);
        let span = self.since(start);
        let whole = self.add(span, ExprKind::Binary(infix.operator, left, right));
        if negated { self.add(span, ExprKind::Not(whole)) } else { whole }
    }

    /// Whether `not` and something to deny follow.
    fn peek_not(&mut self) -> bool {
        let next = self.peek();
        let (not, second) = (self.is_word(next, "not"), self.second());
        not && second.is_some_and(|token| self.begins_operand(token))
    }

    /// The operator that stands next.
    fn infix(&mut self) -> Option<Infix> {
        let token = self.peek()?;
        match token.kind {
            Kind::Word => self.infix_word(token),
            Kind::Sign(sign) => self.infix_sign(sign, token),
            _ => None,
        }
    }

    fn infix_word(&mut self, token: Token) -> Option<Infix> {
        let (operator, power) = match self.says(token) {
            "or" => (Operator::Or, power::OR),
            "and" => (Operator::And, power::AND),
            "is" => (Operator::Is, power::COMPARE),
            "in" => (Operator::In, power::COMPARE),
            "not" if self.is_word(self.second(), "in") => {
                return Some(Infix {
                    operator: Operator::In,
                    power: power::COMPARE,
                    negated: true,
                    left_out: false,
                    right: None,
                });
            }
            "not" if self.is_state(self.second()) => return Some(LEFT_OUT),
            _ if self.is_state(Some(token)) => return Some(LEFT_OUT),
            _ => return None,
        };
        Some(Infix { operator, power, negated: false, left_out: false, right: None })
    }

    /// Whether a token is a word that a condition asks with `is`.
    fn is_state(&self, token: Option<Token>) -> bool {
        let asked = |token: Token| {
            matches!(self.says(token), "stated" | "shown" | "denied" | "silent" | "none" | "not_required")
        };
        self.condition && token.is_some_and(|token| token.kind == Kind::Word && asked(token))
    }

    fn infix_sign(&mut self, sign: Sign, token: Token) -> Option<Infix> {
        let (operator, power) = match sign {
            Sign::Comma => return None,
            Sign::Or => (Operator::Or, power::OR),
            Sign::And => (Operator::And, power::AND),
            Sign::Equal => (Operator::Equal, power::COMPARE),
            Sign::Unequal => (Operator::Unequal, power::COMPARE),
            Sign::Less => (Operator::Less, power::COMPARE),
            Sign::AtMost => (Operator::AtMost, power::COMPARE),
            Sign::Greater => (Operator::Greater, power::COMPARE),
            Sign::AtLeast => (Operator::AtLeast, power::COMPARE),
            Sign::To => (Operator::To, power::RANGE),
            Sign::Plus => (Operator::Add, power::SUM),
            Sign::Minus => (Operator::Subtract, power::SUM),
            Sign::Times => (Operator::Multiply, power::PRODUCT),
            Sign::Over => (Operator::Divide, power::PRODUCT),
            Sign::Power => (Operator::Power, power::POWER),
        };
        let text = self.says(token);
        if text == "–" && self.between_numbers() {
            return Some(Infix {
                operator: Operator::To,
                power: power::RANGE,
                negated: false,
                left_out: false,
                right: Some(".."),
            });
        }
        Some(Infix { operator, power, negated: false, left_out: false, right: Sign::read(text).2 })
    }

    /// Whether the next token stands between two numbers or dates, where a dash means a range.
    fn between_numbers(&self) -> bool {
        let number = |token: Option<Token>| token.is_some_and(|t| matches!(t.kind, Kind::Amount | Kind::Date));
        number(self.last()) && number(self.second())
    }

    /// `-x`, behind its sign.
    pub(super) fn negative(&mut self, start: Span) -> ExprId {
        self.bound = true;
        let operand = self.expression(power::SIGN);
        let span = self.since(start);
        self.add(span, ExprKind::Negative(operand))
    }

    /// `not x`, behind its word.
    pub(super) fn negation(&mut self, start: Span) -> ExprId {
        self.bound = true;
        let operand = self.expression(power::NOT);
        let span = self.since(start);
        self.add(span, ExprKind::Not(operand))
    }

    /// Whether a token can begin a value.
    pub(super) fn begins_value(&self, token: Token) -> bool {
        match token.kind {
            Kind::Word | Kind::Text { .. } | Kind::LongText | Kind::Quoted { .. } => true,
            Kind::Amount | Kind::Date | Kind::OpenParen | Kind::OpenList => true,
            Kind::Sign(_) | Kind::CloseParen | Kind::CloseList | Kind::Junk | Kind::Hole => false,
        }
    }

    /// Whether a token can begin what an operator needs.
    pub(super) fn begins_operand(&self, token: Token) -> bool {
        match token.kind {
            Kind::Word => !is_joint(self.says(token)),
            Kind::Sign(sign) => sign == Sign::Minus,
            _ => self.begins_value(token),
        }
    }

    /// Where values that are read from now on begin.
    pub(super) fn base(&self) -> usize {
        self.builder.scratch.len()
    }

    /// The values since `base`, as a run of the tree.
    pub(super) fn take_values(&mut self, base: usize) -> Run {
        let start = self.builder.tree.items.len() as u32;
        self.builder.tree.items.extend(self.builder.scratch.drain(base..));
        Run { start, end: self.builder.tree.items.len() as u32 }
    }
}

/// The words that stand between the parts of an expression.
pub(super) fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "or" | "is" | "in" | "as" | "then" | "else")
}
