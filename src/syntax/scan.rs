//! The look at the bytes before the grammar: documents, brackets, depth, and texts that do not end.
//!
//! pest reads one document at a time, so that a lost brace ends with its document and memory does not grow
//! with the file. What would mislead the grammar is masked in a copy of the same length, so that every span
//! stays true: a bracket without its partner becomes [`MASK`], what stands too deep becomes spaces.

use std::borrow::Cow;

use super::brackets::Brackets;
use super::complain::Complaints;
use super::flaws;

/// Stands in the copy for a byte that was reported already.
pub(super) const MASK: u8 = 1;

/// The longest document in bytes; pest needs some 25 times as much memory while it reads.
const LONGEST_DOCUMENT: usize = 2 << 20;

/// A document, or what stands before the first one.
#[derive(Debug)]
pub(super) struct Chunk<'s> {
    /// Its first byte in the file.
    pub start: usize,
    /// Its text; a copy where something had to be masked.
    pub text: Cow<'s, str>,
}

/// Goes through a text once and cuts it into chunks.
pub(super) struct Scanner<'a, 's> {
    text: &'s str,
    bytes: &'s [u8],
    /// Whether a carriage return stands anywhere.
    returns: bool,
    kinds: &'a [&'a str],
    at: usize,
    chunk: usize,
    /// The line end behind a comment, or behind a text that its line does not close: no line goes on there.
    last_end: usize,
    mask: Mask<'s>,
    brackets: Brackets,
}

/// The copy of a chunk in which bytes are replaced, made when the first one is.
pub(super) struct Mask<'s> {
    original: &'s [u8],
    start: usize,
    copy: Option<Vec<u8>>,
}

impl Mask<'_> {
    /// Blanks the bytes `from..to` of the file, but not the ends of their lines: no text reaches across these.
    pub(super) fn blank(&mut self, from: usize, to: usize) {
        self.reach(to);
        if let Some(copy) = &mut self.copy {
            let bytes = copy[from - self.start..to - self.start].iter_mut();
            bytes.filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        }
    }

    /// Replaces the bytes `from..to` of the file; they must be whole characters of this chunk.
    pub(super) fn put(&mut self, from: usize, to: usize, byte: u8) {
        self.reach(to);
        if let Some(copy) = &mut self.copy {
            copy[from - self.start..to - self.start].fill(byte);
        }
    }

    /// Copies up to `end`, and no further: where the chunk ends is not known yet.
    fn reach(&mut self, end: usize) {
        let copy = self.copy.get_or_insert_default();
        let from = self.start + copy.len();
        if from < end {
            copy.extend_from_slice(&self.original[from..end]);
        }
    }
}

impl<'a, 's> Scanner<'a, 's> {
    /// Scans `text` from the byte `start`, which must be a character boundary.
    pub(super) fn new(text: &'s str, start: usize, kinds: &'a [&'a str], depth: usize) -> Self {
        let bytes = text.as_bytes();
        let mask = Mask { original: bytes, start, copy: None };
        let returns = memchr::memchr(b'\r', bytes).is_some();
        Scanner {
            text,
            bytes,
            returns,
            kinds,
            at: start,
            chunk: start,
            last_end: 0,
            mask,
            brackets: Brackets::new(depth),
        }
    }

    /// The next document, with complaints about its brackets and texts; `None` at the end.
    pub(super) fn next_chunk(&mut self, complaints: &mut Complaints) -> Option<Chunk<'s>> {
        if self.at >= self.bytes.len() {
            return None;
        }
        self.begin_chunk();
        let mut next = None;
        while next.is_none() {
            let rest = &self.bytes[self.at..];
            let Some(skip) = rest.iter().position(|byte| STOPS[*byte as usize]) else {
                break;
            };
            self.at += skip;
            next = self.step(complaints);
        }
        self.at = next.unwrap_or(self.bytes.len());
        Some(self.end_chunk(next, complaints))
    }

