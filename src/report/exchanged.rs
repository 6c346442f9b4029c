//! Numbers on lines of their own that may have changed places: nothing but their order says whose they are.
//!
//! Takes a whole report. Where sums fail, and every sum of two numbers of one row holds once they are exchanged, they may have
//! changed places on the way as well as been misprinted: they are read, and not certain. Lines keep their order but for
//! neighbours (words set at slightly different heights); numbers of different rows have a label between them, and stay.

use super::Report;
use super::form::equations;
use super::id::CellId;
use super::index::Index;
use crate::place::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Rows of fewer values say little of whether each has a line of its own: headers stand between them.
const FEWEST_OF_A_ROW: usize = 5;

/// Both sides of a sum, as places among the cells.
type Sum = [Vec<usize>; 2];

/// Takes the certainty from numbers that seem to have changed places.
pub(super) fn unsettle(report: &mut Report) {
    if !is_a_value_a_line(report) {
        return;
    }
    let values: Vec<Option<Decimal>> = report.cells.iter().map(|(_, c)| c.value).collect();
    let index = Index::of(report);
    let places = |ids: &[CellId]| -> Vec<usize> { ids.iter().filter_map(|id| index.place(id)).collect() };
    let sums: Vec<Sum> = equations()
        .iter()
        .filter(|e| e.applies(|id| index.has(id)))
        .map(|e| [places(&e.left), places(&e.right)])
        .collect();
    let of = |i: usize| sums.iter().filter(move |s| s.iter().any(|side| side.contains(&i)));
    let numbers: Vec<usize> = (0..values.len()).filter(|i| values[*i].is_some()).collect();
    let failing = numbers.iter().copied().filter(|&i| of(i).any(|s| !holds(&values, s)));
    let mut unsettled = Vec::new();
    for a in failing {
        let mut exchanged = values.clone();
        let row = row(&report.cells[a].0);
        let beside = |b: &&usize| values[**b] != values[a] && self::row(&report.cells[**b].0) == row;
        for &b in numbers.iter().filter(beside) {
            exchanged.swap(a, b);
            if of(a).chain(of(b)).all(|s| holds(&exchanged, s)) {
                unsettled.extend([a, b]);
            }
            exchanged.swap(a, b);
        }
    }
    for i in unsettled {
        report.cells[i].1.certain = false;
    }
}

/// The row of a cell's id.
fn row(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(row, _)| row)
}

/// Whether most rows of a text reach over at least as many lines as they have values.
fn is_a_value_a_line(report: &Report) -> bool {
    let mut values: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, cell) in &report.cells {
        if let Some(Place::Text { line, .. }) = cell.at {
            *values.entry(line).or_default() += 1;
        }
    }
    let rows: Vec<(u32, usize)> = values.into_iter().collect();
    let long = || rows.windows(2).filter(|two| two[0].1 >= FEWEST_OF_A_ROW);
    let apart = long().filter(|two| (two[1].0 - two[0].0) as usize >= two[0].1).count();
    apart * 2 > long().count()
}

/// Whether both sides of a sum agree.
fn holds(values: &[Option<Decimal>], sum: &Sum) -> bool {
    let side = |places: &[usize]| -> Decimal { places.iter().filter_map(|i| values[*i]).sum() };
    side(&sum[0]) == side(&sum[1])
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::*;

    /// Section four, a value a line or on one line, with the given first block.
    fn certain(first: [i64; 5], a_line: bool) -> usize {
        let mut report = Report::default();
        for (k, kind) in ["reconsideration", "litigation_direct", "litigation_after_reconsideration"].iter().enumerate()
        {
            let values = if k == 0 { first } else { [1, 2, 3, 0, 6] };
            for (name, n) in ["upheld", "corrected", "other", "pending", "total"].iter().zip(values) {
                let line = if a_line { 10 * k as u32 + 1 } else { k as u32 + 1 };
                let cell = Cell::number(n.into(), &n.to_string(), Some(Place::Text { line, columns: None }));
                report.cells.push((format!("appeals.{kind}.{name}").into(), Cell { certain: true, ..cell }));
            }
        }
        unsettle(&mut report);
        report.cells.iter().filter(|(_, c)| c.certain).count()
    }

    #[test]
    fn numbers_that_fit_when_exchanged_are_not_certain() {
        assert_eq!(certain([9, 4, 0, 1, 4], true), 13, "9 and the total of 4 changed places");
        assert_eq!(certain([9, 4, 0, 1, 4], false), 15, "they stand in one line");
        assert_eq!(certain([4, 0, 0, 1, 9], true), 15, "no exchange makes it right");
    }
}
