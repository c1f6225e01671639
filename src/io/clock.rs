//! What day it is, here and everywhere.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use crate::core::calendar::Today;

/// The day of this moment. The earliest place is twelve hours behind UTC, the latest fourteen ahead.
pub fn today() -> Today {
    let now = Zoned::now();
    let at = |hours: i8| now.with_time_zone(TimeZone::fixed(Offset::constant(hours))).date();
    Today { local: now.date(), earliest: at(-12), latest: at(14) }
}

/// This moment, by the clock of this machine.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The time zone of whoever runs the tool.
pub fn zone() -> TimeZone {
    TimeZone::system()
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