    /// Takes what stands at `self.at`; returns where the next document begins if that is reached.
    fn step(&mut self, complaints: &mut Complaints) -> Option<usize> {
        let at = self.at;
        match self.bytes[at] {
            b'\t' => self.blank(1),
            b'\r' if self.bytes.get(at + 1) == Some(&b'\n') => self.blank(1),
            byte @ (b'\r' | b'\n') => {
                self.at += 1;
                let next = self.kind_at(self.at).map(|_| self.at);
                if next.is_none() && self.last_end != at && goes_on(&self.bytes[self.chunk..at]) {
                    self.mask.put(at, at + 1, b' ');
                } else if byte == b'\r' {
                    self.mask.put(at, at + 1, b'\n');
                }
                if next.is_some() {
                    return next;
                }
                self.brackets.begin_line(self.bytes, self.at);
            }
            b'#' => {
                self.at = line_end(self.bytes, at);
                self.end_line_at(self.at);
            }
            b'"' => self.text(complaints),
            b'\'' => self.quoted(),
            0xC2 | 0xE1 | 0xE2 | 0xE3 => self.beyond_ascii(),
            _ => {
                self.at += 1;
                self.brackets.take(self.bytes, at, &mut self.mask, complaints);
            }
        }
        None
    }

    /// The line ends at `end`, whatever its last word is.
    fn end_line_at(&mut self, end: usize) {
        self.last_end = end + usize::from(self.bytes[end..].starts_with(b"\r\n"));
    }

    fn begin_chunk(&mut self) {
        self.chunk = self.at;
        self.mask = Mask { original: self.bytes, start: self.at, copy: None };
        self.brackets.begin_line(self.bytes, self.at);
    }

    fn end_chunk(&mut self, next: Option<usize>, complaints: &mut Complaints) -> Chunk<'s> {
        let (start, end) = (self.chunk, self.at);
        self.brackets.end(self.bytes, end, next, &mut self.mask, complaints);
        let mut length = end - start;
        if length > LONGEST_DOCUMENT {
            length = before_open_text(&self.text[start..start + cut(&self.text[start..], LONGEST_DOCUMENT)]);
            flaws::document_too_long(complaints, start, LONGEST_DOCUMENT);
        }
        if self.mask.copy.is_some() {
            self.mask.reach(end);
        }
        let text = match self.mask.copy.take() {
            None => Cow::Borrowed(&self.text[start..start + length]),
            Some(mut copy) => {
                copy.truncate(length);
                Cow::Owned(String::from_utf8(copy).unwrap_or_default())
            }
        };
        Chunk { start, text }
    }

    /// The kind word that begins at `at`, the first byte of a line.
    fn kind_at(&self, at: usize) -> Option<&'a str> {
        let rest = &self.bytes[at..];
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let ends = |length: usize| {
            let next = self.text[at + length..].chars().next();
            !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
        };
        let mut kinds = self.kinds.iter().copied();
        kinds.find(|kind| rest.starts_with(kind.as_bytes()) && ends(kind.len()))
    }

    /// Passes the text that begins at `self.at`.
    fn text(&mut self, complaints: &mut Complaints) {
        let at = self.at;
        if !self.bytes[at..].starts_with(b"\"\"\"") {
            return self.short_text(at, complaints, true);
        }
        if let Some(end) = self.long_text_end(at + 3) {
            self.at = end;
            self.brackets.continue_line(self.bytes, at, end);
            return;
        }
        flaws::unterminated_long_text(complaints, at, line_end(self.bytes, at));
        self.mask.put(at, at + 2, MASK);
        self.short_text(at + 2, complaints, false);
    }

    /// The end of a `"""` text, unless it does not end or a document begins before it does.
    fn long_text_end(&self, from: usize) -> Option<usize> {
        let close = from + memchr::memmem::find(&self.bytes[from..], b"\"\"\"")?;
        let lines = memchr::memchr2_iter(b'\n', b'\r', &self.bytes[from..close]);
        let mut starts = lines.map(|line| from + line + 1);
        (!starts.any(|start| self.is_header(start))).then_some(close + 3)
    }

    /// Whether a document begins at `at`: a kind word and a text, which prose hardly has in the first column.
    fn is_header(&self, at: usize) -> bool {
        let Some(kind) = self.kind_at(at) else {
            return false;
        };
        let rest = &self.bytes[at + kind.len()..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        blanks > 0 && rest.get(blanks) == Some(&b'"')
    }

    /// Passes a blank that is no space: for the grammar it is one.
    fn blank(&mut self, length: usize) {
        self.mask.put(self.at, self.at + length, b' ');
        self.at += length;
    }

    /// Passes what may be a blank or a quotation mark that keyboards do not have.
    fn beyond_ascii(&mut self) {
        match self.text[self.at..].chars().next() {
            Some(blank) if blank.is_whitespace() => self.blank(blank.len_utf8()),
            _ => self.quoted(),
        }
    }

    /// Passes the text in other quotation marks that begins at `self.at`, or the first mark alone.
    fn quoted(&mut self) {
        let (end, line) = quoted_end(self.text, self.at);
        self.at = end;
        if let Some(line) = line {
            self.end_line_at(line);
        }
    }

    /// Passes a text that must end on its line; where it does not, saves the brace behind it.
    fn short_text(&mut self, at: usize, complaints: &mut Complaints, tell: bool) {
        let (end, closed) = text_end(self.bytes, at + 1, self.returns);
        self.at = end;
        if closed {
            return;
        }
        self.end_line_at(end);
        let brace = self.brackets.brace_after_text(self.bytes, at, end);
        if let Some(brace) = brace {
            self.mask.put(brace - 1, brace, b'"');
            self.at = brace;
        }
        if tell {
            flaws::unterminated_text(complaints, self.text, at, brace.map_or(end, |brace| brace - 1));
        }
    }
}

