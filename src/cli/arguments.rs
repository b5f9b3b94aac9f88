//! What may stand on the command line.

mod value;

pub use value::{Colour, ConfidenceName, FailOnName, FormatName, ListFormat, Output, QuestionsFormat, SeverityName};

use crate::measure::Day;
use clap::{Args, Parser, Subcommand};
use smol_str::SmolStr;
use std::path::PathBuf;
use value::{day, output, size};

/// What standard input is called where nobody says otherwise.
pub const STANDARD_INPUT: &str = "<stdin>";

/// What becomes of waivers and answers.
const STATES: &str = "What becomes of each: used - it sets something aside; elsewhere - its document or its rule is no \
part of this run, so that nothing can be said of it; lapsed - what was waived has changed; unused - there is nothing \
here that it sets aside; expired - its last day has passed; void - it does not count, and `tonne check` says why";

/// A linter for crediting methodologies and Article 6.2 agreements.
#[derive(Debug, Parser)]
#[command(name = "tonne", version, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 nothing to object to, 1 findings, 2 wrong use, 3 nothing to check, 4 internal error"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours; `NO_COLOR` is respected
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 900)]
    pub color: Colour,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check documents: what is weak, where it says so, which clause is behind it, what to do
    Check(Box<Check>),
    /// List the open questions, the gravest first, each with the statement that answers it
    Questions(Box<Questions>),
    /// Show why a verdict came out: each condition, the facts behind it, and what would have turned it
    Why(Box<Why>),
    /// Compare two documents, or two versions of a folder: facts, verdicts, and which fact turned which verdict
    Diff(Box<Diff>),
    /// Try the examples of rules: does each give its verdict?
    Test(Box<Test>),
    /// Compute the equations of a document with numbers, step by step
    Compute(Box<Compute>),
    /// Write the statement that waives a finding for a time: print it, or append it to a file of reviews
    Waive(Box<Waive>),
    /// Write the answer to a question, or to what is not shown, for all rules that wait for it: print it, or append it to
    /// a file of reviews
    Answer(Box<Answer>),
    /// List the waivers and answers: who, why, until when, and whether they still count
    Waivers(Waivers),
    /// Explain a rule, or the code of any other finding
    Explain {
        /// The code in the brackets of a finding, such as `additionality/missing`
        code: String,
        /// Which rules there are
        #[command(flatten)]
        shelf: Shelf,
    },
    /// List the rules
    Rules {
        /// How to write the list
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: ListFormat,
        /// Which rules there are
        #[command(flatten)]
        shelf: Shelf,
    },
    /// List the texts that rules cite, with their profiles, or the clauses of one
    Instruments {
        /// How it is cited, with or without a place: `TOOL21`, `"3/CMA.3"`, `"TOOL21 v13.1 ¶10"`; all of them without it
        cite: Option<String>,
        /// Which rules and instruments there are
        #[command(flatten)]
        shelf: Shelf,
    },
    /// Show what may be said in a place of a document, or what a word means
    Vocabulary {
        /// A kind, a place in it, or a word: `methodology`, `methodology.baseline.approach`, `historical`; all kinds without it
        path: Option<String>,
    },
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What to check, and how.
#[derive(Debug, Args)]
#[command(
    after_help = "Findings go to standard output, everything else to standard error. Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong use, 3 nothing to check, 4 internal error"
)]
pub struct Check {
    /// Files, folders (in which `.gitignore` and `.ignore` count), or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How to write the findings to standard output; may be given several times [default: pretty]
    #[arg(long, value_name = "FORMAT")]
    pub format: Vec<FormatName>,
    /// Write the findings to a file, too, as in `sarif=tonne.sarif`; `-` is standard output; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub output: Vec<Output>,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
    /// Minimum severity that causes exit code 1; `incomplete` adds documents that were not read [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOnName>,
    /// Let findings that are only alleged make the command fail, too
    #[arg(long)]
    pub fail_on_alleged: bool,
    /// The least severity to show
    #[arg(long, value_name = "SEVERITY")]
    pub min_severity: Option<SeverityName>,
    /// The least confidence to show
    #[arg(long, value_name = "CONFIDENCE")]
    pub min_confidence: Option<ConfidenceName>,
    /// What to call the text that comes in on standard input
    #[arg(long, value_name = "NAME", default_value = STANDARD_INPUT)]
    pub stdin_filename: String,
    /// Leave the findings out that this file lists
    #[arg(long, value_name = "FILE", conflicts_with_all = ["write_baseline", "since"])]
    pub baseline: Option<PathBuf>,
    /// List all findings in this file, and show only what comes after
    #[arg(long, value_name = "FILE", conflicts_with = "since")]
    pub write_baseline: Option<PathBuf>,
    /// Leave the findings out that were there at this revision of git, judged by today's rules
    #[arg(long, value_name = "REVISION")]
    pub since: Option<String>,
    /// Ignore waivers and answers
    #[arg(long)]
    pub no_waivers: bool,
    /// Print only the summary line, and only errors on standard error
    #[arg(short, long)]
    pub quiet: bool,
    /// Show each finding in full, also for a folder
    #[arg(long)]
    pub details: bool,
    /// List the open questions in place of the findings, as `tonne questions` does
    #[arg(long, conflicts_with = "format")]
    pub questions: bool,
}

/// What to ask about.
#[derive(Debug, Args)]
pub struct Questions {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: QuestionsFormat,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
}

/// Which verdict to show the reasons of.
#[derive(Debug, Args)]
pub struct Why {
    /// A finding, by its fingerprint in the JSON report or by a place `FILE:LINE` it points at; or a rule, for all it says
    #[arg(value_name = "FINDING")]
    pub what: String,
    /// The documents to check [default: the file of the place, else this folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
}

