//! `tonne test`: a user's rules tried on their own examples.

use super::Folder;

const RULE: &str = r#"title: No title is given
subject: methodology
require:
  - that: title is stated and not title is none
    message: the methodology has no title
severity: info
nature: indicator
cites: [good practice]
help: give it a title
why: |
  What has no name cannot be found.
examples:
  - not_shown: |
      methodology "A" { reading full }
  - met: |
      methodology "B" { title "Solar" }
  - unproven: |
      methodology "C" { reading partial }
"#;

#[test]
fn examples_that_give_their_verdict_are_quiet() {
    let folder = Folder::new(&[("rules/house/title-missing.yaml", RULE.as_bytes())]);
    let ran = folder.run(&["test"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, "rules 1, examples 3, as expected 3, different 0\n");
    assert_eq!(folder.run(&["test", "rules"]).out, ran.out);
}

#[test]
fn an_example_that_differs_is_told_with_its_reasons() {
    let wrong = RULE.replace("  - unproven: |", "  - breached: |");
    let folder = Folder::new(&[("rules/house/title-missing.yaml", wrong.as_bytes())]);
    let ran = folder.run(&["test"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!("an_example_differs", ran.out);
}

#[test]
fn changes_that_no_example_notices_are_listed() {
    let folder = Folder::new(&[("rules/house/title-missing.yaml", RULE.as_bytes())]);
    let ran = folder.run(&["test", "--mutants"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!("mutants", ran.out);
}

#[test]
fn a_broken_rule_fails_and_no_rule_is_no_input() {
    let broken = RULE.replace("title is stated", "titel is stated");
    let folder = Folder::new(&[("rules/house/title-missing.yaml", broken.as_bytes()), ("empty/readme.txt", b"")]);
    let ran = folder.run(&["test"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("rules/house/title-missing.yaml:4:11: error[rules/condition]: "), "{}", ran.out);
    folder.run(&["test", "empty"]).refused(2, "no file in it ends in `.yaml`");
    folder.run(&["test", "nowhere"]).refused(2, "`nowhere` cannot be read");
}

/// A citation that is nearly right is completed, and what helps is said of each that is not.
#[test]
fn a_citation_is_completed() {
    let cases = [
        ("TOOL21 ¶10", "did you mean `TOOL21 v13.1 ¶10`?"),
        ("TOOL1", "did you mean `TOOL01 v07.0.0`?"),
        ("3/CMA.3 ¶35", "did you mean `3/CMA.3 annex ¶35`?"),
        ("TOOL21 v13.1 ¶999", "`tonne instruments \"TOOL21 v13.1\"` lists its clauses"),
        ("ICVCM", "`tonne instruments` lists what may be cited"),
    ];
    for (cite, help) in cases {
        let rule = RULE.replace("[good practice]", &format!("[{cite}]"));
        let folder = Folder::new(&[("rules/house/title-missing.yaml", rule.as_bytes())]);
        let ran = folder.run(&["test"]);
        assert!(ran.code == 1 && ran.out.contains("error[rules/citation]"), "{ran:?}");
        assert!(ran.out.contains(&format!("\n  help: {help}\n")), "{cite}: {}", ran.out);
    }
}

/// What would silently count for nothing is told where it stands.
#[test]
fn a_register_of_ones_own_is_checked() {
    let instrument = "symbol: House 1\ntitle: T\nkind: practice\nadopted: 2021-01-01\nknown: read\n\
        clauses: [{at: ¶1, asks: a, force: shall, known: read, obliges: methodology}]\n";
    let decisions = "issuer: T\ntitle: T\nknown: read\n\
        verdicts: [{methodology: A, versions: 1..2, verdict: rejected, date: 2021-01-01}]\n";
    let cases = [
        ("instruments", instrument, "known: read\nclauses", "known: raed\nclauses", ":5:", "did you mean `read`?"),
        ("instruments", instrument, "force: shall", "force: must", ":6:", "there are shall, should, may, states"),
        ("instruments", instrument, "obliges: m", "obliges: n", ":6:", "did you mean `methodology`?"),
        ("instruments", instrument, "2021-01-01", "2021-13-01", ":4:", "write 2021-02-27, 2021-02 or 2021"),
        ("instruments", instrument, "symbol: House 1\n", "", ":", "the shape of an instrument and of a decision"),
        ("decisions", decisions, "rejected", "rejcted", ":4:", "did you mean `rejected`?"),
        ("decisions", decisions, "1..2", "2..1", ":4:", "a range of them as in `<= 21.0`"),
        ("decisions", decisions, "2021-01-01", "1/1/2021", ":4:", "write 2021-02-27, 2021-02 or 2021"),
    ];
    for (folder, good, from, to, at, help) in cases {
        let name = format!("rules/{folder}/ours.yaml");
        let run = |text: &str| {
            let files = [("rules/house/title-missing.yaml", RULE.as_bytes()), (name.as_str(), text.as_bytes())];
            Folder::new(&files).run(&["test"])
        };
        assert_eq!(run(good).code, 0, "{good}");
        let broken = run(&good.replacen(from, to, 1));
        assert!(broken.code == 1 && broken.out.starts_with(&format!("{name}{at}")), "{to}: {}", broken.out);
        assert!(broken.out.contains(help), "{to}: {}", broken.out);
    }
}
