//! Equations: what is told of them, and what is not.

mod form;
mod parts;
mod percentages;

use tonne::engine;
use tonne::finding::{Finding, Severity};
use tonne::rulebook::shipped;
use tonne::source::{FileId, Source};

fn findings(text: &str) -> Vec<Finding> {
    let (rulebook, _) = shipped(Vec::new());
    let mut options = crate::corpus::options();
    options.select = vec!["quantification".to_owned(), "syntax".to_owned()];
    let source = Source { id: FileId(0), name: "made-up.tonne".into(), text: text.into() };
    engine::check(&[source], &rulebook, &options).findings
}

/// Whatever is told, questions left out: the rule and what it points at first.
fn told(text: &str) -> Vec<String> {
    let found = findings(text).into_iter().filter(|finding| finding.severity != Severity::Question);
    let found = found.filter(|finding| finding.code != "syntax/operator-spelling");
    let at = |finding: &Finding| text[finding.span().start as usize..finding.span().end as usize].to_owned();
    found.map(|finding| format!("{} {}", finding.code.trim_start_matches("quantification/"), at(&finding))).collect()
}

/// A methodology of one equation and its parameters: `symbol unit; …`.
fn of(equation: &str, parameters: &[(&str, &str)]) -> String {
    let declared: String =
        parameters.iter().map(|(symbol, unit)| format!("  parameter {symbol} {{ unit {unit} }}\n")).collect();
    format!("methodology \"A, made up\" {{\n  equation {equation}\n{declared}}}\n")
}

/// The symbols of an equation with their units.
type Units = [(&'static str, &'static str)];

#[test]
fn what_does_not_match_is_told() {
    let table: [(&str, &Units, &str); 25] = [
        ("ER = C", &[("ER", "tCO2e"), ("C", "t(C)")], "units-do-not-match ER"),
        ("ER = M", &[("ER", "tCO2e"), ("M", "t(CH4)")], "units-do-not-match ER"),
        ("ER = N * EF", &[("ER", "tCO2e"), ("N", "t(N)"), ("EF", "t(N2O-N)/t(N)")], "units-do-not-match ER"),
        ("E = A + B", &[("E", "MWh"), ("A", "MWh"), ("B", "TJ")], "unit-sizes-differ A"),
        ("V = A + B", &[("V", "m3"), ("A", "ha"), ("B", "m3")], "units-do-not-match A"),
        ("X = max(A, B)", &[("X", "t"), ("A", "t"), ("B", "USD")], "units-do-not-match A"),
        ("X = if A > B then A else C", &[("X", "t"), ("A", "t"), ("B", "t"), ("C", "MWh")], "units-do-not-match A"),
        ("X = A * exp(B)", &[("X", "t"), ("A", "t"), ("B", "ha")], "units-do-not-match B"),
        ("X = A * U / 100 / 100", &[("X", "t"), ("A", "t"), ("U", "%")], "percentage-counted-twice A * U / 100 / 100"),
        // A thousandth too many, though one side also leaves a year unsaid.
        ("PE = V * D * 10 ^ -3", &[("PE", "t(CH4)/year"), ("V", "m3"), ("D", "t(CH4)/m3")], "unit-sizes-differ PE"),
        ("PE = N * EF", &[("PE", "tCO2e"), ("N", "number"), ("EF", "kgCO2e/head")], "unit-sizes-differ PE"),
        // A molecular ratio turns one substance only, and one way.
        ("C = B * 44 / 12", &[("C", "tCO2e"), ("B", "t(dm)")], "units-do-not-match C"),
        ("C = B * 3.67", &[("C", "tCO2e"), ("B", "t(dm)")], "units-do-not-match C"),
        ("C = B * 12 / 44", &[("C", "tCO2e"), ("B", "t(C)")], "units-do-not-match C"),
        ("C = B * 44 / 28", &[("C", "tCO2e"), ("B", "t(C)")], "units-do-not-match C"),
        ("C = B * 44 / 12 / 1000", &[("C", "tCO2e"), ("B", "t(C)")], "unit-sizes-differ C"),
        // A share is no potential and no calorific value.
        ("E = A * 0.95", &[("E", "tCO2e"), ("A", "t(CH4)")], "units-do-not-match E"),
        (
            "E = B * F * (C + D) * 0.95",
            &[("E", "tCO2e"), ("B", "t"), ("F", "fraction"), ("C", "tCO2e/TJ"), ("D", "tCO2e/TJ")],
            "units-do-not-match E",
        ),
        // What stands between words as a dot multiplies.
        ("ER = EG\u{b7}EF", &[("ER", "tCO2e"), ("EG", "MWh"), ("EF", "kgCO2e/MWh")], "unit-sizes-differ ER"),
        // A fraction makes no more of what it is a part of.
        ("E = A * F", &[("E", "tCO2e"), ("A", "t(C)"), ("F", "fraction")], "units-do-not-match E"),
        ("E = A * F", &[("E", "tCO2e"), ("A", "t(CH4)"), ("F", "fraction")], "units-do-not-match E"),
        // Hours and days are not left unsaid, as a year is.
        ("E = P * F", &[("E", "MWh"), ("P", "MW"), ("F", "fraction")], "units-do-not-match E"),
        ("N = D * A", &[("N", "head"), ("D", "day"), ("A", "head")], "units-do-not-match N"),
        // As the JCM counts lamps: their efficacy multiplied where it should divide.
        (
            "RE = EC * A * B * EF",
            &[("RE", "tCO2/p"), ("EC", "MWh/p"), ("A", "lm/W"), ("B", "lm/W"), ("EF", "tCO2/MWh")],
            "units-do-not-match RE",
        ),
        (
            "X = A * exp(K * ln(B))",
            &[("X", "t"), ("A", "t"), ("K", "ha"), ("B", "dimensionless")],
            "units-do-not-match K * ln(B)",
        ),
    ];
    for (equation, parameters, expected) in table {
        assert_eq!(told(&of(equation, parameters)), [expected], "{equation}");
    }
}

