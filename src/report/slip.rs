//! Whether what breaks the sums of a table is the publisher's slip, where nothing but white space tells its columns.
//!
//! Takes a whole report and the cells that were read by their place alone, each squarely under one column and beside one
//! label. A cell takes part in the sum of its row and in those of its column, so the sums are a witness of every place: a
//! number that moved breaks two columns and no row, or two rows and no column; a number that was lost breaks the sums of an
//! empty cell. Where instead each broken sum is broken by one printed number, by which *all* sums of this number are broken
//! and by the same difference, and no empty cell could make up for it, that number was misprinted: the cells of the table
//! are certain. Anything else stays uncertain.

use super::form::{Equation, equations};
use super::id::CellId;
use super::{Cell, Report};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Zeros are left out where so many cells of rows that print something are empty for each zero that is printed.
const LEFT_OUT_PER_ZERO: usize = 4;

/// Totals that are left empty on purpose are left empty in more rows than one.
const FEWEST_TOTALS: usize = 2;

/// A sum, as places among the cells: what adds up, and what it should make.
struct Sum {
    sides: [Vec<usize>; 2],
    /// It can be told: an empty total is not checked, and neither is a sum of which nothing is printed.
    told: bool,
    /// What the right side has more than the left.
    lacking: Decimal,
}

impl Sum {
    fn of(equation: &Equation, cells: &[&(CellId, Cell)], index: &BTreeMap<&CellId, usize>) -> Self {
        let side = |ids: &[CellId]| -> Vec<usize> { ids.iter().filter_map(|id| index.get(id).copied()).collect() };
        let sides = [side(&equation.left), side(&equation.right)];
        let printed = |side: &[usize]| side.iter().any(|i| cells[*i].1.value.is_some());
        let sum = |side: &[usize]| -> Decimal { side.iter().filter_map(|i| cells[*i].1.value).sum() };
        let told = printed(&sides[0]) && (sides[1].len() > 1 || printed(&sides[1]));
        Self { lacking: sum(&sides[1]) - sum(&sides[0]), sides, told }
    }

    /// By how much a cell would have to be another for the sum to hold; none where it is not of it.
    fn asks(&self, cell: usize) -> Option<Decimal> {
        match &self.sides {
            [left, _] if left.contains(&cell) => Some(self.lacking),
            [_, right] if right.contains(&cell) => Some(-self.lacking),
            _ => None,
        }
    }
}

/// Makes certain the cells of tables of which every sum holds, or is broken by one number's misprint.
pub(super) fn settle(report: &mut Report, placed: &BTreeSet<CellId>) {
    for table in ["requests", "appeals"] {
        let of = |id: &str| id.split('.').next() == Some(table);
        let known = |(id, c): &(CellId, Cell)| c.certain || placed.contains(id);
        let mine = || report.cells.iter().filter(|(id, _)| of(id));
        let is_settled = mine().all(|(_, c)| c.certain);
        if !is_settled && mine().all(known) && is_misprinted(report, table) {
            report.cells.iter_mut().filter(|(id, _)| of(id)).for_each(|(_, cell)| cell.certain = true);
        }
    }
}

/// Whether no cell of a table is in doubt, and every sum that does not hold is broken by one number's misprint.
pub(super) fn is_misprinted(report: &Report, table: &str) -> bool {
    let mine = cells_of(report, table);
    mine.iter().all(|(_, c)| c.stands()) && is_of_a_piece(&mine) && is_told(&mine)
}

/// Whether no cell of a table is in doubt, and misprinted numbers alone tell why sums of it do not hold, however its empty cells
/// came about.
pub(super) fn explains(report: &Report, table: &str) -> bool {
    let mine = cells_of(report, table);
    mine.iter().all(|(_, c)| c.stands()) && is_told(&mine)
}

fn cells_of<'r>(report: &'r Report, table: &str) -> Vec<&'r (CellId, Cell)> {
    report.cells.iter().filter(|(id, _)| id.split('.').next() == Some(table)).collect()
}

