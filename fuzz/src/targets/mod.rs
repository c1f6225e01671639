//! The targets and their names. They know the library by its public functions only, and nothing of any fuzzer.

pub mod class;
pub mod lists;
pub mod notes;
pub mod objects;
pub mod page;
pub mod reports;
pub mod settings;

/// A target: it panics where a promise does not hold for these bytes.
pub type Target = fn(&[u8]);

/// All targets by the names of their folders in `corpus` and `regressions`.
pub const TARGETS: [(&str, Target); 11] = [
    ("activity", settings::activity),
    ("config", settings::config),
    ("csv", reports::csv),
    ("fix", notes::fix),
    ("html", page::html),
    ("ledger", lists::ledger),
    ("lint", notes::lint),
    ("objects", objects::objects),
    ("parse", notes::parse),
    ("report", reports::report),
    ("roster", lists::roster),
];

/// Whether a character could steer a terminal; no output holds one.
pub fn steers(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
