//! Whether the time grows with the input and not faster: each case at a size and at four times that.

use crate::Plan;
use crate::harness::{Table, Timing, show, time};
use crate::options;
use std::fmt::Write;
use std::io;
use std::time::Duration;
use tonne::engine::check;
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};
use tonne::syntax::Limits;

/// Four times the input may take this many times as long: as much again is the machine's and the cache's.
const AIM: f64 = 6.0;

/// So long is enough to be told from noise.
const LONG: Duration = Duration::from_millis(1_500);

type Case = (&'static str, usize, fn(usize) -> Vec<String>);

/// Everything that might grow faster than its input; the size is the larger one.
const CASES: [Case; 14] = [
    ("authors in one methodology", 100_000, authors),
    ("authors and participants", 2_000, interests),
    ("one field said again and again", 100_000, said_again),
    ("unknown words in one document", 20_000, unknown_words),
    ("wrong values in one document", 20_000, wrong_values),
    ("documents in one file", 20_000, documents),
    ("files on one program", 10_000, on_one_program),
    ("files on one large program", 4_000, on_a_large_program),
    ("a chain of tools", 2_000, chain),
    ("a ring of tools", 2_000, ring),
    ("references that lead nowhere", 4_000, dangling),
    ("versions of one document", 2_000, versions),
    ("aliases in a chain", 20_000, aliases),
    ("findings in one file", 20_000, findings),
];

/// Measures it.
pub fn run(plan: &Plan) -> io::Result<()> {
    let (rulebook, _) = shipped(Vec::new());
    let table = Table::new("Growth: the time of a size against a quarter of it");
    for (what, size, make) in CASES {
        let (few, _) = measure(&make(size / 4), &rulebook, plan);
        if few.least > LONG {
            table.row(what, show(few.least), "", format!("{size}: not tried, a quarter takes too long"));
            continue;
        }
        let (many, found) = measure(&make(size), &rulebook, plan);
        let ratio = many.over(few).0;
        let met = if ratio <= AIM { "" } else { " – faster than the input" };
        table.row(
            what,
            show(few.least),
            show(many.least),
            format!("{size}: {ratio:.1} × for 4 × the input{met}; {found} findings"),
        );
    }
    Ok(())
}

fn measure(texts: &[String], rulebook: &Rulebook, plan: &Plan) -> (Timing, usize) {
    let sources: Vec<Source> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| Source {
            id: FileId(at as u32),
            name: format!("{at}.tonne").into(),
            text: text.as_str().into(),
        })
        .collect();
    let options = tonne::engine::Options {
        limits: Limits { statements: usize::MAX, documents: usize::MAX, ..Limits::default() },
        ..options()
    };
    let mut found = 0;
    let mut rounds = Vec::new();
    while rounds.len() < plan.rounds.min(3) {
        rounds.push(time(|| found = check(&sources, rulebook, &options).findings.len()));
        if rounds[0] > LONG {
            break;
        }
    }
    (Timing::of(rounds), found)
}

/// A document whose body is a line many times over.
fn repeated(head: &str, size: usize, line: impl Fn(&mut String, usize)) -> Vec<String> {
    let mut text = format!("{head} {{\n");
    for at in 0..size {
        line(&mut text, at);
    }
    text.push_str("}\n");
    vec![text]
}

fn authors(size: usize) -> Vec<String> {
    repeated("methodology \"A\"", size, |text, at| {
        let _ = writeln!(text, "  author \"Body {at}\" {{ wrote methodology }} @ \"p. {at}\"");
    })
}

fn interests(size: usize) -> Vec<String> {
    let mut texts = authors(size);
    texts.extend(repeated("activity \"B\"", size, |text, at| {
        let _ = writeln!(text, "  participant \"Other {at}\" {{ receives credits }}");
    }));
    texts[1] = texts[1].replacen('{', "{\n  methodology \"A\"", 1);
    texts
}

fn said_again(size: usize) -> Vec<String> {
    repeated("methodology \"A\"", size, |text, at| {
        let _ = writeln!(text, "  {} \"Body {at}\"", if at < size / 2 { "author" } else { "title" });
    })
}

fn unknown_words(size: usize) -> Vec<String> {
    repeated("methodology \"A\"", size, |text, at| {
        let _ = writeln!(text, "  autor{at} \"Body\"");
    })
}

fn wrong_values(size: usize) -> Vec<String> {
    repeated("methodology \"A\"", size, |text, at| {
        let _ = writeln!(text, "  sector land.rede{at}");
    })
}

fn documents(size: usize) -> Vec<String> {
    vec![(0..size).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "methodology \"M{at}\" {{ baseline {{ approach historical }} }}");
        text
    })]
}

fn on_one_program(size: usize) -> Vec<String> {
    let mut texts = vec!["program \"P\" { reading full\n bound_by \"2/CMA.3\" }\n".to_owned()];
    texts.extend(
        (0..size).map(|at| format!("methodology \"M{at}\" {{ program \"P\"\n baseline {{ approach historical }} }}\n")),
    );
    texts
}

fn on_a_large_program(size: usize) -> Vec<String> {
    let mut texts = repeated("program \"P\"", size, |text, at| {
        let _ = writeln!(text, "  note \"{at}\"");
    });
    texts.extend(
        (0..size).map(|at| format!("methodology \"M{at}\" {{ program \"P\"\n baseline {{ approach historical }} }}\n")),
    );
    texts
}

fn chain(size: usize) -> Vec<String> {
    (0..size).map(|at| format!("tool \"T{at}\" {{ uses \"T{}\" }}\n", at + 1)).collect()
}

fn ring(size: usize) -> Vec<String> {
    (0..size).map(|at| format!("tool \"T{at}\" {{ uses \"T{}\" }}\n", (at + 1) % size)).collect()
}

fn dangling(size: usize) -> Vec<String> {
    (0..size).map(|at| format!("tool \"T{at}\" {{ uses \"Another tool {at}\" }}\n")).collect()
}

fn versions(size: usize) -> Vec<String> {
    let version = |at: usize| {
        format!(
            "tool \"T\" {{ version \"{at}.0\" }}\nmethodology \"M{at}\" {{ uses \"T\" {{ version \"{at}.0\" }} }}\n"
        )
    };
    (0..size).map(version).collect()
}

fn aliases(size: usize) -> Vec<String> {
    (0..size).rev().map(|at| format!("organisation \"Body {}\" {{ alias \"Body {at}\" }}\n", at + 1)).collect()
}

fn findings(size: usize) -> Vec<String> {
    let document =
        |at| format!("methodology \"M{at}\" {{ reading full; additionality {{ approach eligibility_only }} }}\n");
    vec![(0..size / 10).map(document).collect()]
}
