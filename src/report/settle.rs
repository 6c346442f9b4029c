//! Which of several possible readings of the rows of section three were printed: those that the identities of its columns
//! leave.
//!
//! A row that can be parted in one way only is settled by itself. Of the others, every combination is tried against the
//! two identities of each column; what all combinations that hold agree on is settled, the rest stays open.

use super::form::{Per, Requests};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The most combinations that are tried. Reports seen have at most five open rows with two ways each.
const MOST_COMBINATIONS: usize = 50_000;

/// One way to read a row: a value a column, none where blank.
pub(crate) type Way = Vec<Option<Decimal>>;

/// Narrows the ways of each row (by its index among the form's rows) to those that some combination allows.
///
/// Where no combination holds, or there are too many, everything stays as it was.
pub(crate) fn settle(form: &Requests, rows: BTreeMap<usize, Vec<Way>>) -> BTreeMap<usize, Vec<Way>> {
    if rows.values().all(|ways| ways.len() <= 1) {
        return rows;
    }
    let sums = Sums::of(form, &rows);
    by_sums(rows, &sums, form.columns.len())
}

/// The same, by any sums.
pub(super) fn by_sums(rows: BTreeMap<usize, Vec<Way>>, sums: &Sums, columns: usize) -> BTreeMap<usize, Vec<Way>> {
    let open: Vec<usize> = rows.iter().filter(|(_, ways)| ways.len() > 1).map(|(r, _)| *r).collect();
    let combinations = open.iter().try_fold(1usize, |n, r| n.checked_mul(rows[r].len()));
    if open.is_empty() || combinations.is_none_or(|n| n > MOST_COMBINATIONS) {
        return rows;
    }
    if sums.is_empty() {
        return rows;
    }
    let mut allowed: BTreeMap<usize, Vec<bool>> = open.iter().map(|r| (*r, vec![false; rows[r].len()])).collect();
    let mut chosen = vec![0usize; open.len()];
    let mut any = false;
    loop {
        let way = |r: usize| open.iter().position(|o| *o == r).map_or(0, |o| chosen[o]);
        if sums.hold(&rows, way, columns) {
            any = true;
            for (o, r) in open.iter().enumerate() {
                if let Some(ways) = allowed.get_mut(r) {
                    ways[chosen[o]] = true;
                }
            }
        }
        if !advance(&mut chosen, |o| rows[&open[o]].len()) {
            break;
        }
    }
    let mut left = rows;
    if any {
        for (r, keep) in allowed {
            let mut keep = keep.into_iter();
            if let Some(ways) = left.get_mut(&r) {
                ways.retain(|_| keep.next().unwrap_or(true));
            }
        }
    }
    left
}

/// The next combination, as an odometer counts; false after the last.
fn advance(chosen: &mut [usize], size: impl Fn(usize) -> usize) -> bool {
    for (o, digit) in chosen.iter_mut().enumerate() {
        *digit += 1;
        if *digit < size(o) {
            return true;
        }
        *digit = 0;
    }
    false
}

/// The identities whose rows are all there: left side and right side, as row indexes.
pub(super) struct Sums(pub(super) Vec<(Vec<usize>, Vec<usize>)>);

impl Sums {
    fn of(form: &Requests, rows: &BTreeMap<usize, Vec<Way>>) -> Self {
        // Of rows that stand for one another only one side is printed; the others of an identity must all be there.
        let printed = |ids: &[String]| -> Option<Vec<usize>> {
            let single = form.rows.iter().enumerate().any(|(i, r)| !r.instead_of.is_empty() && rows.contains_key(&i));
            let wanted = |id: &&String| form.rows_printed(single).any(|r| r.id == **id);
            let index = |id: &String| form.rows.iter().position(|r| r.id == *id).filter(|i| rows.contains_key(i));
            ids.iter().filter(wanted).map(index).collect()
        };
        let per_column = form.identities.iter().filter(|i| i.per == Per::Column);
        Self(per_column.filter_map(|i| Some((printed(&i.left)?, printed(&i.right)?))).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn hold(&self, rows: &BTreeMap<usize, Vec<Way>>, way: impl Fn(usize) -> usize, columns: usize) -> bool {
        let sum = |side: &[usize], c: usize| -> Decimal {
            side.iter().filter_map(|r| rows[r].get(way(*r)).and_then(|w| w.get(c).copied().flatten())).sum()
        };
        self.0.iter().all(|(left, right)| (0..columns).all(|c| sum(left, c) == sum(right, c)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::forms;
    use super::*;

    /// Rows of section three in the form's order, each with its ways; the rest all zero.
    fn rows(known: &[(&str, &[[i64; 7]])]) -> BTreeMap<usize, Vec<Way>> {
        let form = &forms().requests;
        let way = |w: &[i64; 7]| w.iter().map(|n| Some(Decimal::from(*n))).collect();
        let ways = |id: &str| match known.iter().find(|(k, _)| *k == id) {
            Some((_, ways)) => ways.iter().map(way).collect(),
            None => vec![way(&[0; 7])],
        };
        form.rows_printed(false).map(|r| (form.rows.iter().position(|x| x.id == r.id).unwrap(), ways(&r.id))).collect()
    }

    fn left(rows: &BTreeMap<usize, Vec<Way>>, id: &str) -> usize {
        let form = &forms().requests;
        settle(form, rows.clone())[&form.rows.iter().position(|r| r.id == id).unwrap()].len()
    }

    const TWO: [[i64; 7]; 2] = [[27, 0, 0, 2, 0, 1, 30], [2, 7, 0, 0, 20, 1, 30]];

    #[test]
    fn the_columns_settle_what_a_row_leaves_open() {
        let sure: &[[i64; 7]] = &[TWO[0]];
        let rows = rows(&[("received", sure), ("granted", &TWO), ("outcome_total", sure)]);
        assert_eq!(left(&rows, "granted"), 1);
    }

    #[test]
    fn what_several_combinations_allow_stays_open() {
        let rows = rows(&[("received", &TWO), ("granted", &TWO), ("outcome_total", &TWO)]);
        assert_eq!(left(&rows, "granted"), 2);
    }

    #[test]
    fn where_nothing_holds_everything_stays() {
        let wrong: &[[i64; 7]] = &[[9, 0, 0, 0, 0, 0, 9]];
        let rows = rows(&[("received", wrong), ("granted", &TWO), ("outcome_total", wrong)]);
        assert_eq!(left(&rows, "granted"), 2);
    }
}
