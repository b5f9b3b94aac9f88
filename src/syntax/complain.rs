//! Findings of syntax: collected up to a limit, told in the order of the text.

use crate::finding::{Finding, Severity};
use crate::source::letters::{is_direction, is_invisible};
use crate::source::{FileId, Span};

/// The code of the finding that counts the errors of form that are not told: from there on a text may be broken unsaid.
pub const TOO_MANY_ERRORS: &str = "syntax/too-many-errors";

/// The code of a text without an end.
pub(super) const UNTERMINATED_TEXT: &str = "syntax/unterminated-text";

/// The code of a character that cannot be seen.
pub(super) const INVISIBLE: &str = "syntax/invisible-character";

/// The findings of one file: the first ones in its text. Those beyond the limit are only counted.
#[derive(Debug)]
pub(super) struct Complaints {
    file: FileId,
    findings: Vec<Finding>,
    limit: usize,
    /// The last one that is told, where the limit is passed: what stands behind it is only counted.
    last: Option<Span>,
    untold: usize,
    first_untold: Option<Span>,
    /// The first limit of reading that was passed, which is told in any case.
    passed: Option<Finding>,
}

impl Complaints {
    /// None yet; at most `limit` will be told.
    pub(super) fn new(file: FileId, limit: usize) -> Self {
        Complaints { file, findings: Vec::new(), limit, last: None, untold: 0, first_untold: None, passed: None }
    }

    /// A span of this file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    /// Adds a finding at `span`; `make` is called only where it may be told. Brackets are looked at before what stands
    /// between them, so that a later finding may belong before an earlier one.
    pub(super) fn add(&mut self, span: Span, make: impl FnOnce(Span) -> Finding) {
        if self.last.is_some_and(|last| span >= last) {
            return self.leave_out(span);
        }
        self.findings.push(make(span));
        if self.findings.len() >= 2 * self.limit {
            self.cut();
        }
    }

    /// Adds that a limit was passed, behind which something is not read.
    pub(super) fn pass(&mut self, span: Span, make: impl FnOnce(Span) -> Finding) {
        match self.passed {
            None => self.passed = Some(make(span)),
            Some(_) => self.add(span, make),
        }
    }

    /// Keeps the first ones in the text, as many as may be told.
    fn cut(&mut self) {
        self.findings.sort_by_key(Finding::span);
        let beyond = self.findings.split_off(self.limit.min(self.findings.len()));
        if !beyond.is_empty() {
            beyond.iter().for_each(|finding| self.leave_out(finding.span()));
            self.last = self.findings.last().map(Finding::span);
        }
    }

    fn leave_out(&mut self, span: Span) {
        self.untold += 1;
        self.first_untold = Some(self.first_untold.map_or(span, |first| first.min(span)));
    }

    /// All of them, in the order of the text; the last one counts what was not told.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.cut();
        self.findings.extend(self.passed.take());
        self.findings.sort_by_key(Finding::span);
        // An error at a character that cannot be seen says all that a warning there would say.
        let errors: Vec<Span> =
            self.findings.iter().filter(|one| one.severity == Severity::Error).map(Finding::span).collect();
        let says_it = |warning: &Finding| errors.iter().any(|error| error.start == warning.span().start);
        self.findings.retain(|finding| finding.code != INVISIBLE || !says_it(finding));
        // What follows a text that has lost its quotation mark is wrong because of that.
        let unclosed = self.findings.iter().filter(|one| one.code == UNTERMINATED_TEXT).map(Finding::span);
        let unclosed: Vec<Span> = unclosed.collect();
        let inside = |span: Span| unclosed.iter().any(|text| text.start < span.start && span.end <= text.end);
        self.findings.retain(|finding| !inside(finding.span()));
        if let Some(span) = self.first_untold {
            let count = self.untold;
            let message = match count {
                1 => "1 more error of form is not listed".to_owned(),
                _ => format!("{count} more errors of form are not listed"),
            };
            self.findings.push(
                Finding::error(TOO_MANY_ERRORS, span, message)
                    .at("the first one that is not listed")
                    .help("mend the ones above first: many of the others may follow from them"),
            );
        }
        self.findings
    }
}

/// How a finding quotes the user's text: on one line, and not too long.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 32;
    let line = text.lines().next().unwrap_or_default().trim();
    let mut chars = line.chars();
    let mut short: String = chars.by_ref().take(LONGEST).map(visible).collect();
    if chars.next().is_some() || line.len() < text.trim().len() {
        short.push('…');
    }
    short
}

/// A character as it may be shown: one that controls the terminal is replaced.
fn visible(c: char) -> char {
    if c.is_control() || is_direction(c) || is_invisible(c) || c == '`' { '\u{FFFD}' } else { c }
}
