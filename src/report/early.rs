//! Totals that stand one column before theirs: a column of numbers was lost, and what stood behind it moved up.
//!
//! Takes a whole report, doubts the cells of such a table. A publisher may leave all totals empty; but then the last of the parts
//! is not the sum of all others in every row. Sums of columns hold all the same, because whole columns moved.

use super::form::equations;
use super::id::CellId;
use super::index::Index;
use super::{Cell, Doubt, Report};
use crate::finding::{Finding, Severity};
use rust_decimal::Decimal;

/// Rows with numbers other than zero that agree by chance in a report of few requests.
const FEWEST_ROWS: usize = 3;

/// Doubts the tables whose totals moved.
pub(super) fn doubt(report: &mut Report) {
    let moved: Vec<&str> = ["requests", "appeals"].into_iter().filter(|table| have_moved(report, table)).collect();
    for table in moved {
        for (_, cell) in report.cells.iter_mut().filter(|(id, _)| id.split('.').next() == Some(table)) {
            cell.doubt(Doubt::Moved);
        }
        let message = format!(
            "every total of {table} is empty, and the number before it is the sum of the others: a column may be lost"
        );
        report.findings.push(Finding::new("totals-moved", Severity::Warning, message));
    }
}

fn have_moved(report: &Report, table: &str) -> bool {
    let index = Index::of(report);
    let row = |id: &CellId| id.rsplit_once('.').map(|(row, _)| row.to_owned());
    let value = |id: &CellId| index.cell(id).and_then(|cell| cell.value);
    let mut telling = 0;
    for equation in equations().iter().filter(|e| e.left.first().is_some_and(|id| id.split('.').next() == Some(table)))
    {
        let ([total], Some((last, others))) = (&equation.right[..], equation.left.split_last()) else { continue };
        // The sum of a row, not of a column.
        if row(total) != row(last) || index.cell(total).is_none() {
            continue;
        }
        if !index.cell(total).is_some_and(Cell::is_empty) {
            return false;
        }
        let sum: Decimal = others.iter().filter_map(value).sum();
        if value(last).unwrap_or_default() != sum {
            return false;
        }
        telling += usize::from(!sum.is_zero());
    }
    telling >= FEWEST_ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Status;
    use crate::report::form::forms;

    /// Section three with such numbers in its first rows, and zeros below; an empty text is an empty cell.
    fn doubted(rows: &[[&str; 7]]) -> usize {
        let form = &forms().requests;
        let mut report = Report::default();
        for (at, row) in form.rows.iter().enumerate() {
            let texts = rows.get(at).copied().unwrap_or(["0", "0", "0", "0", "0", "0", ""]);
            for (column, text) in form.columns.iter().zip(texts) {
                let number = text.parse().map(|n: Decimal| Cell::number(n, text, None));
                report.cells.push((
                    format!("requests.{}.{}", row.id, column.id).into(),
                    number.unwrap_or_else(|_| Cell::blank(None)),
                ));
            }
        }
        doubt(&mut report);
        report.cells.iter().filter(|(_, cell)| cell.status == Status::Doubtful).count()
    }

    #[test]
    fn totals_in_the_column_before_theirs_are_doubted_with_their_table() {
        let moved = [
            ["5", "2", "0", "0", "1", "8", ""],
            ["1", "0", "0", "0", "0", "1", ""],
            ["3", "0", "0", "0", "1", "4", ""],
        ];
        assert!(doubted(&moved) > 100);
        assert_eq!(doubted(&moved[..2]), 0, "two rows may be so by chance");
    }

    #[test]
    fn totals_left_empty_on_purpose_are_not() {
        let left = [
            ["5", "2", "0", "0", "1", "0", ""],
            ["1", "0", "0", "0", "0", "1", ""],
            ["3", "0", "0", "0", "1", "4", ""],
        ];
        assert_eq!(doubted(&left), 0);
        let printed = [
            ["5", "2", "0", "0", "1", "8", "16"],
            ["1", "0", "0", "0", "0", "1", ""],
            ["3", "0", "0", "0", "1", "4", ""],
        ];
        assert_eq!(doubted(&printed), 0);
    }
}
