//! The names and texts of files while a report is written: a text is loaded again when a finding lies in it.
//!
//! A file may have changed or vanished since it was judged: whatever the text now is, every place lies inside it.

use crate::engine::LIBRARY;
use crate::rulebook::library;
use crate::source::{FileId, LineIndex, Span, floor_char};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// How many texts are kept; a finding seldom lies in more files.
const KEPT: usize = 8;

/// How many bytes of a text share one count of characters.
const BLOCK: usize = 1024;

/// The files of a run by id, and the way to their texts.
pub struct Texts<'t> {
    names: Box<dyn Fn(FileId) -> Option<Arc<str>> + 't>,
    load: Box<dyn Fn(FileId) -> Arc<str> + 't>,
    library: Vec<(&'static str, &'static str)>,
    kept: RefCell<VecDeque<(FileId, Rc<Text>)>>,
}

/// A text with the way from a byte to line and column.
#[derive(Debug)]
pub struct Text {
    /// The name of its file, as a reader would write it.
    pub name: Arc<str>,
    /// Whether it is built in, and no file of the reader's.
    pub built_in: bool,
    /// The text.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: LineIndex,
    characters: Vec<u32>,
}

/// Where something stands, counted from 1, columns in characters; the end is the place after the last character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The first line.
    pub line: u32,
    /// The first column.
    pub column: u32,
    /// The last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
}

impl<'t> Texts<'t> {
    /// Files with these names; `load` gives the text of one, empty where there is none.
    pub fn new(names: impl Fn(FileId) -> Option<Arc<str>> + 't, load: impl Fn(FileId) -> Arc<str> + 't) -> Self {
        Texts { names: Box::new(names), load: Box::new(load), library: library(), kept: RefCell::default() }
    }

    /// The name of a file.
    pub fn name(&self, file: FileId) -> Arc<str> {
        let name = match self.built_in(file) {
            true => self.shelf(file).map(|(name, _)| name.into()),
            false => (self.names)(file),
        };
        name.unwrap_or_else(|| "unknown".into())
    }

    /// Whether a file is built in.
    pub fn built_in(&self, file: FileId) -> bool {
        file.0 >= LIBRARY
    }

    /// The text of a file; of the last few it is at hand.
    pub fn open(&self, file: FileId) -> Rc<Text> {
        let mut kept = self.kept.borrow_mut();
        if let Some(at) = kept.iter().position(|(id, _)| *id == file) {
            if at > 0
                && let Some(found) = kept.remove(at)
            {
                kept.push_front(found);
            }
            return Rc::clone(&kept[0].1);
        }
        // First make room: two long texts need not lie in memory for a moment.
        kept.truncate(KEPT - 1);
        let text = match self.shelf(file) {
            Some((_, text)) => text.into(),
            None if self.built_in(file) => "".into(),
            None => (self.load)(file),
        };
        let text = Rc::new(Text::new(self.name(file), self.built_in(file), text));
        kept.push_front((file, Rc::clone(&text)));
        text
    }

    /// Where a span stands.
    pub fn place(&self, span: Span) -> Place {
        self.open(span.file).place(span)
    }

    fn shelf(&self, file: FileId) -> Option<(&'static str, &'static str)> {
        self.library.get(file.0.checked_sub(LIBRARY)? as usize).copied()
    }
}

impl fmt::Debug for Texts<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Texts").field("kept", &self.kept).finish_non_exhaustive()
    }
}

impl Text {
    fn new(name: Arc<str>, built_in: bool, text: Arc<str>) -> Self {
        let mut characters = vec![0];
        let mut sum = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            sum += count(block);
            characters.push(sum);
        }
        let lines = LineIndex::new(&text);
        Text { name, built_in, text, lines, characters }
    }

    /// The bytes of a span that lie in the text, on whole characters.
    pub fn clamp(&self, span: Span) -> (usize, usize) {
        let start = floor_char(&self.text, span.start) as usize;
        (start, (floor_char(&self.text, span.end) as usize).max(start))
    }

    /// Where a span stands.
    pub fn place(&self, span: Span) -> Place {
        let (start, end) = self.clamp(span);
        let ((line, column), (end_line, end_column)) = (self.position(start), self.position(end));
        Place { line, column, end_line, end_column }
    }

    /// Line and column of a byte, from 1.
    pub fn position(&self, offset: usize) -> (u32, u32) {
        let line = self.lines.line_of(offset as u32);
        let start = self.lines.start_of(line) as usize;
        (line + 1, self.before(offset) - self.before(start) + 1)
    }

    /// The bytes of a line (from 0) without what ends it.
    pub fn line(&self, line: u32) -> (usize, usize) {
        let start = self.lines.start_of(line) as usize;
        let end = if line + 1 < self.lines.lines() { self.lines.start_of(line + 1) as usize } else { self.text.len() };
        let kept = self.text[start..end].trim_end_matches(['\n', '\r']).len();
        (start, start + kept)
    }

    /// How many characters begin before a byte: without reading the whole of a long line again for each finding in it.
    fn before(&self, offset: usize) -> u32 {
        let block = offset / BLOCK;
        self.characters[block] + count(&self.text.as_bytes()[block * BLOCK..offset])
    }
}

/// How many characters begin in some bytes of UTF-8.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32
}
