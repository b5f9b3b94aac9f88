//! Characters that a reader cannot see, and names without them.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether a character turns the direction in which the text around it is read.
pub fn is_direction(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is drawn as nothing, other than a space: by Unicode's property `Default_Ignorable_Code_Point`, but
/// for those that turn the direction, and by the characters that only mark a place or a line.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Whether a character that is drawn as nothing shapes the writing around it: joiners between letters that are not of
/// the Latin alphabet, and the mark that gives a sign its colour.
fn is_shaping(before: Option<char>, c: char, after: Option<char>) -> bool {
    let shaped = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !is_latin(c) && !is_invisible(c));
    match c {
        '\u{200C}' | '\u{200D}' => shaped(before) && shaped(after),
        '\u{FE0E}' | '\u{FE0F}' => shaped(before) && !before.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether a letter belongs to the Latin alphabet with its accents.
fn is_latin(c: char) -> bool {
    matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}')
}

/// The characters of a text that a reader cannot see and that shape no writing, with the byte at which each begins.
pub fn invisible(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = None;
    let mut rest = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = rest.next()?;
            let found = !c.is_ascii() && is_invisible(c) && !is_shaping(before, c, rest.clone().next().map(|(_, c)| c));
            before = Some(c);
            if found {
                return Some((at, c));
            }
        }
    })
}

/// A text as names are compared: in the normal form C of Unicode, without what a reader cannot see.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let unseen = |c: char| is_invisible(c) || is_direction(c);
    match text.chars().any(unseen) || is_nfc_quick(text.chars()) != IsNormalized::Yes {
        true => Cow::Owned(text.chars().filter(|c| !unseen(*c)).nfc().collect()),
        false => Cow::Borrowed(text),
    }
}
