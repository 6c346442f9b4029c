//! `panel.jump`: five times as many requests as the year before, or a fifth.
//!
//! Why: a digit too many looks like this, and so does a year that was special. Small numbers jump by themselves.

use super::{Pair, PanelCheck};
use rust_decimal::Decimal;

const TOTAL: &str = "requests.received.total";

/// How many times as many is a jump.
const TIMES: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// The larger of the two numbers that is worth a look.
const FEWEST: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    std::iter::once(TOTAL.to_owned())
}

/// Checks two years.
pub fn check(pair: Pair<'_>) -> Option<PanelCheck> {
    let (before, now) = (pair.before.figure(TOTAL)?, pair.now.figure(TOTAL)?);
    let (less, more) = (before.min(now), before.max(now));
    let is_jump = more >= FEWEST && more > less.checked_mul(TIMES)?;
    let message = format!("{now} requests in {}, {before} in {}", pair.now.year, pair.before.year);
    is_jump.then(|| PanelCheck {
        expected: Some(before),
        actual: Some(now),
        ..pair.note("panel.jump", "requests.received.total", message)
    })
}
