//! What a walk leaves out: hidden files, and what `.ignore` and `.gitignore` name.

use super::problem::Problem;
use super::walk::By;
use super::{read, shown};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The ignore files, the one that comes first before the other.
const FILES: [&str; 2] = [".ignore", ".gitignore"];

/// So many bytes of ignore files count in one run: each of their lines is held against each file.
const MOST: u64 = 256_000;

/// What is left out at the place to which a walk has come.
pub struct Ignored {
    counts: bool,
    /// How many bytes of ignore files may still be read.
    left: u64,
    /// The folders above what was named, and then the folders of the walk: each as deep as its place here.
    levels: Vec<Level>,
    /// How many of the levels lie above the folder that was named.
    above: usize,
    too_large: Vec<PathBuf>,
}

/// What holds in a folder.
#[derive(Default)]
struct Level {
    /// The patterns of each of the files.
    patterns: [Option<(Arc<str>, Gitignore)>; 2],
    /// What leaves the whole folder out.
    by: Option<By>,
}

impl Ignored {
    /// Nothing but hidden files, unless ignore files count.
    pub fn new(counts: bool) -> Self {
        Ignored { counts, left: MOST, levels: Vec::new(), above: 0, too_large: Vec::new() }
    }

    /// A walk begins in a folder. What the folders above say holds there, as far up as its repository reaches.
    pub fn enter(&mut self, real: &Path) {
        let within = |folder: &&Path| !folder.join(".git").exists();
        let mut above: Vec<&Path> = match within(&real) {
            true => real.ancestors().skip(1).collect(),
            false => Vec::new(),
        };
        if let Some(top) = above.iter().position(|folder| !within(folder)) {
            above.truncate(top + 1);
        }
        self.levels.clear();
        for folder in above.into_iter().rev() {
            let patterns = FILES.map(|name| self.patterns(folder, folder, name));
            self.levels.push(Level { patterns, by: None });
        }
        self.above = self.levels.len();
    }

    /// The walk comes to something so far below the folder where it began.
    pub fn leave(&mut self, depth: usize) {
        self.levels.truncate(self.above + depth);
    }

    /// The walk goes into a folder, which something may leave out.
    pub fn descend(&mut self, folder: &Path, real: &Path, by: Option<By>) {
        let patterns = match by {
            Some(_) => Default::default(),
            None => FILES.map(|name| self.patterns(folder, real, name)),
        };
        self.levels.push(Level { patterns, by });
    }

    /// What leaves out a file or folder that lies in the folder where the walk is.
    pub fn by(&self, path: &Path, is_folder: bool) -> Option<By> {
        if let Some(by) = self.levels.last().and_then(|level| level.by.clone()) {
            return Some(by);
        }
        for at in 0..FILES.len() {
            for (name, patterns) in self.levels.iter().rev().filter_map(|level| level.patterns[at].as_ref()) {
                let found = patterns.matched(path, is_folder);
                if !found.is_none() {
                    return found.is_ignore().then(|| Some(name.clone()));
                }
            }
        }
        path.file_name().is_some_and(hidden).then_some(None)
    }

    /// Whether something so deep lies in a folder that is left out.
    pub fn inside(&self, depth: usize) -> bool {
        self.levels.iter().take(self.above + depth + 1).any(|level| level.by.is_some())
    }

    /// The ignore files that do not count because they are too large, and the limit.
    pub fn too_large(&mut self) -> Vec<(PathBuf, u64)> {
        std::mem::take(&mut self.too_large).into_iter().map(|path| (path, MOST)).collect()
    }

    /// The patterns in a file of a folder, where it is a regular file of text.
    fn patterns(&mut self, folder: &Path, real: &Path, name: &str) -> Option<(Arc<str>, Gitignore)> {
        let path = folder.join(name);
        if !self.counts || !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            return None;
        }
        let bytes = match read(&path, self.left) {
            Ok(bytes) => bytes,
            Err(Problem::TooLarge { .. }) => {
                self.too_large.push(path);
                return None;
            }
            Err(_) => return None,
        };
        self.left -= bytes.len() as u64;
        let mut builder = GitignoreBuilder::new(real);
        for line in String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}').lines() {
            // As git does, a line that is no pattern is passed over.
            let _ = builder.add_line(None, line);
        }
        let patterns = builder.build().ok()?;
        (!patterns.is_empty()).then(|| (shown(&path).into(), patterns))
    }
}

/// Whether a name is that of a hidden file or folder.
pub fn hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
