//! Any text as a report of a class, and a class as every report.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::reports::report(bytes));
