//! Why there is no result, and what to do.

use crate::cli::Complaint;
use crate::equations::Trouble;
use smol_str::SmolStr;

/// Equations that cannot be evaluated, as a complaint.
pub(super) fn complaint(trouble: Trouble) -> Complaint {
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
        Trouble::Options(symbol, options) if options.len() == 1 => format!(
            "option {} says something else of `{symbol}`; take it with --option, or give `{symbol}` with --set",
            listed(&options)
        ),
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
