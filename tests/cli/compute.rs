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
    run(&["solar.tonne", "--set", "EG=1,200MWh"]).refused(2, "and `_` sets thousands apart, as in `1_200.5MWh`");
    run(&["solar.tonne", "--option", "metred"]).refused(2, "no equation stands in an option `metred`");
    run(&["solar.tonne", "--option", "assumed"]).refused(2, "there is no value for `EG`, `EF_grid`");
    run(&["solar.tonne", "--set", "EG=5 ha"]).refused(2, "`EG` is declared in MWh");
    run(&["solar.tonne", "--set", "XX=5"]).refused(2, "no equation uses `XX`");
    run(&["solar.tonne", "--set", "EG"]).refused(2, "write it as in `EG_y=1200MWh`");
    run(&["solar.tonne", "--vary", "EG=5"]).refused(2, "write it as in `EF_grid=0.3..0.6`");
    run(&["mixed.tonne", "--set", "C=5"]).refused(2, "the units of the equation for `ER` do not match");
    run(&["sum.tonne"]).refused(2, "a sum runs over `i`, and no member of it is named");
    run(&["sum.tonne", "--set", "A=5"]).refused(2, "give a value for each, as in `--set A[a]=1 --set A[b]=2`");
    run(&["sum.tonne", "--set", "A[a,b]=5"]).refused(2, "`A` has the indices [i]");
    run(&["sum.tonne", "--set", "A[a]=5", "--set", "A[a]=6"]).refused(2, "`A[a]` is given twice");
    run(&["solar.tonne", "--set", "U[a]=5"]).refused(2, "`U` has no index");
    run(&["circle.tonne"]).refused(2, "is defined by itself");
    run(&["none.tonne"]).refused(3, "no document with equations");
}

const FUELS: &[u8] = br#"methodology "Boilers, made up" {
  equation ER[y] = BE[y] - PE[y]
  equation PE[y] = sum(i, E_i_y * EF[i])
  equation E[i,y] = FC[i,y] * NCV[i]
  equation BE[y] = sum(k, sum(j, A[k,j,y])) * 2 + sum(k, j, A[k,j,y] * D[j])
  parameter ER [y] { unit tCO2 }
  parameter BE [y] { unit tCO2 }
  parameter PE [y] { unit tCO2 }
  parameter E [i,y] { unit GJ }
  parameter FC [i,y] { unit t }
  parameter NCV [i] { unit GJ/t; value 20 GJ/t }
  parameter EF [i] { unit tCO2/GJ }
  parameter A [k,j,y] { unit tCO2 }
  parameter D [j] { unit dimensionless }
}
"#;

/// What is set in these tests, each with its `--set`.
fn set<'a>(values: &[&'a str]) -> Vec<&'a str> {
    values.iter().flat_map(|value| ["--set", value]).collect()
}

