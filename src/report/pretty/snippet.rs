//! The lines a finding rests on, drawn by miette: small excerpts, cut from the text by its line index.
//!
//! miette would scan a file from its start for every label, and print a line of a megabyte as it is: it gets a few
//! lines that fit the page, in which nothing steers the terminal.

use super::super::plain::steers;
use super::super::{Paint, Text, Texts, View, visible, wrap};
use crate::finding::{Finding, Label};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt;

/// The most lines of one label; of a longer stretch only the first line is shown.
const LINES: u32 = 4;

/// Labels with no more lines between them share a box.
const GAP: u32 = 1;

/// Where a tab takes the text.
const TAB: usize = 4;

/// The columns between a mark and the words that hang from it.
const STEM: usize = 4;

/// A page with less room than this is narrow.
const NARROW: usize = 50;

/// The columns that words have beside a mark at least: on a narrow page, and on another.
const WORDS: (usize, usize) = (16, 24);

/// Draws the boxes of a finding.
#[derive(Debug)]
pub struct Drawer {
    miette: GraphicalReportHandler,
    width: usize,
}

impl Drawer {
    /// A drawer for a page.
    pub fn new(view: View) -> Self {
        let theme = match view.paint {
            Paint::Plain => GraphicalTheme::unicode_nocolor(),
            Paint::Colours => GraphicalTheme::unicode(),
        };
        let miette = GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_width(view.width)
            .without_syntax_highlighting();
        Drawer { miette, width: view.width }
    }

    /// Draws the labels of a finding: the file of the primary first, then the others in the order of the labels.
    pub fn draw(&self, texts: &Texts<'_>, finding: &Finding, out: &mut String) {
        let mut files = Vec::new();
        for label in &finding.labels {
            if !files.contains(&label.span.file) {
                files.push(label.span.file);
            }
        }
        for file in files {
            let text = texts.open(file);
            if text.text.is_empty() {
                // An unreadable file, or one that has vanished since.
                out.push_str(&format!("  at {}\n", visible(&text.name)));
                continue;
            }
            let labels = finding.labels.iter().enumerate().filter(|(_, label)| label.span.file == file);
            let marks = labels.map(|(at, label)| Mark::new(&text, label, at == 0)).collect();
            for group in grouped(marks) {
                self.boxed(&Excerpt::new(&text, &group, self.width), out);
            }
        }
    }

    fn boxed(&self, excerpt: &Excerpt, out: &mut String) {
        let mut drawn = String::new();
        if self.miette.render_report(&mut drawn, excerpt).is_ok() {
            // The first line is miette's place for a message; ours stands above already.
            let body = drawn.split_once('\n').map_or("", |(_, body)| body);
            for line in body.lines() {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
    }
}

/// A label, with the lines it covers.
struct Mark {
    start: usize,
    end: usize,
    first: u32,
    last: u32,
    text: String,
    primary: bool,
}

impl Mark {
    fn new(text: &Text, label: &Label, primary: bool) -> Mark {
        let (start, mut end) = text.clamp(label.span);
        let first = text.lines.line_of(start as u32);
        let mut last = text.lines.line_of(end.saturating_sub(1).max(start) as u32);
        let mut words = visible(&label.text).into_owned();
        if last - first >= LINES {
            let to = format!("to line {}", last + 1);
            words = if words.is_empty() { to } else { format!("{words} ({to})") };
            (last, end) = (first, text.line(first).1.max(start));
        }
        Mark { start, end, first, last, text: words, primary }
    }
}

/// Marks that stand near each other, in the order of the text; the group of the primary comes first.
fn grouped(mut marks: Vec<Mark>) -> Vec<Vec<Mark>> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut groups: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        match groups.last_mut() {
            Some(group) if group.iter().any(|other| mark.first <= other.last + GAP + 1) => group.push(mark),
            _ => groups.push(vec![mark]),
        }
    }
    groups.sort_by_key(|group| !group.iter().any(|mark| mark.primary));
    groups
}

/// A few lines of a text as they are shown, with the labels in them.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    first: usize,
    /// Line and column of the primary label, or of the first one; from 0.
    at: (usize, usize),
    labels: Vec<LabeledSpan>,
}

impl Excerpt {
    fn new(text: &Text, marks: &[Mark], width: usize) -> Self {
        let first = marks.iter().map(|mark| mark.first).min().unwrap_or_default();
        let last = marks.iter().map(|mark| mark.last).max().unwrap_or_default();
        let room = width.saturating_sub((last + 1).to_string().len() + 6).max(20);
        let mut shown = Shown { text: String::new(), edges: edges(marks) };
        for line in first..=last {
            shown.line(text, line, room);
        }
        let head = marks.iter().find(|mark| mark.primary).or(marks.first()).map_or(0, |mark| mark.start);
        let (line, column) = text.position(head);
        let built_in = if text.built_in { " (built in)" } else { "" };
        let labels = marks.iter().map(|mark| shown.label(mark, room)).collect();
        let name = format!("{}{built_in}", visible(&text.name));
        Excerpt { name, text: shown.text, first: first as usize, at: (line as usize - 1, column as usize - 1), labels }
    }
}

