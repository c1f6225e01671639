//! A class of hostile words as a page.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::page::html(bytes));
