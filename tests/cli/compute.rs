//! `tonne compute`.

use super::Folder;

const SOLAR: &[u8] = br#"methodology "Solar, made up" {
  equation ER[y] = BE[y] - PE[y]
  equation BE[y] = EG[y] * EF_grid *
                   (1 - U)
  option "metered" { equation PE[y] = EC[y] * EF_grid }
  option "assumed" { equation PE[y] = BE[y] * 0.01 }
  parameter ER [y] { unit tCO2e }
  parameter BE [y] { unit tCO2e }
  parameter PE [y] { unit tCO2e }
  parameter EG [y] { unit MWh }
  parameter EC [y] { unit MWh }
  parameter EF_grid { unit tCO2/MWh }
  parameter U { unit %; value 5 % }
}
"#;

#[test]
fn each_step_is_printed() {
    let folder = Folder::new(&[("solar.tonne", SOLAR)]);
    let base = ["compute", "solar.tonne", "--option", "metered", "--set", "EG_y=1.2GWh", "--set", "EC=10"];
    let ran = folder.run(&[&base[..], &["--set", "EF_grid=0.5 tCO2/MWh"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("compute_steps", ran.out);
    let ran =
        folder.run(&[&base[..], &["--vary", "EF_grid=0.3..0.6", "--vary", "U=0%..10%", "--plot", "t.svg"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("compute_vary", ran.out);
    insta::assert_snapshot!("compute_plot", std::fs::read_to_string(folder.path("t.svg")).unwrap());
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let mixed =
        br#"methodology "Mixed, made up" { equation ER = C; parameter ER { unit tCO2e }; parameter C { unit t(C) } }"#;
    let sum = br#"methodology "Sum, made up" { equation ER = sum(i, A[i]) }"#;
    let circle = br#"methodology "Circle, made up" { equation ER = A; equation A = ER }"#;
    let folder = Folder::new(&[
        ("solar.tonne", SOLAR),
        ("mixed.tonne", mixed),
        ("sum.tonne", sum),
        ("circle.tonne", circle),
        ("none.tonne", b"methodology \"None, made up\" { title \"None\" }"),
    ]);
    let run = |arguments: &[&str]| folder.run(&[&["compute"], arguments].concat());
    run(&["solar.tonne"]).refused(2, "several options define `PE`; choose one with --option: `metered`, `assumed`");
    run(&["solar.tonne", "--set", "EG=abc"])
        .refused(2, "`abc` is no quantity: it begins with a number, as in `1200MWh`");
    run(&["solar.tonne", "--option", "metred"]).refused(2, "no equation stands in an option `metred`");
    run(&["solar.tonne", "--option", "assumed"]).refused(2, "there is no value for `EG`, `EF_grid`");
    run(&["solar.tonne", "--set", "EG=5 ha"]).refused(2, "`EG` is declared in MWh");
    run(&["solar.tonne", "--set", "XX=5"]).refused(2, "no equation uses `XX`");
    run(&["solar.tonne", "--set", "EG"]).refused(2, "write it as in `EG_y=1200MWh`");
    run(&["solar.tonne", "--vary", "EG=5"]).refused(2, "write it as in `EF_grid=0.3..0.6`");
    run(&["mixed.tonne", "--set", "C=5"]).refused(2, "the units of the equation for `ER` do not match");
    run(&["sum.tonne", "--set", "A=5"]).refused(2, "sums over an index");
    run(&["circle.tonne"]).refused(2, "is defined by itself");
    run(&["none.tonne"]).refused(3, "no document with equations");
}
