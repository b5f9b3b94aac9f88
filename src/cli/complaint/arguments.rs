//! What is wrong with the arguments, as one sentence in the words of this program.

use crate::vocabulary::nearest;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What clap found, said anew; its own words where it knows more than is said here.
pub fn sentence(error: &clap::Error) -> String {
    let text = |kind| said(error, kind);
    let argument = || text(ContextKind::InvalidArg).map(|argument| option(&argument)).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if !text(ContextKind::InvalidArg).is_some_and(|text| text.starts_with('-')) => {
            format!("{} is one argument too many; {}", argument(), help(error))
        }
        ErrorKind::UnknownArgument => {
            let near = text(ContextKind::SuggestedArg).map(|near| option(&near)).unwrap_or_default();
            // What clap takes for alike may have little in common but a few letters.
            let bare = |name: &str| name.trim_matches(['`', '-']).to_owned();
            let is_near = nearest(&bare(&argument()), [bare(&near).as_str()].into_iter()).is_some();
            let near = if is_near { near } else { String::new() };
            format!("there is no option {}; {}", argument(), near_or(&near, &help(error)))
        }
        ErrorKind::InvalidSubcommand => {
            let given = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            let near = text(ContextKind::SuggestedSubcommand).unwrap_or_default();
            no_command(&given, &option(&near))
        }
        ErrorKind::InvalidValue => of_values(error, &argument()),
        ErrorKind::ValueValidation => {
            let given = text(ContextKind::InvalidValue).unwrap_or_default();
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("`{given}` does not fit {}: {why}", argument())
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = text(ContextKind::InvalidArg).unwrap_or_default();
            let mut missing: Vec<String> = missing.split(", ").map(option).collect();
            let last = missing.pop().unwrap_or_default();
            match missing.is_empty() {
                true => format!("{last} is missing; {}", help(error)),
                false => format!("{} and {last} are missing; {}", missing.join(", "), help(error)),
            }
        }
        ErrorKind::TooManyValues => format!("{} takes no value; {}", argument(), help(error)),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg).filter(|prior| option(prior) != argument()) {
            Some(prior) => format!("{} and {} do not go together", argument(), option(&prior)),
            None => format!("{} stands here more than once", argument()),
        },
        _ => {
            let message = error.to_string();
            let first = message.trim_start_matches("error: ").lines().take_while(|line| !line.is_empty());
            format!("{}; {}", first.map(str::trim).collect::<Vec<_>>().join(" "), help(error))
        }
    }
}

/// A command that there is not: often a path, whose command was forgotten.
fn no_command(given: &str, near: &str) -> String {
    let is_path = given.ends_with(".tonne") || std::path::Path::new(given).exists();
    let help = match is_path {
        true => format!("to check that path, write `tonne check {given}`"),
        false => near_or(near, "`tonne --help` lists them"),
    };
    format!("there is no command `{given}`; {help}")
}

/// Where to read on: the help of the command that was meant.
fn help(error: &clap::Error) -> String {
    let usage = said(error, ContextKind::Usage).unwrap_or_default();
    let is_command = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    let words = usage.trim_start_matches("Usage: ").split_whitespace();
    let command: Vec<&str> = words.take_while(is_command).take(2).collect();
    let command = if command.is_empty() { "tonne".to_owned() } else { command.join(" ") };
    format!("`{command} --help` says more")
}

/// A value that is none of those that there are, or none at all.
fn of_values(error: &clap::Error, argument: &str) -> String {
    let given = said(error, ContextKind::InvalidValue).unwrap_or_default();
    let valid = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => values.as_slice(),
        _ => &[],
    };
    let list = valid.join(", ");
    match nearest(&given, valid.iter().map(String::as_str)) {
        _ if given.is_empty() && valid.is_empty() => format!("{argument} needs a value; {}", help(error)),
        _ if given.is_empty() => format!("{argument} needs a value: {list}"),
        Some(near) => format!("`{given}` does not fit {argument}; did you mean `{near}`?"),
        None => format!("`{given}` does not fit {argument}; there are {list}"),
    }
}

/// What clap noted, as text.
fn said(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        other => Some(other.to_string()),
    }
}

/// `--format <FORMAT>` and `<PATH>...` by their names, in backticks.
fn option(text: &str) -> String {
    let name = text.split(' ').next().unwrap_or_default().trim_end_matches("...");
    if name.is_empty() { String::new() } else { format!("`{}`", name.trim_matches(['<', '>', '[', ']'])) }
}

fn near_or(near: &str, otherwise: &str) -> String {
    if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {near}?") }
}
