//! The built binary, run on small folders: what it prints, where, and with which exit code.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

mod check;
mod compute;
mod documentation;
#[cfg(unix)]
mod folders;
mod lookup;
mod outputs;
mod test;

/// A folder of this test alone, gone afterwards.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(files: &[(&str, &[u8])]) -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("tonne-test-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(&root).unwrap();
        let folder = Folder(root);
        for (name, text) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// The checkout: the tests run in it.
    pub fn run_in_the_checkout(arguments: &[&str]) -> Ran {
        Ran::of(command(Path::new("."), arguments).output().unwrap())
    }

    /// A folder that lies in another one.
    pub fn at(root: PathBuf) -> Folder {
        Folder(root)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(command(&self.0, arguments).output().unwrap())
    }

    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = command(&self.0, arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonne"));
    command.current_dir(folder).args(arguments).env_remove("COLUMNS").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// What came out.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Asserts that it was refused in one line that says this.
    pub fn refused(&self, code: i32, says: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(
            self.err.starts_with("error: ") && self.err.lines().count() == 1 && self.err.contains(says),
            "{self:?}"
        );
        assert_eq!(self.out, "");
    }
}