#[test]
fn what_may_be_meant_is_not_told() {
    let table: [(&str, &Units); 35] = [
        // A bare number may be the conversion.
        ("ER = C * 44 / 12", &[("ER", "tCO2e"), ("C", "t(C)")]),
        ("ER = M * 28", &[("ER", "tCO2e"), ("M", "t(CH4)")]),
        ("E = P * 8760", &[("E", "MWh"), ("P", "MW")]),
        // So may a parameter without a unit convert one substance into another.
        ("ER = M * GWP", &[("ER", "tCO2e"), ("M", "t(CH4)"), ("GWP", "dimensionless")]),
        // A tenth is a share.
        ("PE = 0.10 * M", &[("PE", "tCO2e"), ("M", "tCO2e")]),
        ("PE = 0.10 * M", &[("PE", "tCO2e"), ("M", "tCO2e/year")]),
        ("PE = M * U", &[("PE", "tCO2e"), ("M", "tCO2e/year"), ("U", "%")]),
        // A power with a negative exponent is the number that it is, and the hours of a year may be unsaid.
        ("E = M * 10 ^ -3", &[("E", "t(N)"), ("M", "kg(N)")]),
        ("E = M * 10 ^ -3", &[("E", "t(N)/year"), ("M", "kg(N)")]),
        ("V = sum(h, F)", &[("V", "m3"), ("F", "m3/h")]),
        // Years, heads, dry matter and the potential of CO2 itself are overlooked.
        ("ER = BE - PE", &[("ER", "tCO2e"), ("BE", "tCO2/year"), ("PE", "tCO2e")]),
        ("ER = N * EF", &[("ER", "tCO2e"), ("N", "number"), ("EF", "tCO2e/head")]),
        ("C = B * CF", &[("C", "t(C)"), ("B", "t"), ("CF", "t(C)/t(dm)")]),
        ("M = V * D", &[("M", "t(CH4)"), ("V", "Nm3"), ("D", "t(CH4)/m3")]),
        ("X = max(0, A) + 0", &[("X", "tCO2e"), ("A", "tCO2e")]),
        ("X = A * (1 - U)", &[("X", "t"), ("A", "t"), ("U", "%")]),
        ("X = A * exp(0 - K * T)", &[("X", "t"), ("A", "t"), ("K", "1/year"), ("T", "year")]),
        ("C = B * CF * 44 / 12", &[("C", "tCO2e"), ("B", "t(dm)"), ("CF", "t(C)/t(dm)")]),
        ("C = B * CF * 44 / 12", &[("C", "tCO2e"), ("B", "t(dm)"), ("CF", "fraction")]),
        ("C = B * 0.47 * 44 / 12", &[("C", "tCO2e"), ("B", "t(dm)")]),
        ("C = B * 44 / 12", &[("C", "tCO2e"), ("B", "t")]),
        ("C = B * 12 / 44", &[("C", "t(C)"), ("B", "t(CO2)")]),
        ("E = N * F * 44 / 28 * G", &[("E", "tCO2e"), ("N", "t(N)"), ("F", "t(N2O-N)/t(N)"), ("G", "tCO2e/t(N2O)")]),
        ("C = B * F", &[("C", "t(C)"), ("B", "t(dm)"), ("F", "fraction")]),
        // A potential without a unit, with a year and a head left unsaid.
        ("E = G * N * F / 1000", &[("E", "tCO2e"), ("G", "dimensionless"), ("N", "head"), ("F", "kg(CH4)/head/yr")]),
        // Allometric equations.
        ("E = A * 28 * 0.95", &[("E", "tCO2e"), ("A", "t(CH4)")]),
        ("E = B * 0.0156 * C", &[("E", "tCO2e"), ("B", "t"), ("C", "tCO2e/TJ")]),
        ("E = V * 0.84 * N * C", &[("E", "tCO2e"), ("V", "m3"), ("N", "GJ/t"), ("C", "tCO2e/GJ")]),
        ("C = B * CF * 0.9", &[("C", "t(C)/ha"), ("B", "t(d.m.)/ha"), ("CF", "t(C)/t(d.m.)")]),
        ("X = ln(D)", &[("X", "dimensionless"), ("D", "cm")]),
        ("B = exp(A + K * ln(D))", &[("B", "kg(dm)"), ("A", "dimensionless"), ("K", "dimensionless"), ("D", "cm")]),
        ("E = P * 8760", &[("E", "MWh"), ("P", "MW")]),
        (
            "RE = EC * A / B * EF",
            &[("RE", "tCO2/p"), ("EC", "MWh/p"), ("A", "lm/W"), ("B", "lm/W"), ("EF", "tCO2/MWh")],
        ),
        ("V = sum(d, F)", &[("V", "t/year"), ("F", "t/day")]),
        ("X = (A ^ 2 / B) + sqrt(D)", &[("X", "t"), ("A", "t"), ("B", "t"), ("D", "t2")]),
    ];
    for (equation, parameters) in table {
        assert_eq!(told(&of(equation, parameters)), [] as [String; 0], "{equation}");
    }
}

