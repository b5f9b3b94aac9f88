//! Whole documents.

use super::FIXTURES;
use super::print::parsed;

#[test]
fn the_documents_of_the_language_page_are_read() {
    insta::assert_snapshot!(parsed(FIXTURES[0]), @"");
    insta::assert_snapshot!(parsed(FIXTURES[1]), @"");
    insta::assert_snapshot!(parsed(FIXTURES[2]), @"");
}
#[test]
fn peek() {
    for f in FIXTURES {
        println!("{}", parsed(f));
    }
}
