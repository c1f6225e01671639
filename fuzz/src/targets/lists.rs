//! Files that a class is kept in: the roster, which people write, and the record of what was seen, which may be cut off.

use coffeechat::core::cohort::ledger::Ledger;
use coffeechat::core::cohort::roster::Roster;

/// Any bytes as a roster. A row says who and where, or why it cannot be used; a folder is one component of a path.
pub fn roster(bytes: &[u8]) {
    let roster = match Roster::read(bytes) {
        Ok(roster) => roster,
        Err(why) => return assert!(why.ends_with('.') || why.contains(':'), "a sentence: {why:?}"),
    };
    assert!(!roster.rows.is_empty());
    let mut last = 0;
    for row in &roster.rows {
        assert!(row.line > last, "lines in their order: {:?}", roster.rows);
        last = row.line;
        assert!(!row.student.is_empty(), "{row:?}");
        if let Ok(Some(address)) = &row.journal {
            let folder = address.folder(&row.student);
            assert!(!folder.starts_with('.') && !folder.contains(['/', '\\', ':', '\0', '\n']), "{folder:?}");
            assert!(folder.len() < 128, "{folder:?}");
            assert!(!address.url().is_empty() && !address.url().starts_with('-'), "an option: {address:?}");
            // As Git reads it: letters of a scheme, then two colons.
            let scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
            assert!(!address.url().trim_start_matches(scheme).starts_with("::"), "a transport: {address:?}");
            assert!(!address.shown().contains(['\n', '\r']), "{address:?}");
        }
    }
}

/// Any text as the record of `cohort sync`: what is understood is written as it is read, the rest is named by its line.
pub fn ledger(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (ledger, odd) = Ledger::read(text);
    let lines = text.lines().count();
    assert!(odd.windows(2).all(|pair| pair[0] < pair[1]) && odd.iter().all(|&line| line <= lines), "{odd:?}");
    assert!(ledger.looks.len() + odd.len() <= lines);
    let again: String = ledger.looks.iter().map(|look| look.line()).collect();
    let (back, odd) = Ledger::read(&again);
    assert_eq!((&back.looks, odd), (&ledger.looks, Vec::new()), "written and read back");
    for look in &ledger.looks {
        assert!(ledger.of(&look.folder).contains(&look));
        assert!(ledger.name_of(&look.folder).is_some());
        assert!(look.new.iter().all(|id| ledger.first_seen(&look.folder, id).is_some()));
        assert_eq!(ledger.unseen(&look.folder, look.new.clone()), [""; 0]);
        if let Some(miss) = ledger.failed(&look.folder) {
            let (back, odd) = Ledger::read(&miss.line());
            assert_eq!((back.failed(&look.folder), odd), (Some(miss), Vec::new()));
        }
    }
}
