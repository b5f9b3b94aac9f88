//! One binary for all tests.

mod corpus;
mod measure;
mod rules;
mod syntax;
