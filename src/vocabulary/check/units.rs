//! The units of the vocabulary: a definition that does not hold leaves none.

use super::Problem;
use crate::measure::Units;
use crate::vocabulary::File;

/// The units, and what people write for them.
pub(super) fn read(files: &[File]) -> (Units, Vec<Problem>) {
    let complaint = |place: &str, text: String| Problem { place: place.to_owned(), message: text };
    let mut problems = Vec::new();
    let defined: Vec<_> = files.iter().flat_map(|file| file.units.iter().cloned()).collect();
    let units = Units::new(defined);
    let units = units.unwrap_or_else(|problem| {
        problems.push(complaint("units", format!("{problem}")));
        Units::default()
    });
    let writings = files.iter().flat_map(|file| file.writings.iter().cloned()).collect();
    let scales = files.iter().flat_map(|file| file.scales.0.iter().cloned()).collect();
    let (units, wrong) = units.with_writings(writings, scales);
    if let (Some(text), true) = (wrong, problems.is_empty()) {
        problems.push(complaint("writings", format!("`{text}` has capitals, says nothing or names no unit")));
    }
    (units, problems)
}
