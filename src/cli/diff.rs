//! `tonne diff`: what changed between two documents or two folders, and what that changes.

use super::Complaint;
use super::arguments::{Colour, Diff, ListFormat, STANDARD_INPUT};
use super::screen::{print, print_data};
use super::settings::{Prepared, library, reach};
use super::why::{note_form, note_settings};
use crate::engine::diff::diff;
use crate::report::{Texts, diff as shown};
use crate::workspace::{Reach, Workspace};
use std::path::Path;

/// Runs it to its exit code.
pub fn run(arguments: &Diff, colour: Colour) -> Result<u8, Complaint> {
    let most = arguments.judging.max_size;
    let library = library(&arguments.judging.shelf, &arguments.new, most, colour)?.sound(colour)?;
    let mut prepared = library.prepared(&arguments.judging)?;
    let old = collected(&arguments.old, most, reach(&arguments.judging.shelf.settings))?;
    prepared.collect(std::slice::from_ref(&arguments.new), most, STANDARD_INPUT)?;
    note_settings(&prepared);
    let Prepared { workspace: new, rulebook, options, .. } = prepared;
    let examined = |workspace: &Workspace| {
        let examined = workspace.examine(&rulebook, options.limits, &|| ());
        note_form(workspace, &examined);
        examined
    };
    let difference = diff(examined(&old), examined(&new), &rulebook, &options);
    let before = Texts::new(|file| old.name(file), |file| old.text(file));
    let after = Texts::new(|file| new.name(file), |file| new.text(file));
    let sides = shown::Sides { old: &before, new: &after };
    match arguments.format {
        ListFormat::Text => print(&shown::text(&difference, sides)),
        ListFormat::Json => {
            let text = shown::json(&difference, sides);
            print_data(&text.map_err(|error| Complaint::unwritten("standard output", &error))?)
        }
    }
}

/// The documents of one side.
fn collected(path: &Path, most: u64, reach: Reach) -> Result<Workspace, Complaint> {
    let mut workspace = Workspace::new(most).reaching(reach);
    workspace.collect(&[path.to_owned()], None)?;
    match workspace.documents() {
        0 => Err(Complaint::no_input(format!("there is no file that ends in `.tonne` in `{}`", path.display()))),
        _ => Ok(workspace),
    }
}
