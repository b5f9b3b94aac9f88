//! The tables of the rule language: four states of a fact, three values of a condition, four verdicts.

mod back;

use tonne::condition::{Evaluator, Located, Scope, World, compile};
use tonne::engine::examine;
use tonne::measure::Day;
use tonne::model::{self, DocumentId, EntryId};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source, Span};
use tonne::syntax::{Limits, parse_expression};

/// What a condition says of the first methodology in a text: true, false, unknown; or why it does not compile.
fn ask(rulebook: &Rulebook, documents: &str, condition: &str) -> String {
    ask_of(rulebook, documents, condition, "methodology")
}

fn ask_of(rulebook: &Rulebook, documents: &str, condition: &str, kind: &str) -> String {
    let vocabulary = &rulebook.vocabulary;
    let text = Source { id: FileId(0), name: "documents".into(), text: documents.into() };
    let examined = examine(&text, rulebook, Limits::default());
    assert!(examined.findings.is_empty(), "{documents}: {:?}", examined.findings);
    let (model, _) = model::link(examined.documents, &[], vocabulary);
    let kind = vocabulary.kind_named(kind).expect("a kind");
    let rule = Source { id: FileId(1), name: "condition".into(), text: condition.into() };
    let (tree, expr, problems) = parse_expression(&rule, Span::new(FileId(1), 0, condition.len() as u32));
    assert!(problems.is_empty(), "{condition}: {problems:?}");
    let mut scope = Scope {
        vocabulary,
        subject: vocabulary.kind(kind).root,
        limits: &[],
        predicates: &[],
        about: None,
        bound: Vec::new(),
    };
    let compiled = match compile(&tree, expr.expect("an expression"), &mut scope) {
        Ok(compiled) => compiled,
        Err(findings) => {
            let finding = &findings[0];
            return format!(
                "{}{}",
                finding.message,
                finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default()
            );
        }
    };
    let world = World { model: &model, vocabulary, as_of: Day::parse("2026-11-01").expect("a day") };
    let at = model.documents.iter().position(|document| document.kind == kind).expect("a document of the kind");
    let subject = Located { document: DocumentId(at as u32), entry: EntryId::DOCUMENT };
    match Evaluator::new(&world, subject).condition(&compiled) {
        Some(true) => "true".to_owned(),
        Some(false) => "false".to_owned(),
        None => "unknown".to_owned(),
    }
}

