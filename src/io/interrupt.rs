//! Ctrl-C, for a command that ends on its own when it is asked to.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A flag that Ctrl-C and the system's request to end set. A second Ctrl-C ends the tool at once, with code 130.
pub fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where the system lets us listen to none, the signal ends the tool as it does every other.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag));
        let _ = signal_hook::flag::register(signal, Arc::clone(&flag));
    }
    flag
}
