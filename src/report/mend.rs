//! Numbers that were broken over lines in a narrow cell, settled by the sums they stand in.
//!
//! `136` above `8` in one cell is 1368 if the cell was too narrow, and two numbers otherwise. The joined number is the
//! reading where every sum that it stands in holds with it; otherwise it stays in doubt.

use super::form::{Equation, equations};
use super::id::CellId;
use super::index::Index;
use super::{Cell, Doubt, Report, Status};
use rust_decimal::Decimal;
use smol_str::SmolStr;

/// Lifts the doubt of broken numbers whose sums all hold.
pub(super) fn mend(report: &mut Report) {
    let broken: Vec<usize> = (0..report.cells.len()).filter(|&i| is_broken(&report.cells[i].1)).collect();
    if broken.is_empty() {
        return;
    }
    let index = Index::of(report);
    let equations: Vec<&Equation> = equations().iter().filter(|e| e.applies(|id| index.has(id))).collect();
    let settled: Vec<usize> =
        broken.into_iter().filter(|&i| holds_everywhere(report, &equations, &report.cells[i].0)).collect();
    for i in settled {
        let cell = &mut report.cells[i].1;
        (cell.status, cell.certain) = (Status::Read, true);
        cell.doubts.clear();
    }
}

/// Digits over several lines of one cell, joined.
fn is_broken(cell: &Cell) -> bool {
    // `0` above a digit begins no number that was broken: it is one of two.
    let digits = |raw: &SmolStr| {
        raw.contains('\n') && raw.chars().all(|c| c.is_ascii_digit() || c == '\n') && !raw.starts_with('0')
    };
    cell.doubts.iter().eq([&Doubt::Text]) && cell.value.is_some() && cell.raw.as_ref().is_some_and(digits)
}

/// Whether a cell stands in a sum, and every sum it stands in can be told and holds, broken numbers taken as joined.
fn holds_everywhere(report: &Report, equations: &[&Equation], id: &CellId) -> bool {
    let usable = |c: &Cell| c.stands() || is_broken(c);
    let mut sums = 0;
    for equation in equations.iter().filter(|e| e.left.contains(id) || e.right.contains(id)) {
        let cells = |ids: &[CellId]| -> Vec<&Cell> { ids.iter().filter_map(|id| report.cell(id)).collect() };
        let (left, right) = (cells(&equation.left), cells(&equation.right));
        let sum = |side: &[&Cell]| -> Decimal { side.iter().filter_map(|c| c.value).sum() };
        if !left.iter().chain(&right).all(|c| usable(c)) || sum(&left) != sum(&right) {
            return false;
        }
        sums += 1;
    }
    sums > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section four's first block with a broken total.
    fn report(upheld: i64, total: &str) -> Report {
        let number = |n: i64| Cell { certain: true, ..Cell::number(Decimal::from(n), &n.to_string(), None) };
        let mut broken = Cell::number(total.replace('\n', "").parse().unwrap(), total, None);
        broken.doubt(Doubt::Text);
        let cell = |name: &str, cell: Cell| (format!("appeals.reconsideration.{name}").into(), cell);
        let cells = vec![
            cell("upheld", number(upheld)),
            cell("corrected", number(2)),
            cell("other", number(0)),
            cell("pending", number(0)),
            cell("total", broken),
        ];
        Report { cells, ..Report::default() }
    }

    #[test]
    fn two_zeros_are_no_broken_number() {
        let mut two = report(-2, "0\n0");
        mend(&mut two);
        assert_eq!(two.cells[4].1.status, Status::Doubtful);
    }

    #[test]
    fn a_broken_number_is_whole_where_its_sum_holds() {
        let mut fits = report(1366, "136\n8");
        mend(&mut fits);
        assert_eq!(fits.cells[4].1.status, Status::Read);
        let mut off = report(134, "136\n8");
        mend(&mut off);
        assert_eq!(off.cells[4].1.status, Status::Doubtful);
    }
}
