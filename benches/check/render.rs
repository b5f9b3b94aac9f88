//! How long findings take to be drawn: many small files, and one large one.

use crate::corpus::Corpus;
use crate::harness::{Table, in_turns, time, within};
use crate::{Plan, options};
use std::io;
use std::time::Duration;
use tonne::engine::{Report, check};
use tonne::report::{Format, Paint, Sheet, Texts, View, render};
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

/// Measures it.
pub fn run(plan: &Plan) -> io::Result<()> {
    let (rulebook, _) = shipped(Vec::new());
    let mut corpus = Corpus::new(4, 1_000, 12);
    let small: Vec<String> = (0..1_000).map(|_| corpus.document()).collect();
    let large = vec![Corpus::text(5, 1_000_000)];
    let table = Table::new("Findings drawn, on one thread");
    for (what, texts, most, aim) in [
        ("10,000 findings in 4 KB files", small, 10_000, Duration::from_millis(200)),
        ("2,000 findings in one file of 1 MB", large, 2_000, Duration::from_millis(100)),
    ] {
        let sources = sources(texts);
        let mut report = check(&sources, &rulebook, &options());
        let found = report.findings.len();
        report.findings.truncate(most);
        let draw = |format| time(|| drawn(format, &sources, &report, &rulebook));
        let [pretty, short, json] = in_turns(
            plan.rounds,
            [&mut || draw(Format::Pretty), &mut || draw(Format::Short), &mut || draw(Format::Json)],
        );
        let size = drawn(Format::Pretty, &sources, &report, &rulebook).len() as f64 / 1e6;
        table.time(
            &format!("{what}: pretty"),
            pretty,
            format!("{size:.1} MB, {most} of {found}; {}", within(pretty, aim)),
        );
        table.time(&format!("{what}: short"), short, "");
        table.time(&format!("{what}: json"), json, "");
    }
    Ok(())
}

fn sources(texts: Vec<String>) -> Vec<Source> {
    let source = |(at, text): (usize, String)| Source {
        id: FileId(at as u32),
        name: format!("{at:04}.tonne").into(),
        text: text.into(),
    };
    texts.into_iter().enumerate().map(source).collect()
}

fn drawn(format: Format, sources: &[Source], report: &Report, rulebook: &Rulebook) -> Vec<u8> {
    let of = |id: FileId| sources.get(id.0 as usize);
    let texts = Texts::new(
        |id| of(id).map(|source| source.name.clone()),
        |id| of(id).map_or("".into(), |source| source.text.clone()),
    );
    let view = View { paint: Paint::Plain, width: 100, quiet: false, overview: false };
    let mut out = Vec::new();
    render(format, &Sheet { report, texts: &texts, rulebook, view }, &mut out).unwrap();
    out
}
