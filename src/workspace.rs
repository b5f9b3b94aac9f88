//! The disk: which files a run reads, their texts one at a time, and what cannot be read, by name.

use crate::engine::{self, Examined, LeftOut};
use crate::finding::Finding;
use crate::rulebook::{RuleFile, Rulebook};
use crate::source::{FileId, Source};
use crate::syntax::Limits;
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub mod baseline;
pub mod configuration;
mod ignored;
mod problem;
pub mod revision;
mod walk;
pub mod written;

use crate::rulebook::{Ordered, Text, Texts};
use problem::{Problem, finding};
pub use walk::Reach;
use walk::Walk;

/// The ending of documents.
pub const ENDING: &str = "tonne";

/// The first rule file of a user: these files are numbered from here, after every document.
const RULES: u32 = 1 << 30;

/// So many bytes of rules are read: all of them are checked before the first document is.
const MOST_RULES: u64 = 8_000_000;

/// The files of a run: documents in the order of their names, and the rule files of the user.
#[derive(Debug)]
pub struct Workspace {
    documents: Vec<Entry>,
    rules: Vec<Entry>,
    most: u64,
    /// How many bytes of rules were read.
    read: u64,
    reach: Reach,
    /// What the walk left out.
    left_out: Vec<LeftOut>,
}

/// A file, or a path at which there should be one.
#[derive(Debug)]
struct Entry {
    name: Arc<str>,
    content: Content,
}

/// Where a text comes from.
#[derive(Debug)]
enum Content {
    /// A file, read when it is needed and again when it is shown.
    File(PathBuf),
    /// What can be read only once: standard input, a pipe.
    Memory(Vec<u8>),
    /// Nothing: the walk failed here.
    Broken(Problem),
}

/// A path was given that leads nowhere.
#[derive(Debug)]
pub struct NoSuchPath {
    /// The path.
    pub path: PathBuf,
    /// Why, in words.
    pub reason: String,
}

impl Workspace {
    /// A workspace without files. `most` is the size limit of one, in bytes.
    pub fn new(most: u64) -> Self {
        let (documents, rules, left_out) = Default::default();
        Workspace { documents, rules, most, read: 0, reach: Reach::USUAL, left_out }
    }

    /// The same, where folders are walked so far.
    pub fn reaching(self, reach: Reach) -> Self {
        Workspace { reach, ..self }
    }

    /// A workspace of documents that were read elsewhere, in the order of their names.
    pub fn of_texts(mut texts: Vec<(String, Vec<u8>)>, most: u64) -> Self {
        texts.sort();
        let entry = |(name, bytes): (String, Vec<u8>)| Entry { name: name.into(), content: Content::Memory(bytes) };
        Workspace { documents: texts.into_iter().map(entry).collect(), ..Workspace::new(most) }
    }

    /// The files of documents with their paths from the root, links resolved where there is such a file.
    pub fn paths(&self) -> Vec<(FileId, PathBuf)> {
        let path = |(at, entry): (usize, &Entry)| (FileId(at as u32), real(Path::new(&*entry.name)));
        self.documents.iter().enumerate().map(path).collect()
    }

    /// Takes the documents at these paths: files whatever their ending, and what ends in `.tonne` below folders.
    ///
    /// A file that is reached twice is there once; what cannot be read becomes a finding later.
    pub fn collect(&mut self, paths: &[PathBuf], standard_input: Option<(String, Vec<u8>)>) -> Result<(), NoSuchPath> {
        let mut found = Vec::new();
        if let Some((name, bytes)) = standard_input {
            let key = std::fs::canonicalize(&name).unwrap_or_else(|_| PathBuf::from(&name));
            found.push(Found { key, name, content: Content::Memory(bytes) });
        }
        let mut folders = Vec::new();
        for path in paths {
            let metadata =
                std::fs::metadata(path).map_err(|error| NoSuchPath { path: path.clone(), reason: words(&error) })?;
            match metadata.is_dir() {
                true => folders.push(path),
                false => found.push(named(path, metadata.is_file(), self.most)),
            }
        }
        let mut walk = Walk::new(paths, self.reach, &mut found);
        folders.into_iter().for_each(|folder| walk.below(folder));
        self.left_out = walk.finish();
        self.documents = unique(found);
        Ok(())
    }

