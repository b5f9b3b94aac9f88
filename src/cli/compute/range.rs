//! Results over the range of an input: as a table, and as the bars of a tornado.

use super::given::Varied;
use super::trouble::complaint;
use super::{Task, named};
use crate::cli::Complaint;
use crate::equations::{Computed, Place, Step, Trouble, rounded};
use crate::measure::Quantity;
use crate::report::tornado::{Bar, Chart};
use rust_decimal::Decimal;
use smol_str::ToSmolStr;
use std::fmt::Write;

/// The rows of a table.
const ROWS: u32 = 10;

/// A table of the results that rest on an input, over its range.
pub(super) fn table(task: &Task<'_>, computed: &Computed, varied: &Varied, out: &mut String) -> Result<(), Complaint> {
    let Varied { place, low, high, unit } = varied;
    let width = |amount: Decimal| amount.checked_div(Decimal::from(ROWS));
    let step = high.amount.checked_sub(low.amount).and_then(width);
    let step = step.ok_or_else(|| complaint(Trouble::Range(place.to_smolstr())))?;
    let wanted = results_on(task, computed, place)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in 0..=ROWS {
        let amount = if row == ROWS { high.amount } else { low.amount + step * Decimal::from(row) };
        let results = results(task, &wanted, (place, Quantity::new(amount, low.unit)))?;
        if row == 0 {
            let name = if unit.is_empty() { place.to_string() } else { format!("{place}, {unit}") };
            rows.push(std::iter::once(name).chain(results.iter().map(named)).collect());
        }
        let values = results.iter().map(|result| rounded(result.value).to_string());
        rows.push(std::iter::once(amount.normalize().to_string()).chain(values).collect());
    }
    out.push('\n');
    columns(&rows, out);
    Ok(())
}

/// Rows in columns: the first one to the right, the others to the left.
fn columns(rows: &[Vec<String>], out: &mut String) {
    let wide = |column: usize| rows.iter().filter_map(|row| Some(row.get(column)?.chars().count())).max();
    let widths: Vec<usize> = (1..).map_while(wide).collect();
    for row in rows {
        let [first, others @ ..] = &row[..] else { continue };
        let others = others.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}"));
        let others = others.collect::<Vec<_>>().join("  ");
        let _ = writeln!(out, "{first:>16}  {}", others.trim_end());
    }
}

/// A chart for each result that rests on an input that is varied, with a bar for each of these.
pub(super) fn charts(task: &Task<'_>, computed: &Computed, varied: &[Varied]) -> Result<Vec<Chart>, Complaint> {
    let mut charts: Vec<Chart> = Vec::new();
    for Varied { place, low, high, .. } in varied {
        let wanted = results_on(task, computed, place)?;
        let ends = [*low, *high].map(|end| results(task, &wanted, (place, end)));
        let [from, to] = ends;
        for (from, to) in from?.into_iter().zip(to?) {
            let bar = Bar { name: place.to_string(), from: from.value, to: to.value };
            let result = named(&from);
            match charts.iter_mut().find(|chart| chart.result == result) {
                Some(chart) => chart.bars.push(bar),
                None => charts.push(Chart { result, bars: vec![bar] }),
            }
        }
    }
    Ok(charts)
}

fn results_on(task: &Task<'_>, computed: &Computed, place: &Place) -> Result<Vec<Place>, Complaint> {
    let found = computed.results_on(&task.sheet, &place.symbol, &task.options);
    match found.is_empty() {
        true => Err(Complaint::usage(format!("no result depends on `{place}`, so that varying it shows nothing"))),
        false => Ok(found),
    }
}

/// Some results, with one input changed.
fn results(task: &Task<'_>, wanted: &[Place], changed: (&Place, Quantity)) -> Result<Vec<Step>, Complaint> {
    let steps = task.computed(Some(changed))?.steps;
    let found = wanted.iter().map(|place| steps.iter().find(|step| step.place == *place).cloned());
    found.collect::<Option<Vec<_>>>().ok_or_else(|| complaint(Trouble::Nothing))
}
