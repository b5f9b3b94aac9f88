//! Mistakes of a tired reviewer: each is told once, where it is, with what to write.

use super::{options, source};
use tonne::engine::check;
use tonne::finding::{Finding, Severity};
use tonne::rulebook::shipped;

const GOOD: &str = r#"methodology "Solar on roofs, made up" {
  version "1.0"
  title   "Electricity from the sun on factory roofs"
  source  "text" { title "Solar on roofs"; extent whole }
  sector  energy.renewable.solar @ "p. 1"
  approved 2021-02-27 @ "p. 1"
  additionality {
    approach tests @ "p. 2"
    test investment @ "p. 2"
  }
  baseline {
    set_by host_government @ "p. 3"
    existing_policies yes
  }
  crediting { period 5 years }
  equation ER[y] = EG[y] * EF_grid @ "p. 5"
  parameter ER [y]  { unit tCO2e; origin calculated; role reductions }
  parameter EG [y]  { unit MWh; origin monitored }
  parameter EF_grid { unit tCO2e/MWh; origin default; value 0.5 tCO2e/MWh }
}
"#;

/// What is wrong with the form of a text.
fn told(text: &str) -> Vec<Finding> {
    let report = check(&[source(0, text)], &shipped(Vec::new()).0, &options());
    report
        .findings
        .into_iter()
        .filter(|finding| finding.ground.is_none() && finding.severity > Severity::Question)
        .collect()
}

/// The line of a finding, from 1.
fn line(text: &str, finding: &Finding) -> usize {
    text[..finding.span().start as usize].matches('\n').count() + 1
}

#[test]
fn each_mistake_is_told_once_with_what_to_write() {
    assert!(told(GOOD).is_empty(), "{:?}", told(GOOD));
    for (from, to, at, help) in [
        // One brace too many.
        ("test investment @ \"p. 2\"\n  }", "test investment @ \"p. 2\"\n  }}", 11, "remove the `}` that is too many"),
        ("  baseline {", "  }\n  baseline {", 12, "remove the `}` that is too many"),
        // A quotation mark that is lost, at the end of its line and before another text.
        ("roofs\"\n  source", "roofs\n  source", 3, "close it with `\"`"),
        ("source  \"text\"", "source  \"text", 4, "write `\"` behind `text`"),
        ("version \"1.0\"", "version \"1.0 @ \"p. 1\"", 2, "write `\"` behind `1.0`"),
        // A sign that is forgotten.
        ("solar @ \"p. 1\"", "solar \"p. 1\"", 5, "energy.renewable.solar @ \"p. 1\""),
        ("2021-02-27 @", "2021-02-27", 6, "approved 2021-02-27 @ \"p. 1\""),
        // Dates as people write them.
        ("2021-02-27", "1 June 2025", 6, "write `2025-06-01`"),
        ("2021-02-27", "June 1st, 2025", 6, "write `2025-06-01`"),
        ("2021-02-27", "25/06/2025", 6, "write `2025-06-25`"),
        ("2021-02-27", "06/01/2025", 6, "write `2025-01-06` or `2025-06-01`"),
        ("2021-02-27", "25.06.2025", 6, "write `2025-06-25`"),
        ("2021-02-27", "soon", 6, "2021-02-27, 2021-02 or 2021"),
        ("2021-02-27", "2205-02-27", 6, ""),
        // Words.
        ("energy.renewable.solar", "energy.solar", 5, "did you mean `energy.renewable.solar`?"),
        ("host_government", "applicant", 12, "did you mean `proponent`?"),
        ("approach tests", "approach tests and eligibility_only", 8, "write approach tests, eligibility_only"),
        ("existing_policies yes", "existing_policies true", 13, "write `yes` or `no`"),
        ("crediting { period 5 years }", "safeguards { none }", 15, "write `safeguards none`, without the braces"),
        ("sector  energy.renewable.solar @ \"p. 1\"", "program JCM", 5, "write \"JCM\""),
        ("sector  energy.renewable.solar @ \"p. 1\"", "scopes \"1\"\n  sektor waste", 6, "did you mean `sector`?"),
        // Numbers.
        ("5 years", "five years", 15, "write a number and a unit, as in `period 5 years`"),
        ("value 0.5 tCO2e/MWh", "value 0,5 tCO2e/MWh", 19, "write `0.5 tCO2e/MWh`"),
        ("value 0.5 tCO2e/MWh", "value 1.500.000 tCO2e/MWh", 19, "write `1_500_000 tCO2e/MWh`"),
        ("value 0.5 tCO2e/MWh", "value 0.5 MWh", 19, ""),
        ("set_by host_government @ \"p. 3\"", "downward_adjustment 820 %", 12, ""),
        // A source that is not listed.
        ("  source  \"text\" { title \"Solar on roofs\"; extent whole }\n", "", 4, "source \"text\" { title \"…\""),
    ] {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{from}");
        let told = told(&text);
        assert_eq!(told.len(), 1, "{to}: {:?}", told.iter().map(|one| &one.message).collect::<Vec<_>>());
        let found = told[0].help.clone().unwrap_or_default();
        assert!(found.contains(help), "{to}: {} / {found}", told[0].message);
        assert_eq!(line(&text, &told[0]), at, "{to}: {}", told[0].message);
    }
}

/// A symbol that is nearly declared is named beside the one that is.
#[test]
fn an_undeclared_symbol_is_named_with_the_one_that_is_meant() {
    let text = GOOD.replacen("EG[y] * EF_grid", "EG[y] * EFgrid", 1).replacen("version \"1.0\"", "reading full", 1);
    let report = check(&[source(0, &text)], &shipped(Vec::new()).0, &options());
    let undeclared = report.findings.iter().find(|finding| finding.code == "quantification/symbol-undeclared");
    let message = &undeclared.expect("it is told").message;
    assert!(message.contains("`EFgrid`") && message.contains("`EF_grid`"), "{message}");
}