/// As ACM0002 and AMS-III.D count: the grid's factor, and methane by volume, share, density and potential.
#[test]
fn real_equations_pass() {
    let grid = of(
        "BE[y] = EG_PJ[y] * EF_grid_CM[y]",
        &[("BE [y]", "tCO2/year"), ("EG_PJ [y]", "MWh/year"), ("EF_grid_CM [y]", "tCO2/MWh")],
    );
    let methane = of(
        "MD[y] = BG[y] * w[y] * D_CH4 * FE * GWP",
        &[
            ("MD [y]", "tCO2e"),
            ("BG [y]", "m3"),
            ("w [y]", "m3(CH4)/m3"),
            ("D_CH4", "t(CH4)/m3(CH4)"),
            ("FE", "%"),
            ("GWP", "tCO2e/t(CH4)"),
        ],
    );
    let fuel = of(
        "PE[y] = sum(i, FC[i,y] * NCV[i,y] * EF[i,y])",
        &[("PE [y]", "tCO2"), ("FC [i,y]", "t"), ("NCV [i,y]", "GJ/t"), ("EF [i,y]", "tCO2/GJ")],
    );
    for text in [grid, methane, fuel] {
        assert_eq!(told(&text), [] as [String; 0], "{text}");
    }
    let without = "  equation MD[y] = BG[y] * w[y] * D_CH4\n";
    let text = format!(
        "methodology \"B, made up\" {{\n{without}  parameter MD [y] {{ unit tCO2e }}\n  parameter BG [y] {{ unit m3 }}\n  parameter w [y] {{ unit m3(CH4)/m3 }}\n  parameter D_CH4 {{ unit t(CH4)/m3(CH4) }}\n}}\n"
    );
    assert_eq!(told(&text), ["units-do-not-match MD[y]"]);
}

