//! What can be measured: decimal quantities with units and dimensions, dates as intervals, versions; country and currency codes.

mod amount;
mod date;
mod definition;
mod dimension;
mod expression;
mod nearest;
mod place;
mod quantity;
mod ratio;
mod unit;
mod version;
mod wording;
mod writing;

pub use amount::{AmountProblem, parse_amount, show, two_readings};
pub use date::{DateProblem, Day, DayCount, Interval, days_meant};
pub use definition::{UnitDefinition, Writing};
pub use dimension::{Base, Dimension};
pub use expression::{UnitFault, UnitProblem};
pub use nearest::Letters;
pub use place::{Country, Currency};
pub use quantity::{Quantity, QuantityProblem, QuantityRange};
pub use unit::{DefinitionFault, DefinitionProblem, Unit, Units};
pub use version::{Version, VersionProblem, VersionRange};
pub use writing::Meant;
