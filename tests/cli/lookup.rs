//! Help, `explain`, `rules`, `vocabulary`, `completions`.

use super::Folder;

#[test]
fn help_reads_well() {
    let folder = Folder::new(&[]);
    insta::assert_snapshot!("help", folder.run(&["--help"]).out);
    insta::assert_snapshot!("help_check", folder.run(&["check", "--help"]).out);
    assert_eq!(folder.run(&[]).code, 2);
    assert!(folder.run(&["--version"]).out.starts_with("tonne 0."));
}

#[test]
fn rules_are_explained() {
    let folder = Folder::new(&[]);
    let page = folder.run(&["explain", "additionality/missing"]);
    assert!(
        page.code == 0 && page.out.contains("What to do") && page.out.lines().all(|line| line.chars().count() <= 160),
        "{}",
        page.out
    );
    folder.run(&["explain", "additionality/mising"]).refused(2, "did you mean `additionality/missing`?");
    folder.run(&["explain", "additionality"]).refused(2, "is a family of rules");
    folder.run(&["explain", "nope"]).refused(2, "`tonne rules` lists the rules");
    folder.run(&["explain", "singlebarrier"]).refused(2, "did you mean `additionality/single-barrier`?");
    let list = folder.run(&["rules"]).out;
    assert!(list.lines().any(|line| line.starts_with("additionality/missing  ")), "{list}");
    let json: serde_json::Value = serde_json::from_str(&folder.run(&["rules", "--format", "json"]).out).unwrap();
    assert_eq!(json["rules"].as_array().unwrap().len(), list.lines().count());
}

/// A key that does not exist is told first, as nothing behind it can be read; then each mistake once, at its place. The
/// rules that can be taken are there.
#[test]
fn a_broken_rule_of_ones_own_is_told_where_it_breaks() {
    let rule = b"title: Made up\nsubject: [methodology, agreement]\ngiven: (title is stated\nrequire: [{that: title is stated, message: x}]\n\
        severity: warn\nnature: indicator\ncites: []\nhelp: y\nwhy: z\nexamples:\n  - breachd: |\n      methodology \"breachd\" { }\n";
    let folder = Folder::new(&[("mine/house/broken.yaml", rule)]);
    let told = folder.run(&["rules", "--rules", "mine", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert!(told.code == 0 && rules["rules"].as_array().unwrap().len() > 100);
    let places = |folder: &Folder| -> Vec<String> {
        let checked = folder.run(&["test", "mine"]).out;
        let places = checked.lines().filter_map(|line| line.split(": error[").next()?.strip_prefix("mine/"));
        places.filter(|place| !place.contains(' ')).map(str::to_owned).collect()
    };
    assert_eq!(places(&folder), ["house/broken.yaml:11:5"]);
    let mended = String::from_utf8_lossy(rule).replacen("breachd", "breached", 1);
    let folder = Folder::new(&[("mine/house/broken.yaml", mended.as_bytes())]);
    assert_eq!(places(&folder), ["house/broken.yaml:3:8", "house/broken.yaml:5:11"]);
}

/// What may be cited can be looked up, as far as one knows how it is called.
#[test]
fn the_register_is_shown() {
    let house: &[u8] = "symbol: House 1\ntitle: Ours\nkind: practice\nknown: background\nprofiles: [house]\n\
        clauses: [{at: ¶1, asks: that it has a name, force: should, known: background}]\n"
        .as_bytes();
    let folder = Folder::new(&[("ours/instruments/house.yaml", house)]);
    let all = folder.run(&["instruments"]);
    let (rulebook, _) = tonne::rulebook::shipped(Vec::new());
    assert_eq!((all.code, all.out.lines().count()), (0, rulebook.register.instruments.len()));
    for profile in rulebook.register.profiles() {
        assert!(all.out.contains(&format!("  {profile}")), "{profile}");
    }
    let tool = folder.run(&["instruments", "TOOL21"]).out;
    assert!(tool.starts_with("TOOL21 v13.1: ") && tool.contains("\n- TOOL21 v13.1 ¶10: "), "{tool}");
    assert_eq!(tool, folder.run(&["instruments", "TOOL21 v13.1"]).out);
    let clause = folder.run(&["instruments", "TOOL21 v13.1 ¶10"]).out;
    assert_eq!(clause.matches("TOOL21 v13.1 ¶").count(), 1, "{clause}");
    let several = folder.run(&["instruments", "ICVCM"]).out;
    assert!(several.lines().count() > 2 && several.lines().all(|line| line.starts_with("ICVCM ")), "{several}");
    let ours = folder.run(&["instruments", "House", "--rules", "ours"]).out;
    assert!(
        ours.contains("- House 1 ¶1: that it has a name (should; from background knowledge, not checked)"),
        "{ours}"
    );
    folder.run(&["instruments", "TOOL1 ¶28"]).refused(2, "did you mean `TOOL01 v07.0.0 ¶28`?");
    folder.run(&["instruments", "unheard of"]).refused(2, "`tonne instruments` lists what may be cited");
}

#[test]
fn the_vocabulary_is_shown() {
    let folder = Folder::new(&[]);
    let out = |arguments: &[&str]| folder.run(&[&["vocabulary"], arguments].concat()).out;
    assert!(out(&[]).contains("\n  methodology "));
    assert!(out(&["methodology.baseline"]).starts_with("methodology.baseline\n"));
    let historical = out(&["historical"]);
    assert!(historical.contains("may stand in: ") && historical.contains(", methodology.baseline.approach"));
    assert_eq!(historical.matches("historical\n").count(), 1, "{historical}");
    for word in
        ["reading", "full", "none", "not_required", "unknown", "inferred", "version", "methodology.baseline.reading"]
    {
        assert_eq!(folder.run(&["vocabulary", word]).code, 0, "{word}");
    }
    assert!(
        out(&["methodology.reading"]).starts_with("methodology.reading\n") && out(&["full"]).starts_with("reading\n")
    );
    assert!(
        out(&["methodology.leakage"]).contains("\n    reading ") && out(&["methodology"]).contains(" (may repeat)\n")
    );
    let both = out(&["bau"]);
    assert!(both.contains("methodology.baseline.business_as_usual\n") && both.contains("\nprojection\n"), "{both}");
    folder.run(&["vocabulary", "historcal"]).refused(2, "did you mean `historical`?");
    assert!(out(&["baseline"]).contains("methodology.baseline\n"));
    folder.run(&["vocabulary", "methodolgy"]).refused(2, "did you mean `methodology`?");
    let unit = out(&["kWh"]);
    assert!(unit.starts_with("kWh\n  a unit: watt-hour"), "{unit}");
    folder.run(&["vocabulary", "kwh"]).refused(2, "did you mean `kWh`?");
    let tonnes = out(&["tCO2e"]);
    assert!(tonnes.contains("a unit of mass of CO2e") && tonnes.contains("monitoring.requested"), "{tonnes}");
    assert!(out(&["monitoring.requested"]).contains("same dimension, at least 0 tCO2e; or none (zero)"));
    assert!(out(&["activity.participant.share"]).contains("at least 0 %, at most 100 %"));
    folder.run(&["vocabulary", "methodology.baselin"]).refused(2, "did you mean `baseline`?");
}

#[test]
fn shells_complete() {
    let folder = Folder::new(&[]);
    assert!(folder.run(&["completions", "bash"]).out.contains("_tonne"));
    folder.run(&["completions", "bsh"]).refused(2, "did you mean `bash`?");
}
