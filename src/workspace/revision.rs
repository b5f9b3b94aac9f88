//! Documents as they were at a revision of a git repository, read through `git` itself.

use super::{Workspace, is_document};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a revision could not be read, in words.
pub type Problem = String;

/// The documents that stood at these paths at a revision.
pub fn at(revision: &str, paths: &[PathBuf], most: u64) -> Result<Workspace, Problem> {
    let real: Vec<PathBuf> = paths.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
    let first = real.first().ok_or("there is no path to compare")?;
    let folder = if first.is_dir() { first.as_path() } else { first.parent().unwrap_or(first) };
    let root = git(folder, &["rev-parse", "--show-toplevel"], "these paths lie in no git repository")?;
    let root = std::fs::canonicalize(String::from_utf8_lossy(&root).trim_end()).map_err(|error| error.to_string())?;
    let commit = format!("{revision}^{{commit}}");
    let unknown = format!("there is no revision `{revision}`");
    let commit = git(&root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], &unknown)?;
    let commit = String::from_utf8_lossy(&commit).trim_end().to_owned();
    let listed = git(&root, &["ls-tree", "-r", "-z", "--full-tree", &commit], "the revision cannot be listed")?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let blobs: Vec<(&str, &str)> = listed.split('\0').filter_map(blob).collect();
    let wanted: Vec<(&str, &str)> = blobs.into_iter().filter(|(_, path)| asked(&root.join(path), &real)).collect();
    let texts = contents(&root, &wanted.iter().map(|(id, _)| *id).collect::<Vec<_>>(), most)?;
    // With the root: settings for some paths are about these files, too.
    let names = wanted.into_iter().map(|(_, path)| root.join(path).to_string_lossy().into_owned());
    Ok(Workspace::of_texts(names.zip(texts).collect(), most))
}

/// `100644 blob ID\tPATH`; links and submodules hold no documents.
fn blob(line: &str) -> Option<(&str, &str)> {
    let (what, path) = line.split_once('\t')?;
    let (mode, rest) = what.split_once(' ')?;
    let id = rest.strip_prefix("blob ")?;
    (mode.starts_with("100")).then_some((id, path))
}

/// Whether a path is one of those asked for, or a document below one.
fn asked(path: &Path, paths: &[PathBuf]) -> bool {
    paths.iter().any(|asked| path == asked || is_document(path) && path.starts_with(asked))
}

/// The output of git in a folder; `otherwise` is told where it fails.
fn git(folder: &Path, arguments: &[&str], otherwise: &str) -> Result<Vec<u8>, Problem> {
    let output = command(folder).args(arguments).output().map_err(unusable)?;
    match output.status.success() {
        true => Ok(output.stdout),
        false if String::from_utf8_lossy(&output.stderr).contains("safe.directory") => Err(
            "git does not read a repository that belongs to somebody else; `git config --global --add safe.directory \
             FOLDER` lets it"
                .to_owned(),
        ),
        false => Err(otherwise.to_owned()),
    }
}

/// Git, as it answers without a terminal, a network or the reader's own settings of colour.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    command
}

fn unusable(error: std::io::Error) -> Problem {
    format!("git cannot be run: {error}")
}

/// The contents of blobs, in their order: one process for all. Of one over the limit only so much is kept that it is over it.
fn contents(root: &Path, ids: &[&str], most: u64) -> Result<Vec<Vec<u8>>, Problem> {
    let mut child = command(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(unusable)?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("git cannot be talked to".to_owned());
    };
    let asked: String = ids.iter().map(|id| format!("{id}\n")).collect();
    // Git answers while it is still asked: whoever asks must not wait.
    let asking = std::thread::spawn(move || to.write_all(asked.as_bytes()));
    let mut from = std::io::BufReader::new(from);
    let texts = ids.iter().map(|_| content(&mut from, most)).collect::<std::io::Result<Vec<_>>>();
    let texts = texts.map_err(|error| format!("git answered what cannot be read: {error}"));
    drop(from);
    let _ = asking.join();
    let _ = child.wait();
    texts
}

/// One answer: `ID blob SIZE`, the bytes, a line end.
fn content(from: &mut impl std::io::BufRead, most: u64) -> std::io::Result<Vec<u8>> {
    let mut head = String::new();
    from.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or(std::io::ErrorKind::InvalidData)?;
    let mut bytes = Vec::new();
    from.by_ref().take(size.min(most.saturating_add(1))).read_to_end(&mut bytes)?;
    std::io::copy(&mut from.by_ref().take(size + 1 - bytes.len() as u64), &mut std::io::sink())?;
    Ok(bytes)
}