/// Each line: document | condition | value.
fn table(kind: &str, lines: &str) {
    let (rulebook, _) = shipped(Vec::new());
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let [documents, condition, expected] = line.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let found = ask_of(&rulebook, &documents.replace(" ; ; ", "\n"), condition, kind);
        if found != expected {
            wrong.push(format!("{line}\n    found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_state_is_asked_of_a_fact_a_none_and_two_kinds_of_silence() {
    table(
        "methodology",
        r#"
        methodology "A" { leakage { belt yes } }          | leakage.belt is stated       | true
        methodology "A" { leakage { belt none } }         | leakage.belt is stated       | true
        methodology "A" { leakage { belt unknown } }      | leakage.belt is stated       | unknown
        methodology "A" { reading full }                  | leakage.belt is stated       | false
        methodology "A" { leakage { reading full } }      | leakage.belt is stated       | false
        methodology "A" { reading full; leakage { reading partial } } | leakage.belt is stated | unknown
        methodology "A" { title "x" }                     | leakage.belt is stated       | unknown
        methodology "A" { reading draft }                 | leakage.belt is stated       | unknown
        methodology "A" { leakage { belt yes } }          | leakage.belt is none         | false
        methodology "A" { leakage { belt none } }         | leakage.belt is none         | true
        methodology "A" { reading full }                  | leakage.belt is none         | false
        methodology "A" { title "x" }                     | leakage.belt is none         | unknown
        methodology "A" { leakage { belt not_required } } | leakage.belt is not_required | true
        methodology "A" { leakage { belt none } }         | leakage.belt is not_required | false
        methodology "A" { leakage none }                  | leakage.belt is stated       | false
        methodology "A" { leakage none }                  | leakage is none              | true
    "#,
    );
}

#[test]
fn no_comparison_accuses_of_silence() {
    table(
        "methodology",
        r#"
        methodology "A" { baseline { options 2 } }        | baseline.options > 1         | true
        methodology "A" { baseline { options 1 } }        | baseline.options > 1         | false
        methodology "A" { reading full }                  | baseline.options > 1         | unknown
        methodology "A" { title "x" }                     | baseline.options > 1         | unknown
        methodology "A" { baseline { downward_adjustment none } } | baseline.downward_adjustment > 5 % | false
        methodology "A" { baseline { downward_adjustment none } } | baseline.downward_adjustment = 0 % | true
        methodology "A" { baseline { validity none } }    | baseline.validity > 5 years  | true
        methodology "A" { baseline { trajectory none } }  | baseline.trajectory = flat   | false
        methodology "A" { baseline { trajectory none } }  | baseline.trajectory is flat  | false
        methodology "A" { baseline { validity 60 months } } | baseline.validity = 5 years | true
        methodology "A" { leakage { belt yes } }          | leakage.belt                 | true
        methodology "A" { leakage { belt none } }         | leakage.belt                 | false
        methodology "A" { reading full }                  | leakage.belt                 | false
        methodology "A" { title "x" }                     | leakage.belt                 | unknown
        methodology "A" { baseline { trajectory flat } }  | baseline.trajectory in [falling, flat] | true
        methodology "A" { baseline { trajectory rising } } | baseline.trajectory in [falling, flat] | false
        methodology "A" { reading full }                  | baseline.trajectory in [falling, flat] | unknown
    "#,
    );
}

#[test]
fn quantifiers_follow_their_table() {
    table(
        "methodology",
        r#"
        methodology "A" { sector waste, land }            | any sector as s (s is land)     | true
        methodology "A" { sector waste }                  | any sector as s (s is land)     | false
        methodology "A" { reading full; sector none }     | any sector as s (s is land)     | false
        methodology "A" { reading full }                  | any sector as s (s is land)     | false
        methodology "A" { title "x" }                     | any sector as s (s is land)     | unknown
        methodology "A" { sector land }                   | every sector as s (s is land)   | true
        methodology "A" { sector waste, land }            | every sector as s (s is land)   | false
        methodology "A" { reading full }                  | every sector as s (s is land)   | true
        methodology "A" { sector none }                   | every sector as s (s is land)   | true
        methodology "A" { title "x" }                     | every sector as s (s is land)   | unknown
        methodology "A" { sector waste }                  | no sector as s (s is land)      | true
        methodology "A" { sector land }                   | no sector as s (s is land)      | false
        methodology "A" { reading full }                  | no sector as s (s is land)      | true
        methodology "A" { title "x" }                     | no sector as s (s is land)      | unknown
        methodology "A" { additionality { test barrier } } | any additionality.test as t (t is investment) | unknown
        methodology "A" { additionality { reading full; test barrier } } | any additionality.test as t (t is investment) | false
        methodology "A" { additionality { test barrier { needed any_one } } } | any additionality.test as t (t is barrier and t.needed = any_one) | true
    "#,
    );
}

/// `none` is an answer: a list of which the source says that there is none has no other members, however little was read.
#[test]
fn none_ends_a_list_that_might_go_on() {
    table(
        "methodology",
        r#"
        methodology "A" { additionality { test none } }         | any additionality.test as t (t is investment)   | false
        methodology "A" { additionality { test none } }         | no additionality.test as t (t is investment)    | true
        methodology "A" { additionality { test none } }         | every additionality.test as t (t is investment) | true
        methodology "A" { additionality { test none } }         | count(additionality.test) = 0                   | true
        methodology "A" { additionality { test not_required } } | any additionality.test as t (t is investment)   | false
        methodology "A" { additionality { test unknown } }      | any additionality.test as t (t is investment)   | unknown
        methodology "A" { additionality { test barrier } }      | count(additionality.test) = 1                   | unknown
        methodology "A" { additionality { test barrier { evidence none } } } | any additionality.test as t (any t.evidence as e (e = anecdotal)) | unknown
        methodology "A" { additionality { reading full; test barrier { reading partial; evidence none } } } | any additionality.test as t (any t.evidence as e (e = anecdotal)) | false
        methodology "A" { program "P" } ; ; program "P" { additionality { test none } } | program.additionality.test is none | true
    "#,
    );
}

/// What is not required is not zero and not without limit: how much there is, nobody said.
#[test]
fn what_is_not_required_has_no_size() {
    table(
        "methodology",
        r#"
        methodology "A" { baseline { validity none } }             | baseline.validity > 5 years | true
        methodology "A" { baseline { validity not_required } }     | baseline.validity > 5 years | unknown
        methodology "A" { baseline { validity not_required } }     | baseline.validity is not_required | true
        methodology "A" { baseline { downward_adjustment not_required } } | baseline.downward_adjustment = 0 % | unknown
        methodology "A" { baseline { trajectory not_required } }   | baseline.trajectory = flat  | false
        methodology "A" { leakage { belt not_required } }          | leakage.belt                | false
    "#,
    );
}

#[test]
fn aggregates_follow_their_table() {
    table(
        "monitoring",
        r#"
        monitoring "M" { reading full; stratum "a" { observed_loss 3 ha }; stratum "b" { observed_loss 4 ha } } | sum(stratum as s (s.observed_loss)) = 7 ha | true
        monitoring "M" { reading full; stratum "a" { observed_loss 3 ha }; stratum "b" { area 1 ha } } | sum(stratum as s (s.observed_loss)) = 3 ha | unknown
        monitoring "M" { reading full; stratum "a" { observed_loss 3 ha }; stratum "b" { observed_loss none } } | sum(stratum as s (s.observed_loss)) = 3 ha | true
        monitoring "M" { reading full; stratum "a" { observed_loss 3 ha }; stratum "b" { observed_loss 4 ha } } | max(stratum as s (s.observed_loss)) = 0.04 km2 | true
        monitoring "M" { reading full; stratum "a" { observed_loss 3 ha }; stratum "b" { observed_loss 4 ha } } | min(stratum.observed_loss) < 4 ha | true
        monitoring "M" { stratum "a" { observed_loss 3 ha } } | sum(stratum as s (s.observed_loss)) = 3 ha | unknown
        monitoring "M" { reading full; stratum "a"; stratum "b" }       | count(stratum) = 2           | true
        monitoring "M" { reading full }                   | count(stratum) = 0           | true
        monitoring "M" { title "x" }                      | count(stratum) = 0           | unknown
        monitoring "M" { title "x" }                      | count(stratum) >= 0          | true
        monitoring "M" { reading full; stratum "a" { area 2 ha; carbon 10 tCO2e/ha } } | sum(stratum as s (s.area * s.carbon)) = 20 tCO2e | true
        monitoring "M" { period 2018-03-12..2020-12-31 }  | start(period) = 2018-03-12   | true
        monitoring "M" { period 2018-03-12..2020-12-31 }  | end(period) < as_of          | true
        monitoring "M" { period 2018-03-12..2020-12-31 }  | end(period) + 1 month = 2021-01-31 | true
    "#,
    );
}

#[test]
fn kleene_logic_holds() {
    table(
        "methodology",
        r#"
        methodology "A" { leakage { belt yes } } | leakage.deducted or leakage.belt         | true
        methodology "A" { leakage { belt no } }  | leakage.deducted or leakage.belt         | unknown
        methodology "A" { leakage { belt no } }  | leakage.deducted and leakage.belt        | false
        methodology "A" { leakage { belt yes } } | leakage.deducted and leakage.belt        | unknown
        methodology "A" { leakage { belt yes } } | not leakage.deducted                     | unknown
        methodology "A" { leakage { belt yes } } | not leakage.belt                         | false
    "#,
    );
}

#[test]
fn words_dates_and_versions_compare_as_what_they_are() {
    table(
        "methodology",
        r#"
        methodology "A" { sector energy.renewable.solar } | any sector as s (s is energy)           | true
        methodology "A" { sector energy }                 | any sector as s (s is energy.nuclear)   | unknown
        methodology "A" { sector energy.fossil }          | any sector as s (s is energy.nuclear)   | false
        methodology "A" { sector energy }                 | any sector as s (s = energy.nuclear)    | false
        methodology "A" { version "07.0.0" }              | version = "7"                           | true
        methodology "A" { version "1.10" }                | version > "1.9"                         | true
        methodology "A" { approved 2021 }                 | approved < 2021-06-01                   | unknown
        methodology "A" { approved 2021-02 }              | approved < 2021-06-01                   | true
        methodology "A" { host KH }                       | any host as h (h = KH)                  | true
    "#,
    );
}

#[test]
fn a_demand_is_not_its_own_fulfilment() {
    table(
        "activity",
        r#"
        activity "A" { reading full; methodology "M" } ; ; methodology "M" { additionality { investment { sensitivity yes } } } | additionality.investment.sensitivity | false
        activity "A" { reading full; program "P" } ; ; program "P" { safeguards { human_rights yes } } | safeguards.human_rights is shown | false
        activity "A" { reading full; methodology "M" } ; ; methodology "M" { baseline { approach historical } } | baseline.approach is shown | true
    "#,
    );
}

#[test]
fn a_silence_counts_where_the_document_that_owes_the_fact_was_read_in_full() {
    table(
        "methodology",
        r#"
        methodology "A" { reading full; uses "T" { for leakage } } ; ; tool "T" { title "x" } | leakage.belt is stated | unknown
        methodology "A" { reading full; uses "T" { for leakage } } ; ; tool "T" { reading full } | leakage.belt is stated | false
        methodology "A" { reading full; uses "T" { for baseline } } ; ; tool "T" { title "x" } | leakage.belt is stated | false
        methodology "A" { reading full; uses "T" { for baseline } } ; ; tool "T" { leakage { belt yes } } | leakage.belt is stated | false
        methodology "A" { reading full; uses "T" } ; ; tool "T" { title "x" } | leakage.belt is stated | false
        methodology "A" { reading full; uses "X" { for leakage } } | leakage.belt is stated | unknown
        methodology "A" { reading full; uses "X" { for baseline } } | leakage.belt is stated | false
        methodology "A" { reading full; uses "T" { for leakage } } ; ; tool "T" { reading full; uses "U" { for leakage } } ; ; tool "U" { title "x" } | leakage.belt is stated | unknown
        methodology "A" { reading full; uses "T" { for leakage } } ; ; tool "T" { reading full; uses "U" { for baseline } } ; ; tool "U" { title "x" } | leakage.belt is stated | false
        methodology "A" { reading full; program "P" } ; ; program "P" { title "x" } | baseline.validity is stated | unknown
        methodology "A" { reading full; program "P" } ; ; program "P" { reading full } | baseline.validity is stated | false
        methodology "A" { reading full; program "P"; additionality { approach programme } } ; ; program "P" { title "x" } | additionality.counterfactual is stated | unknown
        methodology "A" { reading full; program "P"; additionality { approach tool } } ; ; program "P" { title "x" } | additionality.counterfactual is stated | false
        methodology "A" { reading full } | crediting.renewable is stated | false
        methodology "A" { title "x" } | crediting.renewable is stated | false
    "#,
    );
}

#[test]
fn what_is_shown_denied_and_silent() {
    table(
        "methodology",
        r#"
        methodology "A" { leakage { belt yes } }          | leakage.belt is shown        | true
        methodology "A" { leakage { belt no } }           | leakage.belt is shown        | false
        methodology "A" { leakage { belt no } }           | leakage.belt is denied       | true
        methodology "A" { leakage { belt none } }         | leakage.belt is denied       | true
        methodology "A" { leakage { belt yes } }          | leakage.belt is denied       | false
        methodology "A" { leakage { belt unknown } }      | leakage.belt is shown        | unknown
        methodology "A" { leakage { belt no } }           | leakage.belt is silent       | false
        methodology "A" { reading full }                  | leakage.belt is silent       | true
        methodology "A" { title "x" }                     | leakage.belt is silent       | unknown
        methodology "A" { reading full; leakage { reading full } } | leakage is shown     | false
        methodology "A" { leakage { belt no } }           | leakage is shown             | true
        methodology "A" { leakage none }                  | leakage is denied            | true
        methodology "A" { baseline { validity 5 years } } | baseline.validity is shown   | true
        methodology "A" { leakage { reading full; belt yes } } | any of [belt, deducted] in leakage is shown | true
        methodology "A" { leakage { reading full; belt yes } } | every of [belt, deducted] in leakage is shown | false
        methodology "A" { leakage { reading full; belt no } } | no of [belt, deducted] in leakage is shown | true
        methodology "A" { leakage { belt no } }           | any of [belt, deducted] in leakage is shown | unknown
    "#,
    );
}

#[test]
fn facts_are_inherited_as_the_vocabulary_says() {
    table(
        "methodology",
        r#"
        methodology "A" { program "P" } ; ; program "P" { assessment { independent yes } } | assessment.independent | true
        methodology "A" { program "P" } ; ; program "P" { assessment { independent yes } } | own assessment.independent is stated | unknown
        methodology "A" { program "P" } ; ; program "P" { leakage { belt yes } } | leakage.belt | unknown
        methodology "A" { program "P" } ; ; program "P" { leakage { belt yes } } | own leakage.belt is stated | unknown
        methodology "A" { reading full; program "P" } ; ; program "P" { reading full } | leakage.belt is stated | false
        methodology "A" { reading full; program "P" } ; ; program "P" { title "x" } | leakage.belt is stated | false
        methodology "A" { reading full; program "Q" } ; ; program "P" { reading full } | leakage.belt is stated | false
        methodology "A" { leakage { belt no }; program "P" } ; ; program "P" { leakage { belt yes } } | leakage.belt | false
        methodology "A" { uses "T" { for leakage }; uses "U" { for leakage } } ; ; tool "T" { leakage { belt yes } } ; ; tool "U" { leakage { belt no } } | leakage.belt | unknown
        methodology "A" { uses "T" { for leakage }; uses "U" { for leakage } } ; ; tool "T" { leakage { belt yes } } ; ; tool "U" { leakage { belt yes } } | leakage.belt | true
        methodology "A" { uses "T" { for leakage }; uses "U" { for leakage } } ; ; tool "T" { leakage { belt none } } ; ; tool "U" { leakage { belt yes } } | leakage.belt is none | unknown
        methodology "A" { uses "T" { for leakage }; uses "U" { for leakage } } ; ; tool "T" { leakage { belt none } } ; ; tool "U" { leakage { belt none } } | leakage.belt is none | true
        methodology "A" { uses "T" { for leakage }; uses "U" { for leakage } } ; ; tool "T" { leakage { belt none } } ; ; tool "U" { leakage { belt yes } } | leakage.belt is stated | true
        methodology "A" { leakage none; program "P" } ; ; program "P" { leakage { belt yes } } | leakage.belt is stated | false
        methodology "A" { program "P" } ; ; program "P" { safeguards { consultation { held yes } } } | safeguards.consultation.held is stated | false
        methodology "A" { program "P" } ; ; program "P" { baseline { approach historical } } | program.baseline.approach is stated | true
    "#,
    );
    table(
        "monitoring",
        r#"
        monitoring "X" { activity none }    | activity.start is stated | false
        monitoring "X" { activity unknown } | activity.start is stated | unknown
        monitoring "X" { activity "Y" }     | activity.start is stated | unknown
    "#,
    );
    table(
        "activity",
        r#"
        activity "X" { methodology "A" } ; ; methodology "A" { author "Y" } | any methodology as m (any m.author as a (a = "Y")) | true
        activity "X" { host KH } ; ; country KH { least_developed yes } | any host as h (h.least_developed) | true
        activity "X" { agreement none } ; ; country TH { least_developed no } | any agreement as a (a.duration is stated) | false
        activity "X" { additionality { lock_in none } } | additionality.lock_in.assessed is stated | false
        activity "X" { host KH } ; ; country TH { least_developed yes } | any host as h (h.least_developed) | unknown
    "#,
    );
}

#[test]
fn one_interest_has_many_names() {
    let documents = r#"organisation "Mother" { alias "Mum" } ; ; organisation "Daughter" { owner "Mother" } ; ; organisation "Stranger" { nature company } ; ; country JP { government "Ministry" }"#;
    let ask = |left: &str, right: &str, expected: &str| {
        format!(
            "activity \"X\" {{ validator \"{left}\"; verifier \"{right}\" }} ; ; {documents} | any validator as a (any verifier as b (same_interest(a, b))) | {expected}"
        )
    };
    let lines = [
        ask("Daughter", "mum", "true"),
        ask("Mother", "Stranger", "false"),
        ask("Mother", "Nobody knows", "unknown"),
        ask("Same", "same.", "true"),
    ];
    table("activity", &lines.join("\n"));
    table(
        "agreement",
        &format!(
            "agreement \"X\" {{ party JP {{ authority \"Ministry\" }} }} ; ; {documents} | any party as p (same_interest(p, p.authority)) | true"
        ),
    );
}

#[test]
fn conditions_are_typed_when_they_are_loaded() {
    let (rulebook, _) = shipped(Vec::new());
    let refused = |condition: &str| ask(&rulebook, "methodology \"A\" { title \"x\" }", condition);
    let cases = [
        "baselin.approach is stated",
        "baseline.aproach is stated",
        "baseline.trajectory = flatt",
        "baseline.validity = 10 MWh",
        "leakage.effect = market",
        "baseline.trajectory",
        "baseline.trajectory < flat",
        "baseline.validity is flat",
        "leakage.belt and baseline.validity",
        "title = limits.most",
        "countt(author) = 1",
        "any author as a (a.wrot is stated)",
        "baseline.validity in [5 years, 10 MWh]",
    ];
    let told: Vec<String> = cases.iter().map(|condition| format!("{condition}\n  {}", refused(condition))).collect();
    insta::assert_snapshot!("typing", told.join("\n"));
}
