use super::{definitions, quantity, units};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use tonne::measure::{DefinitionFault, UnitDefinition, UnitFault, Units};

fn definition(name: &str, is: &str, prefixes: bool) -> UnitDefinition {
    UnitDefinition {
        name: name.to_owned(),
        also: Vec::new(),
        is: is.to_owned(),
        prefixes,
        measures: String::new(),
        share: false,
        weighted: false,
        means: "for a test".to_owned(),
    }
}

#[test]
fn units_of_the_field_are_read() {
    let units = units();
    let known = [
        "tCO2e",
        "ktCO2e",
        "MtCO2e",
        "GtCO2e",
        "kgCO2e",
        "gCO2e",
        "tCO2",
        "tC",
        "tCH4",
        "tN2O",
        "GgCO2e",
        "tHFC-23",
        "kgN2O-N/kgN",
        "tCO2e/MWh",
        "%/year",
        "kg(N2O-N)/kg(N)",
        "t(C)/ha",
        "t(CO2e)/ha",
        "t(d.m.)/ha",
        "m3(CH4)/h",
        "kgCH4/(head*year)",
        "tCO2e/ha/yr",
        "W",
        "kW",
        "MW",
        "GW",
        "TW",
        "Wh",
        "kWh",
        "MWh",
        "GWh",
        "TWh",
        "J",
        "kJ",
        "MJ",
        "GJ",
        "TJ",
        "PJ",
        "MWp",
        "MWth",
        "MWe",
        "ha",
        "m2",
        "km2",
        "m3",
        "l",
        "litre",
        "Nm3",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "kg",
        "g",
        "t",
        "kt",
        "Mt",
        "°C",
        "K",
        "USD",
        "USD/MWh",
        "kEUR",
        "MUSD",
        "head",
        "household",
        "devices",
        "animals",
        "trees",
        "units",
        "%",
        "ppm",
        "ha^-1",
        "t*ha-1*yr-1",
        "t.ha^-1.yr^-1",
        "m²",
        "t(CO₂e)·ha⁻¹",
        "1/year",
        "GJ/t",
        "TJ/kt",
        "MMBtu",
        "TJ/Gg",
    ];
    for text in known {
        units.parse(text).unwrap_or_else(|problem| panic!("`{text}`: {problem}"));
    }
}

#[test]
fn spellings_of_one_unit_are_one_unit() {
    let units = units();
    let same = [
        ("tCO2e", "t(CO2e)"),
        ("tCO2eq", "tCO2e"),
        ("tCO₂e", "tCO2e"),
        ("t", "tonnes"),
        ("Mg", "t"),
        ("Gg", "kt"),
        ("kg", "kilogram"),
        ("ha-1", "1/ha"),
        ("ha^-1", "1/ha"),
        ("m²", "m2"),
        ("m^2", "m2"),
        ("year", "yr"),
        ("a", "years"),
        ("h", "hours"),
        ("tCO2e/ha/yr", "tCO2e/(ha*yr)"),
        ("tCO2e*ha^-1*yr^-1", "tCO2e/ha/yr"),
        ("kgN", "kg(N)"),
        ("heads", "animals"),
        ("(m2)^2", "m4"),
        ("MWp", "MW"),
        ("kL", "m3"),
        ("MJ*s/s", "MJ"),
        ("TJ/Gg", "GJ/t"),
        ("°C", "K"),
        ("GtC", "Gt(C)"),
        ("t-CO2/p", "tCO2/period"),
        ("m3CH4/kg-VS", "m3(CH4)/kg(VS)"),
        ("tCO2e/y", "tCO2e/year"),
        ("ºC", "°C"),
        ("fraction", "1"),
    ];
    for (left, right) in same {
        assert_eq!(units.parse(left), units.parse(right), "{left} and {right}");
    }
}

#[test]
fn different_things_are_different_dimensions() {
    let units = units();
    let names = [
        "tCO2e",
        "tCO2",
        "tC",
        "tCH4",
        "t",
        "MWh",
        "MW",
        "ha",
        "m3",
        "Nm3",
        "year",
        "household",
        "head",
        "%",
        "USD",
        "EUR",
        "tree",
    ];
    for (at, left) in names.iter().enumerate() {
        for right in &names[at + 1..] {
            let dimension = |text| units.parse(text).unwrap().dimension();
            assert_ne!(dimension(left), dimension(right), "{left} and {right}");
        }
    }
    assert!(units.parse("kg(N)/kg(N)").unwrap().dimension().is_ratio());
    assert!(!units.parse("kg(N2O-N)/kg(N)").unwrap().dimension().is_ratio());
    assert!(!units.parse("head").unwrap().dimension().is_ratio());
}

