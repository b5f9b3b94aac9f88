//! How fast a text becomes a tree, and a tree facts: on one core, small files and a large one.

use crate::corpus::Corpus;
use crate::harness::{Table, in_turns, speed, time};
use crate::{Plan, options};
use std::io;
use tonne::engine::examine;
use tonne::rulebook::shipped;
use tonne::source::{FileId, Source};
use tonne::syntax::{Limits, parse};

/// How fast parsing has to be, in MB a second.
const AIM: f64 = 40.0;

/// Measures it.
pub fn run(plan: &Plan) -> io::Result<()> {
    let (rulebook, _) = shipped(Vec::new());
    let kinds = rulebook.vocabulary.kind_words();
    let mut corpus = Corpus::new(2, plan.documents, 0);
    let small: Vec<Source> = (0..plan.documents.min(5_000)).map(|at| source(at, corpus.document())).collect();
    let large = [source(0, Corpus::text(3, plan.megabytes * 1_000_000))];
    // The large file has more statements than a file may have unless told otherwise.
    let limits = Limits { statements: usize::MAX, documents: usize::MAX, ..options().limits };
    let table = Table::new("From text to tree and facts, on one core");
    for (what, files) in [("4 KB documents", &small[..]), ("one large file", &large[..])] {
        let bytes = files.iter().map(|file| file.text.len()).sum();
        let [tree, facts] = in_turns(
            plan.rounds,
            [&mut || files.iter().map(|file| time(|| parse(file, &kinds, limits))).sum(), &mut || {
                files.iter().map(|file| time(|| examine(file, &rulebook, limits))).sum()
            }],
        );
        table.row(what, format!("{:.1} MB", bytes as f64 / 1e6), "", format!("{} file(s)", files.len()));
        table.time("parse with tree", tree, speed(bytes, tree, Some(AIM)));
        let ratio = facts.over(tree).0;
        table.time("examine: parse and model", facts, format!("{}; {ratio:.2} × parse", speed(bytes, facts, None)));
    }
    Ok(())
}

fn source(at: usize, text: String) -> Source {
    Source { id: FileId(at as u32), name: "bench.tonne".into(), text: text.into() }
}
