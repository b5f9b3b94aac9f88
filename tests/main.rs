//! One binary for all tests.

mod check;
mod conditions;
mod corpus;
mod house;
mod measure;
mod rules;
mod syntax;