/// What to compare.
#[derive(Debug, Args)]
pub struct Diff {
    /// The old document, or a folder of documents
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The new document, or a folder of documents
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
}

/// Which rules to try.
#[derive(Debug, Args)]
pub struct Test {
    /// A folder of rules, as `--rules` takes it, or one that holds such a folder called `rules` [default: the folders
    /// that `tonne.yaml` names, else this one]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Also change each operator of each condition, and list the changes that no example notices
    #[arg(long)]
    pub mutants: bool,
    /// Put each example in which a rule finds something under each programme of the library, and list where its verdict
    /// is another one
    #[arg(long)]
    pub matrix: bool,
    /// The day of judgement, as in `2026-11-23` [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Which configuration there is
    #[command(flatten)]
    pub settings: Settings,
}

/// How to judge; what is not said here, `tonne.yaml` may say.
#[derive(Debug, Args)]
pub struct Judging {
    /// Judge against the instruments of this profile, and cite only these, as in `article-6.2`
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Ask only these rules, by id or family; may be given several times, or separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out, by id or family; may be given several times, or separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The day of judgement, as in `2026-11-23` [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Judge by the built-in document where one of these has its name; the latter is left out
    #[arg(long)]
    pub library_first: bool,
    /// The largest file to read, as in `500kB` or `64MB`
    #[arg(long, value_name = "SIZE", default_value = "16MB", value_parser = size)]
    pub max_size: u64,
    /// Which rules there are
    #[command(flatten)]
    pub shelf: Shelf,
}

/// Which rules there are: those built in, and more.
#[derive(Debug, Args)]
pub struct Shelf {
    /// Add the rules in this folder; may be given several times
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Which configuration there is
    #[command(flatten)]
    pub settings: Settings,
}

/// Which configuration there is.
#[derive(Debug, Args)]
pub struct Settings {
    /// The configuration [default: `tonne.yaml`, sought upwards from the paths, or from this folder]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration, and let no `.gitignore` or `.ignore` leave files out
    #[arg(long)]
    pub no_config: bool,
    /// Follow links out of the folders that are named, and take rules from outside of the folder of a `tonne.yaml` that
    /// is found
    #[arg(long)]
    pub trust: bool,
}

/// What to compute.
#[derive(Debug, Args)]
pub struct Compute {
    /// The file with the equations, or with a monitoring report, whose values are put into those of its methodology
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the documents lie that it stands on, if not in the file or built in; may be given several times
    #[arg(long, value_name = "PATH")]
    pub with: Vec<PathBuf>,
    /// The value of a symbol, as in `EG_y=1200MWh`; without a unit in that of its parameter; may be given several times.
    /// Where a sum runs over an index, give a value for each member, as in `FC[coal]=3t`; a value without a member
    /// counts for each member that other symbols have
    #[arg(long, value_name = "SYMBOL=VALUE")]
    pub set: Vec<String>,
    /// Print a table of what depends on a symbol over a range of its values, as in `EF_grid=0.3..0.6`; may be given
    /// several times
    #[arg(long, value_name = "SYMBOL=FROM..TO")]
    pub vary: Vec<String>,
    /// Draw which of the varied symbols moves each result most
    #[arg(long, value_name = "FILE.svg", requires = "vary")]
    pub plot: Option<PathBuf>,
    /// Take the equations of this option; may be given several times, once for each choice
    #[arg(long, value_name = "OPTION")]
    pub option: Vec<SmolStr>,
    /// The document, where the file holds several that can be computed; with its version, as in `Solar PV v2`, where
    /// there are several of one name
    #[arg(long, value_name = "NAME")]
    pub document: Option<String>,
    /// The largest file to read, as in `500kB` or `64MB`
    #[arg(long, value_name = "SIZE", default_value = "16MB", value_parser = size)]
    pub max_size: u64,
}

/// What to waive, and on whose word.
#[derive(Debug, Args)]
pub struct Waive {
    /// A finding, by the place `FILE:LINE` where it stands, by its rule where one has it, or by its fingerprint
    pub finding: String,
    /// The documents in which it was found
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Why it is accepted
    #[arg(long, value_name = "REASON")]
    pub because: String,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// The last day on which it is accepted, as in `2028-12-31`
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub until: Day,
    /// Append it to this file of reviews, which is made where there is none
    #[arg(long = "in", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
}

/// What to answer, and on whose word.
#[derive(Debug, Args)]
pub struct Answer {
    /// A question, or what is not shown, by the place `FILE:LINE` where it is told or by its fingerprint, for all rules
    /// that wait for it; or by a rule, for that one alone
    pub question: String,
    /// The documents on which it was asked
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Answer for this rule alone of those that wait; may be given several times, or separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub rule: Vec<String>,
    /// What is asked is so, where that is asked by yes or no
    #[arg(long, required_unless_present_any = ["no", "fact"], conflicts_with_all = ["no", "fact"])]
    pub yes: bool,
    /// What is asked is not so, or there is none of it
    #[arg(long, conflicts_with = "fact")]
    pub no: bool,
    /// The statement that answers, as in `baseline { validity 7 years }`; may be given several times
    #[arg(long, value_name = "STATEMENT")]
    pub fact: Vec<String>,
    /// How that is known
    #[arg(long, value_name = "REASON")]
    pub because: String,
    /// Who answers
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Append it to this file of reviews, which is made where there is none
    #[arg(long = "in", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
}

/// Whose waivers to list, and how.
#[derive(Debug, Args)]
#[command(after_help = STATES)]
pub struct Waivers {
    /// Files and folders with documents and their reviews
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
    /// How to judge
    #[command(flatten)]
    pub judging: Judging,
}
