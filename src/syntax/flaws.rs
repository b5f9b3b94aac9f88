//! What the look at the bytes finds: brackets, texts, and characters that a reader cannot see.

use super::complain::{Complaints, INVISIBLE, UNTERMINATED_TEXT, excerpt};
use crate::finding::Finding;
use crate::source::letters::{invisible, is_direction};

/// Finds characters that make a text read differently from what it says, or that no text holds.
pub(super) fn hidden_characters(out: &mut Complaints, text: &str, from: usize) {
    let bytes = text.as_bytes();
    if !text.is_ascii() {
        unseen_characters(out, text, from);
    }
    for found in memchr::memchr2_iter(0xE2, 0xD8, &bytes[from..]) {
        let at = from + found;
        let Some(c) = text[at..].chars().next().filter(|c| is_direction(*c)) else {
            continue;
        };
        let span = out.span(at, at + c.len_utf8());
        out.add(span, |span| {
            let name = format!("U+{:04X}", u32::from(c));
            let message = format!("a hidden character ({name}) changes the direction of the text");
            Finding::warning("syntax/hidden-direction", span, message)
                .at("stands here, and cannot be seen")
                .help("remove it: with it, a reader sees another text than the one that is checked")
        });
    }
    let mut at = from;
    while let Some(start) = next_control(bytes, at) {
        at = start + bytes[start..].iter().take_while(|byte| is_control(byte)).count();
        let span = out.span(start, at);
        let byte = bytes[start];
        out.add(span, |span| {
            let what = if byte == 0 { "a NUL character".into() } else { format!("a control character (U+{byte:04X})") };
            Finding::error("syntax/control-character", span, format!("{what} stands in the text"))
                .help("remove it; if there are many, the file may not be a text at all")
        });
    }
}

/// Tells at the first of them that there are characters of no width: text that was copied brings many.
fn unseen_characters(out: &mut Complaints, text: &str, from: usize) {
    let mut unseen = invisible(&text[from..]);
    let Some((first, c)) = unseen.next() else { return };
    let more = unseen.count();
    let span = out.span(from + first, from + first + c.len_utf8());
    out.add(span, |span| {
        let name = format!("U+{:04X}", u32::from(c));
        let message = match more {
            0 => format!("a character that cannot be seen ({name}) stands in the text"),
            _ => format!("{} characters that cannot be seen stand in this file, the first here ({name})", more + 1),
        };
        Finding::warning(INVISIBLE, span, message)
            .at("stands here, and cannot be seen")
            .help("remove it; names are compared without such characters")
    });
}

/// The next control character from `at` on. Hardly any text has one, so that blocks are looked at as a whole first.
fn next_control(bytes: &[u8], at: usize) -> Option<usize> {
    const BLOCK: usize = 128;
    let mut start = at;
    for block in bytes[at..].chunks(BLOCK) {
        if block.iter().fold(false, |any, byte| any | is_control(byte)) {
            return block.iter().position(is_control).map(|found| start + found);
        }
        start += block.len();
    }
    None
}

fn is_control(byte: &u8) -> bool {
    (*byte < 0x20) & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r') | (*byte == 0x7F)
}

/// A bracket of an expression that its statement does not close.
pub(super) fn unclosed_group(out: &mut Complaints, at: usize, byte: u8) {
    let span = out.span(at, at + 1);
    let (open, close) = (byte as char, if byte == b'(' { ')' } else { ']' });
    out.add(span, |span| {
        Finding::error("syntax/unclosed-bracket", span, format!("this `{open}` is never closed"))
            .help(format!("write `{close}` where it ends"))
    });
}