#[test]
fn nearest_units_are_suggested_and_meanings_never_guessed() {
    let units = units();
    let table = [
        ("Mwh", Some("MWh")),
        ("mwh", Some("MWh")),
        ("KWH", Some("kWh")),
        ("Kg", Some("kg")),
        ("tco2e", Some("tCO2e")),
        ("tC02e", Some("tCO2e")),
        ("tC02", Some("tCO2")),
        ("yaers", Some("years")),
        ("houshold", Some("household")),
        ("mWh", Some("MWh")),
        ("kgCH5", Some("kgCH4")),
        ("tCO2x", None),
        ("tCo2", Some("tCO2")),
        ("MG", None),
        ("qq", None),
        ("kkg", None),
        ("A", None),
        ("sm3", Some("Sm3")),
        ("GWhr", Some("GWh")),
        ("kgBOD/cxp", None),
    ];
    for (text, nearest) in table {
        let problem = units.parse(text).expect_err(text);
        assert!(matches!(problem.fault, UnitFault::Unknown { .. }), "{text}: {problem}");
        assert_eq!(problem.suggestion(), nearest, "{text}");
    }
    assert_eq!(units.parse("t(CO2E)").unwrap_err().suggestion(), Some("CO2e"));
}

#[test]
fn ambiguous_names_are_refused_with_a_way_out() {
    let units = units();
    for text in ["ton", "tons", "mt", "MT", "mtCO2e", "tonsCO2e", "MMTCO2e", "Mm3", "tons/ha", "gallons", "MMscf"] {
        let problem = units.parse(text).expect_err(text);
        let UnitFault::Ambiguous { means, .. } = problem.fault else { panic!("{text}: {problem}") };
        assert!(means.contains("write"), "{text}: {means}");
    }
    // The metre, the minute and the million are not milli-things.
    assert_eq!(units.parse("min"), units.parse("minutes"));
    assert_ne!(units.parse("Mg"), units.parse("mg"));
    assert_eq!(quantity(&units, "1 Mt"), quantity(&units, "1_000_000 t"));
}

#[test]
fn malformed_units_point_at_the_bytes() {
    let units = units();
    let table = [
        ("", 0..0, UnitFault::Missing),
        ("t/", 2..2, UnitFault::Missing),
        ("/t", 0..0, UnitFault::Missing),
        ("t//ha", 2..2, UnitFault::Missing),
        ("kg/ha*year", 5..6, UnitFault::ProductAfterDivision),
        ("t(C", 1..2, UnitFault::Parenthesis),
        ("t)", 1..2, UnitFault::Parenthesis),
        ("kg/(ha", 3..4, UnitFault::Parenthesis),
        ("100km", 0..3, UnitFault::Number),
        ("l/100", 2..5, UnitFault::Number),
        ("t(C)x", 4..5, UnitFault::Trailing),
        ("t C", 1..3, UnitFault::Trailing),
        ("Pt^99", 0..5, UnitFault::Range),
        ("CO2", 0..3, UnitFault::BareSubstance { name: "CO2".to_owned() }),
    ];
    for (text, at, fault) in table {
        let problem = units.parse(text).expect_err(text);
        assert_eq!((problem.at, problem.fault), (at, fault), "`{text}`");
    }
    let unknown = units.parse("tCO2e/Mwh").unwrap_err();
    assert_eq!(unknown.at, 6..9);
    // A 2 at the end of a formula is not a square.
    assert!(units.parse("kgN2").is_err());
    assert!(matches!(units.parse(&"t*".repeat(200)).unwrap_err().fault, UnitFault::TooLong));
    assert!(matches!(units.parse(&"(".repeat(100)).unwrap_err().fault, UnitFault::TooLong));
}

