//! `tonne diff`: facts, verdicts, and the facts that turned them.

use crate::cli::Folder;
use crate::corpus::{corpus, options};
use tonne::engine::diff::{Difference, diff};
use tonne::engine::{Examined, examine};
use tonne::report::Texts;
use tonne::report::diff::{Sides, text};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;

fn examined(text: &str, rulebook: &Rulebook) -> Vec<Examined> {
    let source = Source { id: FileId(0), name: "a.tonne".into(), text: text.into() };
    vec![examine(&source, rulebook, Limits::default())]
}

fn between(old: &str, new: &str) -> (Difference, String) {
    let (rulebook, _) = shipped(Vec::new());
    let difference = diff(examined(old, &rulebook), examined(new, &rulebook), &rulebook, &options());
    let before = Texts::new(|_| Some("old.tonne".into()), |_| old.into());
    let after = Texts::new(|_| Some("new.tonne".into()), |_| new.into());
    let told = text(&difference, Sides { old: &before, new: &after });
    (difference, told)
}

const OLD: &str = r#"methodology "A, made up" {
  version "1"
  additionality { reading full
    approach tool                        @ "p. 1"
    test barrier { needed all }
  }
  baseline { validity 5 years; data_age 3 years }
  leakage { reading full }
}
"#;

const NEW: &str = r#"methodology "A, made up" {
  version "2"
  additionality { reading full
    approach regulatory_surplus_only     @ "¶15"
  }
  baseline { validity 15 years }
  leakage { }
}
"#;

#[test]
fn facts_and_verdicts_that_changed_are_told() {
    insta::assert_snapshot!("two_versions", between(OLD, NEW).1);
}

/// The change of policy that gave this tool its first example: from a tool to "no regulation is enough".
#[test]
fn manure_methane_goes_from_a_tool_to_no_regulation() {
    let read = |version: &str| std::fs::read_to_string(format!("methodologies/cdm/AMS-III.D-{version}.tonne")).unwrap();
    let (difference, told) = between(&read("v18"), &read("v21"));
    let compared = &difference.documents[0];
    let verdict = compared.verdicts.iter().find(|change| change.rule == "additionality/regulatory-surplus-only");
    let verdict = verdict.expect("a verdict that changed");
    assert_eq!((verdict.old.unwrap().word(), verdict.new.unwrap().word()), ("met", "breached"));
    let turned: Vec<&str> = verdict.turned_by.iter().map(|at| compared.facts[*at].path.as_str()).collect();
    assert_eq!(turned, ["methodology.additionality.approach[regulatory surplus only]"]);
    insta::assert_snapshot!("manure", told);
}

#[test]
fn nothing_changed_between_a_document_and_itself() {
    let (rulebook, _) = shipped(Vec::new());
    let read = || corpus().iter().map(|source| examine(source, &rulebook, Limits::default())).collect::<Vec<_>>();
    let difference = diff(read(), read(), &rulebook, &options());
    assert!(difference.documents.is_empty(), "{:?}", difference.documents);
    assert!(difference.gone.is_empty() && difference.fresh.is_empty() && difference.compared > 30);
}

/// Exchanged sides give exchanged verdicts, and each fact that turned one is among those that changed.
#[test]
fn the_way_back_is_the_way_there() {
    let (there, _) = between(OLD, NEW);
    let (back, _) = between(NEW, OLD);
    let verdicts = |difference: &Difference, turned: bool| {
        let of = difference.documents[0].verdicts.iter();
        of.map(|change| (change.rule.clone(), if turned { change.new } else { change.old })).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&there, false), verdicts(&back, true));
    assert_eq!(verdicts(&there, true), verdicts(&back, false));
    assert_eq!(there.documents[0].facts.len(), back.documents[0].facts.len());
}

#[test]
fn a_reading_that_changed_is_a_fact() {
    let (difference, told) = between(
        "activity \"A\" { reading full; safeguards { affects_communities yes } }\n",
        "activity \"A\" { safeguards { affects_communities yes } }\n",
    );
    let turned = difference.documents[0].verdicts.iter().find(|v| v.rule == "safeguards/consent-missing").unwrap();
    assert_eq!(difference.documents[0].facts[turned.turned_by[0]].path, "activity.reading", "{told}");
}

#[test]
fn folders_are_compared_by_kind_and_name() {
    let folder = Folder::new(&[
        ("old/a.tonne", b"methodology \"A\" { additionality { approach tool } }\nmethodology \"Gone\" { title \"x\" }\n"),
        ("new/b.tonne", b"methodology \"New\" { title \"x\" }\nmethodology \"A\" { additionality { approach regulatory_surplus_only } }\n"),
    ]);
    let ran = folder.run(&["diff", "old", "new", "--as-of", "2026-11-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("only among the old ones: methodology Gone, old/a.tonne:2:1\n"), "{}", ran.out);
    assert!(ran.out.contains("only among the new ones: methodology New, new/b.tonne:1:1\n"), "{}", ran.out);
    assert!(ran.out.contains("additionality/regulatory-surplus-only: met -> breached\n"), "{}", ran.out);
    assert!(ran.out.contains("1 document compared: "), "{}", ran.out);
    let json = folder.run(&["diff", "old", "new", "--format", "json", "--as-of", "2026-11-01"]).out;
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&told["schema"], &told["compared"]), (&1.into(), &1.into()));
    assert_eq!(told["documents"][0]["facts"].as_array().unwrap().len(), 2);
    folder.run(&["diff", "old", "nowhere"]).refused(2, "`nowhere` cannot be read");
    let empty = Folder::new(&[("old/readme.txt", b""), ("new/a.tonne", b"country KH { }\n")]);
    empty.run(&["diff", "old", "new"]).refused(3, "there is no file that ends in `.tonne` in `old`");
}
