//! Files in memory, spans that know their file, and the way from a byte to a line.

use std::sync::Arc;

pub mod letters;

/// A file of this run, by its place in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of bytes, `start..end`, in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// A span of `file` from `start` to `end`, in bytes.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Span { file, start, end: end.max(start) }
    }

    /// The smallest span that holds both; `other` must lie in the same file.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// One file: its name as a reader would write it, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its place among the files of this run.
    pub id: FileId,
    /// Its path as given, with `/` between the parts.
    pub name: Arc<str>,
    /// Its text; always UTF-8, never longer than `u32::MAX` bytes.
    pub text: Arc<str>,
}

impl Source {
    /// No file at all: where something was set by nobody's text.
    pub fn nowhere() -> Source {
        Source { id: FileId(u32::MAX), name: "".into(), text: "".into() }
    }

    /// The text of a span; empty where the span does not lie in this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// Where something stands, counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The starts of a text's lines: bytes to lines in logarithmic time.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the line starts of `text`; `\n`, `\r\n` and a lone `\r` end a line.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(at as u32 + 1);
        }
        LineIndex { starts }
    }

    /// How many lines there are; a text that ends in a newline has an empty last one.
    pub fn lines(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line of a byte, from 0.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32 - 1
    }

    /// The first byte of a line (from 0); the end of the last line where there is no such line.
    pub fn start_of(&self, line: u32) -> u32 {
        let last = self.starts.len() - 1;
        self.starts[(line as usize).min(last)]
    }

    /// Line and column of a byte of `text`, which must be the text this index was made of.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = floor_char(text, offset);
        let line = self.line_of(offset);
        let before = &text[self.start_of(line) as usize..offset as usize];
        Position { line: line + 1, column: before.chars().count() as u32 + 1 }
    }
}

/// The nearest character boundary at or before `offset`; the end of the text where it lies behind it.
pub fn floor_char(text: &str, offset: u32) -> u32 {
    let mut at = (offset as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}
