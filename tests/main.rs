//! One binary for all tests.

mod check;
mod codes;
mod conditions;
mod corpus;
mod house;
mod measure;
mod rules;
mod syntax;
