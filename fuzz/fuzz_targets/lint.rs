//! Notes out of pieces, linted and mended.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::notes::lint(bytes));
