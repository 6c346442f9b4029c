//! The outcomes told, whole and by kind, are those in the table.
//!
//! **What it does.** Compares `答复805件` with `requests.outcome_total.total` (answered before handled, where a report tells
//! both: `办理` often counts what is still going on), and each kind with the sum of its rows: 不予公开 with eight, 无法提供
//! with three, 不予处理 with five, 其他处理 with three or its single row, 予以公开及部分公开 with both together.
//!
//! **Why it matters.** Text and table come from different hands; where they differ one of them was not brought up to date.
//!
//! **Example.** `无法提供265件`, and the three rows of （四） have 337.

use super::claims::{Claim, Quantity};
use super::{Check, about, against, row, rows};
use crate::report::Report;
use rust_decimal::Decimal;

pub(super) fn check(report: &Report, claims: &[Claim]) -> Vec<(Check, Claim)> {
    let answered = about(claims, Quantity::Answered);
    let all = if answered.is_empty() { about(claims, Quantity::Handled) } else { answered };
    let total = row(report, "outcome_total");
    let mut found: Vec<_> = all.iter().map(|claim| against("outcomes", "outcome_total", claim, total)).collect();
    let group = |name: &str| rows(report, &format!("requests.{name}."));
    let both = row(report, "granted").zip(row(report, "partial")).map(|(granted, partial)| granted + partial);
    let kinds: [(Quantity, &str, Option<Decimal>); 7] = [
        (Quantity::Granted, "granted", row(report, "granted")),
        (Quantity::Partial, "partial", row(report, "partial")),
        (Quantity::GrantedOrPartial, "granted_or_partial", both),
        (Quantity::Refused, "refused", group("refused")),
        (Quantity::Unavailable, "unavailable", group("unavailable")),
        (Quantity::NotProcessed, "not_processed", group("not_processed")),
        (Quantity::OtherHandling, "other_handling", group("other_handling")),
    ];
    for (quantity, subject, actual) in kinds {
        found.extend(about(claims, quantity).into_iter().map(|claim| against("outcomes", subject, claim, actual)));
    }
    found
}
