use proptest::prelude::{any, prop_assert_eq, proptest};
use tonne::measure::{Version, VersionProblem, VersionRange};

fn version(text: &str) -> Version {
    Version::parse(text).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn zeros_say_nothing() {
    for (left, right) in [
        ("07.0.0", "7.0"),
        ("7.0", "7"),
        ("v21", "21.0"),
        ("Ver. 1.1", "01.1"),
        ("Version 3", "3"),
        ("ver02.0", "2"),
        ("0", "0.0"),
    ] {
        assert_eq!(version(left), version(right), "{left} and {right}");
    }
    assert_eq!(version("07.0.0").to_string(), "7");
    assert_eq!(version("1.10").to_string(), "1.10");
}

#[test]
fn numbers_compare_as_numbers() {
    for (less, more) in [("1.1", "1.10"), ("1.9", "1.10"), ("9", "10"), ("7", "7.0.1"), ("v2", "v11")] {
        assert!(version(less) < version(more), "{less} < {more}");
    }
}

#[test]
fn what_is_no_version_is_refused() {
    for text in ["", "v", "1.", ".1", "1..2", "1.1a", "x", "1.2.3.4.5.6.7", "99999999999", "-1", "+1", "vv1"] {
        assert!(Version::parse(text).is_err(), "{text}");
    }
}

#[test]
fn ranges_contain_their_versions() {
    let table = [
        ("<= 21.0", "21", true),
        ("<= 21.0", "21.0.1", false),
        ("< 21", "21", false),
        ("< 21", "20.9", true),
        (">= 2", "2.0", true),
        (">=2", "1.9", false),
        ("> 2", "2.0", false),
        ("1.0..1.1", "1", true),
        ("1.0..1.1", "1.1.0", true),
        ("1.0..1.1", "1.10", false),
        ("any", "0", true),
        ("15.0", "15", true),
        ("= 15", "15.1", false),
        ("≤ 3", "3", true),
    ];
    for (range, text, inside) in table {
        let parsed = VersionRange::parse(range).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(parsed.contains(&version(text)), inside, "{text} in {range}");
    }
    assert!(matches!(VersionRange::parse("2..1"), Err(VersionProblem::Reversed { .. })));
    for text in ["", "<=", "..", "1..", "== 1", "<> 1", "every"] {
        assert!(VersionRange::parse(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = (Version::parse(&text), VersionRange::parse(&text));
    }

    #[test]
    fn what_is_shown_is_read_back(numbers in proptest::collection::vec(any::<u32>(), 1..6)) {
        let text = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        let read = version(&text);
        prop_assert_eq!(version(&read.to_string()), read);
    }
}