#[test]
fn sums_run_over_the_members_that_are_given() {
    let folder = Folder::new(&[("fuels.tonne", FUELS)]);
    let animals =
        ["A[cow,lagoon]=1", "A[cow,heap,y]=10", "A[pig,lagoon]=100", "A[pig,heap]=1000", "D[lagoon]=1", "D[heap]=3"];
    let run = |values: &[&str], more: &[&str]| {
        folder.run(&[&["compute", "fuels.tonne"], &set(values)[..], &set(&animals), more].concat())
    };
    let fuels = ["FC[coal]=2t", "FC[gas, y]=3000kg", "EF[coal]=0.1", "EF[gas]=0.05"];
    let ran = run(&fuels, &["--vary", "EF[gas]=0..0.1", "--plot", "t.svg"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("compute_sums", ran.out);
    assert!(std::fs::read_to_string(folder.path("t.svg")).unwrap().contains("EF[gas]"));
    // One value is meant for each member; what lacks a member is asked for by its name.
    let same = run(&["FC[coal]=2", "FC[gas]=3", "EF=0.1"], &[]);
    assert!(same.out.contains("EF[i] = 0.1 tCO2/GJ, the same for each i\n"), "{}", same.out);
    assert!(same.out.contains("PE = sum(i, E_i_y * EF[i]) = 10 tCO2\n"), "{}", same.out);
    run(&fuels[..3], &[])
        .refused(2, "there is no value for `EF[gas]`; give it as in `--set EF[gas]=1`; a sum runs over");
    run(&["FC=2", "EF=0.1"], &[]).refused(2, "a sum runs over `i`, and no member of it is named");
    run(&["FC[coal,gas,x]=2"], &[]).refused(2, "`FC` has the indices [i,y]");
    // What is summed may be given itself, and then nothing below it is needed.
    let given = run(&["E[coal]=40", "EF[coal]=0.1"], &[]);
    assert!(given.out.contains("PE = sum(i, E_i_y * EF[i]) = 4 tCO2\n"), "{}", given.out);
}

#[test]
fn sums_without_end_are_refused() {
    let nested = br#"methodology "Nested, made up" { equation X = sum(i, sum(j, sum(k, A[i] * B[j] * C[k]))) }"#;
    let folder = Folder::new(&[("nested.tonne", nested)]);
    let values: Vec<String> =
        ["A", "B", "C"].iter().flat_map(|symbol| (0..60).map(move |at| format!("{symbol}[m{at}]=1"))).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    folder
        .run(&[&["compute", "nested.tonne"], &set(&values)[..]].concat())
        .refused(2, "the sums of the equation for `X` have too many members");
}

#[test]
fn the_value_of_the_option_that_is_chosen_counts() {
    let both = br#"methodology "Both, made up" {
  equation ER = EG * EF
  parameter EG { unit MWh }
  option "new" { parameter EF { value 0.3 tCO2/MWh } }
  option "old" { parameter EF { value 0.9 tCO2/MWh } }
  option "more" { equation EG = EG_net * 2 }
}
"#;
    let folder = Folder::new(&[("both.tonne", both)]);
    let base = ["compute", "both.tonne", "--set", "EG_net=5"];
    folder.run(&base).refused(2, "several options define `EF`; choose one with --option: `new`, `old`");
    let ran = folder.run(&[&base[..], &["--option", "old", "--option", "more"]].concat());
    assert!(ran.out.ends_with("ER = EG * EF = 9\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_report_is_computed_with_the_equations_of_its_methodology() {
    let report = br#"monitoring "Boilers, 2022" {
  reading   full
  activity  "Boilers, made up"
  requested 25 tCO2e
  option    "fuel"
  parameter FC [coal] { value 2 t }
  parameter FC [gas]  { value 3 t }
  parameter unused    { value 3 t }
}
activity "Boilers, made up" {
  methodology "Heat, made up"
  parameter EF [coal] { value 3 tCO2e/t }
  parameter EF [gas]  { value 2 tCO2e/t }
  parameter FC [gas]  { value 900 t }
}
"#;
    let methodology = br#"methodology "Heat, made up" {
  option "fuel" { equation ER = sum(i, FC[i] * EF[i]) * (1 - U) }
  option "heat" { equation ER = H * 2 }
  parameter ER { unit tCO2e }
  parameter FC [i] { unit t }
  parameter EF [i] { unit tCO2e/t; origin fixed }
  parameter U { value 5 % }
}
"#;
    let folder = Folder::new(&[("report.tonne", report), ("methodology.tonne", methodology)]);
    let base = ["compute", "report.tonne", "--with", "methodology.tonne"];
    let ran = folder.run(&base);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("compute_report", ran.out);
    let other = folder.run(&[&base[..], &["--set", "FC[gas]=4t"]].concat());
    assert!(other.out.contains("= 13.3 tCO2e\n"), "{}", other.out);
    folder.run(&base[..2]).refused(3, "no report whose equations are known; name what it stands on with --with");
    let found =
        folder.run(&["check", ".", "--select", "issuance/more-than-the-equations-give", "--as-of", "2026-11-24"]);
    insta::assert_snapshot!("check_report", found.out);
}

#[test]
fn two_times_of_one_symbol_are_told_apart() {
    let stock = br#"methodology "Stocks, made up" {
  equation ER[t] = C[t] - C[t-1] + D[spruce] - D[pine]
  parameter ER [t] { unit t }
  parameter C [t] { unit t }
  parameter D [k] { unit t }
}
"#;
    let folder = Folder::new(&[("stock.tonne", stock)]);
    let base = ["compute", "stock.tonne"];
    folder.run(&base).refused(2, "there is no value for `C[t]`, `C[t-1]`, `D[spruce]`, `D[pine]`");
    let values = set(&["C[t]=9", "C[t-1]=5", "D[spruce]=2", "D[pine]=1"]);
    let ran = folder.run(&[&base[..], &values].concat());
    assert!(ran.out.ends_with(" = 5 t\n"), "{}{}", ran.out, ran.err);
    let same = folder.run(&[&base[..], &set(&["C=9", "D[spruce]=2", "D[pine]=1"])].concat());
    assert!(same.out.contains("C[t] = 9 t, the same for each t\n"), "{}{}", same.out, same.err);
}

