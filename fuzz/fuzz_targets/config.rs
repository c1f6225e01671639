//! Any text as settings.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::settings::config(bytes));
