//! Figures, to be asked for: `cargo test --release -- --ignored rendering`.

use super::{files, nothing, page};
use std::sync::Arc;
use std::time::Instant;
use tonne::engine::Report;
use tonne::finding::Finding;
use tonne::report::{Format, Sheet, Texts, render};
use tonne::rulebook::shipped;
use tonne::source::{FileId, Span};

fn seconds(format: Format, texts: &Texts<'_>, findings: Vec<Finding>) -> (f64, usize) {
    let report = Report { findings, ..nothing() };
    let (rulebook, _) = shipped(Vec::new());
    let sheet = Sheet { report: &report, texts, rulebook: &rulebook, view: page(100) };
    let mut out = Vec::new();
    let start = Instant::now();
    render(format, &sheet, &mut out).unwrap();
    (start.elapsed().as_secs_f64(), out.len())
}

#[test]
#[ignore = "a measurement"]
fn rendering_is_fast() {
    let small: Arc<str> = "  author \"Somebody\" { wrote methodology }\n".repeat(100).into();
    let large: Arc<str> = "  author \"Somebody\" { wrote methodology }\n".repeat(25_000).into();
    let finding = |file: u32, at: u32| {
        let start = at * 42 + 9;
        Finding::error(
            "x/y",
            Span::new(FileId(file), start, start + 10),
            "a message of the usual length, with words in it",
        )
        .at("here")
        .label(Span::new(FileId(file), start + 13, start + 18), "and there")
        .help("do something else")
    };
    for format in [Format::Pretty, Format::Short, Format::Json, Format::Sarif] {
        let many = Texts::new(|_| Some("a/file.tonne".into()), |_| small.clone());
        let findings = (0..10_000).map(|at| finding(at / 10, at % 100)).collect();
        let one = Texts::new(files, |_| large.clone());
        let long = (0..2_000).map(|at| finding(0, at * 12)).collect();
        eprintln!("{format:?}: {:?} {:?}", seconds(format, &many, findings), seconds(format, &one, long));
    }
}
