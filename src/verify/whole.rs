//! Counts are whole and not negative.
//!
//! **What it does.** Looks at every cell that counts something: all but money and `本年增/减`.
//!
//! **Why it matters.** A fraction or a sign in a count is a misread cell, or two cells read as one.
//!
//! **Example.** `12.5` under 自然人 fails `cells.whole`.

use super::{Check, CheckResult};
use crate::report::Report;
use crate::report::form::forms;

/// One check for each count that is none; none where all are.
pub fn check(report: &Report) -> Vec<Check> {
    let is_money = |id: &str| forms().statistics.row(id).is_some_and(|row| row.unit.is_some());
    let may_be_any = |id: &str| id.ends_with(".amount") || id.ends_with(".items_change") || is_money(id);
    report
        .cells
        .iter()
        .filter(|(id, cell)| {
            !may_be_any(id)
                && cell.stands()
                && cell.value.is_some_and(|v| v.is_sign_negative() && !v.is_zero() || !v.fract().is_zero())
        })
        .map(|(id, cell)| Check {
            id: "cells.whole".to_owned(),
            subject: id.to_string(),
            result: CheckResult::Fail,
            expected: None,
            actual: cell.value,
            advisory: false,
        })
        .collect()
}
