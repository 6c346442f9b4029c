//! Empty cells at the edges of rows with loose ends: the row may have lost a cell, and have moved.
//!
//! Takes the cells of the rows of such a table, each row's total last, and doubts the rows whose edges say that. Rows copied
//! out of a page end in as many tabs as they please: one cell lost and one tab too many look like a last cell left empty. In a
//! sheet without lines the cells after the last that shows something are not even there. Such a cell was left empty on
//! purpose where the publisher leaves such totals empty throughout; where others of the kind are printed, or where more than
//! the total is lacking, the row has rather moved.

use super::Doubt;
use super::id::CellId;
use super::reading::Reading;
use rust_decimal::Decimal;

/// Totals that are left empty on purpose are left empty in more rows than one, and are not printed in more than one row of
/// so many: a few zeros slip in.
const FEWEST_LEFT_OUT: usize = 2;
const LEFT_OUT_PER_PRINTED: usize = 4;

/// What of a row is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edges {
    /// All of it, nothing of it, or what lacks is inside.
    Whole,
    /// All but the total; whether the others make nothing.
    WithoutTotal(bool),
    /// An edge lacks more than a total.
    Torn,
}

/// The rows that seem to have moved, by their place among those given.
pub(super) fn moved(reading: &Reading, rows: &[Vec<CellId>]) -> Vec<usize> {
    let edges: Vec<(Edges, bool)> = rows.iter().map(|row| edges(reading, row)).collect();
    let left_out = |nothing: bool| {
        let lacking = edges.iter().filter(|(e, _)| *e == Edges::WithoutTotal(nothing)).count();
        let printed = edges.iter().filter(|(e, zero)| *e == Edges::Whole && *zero == nothing).count();
        lacking >= FEWEST_LEFT_OUT && lacking >= printed * LEFT_OUT_PER_PRINTED
    };
    let torn = |e: Edges| match e {
        Edges::Whole => false,
        Edges::WithoutTotal(nothing) => !left_out(nothing),
        Edges::Torn => true,
    };
    (0..rows.len()).filter(|&r| torn(edges[r].0)).collect()
}

/// Doubts all cells of a row.
pub(super) fn doubt(reading: &mut Reading, row: &[CellId]) {
    for id in row {
        if let Some(cell) = reading.cells.get_mut(id).filter(|cell| cell.stands()) {
            cell.doubt(Doubt::Moved);
        }
    }
}

/// The edges of a row, and whether its total is printed and zero.
fn edges(reading: &Reading, row: &[CellId]) -> (Edges, bool) {
    let cells: Vec<_> = row.iter().map(|id| reading.cells.get(id)).collect();
    let is_empty = |c: usize| cells[c].is_some_and(|cell| cell.stands() && cell.value.is_none() && cell.raw.is_none());
    let value = |c: usize| cells[c].and_then(|cell| cell.value);
    let Some(total) = row.len().checked_sub(1) else { return (Edges::Whole, false) };
    let nothing = value(total).is_some_and(|v| v.is_zero());
    let prints_zeros = (0..total).any(|c| value(c).is_some_and(|v| v.is_zero()));
    let prints = (0..=total).any(|c| !is_empty(c));
    let edge = match (is_empty(0), is_empty(total)) {
        _ if !prints => Edges::Whole,
        (true, _) if prints_zeros => Edges::Torn,
        (_, false) => Edges::Whole,
        (_, true) if total > 0 && is_empty(total - 1) && prints_zeros => Edges::Torn,
        _ => Edges::WithoutTotal((0..total).filter_map(value).sum::<Decimal>().is_zero()),
    };
    (edge, nothing)
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::*;

    fn torn(rows: &[&str]) -> Vec<usize> {
        let mut reading = Reading::default();
        let mut ids = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            let mut of_row = Vec::new();
            for (c, text) in row.split('|').enumerate() {
                let id = CellId::from(format!("{r}.{c}"));
                let cell = text.parse().map_or_else(|_| Cell::blank(None), |n: Decimal| Cell::number(n, text, None));
                reading.cells.insert(id.clone(), cell);
                of_row.push(id);
            }
            ids.push(of_row);
        }
        moved(&reading, &ids)
    }

    #[test]
    fn a_total_that_others_print_was_lost() {
        assert_eq!(torn(&["0|0|0|0", "0|0|0|", "1|0|0|1"]), [1]);
        assert_eq!(torn(&["||4|4", "1||5|6", "3|2|5|"]), [2], "the total stands one column too far left");
    }

    #[test]
    fn totals_left_empty_throughout_are_empty() {
        assert_eq!(torn(&["0|0|0|", "0|0|0|", "1|0|0|1"]), [0usize; 0]);
        assert_eq!(torn(&["0|0|0|", "0|0|0|", "0|0||", "1|0|0|1"]), [2], "and no other cell is");
        assert_eq!(torn(&["|||", "0|0|0|0", "||4|4"]), [0usize; 0]);
    }
}
