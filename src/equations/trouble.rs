//! Why there is no result.

use super::index::Place;
use smol_str::{SmolStr, ToSmolStr};

/// Why equations cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is nothing to evaluate.
    Nothing,
    /// No equation uses this symbol.
    Unknown(SmolStr),
    /// What is written in brackets after this symbol does not fit its indices; these.
    Indices(SmolStr, SmolStr),
    /// This symbol is given twice.
    Twice(SmolStr),
    /// The value of this symbol is in another dimension than it is declared in; that unit.
    Dimension(SmolStr, SmolStr),
    /// These symbols have neither a value nor an equation.
    Missing(Vec<SmolStr>),
    /// Nothing names a member of this index, over which a sum runs; a symbol that has it.
    Members(SmolStr, SmolStr),
    /// Several equations define this symbol, in these options.
    Options(SmolStr, Vec<SmolStr>),
    /// Nothing stands in an option of this name.
    NoOption(SmolStr),
    /// This symbol is defined by itself.
    Circle(SmolStr),
    /// The units of the equation for this symbol do not match.
    Units(SmolStr),
    /// The equation for this symbol cannot be read.
    Unreadable(SmolStr),
    /// The result of the equation for this symbol is no number that can be counted.
    Range(SmolStr),
    /// The sums of the equation for this symbol have too many members.
    Long(SmolStr),
}

/// Why an expression has no value.
pub(super) enum Failed {
    Unreadable,
    Range,
    Long,
    Otherwise(Trouble),
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Failed {
        Failed::Otherwise(trouble)
    }
}

impl Failed {
    /// The trouble with the equation for a symbol.
    pub(super) fn of(self, place: &Place) -> Trouble {
        let symbol = place.to_smolstr();
        match self {
            Failed::Unreadable => Trouble::Unreadable(symbol),
            Failed::Range => Trouble::Range(symbol),
            Failed::Long => Trouble::Long(symbol),
            Failed::Otherwise(trouble) => trouble,
        }
    }
}
