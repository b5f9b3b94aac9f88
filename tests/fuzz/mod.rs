//! Fuzzing: texts that nobody would write, made from texts that somebody wrote.
//!
//! Each target takes its seeds from what the project holds (the library, the examples and files of rules, a file of known
//! findings) and from `corpus/TARGET`, and changes them at random until its time is over. What fails is made smaller,
//! written to `target/fuzz`, and told with the seed of the run.
//!
//! `.ci/run` gives each target half a minute. A longer run of one target:
//!
//! ```console
//! TONNE_FUZZ_SECONDS=3600 cargo test --release --test tests -- --ignored fuzz::documents
//! ```
//!
//! `TONNE_FUZZ_SEED` repeats a run. A text that failed becomes a file in `corpus/TARGET`: each run tries those first.

mod change;
mod targets;

use change::Changes;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use targets::Target;

/// How long a target runs, unless `TONNE_FUZZ_SECONDS` says otherwise.
const SECONDS: u64 = 30;

/// How long a text that fails is made smaller.
const SMALLER: Duration = Duration::from_secs(20);

/// The longest text that is tried, in bytes: longer ones find the same and take longer.
const LONGEST: usize = 20_000;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Whether a text fails a target, and why.
fn failure(target: &Target, text: &str, seed: &str) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| (target.check)(text, seed))) {
        Ok(Ok(())) => None,
        Ok(Err(why)) => Some(why),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Some(format!("a panic: {}", text.unwrap_or_default()))
        }
    }
}

/// A smaller text that fails as well: pieces are left out as long as that is so.
fn smaller(target: &Target, text: &str, seed: &str) -> String {
    let until = Instant::now() + SMALLER;
    let mut text = text.to_owned();
    let mut piece = text.len() / 2;
    while piece > 0 && Instant::now() < until {
        let mut at = 0;
        while at < text.len() && Instant::now() < until {
            let end = change::boundary(&text, (at + piece).min(text.len()));
            let without = format!("{}{}", &text[..at], &text[end..]);
            match failure(target, &without, seed) {
                Some(_) => text = without,
                None => at = end.max(at + 1),
            }
            at = change::boundary(&text, at.min(text.len()));
        }
        piece /= 2;
    }
    text
}

/// The texts of a folder of the corpus, in the order of their names.
fn corpus(target: &str) -> Vec<String> {
    let folder = Path::new("tests/fuzz/corpus").join(target);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name != "README.md"));
    paths.sort();
    paths.iter().map(|path| String::from_utf8_lossy(&fs::read(path).expect("a text")).into_owned()).collect()
}

fn told(target: &Target, text: &str, seed: &str, run: u64, why: &str) -> ! {
    let least = smaller(target, text, seed);
    let folder = Path::new("target/fuzz");
    let file = folder.join(format!("{}-{run}.txt", target.name));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&file, &least));
    let place = written.map_or_else(|error| error.to_string(), |()| file.display().to_string());
    panic!("{}: {why}\nTONNE_FUZZ_SEED={run}, the text is in {place}:\n{least}", target.name);
}

/// Runs a target until its time is over; how many texts it tried.
fn fuzz(target: &Target) -> u64 {
    let run = number("TONNE_FUZZ_SEED", 1);
    let until = Instant::now() + Duration::from_secs(number("TONNE_FUZZ_SECONDS", SECONDS));
    let kept = corpus(target.name);
    let seeds: Vec<String> =
        kept.iter().cloned().chain((target.seeds)()).filter(|text| text.len() <= LONGEST).collect();
    assert!(!seeds.is_empty(), "{} has no seeds", target.name);
    for text in &kept {
        if let Some(why) = failure(target, text, text) {
            told(target, text, text, run, &why);
        }
    }
    let mut changes = Changes::new(run, &seeds);
    let mut tried = 0;
    while Instant::now() < until {
        let (seed, text) = changes.next(target.one_change);
        if text.len() <= LONGEST {
            tried += 1;
            if let Some(why) = failure(target, &text, seed) {
                told(target, &text, seed, run, &why);
            }
        }
    }
    tried
}

/// A target that runs by name alone.
macro_rules! target {
    ($name:ident) => {
        #[test]
        #[ignore = "runs for half a minute: see tests/fuzz/mod.rs"]
        fn $name() {
            let tried = fuzz(&targets::$name());
            println!("{tried} texts");
            assert!(tried > 0);
        }
    };
}

target!(documents);
target!(damage);
target!(rules);
target!(configuration);
target!(known);
target!(conditions);

/// The runner finds what fails, and makes it smaller.
#[test]
fn the_runner_finds_a_fault_and_makes_it_small() {
    let check = |text: &str, _: &str| match text.contains("xy") {
        true => Err("it has both".to_owned()),
        false => Ok(()),
    };
    let seeds = || vec!["a long text with an x in it\nand one with a y in it\n".to_owned()];
    let target = Target { name: "made-up", seeds, check, one_change: false };
    let seeds = (target.seeds)();
    let mut changes = Changes::new(1, &seeds);
    let found = (0..200_000).find_map(|_| {
        let (seed, text) = changes.next(false);
        failure(&target, &text, seed).map(|_| text)
    });
    let text = found.expect("a text with both letters side by side");
    assert_eq!(smaller(&target, &text, &seeds[0]), "xy");
    // The same seed makes the same texts.
    let texts = |seed| {
        let mut changes = Changes::new(seed, &seeds);
        (0..50).map(|_| changes.next(false).1).collect::<Vec<String>>()
    };
    assert!(texts(7) == texts(7) && texts(7) != texts(8));
}
