//! From the flat stream of the grammar's tokens to statements in the arena.

use pest::iterators::Tokens;
use pest::{Parser, Token as Event};

use super::Limits;
use super::complain::Complaints;
use super::grammar::{Grammar, Rule};
use super::header;
use super::messages;
use super::scan::{Chunk, MASK};
use super::token::{Kind, Sign, Token, trimmed};
use super::tree::{Body, Citation, ExprId, ExprKind, Run, Statement, Tree};
use crate::source::Span;

/// Builds the statements of a file, one chunk after the other.
pub(super) struct Builder<'b, 's> {
    /// What is built.
    pub tree: &'b mut Tree<'s>,
    /// What is wrong.
    pub complaints: &'b mut Complaints,
    /// What it may cost.
    pub limits: Limits,
    /// The tokens of the head, citation or condition that is being read.
    pub tokens: Vec<Token>,
    /// Values of lists that are still being read.
    pub scratch: Vec<ExprId>,
    open: Vec<Frame>,
    citations: Vec<Citation>,
    leaf: usize,
}

/// A statement that is being read.
struct Frame {
    /// Its place in the tree, known when its head has been read.
    statement: Option<u32>,
    /// Where its citations begin among those that wait.
    citations: usize,
    /// Where it begins, and how far it reaches yet.
    span: Span,
}

impl<'b, 's> Builder<'b, 's> {
    /// A builder that adds to `tree`.
    pub(super) fn new(tree: &'b mut Tree<'s>, complaints: &'b mut Complaints, limits: Limits) -> Self {
        let (tokens, scratch) = (Vec::with_capacity(64), Vec::with_capacity(64));
        let (open, citations) = (Vec::with_capacity(16), Vec::new());
        Builder { tree, complaints, limits, tokens, scratch, open, citations, leaf: 0 }
    }

    /// Reads a chunk; false where the limit of statements is passed, and nothing more should be read.
    pub(super) fn chunk(&mut self, chunk: &Chunk<'_>) -> bool {
        self.events(Rule::file, chunk)
    }

    /// Reads a chunk as a condition; its tokens stand in `self.tokens` afterwards.
    pub(super) fn condition(&mut self, chunk: &Chunk<'_>) {
        self.events(Rule::expression, chunk);
    }

    /// The grammar takes every text; should it not, that is told and the chunk is passed over.
    fn events(&mut self, rule: Rule, chunk: &Chunk<'_>) -> bool {
        let Ok(pairs) = Grammar::parse(rule, &chunk.text) else {
            messages::unreadable(self.complaints, chunk.start, chunk.text.len());
            return true;
        };
        let events: Tokens<'_, Rule> = pairs.tokens();
        for event in events {
            let goes_on = match event {
                Event::Start { rule, pos } => self.begin(rule, pos.pos(), chunk),
                Event::End { rule, pos } => self.finish(rule, pos.pos(), chunk),
            };
            if !goes_on {
                self.abandon();
                return false;
            }
        }
        true
    }

    /// A rule begins at `at`; false where too many statements have been read.
    fn begin(&mut self, rule: Rule, at: usize, chunk: &Chunk<'_>) -> bool {
        self.leaf = at;
        match rule {
            Rule::statement => {
                let span = self.span(chunk, at, at);
                self.tokens.clear();
                self.open.push(Frame { statement: None, citations: self.citations.len(), span });
            }
            Rule::body => return self.begin_body(at, chunk),
            Rule::citation => {
                let known = self.end_head(false);
                self.tokens.clear();
                self.push(chunk, Kind::Hole, at, at + 1);
                return known;
            }
            Rule::sign => {
                let (sign, length, _) = Sign::read(&chunk.text[at..]);
                self.push(chunk, Kind::Sign(sign), at, at + length);
            }
            Rule::paren => self.push(chunk, Kind::OpenParen, at, at + 1),
            Rule::list => self.push(chunk, Kind::OpenList, at, at + 1),
            _ => {}
        }
        true
    }

    /// The rule that began last and is still open ends at `at`; false where too many statements have been read.
    fn finish(&mut self, rule: Rule, at: usize, chunk: &Chunk<'_>) -> bool {
        match rule {
            Rule::plain | Rule::share | Rule::quoted | Rule::junk | Rule::misplaced => {
                self.leaf(rule, at, chunk);
            }
            Rule::paren | Rule::list => self.close_group(rule, at, chunk),
            Rule::comment => {
                let length = chunk.text[self.leaf..at].trim_end().len();
                let span = self.span(chunk, self.leaf, self.leaf + length);
                self.tree.comments.push(span);
            }
            Rule::close => self.close_body(chunk),
            Rule::citation => {
                let citation = header::citation(self);
                self.cite(citation);
            }
            Rule::plain_citation => {
                if !self.end_head(false) {
                    return false;
                }
                let citation = self.plain_citation(at, chunk);
                self.cite(citation);
            }
            Rule::statement => {
                if !self.end_head(false) {
                    return false;
                }
                self.end_statement();
            }
            Rule::stray => messages::stray(self.complaints, chunk.start + self.leaf),
            _ => {}
        }
        true
    }

