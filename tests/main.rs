//! One binary for all tests.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails, as it should")]

mod cases;
mod check;
mod cli;
mod codes;
mod conditions;
mod configuration;
mod corpus;
mod damage;
mod diff;
mod equations;
mod fuzz;
mod house;
mod measure;
mod mutation;
mod report;
mod review;
mod rules;
mod syntax;
mod verdicts;
mod waivers;
mod why;
mod wordings;
