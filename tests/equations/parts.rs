//! Project emissions and leakage that the reductions subtract part by part.

use super::findings;
use tonne::finding::Severity;

/// What is told of the project's emissions in a methodology that was read in full.
fn told(equations: &[&str]) -> Vec<String> {
    let equations: String = equations.iter().map(|equation| format!("  equation {equation}\n")).collect();
    let symbols = ["ER", "BE", "PE", "PE_A", "PE_B", "EC", "EF"];
    let declared: String =
        symbols.iter().map(|symbol| format!("  parameter {symbol} {{ unit tCO2e; origin monitored }}\n")).collect();
    let found = findings(&format!("methodology \"A, made up\" {{\n  reading full\n{equations}{declared}}}\n"));
    let of_project = found.into_iter().filter(|finding| {
        finding.code == "quantification/project-emissions-not-subtracted" && finding.severity != Severity::Question
    });
    of_project.map(|finding| finding.message.to_string()).collect()
}

#[test]
fn what_is_subtracted_in_parts_is_subtracted() {
    let right: [&[&str]; 5] = [
        &["ER = BE - PE_A - PE_B", "PE = PE_A + PE_B"],
        &["ER = BE - EC * EF", "PE = EC * EF"],
        &["ER = BE - PE_A - EC", "PE = PE_A + PE_B", "PE_B = EC"],
        &["ER = BE - PE_A", "PE = PE_A + 0"],
        &["ER = BE - sum(i, PE_A)", "PE = sum(i, PE_A)"],
    ];
    for equations in right {
        assert_eq!(told(equations), [] as [&str; 0], "{equations:?}");
    }
    let wrong: [(&[&str], &str); 5] = [
        (&["ER = BE", "PE = PE_A + PE_B"], "the reductions do not depend on `PE`"),
        (&["ER = BE - PE_A", "PE = PE_A + PE_B"], "the reductions do not depend on `PE_B`, a part of `PE`"),
        (&["ER = BE - PE_A + PE_B", "PE = PE_A + PE_B"], "the reductions rise with `PE_B`, a part of `PE`"),
        (&["ER = BE - PE_A", "PE = PE_A + EC * EF"], "the reductions do not depend on `PE`"),
        (&["ER = BE", "PE = PE_A", "PE_A = PE"], "the reductions do not depend on `PE`"),
    ];
    for (equations, expected) in wrong {
        assert_eq!(told(equations), [expected], "{equations:?}");
    }
}
