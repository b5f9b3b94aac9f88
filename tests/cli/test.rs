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
  - breached: |
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
    folder.run(&["test", "empty"]).refused(3, "there is no rule in `empty`");
    folder.run(&["test", "nowhere"]).refused(2, "`nowhere` cannot be read");
}
