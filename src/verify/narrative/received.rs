//! The number of requests told is the one in the table.
//!
//! **What it does.** Finds sentences that say how many requests were received this year (`收到…申请34件`, `新收…34件`), and
//! compares with `requests.received.total`. Where `收到` gives what was received and carried in together, which some
//! publishers mean, nothing is compared.
//!
//! **Why it matters.** It is the one number of section three that nearly every report says twice.
//!
//! **Example.** Section one says `受理政府信息公开申请859件`, the table has 856.

use super::claims::{Claim, Quantity};
use super::{Check, about, against, row};
use crate::report::Report;
use crate::verify::CheckResult;

pub(super) fn check(report: &Report, claims: &[Claim]) -> Vec<(Check, Claim)> {
    let received = row(report, "received");
    let both = received.zip(row(report, "carried_in")).map(|(new, old)| new + old);
    let held = |claim: &&Claim| {
        let mut made = against("received", "received", claim, received);
        if made.0.result == CheckResult::Fail && !claim.newly && Some(claim.amount.value) == both {
            made.0.result = CheckResult::NotAssessable;
        }
        made
    };
    about(claims, Quantity::Received).iter().map(held).collect()
}
