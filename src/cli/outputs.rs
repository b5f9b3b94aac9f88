//! Where reports go: never over a file that was read, and never two into one.

use super::Complaint;
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of standard output where a file is expected.
pub const STANDARD_OUTPUT: &str = "-";

/// Whether a file stands for standard output.
pub fn is_standard(file: &Path) -> bool {
    file.as_os_str() == STANDARD_OUTPUT
}

/// Looks at the files that a command is about to write, before it writes the first one. `known` is one more file that
/// it has read.
pub fn checked<'p>(
    files: impl Iterator<Item = &'p Path>,
    known: Option<&Path>,
    workspace: &Workspace,
) -> Result<(), Complaint> {
    let known = known.map(place);
    let mut before: Vec<PathBuf> = Vec::new();
    for file in files.filter(|file| !is_standard(file)) {
        let (shown, place) = (file.display(), place(file));
        if workspace.has_read(file) || known.as_ref() == Some(&place) {
            return Err(Complaint::usage(format!(
                "`{shown}` was read by this command and is not written over; name another file"
            )));
        }
        if before.contains(&place) {
            return Err(Complaint::usage(format!("two reports go to `{shown}`; give each its own file")));
        }
        before.push(place);
    }
    Ok(())
}

/// The path from the root at which a file is or will be.
fn place(file: &Path) -> PathBuf {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let there = std::fs::canonicalize(file).ok();
    there.unwrap_or_else(|| crate::workspace::real(folder).join(file.file_name().unwrap_or_default()))
}

/// The names of files for a forge, whose paths begin at the folder in which this program runs.
pub fn local(name: Arc<str>) -> Arc<str> {
    if !Path::new(&*name).is_absolute() {
        return name;
    }
    let below =
        std::env::current_dir().ok().and_then(|here| Some(Path::new(&*name).strip_prefix(here).ok()?.to_owned()));
    below.map_or(name, |below| below.to_string_lossy().into())
}
