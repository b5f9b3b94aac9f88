//! Equations that are none: what is told of them, and what is not told because of them.

use super::{findings, told};
use tonne::finding::Severity;

/// A methodology with one equation, which declares the symbols that the table uses.
fn with(equation: &str) -> String {
    format!(
        "methodology \"A, made up\" {{\n  {equation}\n  parameter ER, BE, PE, EG, EF, L {{ unit tCO2e; origin monitored }}\n}}\n"
    )
}

/// What is told of the form of a document: the code, the message, and what it points at.
fn form(text: &str) -> Vec<String> {
    let of_form = findings(text)
        .into_iter()
        .filter(|found| found.code.starts_with("syntax/") || found.code.starts_with("vocabulary/"));
    let at = |start: u32, end: u32| text[start as usize..end as usize].to_owned();
    of_form
        .map(|found| format!("{}: {} @{}", found.code, found.message, at(found.span().start, found.span().end)))
        .collect()
}

#[test]
fn what_is_no_equation_is_told() {
    let table = [
        ("equation ER = BE PE", "syntax/expected-operator: expected an operator between `BE` and `PE` @ "),
        ("equation ER = BE - PE EG * 2", "syntax/expected-operator: expected an operator between `PE` and `EG` @ "),
        ("equation ER = 2 (BE - PE)", "syntax/expected-operator: expected an operator between `2` and `BE` @ "),
        ("equation BE = 0.9 EF * EG", "syntax/expected-operator: expected an operator between `0.9` and `EF` @EF"),
        (
            "equation BE = 0.9 EF_y * EG",
            "syntax/expected-operator: expected an operator between `0.9` and `EF_y` @EF_y",
        ),
        ("equation BE = 2L", "syntax/expected-operator: expected an operator between `2` and `L` @L"),
        (
            "equation ER = BE(1 - EF)",
            "syntax/expected-operator: expected an operator between `BE` and `(1 - EF)` @(1 - EF)",
        ),
        ("equation BE = 2 X", "vocabulary/unknown-unit: unknown unit `X` @X"),
        (
            "equation ER = foo(BE) - PE",
            "vocabulary/unknown-function: there is no function `foo`; there are sum, min, max, exp, ln, sqrt @foo",
        ),
        ("equation ER", "vocabulary/not-an-equation: `ER` sets no symbol equal to anything @ER"),
        ("equation BE - PE", "vocabulary/not-an-equation: `BE - PE` sets no symbol equal to anything @BE - PE"),
        ("equation PE <= BE", "vocabulary/not-an-equation: `PE <= BE` sets no symbol equal to anything @PE <= BE"),
        ("equation 5 = L", "vocabulary/not-an-equation: expected a symbol before `=`, found `5` @5 = L"),
        (
            "equation BE + PE = ER",
            "vocabulary/not-an-equation: expected a symbol before `=`, found `BE + PE` @BE + PE = ER",
        ),
        (
            "equation ER = BE, PE = L",
            "vocabulary/not-an-equation: expected one equation, found 2 values with commas between them @ER = BE, PE = L",
        ),
        ("equation ER = sum()", "vocabulary/not-an-equation: `sum()` cannot stand in an equation @sum()"),
        ("equation ER = 2021-02", "vocabulary/not-an-equation: `2021-02` cannot stand in an equation @2021-02"),
        ("equation", "vocabulary/missing-value: expected a formula after `equation` @equation"),
        ("parameter { unit MWh }", "vocabulary/missing-value: expected a symbol after `parameter` @parameter"),
        ("equation ER = ;", "syntax/expected-value: expected a value after `=` @="),
        ("equation ER = BE = PE", "syntax/chained-comparison: `ER = BE = PE` compares more than once @ER = BE = PE"),
    ];
    for (equation, expected) in table {
        assert_eq!(form(&with(equation)), [expected], "{equation}");
    }
}

#[test]
fn a_line_that_goes_on_is_pointed_out() {
    let found = findings("methodology \"A, made up\" {\n  equation ER =\n  parameter ER\n}\n");
    let found = found.iter().find(|finding| finding.code == "syntax/expected-operator").expect("a finding of form");
    assert!(found.help.as_deref().is_some_and(|help| help.starts_with("the line above ends with")), "{found:?}");
}

#[test]
fn what_is_an_equation_is_not_told() {
    let table = [
        "equation ER = 0.9 * EF - 2 t",
        "equation ER[y] = sum(i, BE[i,y] * EF[i]) / 5 MWh",
        "equation \"MS%Bl\"[j] = max(0, \"BE\" [j]) ^ 2",
        "equation ER = if BE > PE and not_so = 1 then BE else -PE",
        "equation C[t] = C[t - 1] * exp(-L) + ln(2) + sqrt(4) + min(1, EG[2020])",
        "equation none",
        "equation unknown",
        "equation ER = (BE -\n PE)",
    ];
    for equation in table {
        assert_eq!(form(&with(equation)), [] as [&str; 0], "{equation}");
    }
}

/// While an equation is not understood, nobody is told that a symbol stands in none, or that none yields the reductions.
#[test]
fn an_equation_that_is_not_understood_is_no_silence() {
    let rest = "monitoring { plan yes }\n  equation BE = EG\n  parameter ER, BE, PE, EG { unit tCO2e }";
    let whole = |first: &str| format!("methodology \"A, made up\" {{\n  reading full\n  {first}\n  {rest}\n}}\n");
    let accused = told(&whole("equation X = BE")).join("\n");
    assert!(accused.contains("no-equation-for-reductions") && accused.contains("parameter-unused"), "{accused}");
    for broken in ["equation ER = BE PE", "equation ER = foo(BE, PE)", "option \"1\" { equation ER = BE PE }"] {
        let text = whole(broken);
        let found = told(&text);
        assert_eq!(found.len(), 1, "{broken}: {found:?}");
        let asked = findings(&text).into_iter().filter(|finding| finding.severity == Severity::Question);
        let asked: Vec<String> = asked.map(|finding| finding.message.to_string()).collect();
        assert!(asked.iter().any(|asked| asked.contains("which equations yield the reductions")), "{asked:?}");
    }
}
