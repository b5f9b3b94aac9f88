//! `tonne compute`: the equations of a document with numbers, each step printed.

use super::arguments::Compute;
use super::{Complaint, print};
use crate::engine::linked;
use crate::equations::{Computed, MOST_PARTS, Place, Sheet, Step, Trouble, compute, reported, rounded};
use crate::measure::{Quantity, Unit, parse_amount, show};
use crate::model::{DocumentId, Model};
use crate::report::Texts;
use crate::report::tornado::{Bar, tornado};
use crate::rulebook::shipped;
use crate::source::{FileId, Span};
use crate::syntax::Limits;
use crate::vocabulary::Vocabulary;
use crate::workspace::Workspace;
use rust_decimal::Decimal;
use smol_str::{SmolStr, ToSmolStr};
use std::fmt::Write;
use std::path::PathBuf;

/// The rows of a table.
const ROWS: u32 = 10;

/// An input that is varied.
struct Varied {
    place: Place,
    low: Quantity,
    high: Quantity,
    /// The unit of both ends, as it is written.
    unit: String,
}

/// What is computed.
struct Task<'t> {
    sheet: Sheet<'t>,
    given: Vec<(Place, Quantity)>,
    options: Vec<SmolStr>,
}

/// Evaluates the equations of a file.
pub fn run(asked: &Compute) -> Result<u8, Complaint> {
    let mut workspace = Workspace::new(asked.max_size);
    let paths: Vec<PathBuf> = std::iter::once(&asked.file).chain(&asked.with).cloned().collect();
    workspace.collect(&paths, None)?;
    let (rulebook, _) = shipped(Vec::new());
    let vocabulary = &rulebook.vocabulary;
    let examined = workspace.examine(&rulebook, Limits::default(), &|| {});
    let model = linked(examined, &rulebook, Limits::default());
    let mut task = task(asked, &workspace, &model, vocabulary)?;
    let varied = task.settle(asked, vocabulary)?;
    let Computed { steps, .. } = task.computed(None)?;
    let mut out = String::new();
    let texts = Texts::new(|file| workspace.name(file), |file| workspace.text(file));
    steps.iter().for_each(|step| written(step, &texts, &mut out));
    for varied in &varied {
        task.table(varied, &mut out)?;
    }
    if let Some(file) = &asked.plot {
        let bars = varied.iter().map(|varied| task.bar(varied)).collect::<Result<Vec<_>, _>>()?;
        let result = steps.last().map_or_else(String::new, named);
        std::fs::write(file, tornado(&result, &bars))
            .map_err(|error| Complaint::unwritten(&format!("`{}`", file.display()), &error))?;
    }
    print(out.as_bytes())
}

/// The document that is meant: one with equations, or a report that is counted by those of another.
fn task<'m>(
    asked: &Compute,
    workspace: &Workspace,
    model: &'m Model,
    vocabulary: &'m Vocabulary,
) -> Result<Task<'m>, Complaint> {
    let meant = std::fs::canonicalize(&asked.file).unwrap_or_default();
    let beside: Vec<FileId> =
        workspace.paths().into_iter().filter(|(_, path)| *path != meant).map(|(id, _)| id).collect();
    let all = (0..model.documents.len()).map(|at| DocumentId(at as u32));
    let wanted = |id: &DocumentId| {
        let document = model.document(*id);
        let named = asked.document.as_deref().is_none_or(|name| *document.name == *name);
        let here = asked.file.is_dir() || !beside.contains(&document.file);
        document.judged && named && here
    };
    let one = |id: DocumentId| {
        if let Some(sheet) = Sheet::new(model, vocabulary, id) {
            return Some((id, Task { sheet, given: Vec::new(), options: Vec::new() }));
        }
        let reported = reported(model, vocabulary, id)?;
        let given = reported.given(|stated| stated.value);
        Some((id, Task { given, sheet: reported.sheet, options: reported.options }))
    };
    let mut found = all.filter(wanted).filter_map(one);
    match (found.next(), found.next()) {
        (Some((_, task)), None) => Ok(task),
        (Some((one, _)), Some((other, _))) => Err(Complaint::usage(format!(
            "several documents have equations; say which with --document: \"{}\" or \"{}\"",
            model.document(one).name,
            model.document(other).name
        ))),
        (None, _) => Err(Complaint::no_input(format!(
            "there is no document with equations in `{}`, and no report whose equations are known; name what it stands on with --with",
            asked.file.display()
        ))),
    }
}

