//! Whether the rows of section three are all there, in the form's order: a second way to tell which row is which.
//!
//! Takes the rows as their labels were recognised, says whether they are the form's rows, each once, none left over between
//! them. Where they are, a label of which only pieces were recognised and its place say the same, and a table that holds no
//! more than white space to tell its columns is read twice: by place under the header, and by the count of each row.

use super::align::Labelled;
use super::columns::Columns;
use super::form::{Item, Requests};
use super::recognise::{ALIKE, Match, likeness_from};
use crate::parse::table::{Field, Row};

/// Whether the matched rows, in printed order, and those that are printed empty between them are the form's rows.
pub(super) fn in_order(matched: &[Option<(usize, Match)>], empty: &[usize], form: &Requests) -> bool {
    let Some(first) = matched.iter().position(Option::is_some) else { return false };
    let last = matched.iter().rposition(Option::is_some).unwrap_or(first);
    let known = |row: &Option<(usize, Match)>| row.filter(|(_, how)| *how != Match::OutOfOrder).map(|(i, _)| i);
    let Some(mut rows) = matched[first..=last].iter().map(known).collect::<Option<Vec<usize>>>() else { return false };
    let ascend = rows.is_sorted_by(|a, b| a < b);
    rows.extend(empty);
    rows.sort_unstable();
    let wanted = |single| form.rows_printed(single).map(|r| r.id.as_str());
    ascend && [false, true].into_iter().any(|single| rows.iter().map(|i| form.rows[*i].id.as_str()).eq(wanted(single)))
}

/// How a row was recognised, where all rows are there: what stands around it, if it is like its label, and its place agree.
pub(super) fn weigh(how: Match, row: &Labelled, item: &Item) -> Match {
    let words = || row.own.iter().chain(&row.pieced);
    let alike = || words().any(|w| likeness_from(ALIKE, w, item) >= ALIKE);
    if matches!(how, Match::Place | Match::Pieced) && alike() { Match::Alike } else { how }
}

/// Whether a row has a value under each column, and under no two: its count and its places agree.
pub(super) fn is_full(row: &Row, columns: &Columns, size: usize) -> bool {
    let values: Vec<&Field> = row.values().filter(|f| f.is_printed_value()).collect();
    let mut stretches = columns.stretches.clone();
    stretches.sort_by(|a, b| a.reach[0].total_cmp(&b.reach[0]));
    let stands = |(v, value): (usize, &&Field)| {
        stretches.iter().enumerate().all(|(s, stretch)| (value.overlap(stretch.reach) > 0.0) == (s == v))
    };
    values.len() == size && stretches.len() == size && values.iter().enumerate().all(stands)
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;

    fn rows(form: &Requests) -> Vec<Option<(usize, Match)>> {
        let index = |id: &str| form.rows.iter().position(|r| r.id == id).map(|i| (i, Match::Exact));
        form.rows_printed(false).map(|r| index(&r.id)).collect()
    }

    #[test]
    fn all_rows_in_order_are_complete() {
        let form = &forms().requests;
        let mut all = rows(form);
        assert!(in_order(&all, &[], form));
        let (row, _) = all.remove(4).unwrap();
        assert!(in_order(&all, &[row], form), "one of them is printed empty");
    }

    #[test]
    fn a_row_lost_turned_or_unclaimed_is_not() {
        let form = &forms().requests;
        let mut lost = rows(form);
        lost.remove(4);
        let mut turned = rows(form);
        turned.swap(4, 5);
        let mut unclaimed = rows(form);
        unclaimed.insert(4, None);
        for rows in [lost, turned, unclaimed] {
            assert!(!in_order(&rows, &[], form));
        }
    }
}
