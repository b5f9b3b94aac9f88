use super::{quantity, units};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use tonne::measure::{Quantity, QuantityProblem, QuantityRange, show};

#[test]
fn equal_quantities_are_equal_in_all_units() {
    let units = units();
    let same = [
        ("10 %", "0.1"),
        ("1 GWh", "1_000 MWh"),
        ("12 months", "1 year"),
        ("3.6 tCO2e/MWh", "1 tCO2e/GJ"),
        ("1 kt", "1_000 t"),
        ("1 Mg", "1 t"),
        ("1 km2", "100 ha"),
        ("1 m3", "1_000 l"),
        ("1 year", "365.25 days"),
        ("7 days", "1 week"),
        ("0.277 kWh", "997.2 kJ"),
        ("1 tCO2e/MWh", "1 kgCO2e/kWh"),
        ("1 tCO2e/MWh", "1_000 kgCO2e/MWh"),
        ("500 ppm", "0.05 %"),
        ("1 MWh/year", "1_000 kWh/yr"),
        ("56.1 tCO2/TJ", "56.1 kgCO2/GJ"),
        ("0 t", "0 kg"),
        ("2 MUSD", "2_000 kUSD"),
    ];
    for (left, right) in same {
        assert_eq!(quantity(&units, left), quantity(&units, right));
    }
}

#[test]
fn different_dimensions_never_compare() {
    let units = units();
    let never = [
        ("1 tCO2e", "1 MWh"),
        ("1 tCO2e", "1 tCO2"),
        ("1 tC", "1 tCO2"),
        ("1 household", "1"),
        ("1 USD", "1 EUR"),
        ("0 t", "0"),
        ("1 m3", "1 Nm3"),
        ("10 %", "10 %/year"),
        ("1 tC", "1 t"),
    ];
    for (left, right) in never {
        let compared = quantity(&units, left).compare(&quantity(&units, right));
        assert_eq!(compared, Err(QuantityProblem::Dimension), "{left} and {right}");
        assert_eq!(quantity(&units, left).plus(&quantity(&units, right)), Err(QuantityProblem::Dimension));
    }
}

#[test]
fn order_is_exact_at_the_edges() {
    let units = units();
    let less = [
        ("15 MW", "15.000000000000000000000001 MW"),
        ("15_000_000 W", "15.000000000000000000000001 MW"),
        ("-1 GWh", "1 Wh"),
        ("-2 MWh", "-1_999 kWh"),
        ("79228162514264337593543950335 kg", "79228162514264337593543950335 Gt"),
        ("0.0000000000000000000000000001 kg", "79228162514264337593543950335 Gt"),
        ("0.3333333333333333333333333333 year", "4 months"),
        ("4 months", "0.3333333333333333333333333334 year"),
    ];
    for (left, right) in less {
        assert_eq!(quantity(&units, left).compare(&quantity(&units, right)), Ok(Ordering::Less), "{left} < {right}");
    }
}

#[test]
fn arithmetic_keeps_units() {
    let units = units();
    let get = |text| quantity(&units, text);
    assert_eq!(get("0.5 tCO2e/MWh").times(&get("10 GWh")), Ok(get("5_000 tCO2e")));
    assert_eq!(get("5_000 tCO2e").over(&get("10 GWh")), Ok(get("0.5 tCO2e/MWh")));
    assert_eq!(get("1 MWh").plus(&get("500 kWh")), Ok(get("1.5 MWh")));
    assert_eq!(get("1 MWh").plus(&get("1 MJ")), Ok(get("3_601 MJ")));
    assert_eq!(get("1 year").minus(&get("1 month")), Ok(get("11 months")));
    assert_eq!(get("100").times(&get("10 %")), Ok(get("10")));
    assert_eq!(get("2 household").times(&get("3 MWh/household")), Ok(get("6 MWh")));
    assert_eq!(get("5 MWh").amount_in(units.parse("GJ").unwrap()), Ok(Decimal::from(18)));
    assert_eq!(get("5 MWh").amount_in(units.parse("t").unwrap()), Err(QuantityProblem::Dimension));
    assert_eq!(show(get("1 t").over(&get("3 ha")).unwrap().amount, "t/ha"), "0.3333333333333333333333333333 t/ha");
}

