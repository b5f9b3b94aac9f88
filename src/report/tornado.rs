//! A tornado: which input moves the result most, as bars in SVG.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt::Write;

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

const LEFT: f64 = 160.0;
const WIDTH: f64 = 560.0;
const ROW: f64 = 32.0;
const TOP: f64 = 48.0;

/// The picture, the widest bar on top. It uses no colour alone to tell the ends apart: the numbers stand beside them.
pub fn tornado(result: &str, bars: &[Bar]) -> String {
    let mut bars: Vec<&Bar> = bars.iter().collect();
    bars.sort_by(|left, right| {
        let width = |bar: &Bar| (bar.to.checked_sub(bar.from)).unwrap_or(Decimal::MAX).abs();
        width(right).cmp(&width(left)).then_with(|| left.name.cmp(&right.name))
    });
    let ends = || bars.iter().flat_map(|bar| [number(bar.from), number(bar.to)]);
    let (least, most) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::NEG_INFINITY, f64::max));
    let span = if most > least { most - least } else { 1.0 };
    let place = |value: Decimal| LEFT + (number(value) - least) / span * WIDTH;
    let height = TOP + ROW * bars.len() as f64 + 24.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"{height:.0}\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<text x=\"16\" y=\"24\" font-weight=\"bold\">{}</text>\n",
        escape(result)
    );
    for (row, bar) in bars.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let (one, other) = (place(bar.from), place(bar.to));
        let (left, right) = (one.min(other), one.max(other));
        let (low, high) = if one <= other { (bar.from, bar.to) } else { (bar.to, bar.from) };
        let baseline = y + 15.0;
        let _ = writeln!(out, "<text x=\"16\" y=\"{baseline:.1}\">{}</text>", escape(&bar.name));
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"20\" fill=\"#4477aa\"/>",
            (right - left).max(1.0)
        );
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{baseline:.1}\" text-anchor=\"end\">{}</text>",
            left - 4.0,
            short(low)
        );
        let _ = writeln!(out, "<text x=\"{:.1}\" y=\"{baseline:.1}\">{}</text>", right + 4.0, short(high));
    }
    out.push_str("</svg>\n");
    out
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn short(value: Decimal) -> String {
    value.round_dp(3).normalize().to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
