//! `panel.fee_unit`: fees about ten thousand times those of the year before, or as small a part.
//!
//! Why: the column is in 万元, and one of the two years was filled in in 元. Example: 7730.28 in one year, 81203500 in the next.

use super::{Pair, PanelCheck};
use rust_decimal::Decimal;

const FEES: &str = "proactive.fees.amount";

/// Ten thousand, as fees change from year to year.
const TIMES: [Decimal; 2] = [Decimal::from_parts(3_000, 0, 0, false, 0), Decimal::from_parts(30_000, 0, 0, false, 0)];

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    std::iter::once(FEES.to_owned())
}

/// Checks two years.
pub fn check(pair: Pair<'_>) -> Option<PanelCheck> {
    let (before, now) = (pair.before.figure(FEES)?, pair.now.figure(FEES)?);
    let times = before.max(now).checked_div(before.min(now))?;
    let message = format!(
        "{now} in {}, {before} in {}: one of them may be in 元, and the column is in 万元",
        pair.now.year, pair.before.year
    );
    (TIMES[0]..=TIMES[1]).contains(&times).then(|| PanelCheck {
        expected: Some(before),
        actual: Some(now),
        ..pair.note("panel.fee_unit", FEES, message)
    })
}
