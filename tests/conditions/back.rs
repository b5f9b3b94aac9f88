//! References followed backwards, and what is known of a sum or a greatest value of which some is not known.

use super::table;
use tonne::vocabulary::{Field, File, Ordered, Problem, Vocabulary, check, page};

/// Two reports of an activity that says nothing of how many there are.
const TWO: &str = r#"monitoring "M" { activity "A"; period 2022; requested 3 tCO2e } ; ; monitoring "N" { activity "A"; period 2023; requested 4 tCO2e } ; ; activity "A""#;

fn of(documents: &str, rest: &str, lines: &[(&str, &str)]) -> String {
    let line = |(condition, value): &(&str, &str)| format!("{documents} {rest} | {condition} | {value}\n");
    lines.iter().map(line).collect()
}

#[test]
fn documents_that_name_one_are_found_and_are_never_known_to_be_all() {
    let open = of(
        TWO,
        r#"{ title "x" }"#,
        &[
            ("any activity.reports as r (r.requested > 3 tCO2e)", "true"),
            ("any activity.reports as r (r.requested > 4 tCO2e)", "unknown"),
            ("every activity.reports as r (r.requested > 2 tCO2e)", "unknown"),
            ("every activity.reports as r (r.requested > 3 tCO2e)", "false"),
            ("no activity.reports as r (r.requested > 3 tCO2e)", "false"),
            ("no activity.reports as r (r.requested > 4 tCO2e)", "unknown"),
            ("activity.reports is stated", "true"),
            ("count(activity.reports) >= 2", "true"),
            ("count(activity.reports) = 2", "unknown"),
            ("count(activity.reports as r (r is other)) >= 2", "unknown"),
            ("any activity.reports as r (r is other and start(r.period) = 2023-01-01)", "true"),
            ("any activity.reports as r (r is other and start(r.period) = 2022-01-01)", "unknown"),
            ("any activity.reports as r (not r is other and start(r.period) = 2022-01-01)", "true"),
        ],
    );
    table("monitoring", &open);
    // A document that says how many there are closes the silence; reading it in full does not.
    let full = of(TWO, "{ reading full }", &[("no activity.reports as r (r.requested > 4 tCO2e)", "unknown")]);
    table("monitoring", &full);
    let counted = of(
        TWO,
        "{ reports 2 }",
        &[
            ("any activity.reports as r (r.requested > 4 tCO2e)", "false"),
            ("every activity.reports as r (r.requested > 2 tCO2e)", "true"),
            ("no activity.reports as r (r.requested > 4 tCO2e)", "true"),
            ("count(activity.reports) = 2", "true"),
        ],
    );
    table("monitoring", &counted);
    let more = of(TWO, "{ reports 3 }", &[("no activity.reports as r (r.requested > 4 tCO2e)", "unknown")]);
    table("monitoring", &more);
    table(
        "activity",
        r#"
        activity "A" { reports none }                        | reports is stated                | false
        activity "A" { reports none }                        | count(reports) = 0               | true
        activity "A" { title "x" }                           | reports is stated                | unknown
        activity "A" { title "x" }                           | count(reports) >= 1              | unknown
        activity "A" { title "x" } ; ; monitoring "M" { activity "B" } | reports is stated      | unknown
        activity "A" { title "x" } ; ; monitoring "M" { activity "A"; period 2022 } | any reports as r (start(r.period) = 2022-01-01) | true
    "#,
    );
}

/// What `here` asks is true or false, never unknown: true just where the condition itself is.
#[test]
fn what_the_documents_at_hand_do_not_show_is_not_here() {
    let lines = of(
        TWO,
        r#"{ title "x" }"#,
        &[
            ("here(any activity.reports as r (r.requested > 3 tCO2e))", "true"),
            ("here(any activity.reports as r (r.requested > 4 tCO2e))", "false"),
            ("here(any activity.reports as r (r is other and r.requested > 3 tCO2e))", "true"),
            ("here(any activity.reports as r (r.issued > 1 tCO2e or r.requested > 3 tCO2e))", "true"),
            ("here(any activity.reports as r (r.issued > 1 tCO2e and r.requested > 3 tCO2e))", "false"),
            ("here(no activity.reports as r (r.requested > 4 tCO2e))", "false"),
            ("here(every activity.reports as r (r.requested > 2 tCO2e))", "false"),
            ("here(any activity.reports)", "true"),
            ("here(requested > 2 tCO2e)", "true"),
            ("here(requested > 3 tCO2e)", "false"),
            ("here(issued > 1 tCO2e)", "false"),
            ("here(not issued is stated)", "false"),
            ("here(activity.reports is stated and requested is stated)", "true"),
        ],
    );
    table("monitoring", &lines);
    table(
        "monitoring",
        r#"
        monitoring "M" { verifier unknown } | here(any verifier as v (requested is stated or not requested is stated)) | false
        monitoring "M" { verifier unknown } | here(any verifier)  | false
        monitoring "M" { verifier none }    | here(any verifier)  | false
        monitoring "M" { verifier "V" }     | here(any verifier)  | true
    "#,
    );
}

