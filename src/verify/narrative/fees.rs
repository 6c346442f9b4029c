//! Section six says that there is nothing to report while fees were taken.
//!
//! **What it does.** Where section six is nothing but `无`, it expects 行政事业性收费 to have no amount. A sentence about the
//! fee for processing information (`未收取信息处理费`) is about another fee, and is not compared.
//!
//! **Why it matters.** A section left at `无` while the tables were filled is often a template left as it was.
//!
//! **Example.** `无。`, and the fees of section two are 56.2.

use super::claims::{Claim, Quantity};
use super::{Check, about, against, sum};
use crate::report::Report;

pub(super) fn check(report: &Report, claims: &[Claim]) -> Vec<(Check, Claim)> {
    let amount = sum(report, "proactive.fees.", ".amount");
    let amount = amount.filter(|_| report.cell("proactive.fees.amount").is_some());
    about(claims, Quantity::Fees)
        .into_iter()
        .filter(|_| amount.is_some())
        .map(|c| against("fees", "fees", c, amount))
        .collect()
}