    /// Adds the rule files below a folder: those that could be read, and the findings on the others.
    pub fn rules(&mut self, folder: &Path) -> Result<(Vec<RuleFile>, Vec<Finding>), NoSuchPath> {
        let nowhere = |reason: String| NoSuchPath { path: folder.to_owned(), reason };
        let metadata = std::fs::metadata(folder).map_err(|error| nowhere(words(&error)))?;
        if !metadata.is_dir() {
            return Err(nowhere("it is a file, and a folder of rules is expected".to_owned()));
        }
        let (mut rules, mut findings) = (Vec::new(), Vec::new());
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let (path, content) = match entry {
                Ok(entry) if entry.file_type().is_file() && is_yaml(entry.path()) => {
                    (entry.path().to_owned(), Content::File(entry.into_path()))
                }
                Ok(_) => continue,
                Err(error) => {
                    let reason = error.io_error().map_or_else(|| "the folder cannot be walked".to_owned(), words);
                    (error.path().unwrap_or(folder).to_owned(), Content::Broken(Problem::Unreadable(reason)))
                }
            };
            let entry = Entry { name: shown(&path).into(), content };
            let id = FileId(RULES + self.rules.len() as u32);
            match self.read(&entry) {
                Ok(text) => {
                    self.read += text.len() as u64;
                    if self.read > MOST_RULES {
                        return Err(nowhere(format!(
                            "its rules come to more than {} MB; name a folder that holds rules only",
                            MOST_RULES / 1_000_000
                        )));
                    }
                    let below = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
                    rules.push(RuleFile::new(shown(&below), Source { id, name: entry.name.clone(), text }));
                }
                Err(problem) => findings.push(finding(id, &entry.name, &problem)),
            }
            self.rules.push(entry);
        }
        if rules.is_empty() && findings.is_empty() {
            return Err(nowhere("no file in it ends in `.yaml`, so that it holds no rules".to_owned()));
        }
        Ok((rules, findings))
    }

    /// What was left out of the folders that were named, and by what.
    pub fn left_out(&self) -> Vec<LeftOut> {
        self.left_out.clone()
    }

    /// How many files of documents there are.
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// The name of a file.
    pub fn name(&self, id: FileId) -> Option<Arc<str>> {
        self.entry(id).map(|entry| entry.name.clone())
    }

    /// Whether a file was read by this run, under whatever name: as a document, a rule or the configuration.
    pub fn has_read(&self, file: &Path) -> bool {
        let Some(identity) = identity(file) else { return false };
        let path = |entry: &'_ Entry| match &entry.content {
            Content::File(path) => path.clone(),
            _ => PathBuf::from(&*entry.name),
        };
        let paths = self.documents.iter().chain(&self.rules).map(path);
        paths.into_iter().any(|path| self::identity(&path).as_ref() == Some(&identity))
    }

    /// Reads and examines every file of documents, several at a time; no text stays in memory. `done` is told each time.
    pub fn examine(&self, rulebook: &Rulebook, limits: Limits, done: &(dyn Fn() + Sync)) -> Vec<Examined> {
        let one = |(at, entry): (usize, &Entry)| {
            let id = FileId(at as u32);
            let examined = match self.read(entry) {
                Ok(text) => engine::examine(&Source { id, name: entry.name.clone(), text }, rulebook, limits),
                Err(problem) => Examined { findings: vec![finding(id, &entry.name, &problem)], ..Examined::default() },
            };
            done();
            examined
        };
        self.documents.par_iter().enumerate().map(one).collect()
    }

    /// The text of a file, to be shown: empty where there is none any more, with U+FFFD in place of what is no UTF-8.
    pub fn text(&self, id: FileId) -> Arc<str> {
        let bytes = self.entry(id).and_then(|entry| self.bytes(&entry.content).ok());
        bytes.map_or_else(|| "".into(), |bytes| String::from_utf8_lossy(&bytes).into())
    }

    fn entry(&self, id: FileId) -> Option<&Entry> {
        match id.0.checked_sub(RULES) {
            Some(at) => self.rules.get(at as usize),
            None => self.documents.get(id.0 as usize),
        }
    }

    fn read(&self, entry: &Entry) -> Result<Arc<str>, Problem> {
        let bytes = self.bytes(&entry.content)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text.into()),
            Err(error) => Err(Problem::of_bytes(error.as_bytes(), error.utf8_error().valid_up_to())),
        }
    }

    fn bytes(&self, content: &Content) -> Result<Vec<u8>, Problem> {
        let bytes = match content {
            Content::File(path) => read(path, self.most)?,
            Content::Memory(bytes) => bytes.clone(),
            Content::Broken(problem) => return Err(problem.clone()),
        };
        match bytes.len() as u64 > self.most {
            true => Err(Problem::TooLarge { most: self.most }),
            false => Ok(unmarked(bytes)),
        }
    }
}

