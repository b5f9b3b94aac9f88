//! How long the command takes to start, against a program that does nothing.

use crate::Plan;
use crate::harness::{Table, in_turns, time, within};
use std::fs;
use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;
use tonne::rulebook::shipped;

/// How often each is started.
const TURNS: usize = 200;

/// How long a start may take.
const AIM: Duration = Duration::from_millis(3);

/// Measures it.
pub fn run(plan: &Plan) -> io::Result<()> {
    fs::create_dir_all(&plan.folder)?;
    let small = plan.folder.join("small.tonne");
    fs::write(&small, "methodology \"A\" {\n  version \"1.0\"\n  baseline { approach historical }\n}\n")?;
    let small = small.to_string_lossy();
    let tonne = env!("CARGO_BIN_EXE_tonne");
    let [nothing, version, rules, check, rulebook] = in_turns(
        TURNS,
        [
            &mut || start("true", &[]),
            &mut || start(tonne, &["--version"]),
            &mut || start(tonne, &["rules"]),
            &mut || start(tonne, &["check", &small]),
            &mut || time(|| shipped(Vec::new())),
        ],
    );
    let table = Table::new("Start-up, started 200 times in turns");
    let times = |timing: crate::harness::Timing| format!("{:.1} × `true`", timing.over(nothing).1);
    table.time("`true`", nothing, "");
    table.time("`tonne --version`", version, format!("{}; {}", times(version), within(version, AIM)));
    table.time("`tonne rules`", rules, times(rules));
    table.time("`tonne check` of a small file", check, times(check));
    table.time("the built-in rulebook", rulebook, "decoded and checked, in this process");
    Ok(())
}

fn start(program: &str, arguments: &[&str]) -> Duration {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    time(|| command.status().unwrap())
}
