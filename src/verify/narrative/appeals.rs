//! The appeals told are those in the table.
//!
//! **What it does.** Compares `行政复议7件` with the total of 行政复议, and `行政诉讼9件` with the totals of both kinds of
//! lawsuit together. Outside section four a sentence must say that it is about the publication of information: an agency has
//! appeals of other kinds too.
//!
//! **Why it matters.** The totals of section four are left at 0 more often than any others.
//!
//! **Example.** `行政复议案件134件`, and section four has 170.

use super::claims::{Claim, Quantity};
use super::{Check, about, against, sum};
use crate::report::Report;

pub(super) fn check(report: &Report, claims: &[Claim]) -> Vec<(Check, Claim)> {
    [
        (Quantity::Reconsideration, "reconsideration", "appeals.reconsideration."),
        (Quantity::Litigation, "litigation", "appeals.litigation_"),
    ]
    .iter()
    .flat_map(|(quantity, subject, cells)| {
        let actual = sum(report, cells, ".total");
        about(claims, *quantity).into_iter().map(move |claim| against("appeals", subject, claim, actual))
    })
    .collect()
}
