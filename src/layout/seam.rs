//! A row that a page break cut in two: its label went to one page, its numbers to the other.
//!
//! Rows are joined only where they complement one another: one half has numbers and no label, the other a label and no
//! numbers. Every other pair stays two rows, because a label beside empty cells may as well be a row of blanks.

use super::GridCell;

/// Joins the last row of the part above with the first of the part below, where they are halves of one. The row is taken
/// out of the part below, and whether that was done is said.
pub(super) fn join(above: &mut [GridCell], rows: u32, below: &mut Vec<GridCell>) -> bool {
    let upper: Vec<usize> = (0..above.len()).filter(|&i| above[i].row + above[i].row_span == rows).collect();
    let lower: Vec<usize> = (0..below.len()).filter(|&i| below[i].row == 0).collect();
    let same = |a: &GridCell, b: &GridCell| (a.column, a.column_span) == (b.column, b.column_span);
    let partner = |cell: &GridCell| upper.iter().copied().find(|&u| same(&above[u], cell));
    let pairs: Vec<(usize, Option<usize>)> = lower.iter().map(|&l| (l, partner(&below[l]))).collect();
    // What the lower half holds, the upper half lacks; a label over several rows may be printed on both pages.
    let lacks = |(l, u): &(usize, Option<usize>)| {
        let several = below[*l].row_span > 1;
        below[*l].text.is_empty() || several || u.is_some_and(|u| above[u].text.is_empty())
    };
    let any = |cells: &[GridCell], of: &[usize], is: fn(&str) -> bool| {
        of.iter().any(|&i| cells[i].row_span == 1 && is(&cells[i].text))
    };
    let counts = (any(above, &upper, is_number), any(below, &lower, is_number));
    let label_comes = match counts {
        (true, false) => any(below, &lower, is_label),
        (false, true) => any(above, &upper, is_label),
        _ => false,
    };
    if !label_comes || !pairs.iter().all(lacks) {
        return false;
    }
    for (l, u) in pairs {
        let cell = &mut below[l];
        // A cell that goes on into the rows below keeps its text there.
        if let Some(u) = u.filter(|_| cell.row_span == 1 && !cell.text.is_empty()) {
            if above[u].text.is_empty() {
                above[u].at = cell.at;
            } else {
                above[u].text.push('\n');
            }
            above[u].text.push_str(&cell.text);
        }
    }
    below.retain(|c| c.row > 0 || c.row_span > 1);
    for cell in below.iter_mut() {
        if cell.row == 0 {
            cell.row_span -= 1;
        } else {
            cell.row -= 1;
        }
    }
    true
}

fn is_label(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn is_number(text: &str) -> bool {
    !text.trim().is_empty() && !is_label(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn row(row: u32, texts: &[&str]) -> Vec<GridCell> {
        let cell = |(column, text): (usize, &&str)| GridCell {
            row,
            column: column as u32,
            row_span: 1,
            column_span: 1,
            reach: [column as f32, column as f32 + 1.0],
            text: (*text).to_owned(),
            at: Place::Page { page: row + 1, area: None },
        };
        texts.iter().enumerate().map(cell).collect()
    }

    fn joined(upper: &[&str], lower: &[&str]) -> Option<Vec<String>> {
        let mut above = row(0, upper);
        let mut below = row(0, lower);
        below.extend(row(1, &["下一行", "7", "8"]));
        let done = join(&mut above, 1, &mut below);
        assert_eq!(below.iter().filter(|c| c.row == 0).count(), 3);
        done.then(|| above.into_iter().map(|c| c.text).collect())
    }

    #[test]
    fn numbers_above_their_label_and_below_it() {
        let whole = Some(vec!["甲类事项".to_owned(), "9".to_owned(), "9".to_owned()]);
        assert_eq!(joined(&["", "9", "9"], &["甲类事项", "", ""]), whole);
        assert_eq!(joined(&["甲类事项", "", ""], &["", "9", "9"]), whole);
    }

    #[test]
    fn a_group_above_its_first_row_is_no_label_of_it() {
        let mut above = row(0, &["一组", "", "9"]);
        let mut below = row(0, &["", "甲类事项", ""]);
        assert!(join(&mut above, 1, &mut below));
        assert_eq!(above.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["一组", "甲类事项", "9"]);
    }

    #[test]
    fn whole_rows_and_rows_of_blanks_stay() {
        assert_eq!(joined(&["甲类", "1", "2"], &["乙类", "3", "4"]), None);
        assert_eq!(joined(&["甲类", "1", "2"], &["乙类", "", ""]), None);
        assert_eq!(joined(&["甲类", "", ""], &["乙类", "3", "4"]), None);
        assert_eq!(joined(&["甲", "1", "1"], &["", "5", ""]), None);
    }
}