#[test]
fn dimensions_are_described_and_named() {
    let units = units();
    let describe = |text| units.describe(units.parse(text).unwrap().dimension());
    let table = [
        ("tCO2e/yr", "mass of CO2e per unit of time"),
        ("tCO2e/MWh", "mass of CO2e per unit of energy"),
        ("tCO2e*MWh", "mass of CO2e times energy"),
        ("tCO2e/tCH4", "mass of CO2e per unit of mass of CH4"),
        ("m3(CH4)/m3", "share of CH4"),
        ("m3(CH4)/year", "volume of CH4 per unit of time"),
        ("t/t(CH4)", "mass per unit of mass of CH4"),
        ("MWh", "energy"),
        ("GJ/t", "energy per unit of mass"),
        ("MW", "power"),
        ("USD/MWh", "USD per unit of energy"),
        ("kgCH4/(head*year)", "mass of CH4 per unit of time and head"),
        ("t(C)/ha", "mass of C per unit of area"),
        ("ha^-1", "one per unit of area"),
        ("USD", "USD"),
        ("%", "a pure number"),
    ];
    for (unit, words) in table {
        assert_eq!(describe(unit), words, "{unit}");
    }
    let energy = units.parse("MWh").unwrap().dimension();
    assert_eq!(units.measuring(energy).next(), Some("J"));
    assert_eq!(units.definition("ktoe").unwrap().name, "toe");
    assert!(units.definition("flock").is_none());
}

#[test]
fn every_definition_says_what_it_means() {
    for definition in definitions() {
        assert!(definition.means.len() > 3 && !definition.means.ends_with('.'), "{}", definition.name);
    }
}

#[test]
fn every_name_reads_as_itself() {
    let units = units();
    for definition in definitions().into_iter().filter(|definition| definition.is != "ambiguous") {
        let first = units.parse(&definition.name);
        for name in definition.also {
            if definition.is == "substance" {
                assert_eq!(units.parse(&format!("t({name})")), units.parse(&format!("t({})", definition.name)));
            } else {
                assert!(first.is_ok() && units.parse(&name) == first, "{name}");
            }
        }
    }
}

#[test]
fn faulty_definitions_are_named() {
    let fault = |list: Vec<UnitDefinition>| Units::new(list).expect_err("faulty").fault;
    let kg = || definition("kg", "base mass", false);
    assert_eq!(fault(vec![kg(), kg()]), DefinitionFault::Taken("mass".to_owned()));
    assert_eq!(fault(vec![kg(), definition("kg", "2 kg", false)]), DefinitionFault::Taken("kg".to_owned()));
    assert_eq!(
        fault(vec![definition("g", "base mass", true), definition("kg", "900 g", false)]),
        DefinitionFault::Taken("kg".to_owned())
    );
    assert!(matches!(fault(vec![definition("t", "1000 kg", false)]), DefinitionFault::Is(_)));
    assert!(matches!(fault(vec![kg(), definition("t", "0 kg", false)]), DefinitionFault::Is(_)));
    assert_eq!(fault(vec![definition("a b", "base mass", false)]), DefinitionFault::Name("a b".to_owned()));
    assert_eq!(fault(vec![definition("C", "substance", true)]), DefinitionFault::Prefixes);
    // Kilogram may be said twice where it is the same.
    assert!(Units::new([kg(), definition("g", "0.001 kg", true)]).is_ok());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Err(problem) = units().parse(&text) {
            prop_assert!(text.get(problem.at).is_some());
        }
    }

    #[test]
    fn any_text_of_unit_letters_is_read_or_refused(text in "[tkgMWh/()*.^2C-]{0,24}") {
        if let Err(problem) = units().parse(&text) {
            prop_assert!(text.get(problem.at).is_some());
        }
    }

    #[test]
    fn any_definition_is_read_or_refused(name in ".{0,6}", is in any::<String>(), tail in "[0-9a-z /().]{0,20}") {
        let _ = Units::new([definition("m", "base length", true), definition(&name, &is, true), definition("x", &tail, false)]);
    }

    #[test]
    fn multiplying_and_dividing_undo_each_other(picks in prop::collection::vec(0_usize..7, 2)) {
        let units = units();
        let all = ["tCO2e", "MWh", "ha", "year", "USD", "%", "head"];
        let [left, right] = [units.parse(all[picks[0]]).unwrap(), units.parse(all[picks[1]]).unwrap()];
        prop_assert_eq!(left.times(right).and_then(|product| product.over(right)), Some(left));
        prop_assert_eq!(left.power(2), left.times(left));
    }
}

#[test]
fn units_in_the_vocabulary_of_fields_are_known() {
    let units = units();
    for text in ["ha", "tCO2e/ha", "tCO2e", "MW", "days", "%", "%/year", "years"] {
        assert!(units.parse(text).is_ok(), "{text}");
    }
}
