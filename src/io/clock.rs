//! What day it is, here and everywhere.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};

use crate::core::calendar::Today;

/// The day of this moment. The earliest place is twelve hours behind UTC, the latest fourteen ahead.
pub fn today() -> Today {
    let now = now().to_zoned(zone());
    let at = |hours: i8| now.with_time_zone(TimeZone::fixed(Offset::constant(hours))).date();
    Today { local: now.date(), earliest: at(-12), latest: at(14) }
}

/// This moment, by the clock of this machine.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The time of the day of a run, here. A day that was given by hand has none: all of it is still to come.
pub fn time(today: Today) -> Option<Time> {
    (today.earliest != today.latest).then(|| now().to_zoned(zone()).time())
}

/// How long this run has been going on. It never goes back.
pub fn since_the_start() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// Where the system says which zone it is in.
const LOCAL: &str = "/etc/localtime";

/// The time zone of whoever runs the tool. Where `TZ` does not say it, the system's own file does; the library would list all zones of
/// the machine first, to find a name for it that nobody asks for.
pub fn zone() -> TimeZone {
    let local = || {
        let is_said = std::env::var_os("TZ").is_some() || cfg!(windows);
        let bytes = std::fs::read(LOCAL).ok().filter(|_| !is_said)?;
        TimeZone::tzif(LOCAL, &bytes).ok()
    };
    local().unwrap_or_else(TimeZone::system)
}

/// The moment of a run on that day: the last one of a day that was given by hand, else this one.
pub fn moment(today: Today, zone: &TimeZone) -> Timestamp {
    let is_pinned = today.earliest == today.latest;
    let end = today.local.tomorrow().ok().and_then(|next| next.to_zoned(zone.clone()).ok());
    match end.filter(|_| is_pinned) {
        Some(end) => end.timestamp() - jiff::SignedDuration::from_secs(1),
        None => now(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_the_one_that_the_library_finds_by_its_name() {
        let (zone, named) = (zone(), TimeZone::system());
        for month in 0..24 {
            let at = now() + jiff::SignedDuration::from_hours(month * 730);
            assert_eq!(zone.to_offset(at), named.to_offset(at), "{at}");
        }
    }
}
