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

/// A sum over stoves, and what stands in it or behind it.
#[test]
fn a_total_stands_behind_the_sum() {
    let told = |equation: &str| {
        let text = format!(
            "methodology \"A, made up\" {{\n  equation {equation}\n  parameter PE [i,y] {{ unit tCO2e }}\n}}\n"
        );
        let found = findings(&text).into_iter().filter(|finding| finding.code == "quantification/total-in-sum");
        found.map(|finding| finding.message.to_string()).collect::<Vec<_>>()
    };
    let wrong = "`LE` stands in the sum over b and has no value for each: it counts once for every b";
    assert_eq!(told("ER[y] = sum(b, N[b,y] * F[b] - LE[y])"), [wrong]);
    assert_eq!(told("ER[y] = 0.9 * sum(b, -(LE[y] - N[b,y]))"), [wrong]);
    for right in [
        "ER[y] = sum(b, N[b,y] * F[b]) - LE[y]",
        "ER[y] = sum(b, N[b,y] - LE[b,y])",
        // Which index runs is declared, or nothing is known of indices.
        "ER[y] = sum(i, RE[i] - PE)",
        "ER = sum(b, N[b] - LE)",
        // A value for each hour, and one for all of them that is no account.
        "V = sum(h, F[h] - F_min[y])",
        "ER = sum(y, BE[y] - PE[y])",
    ] {
        assert_eq!(told(right), [] as [&str; 0], "{right}");
    }
}

#[test]
fn the_reductions_rise_with_the_baseline() {
    let told = |text: &str| {
        let found = findings(&format!("methodology \"A, made up\" {{ {text} }}\n")).into_iter();
        let found = found.filter(|finding| finding.code == "quantification/baseline-emissions-subtracted");
        found.map(|finding| finding.message.to_string()).collect::<Vec<_>>()
    };
    let removals = "equation \"ΔC_AR-CDM\"[t] = B[t] - ΔC_ACTUAL[t] - LK[t]";
    assert_eq!(told(removals), ["the reductions fall as `ΔC_ACTUAL` rises"]);
    assert_eq!(told("equation ER = PE - BE"), ["the reductions fall as `BE` rises"]);
    assert_eq!(told("equation ER = X; equation X = Y - Q; parameter Q { role baseline_emissions }").len(), 1);
    for right in [
        "equation \"ΔC_AR-CDM\"[t] = ΔC_ACTUAL[t] - B[t] - LK[t]",
        "equation ER = BE - PE",
        "equation ER = BE * F - BE * G",
        "equation ER = X - Y",
        "equation X = PE - BE",
    ] {
        assert_eq!(told(right), [] as [&str; 0], "{right}");
    }
}
