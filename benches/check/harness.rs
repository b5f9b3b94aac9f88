//! Time measured in turns, and shown with the ratios that matter: a shared machine is slow for all of them alike.

use std::io::{self, Write};
use std::time::{Duration, Instant};

/// How long something took, in several rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    /// The shortest round.
    pub least: Duration,
    /// The middle one.
    pub median: Duration,
}

impl Timing {
    /// The timing of some rounds.
    pub fn of(mut rounds: Vec<Duration>) -> Self {
        rounds.sort_unstable();
        Timing { least: rounds[0], median: rounds[rounds.len() / 2] }
    }

    /// How many times as long as another: of the shortest, and of the middle rounds.
    pub fn over(self, other: Timing) -> (f64, f64) {
        (self.least.as_secs_f64() / other.least.as_secs_f64(), self.median.as_secs_f64() / other.median.as_secs_f64())
    }
}

/// Measures some things in turns, so that what disturbs one disturbs its neighbours.
pub fn in_turns<const N: usize>(rounds: usize, mut things: [&mut dyn FnMut() -> Duration; N]) -> [Timing; N] {
    let mut taken: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for (thing, taken) in things.iter_mut().zip(&mut taken) {
            taken.push(thing());
        }
    }
    taken.map(Timing::of)
}

/// How long one thing takes; what it makes is dropped outside the time.
pub fn time<T>(thing: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = std::hint::black_box(thing());
    let taken = start.elapsed();
    drop(made);
    taken
}

/// A table on standard output, printed row by row.
#[derive(Debug)]
pub struct Table;

impl Table {
    /// A table; its columns are what was measured, least, median, and what that means.
    pub fn new(title: &str) -> Self {
        print(&format!("\n## {title}\n\n| measured | least | median | |\n|---|---:|---:|---|"));
        Table
    }

    /// A row of times.
    pub fn time(&self, what: &str, timing: Timing, meaning: impl AsRef<str>) {
        self.row(what, show(timing.least), show(timing.median), meaning);
    }

    /// A row.
    pub fn row(&self, what: &str, least: impl AsRef<str>, median: impl AsRef<str>, meaning: impl AsRef<str>) {
        print(&format!("| {what} | {} | {} | {} |", least.as_ref(), median.as_ref(), meaning.as_ref()));
    }
}

/// A line on standard output; where nobody reads it, nobody misses it.
fn print(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// A time as people read it.
pub fn show(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 10.0 => format!("{seconds:.1} s"),
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds if seconds >= 0.01 => format!("{:.0} ms", seconds * 1e3),
        seconds if seconds >= 0.001 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{:.1} µs", seconds * 1e6),
    }
}

/// A ratio beside its aim: `8.1 × (median 8.4 ×; aim ≤ 12 ×: met)`.
pub fn against(ratio: (f64, f64), of: &str, aim: f64) -> String {
    let met = if ratio.0 <= aim { "met" } else { "not met" };
    format!("{:.1} × {of} (median {:.1} ×); aim ≤ {aim} ×: {met}", ratio.0, ratio.1)
}

/// A throughput beside its aim, if it has one.
pub fn speed(bytes: usize, timing: Timing, aim: Option<f64>) -> String {
    let best = bytes as f64 / 1e6 / timing.least.as_secs_f64();
    let median = bytes as f64 / 1e6 / timing.median.as_secs_f64();
    match aim {
        Some(aim) => {
            let met = if best >= aim { "met" } else { "not met" };
            format!("{best:.1} MB/s (median {median:.1}); aim ≥ {aim} MB/s: {met}")
        }
        None => format!("{best:.1} MB/s (median {median:.1})"),
    }
}

/// A time beside its aim.
pub fn within(timing: Timing, aim: Duration) -> String {
    format!("aim ≤ {}: {}", show(aim), if timing.least <= aim { "met" } else { "not met" })
}
