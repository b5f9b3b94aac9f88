//! Why a file gives no text, and the finding that says so.

use crate::engine;
use crate::finding::{Finding, Fingerprint};
use crate::source::{FileId, Span};

/// Why there is no text.
#[derive(Debug, Clone)]
pub enum Problem {
    /// The reason, in words.
    Unreadable(String),
    TooLarge {
        most: u64,
    },
    /// The first byte that is no UTF-8, and where it stands.
    NotUtf8 {
        at: usize,
        byte: u8,
    },
    Utf16,
    /// Something else than a document, in words.
    Foreign(&'static str),
    /// A folder holds a link to a folder that holds it.
    Loop(String),
    /// A link is not followed, because it leads here, in words.
    Link(&'static str),
    /// A pipe, a socket or a device: reading it may never end.
    Special,
    /// The ignore files of a run come to more bytes than this.
    IgnoreTooLarge {
        most: u64,
    },
}

impl Problem {
    /// Why a file that is no document cannot be read.
    pub fn words(&self) -> String {
        match self {
            Problem::Unreadable(reason) => reason.clone(),
            Problem::TooLarge { most } => format!("it is larger than {}, the limit for one file", size(*most)),
            Problem::Foreign(what) => format!("it is {what}"),
            Problem::Utf16 => "it is written in UTF-16, not in UTF-8".to_owned(),
            _ => "it is not written in UTF-8".to_owned(),
        }
    }

    /// What is wrong with bytes that are no UTF-8 from `at` on.
    pub fn of_bytes(bytes: &[u8], at: usize) -> Self {
        match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Problem::Utf16,
            [b'%', b'P', b'D', b'F', ..] => Problem::Foreign("a PDF"),
            [b'P', b'K', 3, 4, ..] => Problem::Foreign("a Word, Excel or zip file"),
            _ if bytes.contains(&0) => Problem::Foreign("no text"),
            _ => Problem::NotUtf8 { at, byte: bytes.get(at).copied().unwrap_or_default() },
        }
    }
}

/// What cannot be read, as a finding.
pub fn finding(id: FileId, name: &str, problem: &Problem) -> Finding {
    let span = Span::new(id, 0, 0);
    let finding = match problem {
        Problem::Unreadable(reason) => {
            Finding::error("file/unreadable", span, format!("`{name}` cannot be read: {reason}"))
                .help("what it says was not checked; make it readable, or leave it out")
        }
        Problem::TooLarge { most } => {
            let message = format!("`{name}` is larger than {}, the limit for one file", size(*most));
            Finding::error("file/too-large", span, message)
                .help("split it into several files, or raise the limit with `--max-size`")
        }
        Problem::Foreign(what) => {
            Finding::error("file/not-utf-8", span, format!("`{name}` is {what}, and a document is a text in UTF-8"))
                .help("write down what it says as a document, in a file that ends in `.tonne`")
        }
        Problem::Utf16 => {
            Finding::error("file/not-utf-8", span, format!("`{name}` is written in UTF-16, not in UTF-8"))
                .help("save it as UTF-8 in your editor")
        }
        Problem::NotUtf8 { at, byte } => {
            let message = format!("`{name}` is not written in UTF-8: the byte {byte:#04X} belongs to no character");
            Finding::error("file/not-utf-8", Span::new(id, *at as u32, *at as u32 + 1), message)
                .at("here")
                .help("save it as UTF-8 in your editor; it was probably saved as Windows-1252 or Latin-1")
        }
        Problem::Loop(to) => {
            let to = if to.is_empty() { String::new() } else { format!("`{to}`, ") };
            Finding::warning("file/loop", span, format!("`{name}` links back to {to}the folder it lies in"))
                .help("what lies in that folder was checked once; remove the link if it serves nothing")
        }
        Problem::Link(to) => {
            Finding::warning("file/link", span, format!("`{name}` is a link to {to}, and was not followed"))
                .help("put the documents themselves there, name what it leads to, or follow all links with `--trust`")
        }
        Problem::Special => {
            let message = format!("`{name}` is a pipe, a socket or a device, and was not read");
            Finding::error("file/unreadable", span, message).help("write its text into a file, or remove it")
        }
        Problem::IgnoreTooLarge { most } => {
            let message = format!("`{name}` does not count: the ignore files come to more than {}", size(*most));
            Finding::warning("file/too-large", span, message)
                .help("what it names was checked, too; write fewer and shorter patterns")
        }
    };
    Finding { fingerprint: fingerprint(&finding.code, name), ..finding }
}

/// The name of a finding across runs: its code and its file.
fn fingerprint(code: &str, name: &str) -> Fingerprint {
    engine::digest(&[code, name])
}

/// A size in the largest unit that divides it.
fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1_000_000 && bytes.is_multiple_of(1_000_000) => format!("{} MB", bytes / 1_000_000),
        _ if bytes >= 1_000 && bytes.is_multiple_of(1_000) => format!("{} kB", bytes / 1_000),
        1 => "1 byte".to_owned(),
        _ => format!("{bytes} bytes"),
    }
}