/// Whether the line that `before` ends with needs something behind its last word, so that it goes on below.
fn goes_on(before: &[u8]) -> bool {
    let line = before.strip_suffix(b"\r").unwrap_or(before);
    if !matches!(line.last(), Some(b'd' | b'r' | b'n' | b'e' | b' ' | b'\t')) {
        return false;
    }
    let blanks = line.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let words: [&[u8]; 4] = [b" and", b" or", b" then", b" else"];
    words.iter().any(|word| line[..line.len() - blanks].ends_with(word))
}

/// Where the text ends whose content begins at `from`, and whether by its quotation mark (else by its line).
/// `returns` says whether a carriage return may stand in it.
fn text_end(bytes: &[u8], from: usize, returns: bool) -> (usize, bool) {
    let mut at = from;
    loop {
        let found = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]);
        let stop = found.map_or(bytes.len(), |length| at + length);
        if returns && let Some(line) = memchr::memchr(b'\r', &bytes[at..stop]) {
            return (at + line, false);
        }
        match bytes.get(stop) {
            Some(b'"') => return (stop + 1, true),
            Some(b'\\') if !matches!(bytes.get(stop + 1), None | Some(b'\n' | b'\r')) => at = stop + 2,
            Some(b'\\') => at = stop + 1,
            _ => return (stop, false),
        }
    }
}

/// Where a text in the quotation marks of a word processor ends, or where to go on where `at` begins none;
/// and the line end that comes before its closing mark, if one does.
fn quoted_end(text: &str, at: usize) -> (usize, Option<usize>) {
    const DOUBLE: [char; 6] = ['“', '”', '„', '‟', '«', '»'];
    const SINGLE: [char; 4] = ['\'', '‘', '’', '‚'];
    let mut chars = text[at..].chars();
    let Some(open) = chars.next() else {
        return (text.len(), None);
    };
    let after = at + open.len_utf8();
    let marks: &[char] = match open {
        _ if DOUBLE.contains(&open) => &DOUBLE,
        _ if SINGLE.contains(&open) => &SINGLE,
        _ => return (after, None),
    };
    let straight = marks.len() == DOUBLE.len();
    for (offset, c) in text[after..].char_indices() {
        match c {
            '\n' | '\r' => return (after, Some(after + offset)),
            '„' | '‟' | '‚' if marks.contains(&c) => return (after, None),
            '"' if straight => return (after + offset + 1, None),
            _ if marks.contains(&c) => return (after + offset + c.len_utf8(), None),
            _ => {}
        }
    }
    (after, None)
}

/// The end of the line that `at` stands in.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

/// The greatest length up to `most` at which `text` may be cut: after a line, else after a character.
fn cut(text: &str, most: usize) -> usize {
    let most = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    memchr::memrchr(b'\n', &text.as_bytes()[..most]).map_or(most, |line| line + 1)
}

/// The bytes that the scan stops at.
const STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let stops = b"\n\r\t#\"'()[]{};\xC2\xE1\xE2\xE3";
    let mut at = 0;
    while at < stops.len() {
        table[stops[at] as usize] = true;
        at += 1;
    }
    table
};

/// The length up to a `"""` that is not closed within the text.
fn before_open_text(text: &str) -> usize {
    match text.matches(LONG_QUOTES).count() % 2 {
        0 => text.len(),
        _ => text.rfind(LONG_QUOTES).unwrap_or(text.len()),
    }
}

/// What begins and ends a long text.
const LONG_QUOTES: &str = "\"\"\"";
