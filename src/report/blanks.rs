//! Empty cells that a report which prints its zeros should not have: their numbers were rather lost than left out.
//!
//! Takes a whole report, doubts such cells. An empty cell is plainly blank as long as nothing speaks against it; against it
//! speaks a sum that does not hold without it, a number beside it that is two for a sum to hold, or a row whose parts are
//! printed and whose total alone is not; unless each broken sum is broken by one printed number together with all its
//! others (see `slip`). Nil marks were printed, and stay, but for a total's whose parts are numbers.

use super::form::{Equation, equations};
use super::id::CellId;
use super::index::Index;
use super::{Cell, Doubt, Report, Status, slip};
use crate::finding::{Finding, Severity};
use rust_decimal::Decimal;

/// A publisher prints zeros if there are so many for each empty cell: one who leaves zeros out has none, and a few slip in.
const ZEROS_PER_BLANK: usize = 4;

/// A publisher's slip breaks the sum of its row and two of its column. Where more are broken, empty cells among them are
/// suspect even in a report that leaves zeros out: a row that moved by a cell breaks most of its columns.
const MOST_SLIPS: usize = 3;

/// Totals that are left empty on purpose are left empty in all the rows of a group; no more than this were lost.
const MOST_LOST_TOTALS: usize = 2;

/// A total that moved breaks the sum it left, and those of the row and of the column it came to, where totals are empty too.
const MOST_MOVED_TOTALS: usize = 3;

/// Doubts the empty cells that something speaks against.
pub(super) fn doubt(report: &mut Report) {
    let lost = lost(report);
    for &i in &lost {
        report.cells[i].1.doubt(Doubt::Lost);
    }
    if let Some(&first) = lost.first() {
        let (id, cell) = &report.cells[first];
        let message =
            format!("{} empty cells stand in sums that do not hold without them, {id} the first: lost?", lost.len());
        let finding = Finding::new("blank-in-a-sum", Severity::Warning, message).at(cell.at);
        report.findings.push(finding);
    }
}

/// The places of the empty cells that something speaks against.
fn lost(report: &Report) -> Vec<usize> {
    let index = Index::of(report);
    let broken: Vec<&Equation> = equations().iter().filter(|e| holds(&index, e) == Some(false)).collect();
    if broken.is_empty() {
        return Vec::new();
    }
    let is_empty_at = |id: &CellId| index.cell(id).is_some_and(Cell::is_empty);
    let total_is_empty = |e: &Equation| e.right.len() == 1 && e.right.iter().all(is_empty_at);
    let left_out = broken.iter().filter(|e| total_is_empty(e)).count() > MOST_LOST_TOTALS;
    let mut lost: Vec<usize> = Vec::new();
    for equation in broken.iter().filter(|e| !(left_out && total_is_empty(e))) {
        let sides = || equation.left.iter().chain(&equation.right);
        let table = sides().next().and_then(|id| id.split('.').next());
        if table.is_some_and(|table| slip::is_misprinted(report, table)) {
            continue;
        }
        if broken.len() > MOST_SLIPS || table.is_some_and(|table| prints_zeros(report, table)) {
            lost.extend(sides().filter_map(|id| report.cells.iter().position(|(i, c)| i == id && c.is_empty())));
        }
    }
    // A number that moved leaves its total's place empty, or comes where totals are.
    let totals: Vec<usize> = broken.iter().filter_map(|e| lacking_total(report, e)).collect();
    let printed = equations().iter().filter(|e| has_total(&index, e)).count();
    if totals.len() <= MOST_LOST_TOTALS || totals.len() <= MOST_MOVED_TOTALS.min(printed) {
        lost.extend(totals);
    }
    // Of two sums of a cell, its row's and its column's, one that holds speaks for it: the other fails for another cell's sake.
    lost.retain(|&i| !is_spoken_for(&index, &report.cells[i].0));
    // One that stands alone in a table of which any sum fails: what moved away from it may have broken another; unless a misprint
    // tells why that fails, and each of its own sums holds without it: nothing but a nought can be gone.
    for table in ["requests", "appeals"] {
        let of = |id: &CellId| id.split('.').next() == Some(table);
        let empty: Vec<usize> =
            (0..report.cells.len()).filter(|&i| of(&report.cells[i].0) && report.cells[i].1.is_empty()).collect();
        let lacks = |i: &usize| !(holds_everywhere(&index, &report.cells[*i].0) && slip::explains(report, table));
        if empty.len() == 1 && broken.iter().any(|e| e.left.iter().any(of)) {
            lost.extend(empty.into_iter().filter(lacks));
        }
    }
    lost.extend(broken.iter().flat_map(|e| joined(report, e)));
    lost.sort_unstable();
    lost.dedup();
    lost
}