/// Whatever stands first, an option that gives no value counts as one that gives it.
#[test]
fn no_option_is_taken_unless_it_is_chosen() {
    let default = r#"option "default" { parameter FE { unit fraction; origin default; value 90 % } }"#;
    let measured = r#"option "measured" { parameter FE { unit fraction; origin monitored } }"#;
    let rest =
        "equation ER = MD * FE\n  parameter ER { unit tCO2e; role reductions }\n  parameter MD { unit tCO2e }\n}\n";
    let of = |first: &str, second: &str| format!("methodology \"FE, made up\" {{\n  {first}\n  {second}\n  {rest}");
    let calculated = r#"option "default" { equation FE = 1 - 0.1 }"#;
    let folder = Folder::new(&[
        ("one.tonne", of(default, measured).as_bytes()),
        ("other.tonne", of(measured, default).as_bytes()),
        ("equation.tonne", of(calculated, measured).as_bytes()),
    ]);
    let vary: &[&str] = &["--vary", "FE=0.5..0.9"];
    for file in ["one.tonne", "other.tonne", "equation.tonne"] {
        let run = |more: &[&str]| folder.run(&[&["compute", file, "--set", "MD=100"], more].concat());
        run(&[]).refused(2, "several options define `FE`; choose one with --option: ");
        let chosen = run(&["--option", "default"]);
        assert!(chosen.out.ends_with("ER = MD * FE = 90 tCO2e\n"), "{}{}", chosen.out, chosen.err);
        run(&["--option", "measured"]).refused(2, "there is no value for `FE`");
        assert!(run(&["--set", "FE=0.5"]).out.ends_with(" = 50 tCO2e\n"));
        // The base of a table is what the chosen option prescribes, else the lower end.
        let measured = run(&[&["--option", "measured"], vary].concat());
        assert!(measured.out.contains("ER = MD * FE = 50 tCO2e\n"), "{}{}", measured.out, measured.err);
    }
    for file in ["one.tonne", "other.tonne"] {
        let run = |more: &[&str]| folder.run(&[&["compute", file, "--set", "MD=100"], vary, more].concat());
        run(&[]).refused(2, "several options define `FE`");
        let default = run(&["--option", "default"]);
        assert!(default.out.contains("ER = MD * FE = 90 tCO2e\n"), "{}{}", default.out, default.err);
    }
}

const TWICE: &[u8] = br#"methodology "Twice, made up" {
  equation ER_estimated[y] = BE[y] - PE[y]
  equation ER_calculated[y] = MD[y] - PE[y]
  equation MD[y] = BG[y] * FE
  parameter ER_estimated [y] { unit tCO2e; role reductions }
  parameter ER_calculated [y] { unit tCO2e; role reductions }
  parameter MD [y], BE [y], PE [y], BG [y] { unit tCO2e }
  parameter FE { unit fraction }
}
"#;

