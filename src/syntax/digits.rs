//! What numbers with commas and points may mean, written as numbers are written here.

use crate::measure::Interval;

/// `0,5 t` as `0.5 t`; `1,000 t` as thousands or decimals.
pub(super) fn with_comma(text: &str) -> String {
    let space = "and a space behind the comma between two values";
    let (before, after) = text.split_once(',').unwrap_or((text, ""));
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    match digits == 3 && before != "0" {
        true => format!("write `{before}_{after}` for thousands, `{before}.{after}` for decimals, {space}"),
        false => format!("write `{before}.{after}` for one number, {space}"),
    }
}

/// `1.500.000 t` as `1_500_000 t`, `01.06.2025` as `2025-06-01`; nothing where it is neither.
pub(super) fn with_points(text: &str) -> Option<String> {
    let end = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, rest) = text.split_at(end);
    let parts: Vec<&str> = number.split('.').collect();
    if let [day, month, year] = parts[..]
        && rest.is_empty()
        && year.len() == 4
    {
        let date = format!("{year}-{month:0>2}-{day:0>2}");
        return Interval::parse(&date).is_ok().then_some(date);
    }
    let (first, others) = parts.split_first()?;
    let grouped = (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3);
    (grouped && !first.starts_with('0')).then(|| format!("{}{rest}", parts.join("_")))
}
