//! One binary for all tests.

mod check;
mod cli;
mod codes;
mod conditions;
mod corpus;
mod house;
mod measure;
mod report;
mod rules;
mod syntax;
