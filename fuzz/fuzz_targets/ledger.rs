//! Any text as the record of what was seen.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::lists::ledger(bytes));
