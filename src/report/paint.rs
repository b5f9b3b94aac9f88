//! Colours, where they are wanted.

use crate::finding::Severity;
use std::borrow::Cow;

/// With colours or without: decided once, by whoever knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Letters only.
    Plain,
    /// The sixteen colours that every terminal lets its owner choose.
    Colours,
}

impl Paint {
    /// In bold.
    pub fn bold(self, text: &str) -> Cow<'_, str> {
        self.with("1", text)
    }

    /// Less than the rest.
    pub fn faint(self, text: &str) -> Cow<'_, str> {
        self.with("2", text)
    }

    /// What helps.
    pub fn help(self, text: &str) -> Cow<'_, str> {
        self.with("36", text)
    }

    /// In the colour of a severity.
    pub fn severity(self, severity: Severity, text: &str) -> Cow<'_, str> {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Info => "1;34",
            Severity::Question => "1;35",
        };
        self.with(code, text)
    }

    fn with<'t>(self, code: &str, text: &'t str) -> Cow<'t, str> {
        match self {
            Paint::Plain => Cow::Borrowed(text),
            Paint::Colours => Cow::Owned(format!("\x1b[{code}m{text}\x1b[0m")),
        }
    }
}
