//! Words for a terminal: nothing that steers it, and lines that fit.

use crate::source::letters::{is_direction, is_invisible};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// A text in which nothing is hidden: characters that steer a terminal or turn the direction of the line are written out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match steers(character) {
            true => out.extend(character.escape_unicode()),
            false => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// Whether a character would change how the rest of the line is shown, or is not seen at all.
pub fn steers(character: char) -> bool {
    character.is_control() || is_direction(character) || is_invisible(character)
}

/// How many columns of a terminal a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// A text in one line of at most `width` columns; what is cut off is marked.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        if columns(&out) + columns(character.encode_utf8(&mut [0; 4])) + 1 > width {
            break;
        }
        out.push(character);
    }
    out.truncate(out.trim_end().len());
    out + "…"
}

/// A text in lines of at most `width` columns of a terminal, broken between words; a word that is longer has a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let len = columns(word);
        if used > 0 && used + 1 + len > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += len;
    }
    lines.push(line);
    lines
}
