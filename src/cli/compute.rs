//! `tonne compute`: the equations of a document with numbers, each step printed.

use super::arguments::Compute;
use super::{Complaint, print};
use crate::equations::{Sheet, Step, Trouble, compute};
use crate::measure::{Quantity, Unit, parse_amount, show};
use crate::model::{self, DocumentId, Model};
use crate::report::tornado::{Bar, tornado};
use crate::rulebook::shipped;
use crate::source::Span;
use crate::syntax::Limits;
use crate::vocabulary::Vocabulary;
use crate::workspace::Workspace;
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::fmt::Write;

/// The rows of a table.
const ROWS: u32 = 10;

/// An input that is varied.
struct Varied {
    symbol: SmolStr,
    low: Quantity,
    high: Quantity,
    /// The unit of both ends, as it is written.
    unit: String,
}

/// What is computed.
struct Task<'t> {
    sheet: &'t Sheet<'t>,
    given: Vec<(SmolStr, Quantity)>,
    option: Option<&'t str>,
}

/// Evaluates the equations of a file.
pub fn run(asked: &Compute) -> Result<u8, Complaint> {
    let mut workspace = Workspace::new(asked.max_size);
    workspace.collect(std::slice::from_ref(&asked.file), None)?;
    let (rulebook, _) = shipped(Vec::new());
    let vocabulary = &rulebook.vocabulary;
    let examined = workspace.examine(&rulebook, Limits::default(), &|| {});
    let documents = examined.into_iter().flat_map(|file| file.documents).collect();
    let (model, _) = model::link(documents, &[], vocabulary);
    let sheet = sheet(asked, &model, vocabulary)?;
    let given = asked.set.iter().map(|text| set(text, vocabulary)).collect::<Result<_, _>>()?;
    let varied: Vec<Varied> = asked.vary.iter().map(|text| vary(text, vocabulary)).collect::<Result<_, _>>()?;
    let mut task = Task { sheet: &sheet, given, option: asked.option.as_deref() };
    for Varied { symbol, low, .. } in &varied {
        if !sheet.prescribes(symbol) && !task.given.iter().any(|(other, _)| other == symbol) {
            task.given.push((symbol.clone(), *low));
        }
    }
    let steps = task.steps(None)?;
    let mut out = String::new();
    let text = |span: Span| workspace.text(span.file).get(span.start as usize..span.end as usize).map(flat);
    for step in &steps {
        let _ = writeln!(out, "{}", line(step, step.equation.and_then(text)));
    }
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

/// The document whose equations are meant.
fn sheet<'m>(asked: &Compute, model: &'m Model, vocabulary: &'m Vocabulary) -> Result<Sheet<'m>, Complaint> {
    let all = (0..model.documents.len()).map(|at| DocumentId(at as u32));
    let wanted = |id: &DocumentId| asked.document.as_deref().is_none_or(|name| *model.document(*id).name == *name);
    let mut found = all.filter(wanted).filter_map(|id| Some((id, Sheet::new(model, vocabulary, id)?)));
    match (found.next(), found.next()) {
        (Some((_, sheet)), None) => Ok(sheet),
        (Some((one, _)), Some((other, _))) => Err(Complaint::usage(format!(
            "several documents have equations; say which with --document: \"{}\" or \"{}\"",
            model.document(one).name,
            model.document(other).name
        ))),
        (None, _) => {
            Err(Complaint::no_input(format!("there is no document with equations in `{}`", asked.file.display())))
        }
    }
}

impl Task<'_> {
    /// The steps, with one input changed.
    fn steps(&self, changed: Option<(&SmolStr, Quantity)>) -> Result<Vec<Step>, Complaint> {
        let mut given = self.given.clone();
        if let Some((symbol, quantity)) = changed {
            given.retain(|(other, _)| other != symbol);
            given.push((symbol.clone(), quantity));
        }
        compute(self.sheet, &given, self.option).map_err(complaint)
    }

    /// The last result, with one input changed.
    fn result(&self, symbol: &SmolStr, quantity: Quantity) -> Result<Step, Complaint> {
        let steps = self.steps(Some((symbol, quantity)))?;
        steps.into_iter().next_back().ok_or_else(|| complaint(Trouble::Nothing))
    }

    /// A table of results over the range of an input.
    fn table(&self, Varied { symbol, low, high, unit }: &Varied, out: &mut String) -> Result<(), Complaint> {
        let width = |amount: Decimal| amount.checked_div(Decimal::from(ROWS));
        let step = high.amount.checked_sub(low.amount).and_then(width);
        let step = step.ok_or_else(|| complaint(Trouble::Range(symbol.clone())))?;
        for row in 0..=ROWS {
            let amount = if row == ROWS { high.amount } else { low.amount + step * Decimal::from(row) };
            let result = self.result(symbol, Quantity::new(amount, low.unit))?;
            if row == 0 {
                let name = if unit.is_empty() { symbol.to_string() } else { format!("{symbol}, {unit}") };
                let _ = writeln!(out, "\n{name:>16}  {}", named(&result));
            }
            let _ = writeln!(out, "{:>16}  {}", amount.normalize(), rounded(result.value));
        }
        Ok(())
    }

    fn bar(&self, Varied { symbol, low, high, .. }: &Varied) -> Result<Bar, Complaint> {
        let [from, to] = [self.result(symbol, *low)?.value, self.result(symbol, *high)?.value];
        Ok(Bar { name: symbol.to_string(), from, to })
    }
}

fn named(step: &Step) -> String {
    if step.unit.is_empty() { step.symbol.to_string() } else { format!("{}, {}", step.symbol, step.unit) }
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp(6).normalize()
}

/// `ER = BE[y] - PE[y] = 600 tCO2e`
fn line(step: &Step, equation: Option<String>) -> String {
    let value = show(rounded(step.value), &step.unit);
    match equation.as_deref().and_then(|text| text.split_once('=')) {
        Some((_, formula)) => format!("{} = {} = {value}", step.symbol, formula.trim()),
        None => format!("{} = {value}", step.symbol),
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `EG_y=1200MWh`; without a unit, the number is in the unit that the parameter declares.
fn set(text: &str, vocabulary: &Vocabulary) -> Result<(SmolStr, Quantity), Complaint> {
    let (symbol, value) = halves(text, "EG_y=1200MWh")?;
    Ok((symbol.into(), quantity(value, vocabulary)?))
}

/// `EF_grid=0.3..0.6`, `U=5%..15%`
fn vary(text: &str, vocabulary: &Vocabulary) -> Result<Varied, Complaint> {
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
    Ok(Varied { symbol: symbol.into(), low, high: Quantity::new(amount, low.unit), unit })
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
    let amount = parse_amount(number).map_err(|problem| wrong(problem.to_string()))?;
    let unit = match unit.trim() {
        "" => Unit::ONE,
        unit => vocabulary.units.parse(unit).map_err(|problem| wrong(problem.to_string()))?,
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
            format!("there is no value for {}; give it as in `--set {first}=1`", listed(&symbols))
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
        Trouble::Unreadable(symbol) => {
            format!("the equation for `{symbol}` sums over an index or cannot be read; give `{symbol}` with --set")
        }
        Trouble::Range(symbol) => format!("the result for `{symbol}` cannot be counted"),
    })
}
