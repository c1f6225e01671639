//! Git's objects, as a stranger's repository holds them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coffeechat_fuzz::targets::objects::objects(bytes));
