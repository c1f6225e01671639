//! What day it is, here and everywhere.

use jiff::Zoned;
use jiff::tz::{Offset, TimeZone};

use crate::core::calendar::Today;

/// The day of this moment. The earliest place is twelve hours behind UTC, the latest fourteen ahead.
pub fn today() -> Today {
    let now = Zoned::now();
    let at = |hours: i8| now.with_time_zone(TimeZone::fixed(Offset::constant(hours))).date();
    Today { local: now.date(), earliest: at(-12), latest: at(14) }
}
