//! What the terminal is like: colours, and columns.

use super::arguments::Colour;
use crate::report::Paint;
use std::io::{self, IsTerminal};

/// The columns of a page that is no terminal, so that the same input gives the same bytes.
pub const PAGE: usize = 100;

/// A page narrower or wider than this is hard to read.
const COLUMNS: std::ops::RangeInclusive<usize> = 40..=120;

/// Whether standard output gets colours.
pub fn paint(colour: Colour) -> Paint {
    painted(colour, io::stdout().is_terminal())
}

/// Whether standard error gets colours.
pub fn paint_errors(colour: Colour) -> Paint {
    painted(colour, io::stderr().is_terminal())
}

fn painted(colour: Colour, terminal: bool) -> Paint {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let wanted = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => terminal && !set("NO_COLOR") && !dumb,
    };
    if wanted { Paint::Colours } else { Paint::Plain }
}

/// The columns of standard output: `COLUMNS`, or the terminal's.
pub fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let seen = || match io::stdout().is_terminal() {
        true => terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0)),
        false => None,
    };
    told.or_else(seen).map_or(PAGE, |columns| columns.clamp(*COLUMNS.start(), *COLUMNS.end()))
}