/// A `{` without its `}`; `lost` is the line before which it seems to be lost.
pub(super) fn unclosed_brace(out: &mut Complaints, at: usize, bytes: &[u8], lost: Option<usize>, next: Option<usize>) {
    let place = lost.or(next).map(|line| {
        let start = line + bytes[line..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        out.span(start, start + word(&bytes[start..]))
    });
    let span = out.span(at, at + 1);
    out.add(span, |span| {
        let finding = Finding::error("syntax/unclosed-brace", span, "this `{` is never closed");
        match (place, lost) {
            (Some(place), Some(_)) => finding
                .label(place, "its `}` seems to be missing before this line")
                .help("write `}` on a line of its own where the block ends"),
            (Some(place), None) => finding
                .label(place, "a new document begins here")
                .help("write `}` where the block ends; if this is no new document, indent it"),
            (None, _) => finding.help("write `}` on a line of its own where the block ends"),
        }
    });
}

/// The length of the word that a text begins with, or of its first character.
fn word(text: &[u8]) -> usize {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let rest = text.iter().skip(1).take_while(|byte| **byte & 0xC0 == 0x80).count();
    letters.max(1 + rest).min(text.len())
}

/// The code of a closing bracket that closes nothing.
pub const STRAY_CLOSER: &str = "syntax/stray-closer";

/// A closing bracket that closes nothing.
pub(super) fn stray_closer(out: &mut Complaints, at: usize, byte: u8) {
    let span = out.span(at, at + 1);
    let close = byte as char;
    out.add(span, |span| {
        let open = match byte {
            b')' => '(',
            b']' => '[',
            _ => '{',
        };
        Finding::error(STRAY_CLOSER, span, format!("this `{close}` closes nothing"))
            .help(format!("remove it, or write the `{open}` that it closes"))
    });
}

/// More nesting than anyone writes.
pub(super) fn too_deep(out: &mut Complaints, at: usize, limit: usize) {
    let span = out.span(at, at + 1);
    out.pass(span, |span| {
        let message = format!("brackets are nested more than {limit} deep");
        Finding::error("syntax/too-deep", span, message)
            .at("what begins here is not read")
            .help("take the inner parts apart")
    });
}

/// A text whose quotation mark is missing: at the end of its line, or where one before it on the line has lost its own.
pub(super) fn unterminated_text(out: &mut Complaints, text: &str, at: usize, end: usize) {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let lost = lost_quote(&text[line..at]).map(|(start, close)| (line + start, line + close));
    let start = lost.map_or(at, |(start, _)| start);
    let span = out.span(start, start + text[start..end].trim_end().len());
    out.add(span, |span| {
        let inner = &text[start + 1..lost.map_or(end, |(_, close)| close)];
        let meant = inner.find(['@', '{']).filter(|_| lost.is_some()).map_or(inner, |cut| &inner[..cut]);
        let shown = excerpt(meant.trim_end());
        let finding = Finding::error(UNTERMINATED_TEXT, span, format!("the text `{shown}` does not end on its line"));
        match lost {
            Some(_) => finding.help(format!("write `\"` behind `{shown}`")),
            None => finding.help("close it with `\"`; a text of several lines stands between `\"\"\"` and `\"\"\"`"),
        }
    });
}

/// Of the texts on a line before one that does not end, the first that seems to have lost its quotation mark: a blank
/// stands before the mark that closes it, and a letter behind. Where it begins, and where it is closed.
fn lost_quote(line: &str) -> Option<(usize, usize)> {
    let escaped = |at: usize| line[..at].ends_with('\\');
    let marks: Vec<usize> = line.match_indices('"').map(|(at, _)| at).filter(|at| !escaped(*at)).collect();
    let pairs = marks.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    pairs.into_iter().find(|(start, close)| {
        let behind = line[close + 1..].chars().next().is_some_and(char::is_alphanumeric);
        line[start + 1..*close].ends_with(char::is_whitespace) && behind
    })
}

/// A `"""` that is never closed.
pub(super) fn unterminated_long_text(out: &mut Complaints, at: usize, end: usize) {
    let span = out.span(at, end.min(at + 3));
    out.add(span, |span| {
        Finding::error(UNTERMINATED_TEXT, span, "this long text is never closed")
            .at("read to the end of its line only")
            .help("write `\"\"\"` where it ends")
    });
}

/// A document beyond what is read at once.
pub(super) fn document_too_long(out: &mut Complaints, at: usize, limit: usize) {
    let span = out.span(at, at + 1);
    out.pass(span, |span| {
        let message = format!("this document is longer than {} MB", limit >> 20);
        Finding::error("syntax/document-too-long", span, message)
            .at("what follows the limit is not read")
            .help("divide it into several documents")
    });
}
