//! Any bytes as a roster.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::lists::roster(bytes));
