//! The peak memory of checks, each in a process of its own.

use crate::Plan;
use crate::corpus::Corpus;
use crate::harness::Table;
use crate::whole::check;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use tonne::rulebook::shipped;

/// The argument that makes this program the one that is measured.
pub const CHILD: &str = "--child";

/// Measures it.
pub fn run(plan: &Plan) -> io::Result<()> {
    let few = Corpus::write(&plan.folder, 1, plan.documents / 10)?;
    let many = Corpus::write(&plan.folder, 1, plan.documents)?;
    let large = plan.folder.join(format!("large-{}", plan.megabytes));
    fs::create_dir_all(&large)?;
    fs::write(large.join("large.tonne"), Corpus::text(3, plan.megabytes * 1_000_000))?;
    let table = Table::new("Peak memory");
    let nothing = peak(None)?;
    table.row("the rulebook alone", megabytes(nothing), "", "");
    for (what, folder) in [("a tenth of the documents", &few), ("all documents", &many), ("one large file", &large)] {
        let bytes: u64 =
            crate::whole::paths(folder).iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum();
        let used = peak(Some(folder))?;
        let each = used.saturating_sub(nothing) as f64 * 1024.0 / bytes as f64;
        table.row(
            what,
            megabytes(used),
            "",
            format!("{:.1} MB of text: {each:.2} bytes for each of it", bytes as f64 / 1e6),
        );
    }
    Ok(())
}

/// What a child does: it checks a folder, and tells the most memory it had, in KiB.
pub fn child(folder: Option<&str>) -> io::Result<()> {
    let (rulebook, _) = shipped(Vec::new());
    let report = folder.map(|folder| check(Path::new(folder), &rulebook));
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    drop(report);
    writeln!(io::stdout(), "{}", peak.trim().trim_end_matches(" kB"))
}

/// The peak memory of a check in a process of its own, in KiB.
fn peak(folder: Option<&Path>) -> io::Result<usize> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(CHILD).args(folder);
    let output = command.output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or_default())
}

fn megabytes(kib: usize) -> String {
    format!("{:.1} MB", kib as f64 * 1024.0 / 1e6)
}
