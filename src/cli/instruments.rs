//! `tonne instruments`: the register, or the clauses of one of its texts.

use super::arguments::{Colour, Shelf};
use super::lookup::rulebook;
use super::screen::{print, print_painted};
use super::{Complaint, terminal};
use crate::report::explain::plain;
use crate::report::register::{list, page};
use crate::rulebook::{Citation, Register};

/// Prints all instruments, those whose symbol begins so, or what a citation names.
pub fn run(cite: Option<&str>, shelf: &Shelf, colour: Colour) -> Result<u8, Complaint> {
    let rulebook = rulebook(shelf, colour)?;
    let cite = cite.unwrap_or_default();
    let begun = begun(&rulebook.register, cite);
    let citation = match (rulebook.register.resolve(cite), &begun[..]) {
        (Ok(citation), _) => citation,
        // The version need not be known to look a text up.
        (_, [instrument]) => Citation { instrument: *instrument, clause: None },
        (Err((problem, help)), []) => return Err(Complaint::usage(format!("{problem}; {help}"))),
        (_, several) => return print(&list(&rulebook, several)),
    };
    print_painted(
        &plain(&page(&rulebook, citation), terminal::paint(colour), terminal::width()),
        terminal::paint(colour),
    )
}

/// The instruments whose symbol begins with these words; all of them where there is no word.
fn begun(register: &Register, words: &str) -> Vec<u16> {
    let begins =
        |symbol: &str| symbol.strip_prefix(words).is_some_and(|rest| words.is_empty() || rest.starts_with(' '));
    (0u16..).zip(&register.instruments).filter(|(_, one)| begins(&one.symbol)).map(|(at, _)| at).collect()
}
