//! The identities of the form: sums that must agree.
//!
//! **What it does.** For each column, row and kind it adds up the printed cells of both sides. An empty cell counts as
//! nothing; a total that is printed empty is not checked, and neither is a sum of which nothing is printed. A side with a
//! doubtful or missing cell is not assessable.
//!
//! **Why it matters.** A number that was misread breaks two sums, a slip of the publisher's usually too.
//!
//! **Example.** 维持 10, 纠正 1, 其他 0, 尚未审结 0 and 总计 0 fail `appeals.results`.

use super::{Check, CheckResult};
use crate::report::form::{Equation, equations};
use crate::report::id::CellId;
use crate::report::index::Index;
use crate::report::{Cell, Report, Status};
use rust_decimal::Decimal;

/// Applies every identity of the form. A row that the report does not print has no check.
pub fn check(report: &Report) -> Vec<Check> {
    let index = Index::of(report);
    equations().iter().filter_map(|equation| apply(&index, equation)).collect()
}

fn apply(index: &Index, equation: &Equation) -> Option<Check> {
    if !equation.applies(|id| index.has(id)) {
        return None;
    }
    let cells = |ids: &[CellId]| -> Vec<&Cell> { ids.iter().filter_map(|id| index.cell(id)).collect() };
    let (left, right) = (cells(&equation.left), cells(&equation.right));
    let made = |result, expected, actual| {
        Some(Check {
            id: equation.identity.id.clone(),
            subject: equation.subject.to_owned(),
            result,
            expected,
            actual,
            advisory: false,
        })
    };
    let unsure = |c: &&Cell| matches!(c.status, Status::Doubtful | Status::Missing);
    let printed = |side: &[&Cell]| side.iter().any(|c| c.value.is_some());
    let total_is_empty = right.len() == 1 && !printed(&right);
    if left.iter().chain(&right).any(unsure) || total_is_empty || !printed(&left) {
        return made(CheckResult::NotAssessable, None, None);
    }
    let sum = |side: &[&Cell]| -> Decimal { side.iter().filter_map(|c| c.value).sum() };
    let (expected, actual) = (sum(&left), sum(&right));
    made(if expected == actual { CheckResult::Pass } else { CheckResult::Fail }, Some(expected), Some(actual))
}
