//! Texts made from other texts: pieces lost, doubled, swapped, put in from elsewhere.

use fastrand::Rng;
use std::ops::Range;

/// Words and characters that have a meaning somewhere: in the language, in YAML, for a terminal, in Unicode.
const WORDS: [&str; 62] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\"\"\"",
    "@",
    ";",
    ":",
    ",",
    "..",
    "=",
    "#",
    "\\",
    "'",
    "\n",
    "\r\n",
    "\t",
    "none",
    "unknown",
    "not_required",
    "yes",
    "no",
    "reading full",
    "reading partial",
    "methodology \"A\" {",
    "activity \"A\" {",
    "equation ER = BE - PE",
    "parameter X { unit t }",
    "999999999999999999999999999",
    "0",
    "-1",
    "0.000000000000000000001",
    "2021-02-29",
    "9999-12-31",
    "100 %",
    "tCO2e/MWh",
    "any x as y (",
    "every",
    "here(",
    "not",
    "and",
    "or",
    "is shown",
    "count(",
    "sum(",
    "&a",
    "*a",
    "!!binary",
    "- ",
    "? ",
    "<<: *a",
    "\u{0}",
    "\u{7f}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "é",
    "\u{65}\u{301}",
    "𝟘",
];

/// The nearest place at or before `at` where a character begins.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Texts made from seeds: the same for the same number.
pub struct Changes<'s> {
    random: Rng,
    seeds: &'s [String],
}

impl<'s> Changes<'s> {
    pub fn new(seed: u64, seeds: &'s [String]) -> Self {
        Changes { random: Rng::with_seed(seed), seeds }
    }

    /// The next text with the seed that it is made from; of one change alone, or of up to eight.
    pub fn next(&mut self, one_change: bool) -> (&'s str, String) {
        let seeds = self.seeds;
        let seed = seeds[self.random.usize(..seeds.len())].as_str();
        if one_change {
            return (seed, self.damaged(seed));
        }
        let mut text = seed.to_owned();
        for _ in 0..self.random.usize(1..=8) {
            text = self.changed(&text);
        }
        (seed, text)
    }

    /// A place in a text where a character begins.
    fn place(&mut self, text: &str) -> usize {
        boundary(text, self.random.usize(..=text.len()))
    }

    /// A piece of a text: mostly a short one.
    fn piece(&mut self, text: &str) -> Range<usize> {
        let start = self.place(text);
        let most = if self.random.u8(..8) == 0 { text.len() } else { 24 };
        let end = boundary(text, (start + self.random.usize(..=most)).min(text.len()));
        start..end.max(start)
    }

    fn changed(&mut self, text: &str) -> String {
        let piece = self.piece(text);
        let (before, inside, behind) = (&text[..piece.start], &text[piece.clone()], &text[piece.end..]);
        match self.random.u8(..9) {
            0 => format!("{before}{behind}"),
            1 => format!("{before}{inside}{inside}{behind}"),
            2 => format!("{before}{}{behind}", WORDS[self.random.usize(..WORDS.len())]),
            3 => format!("{before}{}{inside}{behind}", WORDS[self.random.usize(..WORDS.len())]),
            4 => {
                let other = &self.seeds[self.random.usize(..self.seeds.len())];
                let taken = self.piece(other);
                format!("{before}{}{behind}", &other[taken])
            }
            5 => {
                let at = self.place(before);
                format!("{}{inside}{}{behind}", &before[..at], &before[at..])
            }
            6 => before.to_owned(),
            7 => format!("{before}{}{behind}", char::from_u32(self.random.u32(..0x11_0000)).unwrap_or('\u{fffd}')),
            _ => format!("{before}{}{behind}", inside.repeat(self.random.usize(2..40))),
        }
    }

    /// One slip of a writer: a character lost or doubled, a line lost, two neighbours swapped.
    fn damaged(&mut self, text: &str) -> String {
        let at = self.place(text);
        let Some(c) = text[at..].chars().next() else { return text.to_owned() };
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        match self.random.u8(..4) {
            0 => format!("{before}{behind}"),
            1 => format!("{before}{c}{c}{behind}"),
            2 => {
                let start = before.rfind('\n').map_or(0, |newline| newline + 1);
                let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
                format!("{}{}", &text[..start], &text[end..])
            }
            _ => match behind.chars().next() {
                Some(next) => format!("{before}{next}{c}{}", &behind[next.len_utf8()..]),
                None => before.to_owned(),
            },
        }
    }
}
