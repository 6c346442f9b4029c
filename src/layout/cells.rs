//! Lines of a table → its slots: rectangles of elementary cells with no line between them.
//!
//! Lines divide the table's rectangle into elementary cells; two of them belong together where no line runs between. A
//! merged cell of any span comes out whole. Where a line is broken and the union is no rectangle, it is cut into
//! rectangles, so that no place within the table is without a cell.

use super::ruled::Bar;
use std::collections::BTreeMap;
use std::ops::Range;

/// A wall stands where lines cover more than this share of the stretch: half, so that a gap can't decide.
const COVERED: f32 = 0.5;

/// Elementary cells a table may have. The largest forms have some 3,000; a drawing of squared paper has more.
const MOST_CELLS: usize = 60_000;

/// A cell: the rows and columns it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Rows, from 0.
    pub(super) rows: Range<usize>,
    /// Columns, from 0.
    pub(super) columns: Range<usize>,
}

/// What came out.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// The cells, by row, then column.
    pub(super) slots: Vec<Slot>,
    /// How many unions were no rectangles and were cut.
    pub(super) uneven: usize,
}

/// The cells that lines leave between them.
pub(super) fn slots(xs: &[f32], ys: &[f32], level: &[Bar], upright: &[Bar], snap: f32) -> Slots {
    let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
    if columns == 0 || rows == 0 || columns.saturating_mul(rows) > MOST_CELLS {
        return Slots::default();
    }
    // walls.0[x][row]: a line along x beside that row; walls.1[y][column] likewise.
    let walls = (walls(xs, ys, upright, snap), walls(ys, xs, level, snap));
    let mut sets = Sets::new(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let cell = row * columns + column;
            if column + 1 < columns && !walls.0[column + 1][row] {
                sets.join(cell, cell + 1);
            }
            if row + 1 < rows && !walls.1[row + 1][column] {
                sets.join(cell, cell + columns);
            }
        }
    }
    let mut unions = BTreeMap::<usize, Vec<(usize, usize)>>::new();
    for row in 0..rows {
        for column in 0..columns {
            unions.entry(sets.root(row * columns + column)).or_default().push((row, column));
        }
    }
    let mut found = Slots::default();
    for union in unions.into_values() {
        if open_sides(&union, &walls, rows, columns) >= 2 {
            continue;
        }
        let parts = rectangles(&union);
        found.uneven += usize::from(parts.len() > 1);
        found.slots.extend(parts);
    }
    found.slots.sort_by_key(|b| (b.rows.start, b.columns.start));
    found
}

/// For each line of `across` and each stretch of `along`: whether the bars cover it.
fn walls(across: &[f32], along: &[f32], bars: &[Bar], snap: f32) -> Vec<Vec<bool>> {
    let mut covered = vec![vec![0.0_f32; along.len() - 1]; across.len()];
    for bar in bars {
        let near = across.iter().enumerate().min_by(|a, b| (a.1 - bar.at).abs().total_cmp(&(b.1 - bar.at).abs()));
        let Some((line, _)) = near else { continue };
        for (stretch, ends) in along.windows(2).enumerate() {
            let (from, to) = (bar.from - snap, bar.to + snap);
            covered[line][stretch] += (to.min(ends[1]) - from.max(ends[0])).max(0.0);
        }
    }
    let wall = |share: f32, ends: &[f32]| share > COVERED * (ends[1] - ends[0]);
    covered.into_iter().map(|line| line.into_iter().zip(along.windows(2)).map(|(c, e)| wall(c, e)).collect()).collect()
}

/// On how many sides a union lies at the table's edge without a line: one is an open design, two is the outside.
fn open_sides(
    union: &[(usize, usize)],
    walls: &(Vec<Vec<bool>>, Vec<Vec<bool>>),
    rows: usize,
    columns: usize,
) -> usize {
    let open = |edge: &dyn Fn(&(usize, usize)) -> Option<bool>| {
        let (mut touching, mut walled) = (0, 0);
        for wall in union.iter().filter_map(edge) {
            touching += 1;
            walled += usize::from(wall);
        }
        usize::from(2 * walled < touching)
    };
    open(&|(row, column)| (*column == 0).then(|| walls.0[0][*row]))
        + open(&|(row, column)| (column + 1 == columns).then(|| walls.0[columns][*row]))
        + open(&|(row, column)| (*row == 0).then(|| walls.1[0][*column]))
        + open(&|(row, column)| (row + 1 == rows).then(|| walls.1[rows][*column]))
}

/// A union of elementary cells (by row, then column) as rectangles: its runs in each row, equal ones below each other as
/// one. A rectangle comes out whole.
fn rectangles(union: &[(usize, usize)]) -> Vec<Slot> {
    let mut found: Vec<Slot> = Vec::new();
    let mut at = 0;
    while at < union.len() {
        let (row, from) = union[at];
        let length = (at..union.len()).take_while(|i| union[*i] == (row, from + i - at)).count();
        let columns = from..from + length;
        match found.iter_mut().rev().find(|b| b.rows.end == row && b.columns == columns) {
            Some(above) => above.rows.end = row + 1,
            None => found.push(Slot { rows: row..row + 1, columns }),
        }
        at += length;
    }
    found
}

/// Sets of numbers that are joined one pair at a time.
pub(super) struct Sets(Vec<usize>);

impl Sets {
    /// Every number by itself.
    pub(super) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The number that stands for the set.
    pub(super) fn root(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    /// Makes two sets one.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(at: f32, from: f32, to: f32) -> Bar {
        Bar { at, from, to }
    }

    #[test]
    fn cells_merge_both_ways() {
        // Two columns, three rows; the first row is one cell, the first column is one cell below it.
        let level = [bar(0.0, 0.0, 90.0), bar(20.0, 0.0, 90.0), bar(40.0, 30.0, 90.0), bar(60.0, 0.0, 90.0)];
        let upright = [bar(0.0, 0.0, 60.0), bar(30.0, 20.0, 60.0), bar(90.0, 0.0, 60.0)];
        let found = slots(&[0.0, 30.0, 90.0], &[0.0, 20.0, 40.0, 60.0], &level, &upright, 3.0);
        let spans: Vec<_> = found.slots.iter().map(|b| (b.rows.clone(), b.columns.clone())).collect();
        assert_eq!(spans, [(0..1, 0..2), (1..3, 0..1), (1..2, 1..2), (2..3, 1..2)]);
        assert_eq!(found.uneven, 0);
    }

    #[test]
    fn a_union_that_is_no_rectangle_is_cut_up() {
        let found = rectangles(&[(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]);
        assert_eq!(found, [Slot { rows: 0..2, columns: 0..2 }, Slot { rows: 2..3, columns: 1..2 }]);
    }

    #[test]
    fn what_lies_outside_the_lines_is_no_cell() {
        // A step: the right column begins in the second row.
        let level = [bar(0.0, 0.0, 30.0), bar(20.0, 0.0, 90.0), bar(40.0, 0.0, 90.0)];
        let upright = [bar(0.0, 0.0, 40.0), bar(30.0, 0.0, 40.0), bar(90.0, 20.0, 40.0)];
        let found = slots(&[0.0, 30.0, 90.0], &[0.0, 20.0, 40.0], &level, &upright, 3.0);
        assert_eq!(found.slots.len(), 3);
    }
}
