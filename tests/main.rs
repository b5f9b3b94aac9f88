//! One binary for all tests.

mod measure;
mod syntax;
