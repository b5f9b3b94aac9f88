//! The command line: arguments in, a report out, an exit code. The only part that prints.

mod answer;
mod arguments;
mod check;
mod complaint;
mod compute;
mod diff;
mod instruments;
mod lookup;
mod outputs;
mod progress;
mod questions;
mod screen;
mod settings;
mod terminal;
mod test;
mod waive;
mod waivers;
mod why;
mod written;

pub use complaint::Complaint;
pub use test::matrix_text;

use crate::report::Paint;
use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use screen::{print_data, tell, tell_painted};
use std::panic::UnwindSafe;
use std::process::ExitCode;

/// Exit codes, as scripts read them.
pub mod exit {
    /// Nothing at or above `--fail-on`.
    pub const CLEAN: u8 = 0;
    /// Findings at or above `--fail-on`.
    pub const FINDINGS: u8 = 1;
    /// Wrong arguments or configuration.
    pub const USAGE: u8 = 2;
    /// Nothing to check.
    pub const NO_INPUT: u8 = 3;
    /// A fault of this program, or of the machine it runs on.
    pub const INTERNAL: u8 = 4;
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    ExitCode::from(guarded(|| match Arguments::try_parse() {
        Ok(arguments) => run(arguments),
        Err(error) => Complaint::of_arguments(&error),
    }))
}

/// Runs something to its exit code: a complaint is one line on standard error, and a panic is one too.
pub fn guarded(action: impl FnOnce() -> Result<u8, Complaint> + UnwindSafe) -> u8 {
    std::panic::set_hook(Box::new(complaint::panicked));
    match std::panic::catch_unwind(action) {
        Ok(Ok(code)) => code,
        Ok(Err(complaint)) => {
            match complaint.drawn {
                true => tell_painted(&complaint.to_string(), Paint::Colours),
                false => tell(&format!("error: {complaint}").replace('\n', " ")),
            }
            complaint.code
        }
        Err(_) => exit::INTERNAL,
    }
}

fn run(arguments: Arguments) -> Result<u8, Complaint> {
    let colour = arguments.color;
    match arguments.command {
        Command::Check(check) => check::run(&check, colour),
        Command::Questions(asked) => questions::run(&asked, colour),
        Command::Why(why) => why::run(&why, colour),
        Command::Diff(diff) => diff::run(&diff, colour),
        Command::Test(test) => test::run(&test, colour),
        Command::Compute(asked) => compute::run(&asked),
        Command::Waive(waive) => waive::run(&waive, colour),
        Command::Answer(answer) => answer::run(&answer, colour),
        Command::Waivers(waivers) => waivers::run(&waivers, colour),
        Command::Explain { code, shelf } => lookup::explain(&code, &shelf, colour),
        Command::Rules { format, shelf } => lookup::rules(format, &shelf, colour),
        Command::Instruments { cite, shelf } => instruments::run(cite.as_deref(), &shelf, colour),
        Command::Vocabulary { path } => lookup::vocabulary(path.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "tonne", &mut script);
            print_data(&String::from_utf8_lossy(&script))
        }
    }
}