/// Whether the sides agree, an empty cell counting as nothing; an equation of which a cell is in doubt or nothing is
/// printed speaks for nothing.
fn holds(index: &Index, equation: &Equation) -> Option<bool> {
    let cells = |ids: &[CellId]| -> Vec<&Cell> { ids.iter().filter_map(|id| index.cell(id)).collect() };
    let (left, right) = (cells(&equation.left), cells(&equation.right));
    let sum = |side: &[&Cell]| -> Decimal { side.iter().filter_map(|c| c.value).sum() };
    let unknown = |c: &&Cell| matches!(c.status, Status::Missing | Status::Doubtful);
    let nothing = |side: &[&Cell]| side.iter().all(|c| c.value.is_none());
    let unsaid = left.is_empty() || right.is_empty() || nothing(&left) || left.iter().chain(&right).any(unknown);
    (!unsaid).then(|| sum(&left) == sum(&right))
}

/// Whether a total other than zero is printed for a sum.
fn has_total(index: &Index, equation: &Equation) -> bool {
    let [total] = &equation.right[..] else { return false };
    index.cell(total).and_then(|c| c.value).is_some_and(|total| !total.is_zero())
}

/// The total of a sum that does not hold, where nothing or a nil mark stands in its place.
fn lacking_total(report: &Report, equation: &Equation) -> Option<usize> {
    let [total] = &equation.right[..] else { return None };
    report.cells.iter().position(|(id, c)| id == total && c.status == Status::Blank)
}

/// An empty cell and the number right before or after it that makes the sum hold as two numbers: the digits of both, put
/// together by a copy.
fn joined(report: &Report, equation: &Equation) -> Vec<usize> {
    let (Some(left), [right]) = (places(report, &equation.left), &equation.right[..]) else { return Vec::new() };
    let Some(total) = report.cell(right).and_then(|c| c.value) else { return Vec::new() };
    let value = |i: usize| report.cells[i].1.value;
    let sum: Decimal = left.iter().filter_map(|i| value(*i)).sum();
    let parts = |number: Decimal| {
        let digits = number.to_string();
        let digits = if digits.bytes().all(|b| b.is_ascii_digit()) { digits } else { String::new() };
        (1..digits.len()).any(|at| {
            let two = [&digits[..at], &digits[at..]].map(|part| part.parse::<Decimal>().unwrap_or_default());
            sum - number + two[0] + two[1] == total
        })
    };
    let pairs = left.windows(2).flat_map(|two| [[two[0], two[1]], [two[1], two[0]]]);
    let found = pairs.filter(|[empty, number]| report.cells[*empty].1.is_empty() && value(*number).is_some_and(parts));
    found.flatten().collect()
}

/// Where cells of an equation stand in the report, if all do.
fn places(report: &Report, ids: &[CellId]) -> Option<Vec<usize>> {
    ids.iter().map(|id| report.cells.iter().position(|(i, _)| i == id)).collect()
}

/// The sums of a cell.
fn sums(id: &CellId) -> impl Iterator<Item = &'static Equation<'static>> {
    equations().iter().filter(|e| e.left.contains(id) || e.right.contains(id))
}

/// Whether a sum of an empty cell holds without it.
fn is_spoken_for(index: &Index, id: &CellId) -> bool {
    sums(id).any(|e| holds(index, e) == Some(true))
}

/// Whether an empty cell has a sum of its row and one of its column, and each holds without it.
fn holds_everywhere(index: &Index, id: &CellId) -> bool {
    let (holding, others): (Vec<_>, Vec<_>) = sums(id).partition(|e| holds(index, e) == Some(true));
    holding.len() > 1 && others.is_empty()
}