#[test]
fn a_reference_that_leads_nowhere_leads_to_no_other_reports() {
    table(
        "monitoring",
        r#"
        monitoring "M" { activity "A"; requested 3 tCO2e }   | any activity.reports as r (r.requested > 1 tCO2e) | unknown
        monitoring "M" { requested 3 tCO2e }                 | any activity.reports as r (r.requested > 1 tCO2e) | unknown
        monitoring "M" { activity none; requested 3 tCO2e }  | any activity.reports as r (r.requested > 1 tCO2e) | false
    "#,
    );
}

#[test]
fn of_several_versions_of_a_document_none_is_taken_for_the_one_that_counts() {
    let versions = r#"monitoring "M" { activity "A"; requested 1 tCO2e } ; ; monitoring "N" { version "1"; activity "A"; requested 5 tCO2e } ; ; monitoring "N" { version "2"; activity "A"; requested 3 tCO2e } ; ; activity "A" { reports 2 }"#;
    let lines = of(
        versions,
        "",
        &[
            ("any activity.reports as r (r.requested > 2 tCO2e)", "unknown"),
            ("sum(activity.reports as r (r.requested)) >= 1 tCO2e", "true"),
            ("sum(activity.reports as r (r.requested)) > 1 tCO2e", "unknown"),
        ],
    );
    table("monitoring", &lines);
    let own = r#"monitoring "N" { version "1"; activity "A"; requested 5 tCO2e } ; ; monitoring "N" { version "2"; activity "A"; requested 3 tCO2e } ; ; activity "A" { title "x" }"#;
    let lines = of(
        own,
        "",
        &[
            ("sum(activity.reports as r (r.requested)) >= 5 tCO2e", "true"),
            ("any activity.reports as r (r is other)", "unknown"),
        ],
    );
    table("monitoring", &lines);
}

