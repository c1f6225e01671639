//! Any text, mended.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::notes::fix(bytes));
