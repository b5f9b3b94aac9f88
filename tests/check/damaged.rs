//! Damaged built-in data ends the program: without its rules it would find nothing, and say so.

use tonne::rulebook::{Data, read};
use tonne::source::Source;

/// The data with one byte of a part lost, turned or added; which part is said by its number.
fn damaged(part: usize, change: impl Fn(&mut Vec<u8>)) -> (String, bool) {
    let whole = Data::EMBEDDED;
    let parts = [whole.vocabulary, whole.instruments, whole.decisions, whole.predicates, whole.rules];
    let mut bytes = parts[part].to_vec();
    change(&mut bytes);
    let with = |at: usize, embedded: &'static [u8]| if at == part { bytes.clone().leak() } else { embedded };
    let data = Data {
        vocabulary: with(0, whole.vocabulary),
        instruments: with(1, whole.instruments),
        decisions: with(2, whole.decisions),
        predicates: with(3, whole.predicates),
        rules: with(4, whole.rules),
        ..whole
    };
    let read = read(&data, Vec::new(), false, (&[], &Source::nowhere()));
    (format!("part {part}"), read.is_err())
}

#[test]
fn one_lost_byte_of_built_in_data_is_an_error() {
    for part in 0..5 {
        for change in [
            (|bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 1)) as fn(&mut Vec<u8>),
            |bytes| {
                bytes.remove(0);
            },
            |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            },
            |bytes| bytes.push(0),
            Vec::clear,
        ] {
            let (which, refused) = damaged(part, change);
            assert!(refused, "{which} was taken");
        }
    }
}

#[test]
fn sound_built_in_data_has_no_problem() {
    let (rulebook, findings) = read(&Data::EMBEDDED, Vec::new(), false, (&[], &Source::nowhere())).expect("sound data");
    assert!(findings.is_empty() && rulebook.rules.len() > 100);
}

#[test]
fn damage_ends_the_program_with_exit_code_4() {
    let reason = tonne::rulebook::Damaged { part: "rules", reason: "its checksum does not agree".to_owned() };
    assert_eq!(tonne::cli::guarded(move || panic!("{reason}")), tonne::cli::exit::INTERNAL);
}
