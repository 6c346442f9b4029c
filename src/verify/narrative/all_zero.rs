//! The text tells of requests, and the whole of section three is noughts.
//!
//! **What it does.** Where every number that section three prints is 0, no sentence may tell of a request that was received,
//! carried in or answered. The first that does is held against the noughts, even where it tells only about how many
//! (`三百余件`), which no other check can use.
//!
//! **Why it matters.** A table of noughts is right by every sum: only the text tells that nobody filled it in.
//!
//! **Example.** `全年收到政府信息公开申请300余件`, and 0 in every cell.

use super::claims::{Claim, Quantity};
use super::{Check, against};
use crate::report::Report;
use crate::verify::CheckResult;
use rust_decimal::Decimal;

pub(super) fn check(report: &Report, claims: &[Claim]) -> Option<(Check, Claim)> {
    let cells = || report.cells.iter().filter(|(id, _)| id.starts_with("requests.")).map(|(_, cell)| cell);
    let is_empty = cells().all(|cell| cell.stands() && cell.value.is_none_or(|value| value.is_zero()));
    let is_printed = cells().any(|cell| cell.value.is_some());
    let claim = claims.iter().find(|claim| {
        let is_of_requests = !matches!(
            claim.quantity,
            Quantity::AllDone | Quantity::Reconsideration | Quantity::Litigation | Quantity::Fees
        );
        is_of_requests && !claim.amount.value.is_zero()
    })?;
    (is_empty && is_printed).then(|| {
        let (check, claim) = against("all_zero", "requests", claim, Some(Decimal::ZERO));
        (Check { result: CheckResult::Fail, ..check }, claim)
    })
}
