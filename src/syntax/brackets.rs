//! Brackets and their partners, seen from the bytes: what is never closed, what closes nothing, what is too deep.

use super::complain::Complaints;
use super::flaws;
use super::scan::{MASK, Mask, line_end};

/// The brackets of one chunk that still wait for their partners.
pub(super) struct Brackets {
    limit: usize,
    open: Vec<Open>,
    deep: Option<Deep>,
    suspect: Option<Open>,
    line: usize,
    indent: usize,
}

/// A bracket that waits for its partner.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    byte: u8,
    line: usize,
    indent: usize,
}

/// A part that stands too deep: where it begins, and how many brackets are open in it.
struct Deep {
    start: usize,
    open: usize,
}

impl Brackets {
    /// None open; nested at most `limit` deep.
    pub(super) fn new(limit: usize) -> Self {
        Brackets { limit, open: Vec::new(), deep: None, suspect: None, line: 0, indent: 0 }
    }

    /// A line begins at `at`.
    pub(super) fn begin_line(&mut self, bytes: &[u8], at: usize) {
        self.line = at;
        self.indent = indent(&bytes[at..]);
    }

    /// A long text `from..to` ends: the line it began on may have ended with it, its indentation counts on.
    pub(super) fn continue_line(&mut self, bytes: &[u8], from: usize, to: usize) {
        if let Some(line) = memchr::memrchr(b'\n', &bytes[from..to]) {
            self.line = from + line + 1;
        }
    }

    /// Takes the bracket or `;` at `at`.
    pub(super) fn take(&mut self, bytes: &[u8], at: usize, mask: &mut Mask, out: &mut Complaints) {
        let byte = bytes[at];
        match (&mut self.deep, byte) {
            (Some(_), b';') => {}
            (Some(deep), b'(' | b'[' | b'{') => deep.open += 1,
            (Some(deep), _) if deep.open > 1 => deep.open -= 1,
            (Some(deep), _) => {
                mask.blank(deep.start, at + 1);
                self.deep = None;
            }
            (None, b'(' | b'[') => self.push(at, byte, out),
            (None, b'{') => {
                self.drop_groups(mask, out);
                self.push(at, byte, out);
            }
            (None, b'}') => self.close_brace(at, mask, out),
            (None, b';') => self.drop_groups(mask, out),
            (None, _) => self.close_group(at, byte, mask, out),
        }
    }

    /// Ends the chunk at `end`: tells what is still open; `next` is where the next document begins.
    pub(super) fn end(&mut self, bytes: &[u8], end: usize, next: Option<usize>, mask: &mut Mask, out: &mut Complaints) {
        if let Some(deep) = self.deep.take() {
            mask.blank(deep.start, end);
        }
        self.drop_groups(mask, out);
        let repaired = match (self.open.as_slice(), self.suspect) {
            ([_], Some(suspect)) => repair(bytes, suspect, end).map(|line| (suspect, line)),
            _ => None,
        };
        if let Some((suspect, line)) = repaired {
            mask.put(line, line + 1, b'}');
            flaws::unclosed_brace(out, suspect.at, bytes, Some(line), None);
        } else {
            for open in &self.open {
                flaws::unclosed_brace(out, open.at, bytes, None, next);
            }
        }
        self.open.clear();
        self.suspect = None;
    }

    /// The brace at the end of a line that an unterminated text `at..end` has swallowed.
    pub(super) fn brace_after_text(&self, bytes: &[u8], at: usize, end: usize) -> Option<usize> {
        let inside = bytes[at..end].trim_ascii_end();
        let (last, before) = (at + inside.len() - 1, inside.len().checked_sub(2)?);
        let here = self.open.last().is_some_and(|open| open.byte == b'{' && open.line == self.line);
        let brace = bytes[last] == b'{' || bytes[last] == b'}' && here;
        (brace && inside[before] == b' ').then_some(last)
    }

    fn push(&mut self, at: usize, byte: u8, out: &mut Complaints) {
        if self.open.len() < self.limit {
            self.open.push(Open { at, byte, line: self.line, indent: self.indent });
            return;
        }
        self.deep = Some(Deep { start: at, open: 1 });
        flaws::too_deep(out, at, self.limit);
    }

    /// `(` and `[` that are still open when their statement ends have lost their partners.
    fn drop_groups(&mut self, mask: &mut Mask, out: &mut Complaints) {
        while let Some(open) = self.open.pop_if(|open| open.byte != b'{') {
            mask.put(open.at, open.at + 1, MASK);
            flaws::unclosed_group(out, open.at, open.byte);
        }
    }

    fn close_brace(&mut self, at: usize, mask: &mut Mask, out: &mut Complaints) {
        self.drop_groups(mask, out);
        let Some(open) = self.open.pop() else {
            mask.put(at, at + 1, MASK);
            return flaws::stray_closer(out, at, b'}');
        };
        let first = self.line + self.indent == at;
        if first && self.indent < open.indent && open.line != self.line {
            self.suspect.get_or_insert(open);
        }
    }

    fn close_group(&mut self, at: usize, byte: u8, mask: &mut Mask, out: &mut Complaints) {
        let partner = if byte == b')' { b'(' } else { b'[' };
        let groups = self.open.iter().rev().take_while(|open| open.byte != b'{');
        let Some(above) = groups.map(|open| open.byte).position(|open| open == partner) else {
            mask.put(at, at + 1, MASK);
            return flaws::stray_closer(out, at, byte);
        };
        for _ in 0..above {
            let Some(open) = self.open.pop() else { break };
            mask.put(open.at, open.at + 1, MASK);
            flaws::unclosed_group(out, open.at, open.byte);
        }
        self.open.pop();
    }
}

/// How many blanks a line begins with.
fn indent(line: &[u8]) -> usize {
    line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The first line after `open` that stands as far left as its own: there the `}` was lost.
fn repair(bytes: &[u8], open: Open, end: usize) -> Option<usize> {
    let mut line = line_end(bytes, open.at);
    while line < end {
        line += 1;
        let rest = &bytes[line..end];
        let blanks = indent(rest);
        let filled = rest.get(blanks).is_some_and(|byte| !matches!(byte, b'\n' | b'\r' | b'#'));
        if filled && blanks <= open.indent {
            return (blanks == open.indent && blanks > 0).then_some(line);
        }
        line = line_end(bytes, line);
    }
    None
}
