//! One binary for all tests.

mod cli;
mod measure;
mod report;
mod rules;
mod syntax;
