//! A tornado: which input moves the result most, as bars in SVG.

use super::visible;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt::Write;

/// A result, and what each input does to it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The result, with its unit.
    pub result: String,
    /// The inputs that are varied.
    pub bars: Vec<Bar>,
}

/// What one input does to the result.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The input.
    pub name: String,
    /// The result at the lower end of its range.
    pub from: Decimal,
    /// The result at the upper end.
    pub to: Decimal,
}

const MARGIN: f64 = 16.0;
const WIDTH: f64 = 560.0;
const ROW: f64 = 32.0;
const TOP: f64 = 48.0;

/// The width of a character of the font, at most.
const CHARACTER: f64 = 8.0;

/// The picture, one chart below another, the widest bar on top. It uses no colour alone to tell the ends apart: the
/// numbers stand beside them, and who cannot see it is told them, too.
pub fn tornado(charts: &[Chart]) -> String {
    let sorted: Vec<(&str, Vec<&Bar>)> = charts.iter().map(|chart| (&*chart.result, widest_first(chart))).collect();
    let bars = || sorted.iter().flat_map(|(_, bars)| bars);
    let ends = || bars().flat_map(|bar| [bar.from, bar.to]);
    // Names and numbers stand beside each other, however long they are.
    let room = |longest: Option<usize>| longest.unwrap_or_default() as f64 * CHARACTER;
    let names = room(bars().map(|bar| bar.name.chars().count()).max());
    let numbers = room(ends().map(|end| short(end).len()).max());
    let left = MARGIN + names + numbers + MARGIN;
    let tall = |bars: &[&Bar]| TOP + ROW * bars.len() as f64;
    let width = left + WIDTH + numbers + MARGIN;
    let height = sorted.iter().map(|(_, bars)| tall(bars)).sum::<f64>() + 24.0;
    let told: Vec<String> = sorted.iter().map(|(result, bars)| told(result, bars)).collect();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        escape(&told.join("; ")),
    );
    let mut top = 0.0;
    for (result, bars) in &sorted {
        chart((result, bars), (left, top), &mut out);
        top += tall(bars);
    }
    out.push_str("</svg>\n");
    out
}

fn widest_first(chart: &Chart) -> Vec<&Bar> {
    let mut bars: Vec<&Bar> = chart.bars.iter().collect();
    bars.sort_by(|left, right| {
        let width = |bar: &Bar| (bar.to.checked_sub(bar.from)).unwrap_or(Decimal::MAX).abs();
        width(right).cmp(&width(left)).then_with(|| left.name.cmp(&right.name))
    });
    bars
}

/// The bars of one result, each to the scale of this result.
fn chart((result, bars): (&str, &[&Bar]), (left, top): (f64, f64), out: &mut String) {
    let ends = bars.iter().flat_map(|bar| [bar.from, bar.to]).map(number);
    let (least, most) =
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), end| (least.min(end), most.max(end)));
    let span = if most > least { most - least } else { 1.0 };
    let place = |value: Decimal| left + (number(value) - least) / span * WIDTH;
    let y = top + 24.0;
    let _ = writeln!(out, "<text x=\"{MARGIN}\" y=\"{y}\" font-weight=\"bold\">{}</text>", escape(result));
    for (row, bar) in bars.iter().enumerate() {
        drawn(bar, top + TOP + ROW * row as f64, (place(bar.from), place(bar.to)), out);
    }
}

/// One bar, with its name and the numbers at its ends.
fn drawn(bar: &Bar, y: f64, (one, other): (f64, f64), out: &mut String) {
    let (left, right) = (one.min(other), one.max(other));
    let (low, high) = if one <= other { (bar.from, bar.to) } else { (bar.to, bar.from) };
    let (baseline, wide) = (y + 15.0, (right - left).max(1.0));
    let (before, behind) = (left - 4.0, left + wide + 4.0);
    let _ = writeln!(out, "<text x=\"{MARGIN}\" y=\"{baseline:.1}\">{}</text>", escape(&bar.name));
    let _ = writeln!(out, "<rect x=\"{left:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"20\" fill=\"#4477aa\"/>");
    let _ = writeln!(out, "<text x=\"{before:.1}\" y=\"{baseline:.1}\" text-anchor=\"end\">{}</text>", short(low));
    let _ = writeln!(out, "<text x=\"{behind:.1}\" y=\"{baseline:.1}\">{}</text>", short(high));
}

/// What the picture says, in a sentence.
fn told(result: &str, bars: &[&Bar]) -> String {
    let bar = |bar: &&Bar| format!("from {} to {} with {}", short(bar.from), short(bar.to), visible(&bar.name));
    let bars: Vec<String> = bars.iter().map(bar).collect();
    format!("{} goes {}", visible(result), bars.join(", "))
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn short(value: Decimal) -> String {
    value.round_dp(3).normalize().to_string()
}

fn escape(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
