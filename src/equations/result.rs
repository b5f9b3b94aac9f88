//! Which results rest on a symbol.

use super::compute::Computed;
use super::index::Place;
use super::sheet::Sheet;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

impl Computed {
    /// The results that rest on a symbol, in the order of the text. Of a document without reductions each definition is
    /// a result; then those that no other one uses.
    pub fn results_on(&self, sheet: &Sheet<'_>, symbol: &str, options: &[SmolStr]) -> Vec<Place> {
        let calculated: FxHashSet<&str> =
            self.steps.iter().filter(|step| step.equation.is_some()).map(|step| step.place.symbol.as_str()).collect();
        let uses = |name: &str| -> Vec<SmolStr> {
            let formulas = sheet.definitions(name).iter().map(|at| &sheet.document.formulas[*at]);
            let taken = formulas.filter(|formula| sheet.takes(options, formula.entry));
            taken.flat_map(|formula| sheet.uses(formula)).map(|(_, used)| used.clone()).collect()
        };
        let rests = |result: &str| {
            let mut seen: FxHashSet<SmolStr> = FxHashSet::default();
            let mut open = vec![SmolStr::from(result)];
            while let Some(name) = open.pop() {
                if name == symbol {
                    return true;
                }
                if calculated.contains(name.as_str()) && seen.insert(name.clone()) {
                    open.extend(uses(&name));
                }
            }
            false
        };
        let found: Vec<&Place> = self.results.iter().filter(|place| rests(&place.symbol)).collect();
        let inner: FxHashSet<SmolStr> = match sheet.with_role(sheet.words.reductions) {
            [] => found.iter().flat_map(|place| uses(&place.symbol)).collect(),
            _ => FxHashSet::default(),
        };
        found.into_iter().filter(|place| !inner.contains(&place.symbol)).cloned().collect()
    }
}
