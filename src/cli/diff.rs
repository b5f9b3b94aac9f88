//! `tonne diff`: what changed between two documents or two folders, and what that changes.

use super::arguments::{Diff, ListFormat};
use super::why::{note_form, prepared};
use super::{Complaint, print};
use crate::engine::diff::diff;
use crate::report::{Texts, diff as shown};
use crate::workspace::Workspace;
use std::path::Path;

/// Runs it to its exit code.
pub fn run(arguments: &Diff) -> Result<u8, Complaint> {
    let most = arguments.judging.max_size;
    let (rulebook, options) = prepared(&arguments.judging, &mut Workspace::new(most))?;
    let (old, new) = (collected(&arguments.old, most)?, collected(&arguments.new, most)?);
    let examined = |workspace: &Workspace| {
        let examined = workspace.examine(&rulebook, options.limits, &|| ());
        note_form(workspace, &examined);
        examined
    };
    let difference = diff(examined(&old), examined(&new), &rulebook, &options);
    let before = Texts::new(|file| old.name(file), |file| old.text(file));
    let after = Texts::new(|file| new.name(file), |file| new.text(file));
    let sides = shown::Sides { old: &before, new: &after };
    let text = match arguments.format {
        ListFormat::Text => shown::text(&difference, sides),
        ListFormat::Json => shown::json(&difference, sides),
    };
    print(text.as_bytes())
}

/// The documents of one side.
fn collected(path: &Path, most: u64) -> Result<Workspace, Complaint> {
    let mut workspace = Workspace::new(most);
    workspace.collect(&[path.to_owned()], None)?;
    match workspace.documents() {
        0 => Err(Complaint::no_input(format!("there is no file that ends in `.tonne` in `{}`", path.display()))),
        _ => Ok(workspace),
    }
}
