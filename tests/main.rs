//! One binary for all tests.

mod measure;
mod rules;
mod syntax;
