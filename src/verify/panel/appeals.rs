//! `panel.appeals`: appeals about requests where two years in a row had none.
//!
//! Why: an appeal is about a request of this year or the last one; with neither, it belongs to other matters, or the requests were
//! left at 0. Example: 3 cases of 行政诉讼, and no request received or carried in, this year and the year before.

use super::{Member, Pair, PanelCheck};
use crate::verify::CheckResult;
use rust_decimal::Decimal;

const APPEALS: [&str; 3] = [
    "appeals.reconsideration.total",
    "appeals.litigation_direct.total",
    "appeals.litigation_after_reconsideration.total",
];
const REQUESTS: [&str; 2] = ["requests.received.total", "requests.carried_in.total"];

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    APPEALS.iter().chain(&REQUESTS).map(|id| (*id).to_owned())
}

/// Checks two years without a request; others give no check.
pub fn check(pair: Pair<'_>) -> Option<PanelCheck> {
    let has_none = |member: &Member| REQUESTS.iter().all(|id| member.figure(id).is_some_and(|n| n.is_zero()));
    if !has_none(pair.now) || !has_none(pair.before) {
        return None;
    }
    let mut appeals = Decimal::ZERO;
    for id in APPEALS {
        appeals = appeals.checked_add(pair.now.figure(id)?)?;
    }
    let years = (pair.before.year, pair.now.year);
    let message = format!("{appeals} appeals in {}, and no request in {} and {}", years.1, years.0, years.1);
    Some(PanelCheck {
        result: if appeals.is_zero() { CheckResult::Pass } else { CheckResult::Fail },
        actual: Some(appeals),
        ..pair.note("panel.appeals", "appeals", message)
    })
}