#[test]
fn a_table_shows_the_results_that_depend_on_what_is_varied() {
    let tool =
        br#"tool "Margin, made up" { equation EF = OM * w + BM * (1 - w); equation OM = A / B; equation X = B * 2 }"#;
    let folder = Folder::new(&[("twice.tonne", TWICE), ("tool.tonne", tool)]);
    let base = [&["compute", "twice.tonne"], &set(&["BE=10", "PE=1", "BG=9"])[..]].concat();
    let ran = folder.run(&[&base[..], &["--vary", "FE=0.5..0.9", "--vary", "PE=1..2", "--plot", "t.svg"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("compute_two_results", ran.out);
    insta::assert_snapshot!("compute_two_results_plot", std::fs::read_to_string(folder.path("t.svg")).unwrap());
    // Without reductions each definition is a result: the last of them that depend on it are shown.
    let base = [&["compute", "tool.tonne"], &set(&["A=4", "BM=1", "w=0.5"])[..]].concat();
    let ran = folder.run(&[&base[..], &["--vary", "B=1..2"]].concat());
    assert!(
        ran.out.contains("               B  EF        X\n               1  2.5       2\n"),
        "{}{}",
        ran.out,
        ran.err
    );
    let given = [&["compute", "tool.tonne"], &set(&["OM=3", "A=4", "B=2", "BM=1", "w=0.5"])[..]].concat();
    folder
        .run(&[&given[..], &["--vary", "A=1..2"]].concat())
        .refused(2, "no result depends on `A`, so that varying it shows nothing");
}

#[test]
fn a_document_is_named_with_its_version() {
    let of = |kind: &str, name: &str, version: &str, number: u32| {
        format!("{kind} \"{name}\" {{\n  version \"{version}\"\n  equation ER = {number} * 1\n}}\n")
    };
    let all = [
        of("methodology", "M", "02.0", 2),
        of("methodology", "M", "18", 18),
        of("methodology", "N", "1", 1),
        of("tool", "N", "1", 5),
    ];
    let folder = Folder::new(&[("all.tonne", all.concat().as_bytes())]);
    let run = |name: &[&str]| folder.run(&[&["compute", "all.tonne"], name].concat());
    let every = r#"say which with --document: "M v02.0", "M v18", "methodology N v1", "tool N v1""#;
    run(&[]).refused(2, every);
    run(&["--document", "M"]).refused(2, r#"say which with --document: "M v02.0", "M v18""#);
    run(&["--document", "N v1"]).refused(2, r#"say which with --document: "methodology N v1", "tool N v1""#);
    run(&["--document", "M v3"]).refused(
        2,
        "no document that can be computed is called `M v3`; did you mean \"M v18\"? there are \"M v02.0\", ",
    );
    for (name, result) in
        [("M v2", "= 2\n"), ("M v18.0", "= 18\n"), ("methodology M v18", "= 18\n"), ("tool N", "= 5\n")]
    {
        let ran = run(&["--document", name]);
        assert!(ran.out.ends_with(result), "{name}: {}{}", ran.out, ran.err);
    }
}

/// A bare number under `%` is so many per cent; of a small one nobody knows whether it is a share already.
#[test]
fn a_number_under_a_percentage_is_per_cent() {
    let text =
        br#"methodology "M" { equation ER = BE * (1 - U); parameter BE { unit tCO2e }; parameter U { unit % } }"#;
    let folder = Folder::new(&[("m.tonne", text)]);
    let run = |value: &str| folder.run(&[&["compute", "m.tonne"], &set(&["BE=1000", value])[..]].concat());
    for value in ["U=5", "U=5%"] {
        assert!(run(value).out.contains("ER = BE * (1 - U) = 950"), "{value}: {}{}", run(value).out, run(value).err);
    }
    run("U=0.05").refused(2, "`U` is declared in %; give it in that or a like unit");
    assert!(run("U=0").out.contains("ER = BE * (1 - U) = 1_000"));
}

/// `1.200` MWh are twelve hundred to one reader and little more than one to another; of a factor nobody doubts it.
#[test]
fn a_point_that_may_set_thousands_apart_is_refused() {
    let text = br#"methodology "M" { equation ER = EG * EF * P; parameter EG [y] { unit MWh }; parameter EF { unit tCO2e/MWh }; parameter P { unit USD } }"#;
    let folder = Folder::new(&[("m.tonne", text)]);
    let run = |values: &[&str]| folder.run(&[&["compute", "m.tonne"], &set(values)[..]].concat());
    let either = |number: &str, decimal: &str, thousands: &str| {
        format!(
            "the point of `{number}` may begin decimals or set thousands apart; write `{decimal}`, or `{thousands}`"
        )
    };
    run(&["EG[y]=1.200"]).refused(2, &either("1.200", "1.2", "1_200"));
    run(&["EG=12.000MWh"]).refused(2, &either("12.000MWh", "12MWh", "12_000MWh"));
    run(&["P=-1.234"]).refused(2, &either("1.234", "1.2340", "1_234"));
    folder
        .run(&[&["compute", "m.tonne", "--vary", "EG=1.200..2MWh"], &set(&["EF=1", "P=1"])[..]].concat())
        .refused(2, &either("1.200", "1.2", "1_200"));
    let clear = run(&["EG=0.200", "EF=1.234", "P=1.25"]);
    assert!(clear.out.contains("EG = 0.2 MWh\nEF = 1.234 tCO2e/MWh\n"), "{}{}", clear.out, clear.err);
    assert!(run(&["EG=1.200 GWh", "EF=1", "P=1"]).out.contains("EG = 1_200 MWh\n"));
    assert!(run(&["EG=1.2345", "EF=1", "P=1"]).out.contains("EG = 1.2345 MWh\n"));
}
