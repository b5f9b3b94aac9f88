//! Reads the vocabulary, the rules, the register and the library of documents, and embeds them in compact form,
//! so that the tool starts without parsing YAML.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/measure/definition.rs"]
mod definition;
#[path = "src/rulebook/seal.rs"]
mod seal;
#[path = "src/vocabulary/written.rs"]
mod vocabulary;
#[path = "src/rulebook/written.rs"]
#[allow(dead_code)]
mod written;

use definition::{UnitDefinition, Writing};
use vocabulary::Ordered;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let vocabulary: Vec<vocabulary::File> = yaml("grammar/vocabulary")?.into_iter().map(|(_, _, file)| file).collect();
    embed("vocabulary", &vocabulary)?;
    let instruments: Vec<written::Instrument> =
        yaml("rules/instruments")?.into_iter().map(|(_, _, file)| file).collect();
    embed("instruments", &instruments)?;
    let decisions: Vec<written::Decisions> = yaml("rules/decisions")?.into_iter().map(|(_, _, file)| file).collect();
    embed("decisions", &decisions)?;
    let mut rules: Vec<(String, String, written::Rule)> = Vec::new();
    for family in folders("rules")? {
        if !family.ends_with("instruments") && !family.ends_with("decisions") {
            rules.extend(yaml(&family)?);
        }
    }
    embed("rules", &rules)?;
    let text = fs::read_to_string("rules/predicates.yaml")?;
    let predicates: Ordered<written::Predicate> =
        serde_yaml::from_str(&text).map_err(|error| format!("rules/predicates.yaml: {error}"))?;
    embed("predicates", &predicates)?;
    let names = Names::new(&vocabulary, &instruments);
    names.check(&rules)?;
    let mut pages: Vec<(String, String, String)> = Vec::new();
    for path in files("grammar/codes", "md")? {
        let text = fs::read_to_string(&path)?;
        pages.push((name(&path), String::new(), text));
    }
    embed("pages", &pages)?;
    let library: Vec<(String, String)> = files("methodologies", "tonne")?
        .into_iter()
        .map(|path| Ok((name(&path), fs::read_to_string(path)?)))
        .collect::<Outcome<_>>()?;
    embed("library", &library)
}

/// What rules may name: a mistake here would leave a rule out when the program starts.
struct Names<'n> {
    kinds: Vec<&'n str>,
    clauses: HashSet<String>,
}

impl<'n> Names<'n> {
    fn new(vocabulary: &'n [vocabulary::File], instruments: &[written::Instrument]) -> Self {
        let cited = instruments.iter().flat_map(|instrument| {
            let clauses = instrument.clauses.iter().map(|clause| format!("{} {}", instrument.symbol, clause.at));
            std::iter::once(instrument.symbol.clone()).chain(clauses)
        });
        Names { kinds: vocabulary.iter().filter_map(|file| file.kind.as_deref()).collect(), clauses: cited.collect() }
    }

    /// Whether each rule visits a kind that there is, cites clauses that the register has, and has examples.
    fn check(&self, rules: &[(String, String, written::Rule)]) -> Outcome<()> {
        if self.kinds.is_empty() || self.clauses.is_empty() || rules.is_empty() {
            return Err("vocabulary, register or rules are empty".into());
        }
        for (path, _, rule) in rules {
            let kind = |subject: &written::Text| subject.value.split('.').next().unwrap_or_default().to_owned();
            if let Some(subject) = rule.subject.0.iter().find(|subject| !self.kinds.contains(&kind(subject).as_str())) {
                return Err(format!("{path}: no kind of document is called `{}`", subject.value).into());
            }
            let mut cites = rule.cites.iter().chain(&rule.permits);
            if let Some(cite) = cites.find(|cite| !self.clauses.contains(&cite.value)) {
                return Err(format!("{path}: the register has no clause `{}`", cite.value).into());
            }
            if rule.examples.is_empty() {
                return Err(format!("{path}: a rule has examples").into());
            }
        }
        Ok(())
    }
}

/// The YAML files below a folder: path, text, content.
fn yaml<T: DeserializeOwned>(folder: &str) -> Outcome<Vec<(String, String, T)>> {
    let mut all = Vec::new();
    for path in files(folder, "yaml")? {
        let text = fs::read_to_string(&path)?;
        let content = serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        all.push((name(&path), text, content));
    }
    Ok(all)
}

fn folders(root: &str) -> Outcome<Vec<String>> {
    println!("cargo::rerun-if-changed={root}");
    let mut all = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            all.push(name(&entry.path()));
        }
    }
    all.sort();
    Ok(all)
}

/// The files with an ending below a folder, in the order of their paths.
fn files(root: &str, ending: &str) -> Outcome<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={root}");
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        if entry.file_type().is_dir() {
            println!("cargo::rerun-if-changed={}", entry.path().display());
        } else if entry.path().extension().is_some_and(|found| found == ending) {
            all.push(entry.into_path());
        }
    }
    Ok(all)
}

fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn embed<T: Serialize>(what: &str, content: &T) -> Outcome<()> {
    let folder = std::env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join(what), seal::seal(postcard::to_stdvec(content)?))?;
    Ok(())
}
