//! What is fuzzed, as functions from bytes to nothing: a target is well if it returns. The fuzzer calls them one by one; the tests
//! of the main package include the same file and replay what the fuzzer grew.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

pub mod targets;
