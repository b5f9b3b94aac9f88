use super::units;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use tonne::measure::{DateProblem, Day, DayCount, Interval};

fn date(text: &str) -> Interval {
    Interval::parse(text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn period(start: &str, end: &str) -> Interval {
    Interval::range(date(start), date(end)).unwrap()
}

#[test]
fn dates_are_intervals_of_days() {
    let table = [
        ("2021-02-27", "2021-02-27", "2021-02-27"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ];
    for (text, first, last) in table {
        let interval = date(text);
        assert_eq!((interval.first().to_string(), interval.last().to_string()), (first.to_owned(), last.to_owned()));
        assert_eq!(interval.to_string(), text);
    }
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    let message = |text: &str| Interval::parse(text).unwrap_err().to_string();
    assert_eq!(message("2021-02-30"), "`2021-02-30` names a day that does not exist; this month has 28 days");
    assert_eq!(message("2021-02-00"), "`2021-02-00` names a day that does not exist; this month has 28 days");
    assert_eq!(message("2021-13"), "`2021-13` names a month that does not exist; months run from 01 to 12");
    assert_eq!(message("2021-00-10"), "`2021-00-10` names a month that does not exist; months run from 01 to 12");
    for text in [
        "",
        "21",
        "02021",
        "0000",
        "2021-2",
        "2021-02-7",
        "2021/02/27",
        "2021-02-27-",
        "-2021",
        "27-02-2021",
        "２０２１",
        "2021-",
        "+202",
    ] {
        assert!(matches!(Interval::parse(text), Err(DateProblem::NotADate { .. })), "{text}");
    }
    assert!(matches!(Day::parse("2021-02"), Err(DateProblem::NotADay { .. })));
    assert_eq!(Day::parse("2021-02-27").unwrap().to_string(), "2021-02-27");
}

#[test]
fn comparisons_stay_open_where_days_overlap() {
    let table = [
        ("2020", "2021", Some(true), Some(false)),
        ("2021", "2020", Some(false), Some(false)),
        ("2021", "2021", None, None),
        ("2021-02", "2021", None, None),
        ("2021-02-27", "2021-02-27", Some(false), Some(true)),
        ("2021-02-27", "2021-02-28", Some(true), Some(false)),
        ("2021-12-31", "2021", Some(false), None),
        ("2021-01-01", "2021", None, None),
        ("2021", "2021-01-01", Some(false), None),
        ("2021", "2021-12-31", None, None),
    ];
    for (left, right, before, equal) in table {
        assert_eq!(date(left).before(&date(right)), before, "{left} before {right}");
        assert_eq!(date(left).equal(&date(right)), equal, "{left} equal {right}");
    }
    assert_eq!(date("2021-01-01").at_or_before(&date("2021")), Some(true));
    assert_eq!(date("2020-06").within(&period("2018", "2020")), Some(true));
    assert_eq!(date("2021").within(&period("2018", "2020")), Some(false));
    assert_eq!(date("2020").within(&period("2018-03-12", "2020-06-30")), None);
}

#[test]
fn periods_have_ends_and_lengths() {
    let monitored = period("2018-03-12", "2020-12-31");
    assert_eq!(monitored.start(), date("2018-03-12"));
    assert_eq!(monitored.end(), date("2020-12-31"));
    assert_eq!(monitored.days(), 1026);
    assert_eq!(period("2005", "2014").to_string(), "2005..2014");
    assert_eq!(period("2018-03-12", "2020-12-31").to_string(), "2018-03-12..2020-12-31");
    let reversed = Interval::range(date("2021"), date("2020")).unwrap_err();
    assert_eq!(reversed.to_string(), "the range ends on 2020-12-31, before it starts on 2021-01-01");
    assert_eq!(date("2024").days(), 366);
}

#[test]
fn distances_and_shifts_follow_the_calendar() {
    assert_eq!(date("2020-12-31").days_until(&date("2021-01-02")), DayCount { least: 2, most: 2 });
    assert_eq!(date("2021-01").days_until(&date("2021-02")), DayCount { least: 1, most: 58 });
    assert_eq!(date("2021").days_until(&date("2020")), DayCount { least: -730, most: -1 });
    assert_eq!(date("2020-02-29").shift(12, 0), Some(date("2021-02-28")));
    assert_eq!(date("2021").shift(120, 0), Some(date("2031")));
    assert_eq!(date("2021-01-01").shift(0, -1), Some(date("2020-12-31")));
    assert_eq!(date("9999").shift(12, 0), None);
    assert_eq!(date("2021").shift(i32::MAX, i32::MIN), None);
    let days = date("2021-01").days_until(&date("2021-02")).in_unit(units().parse("day").unwrap()).unwrap();
    assert_eq!(days.high(), super::quantity(&units(), "58 days"));
}

fn interval() -> impl Strategy<Value = Interval> {
    (2018_i32..2023, 1..13, 1..29, 0..3).prop_map(|(year, month, day, kind)| match kind {
        0 => date(&format!("{year}")),
        1 => date(&format!("{year}-{month:02}")),
        _ => date(&format!("{year}-{month:02}-{day:02}")),
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = (Interval::parse(&text), Day::parse(&text));
    }

    #[test]
    fn digits_and_dashes_are_read_back_or_refused(text in "[0-9]{4}(-[0-9]{2}){0,2}") {
        if let Ok(interval) = Interval::parse(&text) {
            prop_assert_eq!(interval.to_string(), text);
        }
    }

    #[test]
    fn what_is_decided_is_consistent(left in interval(), right in interval()) {
        if left.before(&right) == Some(true) {
            prop_assert_eq!(right.before(&left), Some(false));
            prop_assert_eq!(left.equal(&right), Some(false));
            prop_assert!(left.days_until(&right).least > 0);
        }
        if left.equal(&right) == Some(true) {
            prop_assert_eq!(left.days_until(&right), DayCount { least: 0, most: 0 });
        }
        prop_assert_eq!(left.equal(&right), right.equal(&left));
        let (there, back) = (left.days_until(&right), right.days_until(&left));
        prop_assert_eq!((there.least, there.most), (-back.most, -back.least));
    }

    #[test]
    fn shifting_answers_or_refuses(interval in interval(), months in any::<i32>(), days in any::<i32>()) {
        let _ = interval.shift(months, days);
    }
}