/// A text without the mark that some editors put in front of it: no reader sees it, and no column counts it.
fn unmarked(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    bytes
}

/// What is the same for all names of one file, hard links among them; none where there is no file.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// What is the same for all names of one file; none where there is no file.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(path).ok()
}

/// A path from the root, links resolved where it leads somewhere.
pub fn real(path: &Path) -> PathBuf {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    std::fs::canonicalize(path).unwrap_or_else(|_| absolute())
}

/// A file while files are collected.
struct Found {
    /// What is the same however the file is reached.
    key: PathBuf,
    name: String,
    content: Content,
}

/// A file that was named: a pipe is read now, as it can be read only once.
fn named(path: &Path, regular: bool, most: u64) -> Found {
    let content = match regular {
        true => Content::File(path.to_owned()),
        false => match read(path, most) {
            Ok(bytes) => Content::Memory(bytes),
            Err(problem) => Content::Broken(problem),
        },
    };
    Found { key: std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), name: shown(path), content }
}

/// Each file once, by its best name, in the order of the names.
fn unique(mut found: Vec<Found>) -> Vec<Entry> {
    let rank = |found: &Found| {
        (!matches!(found.content, Content::Memory(_)), Path::new(&found.name).is_absolute(), found.name.len())
    };
    found.sort_by(|left, right| {
        left.key.cmp(&right.key).then_with(|| rank(left).cmp(&rank(right))).then_with(|| left.name.cmp(&right.name))
    });
    found.dedup_by(|later, first| later.key == first.key);
    found.sort_by(|left, right| left.name.cmp(&right.name));
    found.into_iter().map(|found| Entry { name: found.name.into(), content: found.content }).collect()
}

/// The bytes of a file; of one over the limit nothing is read but its size.
fn read(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| Problem::Unreadable(words(&error));
    let file = File::open(path).map_err(unreadable)?;
    let len = file.metadata().map_or(0, |metadata| metadata.len());
    if len > most {
        return Err(Problem::TooLarge { most });
    }
    let mut bytes = Vec::with_capacity(len as usize + 1);
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The text of a file that is no document; else why there is none, in words.
pub fn text_of(path: &Path, most: u64) -> Result<String, String> {
    let bytes = read(path, most).map_err(|problem| problem.words())?;
    match bytes.len() as u64 > most {
        true => Err(Problem::TooLarge { most }.words()),
        false => String::from_utf8(unmarked(bytes)).map_err(|_| "it is not written in UTF-8".to_owned()),
    }
}

/// Everything that comes in on standard input, one byte more than the limit at most.
pub fn standard_input(most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A path as a reader would write it.
fn shown(path: &Path) -> String {
    let name = path.strip_prefix(".").unwrap_or(path).to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// Whether a name is that of a document: its ending may be written in small or in large letters.
pub fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"))
}

/// What the system says, without its numbers.
pub fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}
