//! A class of hostile words as CSV.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::reports::csv(bytes));
