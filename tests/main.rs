//! One binary for all tests.

#![allow(clippy::unwrap_used)]

mod cli;
mod measure;
mod report;
mod rules;
mod syntax;
