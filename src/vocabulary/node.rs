//! A place where something may be said, and what may be said there.

use super::{Bounds, Implied, KindId, KindSet, ListId, NodeId, Points, Topics};
use crate::measure::{Day, Dimension, Interval};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// So many days a period may end after a day and be past: it may be written as the year that is still running.
const RUNNING_YEAR: i64 = 366;

/// A place where something may be said.
#[derive(Debug)]
pub struct Node {
    /// Its word.
    pub name: Box<str>,
    /// Its words from the document down, with dots; empty for a document.
    pub path: Box<str>,
    /// The kind of document it belongs to.
    pub kind: KindId,
    /// The place that holds it; a document has none.
    pub parent: Option<NodeId>,
    /// What may stand in its body, by word and synonym.
    pub children: FxHashMap<Box<str>, NodeId>,
    /// What may stand in its body, in the vocabulary's order.
    pub body: Vec<NodeId>,
    /// The type of its value.
    pub value: ValueType,
    /// Whether it may be said more than once.
    pub many: bool,
    /// Whether, under a partial reading, there may be more values than are said.
    pub open_list: bool,
    /// Whether its value is a name that stands once in a body.
    pub unique: bool,
    /// How it is found in the documents below.
    pub inherit: Inherit,
    /// What its quantity can be at least and at most.
    pub bounds: Bounds,
    /// What `none` means here.
    pub none: NoneMeans,
    /// Whether the document stands on what it refers to.
    pub ground: bool,
    /// For which topics the document points to what it refers to here.
    pub points: Points,
    /// The kinds of document that have to show it; none where whichever is asked does.
    pub owed_by: KindSet,
    /// The kinds whose statement fulfils it for what stands on them.
    pub provided_by: KindSet,
    /// The topic that it belongs to.
    pub topic: Topics,
    /// The reference by which other documents name this one: rules look at those documents from here.
    pub inverse: Option<NodeId>,
    /// Whether some place is the inverse of this reference.
    pub looked_back: bool,
    /// Whether its date is the day on which the document got its words.
    pub adoption: bool,
    /// Whether it may stand in a block that is `none`, and say why.
    pub beside_none: bool,
    /// Whether its date is that of something that has happened.
    pub past: bool,
    /// What statements in its body answer beside their own place.
    pub implied: Vec<Implied>,
    /// Whether its facts come from the register of decisions: then silence is never open.
    pub register: bool,
    /// What a message says in the place of its value where there is none; empty where it says `none`.
    pub without: SmolStr,
    /// How a diagnostic names it.
    pub say: SmolStr,
    /// The question to the reviewer where it is missing.
    pub ask: SmolStr,
    /// Its definition.
    pub means: String,
    /// Other words that people write for it.
    pub also: Vec<String>,
    /// The number of its path, the same in every kind.
    pub(super) path_number: u16,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A block without a label: no value but `none`, `not_required` and `unknown`.
    Nothing,
    /// A text.
    Text,
    /// A word of a list.
    Word(ListId),
    /// `yes` or `no`.
    YesNo,
    /// A whole number.
    Count,
    /// A quantity; of any dimension where none is given. The text is a unit of it, for messages.
    Quantity(Option<(Dimension, Box<str>)>),
    /// A range of quantities, or one.
    Quantities,
    /// An amount of money.
    Money,
    /// A day, month or year.
    Date,
    /// From a day to a day.
    Period,
    /// A version.
    Version,
    /// A country of ISO 3166; a path goes on in its document.
    Country,
    /// The name of a document of one of these kinds; a path goes on in it.
    Reference(Vec<KindId>),
    /// The name of a body; a path goes on in its document where there is one.
    Organisation,
    /// An instrument of the register.
    Instrument,
    /// The id of a rule.
    Rule,
    /// A symbol of the author's.
    Symbol,
    /// A formula.
    Equation,
    /// A unit.
    Unit,
    /// A kind and a name: the document that a review is about.
    Reviewed,
}

/// How a fact is found in the documents below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherit {
    /// It is not: it holds only where it is said.
    No,
    /// The nearest document that speaks of it.
    Nearest,
    /// The strictest of all that speak of it: the lowest, or the highest.
    Strictest {
        /// Whether the highest is the strictest.
        highest: bool,
    },
    /// All that is said of it anywhere.
    Union,
}

/// What `none` means for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoneMeans {
    /// There is no value: nothing can be compared with it.
    NoValue,
    /// Zero.
    Zero,
    /// More than any number.
    Unlimited,
}

impl Node {
    /// Whether a date at this place is of something that has happened, and lies after a day; of a period, its end.
    pub fn is_to_come(&self, date: Interval, day: Day) -> bool {
        let ends_later = self.value == ValueType::Period && day.days_until(date.last()) > RUNNING_YEAR;
        self.past && (date.first() > day || ends_later)
    }

    /// A place of a kind of document of which only the type is known.
    pub(super) fn new(kind: KindId, value: ValueType) -> Node {
        Node {
            name: "".into(),
            path: "".into(),
            kind,
            parent: None,
            children: FxHashMap::default(),
            body: Vec::new(),
            value,
            many: false,
            open_list: false,
            unique: false,
            inherit: Inherit::No,
            bounds: Bounds::default(),
            none: NoneMeans::NoValue,
            ground: false,
            points: Points::Never,
            owed_by: KindSet::NONE,
            provided_by: KindSet::ALL,
            topic: Topics::OTHER,
            inverse: None,
            looked_back: false,
            adoption: false,
            beside_none: false,
            past: false,
            implied: Vec::new(),
            register: false,
            without: SmolStr::default(),
            say: SmolStr::default(),
            ask: SmolStr::default(),
            means: String::new(),
            also: Vec::new(),
            path_number: 0,
        }
    }
}
