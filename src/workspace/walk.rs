//! The documents below the folders that were named: each real file once, and nothing outside unless that is asked for.

use super::ignored::{Ignored, hidden};
use super::problem::Problem;
use super::{Content, Found, is_document, shown, words};
use crate::engine::LeftOut;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// How far a walk goes.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Whether links are followed that lead out of the folders that were named.
    pub trust: bool,
    /// Whether `.gitignore` and `.ignore` count.
    pub ignore_files: bool,
}

impl Reach {
    /// What is usual.
    pub const USUAL: Reach = Reach { trust: false, ignore_files: true };
}

/// Whatever leaves files out: an ignore file, by its name; none where the name of the file, or of its folder, begins
/// with a dot.
pub type By = Option<Arc<str>>;

/// A walk through all that was named.
pub struct Walk<'f> {
    reach: Reach,
    /// What was named, links resolved.
    roots: Vec<PathBuf>,
    found: &'f mut Vec<Found>,
    /// The files that were left out, links resolved.
    left_out: Vec<(PathBuf, By)>,
    /// The folders outside, to which links lead: as they are reached, and links resolved.
    outside: Vec<(PathBuf, PathBuf)>,
    /// The folders outside that were walked.
    seen: HashSet<PathBuf>,
    ignored: Ignored,
}

impl<'f> Walk<'f> {
    /// A walk that goes no further than what was named, unless `reach` says so.
    pub fn new(paths: &[PathBuf], reach: Reach, found: &'f mut Vec<Found>) -> Self {
        let roots = paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let ignored = Ignored::new(reach.ignore_files);
        Walk { reach, roots, found, left_out: Vec::new(), outside: Vec::new(), seen: HashSet::new(), ignored }
    }

    /// Takes the documents below a folder that was named.
    pub fn below(&mut self, folder: &Path) {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        self.folder(folder, &real);
        while let Some((folder, real)) = self.outside.pop() {
            if self.seen.insert(real.clone()) {
                self.folder(&folder, &real);
            }
        }
    }

    /// How many files were left out, and by what; a file that is reached in another way is not left out.
    pub fn finish(mut self) -> Vec<LeftOut> {
        for (path, most) in self.ignored.too_large() {
            self.broken(&path, Problem::IgnoreTooLarge { most });
        }
        let taken: HashSet<&Path> = self.found.iter().map(|found| found.key.as_path()).collect();
        let left_out: BTreeMap<&Path, &By> = self.left_out.iter().map(|(path, by)| (path.as_path(), by)).collect();
        let mut counts: BTreeMap<&By, usize> = BTreeMap::new();
        for by in left_out.iter().filter(|(path, _)| !taken.contains(*path)).map(|(_, by)| *by) {
            *counts.entry(by).or_default() += 1;
        }
        counts.into_iter().map(|(by, files)| LeftOut { files, by: by.as_deref().map(str::to_owned) }).collect()
    }

    /// Walks a folder without following links; `real` is the folder with links resolved.
    fn folder(&mut self, folder: &Path, real: &Path) {
        let is_outside = !self.inside(real);
        self.ignored.enter(real);
        let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.failed(folder, &error);
                    continue;
                }
            };
            let here = match entry.path().strip_prefix(folder) {
                Ok(below) if entry.depth() > 0 => real.join(below),
                _ => real.to_owned(),
            };
            let is_folder = entry.depth() == 0 || entry.file_type().is_dir();
            self.ignored.leave(entry.depth());
            let by = if entry.depth() == 0 { None } else { self.ignored.by(&here, is_folder) };
            if is_folder && is_outside && entry.depth() > 0 && !self.seen.insert(here.clone()) {
                walk.skip_current_dir();
            } else if is_folder {
                self.ignored.descend(entry.path(), &here, by);
            } else if let Some(by) = by {
                if is_document(&here) {
                    self.left_out.push((here, by));
                }
            } else {
                self.entry(&entry, here);
            }
        }
    }

    /// Takes what is no folder, where it is a document or leads to one.
    fn entry(&mut self, entry: &DirEntry, real: PathBuf) {
        let (path, kind) = (entry.path(), entry.file_type());
        if kind.is_symlink() {
            self.link(path, &real);
        } else if !is_document(path) {
        } else if kind.is_file() {
            self.take(path, real);
        } else {
            self.broken(path, Problem::Special);
        }
    }

    fn take(&mut self, path: &Path, key: PathBuf) {
        self.found.push(Found { key, name: shown(path), content: Content::File(path.to_owned()) });
    }

    /// Follows a link to a file. What lies in a folder that was named is walked without the link.
    fn link(&mut self, path: &Path, real: &Path) {
        let followed = fs::canonicalize(path).and_then(|target| Ok((fs::metadata(&target)?, target)));
        let (metadata, target) = match followed {
            Ok(followed) => followed,
            // A link into nothing matters only where it looks like a document.
            Err(error) if is_document(path) => return self.broken(path, Problem::Unreadable(words(&error))),
            Err(_) => return,
        };
        let (is_folder, inside) = (metadata.is_dir(), self.inside(&target));
        if is_folder && inside {
            if real.starts_with(&target) {
                self.broken(path, Problem::Loop(shown(&target_as_reached(path, real, &target))));
            }
        } else if !is_folder && !is_document(path) {
        } else if !inside && !self.reach.trust {
            self.broken(path, Problem::Link("a place outside of what is checked"));
        } else if !self.reach.trust && self.hides(&target) {
            self.broken(path, Problem::Link("a hidden file"));
        } else if is_folder {
            self.outside.push((path.to_owned(), target));
        } else if metadata.is_file() {
            self.take(path, target);
        } else {
            self.broken(path, Problem::Special);
        }
    }

    /// Whether a path lies in what was named.
    fn inside(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }

    /// Whether a path inside is hidden from each folder that was named.
    fn hides(&self, path: &Path) -> bool {
        let mut below = self.roots.iter().filter_map(|root| path.strip_prefix(root).ok());
        below.all(|below| below.iter().any(hidden))
    }

    fn broken(&mut self, path: &Path, problem: Problem) {
        self.found.push(Found { key: path.to_owned(), name: shown(path), content: Content::Broken(problem) });
    }

    /// Where a walk could not go on. What is left out may be unreadable.
    fn failed(&mut self, folder: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(folder);
        let left_out = error.depth() > 0 && self.ignored.inside(error.depth());
        let vanished = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
        if !left_out && (!vanished || is_document(path)) {
            let reason = error.io_error().map_or_else(|| "the folder cannot be walked".to_owned(), words);
            self.broken(path, Problem::Unreadable(reason));
        }
    }
}

/// The folder around a link to which the link leads back, by the way on which the link was reached.
fn target_as_reached(path: &Path, real: &Path, target: &Path) -> PathBuf {
    let up = real.components().count() - target.components().count();
    path.ancestors().nth(up).unwrap_or(target).to_owned()
}
