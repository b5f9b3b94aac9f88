//! The benchmarks of `tonne`: all of them in one run, each beside what it is to be compared with.
//!
//! `cargo bench` runs them on 10,000 documents; `cargo bench -- whole growth` runs some; `--documents N` and
//! `--megabytes N` set the size of the corpus and of the large file, `--rounds N` how often each is measured.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod corpus;
mod growth;
mod harness;
mod memory;
mod parse;
mod random;
mod render;
mod start;
mod whole;

use std::io;
use std::path::PathBuf;
use tonne::engine::Options;
use tonne::measure::Day;

/// What is measured, and on how much.
#[derive(Debug)]
pub struct Plan {
    /// How many documents the corpus has.
    pub documents: usize,
    /// How large the large file is.
    pub megabytes: usize,
    /// How often each is measured.
    pub rounds: usize,
    /// Where the corpora are written.
    pub folder: PathBuf,
    named: Vec<String>,
}

type Bench = fn(&Plan) -> io::Result<()>;

const BENCHES: [(&str, Bench); 6] = [
    ("whole", whole::run),
    ("parse", parse::run),
    ("render", render::run),
    ("start", start::run),
    ("memory", memory::run),
    ("growth", growth::run),
];

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == memory::CHILD) {
        return memory::child(arguments.nth(1).as_deref());
    }
    let plan = plan(arguments);
    for (name, bench) in BENCHES {
        if plan.named.is_empty() || plan.named.iter().any(|named| named == name) {
            bench(&plan)?;
        }
    }
    Ok(())
}

fn plan(mut arguments: impl Iterator<Item = String>) -> Plan {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let mut plan = Plan { documents: 10_000, megabytes: 50, rounds: 5, folder, named: Vec::new() };
    while let Some(argument) = arguments.next() {
        let mut number = |or: usize| arguments.next().and_then(|number| number.parse().ok()).unwrap_or(or);
        match argument.as_str() {
            "--documents" => plan.documents = number(plan.documents),
            "--megabytes" => plan.megabytes = number(plan.megabytes),
            "--rounds" => plan.rounds = number(plan.rounds),
            flag if flag.starts_with("--") => {} // what cargo adds
            name => plan.named.push(name.to_owned()),
        }
    }
    plan
}

/// The options of a check of everything, on a day that stays.
pub fn options() -> Options {
    let as_of = Day::parse("2026-11-01").unwrap();
    Options::on(as_of)
}