#[test]
fn a_sum_of_which_some_is_not_known_is_at_least_what_is_known() {
    let sum = "sum(activity.reports as r (r.requested))";
    let most = "max(activity.reports as r (r.requested))";
    let compared = |sign: &str, value: &str, of: &str| format!("{of} {sign} {value}");
    let cases = [
        (compared(">", "6 tCO2e", sum), "true"),
        (compared("<=", "6 tCO2e", sum), "false"),
        (compared(">=", "7 tCO2e", sum), "true"),
        (compared("=", "7 tCO2e", sum), "unknown"),
        (compared("=", "6 tCO2e", sum), "false"),
        (compared("<=", "7 tCO2e", sum), "unknown"),
        (compared(">", "7 tCO2e", sum), "unknown"),
        (compared(">", "3 tCO2e", most), "true"),
        (compared("<=", "4 tCO2e", most), "unknown"),
        (compared("<", "4 tCO2e", most), "false"),
        (compared(">=", "1 tCO2e", "min(activity.reports as r (r.requested))"), "unknown"),
        (compared(">", "9 tCO2e", &format!("{sum} + requested")), "true"),
        (compared(">", "3 tCO2e", &format!("{sum} - requested")), "true"),
        (compared("<", "9 tCO2e", &format!("requested - {sum}")), "unknown"),
        (compared(">", "13 tCO2e", &format!("2 * {sum}")), "true"),
        (compared(">", "3 tCO2e", &format!("{sum} / 2")), "true"),
        (compared(">", "0", &format!("1 tCO2e / {sum}")), "unknown"),
        (compared(">=", "4 tCO2e", "sum(activity.reports as r (r is other), r.requested)"), "true"),
        (compared(">=", "5 tCO2e", "sum(activity.reports as r (r is other), r.requested)"), "unknown"),
    ];
    let lines: Vec<(&str, &str)> = cases.iter().map(|(condition, value)| (condition.as_str(), *value)).collect();
    table("monitoring", &of(TWO, r#"{ title "x" }"#, &lines));
    let silent = TWO.replace("requested 4 tCO2e", r#"title "x""#);
    let lines = [
        ("sum(activity.reports as r (r.requested)) >= 3 tCO2e", "true"),
        ("sum(activity.reports as r (r.requested)) = 3 tCO2e", "unknown"),
        ("sum(activity.reports as r (r is other), r.requested) >= 0 tCO2e", "unknown"),
    ];
    table("monitoring", &of(&silent, "{ reports 2 }", &lines));
    let counted = [
        ("sum(activity.reports as r (r.requested)) = 7 tCO2e", "true"),
        ("sum(activity.reports as r (r is other), r.requested) = 4 tCO2e", "true"),
        ("max(activity.reports as r (r is other), r.requested) = 4 tCO2e", "true"),
        ("sum(activity.reports as r (r.requested > 9 tCO2e), r.requested) = 0 tCO2e", "true"),
        ("requested + sum(activity.reports as r (r.requested > 9 tCO2e), r.requested) = 3 tCO2e", "true"),
    ];
    table("monitoring", &of(TWO, "{ reports 2 }", &counted));
    // Only what cannot be below zero adds up to a least amount.
    table(
        "monitoring",
        r#"
        monitoring "M" { stratum "a" { observed_loss 3 ha } }       | sum(stratum as s (s.observed_loss)) >= 3 ha   | true
        monitoring "M" { stratum "a" { carbon 3 tCO2e/ha } }        | sum(stratum as s (s.carbon)) >= 3 tCO2e/ha    | unknown
        monitoring "M" { stratum "a" { observed_loss 3 ha; area 5 ha } } | sum(stratum as s (s.observed_loss - s.area)) <= 3 ha | unknown
        monitoring "M" { stratum "a" { observed_loss 3 ha }; stratum "b" { observed_loss -1 ha } } | sum(stratum as s (s.observed_loss)) >= 1 ha | unknown
    "#,
    );
}

/// Of more reports than are looked at, those that are not prove nothing, whatever number the activity states.
#[test]
fn documents_that_are_not_looked_at_are_not_known() {
    let report = |at: usize| format!(r#"monitoring "M{at:03}" {{ activity "A"; requested 1 tCO2e }} ; ; "#);
    let reports = |many: usize| (0..many).map(report).collect::<String>() + r#"activity "A" { reports 100 }"#;
    let sum = "sum(activity.reports as r (r.requested))";
    let (all, most) = (format!("{sum} <= 128 tCO2e"), format!("{sum} >= 128 tCO2e"));
    table("monitoring", &of(&reports(128), "", &[(&all, "true"), (&most, "true")]));
    table("monitoring", &of(&reports(129), "", &[(&all, "unknown"), (&most, "true")]));
}

#[test]
fn what_is_followed_backwards_is_typed_when_it_is_loaded() {
    table(
        "monitoring",
        r#"
        monitoring "M" { title "x" } | activity.reports.requested > 1 tCO2e | `activity.reports.requested` may be there several times, as `reports` repeats (write `any activity.reports.requested as x (…)`, `every … as x (…)` or `no … as x (…)`)
        monitoring "M" { title "x" } | any activity.reports as r (r = 3) | `r` and `3` cannot be compared
        monitoring "M" { title "x" } | sum(activity.reports) > 3 | only quantities can be added up or compared
        monitoring "M" { title "x" } | any activity.reports as r (r.requestet is stated) | `requestet` is no word of activity.reports (did you mean `requested`?)
        monitoring "M" { title "x" } | requested is other | `requested` has no words to be a kind of (write `=` to compare it, or `is stated`, `is none`, `is not_required`)
        monitoring "M" { title "x" } | sum(activity.reports, requested) > 3 tCO2e | nothing says which of them are meant (write `sum(path as a (condition), a.field)`, or `sum(path as a (a.field))` for all of them)
        monitoring "M" { title "x" } | count(stratum, requested) > 3 | `count` takes one argument, found 2
    "#,
    );
}

/// The vocabulary with a kind `shelf` and a kind `book` that names the shelf it stands on.
fn vocabulary(inverse: &str) -> (Vocabulary, Vec<Problem>) {
    let field = |value: &str| Field { value: Some(value.to_owned()), ..Field::default() };
    let kind = |name: &str, fields: Vec<(&str, Field)>| File {
        kind: Some(name.to_owned()),
        fields: Ordered(fields.into_iter().map(|(name, field)| (name.to_owned(), field)).collect()),
        ..File::default()
    };
    let books = Field { inverse: Some(inverse.to_owned()), ..field("count") };
    let stands_on = Field { to: vec!["shelf".to_owned()], ..field("reference") };
    let read_by = Field { to: vec!["reader".to_owned()], ..field("reference") };
    let book = kind("book", vec![("stands_on", stands_on), ("read_by", read_by), ("title", field("text"))]);
    check(&[kind("shelf", vec![("books", books)]), book, kind("reader", Vec::new())])
}

#[test]
fn an_inverse_is_that_of_a_reference_to_its_own_kind() {
    let (sound, problems) = vocabulary("book.stands_on");
    assert!(problems.is_empty(), "{problems:?}");
    let shelf = sound.kind(sound.kind_named("shelf").expect("a kind")).root;
    let shown = page(&sound, sound.child(shelf, "books").expect("a place"));
    assert!(shown.contains("in a rule: the documents at hand that name it under `book.stands_on`"), "{shown}");
    for wrong in ["book.read_by", "book.title", "book.stand_on", "bok.stands_on", "book", ""] {
        let (_, problems) = vocabulary(wrong);
        let told: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.place, problem.message)).collect();
        let expected = format!("shelf.books: `{wrong}` is no reference that names a document of the kind shelf");
        assert_eq!(told, [expected]);
    }
}
