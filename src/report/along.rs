//! The row of section four, moved along by one cell where its zeros are left empty.
//!
//! Takes a whole report. The row has no row above or below it, so its three sums are the only witnesses of its places, and a
//! row that moved by one leaves totals empty, which are not checked. Where a sum does not hold, the cell at one end is empty,
//! and all sums that can be told hold once the row is moved back, it rather moved than was misprinted: it is in doubt.

use super::{Cell, Doubt, Report};
use crate::finding::{Finding, Severity};
use rust_decimal::Decimal;

/// Cells of a kind of case: four results and their total.
const OF_A_KIND: usize = 5;

/// Doubts the row of section four where it seems to have moved.
pub(super) fn doubt(report: &mut Report) {
    let mine = || report.cells.iter().filter(|(id, _)| id.starts_with("appeals.")).map(|(_, c)| c);
    if !mine().all(Cell::stands) || !has_moved(&mine().map(|c| c.value).collect::<Vec<_>>()) {
        return;
    }
    let message = "the sums of section four hold once its row is moved by one cell: it may have moved";
    let at = mine().next().and_then(|c| c.at);
    report.findings.push(Finding::new("cells-moved", Severity::Warning, message).at(at));
    for (_, cell) in report.cells.iter_mut().filter(|(id, _)| id.starts_with("appeals.")) {
        cell.doubt(Doubt::Moved);
    }
}

/// Whether the sums of these values do not hold, and do once all are moved by one.
fn has_moved(values: &[Option<Decimal>]) -> bool {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return false };
    let whole = values.chunks_exact(OF_A_KIND).all(holds);
    let right = first.is_none() && tells(&values[1..]);
    // The first kind has lost a result, and its total is no witness.
    let left = last.is_none() && values.get(OF_A_KIND - 1..).is_some_and(tells);
    !whole && (left || right)
}

/// Whether sums hold in every whole kind among these, and not of nothing only.
fn tells(values: &[Option<Decimal>]) -> bool {
    let mut kinds = values.chunks_exact(OF_A_KIND);
    let says = |kind: &[Option<Decimal>]| kind.last().is_some_and(|total| total.is_some_and(|t| !t.is_zero()));
    kinds.clone().all(holds) && kinds.any(says)
}

/// Whether the last is the sum of the others, an empty one counting as nothing.
fn holds(kind: &[Option<Decimal>]) -> bool {
    kind.split_last()
        .is_none_or(|(total, results)| results.iter().flatten().sum::<Decimal>() == total.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(values: &str) -> bool {
        has_moved(&values.chars().map(|c| c.to_digit(10).map(Decimal::from)).collect::<Vec<_>>())
    }

    #[test]
    fn a_row_whose_sums_hold_one_cell_further_has_moved() {
        assert!(!moved("21--3--1-11---1"), "it stands where it should");
        assert!(moved("-21--3--1-11---"), "to the right, over the last");
        assert!(moved("1--3--1-11---1-"), "to the left, over the first");
    }

    #[test]
    fn and_no_other() {
        assert!(!moved("---------------"), "nothing is printed");
        assert!(!moved("21-----1--1----"), "totals left empty on purpose");
        assert!(!moved("21--4--1-11---1"), "a misprinted total");
    }
}
