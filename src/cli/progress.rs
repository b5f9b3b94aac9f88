//! A bar on standard error, where somebody waits for it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A run that is shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a run has come.
#[derive(Debug)]
pub struct Progress {
    started: Instant,
    files: u64,
    done: AtomicU64,
    shown: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// The progress of a run over so many files; shown only where standard error is a terminal.
    pub fn new(files: usize, quiet: bool) -> Self {
        let shown = !quiet && io::stderr().is_terminal();
        Progress { started: Instant::now(), files: files as u64, done: AtomicU64::new(0), shown, bar: OnceLock::new() }
    }

    /// One file more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown && self.started.elapsed() >= PATIENCE {
            self.bar.get_or_init(|| bar(self.files)).set_position(done);
        }
    }

    /// The bar goes away; nothing of it stays on the screen.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(files: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("checking {bar:30} {pos} of {len} files, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use super::{PATIENCE, Progress};
    use std::time::{Duration, Instant};

    /// A run that began so long ago.
    fn running(ago: Duration, shown: bool) -> Progress {
        let started = Instant::now().checked_sub(ago).expect("a clock that has run for a while");
        Progress { started, shown, ..Progress::new(3, true) }
    }

    #[test]
    fn a_long_run_has_a_bar_that_counts_files_and_goes_away() {
        let progress = running(PATIENCE, true);
        progress.step();
        progress.step();
        let bar = progress.bar.get().expect("a bar");
        assert_eq!((bar.position(), bar.length()), (2, Some(3)));
        progress.finish();
        assert!(bar.is_finished());
    }

    #[test]
    fn a_short_run_and_one_that_nobody_watches_have_none() {
        let soon = Progress { started: Instant::now() + PATIENCE * 60, ..running(Duration::ZERO, true) };
        for progress in [soon, running(PATIENCE, false), Progress::new(3, true)] {
            progress.step();
            progress.finish();
            assert!(progress.bar.get().is_none(), "{progress:?}");
        }
    }
}
