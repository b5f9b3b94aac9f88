//! Documents like those in `methodologies/`, made of templates and chance: the same seed, the same bytes.

use crate::random::Random;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How the kinds are mixed, in percent, with the template of each.
const MIX: [(usize, &str, &str); 6] = [
    (62, "methodology", include_str!("templates/methodology.tonne")),
    (14, "activity", include_str!("templates/activity.tonne")),
    (8, "monitoring", include_str!("templates/monitoring.tonne")),
    (8, "tool", include_str!("templates/tool.tonne")),
    (5, "agreement", include_str!("templates/agreement.tonne")),
    (3, "program", include_str!("templates/program.tonne")),
];

const COUNTRIES: [&str; 12] = ["KH", "TH", "GH", "GE", "ID", "CL", "UA", "KE", "VN", "PE", "SN", "MA"];
const WORDS: [&str; 24] = [
    "emission",
    "reductions",
    "of",
    "the",
    "grid",
    "forest",
    "baseline",
    "measured",
    "biogas",
    "national",
    "level",
    "households",
    "from",
    "installation",
    "conservative",
    "factor",
    "renewable",
    "yearly",
    "with",
    "project",
    "boundary",
    "methane",
    "equipment",
    "records",
];

/// What goes wrong in a document: something in it, and what stands there instead. The first three break the syntax.
const DAMAGE: [(&str, &str); 8] = [
    ("  }\n", "\n"),
    ("\" @", " @"),
    ("reading partial", "reading * ?? partial"),
    ("baseline {", "basline {"),
    ("title ", "titel "),
    (" yes ", " yess "),
    ("tCO2e", "tCO2eq2"),
    ("source \"", "source \"a\" \""),
];

/// The documents of a corpus, one after the other, without an end.
#[derive(Debug)]
pub struct Corpus {
    random: Random,
    written: usize,
    size: usize,
    damaged: usize,
}

impl Corpus {
    /// Documents whose references lead to one another, in a corpus of `size`; `damaged` of a hundred have an error.
    pub fn new(seed: u64, size: usize, damaged: usize) -> Self {
        Corpus { random: Random::new(seed), written: 0, size, damaged }
    }

    /// The next document.
    pub fn document(&mut self) -> String {
        let at = self.written;
        self.written += 1;
        let (kind, template) = kind_of(at);
        let mut text = String::with_capacity(6 << 10);
        for section in template.split("\n\n") {
            self.section(&mut text, section, kind, at);
        }
        if self.random.percent(self.damaged) {
            let (sound, broken) = DAMAGE[self.random.below(DAMAGE.len())];
            text = text.replacen(sound, broken, 1);
        }
        text
    }

    /// A section: left out one time in four where it begins with `?`.
    fn section(&mut self, text: &mut String, section: &str, kind: &str, at: usize) {
        let section = match section.strip_prefix("?\n") {
            Some(_) if self.random.percent(25) => return,
            Some(kept) => kept,
            None => section,
        };
        for line in section.lines() {
            let (line, times) = match line.as_bytes() {
                [b'?', ..] => (&line[1..], self.random.below(2)),
                [b'*', ..] => (&line[1..], 1 + self.random.below(5)),
                _ => (line, 1),
            };
            for _ in 0..times {
                self.line(text, line, kind, at);
                text.push('\n');
            }
        }
        text.push('\n');
    }

    /// A line, with what stands in `‹ ›` chosen: one of several, or what a word names.
    fn line(&mut self, text: &mut String, line: &str, kind: &str, at: usize) {
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once('‹') {
            let Some((choice, after)) = behind.split_once('›') else { break };
            text.push_str(before);
            self.choose(text, choice, kind, at);
            rest = after;
        }
        text.push_str(rest);
    }

    fn choose(&mut self, text: &mut String, choice: &str, kind: &str, at: usize) {
        let number = |this: &mut Self, limit: usize| this.random.below(limit).to_string();
        let chosen = match choice {
            "name" => name(kind, at),
            "program" | "tool" | "agreement" | "methodology" | "activity" => self.reference(choice),
            "country" => self.random.pick(&COUNTRIES).to_owned(),
            "page" => format!("p. {}", 1 + self.random.below(80)),
            "year" => format!("{}", 2005 + self.random.below(20)),
            "day" => format!(
                "20{:02}-{:02}-{:02}",
                5 + self.random.below(20),
                1 + self.random.below(12),
                1 + self.random.below(28)
            ),
            "digit" => (1 + self.random.below(9)).to_string(),
            "percent" => (1 + self.random.below(99)).to_string(),
            "number" => number(self, 100_000),
            "body" => format!("Body {}", self.random.below(400)),
            "words" => (0..4 + self.random.below(9)).map(|_| self.random.pick(&WORDS)).collect::<Vec<_>>().join(" "),
            several => {
                let several: Vec<&str> = several.split('|').collect();
                self.random.pick(&several).to_owned()
            }
        };
        text.push_str(&chosen);
    }

    /// The name of some document of a kind.
    fn reference(&mut self, kind: &str) -> String {
        loop {
            let at = self.random.below(self.size);
            // Kinds follow one another in hundreds, so a few steps find the kind.
            if let Some(at) = (at..at + 100).find(|at| kind_of(*at).0 == kind) {
                return name(kind, at % self.size.max(100));
            }
        }
    }

    /// Writes a corpus of `size` documents, a hundred to a folder.
    pub fn write(folder: &Path, seed: u64, size: usize) -> io::Result<PathBuf> {
        let folder = folder.join(format!("documents-{size}"));
        let mut corpus = Corpus::new(seed, size, 12);
        for at in 0..size {
            if at % 100 == 0 {
                fs::create_dir_all(folder.join(format!("{:03}", at / 100)))?;
            }
            fs::write(folder.join(format!("{:03}/{at:05}.tonne", at / 100)), corpus.document())?;
        }
        Ok(folder)
    }

    /// One text of many documents, of at least `length` bytes.
    pub fn text(seed: u64, length: usize) -> String {
        let mut corpus = Corpus::new(seed, length / 4_000 + 100, 0);
        let mut text = String::with_capacity(length + (16 << 10));
        while text.len() < length {
            text.push_str(&corpus.document());
        }
        text
    }
}

/// The kind of a document, with its template: every hundred has the mix.
fn kind_of(at: usize) -> (&'static str, &'static str) {
    let mut place = at * 37 % 100;
    for (share, kind, template) in MIX {
        if place < share {
            return (kind, template);
        }
        place -= share;
    }
    (MIX[0].1, MIX[0].2)
}

fn name(kind: &str, at: usize) -> String {
    format!("{}-{at:05}", kind[..4].to_uppercase())
}
