//! Why a command was not carried out: one clear line, and an exit code.

use super::exit;
use crate::vocabulary::nearest;
use crate::workspace::{NoSuchPath, words};
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

mod arguments;

/// A name shorter than this is near to too many.
const SHORT: usize = 6;

/// Among so many names of a folder one is sought that may be meant.
const MOST_BESIDE: usize = 10_000;

/// Why a command was not carried out.
#[derive(Debug)]
pub struct Complaint {
    /// The exit code.
    pub code: u8,
    /// Whether it is drawn already, as findings are: it names itself.
    pub drawn: bool,
    message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl Complaint {
    /// Wrong use of the command.
    pub fn usage(message: impl Into<String>) -> Self {
        Complaint { code: exit::USAGE, drawn: false, message: message.into() }
    }

    /// A configuration that does not hold, drawn with its lines.
    pub fn drawn(text: &str) -> Self {
        Complaint { code: exit::USAGE, drawn: true, message: text.trim_end().to_owned() }
    }

    /// Nothing to check.
    pub fn no_input(message: impl Into<String>) -> Self {
        Complaint { code: exit::NO_INPUT, drawn: false, message: message.into() }
    }

    /// A name that nothing has, with the nearest one that something has, with or without its family.
    pub fn unknown<'n>(what: &str, name: &str, among: impl Iterator<Item = &'n str>, list: &str) -> Self {
        let last = |name: &'n str| name.rsplit('/').next().unwrap_or(name);
        let among: Vec<&str> = among.collect();
        let alone = || {
            if name.len() < SHORT {
                return None;
            }
            let near = nearest(name.rsplit('/').next()?, among.iter().map(|name| last(name)))?;
            among.iter().copied().find(|name| last(name) == near)
        };
        Complaint::usage(match nearest(name, among.iter().copied()).or_else(alone) {
            Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
            None => format!("there is no {what} `{name}`; {list}"),
        })
    }

    /// Something could not be written. Where that is no place to write to, it was named wrongly.
    pub fn unwritten(what: &str, error: &io::Error) -> Self {
        let (code, why) = match error.kind() {
            ErrorKind::NotFound => (exit::USAGE, "there is no such folder".to_owned()),
            ErrorKind::PermissionDenied | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
                (exit::USAGE, words(error))
            }
            _ => (exit::INTERNAL, words(error)),
        };
        Complaint { code, drawn: false, message: format!("{what} cannot be written: {why}") }
    }

    /// A file could not be written.
    pub fn unwritten_file(file: &Path, error: &io::Error) -> Self {
        Complaint::unwritten(&format!("`{}`", file.display()), error)
    }

    /// What clap has to say: help and version are no errors; an error is told in one line.
    pub(super) fn of_arguments(error: &clap::Error) -> Result<u8, Complaint> {
        use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
        match error.kind() {
            DisplayHelp | DisplayVersion => {
                let _ = error.print();
                Ok(exit::CLEAN)
            }
            DisplayHelpOnMissingArgumentOrSubcommand => {
                let _ = error.print();
                Ok(exit::USAGE)
            }
            _ => Err(Complaint::usage(arguments::sentence(error))),
        }
    }
}

impl From<NoSuchPath> for Complaint {
    fn from(nowhere: NoSuchPath) -> Self {
        let meant = beside(&nowhere.path).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Complaint::usage(format!("`{}` cannot be read: {}{meant}", nowhere.path.display(), nowhere.reason))
    }
}

/// The file or folder beside a path that is not there, where one has nearly its name.
fn beside(path: &Path) -> Option<String> {
    if path.exists() {
        return None;
    }
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?.filter_map(Result::ok);
    let mut names: Vec<String> =
        entries.take(MOST_BESIDE).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let near = nearest(name, names.iter().map(String::as_str))?;
    Some(folder.map_or_else(|| near.to_owned(), |folder| folder.join(near).to_string_lossy().into_owned()))
}

/// Says once that this program is at fault.
pub(super) fn panicked(info: &PanicHookInfo<'_>) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if TOLD.swap(true, Ordering::Relaxed) {
        return;
    }
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    let _ = writeln!(
        io::stderr().lock(),
        "error: tonne itself has failed: {message}{place}; this is a fault of the program, please report it"
    );
}
