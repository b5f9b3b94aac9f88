//! One binary for all tests.

mod conditions;
mod corpus;
mod house;
mod measure;
mod rules;
mod syntax;
