//! `tonne explain`, `tonne rules`, `tonne vocabulary`: what the tool knows, to be read.

use super::arguments::{Colour, ListFormat};
use super::{Complaint, print};

/// Prints the page of a rule or of another code.
pub fn explain(code: &str, colour: Colour) -> Result<u8, Complaint> {
    let _ = colour;
    print(code.as_bytes())
}

/// Prints the list of rules.
pub fn rules(format: ListFormat) -> Result<u8, Complaint> {
    let _ = format;
    print(b"")
}

/// Prints what may be said in a place.
pub fn vocabulary(path: Option<&str>) -> Result<u8, Complaint> {
    let _ = path;
    print(b"")
}