#[test]
fn both_operands_and_their_derivation_are_shown() {
    let found = findings(&of("ER = A * C - PE", &[("ER", "tCO2e"), ("A", "ha"), ("C", "t(C)/ha"), ("PE", "tCO2e")]));
    let finding = found.iter().find(|finding| finding.code.ends_with("units-do-not-match")).unwrap();
    let labels: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(labels, ["t(C)", "tCO2e"]);
    assert_eq!(finding.notes[0], "t(C) comes from `A` in ha, `C` in t(C)/ha");
}

/// What an expression is said to be in: a unit that the reader finds in its symbols, else a word of the field.
#[test]
fn expressions_are_told_in_units_that_stand_in_them() {
    let table: [(&str, &Units, &str); 8] = [
        ("ER = EG * U", &[("ER", "tCO2e"), ("EG", "MWh"), ("U", "%")], "an expression in MWh:"),
        ("ER = P * T", &[("ER", "tCO2e"), ("P", "kW"), ("T", "h")], "an expression in kW*h:"),
        ("ER = Q * NCV * EF", &[("ER", "tCO2e"), ("Q", "t"), ("NCV", "GJ/t"), ("EF", "tCO2e")], "in GJ*tCO2e:"),
        ("ER = A * C", &[("ER", "tCO2e"), ("A", "ha"), ("C", "t(C)/ha")], "an expression in t(C):"),
        ("ER = M / EG * 1000", &[("ER", "MWh"), ("M", "tCO2e"), ("EG", "MWh")], "in tCO2e/MWh times 1_000:"),
        ("ER = A / B", &[("ER", "tCO2e"), ("A", "t"), ("B", "kg")], "an expression without a unit:"),
        (
            "BE = V * S * B",
            &[("BE", "t(C)"), ("V", "t/year"), ("S", "t(VS)/t"), ("B", "m3/kg(VS)")],
            "in 1_000 m3/year:",
        ),
        ("ER = V * P", &[("ER", "tCO2e"), ("V", "m3"), ("P", "bar")], "an expression in m3*bar:"),
    ];
    for (equation, parameters, expected) in table {
        let found = findings(&of(equation, parameters));
        let message =
            found.iter().find(|finding| finding.code.ends_with("units-do-not-match")).map(|found| &*found.message);
        assert!(message.is_some_and(|message| message.contains(expected)), "{equation}: {message:?}");
    }
}

#[test]
fn the_whole_circle_is_shown() {
    let text = "methodology \"A, made up\" { equation A = B; equation B = C * 2\n  equation C = A }\n";
    let found = findings(text);
    let circle = found.iter().find(|finding| finding.code.ends_with("circular-definition")).unwrap();
    assert_eq!(circle.message, "`A` is defined by itself: `A` by `B` by `C` by `A`");
    assert_eq!(circle.labels.len(), 3);
    assert_eq!(found.iter().filter(|finding| finding.code.ends_with("circular-definition")).count(), 1);
}

#[test]
fn a_partial_reading_asks_and_does_not_accuse() {
    let text = "methodology \"A, made up\" { equation BE = EG * EF; parameter PE { unit tCO2e } }\n";
    assert_eq!(told(text), [] as [String; 0]);
    assert!(findings(text).iter().any(|finding| finding.severity == Severity::Question));
}

