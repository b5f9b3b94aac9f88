//! Percentages: each is put in as a share or as a number up to 100, and in one way only.

use super::{findings, told};
use tonne::engine;
use tonne::equations::{MOST_PARTS, Sheet, compute};
use tonne::model::DocumentId;
use tonne::rulebook::shipped;
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;

/// A methodology of some equations, in which U and V are in %, f a fraction and n a number.
fn of(equations: &str) -> String {
    let equations: String = equations.split("; ").map(|equation| format!("  equation {equation}\n")).collect();
    let tonnes = "  parameter ER, A, B { unit tCO2e }\n  parameter K { unit kgCO2e }\n";
    let shares = "  parameter U { unit %; value 20 % }\n  parameter V { unit % }\n";
    let pure = "  parameter f { unit fraction }\n  parameter n { unit number }\n";
    format!("methodology \"A, made up\" {{\n{equations}{tonnes}{shares}{pure}}}\n")
}

fn percentages(equations: &str) -> Vec<String> {
    let all = told(&of(equations)).into_iter();
    all.filter(|told| told.starts_with("percentage")).collect()
}

#[test]
fn both_ways_to_put_in_a_percentage_are_right() {
    let table = [
        "ER = A * (1 - U)",
        "ER = A * U",
        "ER = A * U / 100",
        "ER = A * U * 0.01",
        "ER = A * (1 - U / 100)",
        "ER = A * (1 - 0.01 * U)",
        "ER = A * (1 - (U / 100) ^ 2)",
        "ER = A * (100 - U) / 100",
        "ER = A * (100 - U + 15) / 100",
        "ER = A * (100 % - U + 15 %)",
        "ER = A * (1 - U + 15 %)",
        "ER = A * (1 - U + 0.15)",
        "ER = A * (100 - U) * 44 / 12 / 100",
        "ER = A * min(100, U) / 100",
        "ER = A * max(0, 1 - U)",
        "ER = A * (if U > 10 then 0.9 else 1)",
        "ER = A * (if U > 1 then 0.9 else 1)",
        "ER = A * U * V",
        "ER = A * U * V / 100 / 100",
        "ER = A * (U + V) / 100",
        "ER = A / (1 - U)",
        "ER = A * 100 / (100 - U)",
        "ER = K * U / 100000",
        "ER = K * U / 1000",
        "U = A / B",
        "U = A / B * 100",
        "U = A / 8760 * 100 / B",
        "ER = A * (1 - f)",
        "ER = A * (2 - f)",
        "ER = A * (100 - n)",
        "ER = A * U / 100; B = A * (100 - U) / 100",
        "ER = A * V / 100; B = A * (1 - U)",
    ];
    for equations in table {
        assert_eq!(percentages(equations), [] as [&str; 0], "{equations}");
    }
}

#[test]
fn a_percentage_that_nothing_divides_is_told() {
    let table = [
        ("ER = A * (100 - U + 15)", "A * (100 - U + 15)"),
        ("ER = A * (100 - U) * 0.9", "A * (100 - U) * 0.9"),
        ("ER = A * (U - 10)", "A * (U - 10)"),
        ("ER = B - A * (100 - U)", "A * (100 - U)"),
        ("ER = sum(i, A * (100 - U))", "sum(i, A * (100 - U))"),
        ("ER = 0.001 * K * (100 - U)", "0.001 * K * (100 - U)"),
        ("ER = A * U * 100", "A * U * 100"),
        // Shares and per cent in one sum.
        ("ER = A * (1 - U + 15)", "1 - U + 15"),
        ("ER = A * (100 - f)", "100 - f"),
        ("ER = A * (100 - f) / 100", "100 - f"),
        ("ER = A * (100 - 5 % - U) / 100", "100 - 5 % - U"),
    ];
    for (equations, at) in table {
        assert_eq!(percentages(equations), [format!("percentage-not-divided {at}")], "{equations}");
    }
}

#[test]
fn a_hundred_is_divided_out_once() {
    let table = [
        ("ER = A * U / 100 / 100", "A * U / 100 / 100"),
        ("ER = A * (1 - U) / 100", "A * (1 - U) / 100"),
        ("ER = A * (1 - U / 100) * 0.01", "A * (1 - U / 100) * 0.01"),
        ("ER = A * U / 100; B = A * (1 - U)", "U"),
        ("U = A / B * 100; ER = A * (1 - U)", "U"),
    ];
    for (equations, at) in table {
        assert_eq!(percentages(equations), [format!("percentage-counted-twice {at}")], "{equations}");
    }
}

#[test]
fn it_is_said_which_way_it_is_wrong() {
    let message = |equations: &str| {
        let found = findings(&of(equations)).into_iter();
        found.filter(|finding| finding.code.contains("/percentage-")).map(|finding| finding.message.to_string()).next()
    };
    let told = [
        (
            "ER = A * (100 - U + 15)",
            "`U` is in %, and `ER` comes out a hundred times too large: nothing divides by 100",
        ),
        (
            "ER = B - A * (100 - U)",
            "`U` is in %, and what is set against `B` comes out a hundred times too large: nothing divides by 100",
        ),
        (
            "ER = A * U / 100 / 100",
            "`U` is in %, and `ER` comes out a hundred times too small: a hundred is divided out once too often",
        ),
        ("ER = A * (1 - U + 15)", "`U`, in %, stands in one sum with numbers of another size: shares beside per cent"),
        ("ER = A * U / 100; B = A * (1 - U)", "`U` is a number up to 100 here, and a share in another equation"),
    ];
    for (equations, expected) in told {
        assert_eq!(message(equations).as_deref(), Some(expected));
    }
}

/// The result of an equation where A is 3 t and U 20 %.
fn result(equation: &str) -> Option<String> {
    let (rulebook, _) = shipped(Vec::new());
    let source = Source { id: FileId(0), name: "made-up.tonne".into(), text: of(equation).into() };
    let examined = engine::examine(&source, &rulebook, Limits::default());
    let model = engine::linked(vec![examined], &rulebook, Limits::default());
    let sheet = Sheet::new(&model, &rulebook.vocabulary, DocumentId(0)).expect("equations");
    let three = tonne::measure::Quantity::new(3.into(), rulebook.vocabulary.units.parse("tCO2e").expect("a unit"));
    let given = [(sheet.find("A").expect("a symbol"), three)];
    let computed = compute(&sheet, &given, &[], MOST_PARTS).ok()?;
    computed.steps.last().map(|step| step.value.normalize().to_string())
}

#[test]
fn a_percentage_is_computed_with_as_the_equations_read_it() {
    for (equation, expected) in [
        ("ER = A * (1 - U)", Some("2.4")),
        ("ER = A * (100 - U) / 100", Some("2.4")),
        ("ER = A * U / 100", Some("0.6")),
        ("ER = A * (1 - 0.01 * U)", Some("2.4")),
        ("ER = A * (100 - U)", None),
        ("ER = A * U / 100 / 100", None),
    ] {
        assert_eq!(result(equation).as_deref(), expected, "{equation}");
    }
}
