//! Tables drawn with `+---+` between all rows (reStructuredText, `pandoc`, `tabulate`): a row is all that stands between
//! two drawn lines, its cells broken over lines.
//!
//! Takes the grid of such lines, one row a line, and joins what is one row. A table that has drawn lines round its header
//! and at its end only has one row a line, and stays as it is.

use super::Grid;

/// A header, its line, and rows of which only the whole is boxed make two boxes; a table with a box a row has more.
const FEWEST_BOXES: usize = 3;

/// Joins the rows that stand in one box; `boxes` is the box of each row, ascending.
pub(super) fn join(grid: &mut Grid, boxes: &[u32]) {
    let is_first = |row: usize| row == 0 || boxes[row - 1] != boxes[row];
    if (0..boxes.len()).filter(|row| is_first(*row)).count() < FEWEST_BOXES {
        return;
    }
    let width = |row: usize| grid.cells.iter().filter(|c| c.row as usize == row).count();
    let widths: Vec<usize> = (0..boxes.len()).map(width).collect();
    let mut joined = Grid { kind: grid.kind, rows: 0, columns: grid.columns, cells: Vec::new() };
    let mut opened = 0;
    for mut cell in std::mem::take(&mut grid.cells) {
        let row = cell.row as usize;
        if cell.column == 0 && (is_first(row) || widths[row] != widths[row - 1]) {
            opened = joined.cells.len();
            joined.rows += 1;
        }
        cell.row = joined.rows.saturating_sub(1);
        match joined.cells.get_mut(opened + cell.column as usize) {
            Some(above) if !cell.text.is_empty() => {
                if above.text.is_empty() {
                    above.at = cell.at;
                } else if !is_one_word(&above.text, &cell.text) {
                    above.text.push(' ');
                }
                above.text.push_str(&cell.text);
            }
            Some(_) => {}
            None => joined.cells.push(cell),
        }
    }
    *grid = joined;
}

/// Whether a line goes on with the word that ends the one above: no white space parts Chinese words.
fn is_one_word(above: &str, below: &str) -> bool {
    let wide = |c: Option<char>| c.is_some_and(|c| unicode_width::UnicodeWidthChar::width(c) == Some(2));
    wide(above.chars().last()) || wide(below.chars().next())
}

#[cfg(test)]
mod tests {
    use crate::decode::Line;
    use crate::layout::{Item, text};

    fn rows(table: &str) -> Vec<Vec<String>> {
        let line = |(n, text): (usize, &str)| Line { number: n as u32 + 1, text: text.to_owned() };
        let sheet = text::lay_out(&table.lines().enumerate().map(line).collect::<Vec<_>>());
        let Some(Item::Grid(grid)) = sheet.items.first() else { return Vec::new() };
        assert_eq!(
            sheet.trace.marks_in,
            sheet.trace.marks_in_cells + sheet.trace.marks_in_lines + sheet.trace.marks_aside
        );
        (0..grid.rows).map(|row| grid.row(row).map(|c| c.text.clone()).collect()).collect()
    }

    #[test]
    fn cells_broken_over_lines_are_joined() {
        let table = "+----+----+\n| 行政 | 本年 |\n| 许可 | 数量 |\n+====+====+\n| 甲  |    |\n|    | 12 |\n+----+----+\n| 乙  | 1  |\n|    | 2  |\n+----+----+";
        assert_eq!(rows(table), [["行政许可", "本年数量"], ["甲", "12"], ["乙", "1 2"]]);
    }

    #[test]
    fn rows_without_lines_between_stay_rows() {
        let table = "+----+----+\n| 事项 | 数量 |\n+----+----+\n| 甲  | 1  |\n| 乙  | 2  |\n+----+----+";
        assert_eq!(rows(table), [["事项", "数量"], ["甲", "1"], ["乙", "2"]]);
    }
}
