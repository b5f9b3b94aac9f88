//! `tonne questions`: what a reviewer asks the proponent, as a list to send.

use super::arguments::{Colour, Questions, QuestionsFormat, STANDARD_INPUT};
use super::screen::{print_data, print_painted};
use super::settings::gathered;
use super::{Complaint, terminal};
use crate::report::questions::{Form, text};
use crate::report::{Sheet, Texts, View};

/// Runs it to its exit code.
pub fn run(asked: &Questions, colour: Colour) -> Result<u8, Complaint> {
    let mut prepared = gathered(&asked.judging, &asked.paths, STANDARD_INPUT, colour)?;
    let examined = prepared.examine(true);
    let report = prepared.judge(examined);
    let workspace = &prepared.workspace;
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    let (paint, width) = (terminal::paint(colour), terminal::width());
    let view = View { paint, width, quiet: false, overview: false };
    let sheet = Sheet { report: &report, texts: &texts, rulebook: &prepared.rulebook, view };
    let form = match asked.format {
        QuestionsFormat::Text => Form::Text,
        QuestionsFormat::Markdown => Form::Markdown,
        QuestionsFormat::Json => Form::Json,
    };
    let list = text(&sheet, form).map_err(|error| Complaint::unwritten("standard output", &error))?;
    if form == Form::Json { print_data(&list) } else { print_painted(&list, paint) }
}