#[test]
fn equations_of_any_size_end_soon() {
    let chain: String = (0..3_000).map(|at| format!("  equation x{at} = x{} + x{}\n", at + 1, at + 2)).collect();
    let ring: String = (0..3_000).map(|at| format!("  equation y{at} = y{}\n", (at + 1) % 3_000)).collect();
    let deep = format!("  equation z = {}1{}\n", "(1 + ".repeat(120), ")".repeat(120));
    let wide = format!("  equation ER = {}\n", vec!["x0"; 900].join(" * "));
    let same: String = (0..3_000)
        .map(|at| format!("  option \"{at}\" {{ equation s = s * t; parameter s {{ unit t }} }}\n  example \"{at}\" {{ expect s {{ value 1 t }} }}\n"))
        .collect();
    let broken = "  equation = \n  equation ER = \n  equation ER = sum()\n  equation 1 = 2\n  equation a + b = c\n";
    let text = |more: &str| format!("methodology \"A, made up\" {{\n{chain}{ring}{deep}{wide}{same}{more}}}\n");
    let started = std::time::Instant::now();
    findings(&text(broken));
    assert!(findings(&text("")).iter().any(|finding| finding.code.ends_with("circular-definition")));
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

/// Sums over many members, in many examples and reports, and options that differ everywhere.
#[test]
fn sums_and_options_of_any_size_end_soon() {
    let members = |symbol: &str, word: &str| -> String {
        (0..40).map(|at| format!("    {word} {symbol} [m{at}] {{ value {at} t }}\n")).collect()
    };
    let all = |word: &str| ["A", "B", "C"].map(|symbol| members(symbol, word)).concat();
    let examples: String = (0..20)
        .map(|at| format!("  example \"{at}\" {{\n{}    expect X {{ value 1 t }}\n  }}\n", all("given")))
        .collect();
    let reports: String = (0..8)
        .map(|at| {
            format!("monitoring \"{at}\" {{ reading full; activity \"P\"; requested 9 tCO2e\n{}}}\n", all("parameter"))
        })
        .collect();
    let chain: String = (0..60).map(|at| format!("    parameter y{at} {{ value {at} t }}\n")).collect();
    let times = vec!["2"; 90].join(" * ");
    let options: String =
        (0..16).map(|at| format!("  option \"{at}\" {{\n{chain}    equation Y = x{at} * {times}\n  }}\n")).collect();
    let text = format!(
        "methodology \"M\" {{\n  equation X = sum(i, sum(j, sum(k, A[i] * B[j] * C[k])))\n  equation ER = X + Y\n{examples}{options}}}\n\
         activity \"P\" {{ methodology \"M\"; option \"3\" }}\n{reports}"
    );
    let started = std::time::Instant::now();
    findings(&text);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

/// A sum within a sum over members none of which are alike, and options that say much of which no equation knows.
#[test]
fn members_and_values_by_the_thousand_end_soon() {
    let members: String = (0..9_000).map(|at| format!("  parameter X [i{at},j{at}] {{ value 1 tCO2e }}\n")).collect();
    let values: String = (0..4_000).map(|at| format!("    parameter K{at} {{ value 1 }}\n")).collect();
    let options: String = (0..16).map(|at| format!("  option \"{at}\" {{\n{values}  }}\n")).collect();
    let sum = "equation ER = sum(i, sum(j, X[i,j]))\n  parameter ER { role reductions; unit tCO2e }\n  parameter X [i,j] { unit tCO2e }";
    let report = format!("monitoring \"R\" {{\n  reading full; activity \"P\"; requested 9 tCO2e\n{members}}}\n");
    for text in [
        format!("methodology \"M\" {{\n  {sum}\n}}\nactivity \"P\" {{ methodology \"M\" }}\n{report}"),
        format!("methodology \"M\" {{\n{options}}}\n"),
    ] {
        let started = std::time::Instant::now();
        findings(&text);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

#[test]
fn any_lost_character_is_borne() {
    let text = "methodology \"A, made up\" { equation ER[y] = min(BE, sum(i, A[i] * 44/12)) - if PE > 0 then PE ^ 2 else exp(-U / 100)\n\
        equation BE = 2 * EG_y\n option \"1\" { equation EG = H }\n parameter ER [y] { unit tCO2e; role reductions }\n\
        parameter EG { unit MWh; value 5 MWh; bounds 4 MWh..6 MWh }\n parameter U { unit % }\n\
        example \"e\" { given H { value 3 MWh }; given A [a] { value 2 t }; expect ER { value 1 tCO2e } }\n\
        option \"2\" { when \"w\"; equation EG = H * 0.5; parameter H { value 3 MWh; year 2001; valid_for 5 years } } }\n\
        activity \"B\" { methodology \"A, made up\"; option \"1\"; parameter PE { origin fixed; value 3 % } }\n\
        monitoring \"C\" { activity \"B\"; period 2020..2021; requested 7 tCO2e; parameter A [b,y] { value 2 }; parameter H_y { value 1 GWh } }\n";
    let (rulebook, _) = shipped(Vec::new());
    let options = crate::corpus::options();
    for at in 0..text.len() {
        let damaged = format!("{}{}", &text[..at], &text[at + 1..]);
        let source = Source { id: FileId(0), name: "made-up.tonne".into(), text: damaged.as_str().into() };
        for finding in engine::check(&[source], &rulebook, &options).findings {
            let inside = |span: tonne::source::Span| damaged.get(span.start as usize..span.end as usize).is_some();
            assert!(finding.labels.iter().all(|label| inside(label.span)), "{damaged}");
        }
    }
}
