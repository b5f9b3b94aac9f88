//! What documents mean: typed facts, where they were read, and what stands on what.

mod document;
mod formula;
mod link;
mod read;
mod value;

pub use document::{Document, DocumentBuilder, Entry, EntryId, Reading, Shift, Word};
pub use formula::{Arithmetic, Formula, Function, Term, TermKind};
pub use link::{Back, Before, DocumentId, Model, Support, Unresolved, aliases, link, missing, other_names};
pub use read::{LOST, OUTSIDE, read};
pub use value::{Citation, TextId, Value};
