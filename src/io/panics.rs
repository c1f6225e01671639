//! A panic of our own: caught where one part of the work ends, so that the rest is there. What is said of it are our words alone; those
//! of the panic may quote a note, with all that steers a terminal in it.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, set_hook};

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From here on a panic prints nothing by itself; where it was is kept for [`caught`].
pub fn keep_quiet() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(place);
        PLACE.with(|kept| *kept.borrow_mut() = place);
    }));
}

/// Does a part of the work that has that name. Where it panics, the error says where in the sources, as ` (src/x.rs:12)`, or nothing.
///
/// # Errors
/// Where it panicked.
pub fn caught<T>(name: impl FnOnce() -> String, work: impl FnOnce() -> T) -> Result<T, String> {
    let work = || {
        provoke(name);
        work()
    };
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| PLACE.with(|kept| kept.take()).unwrap_or_default())
}

/// For the tests of what happens then: a build for debugging panics in the part of the work whose name `COFFEECHAT_PANIC_AT` is, with a
/// text that steers. In a release build there is no such variable.
fn provoke(name: impl FnOnce() -> String) {
    if cfg!(debug_assertions)
        && let Some(wanted) = std::env::var_os("COFFEECHAT_PANIC_AT")
    {
        assert!(wanted != *name(), "provoked: \u{1b}[31m\u{202e}\n::error::x");
    }
}

/// A place in the sources; of another crate's without the folder in which it was built.
fn place(location: &Location) -> String {
    let file = location.file().replace('\\', "/");
    let file = match file.rsplit_once("/registry/src/") {
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, inside)| inside),
        None => &file,
    };
    format!(" ({file}:{})", location.line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_is_an_error_and_the_rest_is_done() {
        assert!(caught(|| "a part".to_owned(), || panic!("for a test")).is_err_and(|place| place.is_empty()));
        assert_eq!(caught(|| "another".to_owned(), || 7), Ok(7));
    }
}
