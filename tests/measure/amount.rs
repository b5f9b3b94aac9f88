use proptest::prelude::{any, prop_assert_eq, proptest};
use rust_decimal::Decimal;
use tonne::measure::{AmountProblem, parse_amount, show};

#[test]
fn amounts_are_read_exactly() {
    let table = [
        ("600_000", "600000"),
        ("0.5", "0.5"),
        ("07", "7"),
        ("-10", "-10"),
        ("−10", "-10"),
        ("+3", "3"),
        ("1_000.25", "1000.25"),
        ("0.50", "0.5"),
        ("-0", "0"),
        ("0.1234567890123456789012345678", "0.1234567890123456789012345678"),
        ("00000000000000000000000000000000001.50000000000000000000000000000000", "1.5"),
    ];
    for (text, plain) in table {
        assert_eq!(parse_amount(text).unwrap().to_string(), plain, "{text}");
    }
}

#[test]
fn what_is_no_amount_is_said() {
    for text in ["", "-", ".5", "5.", "1e5", "1__0", "_1", "1_", "1.2.3", "0x1", "٣", "1 000", "--1", "NaN", "1._5"] {
        assert!(matches!(parse_amount(text), Err(AmountProblem::NotANumber { .. })), "{text}");
    }
    assert_eq!(
        parse_amount("600,000").unwrap_err().to_string(),
        "`600,000` groups its digits with commas; write `600_000`"
    );
    for text in ["99999999999999999999999999999", "0.12345678901234567890123456789", "79228162514264337593543950336"] {
        assert!(matches!(parse_amount(text), Err(AmountProblem::TooManyDigits { .. })), "{text}");
    }
}

#[test]
fn amounts_are_shown_as_people_write_them() {
    let table = [
        ("600000", "tCO2e", "600_000 tCO2e"),
        ("10", "%", "10 %"),
        ("0.50", "", "0.5"),
        ("-1234.5600", "t", "-1_234.56 t"),
        ("999", "", "999"),
        ("1000", "", "1_000"),
        ("0", "MWh", "0 MWh"),
        ("1234567890", "", "1_234_567_890"),
    ];
    for (amount, unit, text) in table {
        assert_eq!(show(amount.parse().unwrap(), unit), text);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = parse_amount(&text);
    }

    #[test]
    fn what_is_shown_is_read_back(mantissa in -79_228_162_514_264_337_593_543_950_335_i128..=79_228_162_514_264_337_593_543_950_335, scale in 0_u32..=28) {
        let amount = Decimal::from_i128_with_scale(mantissa, scale);
        prop_assert_eq!(parse_amount(&show(amount, "")), Ok(amount));
    }
}
