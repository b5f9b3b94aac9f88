//! The JSON Schemas of `tonne.yaml`, rules, instruments and decisions are those of the types that read them.

use super::shape;
use schemars::JsonSchema;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// What a type looks like is what lies in `schemas`.
fn in_step<T: JsonSchema>(name: &str) -> Value {
    let schema = schemars::schema_for!(T);
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = format!("schemas/{name}.schema.json");
    if std::env::var_os("TONNE_WRITE_SCHEMAS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{path} is not what the types say: TONNE_WRITE_SCHEMAS=1 cargo test schema writes it");
    serde_json::from_str(&text).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// The files of the rulebook: those of a folder of the register, or the rules of all families.
fn files(of: Option<&str>) -> Vec<(PathBuf, Value)> {
    let register = ["instruments", "decisions"];
    let families = fs::read_dir("rules").unwrap().map(|entry| entry.unwrap().path());
    let meant = |family: &PathBuf| match of {
        Some(folder) => family.ends_with(folder),
        None => !register.iter().any(|folder| family.ends_with(folder)),
    };
    let below = |family: PathBuf| fs::read_dir(family).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| (path.clone(), yaml(&fs::read_to_string(path).unwrap()));
    families.filter(|path| path.is_dir()).filter(meant).flat_map(below).map(read).collect()
}

/// A schema fits each of these files, and none of them with a word that does not exist or a value that may not be.
fn fits(schema: &Value, files: &[(PathBuf, Value)], key: &str, at: fn(&mut Value) -> &mut Value) {
    let schema = jsonschema::validator_for(schema).unwrap();
    for (path, file) in files {
        assert!(schema.is_valid(file), "{}: {:?}", path.display(), schema.iter_errors(file).next());
        let mut broken = file.clone();
        broken["misspelt"] = broken[key].take();
        assert!(!schema.is_valid(&broken), "{}", path.display());
        let mut broken = file.clone();
        *at(&mut broken) = "law".into();
        assert!(!schema.is_valid(&broken), "{}", path.display());
    }
}

#[test]
fn the_schema_of_rule_files_is_in_step_and_fits_every_rule() {
    let files = files(None);
    assert!(files.len() > 50);
    fits(&in_step::<shape::Rule>("rule"), &files, "severity", |file| &mut file["nature"]);
}

#[test]
fn the_schema_of_predicates_is_in_step_and_fits_the_file() {
    let text = fs::read_to_string("rules/predicates.yaml").unwrap();
    let mut file: Value = serde_yaml::from_str(&text).unwrap();
    let schema = jsonschema::validator_for(&in_step::<shape::Predicates>("predicates")).unwrap();
    assert!(schema.is_valid(&file), "{:?}", schema.iter_errors(&file).next());
    file["approved_without_interest"]["hold"] = "x".into();
    assert!(!schema.is_valid(&file));
}

#[test]
fn the_schemas_of_the_register_are_in_step_and_fit_every_file_of_it() {
    let instruments = files(Some("instruments"));
    assert!(instruments.len() > 50);
    let schema = in_step::<shape::Instrument>("instrument");
    fits(&schema, &instruments, "symbol", |file| &mut file["known"]);
    fits(&schema, &instruments, "title", |file| &mut file["clauses"][0]["force"]);
    let decisions = files(Some("decisions"));
    assert!(decisions.len() > 1);
    fits(&in_step::<shape::Decisions>("decisions"), &decisions, "issuer", |file| &mut file["known"]);
}

#[test]
fn the_schema_of_the_configuration_is_in_step_and_fits_what_the_readme_shows() {
    let schema = jsonschema::validator_for(&in_step::<shape::Settings>("configuration")).unwrap();
    let readme = fs::read_to_string("README.md").unwrap();
    let shown = readme.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let settings = yaml(shown);
    assert!(schema.is_valid(&settings), "{:?}", schema.iter_errors(&settings).next());
    for key in ["profile", "select", "ignore", "severity", "fail_on", "limits", "rules", "paths", "waivers", "answers"]
    {
        assert!(settings.get(key).is_some(), "the README does not show `{key}`");
    }
    assert!(!schema.is_valid(&yaml("profle: jcm")));
}
