//! The one way to a screen or a log: nothing that a document says may steer a terminal, or hide.

use super::{Complaint, exit};
use crate::report::{Paint, steers};
use std::borrow::Cow;
use std::io::{self, ErrorKind, Write};

/// What begins a colour, and what ends it.
const COLOR: &str = "\x1b[";
const END: char = 'm';

/// A text as it may reach a screen: lines and tabs as they are, colors where there are any, all else that steers written out.
fn safe(text: &str, paint: Paint) -> Cow<'_, str> {
    let is_plain = |c: char| !steers(c) || c == '\n' || c == '\t';
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let color = color(rest).filter(|_| paint == Paint::Colours);
        let taken = color.unwrap_or(c.len_utf8());
        match color.is_some() || is_plain(c) {
            true => out.push_str(&rest[..taken]),
            false => out.extend(c.escape_unicode()),
        }
        rest = &rest[taken..];
    }
    Cow::Owned(out)
}

/// The length of the color that a text begins with.
fn color(text: &str) -> Option<usize> {
    let code = text.strip_prefix(COLOR)?;
    let length = code.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    code[length..].starts_with(END).then_some(COLOR.len() + length + END.len_utf8())
}

/// Whatever is written goes to a screen.
#[derive(Debug)]
pub struct Screen<W> {
    /// Where it goes.
    pub to: W,
    /// Whether there are colors.
    pub paint: Paint,
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Whatever writes text writes whole characters at once.
        match std::str::from_utf8(bytes) {
            Ok(text) => self.to.write_all(safe(text, self.paint).as_bytes())?,
            Err(_) => self.to.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes for people to standard output, without colors. A reader that has seen enough is no error.
pub fn print(text: &str) -> Result<u8, Complaint> {
    print_painted(text, Paint::Plain)
}

/// Writes for people to standard output.
pub fn print_painted(text: &str, paint: Paint) -> Result<u8, Complaint> {
    print_data(&safe(text, paint))
}

/// Writes for programs to standard output, as it is.
pub fn print_data(text: &str) -> Result<u8, Complaint> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Complaint::unwritten("standard output", &error)),
        _ => Ok(exit::CLEAN),
    }
}

/// Writes a line to standard error, without colors.
pub fn tell(text: &str) {
    tell_painted(text, Paint::Plain);
}

/// Writes lines to standard error.
pub fn tell_painted(text: &str, paint: Paint) {
    let _ = writeln!(io::stderr().lock(), "{}", safe(text, paint));
}