#[test]
fn what_cannot_be_counted_is_an_error() {
    let units = units();
    let get = |text| quantity(&units, text);
    let most = get("79228162514264337593543950335 t");
    assert_eq!(most.times(&most), Err(QuantityProblem::Range));
    assert_eq!(most.plus(&most), Err(QuantityProblem::Range));
    assert_eq!(most.amount_in(units.parse("kg").unwrap()), Err(QuantityProblem::Range));
    assert_eq!(get("1 t").over(&get("0 ha")), Err(QuantityProblem::DivisionByZero));
    let tiny = get("0.0000000000000000003");
    assert_eq!(tiny.times(&tiny), Err(QuantityProblem::Range));
    assert_eq!(tiny.over(&get("79228162514264337593543950335")), Err(QuantityProblem::Range));
}

#[test]
fn ranges_decide_what_they_can() {
    let units = units();
    let get = |text| quantity(&units, text);
    let range = QuantityRange::new(get("-10 %"), get("10 %")).unwrap();
    assert_eq!(range.contains(&get("0.1")), Ok(true));
    assert_eq!(range.contains(&get("11 %")), Ok(false));
    assert_eq!(range.contains(&get("1 t")), Err(QuantityProblem::Dimension));
    assert_eq!(range.compare(&get("0.2")), Ok(Some(Ordering::Less)));
    assert_eq!(range.compare(&get("-0.2")), Ok(Some(Ordering::Greater)));
    assert_eq!(range.compare(&get("0")), Ok(None));
    assert_eq!(range.compare(&get("10 %")), Ok(None));
    assert_eq!(QuantityRange::new(get("1"), get("0")), Err(QuantityProblem::Reversed));
}

fn energy() -> impl Strategy<Value = Quantity> {
    let units = units();
    let all = ["Wh", "kWh", "MWh", "GWh", "J", "GJ", "PJ", "Btu", "toe"].map(|text| units.parse(text).unwrap());
    (any::<i64>(), 0_u32..20, 0..all.len())
        .prop_map(move |(mantissa, scale, unit)| Quantity::new(Decimal::new(mantissa, scale), all[unit]))
}

proptest! {
    #[test]
    fn comparison_is_antisymmetric(left in energy(), right in energy()) {
        let order = left.compare(&right).unwrap();
        prop_assert_eq!(right.compare(&left).unwrap(), order.reverse());
        prop_assert_eq!(left.compare(&left), Ok(Ordering::Equal));
    }

    #[test]
    fn comparison_is_transitive(mut all in proptest::collection::vec(energy(), 3)) {
        all.sort_by(|left, right| left.compare(right).unwrap());
        prop_assert!(all[0].compare(&all[2]).unwrap() != Ordering::Greater);
    }

    #[test]
    fn small_sums_undo(left in -1_000_000_i64..1_000_000, right in -1_000_000_i64..1_000_000) {
        let units = units();
        let (left, right) = (Quantity::new(left.into(), units.parse("MWh").unwrap()), Quantity::new(right.into(), units.parse("MJ").unwrap()));
        prop_assert_eq!(left.plus(&right).unwrap().minus(&right).unwrap(), left);
        prop_assert_eq!(left.plus(&right), right.plus(&left));
    }

    #[test]
    fn arithmetic_answers_or_refuses(left in energy(), right in energy()) {
        let _ = (left.plus(&right), left.minus(&right));
        if let Ok(product) = left.times(&right) && !right.amount.is_zero() && !left.amount.is_zero() {
            prop_assert!(!product.amount.is_zero());
        }
        if let Ok(quotient) = left.over(&right) && !left.amount.is_zero() {
            prop_assert!(!quotient.amount.is_zero());
        }
    }
}
