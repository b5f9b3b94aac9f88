//! Reads the vocabulary, the rules, the register and the library of documents, and embeds them in compact form,
//! so that the tool starts without parsing YAML.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/measure/definition.rs"]
mod definition;
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
    fs::write(Path::new(&folder).join(what), postcard::to_stdvec(content)?)?;
    Ok(())
}
