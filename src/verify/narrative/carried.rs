//! The requests told to have come from the year before, and to go on into the next, are those in the table.
//!
//! **What it does.** Compares `上年结转2件` with `requests.carried_in.total`, `结转下年度1件` and `另有58件顺延` with
//! `requests.carried_out.total`; and where a sentence says that all requests are done with, nothing may be carried out.
//!
//! **Why it matters.** What is carried over ties two years together; a slip here breaks the next year's report too.
//!
//! **Example.** `所有申请均已办理完成`, and 四、结转下年度继续办理 has 1.

use super::claims::{Claim, Quantity};
use super::{Check, about, against, row};
use crate::report::Report;

pub(super) fn check(report: &Report, claims: &[Claim]) -> Vec<(Check, Claim)> {
    [
        (Quantity::CarriedIn, "carried_in", "carried_in"),
        (Quantity::CarriedOut, "carried_out", "carried_out"),
        (Quantity::AllDone, "all_done", "carried_out"),
    ]
    .iter()
    .flat_map(|(quantity, id, cells)| {
        let actual = row(report, cells);
        about(claims, *quantity).into_iter().map(move |claim| against(id, cells, claim, actual))
    })
    .collect()
}
