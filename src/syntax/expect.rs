//! Where something else stands than was expected.

use super::complain::excerpt;
use super::expression::Reader;
use super::token::{Kind, Sign};
use crate::finding::Finding;
use crate::source::Span;

impl Reader<'_, '_, '_> {
    /// Complains that no value stands next.
    pub(super) fn expected_value(&mut self) {
        let (last, next) = (self.last(), self.peek());
        let Some(at) = next.or(last) else { return };
        let behind = last.map_or(String::new(), |token| format!(" after `{}`", excerpt(self.says(token))));
        let double_slash = next.is_some_and(|token| self.says(token) == "/") && behind.ends_with("`/`");
        let found = next.map(|token| excerpt(self.says(token)));
        self.complain(at.span, |span, _| {
            let found = found.map_or(String::new(), |found| format!(", found `{found}`"));
            let finding = Finding::error("syntax/expected-value", span, format!("expected a value{behind}{found}"));
            if double_slash {
                return finding.help("a comment begins with `#`");
            }
            finding.help("write a word, a text in quotation marks, a number, or a list in `[` and `]`")
        });
    }

    /// Complains that the next token cannot stand where it does.
    pub(super) fn unexpected(&mut self) {
        let Some(token) = self.peek() else { return };
        let behind = match self.last() {
            Some(last) if last.kind != Kind::Hole => {
                format!(" after `{}`", excerpt(self.says(last)))
            }
            _ => String::new(),
        };
        let touches = self.second().is_some_and(|next| next.kind == Kind::Amount && next.span.start == token.span.end);
        self.complain(token.span, |span, text| {
            let (message, help) = strange(text, touches);
            let message = message.unwrap_or_else(|| format!("unexpected `{}`{behind}", excerpt(text)));
            let finding = Finding::error("syntax/unexpected", span, message);
            match help {
                Some(help) => finding.help(help),
                None => finding.help("remove it, or put it in quotation marks if it belongs to a text"),
            }
        });
    }

    /// Passes the `=` or `:` that other languages write between a word and its value.
    pub(super) fn needless_sign(&mut self) {
        let Some(token) = self.peek() else { return };
        let needless = token.kind == Kind::Sign(Sign::Equal) || token.kind == Kind::Junk && self.says(token) == ":";
        if !needless {
            return;
        }
        self.advance();
        self.note(token.span, |span, text| {
            let message = format!("no `{text}` stands between a word and its value");
            Finding::error("syntax/needless-sign", span, message).help(format!("remove the `{text}`"))
        });
    }

    /// The white space before the next token.
    pub(super) fn gap(&mut self) -> Option<Span> {
        let (last, next) = (self.last()?, self.peek()?);
        Some(Span::new(next.span.file, last.span.end, next.span.start))
    }
}

/// What to say of characters that are often met where they do not belong.
fn strange(text: &str, before_number: bool) -> (Option<String>, Option<String>) {
    let Some(c) = text.chars().next() else {
        return (None, None);
    };
    let help = |help: &str| (None, Some(help.to_owned()));
    match c {
        '.' if before_number => help("a number begins with a digit: write `0.5`, not `.5`"),
        ':' => help("a value follows its word without a colon: `title \"…\"`"),
        '!' => help("write `not` before what is denied"),
        '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' => {
            help("a text stands between straight quotation marks: `\"…\"`")
        }
        '₀'..='₉' | '²' | '³' | '¹' | '⁰'..='⁹' => help("write the digit on the line, as in `CO2` and `m2`"),
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => (
            Some(format!("an invisible character (U+{:04X}) stands here", u32::from(c))),
            Some("remove it; it came along when the text was copied".to_owned()),
        ),
        '✓' | '•' | '◦' | '▪' => help("a list stands in `[` and `]`, with commas between its values"),
        _ => (None, None),
    }
}