/// A step as it is printed, and what its sums are made of.
fn written(step: &Step, texts: &Texts<'_>, out: &mut String) {
    let text = |span: Span| {
        let text = texts.open(span.file);
        let (start, end) = text.clamp(span);
        flat(&text.text[start..end])
    };
    let _ = writeln!(out, "{}", line(step, step.equation.map(text)));
    for share in &step.shares {
        let value = show(rounded(share.value), "");
        let _ = writeln!(out, "  {}: {} = {value}", share.member, text(share.summed));
    }
}

impl Task<'_> {
    /// Takes the values that are given on the command line, before those that are stated.
    fn settle(&mut self, asked: &Compute, vocabulary: &Vocabulary) -> Result<Vec<Varied>, Complaint> {
        let set: Vec<(Place, Quantity)> =
            asked.set.iter().map(|text| set(text, &self.sheet, vocabulary)).collect::<Result<_, _>>()?;
        self.given.retain(|(place, _)| !set.iter().any(|(other, _)| other == place));
        self.given.extend(set);
        if !asked.option.is_empty() {
            self.options = asked.option.clone();
        }
        let varied = asked.vary.iter().map(|text| vary(text, &self.sheet, vocabulary));
        let varied = varied.collect::<Result<Vec<Varied>, _>>()?;
        for Varied { place, low, .. } in &varied {
            if !self.sheet.prescribes(&place.symbol) && !self.given.iter().any(|(other, _)| other == place) {
                self.given.push((place.clone(), *low));
            }
        }
        Ok(varied)
    }

    /// What comes out, with one input changed.
    fn computed(&self, changed: Option<(&Place, Quantity)>) -> Result<Computed, Complaint> {
        let mut given = self.given.clone();
        if let Some((place, quantity)) = changed {
            given.retain(|(other, _)| other != place);
            given.push((place.clone(), quantity));
        }
        compute(&self.sheet, &given, &self.options, MOST_PARTS).map_err(complaint)
    }

    /// The last result, with one input changed.
    fn result(&self, place: &Place, quantity: Quantity) -> Result<Step, Complaint> {
        let steps = self.computed(Some((place, quantity)))?.steps;
        steps.into_iter().next_back().ok_or_else(|| complaint(Trouble::Nothing))
    }

    /// A table of results over the range of an input.
    fn table(&self, Varied { place, low, high, unit }: &Varied, out: &mut String) -> Result<(), Complaint> {
        let width = |amount: Decimal| amount.checked_div(Decimal::from(ROWS));
        let step = high.amount.checked_sub(low.amount).and_then(width);
        let step = step.ok_or_else(|| complaint(Trouble::Range(place.to_smolstr())))?;
        for row in 0..=ROWS {
            let amount = if row == ROWS { high.amount } else { low.amount + step * Decimal::from(row) };
            let result = self.result(place, Quantity::new(amount, low.unit))?;
            if row == 0 {
                let name = if unit.is_empty() { place.to_string() } else { format!("{place}, {unit}") };
                let _ = writeln!(out, "\n{name:>16}  {}", named(&result));
            }
            let _ = writeln!(out, "{:>16}  {}", amount.normalize(), rounded(result.value));
        }
        Ok(())
    }

    fn bar(&self, Varied { place, low, high, .. }: &Varied) -> Result<Bar, Complaint> {
        let [from, to] = [self.result(place, *low)?.value, self.result(place, *high)?.value];
        Ok(Bar { name: place.to_string(), from, to })
    }
}

fn named(step: &Step) -> String {
    if step.unit.is_empty() { step.place.to_string() } else { format!("{}, {}", step.place, step.unit) }
}

