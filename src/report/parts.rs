//! Where a table of section three that is printed in two parts goes on with other column widths.
//!
//! Takes the rows of a table whose cells are drawn, gives the row at which the second part begins. The parts have one
//! header, over the first: that the second has the same columns is told by every row of it having a cell for each, on edges
//! of its own that all its rows share. Where one row of it has not, nothing is said, and its cells are held to have moved.

use super::columns::{Columns, Stretch};
use crate::parse::table::{Row, Table};

/// The fewest rows that are a part of a table: one or two may be rows whose cells have moved.
const FEWEST: usize = 3;

/// The index among `rows` at which the second part begins.
pub(super) fn second(table: &Table, rows: &[usize], columns: usize) -> Option<usize> {
    if !table.kind.has_columns() {
        return None;
    }
    let reaches = |r: usize| of(&table.rows[r]);
    let other = |i: &usize| !alike(&reaches(rows[0]), &reaches(rows[*i]));
    let at = (1..rows.len()).find(other)?;
    let first = reaches(rows[0]);
    let last = reaches(rows[at]);
    let whole = first.len() == columns && last.len() == columns && rows.len() - at >= FEWEST;
    let goes_on = rows[at..].iter().all(|r| same(&last, &reaches(*r)));
    // Edges of the first part that the second has too are cells that moved over, not a table of its own.
    let own = first.iter().zip(&last).filter(|(a, b)| (a[0] - b[0]).abs() > 0.1).count() * 2 > columns;
    (whole && goes_on && own).then_some(at)
}

/// The columns of the second part: in the order of the first.
pub(super) fn columns(first: &Columns, row: &Row) -> Columns {
    let stretches = of(row).into_iter().enumerate().map(|(column, reach)| Stretch { reach, column });
    Columns { stretches: stretches.collect(), ..first.clone() }
}

fn of(row: &Row) -> Vec<[f32; 2]> {
    row.values().map(|f| f.reach).collect()
}

/// Whether each cell of one row stands over its like in another, and over no other.
fn alike(a: &[[f32; 2]], b: &[[f32; 2]]) -> bool {
    let meet = |x: &[f32; 2], y: &[f32; 2]| x[1].min(y[1]) - x[0].max(y[0]) > 0.0;
    a.len() == b.len() && a.iter().enumerate().all(|(i, x)| b.iter().enumerate().all(|(j, y)| meet(x, y) == (i == j)))
}

fn same(a: &[[f32; 2]], b: &[[f32; 2]]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x[0] - y[0]).abs() < 0.1 && (x[1] - y[1]).abs() < 0.1)
}
