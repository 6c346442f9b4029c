//! What may explain an identity that fails. A hint is said, never applied.
//!
//! Sources: the ways in which published numbers were seen to disagree: one applicant classed two ways, a row doubled or
//! lost, digits swapped, a number split over two cells.

use super::{Check, CheckResult};
use crate::report::Report;
use crate::report::form::{Equation, equation};
use crate::report::id::CellId;
use rust_decimal::Decimal;

/// The likeliest explanation of a failed check, where the numbers suggest one.
pub fn of(check: &Check, all: &[Check], report: &Report) -> Option<String> {
    let off = check.actual? - check.expected?;
    let equation = equation(&check.id, &check.subject, |id| report.cell(id).is_some())?;
    crossing(check, off, all)
        .or_else(|| split_over_two(check, off, all))
        .or_else(|| joined(equation, off, report))
        .or_else(|| same_as_a_cell(equation, off, report))
        .or_else(|| swapped(off))
}

fn failing<'a>(all: &'a [Check], id: &'a str) -> impl Iterator<Item = (&'a Check, Decimal)> {
    all.iter()
        .filter(move |c| c.id == id && c.result == CheckResult::Fail)
        .filter_map(|c| Some((c, c.actual? - c.expected?)))
}

/// A row and a column that are off by the same amount cross in one cell.
fn crossing(check: &Check, off: Decimal, all: &[Check]) -> Option<String> {
    let other = match check.id.as_str() {
        "requests.outcomes" => "requests.applicants",
        "requests.applicants" => "requests.outcomes",
        _ => return None,
    };
    let mut same = failing(all, other).filter(|(_, o)| o.abs() == off.abs());
    let (crossed, _) = same.next()?;
    let (row, column) = if other == "requests.applicants" {
        (&crossed.subject, &check.subject)
    } else {
        (&check.subject, &crossed.subject)
    };
    same.next()
        .is_none()
        .then(|| format!("row and column are off by the same amount: the cell requests.{row}.{column} may be wrong"))
}

/// One applicant classed two ways: a column has one more, another one less.
fn split_over_two(check: &Check, off: Decimal, all: &[Check]) -> Option<String> {
    if check.id != "requests.outcomes" && check.id != "requests.balance" {
        return None;
    }
    let opposite = failing(all, &check.id).find(|(c, o)| c.subject != check.subject && *o == -off)?;
    Some(format!("{} is off by as much the other way: a request may have been classed two ways", opposite.0.subject))
}

/// Two neighbours that, read as one number, make the sum.
fn joined(equation: &Equation, off: Decimal, report: &Report) -> Option<String> {
    let values: Vec<(&CellId, Decimal)> =
        equation.left.iter().filter_map(|id| Some((id, report.cell(id)?.value?))).collect();
    values.windows(2).find_map(|pair| {
        let ((a, x), (b, y)) = (&pair[0], &pair[1]);
        let one = crate::parse::number::exact(&format!("{x}{y}"))?;
        (one - *x - *y == off && !x.is_zero())
            .then(|| format!("{a} and {b} read as one number, {one}, would make the sum"))
    })
}

/// The difference is one of the numbers: a row may be counted twice or not at all.
fn same_as_a_cell(equation: &Equation, off: Decimal, report: &Report) -> Option<String> {
    let found = equation.left.iter().find(|id| report.cell(id).and_then(|c| c.value) == Some(off.abs()))?;
    let how = if off.is_sign_positive() { "counted twice" } else { "left out" };
    Some(format!("the difference is {found}: it may have been {how}"))
}

/// Digits swapped make a difference that nine divides.
fn swapped(off: Decimal) -> Option<String> {
    (off.abs() >= Decimal::from(9) && (off % Decimal::from(9)).is_zero())
        .then(|| format!("nine divides the difference, {}: two digits may be swapped", off.abs()))
}