/// The places that must be found again in the shown text: byte in the file, byte in the excerpt.
fn edges(marks: &[Mark]) -> Vec<(usize, Option<usize>)> {
    let mut edges: Vec<_> = marks.iter().flat_map(|mark| [(mark.start, None), (mark.end, None)]).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Lines as they are shown, while they are made.
struct Shown {
    text: String,
    edges: Vec<(usize, Option<usize>)>,
}

impl Shown {
    /// Adds a line: without tabs, with nothing that steers, and no longer than the room there is.
    fn line(&mut self, text: &Text, line: u32, room: usize) {
        let (start, end) = text.line(line);
        let (from, to) = window(text, (start, end), self.first_edge(start, end), room);
        if from > start {
            self.text.push('…');
        }
        let mut column = 0;
        for (at, character) in text.text[from..to].char_indices() {
            self.meet(from + at);
            match character {
                '\t' => {
                    let spaces = TAB - column % TAB;
                    self.text.extend(std::iter::repeat_n(' ', spaces));
                    column += spaces;
                    continue;
                }
                steering if steers(steering) => self.text.push('\u{FFFD}'),
                other => self.text.push(other),
            }
            column += 1;
        }
        self.meet(to);
        if to < end {
            self.text.push('…');
        }
        self.meet(end);
        self.text.push('\n');
    }

    /// The first edge in a line; its start where there is none.
    fn first_edge(&self, start: usize, end: usize) -> usize {
        self.edges.iter().map(|(edge, _)| *edge).find(|edge| (start..=end).contains(edge)).unwrap_or(start)
    }

    /// Every edge up to this byte of the file stands here.
    fn meet(&mut self, byte: usize) {
        let here = self.text.len();
        self.edges.iter_mut().filter(|(edge, at)| *edge <= byte && at.is_none()).for_each(|(_, at)| *at = Some(here));
    }

    /// A mark as miette wants it.
    fn label(&self, mark: &Mark, room: usize) -> LabeledSpan {
        let find = |byte: usize| {
            let edge = self.edges.iter().find(|(edge, _)| *edge == byte);
            edge.and_then(|(_, at)| *at).unwrap_or_else(|| self.text.len().saturating_sub(1))
        };
        let (start, mut end) = (find(mark.start), find(mark.end));
        let before = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = self.text[before..start].chars().count() + STEM;
        // The words hang from the middle of the mark: on a narrow page a long mark is cut, so that they have room.
        let least = if room < NARROW { WORDS.0 } else { WORDS.1 };
        let most = (room.saturating_sub(least + column) * 2).max(2);
        if let Some((cut, _)) = self.text[start..end].char_indices().nth(most).filter(|_| room < NARROW) {
            end = start + cut;
        }
        let indent = column + self.text[start..end].chars().count() / 2;
        let text = (!mark.text.is_empty()).then(|| wrap(&mark.text, room.saturating_sub(indent).max(least)).join("\n"));
        match mark.primary {
            true => LabeledSpan::new_primary_with_span(text, (start, end.saturating_sub(start))),
            false => LabeledSpan::new_with_span(text, (start, end.saturating_sub(start))),
        }
    }
}

/// The part of a line that is shown: all of it, or what stands around an edge.
fn window(text: &Text, (start, end): (usize, usize), edge: usize, room: usize) -> (usize, usize) {
    let line = &text.text[start..end];
    if line.len() <= room || (line.len() <= 4 * room && line.chars().count() <= room) {
        return (start, end);
    }
    let back = text.text[start..edge].char_indices().rev().nth(room / 3).map_or(start, |(at, _)| start + at);
    // What fits before the edge without a cut is not cut.
    let from = if text.text[start..edge].len() <= room / 3 { start } else { back };
    let to = text.text[from..end].char_indices().nth(room.saturating_sub(2)).map_or(end, |(at, _)| from + at);
    (from, to)
}

impl SourceCode for Excerpt {
    /// With lines around it miette asks for what to draw: the whole excerpt. Without, it asks where the label stands.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (span, (line, column)) = match before {
            0 => (*span, self.at),
            _ => ((0, self.text.len()).into(), (self.first, 0)),
        };
        let lines = self.text.lines().count();
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), span, line, column, lines)))
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt {}

impl Diagnostic for Excerpt {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
