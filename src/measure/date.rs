//! Dates as intervals of days: `2021` is a whole year, and what an overlap leaves open stays open.

use super::quantity::{Quantity, QuantityProblem, QuantityRange};
use super::unit::Unit;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::fmt;

/// One day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// It is not `2021-02-27`, `2021-02` or `2021`.
    NotADate {
        /// As written.
        text: String,
    },
    /// A single day is wanted, and this is a month or a year.
    NotADay {
        /// As written.
        text: String,
    },
    /// There is no such month.
    Month {
        /// As written.
        text: String,
    },
    /// The month has no such day.
    DayOfMonth {
        /// As written.
        text: String,
        /// How many days that month has.
        days: i8,
    },
    /// The range ends before it starts.
    Reversed {
        /// Where it starts.
        first: Day,
        /// Where it ends.
        last: Day,
    },
}

impl fmt::Display for DateProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateProblem::NotADate { text } => {
                write!(out, "`{text}` is not a date; write `2021-02-27`, `2021-02` or `2021`")
            }
            DateProblem::NotADay { text } => write!(out, "`{text}` is not a single day; write it as `2021-02-27`"),
            DateProblem::Month { text } => {
                write!(out, "`{text}` names a month that does not exist; months run from 01 to 12")
            }
            DateProblem::DayOfMonth { text, days } => {
                write!(out, "`{text}` names a day that does not exist; this month has {days} days")
            }
            DateProblem::Reversed { first, last } => {
                write!(out, "the range ends on {last}, before it starts on {first}")
            }
        }
    }
}

impl std::error::Error for DateProblem {}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl Day {
    /// Reads one day, `2021-02-27`.
    pub fn parse(text: &str) -> Result<Day, DateProblem> {
        let interval = Interval::parse(text)?;
        interval.single().ok_or_else(|| DateProblem::NotADay { text: text.to_owned() })
    }

    /// The day of a jiff date; the clock is read by whoever calls.
    pub fn of(date: Date) -> Day {
        Day(date)
    }

    /// The same day for jiff.
    pub fn date(self) -> Date {
        self.0
    }

    /// How many days later `other` is; negative where it is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        // At most 20,000 years of 366 days; jiff counts in hours.
        self.0.duration_until(other.0).as_hours() / 24
    }

    /// This many calendar months and then days later; the last day of a shorter month stands for those that it lacks.
    fn shift(self, months: i32, days: i32) -> Option<Day> {
        let span = jiff::Span::new().try_months(months).ok()?;
        let moved = self.0.checked_add(span).ok()?;
        Some(Day(moved.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?))
    }
}

/// From a first day to a last one, both included. A day that is known only as `2021` is one of its days; so comparisons
/// answer `Some` where every choice of days agrees, and `None` where the answer depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    first: Day,
    last: Day,
}

/// How many days lie between two dates: at least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The fewest.
    pub least: i64,
    /// The most.
    pub most: i64,
}

impl From<Day> for Interval {
    fn from(day: Day) -> Interval {
        Interval { first: day, last: day }
    }
}

/// As it would be written: a whole year as `2021`, a whole month as `2021-02`, else days.
impl fmt::Display for Interval {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first.0, self.last.0);
        if first == last {
            return write!(out, "{}", self.first);
        }
        let (from_year, to_year) = (first == first.first_of_year(), last == last.last_of_year());
        let (from_month, to_month) = (first == first.first_of_month(), last == last.last_of_month());
        match (from_year && to_year, from_month && to_month, first.year() == last.year()) {
            (true, _, true) => write!(out, "{:04}", first.year()),
            (true, _, false) => write!(out, "{:04}..{:04}", first.year(), last.year()),
            (_, true, true) if first.month() == last.month() => write!(out, "{:04}-{:02}", first.year(), first.month()),
            _ => write!(out, "{}..{}", self.first, self.last),
        }
    }
}