/// `ER = BE[y] - PE[y] = 600 tCO2e`
fn line(step: &Step, equation: Option<String>) -> String {
    let value = show(rounded(step.value), &step.unit);
    let place = &step.place;
    match equation.as_deref().and_then(|text| text.split_once('=')) {
        Some((_, formula)) => format!("{place} = {} = {value}", formula.trim()),
        None if step.each.is_empty() => format!("{place} = {value}"),
        None => format!("{place}[{each}] = {value}, the same for each {each}", each = step.each),
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `EG_y=1200MWh`; without a unit, the number is in the unit that the parameter declares.
fn set(text: &str, sheet: &Sheet<'_>, vocabulary: &Vocabulary) -> Result<(Place, Quantity), Complaint> {
    let (symbol, value) = halves(text, "EG_y=1200MWh")?;
    let quantity = quantity(value, vocabulary)?;
    Ok((sheet.find(symbol).map_err(complaint)?, quantity))
}

/// `EF_grid=0.3..0.6`, `U=5%..15%`
fn vary(text: &str, sheet: &Sheet<'_>, vocabulary: &Vocabulary) -> Result<Varied, Complaint> {
    let example = "EF_grid=0.3..0.6";
    let (symbol, range) = halves(text, example)?;
    let (low, high) = range
        .split_once("..")
        .ok_or_else(|| Complaint::usage(format!("`{text}` gives no range; write it as in `{example}`")))?;
    let written =
        |end: &str| end.trim_start_matches(|each: char| matches!(each, '0'..='9' | '.' | '_' | '-' | ' ')).to_owned();
    let unit = if written(low).is_empty() { written(high) } else { written(low) };
    let (mut low, high) = (quantity(low, vocabulary)?, quantity(high, vocabulary)?);
    if low.unit == Unit::ONE {
        low.unit = high.unit;
    }
    let amount = high.amount_in(low.unit);
    let amount = amount.map_err(|problem| Complaint::usage(format!("`{range}` is no range: {problem}")))?;
    let place = sheet.find(symbol).map_err(complaint)?;
    Ok(Varied { place, low, high: Quantity::new(amount, low.unit), unit })
}

fn halves<'t>(text: &'t str, example: &str) -> Result<(&'t str, &'t str), Complaint> {
    let halves = text.split_once('=').map(|(symbol, value)| (symbol.trim(), value.trim()));
    halves
        .filter(|(symbol, value)| !symbol.is_empty() && !value.is_empty())
        .ok_or_else(|| Complaint::usage(format!("`{text}` gives no value to a symbol; write it as in `{example}`")))
}

fn quantity(text: &str, vocabulary: &Vocabulary) -> Result<Quantity, Complaint> {
    let text = text.trim();
    let (sign, rest) = text.strip_prefix('-').map_or((Decimal::ONE, text), |rest| (Decimal::NEGATIVE_ONE, rest));
    let digits = rest.find(|character: char| !matches!(character, '0'..='9' | '.' | '_')).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(digits);
    let wrong = |problem: String| Complaint::usage(format!("`{text}` is no quantity: {problem}"));
    if number.is_empty() {
        return Err(wrong("it begins with a number, as in `1200MWh`".to_owned()));
    }
    if unit.starts_with([',', '\'', '’']) {
        return Err(wrong("a point begins the decimals, and `_` sets thousands apart, as in `1_200.5MWh`".to_owned()));
    }
    let amount = parse_amount(number).map_err(|problem| wrong(problem.to_string()))?;
    let unit = match unit.trim() {
        "" => Unit::ONE,
        unit => vocabulary.units.parse(unit).map_err(|problem| match vocabulary.units.meant(unit) {
            Some(meant) => wrong(format!("{problem}; {}", meant.help(number))),
            None => wrong(problem.to_string()),
        })?,
    };
    Ok(Quantity::new(amount * sign, unit))
}

/// Why there is no result, and what to do.
fn complaint(trouble: Trouble) -> Complaint {
    let listed = |names: &[SmolStr]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Complaint::usage(match trouble {
        Trouble::Nothing => "no equation defines a symbol".to_owned(),
        Trouble::Unknown(symbol) => format!("no equation uses `{symbol}`"),
        Trouble::Dimension(symbol, unit) => format!("`{symbol}` is declared in {unit}; give it in that or a like unit"),
        Trouble::Missing(symbols) => {
            let first = symbols.first().cloned().unwrap_or_default();
            let member = first.contains('[');
            let all = if member { "; a sum runs over all members that any of its symbols has" } else { "" };
            format!("there is no value for {}; give it as in `--set {first}=1`{all}", listed(&symbols))
        }
        Trouble::Options(symbol, options) if options.is_empty() => format!("several equations define `{symbol}`"),
        Trouble::Options(symbol, options) => {
            format!("several options define `{symbol}`; choose one with --option: {}", listed(&options))
        }
        Trouble::NoOption(option) => format!("no equation stands in an option `{option}`"),
        Trouble::Circle(symbol) => format!("`{symbol}` is defined by itself"),
        Trouble::Units(symbol) => {
            format!("the units of the equation for `{symbol}` do not match; `tonne check` shows where")
        }
        Trouble::Indices(symbol, indices) if indices.is_empty() => format!("`{symbol}` has no index"),
        Trouble::Indices(symbol, indices) => {
            format!("`{symbol}` has the indices [{indices}], and the member given for them does not fit")
        }
        Trouble::Twice(symbol) => format!("`{symbol}` is given twice"),
        Trouble::Members(index, symbol) => format!(
            "a sum runs over `{index}`, and no member of it is named; give a value for each, as in `--set {symbol}[a]=1 --set {symbol}[b]=2`"
        ),
        Trouble::Long(symbol) => format!("the sums of the equation for `{symbol}` have too many members"),
        Trouble::Unreadable(symbol) => {
            format!("the equation for `{symbol}` cannot be read; give `{symbol}` with --set")
        }
        Trouble::Range(symbol) => format!("the result for `{symbol}` cannot be counted"),
    })
}
