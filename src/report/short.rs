//! One line a finding: `file:line:col: severity[rule]: message`, as editors, problem matchers and grep read it.

use super::{Sheet, visible};
use std::io::{self, Write};

/// Writes a report, one line a finding.
pub fn render(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &sheet.report.findings {
        let span = finding.span();
        let place = sheet.texts.place(span);
        let name = sheet.texts.name(span.file);
        let built_in = if sheet.texts.built_in(span.file) { " (built in)" } else { "" };
        let (word, code) = (finding.severity.word(), &finding.code);
        writeln!(
            out,
            "{}{built_in}:{}:{}: {word}[{code}]: {}",
            visible(&name),
            place.line,
            place.column,
            visible(&finding.message)
        )?;
    }
    Ok(())
}