impl Interval {
    /// Reads `2021-02-27` (a day), `2021-02` (a month) or `2021` (a year): ISO 8601 calendar dates from year 1 to 9999.
    pub fn parse(text: &str) -> Result<Interval, DateProblem> {
        let not_a_date = || DateProblem::NotADate { text: text.to_owned() };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| digits(part, 4)).filter(|year| *year > 0).ok_or_else(not_a_date)?;
        let month = parts.next().map(|part| digits(part, 2).ok_or_else(not_a_date)).transpose()?;
        let day = parts.next().map(|part| digits(part, 2).ok_or_else(not_a_date)).transpose()?;
        if parts.next().is_some() {
            return Err(not_a_date());
        }
        let no_month = |_| DateProblem::Month { text: text.to_owned() };
        let start = Date::new(year, small(month.unwrap_or(1)), 1).map_err(no_month)?;
        let (first, last) = match (month, day) {
            (None, _) => (start, start.last_of_year()),
            (Some(_), None) => (start, start.last_of_month()),
            (Some(_), Some(day)) => {
                let days = start.days_in_month();
                let exact = Date::new(year, start.month(), small(day));
                let exact = exact.map_err(|_| DateProblem::DayOfMonth { text: text.to_owned(), days })?;
                (exact, exact)
            }
        };
        Ok(Interval { first: Day(first), last: Day(last) })
    }

    /// A range of dates: from the first day of `start` to the last day of `end`.
    pub fn range(start: Interval, end: Interval) -> Result<Interval, DateProblem> {
        if start.first > end.last {
            return Err(DateProblem::Reversed { first: start.first, last: end.last });
        }
        Ok(Interval { first: start.first, last: end.last })
    }

    /// The first day.
    pub fn first(&self) -> Day {
        self.first
    }

    /// The last day.
    pub fn last(&self) -> Day {
        self.last
    }

    /// The first day, as a date.
    pub fn start(&self) -> Interval {
        self.first.into()
    }

    /// The last day, as a date.
    pub fn end(&self) -> Interval {
        self.last.into()
    }

    /// The day, where it is one.
    pub fn single(&self) -> Option<Day> {
        (self.first == self.last).then_some(self.first)
    }

    /// Whether this date lies before the other.
    pub fn before(&self, other: &Interval) -> Option<bool> {
        decided(self.last < other.first, self.first >= other.last)
    }

    /// Whether this date lies before the other or on it.
    pub fn at_or_before(&self, other: &Interval) -> Option<bool> {
        other.before(self).map(|before| !before)
    }

    /// Whether the two are the same day; two equal years do not say so.
    pub fn equal(&self, other: &Interval) -> Option<bool> {
        let same = self.single().is_some() && self == other;
        decided(same, self.last < other.first || other.last < self.first)
    }

    /// Whether this date lies in a period, both of whose ends are known.
    pub fn within(&self, period: &Interval) -> Option<bool> {
        let inside = period.first <= self.first && self.last <= period.last;
        decided(inside, self.last < period.first || period.last < self.first)
    }

    /// How many days there are from this date to the other; negative where the other comes first.
    pub fn days_until(&self, other: &Interval) -> DayCount {
        DayCount { least: self.last.days_until(other.first), most: self.first.days_until(other.last) }
    }

    /// How many days a period has, its first and last day included.
    pub fn days(&self) -> i64 {
        self.first.days_until(self.last) + 1
    }

    /// Calendar months (12 to a year) and then days later, or earlier; none beyond the calendar's ends.
    /// 29 February and a year later is 28 February.
    pub fn shift(&self, months: i32, days: i32) -> Option<Interval> {
        Some(Interval { first: self.first.shift(months, days)?, last: self.last.shift(months, days)? })
    }
}

impl DayCount {
    /// As quantities; `day` is the vocabulary's unit of one day.
    pub fn in_unit(self, day: Unit) -> Result<QuantityRange, QuantityProblem> {
        let quantity = |days: i64| Quantity::new(Decimal::from(days), day);
        QuantityRange::new(quantity(self.least), quantity(self.most))
    }
}

fn decided(holds: bool, fails: bool) -> Option<bool> {
    (holds || fails).then_some(holds)
}

fn digits(part: &str, length: usize) -> Option<i16> {
    let plain = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| part.parse().ok()).flatten()
}

/// Two digits as jiff wants them.
fn small(number: i16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

/// The English names of the months, of which three letters are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days that a text may mean which is no date as they are written here: `1 June 2025`, `June 1st, 2025`,
/// `25/06/2025`. One, or the two of `06/01/2025`; none where it means no day.
pub fn days_meant(text: &str) -> Vec<Day> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Vec::new() };
    let month = |part: &str| {
        let part = part.to_lowercase();
        let of = |name: &&str| part.len() >= 3 && name.starts_with(&part);
        MONTHS.iter().position(of).map(|at| at as i8 + 1)
    };
    let day = |part: &str| part.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<i8>().ok();
    let year = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() == 4);
    let make = |year: Option<i16>, month: Option<i8>, day: Option<i8>| Date::new(year?, month?, day?).ok().map(Day);
    let ways = match (month(first), month(second)) {
        (Some(month), _) => vec![make(year(third), Some(month), day(second))],
        (_, Some(month)) => {
            vec![make(year(third), Some(month), day(first)), make(year(first), Some(month), day(third))]
        }
        _ => vec![
            make(year(first), day(second), day(third)),
            make(year(third), day(second), day(first)),
            make(year(third), day(first), day(second)),
        ],
    };
    let mut days: Vec<Day> = ways.into_iter().flatten().collect();
    days.dedup();
    days
}
