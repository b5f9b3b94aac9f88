use proptest::prelude::{any, proptest};
use tonne::measure::{Country, Currency};

#[test]
fn countries_are_known_by_their_code() {
    let cambodia = Country::parse("KH").unwrap();
    assert_eq!((cambodia.code(), cambodia.name(), cambodia.to_string().as_str()), ("KH", "Cambodia", "KH"));
    for code in ["CH", "GH", "JP", "SE", "NO", "SG", "TH", "VU", "CI", "MK", "SS", "CD"] {
        assert_eq!(Country::parse(code).unwrap().code(), code);
    }
    for text in ["kh", "KHM", "UK", "EU", "XX", "K", "", "ZZ", "AA"] {
        assert_eq!(Country::parse(text), None, "{text}");
    }
}

#[test]
fn the_country_that_was_meant_is_found() {
    let table = [
        ("Cambodia", "KH"),
        ("cambodia", "KH"),
        ("KHM", "KH"),
        ("kh", "KH"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("Laos", "LA"),
        ("Lao PDR", "LA"),
        ("Tanzania", "TZ"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("South Korea", "KR"),
        ("The Gambia", "GM"),
        ("Thailand", "TH"),
        ("Switzerlnd", "CH"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("United States", "US"),
        ("Bolivia", "BO"),
        ("DR Congo", "CD"),
    ];
    for (text, code) in table {
        assert_eq!(Country::nearest(text).map(Country::code), Some(code), "{text}");
    }
    for text in ["", "Atlantis", "??", "Republic"] {
        assert_eq!(Country::nearest(text), None, "{text}");
    }
}

#[test]
fn currencies_are_known_by_their_code() {
    let dollar = Currency::parse("USD").unwrap();
    assert_eq!((dollar.code(), dollar.name()), ("USD", "United States dollar"));
    assert_ne!(dollar.base(), Currency::parse("EUR").unwrap().base());
    for text in ["usd", "US$", "XXX", "XTS", "", "ABC"] {
        assert_eq!(Currency::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = (Country::parse(&text), Country::nearest(&text), Currency::parse(&text));
    }
}
