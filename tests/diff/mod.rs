//! `tonne diff`: facts, verdicts, and the facts that turned them.

use crate::cli::Folder;
use crate::corpus::{corpus, options};
use tonne::engine::diff::{Difference, diff};
use tonne::engine::{Examined, examine};
use tonne::model::{Document, EntryId, Value};
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
    assert!(ran.out.contains("additionality/regulatory-surplus-only: met -> breached; warning;"), "{}", ran.out);
    assert!(ran.out.contains("1 document compared: "), "{}", ran.out);
    let json = folder.run(&["diff", "old", "new", "--format", "json", "--as-of", "2026-11-01"]).out;
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&told["schema"], &told["compared"]), (&1.into(), &1.into()));
    assert_eq!(told["documents"][0]["facts"].as_array().unwrap().len(), 2);
    let broken = Folder::new(&[("old.tonne", b"methodology \"A\" { basline 3 }\n"), ("new.tonne", b"\xff\xfe")]);
    let ran = broken.run(&["diff", "old.tonne", "new.tonne"]);
    let note = |name: &str| format!("note: `{name}` was not understood in full; `tonne check` shows where\n");
    assert_eq!((ran.code, ran.err), (0, note("old.tonne") + &note("new.tonne")));
    folder.run(&["diff", "old", "nowhere"]).refused(2, "`nowhere` cannot be read");
    let empty = Folder::new(&[("old/readme.txt", b""), ("new/a.tonne", b"country KH { }\n")]);
    empty.run(&["diff", "old", "new"]).refused(3, "there is no file that ends in `.tonne` in `old`");
}

/// The first two examples of every rule, whatever they say, are compared both ways: exchanged sides, exchanged verdicts.
#[test]
fn any_two_documents_are_compared() {
    let (rulebook, _) = shipped(Vec::new());
    for rule in &rulebook.rules {
        let [one, other, ..] = &rule.examples[..] else { continue };
        let compare =
            |old: &str, new: &str| diff(examined(old, &rulebook), examined(new, &rulebook), &rulebook, &options());
        let (there, back) = (compare(&one.text, &other.text), compare(&other.text, &one.text));
        let verdicts = |difference: &Difference, exchanged: bool| {
            let all = difference.documents.iter().flat_map(|compared| &compared.verdicts);
            let mut all: Vec<_> = all
                .map(|change| (change.rule.clone(), change.block.clone(), change.old, change.new))
                .map(
                    |(rule, block, old, new)| if exchanged { (rule, block, new, old) } else { (rule, block, old, new) },
                )
                .collect();
            all.sort();
            all
        };
        assert_eq!(verdicts(&there, false), verdicts(&back, true), "{}", rule.id);
        for fact in there.documents.iter().flat_map(|compared| &compared.facts) {
            let value = |said: &Option<tonne::engine::diff::Said>| said.as_ref().map(|said| said.value.clone());
            assert_ne!(value(&fact.old), value(&fact.new), "{}: {}", rule.id, fact.path);
        }
    }
}

/// A document with a fact less or more is still a document: blocks hold what stands in them, and nothing else.
#[test]
fn a_supposed_document_is_whole() {
    let (rulebook, _) = shipped(Vec::new());
    let text = std::fs::read_to_string("methodologies/cdm/AMS-III.D-v21.tonne").unwrap();
    let document = examined(&text, &rulebook).remove(0).documents.remove(0);
    let all = document.entries.len() as u32;
    for at in (1..all).map(EntryId) {
        let body = document.entry(at).end - at.0;
        let equations = |document: &Document| {
            document.formulas.iter().map(|formula| document.span(formula.entry)).collect::<Vec<_>>()
        };
        let inside = |span: &tonne::source::Span| {
            (at.0..document.entry(at).end).any(|inner| document.span(EntryId(inner)) == *span)
        };
        let (less, shift) = document.without(at);
        assert_eq!((less.entries.len() as u32, shift.moved(at)), (all - body, None));
        let left: Vec<_> = equations(&document).into_iter().filter(|span| !inside(span)).collect();
        assert_eq!(equations(&less), left);
        whole(&less);
        let parent = shift.moved(document.entry(at).parent).unwrap();
        let (more, _) = less.restoring(parent, &document, &[at]);
        assert_eq!(more.at(document.entry(at).node).count(), less.at(document.entry(at).node).count() + 1);
        whole(&more);
        let chain = [document.entry(at).node];
        let (added, shift) = document.adding(document.entry(at).parent, &chain, Value::Unknown);
        assert_eq!(shift.moved(EntryId::DOCUMENT), Some(EntryId::DOCUMENT));
        whole(&added);
    }
}

fn whole(document: &Document) {
    for (at, entry) in document.entries.iter().enumerate().skip(1) {
        let around = document.entry(entry.parent);
        assert!(entry.parent.0 < at as u32 && at as u32 <= entry.end && entry.end <= around.end, "{entry:?}");
        let inside = document.entries.iter().enumerate().filter(|(_, other)| other.parent == EntryId(at as u32));
        assert!(
            inside.into_iter().all(|(inner, _)| (at as u32) < inner as u32 && (inner as u32) < entry.end),
            "{entry:?}"
        );
        assert!(document.within(entry.node, entry.parent).any(|found| found == EntryId(at as u32)), "{entry:?}");
    }
}
