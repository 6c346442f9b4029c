//! A tagged table → a grid in which every cell has its place.
//!
//! The table algorithm of the HTML standard, with one difference: where the standard lets two cells lie over each other
//! (and a browser prints both in one place), the later cell is cut to the room that is left. So no cell is lost and no
//! two share a slot.

use crate::decode::TaggedTable;
use crate::layout::{Grid, GridCell, GridKind, Step};
use crate::place::Place;

/// Beyond so many columns spans count as 1. The widest statutory table has fifteen columns; the limit keeps the work per
/// row bounded, whatever spans a page claims.
const MOST_SPANNED_COLUMNS: usize = 1000;

/// Makes the grid of a table. Every span that had to be cut is noted in `steps`.
pub(super) fn of(table: &TaggedTable, steps: &mut Vec<Step>) -> Grid {
    let rows = table.rows.len();
    // For each column, the first row that is free in it.
    let mut free_from: Vec<usize> = Vec::new();
    let mut cells = Vec::new();
    for (r, row) in table.rows.iter().enumerate() {
        let mut column = 0;
        for (c, cell) in row.iter().enumerate() {
            while free_from.get(column).is_some_and(|&free| free > r) {
                column += 1;
            }
            let at = Place::Cell { table: table.number, row: r as u32 + 1, cell: c as u32 + 1 };
            let claimed = cell.column_span.max(1) as usize;
            let is_beyond = column >= MOST_SPANNED_COLUMNS;
            let wanted = if is_beyond { 1 } else { claimed.min(MOST_SPANNED_COLUMNS - column) };
            let width = (1..wanted).find(|w| free_from.get(column + w).is_some_and(|&f| f > r)).unwrap_or(wanted);
            let height = if is_beyond { 1 } else { (cell.row_span.max(1) as usize).min(rows - r) };
            if width < claimed {
                steps.push(Step {
                    message: format!("a cell claims {claimed} columns; {width} were free and are its own"),
                    at: Some(at),
                });
            }
            if free_from.len() < column + width {
                free_from.resize(column + width, 0);
            }
            free_from[column..column + width].fill(r + height);
            cells.push(GridCell {
                row: r as u32,
                column: column as u32,
                row_span: height as u32,
                column_span: width as u32,
                reach: [column as f32, (column + width) as f32],
                text: cell.text.clone(),
                at,
            });
            // The next cell goes where the standard puts it: after what was claimed, not after what was left.
            column += wanted;
        }
    }
    let kind = if table.is_loose { GridKind::Unlined } else { GridKind::Tagged };
    Grid { kind, rows: rows as u32, columns: free_from.len() as u32, cells }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::TaggedCell;
    use proptest::prelude::*;

    fn table(rows: Vec<Vec<(u32, u32)>>) -> TaggedTable {
        let mut count = 0;
        let rows = rows
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .map(|(row_span, column_span)| {
                        count += 1;
                        TaggedCell { text: count.to_string(), row_span, column_span, origin: 0 }
                    })
                    .collect()
            })
            .collect();
        TaggedTable { number: 1, within: Vec::new(), rows, is_loose: false }
    }

    fn places(rows: Vec<Vec<(u32, u32)>>) -> Vec<[u32; 4]> {
        let grid = of(&table(rows), &mut Vec::new());
        grid.cells.iter().map(|c| [c.row, c.column, c.row_span, c.column_span]).collect()
    }

    #[test]
    fn cells_move_past_those_that_reach_down() {
        assert_eq!(
            places(vec![vec![(2, 1), (1, 2)], vec![(1, 1), (1, 1)], vec![(1, 3)]]),
            [[0, 0, 2, 1], [0, 1, 1, 2], [1, 1, 1, 1], [1, 2, 1, 1], [2, 0, 1, 3]]
        );
    }

    #[test]
    fn a_span_that_would_overlap_is_cut_and_said() {
        let mut steps = Vec::new();
        let grid = of(&table(vec![vec![(1, 1), (2, 1)], vec![(1, 2), (1, 1)]]), &mut steps);
        let columns: Vec<_> = grid.cells.iter().map(|c| (c.column, c.column_span)).collect();
        assert_eq!(columns, [(0, 1), (1, 1), (0, 1), (2, 1)]);
        assert_eq!(steps.len(), 1);
    }

    #[test]
    fn a_span_past_the_last_row_is_cut() {
        assert_eq!(places(vec![vec![(9, 1), (1, 1)]]), [[0, 0, 1, 1], [0, 1, 1, 1]]);
    }

    #[test]
    fn empty_rows_are_kept() {
        let grid = of(&table(vec![vec![], vec![(1, 1)], vec![]]), &mut Vec::new());
        assert_eq!((grid.rows, grid.columns, grid.cells[0].row), (3, 1, 1));
    }

    proptest! {
        #[test]
        fn every_cell_has_its_own_place_inside(rows in prop::collection::vec(
            prop::collection::vec((0u32..6, 0u32..6), 0..7), 0..9)
        ) {
            let table = table(rows);
            let grid = of(&table, &mut Vec::new());
            let written: Vec<_> = table.rows.iter().flatten().map(|c| c.text.clone()).collect();
            let kept: Vec<_> = grid.cells.iter().map(|c| c.text.clone()).collect();
            prop_assert_eq!(written, kept, "in the order of rows, then columns");
            let mut taken = std::collections::BTreeSet::new();
            for cell in &grid.cells {
                prop_assert!(cell.row + cell.row_span <= grid.rows && cell.column + cell.column_span <= grid.columns);
                for row in cell.row..cell.row + cell.row_span {
                    for column in cell.column..cell.column + cell.column_span {
                        prop_assert!(taken.insert((row, column)), "{row}, {column} is taken twice");
                    }
                }
            }
        }
    }
}