    fn span(&self, chunk: &Chunk<'_>, start: usize, end: usize) -> Span {
        Span::new(self.tree.source.id, (chunk.start + start) as u32, (chunk.start + end) as u32)
    }

    fn push(&mut self, chunk: &Chunk<'_>, kind: Kind, start: usize, end: usize) {
        let span = self.span(chunk, start, end);
        self.tokens.push(Token { kind, span });
    }

    fn leaf(&mut self, rule: Rule, end: usize, chunk: &Chunk<'_>) {
        let text = &chunk.text[self.leaf..end];
        let text = &text[..trimmed(text)];
        let second = (rule == Rule::plain).then(|| behind_word(text)).flatten();
        let Some(second) = second else {
            return self.token(rule, self.leaf, text, chunk);
        };
        self.token(rule, self.leaf, &text[..trimmed(&text[..second])], chunk);
        self.token(rule, self.leaf + second, &text[second..], chunk);
    }

    fn token(&mut self, rule: Rule, start: usize, text: &str, chunk: &Chunk<'_>) {
        let end = start + text.len();
        let kind = match rule {
            Rule::plain => plain_kind(text),
            Rule::share => Kind::Word,
            Rule::quoted => quoted_kind(text),
            _ if text.bytes().all(|byte| byte <= MASK || byte < b' ') => Kind::Hole,
            _ => Kind::Junk,
        };
        if kind == Kind::Word && text.contains(DOT) {
            return self.product(start, text, chunk);
        }
        if kind == Kind::Word && !text.is_ascii() {
            let span = self.span(chunk, start, end);
            messages::foreign_letter(self.complaints, span, text);
        }
        self.push(chunk, kind, start, end);
    }

    /// `EG·EF`: Unicode lets the dot stand within words, and people write it between them.
    fn product(&mut self, start: usize, text: &str, chunk: &Chunk<'_>) {
        let mut at = start;
        for (number, part) in text.split(DOT).enumerate() {
            if number > 0 {
                let (sign, length, _) = Sign::read(&chunk.text[at..]);
                self.push(chunk, Kind::Sign(sign), at, at + length);
                at += length;
            }
            if !part.is_empty() {
                self.token(Rule::plain, at, part, chunk);
                at += part.len();
            }
        }
    }

    fn close_group(&mut self, rule: Rule, at: usize, chunk: &Chunk<'_>) {
        let end = trimmed(&chunk.text[..at]);
        let last = chunk.text[..end].chars().next_back().map_or(0, char::len_utf8);
        let kind = if rule == Rule::paren { Kind::CloseParen } else { Kind::CloseList };
        self.push(chunk, kind, end - last, end);
    }

    fn begin_body(&mut self, at: usize, chunk: &Chunk<'_>) -> bool {
        let bare = self.open.last().is_some_and(|frame| frame.statement.is_none()) && self.tokens.is_empty();
        let open = self.span(chunk, at, at + 1);
        let adopted = bare && self.adopt(open);
        if !adopted && !self.end_head(true) {
            return false;
        }
        if let Some(frame) = self.open.last_mut() {
            frame.span = frame.span.to(open);
            if let Some(statement) = frame.statement {
                self.tree.statements[statement as usize].body = Some(Body { open, close: None });
            }
        }
        true
    }

    /// A `{` on a line of its own belongs to the statement above it.
    fn adopt(&mut self, open: Span) -> bool {
        let depth = self.open.len() - 1;
        let place = self.tree.statements.len().checked_sub(1);
        let Some((place, above)) = place.map(|place| (place, &self.tree.statements[place])) else {
            return false;
        };
        let free = above.body.is_none() && above.citations == Run::default() && !above.word.is_empty();
        let between = Span::new(open.file, above.span.end, open.start);
        let blank = self.tree.source.slice(between).trim().is_empty();
        if usize::from(above.depth) != depth || !free || !blank {
            return false;
        }
        messages::brace_alone(self.complaints, open, above.head);
        let span = above.span;
        if let Some(frame) = self.open.last_mut() {
            frame.statement = Some(place as u32);
            frame.span = span;
        }
        true
    }

    fn close_body(&mut self, chunk: &Chunk<'_>) {
        let close = self.span(chunk, self.leaf, self.leaf + 1);
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let real = self.tree.source.slice(close) == "}";
        if let (Some(statement), true) = (frame.statement, real) {
            frame.span = frame.span.to(close);
            if let Some(body) = &mut self.tree.statements[statement as usize].body {
                body.close = Some(close);
            }
        }
    }