/// Whether a table prints a zero where there is nothing to count, or leaves one cell empty and no other.
fn prints_zeros(report: &Report, table: &str) -> bool {
    let of = || report.cells.iter().filter(|(id, _)| id.split('.').next() == Some(table)).map(|(_, c)| c);
    let zeros = of().filter(|c| c.value.is_some_and(|v| v.is_zero())).count();
    let empty = of().filter(|c| c.is_empty()).count();
    empty == 1 || zeros >= empty * ZEROS_PER_BLANK
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::form::forms;

    /// Section four's first block; an empty text is an empty cell, the other blocks are zeros.
    fn report(values: [&str; 5]) -> Report {
        let mut report = Report::default();
        for kind in ["reconsideration", "litigation_direct", "litigation_after_reconsideration"] {
            for (name, text) in ["upheld", "corrected", "other", "pending", "total"].iter().zip(values) {
                let text = if kind == "reconsideration" { text } else { "0" };
                let number = text.parse().map(|n: Decimal| Cell::number(n, text, None));
                let cell =
                    number.unwrap_or_else(|_| Cell { raw: (text == "—").then(|| text.into()), ..Cell::blank(None) });
                report.cells.push((format!("appeals.{kind}.{name}").into(), cell));
            }
        }
        doubt(&mut report);
        report
    }

    fn doubted(values: [&str; 5]) -> usize {
        report(values).cells.iter().filter(|(_, c)| c.status == Status::Doubtful).count()
    }

    #[test]
    fn an_empty_cell_that_a_sum_lacks_is_doubted() {
        assert_eq!(doubted(["1", "", "2", "0", "5"]), 1);
        assert_eq!(doubted(["1", "2", "2", "0", ""]), 1);
        assert_eq!(doubted(["1", "2", "2", "0", "—"]), 1, "a total that says nothing, of parts that say something");
    }

    #[test]
    fn an_empty_cell_whose_digits_its_neighbour_has_is_doubted_with_it() {
        assert_eq!(doubted(["2", "519", "", "3", "29"]), 2, "5 and 19 make the sum hold, and no other cell is empty");
        assert_eq!(doubted(["2", "519", "—", "3", "29"]), 0);
    }

    /// Section three, where five requests were granted and six are printed as received, with one cell left empty.
    fn with_a_slip(empty: &str) -> Report {
        let form = &forms().requests;
        let mut report = Report::default();
        for (row, column) in form.rows.iter().flat_map(|row| form.columns.iter().map(move |column| (row, column))) {
            let id = format!("requests.{}.{}", row.id, column.id);
            let text = match (&*row.id, &*column.id) {
                ("received", "total") => "6",
                ("received" | "granted" | "outcome_total", "natural_person" | "total") => "5",
                _ => "0",
            };
            let number = || text.parse().map_or_else(|_| Cell::blank(None), |n: Decimal| Cell::number(n, text, None));
            let cell = if id == empty { Cell::blank(None) } else { number() };
            report.cells.push((id.into(), cell));
        }
        doubt(&mut report);
        report
    }

    #[test]
    fn one_that_stands_alone_is_doubted_unless_all_its_sums_hold_without_it() {
        let doubted = |empty: &str| -> Vec<String> {
            let report = with_a_slip(empty);
            report
                .cells
                .into_iter()
                .filter(|(_, c)| c.status == Status::Doubtful)
                .map(|(id, _)| id.to_string())
                .collect()
        };
        let none: Vec<String> = Vec::new();
        // Its column is broken: what was there may be what the column lacks.
        assert_eq!(doubted("requests.carried_in.total"), ["requests.carried_in.total"]);
        assert_eq!(doubted("requests.partial.total"), none);
        assert_eq!(doubted("requests.partial.research"), none);
        assert_eq!(doubted("requests.granted.total"), ["requests.granted.total"]);
    }

    #[test]
    fn and_no_other() {
        assert_eq!(doubted(["0", "0", "0", "0", ""]), 0, "its sum is nothing");
        assert_eq!(doubted(["1", "", "2", "0", "3"]), 0, "the sum holds without it");
        assert_eq!(doubted(["1", "—", "2", "0", "5"]), 0, "a nil mark was printed");
        assert_eq!(doubted(["0", "—", "0", "0", "—"]), 0, "its sum is nothing");
        assert_eq!(doubted(["1", "1", "2", "0", "5"]), 0, "nothing is empty");
    }
}
