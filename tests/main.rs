//! One binary for all tests.

mod syntax;