    /// Reads the head of the innermost statement, once; false where there are too many statements.
    fn end_head(&mut self, before_body: bool) -> bool {
        let depth = self.open.len().saturating_sub(1) as u16;
        let Some(frame) = self.open.last().filter(|frame| frame.statement.is_none()) else {
            return true;
        };
        let start = frame.span;
        if self.tree.statements.len() >= self.limits.statements {
            messages::too_many_statements(self.complaints, start, self.limits.statements, "statements");
            return false;
        }
        self.tree.documents += usize::from(depth == 0);
        if self.tree.documents > self.limits.documents {
            messages::too_many_statements(self.complaints, start, self.limits.documents, "documents");
            return false;
        }
        let head = header::read(self, start, before_body);
        let span = head.head;
        let place = self.tree.statements.len() as u32;
        self.tree.statements.push(Statement {
            word: head.word,
            head: head.head,
            span,
            values: head.values,
            uncomma: head.uncomma,
            body: None,
            citations: Run::default(),
            end: place + 1,
            depth,
        });
        if let Some(frame) = self.open.last_mut() {
            frame.statement = Some(place);
            frame.span = span;
        }
        true
    }

    /// A citation of one text or two, in one token that ends with its line.
    fn plain_citation(&mut self, end: usize, chunk: &Chunk<'_>) -> Citation {
        let bytes = chunk.text.as_bytes();
        let first = self.tree.items.len() as u32;
        let (mut open, mut last) = (self.leaf + "@ ".len(), end);
        while open < end
            && let Some(length) = memchr::memchr(b'"', &bytes[open + 1..end])
        {
            let close = open + 1 + length;
            let inner = self.span(chunk, open + 1, close);
            last = close + 1;
            let text = self.tree.add(self.span(chunk, open, last), ExprKind::Text { inner, escaped: false });
            self.tree.items.push(text);
            open = last + 1;
        }
        let parts = Run { start: first, end: self.tree.items.len() as u32 };
        Citation { span: self.span(chunk, self.leaf, last), parts, inferred: false }
    }

    fn cite(&mut self, citation: Citation) {
        if let Some(frame) = self.open.last_mut() {
            frame.span = frame.span.to(citation.span);
        }
        self.citations.push(citation);
    }

    fn end_statement(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        let from = self.tree.citations.len() as u32;
        self.tree.citations.extend(self.citations.drain(frame.citations..));
        let end = self.tree.statements.len() as u32;
        if let Some(statement) = frame.statement {
            let statement = &mut self.tree.statements[statement as usize];
            let to = self.tree.citations.len() as u32;
            if to > from {
                statement.citations = Run { start: from, end: to };
            }
            statement.span = frame.span;
            statement.end = end;
        }
        if let Some(parent) = self.open.last_mut() {
            parent.span = parent.span.to(frame.span);
        }
    }

    /// Ends the statements that are open when the limit is passed.
    fn abandon(&mut self) {
        self.open.pop();
        while !self.open.is_empty() {
            self.end_statement();
        }
    }
}

/// The sign of multiplication that may stand within a word.
const DOT: char = '·';

/// Where the second part of a token begins that is a word and what stands behind it.
fn behind_word(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if matches!(bytes.first(), Some(b'"' | b'0'..=b'9')) {
        return None;
    }
    let end = bytes.iter().position(|byte| matches!(byte, b' ' | b'"'))?;
    bytes[end..].iter().position(|byte| *byte != b' ').map(|blanks| end + blanks)
}

fn plain_kind(text: &str) -> Kind {
    match text.as_bytes().first() {
        Some(b'"') => text_kind(text),
        Some(b'0'..=b'9') if is_date(text) => Kind::Date,
        Some(b'0'..=b'9') => Kind::Amount,
        _ => Kind::Word,
    }
}

/// Whether a number of the grammar is a date: four digits and a hyphen, which no unit begins with.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(4) == Some(&b'-') && bytes[..4].iter().all(u8::is_ascii_digit)
}

fn text_kind(text: &str) -> Kind {
    if text.len() >= 6 && text.starts_with("\"\"\"") {
        return Kind::LongText;
    }
    let escaped = memchr::memchr(b'\\', text.as_bytes()).is_some();
    let closed = text.len() >= 2 && text.ends_with('"') && (!escaped || closes(text));
    Kind::Text { closed, escaped }
}

/// Whether the last quotation mark of a text with escapes is not itself escaped.
fn closes(text: &str) -> bool {
    let inner = &text.as_bytes()[1..text.len() - 1];
    inner.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
}

fn quoted_kind(text: &str) -> Kind {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let last = text.chars().next_back().map_or(0, char::len_utf8);
    Kind::Quoted { open: first as u8, close: last as u8 }
}