/// Whether empty cells are left empty in one way: whole rows, totals, or all zeros. A cell here and there between printed
/// zeros rather lost its own, which no sum tells.
fn is_of_a_piece(mine: &[&(CellId, Cell)]) -> bool {
    let row = |id: &str| id.rsplit_once('.').map_or(id, |(row, _)| row).to_owned();
    let (mut zeros, mut empty, mut totals) = (0, 0, 0);
    for cells in mine.chunk_by(|a, b| row(&a.0) == row(&b.0)) {
        if cells.iter().all(|(_, c)| c.is_empty()) {
            continue;
        }
        zeros += cells.iter().filter(|(_, c)| c.value.is_some_and(|v| v.is_zero())).count();
        let (total, parts) =
            cells.split_last().map_or((0, cells), |(last, parts)| (usize::from(last.1.is_empty()), parts));
        empty += parts.iter().filter(|(_, c)| c.is_empty()).count();
        totals += total;
    }
    let left_out = (empty + totals) >= zeros * LEFT_OUT_PER_ZERO;
    left_out || empty == 0 && (totals == 0 || totals >= FEWEST_TOTALS)
}

/// Whether misprinted numbers, and nothing else, tell why sums of a table do not hold.
fn is_told(cells: &[&(CellId, Cell)]) -> bool {
    let index: BTreeMap<&CellId, usize> = cells.iter().enumerate().map(|(i, (id, _))| (id, i)).collect();
    let equations = equations().iter().filter(|e| e.applies(|id| index.contains_key(id)));
    let sums: Vec<Sum> = equations.map(|e| Sum::of(e, cells, &index)).collect();
    // By how much a cell is off, where all its sums say the same. A row of which nothing is printed says so too: it would not
    // be right with one number in it. A printed number of a row without a total has its column for its only witness.
    let off = |i: usize| -> Option<Decimal> {
        let mine = || sums.iter().filter(|s| s.asks(i).is_some());
        let printed = cells[i].1.value.is_some();
        let mut asked = mine().filter_map(|s| s.asks(i));
        let first = asked.next().filter(|first| !first.is_zero())?;
        (asked.all(|other| other == first) && !(printed && mine().any(|s| !s.told))).then_some(first)
    };
    let misprinted = |i: usize| {
        let value = cells[i].1.value;
        value.is_some_and(|v| off(i).is_some_and(|by| v + by >= Decimal::ZERO))
    };
    let lost = |i: usize| cells[i].1.is_empty() && off(i).is_some_and(|by| by > Decimal::ZERO);
    let explained = |s: &Sum| !s.told || s.lacking.is_zero() || s.sides.iter().flatten().any(|i| misprinted(*i));
    !index.values().any(|i| lost(*i)) && sums.iter().all(explained)
}

#[cfg(test)]
mod tests {
    use super::super::form::{Item, forms};
    use super::*;

    /// Section three without work, the given cells apart (none: left empty), all read by their place; whether it is certain.
    fn certain(told: &[(&str, Option<i64>)]) -> bool {
        let form = &forms().requests;
        let mut report = Report::default();
        for id in form.rows_printed(false).flat_map(Item::cells) {
            let value =
                told.iter().find(|(of, _)| id.strip_prefix("requests.") == Some(of)).map_or(Some(0), |(_, v)| *v);
            let cell = value.map_or_else(|| Cell::blank(None), |v| Cell::number(v.into(), &v.to_string(), None));
            report.cells.push((id.clone(), cell));
        }
        let placed = report.cells.iter().map(|(id, _)| id.clone()).collect();
        settle(&mut report, &placed);
        report.cells.iter().all(|(_, c)| c.certain)
    }

    #[test]
    fn one_number_that_breaks_all_its_sums_was_misprinted() {
        assert!(certain(&[]));
        assert!(certain(&[("granted.other", Some(3))]));
        assert!(certain(&[("granted.other", Some(3)), ("received.total", Some(1))]));
    }

    #[test]
    fn a_number_that_moved_is_not_certain() {
        // As if the 2 of the column before stood here.
        let moved = [("granted.other", Some(2)), ("granted.legal_service", None), ("granted.total", Some(2))];
        let sums = [("outcome_total.legal_service", Some(2)), ("outcome_total.total", Some(2))];
        let received = [("received.legal_service", Some(2)), ("received.total", Some(2))];
        assert!(!certain(&[&moved[..], &sums, &received].concat()));
    }

    #[test]
    fn one_cell_left_empty_among_zeros_is_not_certain() {
        assert!(!certain(&[("granted.research", None)]));
    }

    #[test]
    fn a_number_that_was_lost_is_not_certain() {
        let sums = [("outcome_total.other", Some(2)), ("outcome_total.total", Some(2)), ("granted.total", Some(2))];
        let received = [("received.other", Some(2)), ("received.total", Some(2))];
        assert!(!certain(&[&sums[..], &received, &[("granted.other", None)]].concat()));
    }
}
