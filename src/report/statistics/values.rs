//! Which of an entry's values stands in which column.
//!
//! One number in a row that should have one is that row's number. Everything else is told by place, and what can't be told is
//! in doubt with all numbers of its row as candidates.

use super::entries::Entry;
use super::header::{Head, Header};
use crate::finding::{Finding, Severity};
use crate::parse::number::Content;
use crate::parse::table::{Field, Table};
use crate::report::reading::Reading;
use crate::report::{Cell, Doubt};

/// The columns that hold numbers.
pub(super) struct Heads {
    pub(super) columns: Vec<Head>,
    /// They are named by a header, or are one.
    known: bool,
}

/// The columns of one half of a table: by its header, else as in the table before it, else as most rows have numbers.
pub(super) fn heads(
    rows: &[&Entry],
    half: usize,
    header: Option<&Header>,
    inherited: &[Head],
    table: &Table,
    reading: &mut Reading,
) -> Heads {
    let holds_numbers =
        |reach: [f32; 2]| rows.iter().any(|e| e.printed().any(|f| f.content != Content::Nil && f.overlap(reach) > 0.0));
    let at = rows.first().and_then(|e| e.labels.first()).map(|f| f.at);
    let mut columns = header.map_or_else(Vec::new, |h| h.heads(half, holds_numbers));
    let mut known = true;
    if columns.is_empty() {
        columns = inherited.to_vec();
    }
    if columns.is_empty() {
        let count = usual(rows).clamp(1, 2);
        columns = (0..count).map(|c| (Some(c), None)).collect();
        known = count == 1;
        let (severity, how) = if known {
            (Severity::Note, "its one column of numbers is taken for the year's")
        } else {
            (Severity::Warning, "its columns are only counted off")
        };
        let message = format!("the statistics table has no header that was recognised: {how}");
        reading.findings.push(Finding::new("header-missing", severity, message).at(at));
    }
    let named: Vec<usize> = columns.iter().filter_map(|(c, _)| *c).collect();
    if named.len() < columns.len() {
        let message = "a column of the statistics table holds numbers under a header that was not recognised";
        reading.findings.push(Finding::new("column-unknown", Severity::Error, message).at(at));
    }
    let mut once = named.clone();
    once.sort_unstable();
    once.dedup();
    if once.len() < named.len() {
        let message = "two columns of the statistics table have the same name";
        reading.findings.push(Finding::new("column-unknown", Severity::Error, message).at(at));
        known = false;
    }
    if !named.is_sorted() {
        let message = "the columns of the statistics table stand in another order than the form's: labels may have changed places";
        reading.findings.push(Finding::new("header-out-of-order", Severity::Warning, message).at(at));
        known = false;
    }
    // Spans that a header has and its table has not: what stands where is told by the rows.
    if table.kind.has_columns() && columns.iter().all(|(_, reach)| reach.is_none()) {
        let full: Vec<Vec<[f32; 2]>> = rows
            .iter()
            .map(|e| e.printed().map(|f| f.reach).collect::<Vec<_>>())
            .filter(|r| r.len() == columns.len())
            .collect();
        for (i, column) in columns.iter_mut().enumerate() {
            let as_here = |r: &Vec<[f32; 2]>| full.iter().filter(|o| same(o[i], r[i])).count();
            column.1 = full.iter().max_by_key(|r| as_here(r)).map(|r| r[i]);
        }
    }
    Heads { columns, known }
}

/// Whether two reaches are one: columns are counted, and points are measured once.
fn same(a: [f32; 2], b: [f32; 2]) -> bool {
    (a[0] - b[0]).abs() < f32::EPSILON && (a[1] - b[1]).abs() < f32::EPSILON
}

/// As many numbers as most rows have.
fn usual(rows: &[&Entry]) -> usize {
    let counts: Vec<usize> = rows.iter().map(|e| e.printed().count()).filter(|n| *n > 0).collect();
    counts.iter().copied().max_by_key(|n| counts.iter().filter(|c| *c == n).count()).unwrap_or(1)
}

/// The cells of an entry by the form's columns.
pub(super) fn cells(entry: &Entry, heads: &Heads, table: &Table, reading: &mut Reading) -> Vec<(usize, Cell)> {
    let certain = table.kind.has_cells() && heads.known;
    let mut values = entry.values.clone();
    // `——` where the unit stands: it is no value.
    if entry.unit.is_none() && values.len() > heads.columns.len() && values[0].content == Content::Nil {
        values.remove(0);
    }
    let printed: Vec<&Field> = values.iter().copied().filter(|f| f.content != Content::Empty).collect();
    let under = |f: &Field, (_, reach): &Head| reach.is_none_or(|r| f.overlap(r) > 0.0);
    let in_place =
        |all: &[&Field]| all.len() == heads.columns.len() && all.iter().zip(&heads.columns).all(|(f, h)| under(f, h));
    let (fields, moved): (Vec<Option<&Field>>, bool) = if in_place(&values) {
        (values.iter().map(|f| Some(*f)).collect(), false)
    } else if in_place(&printed) {
        (printed.iter().map(|f| Some(*f)).collect(), false)
    } else if let [only] = printed[..]
        && let [_] = heads.columns[..]
    {
        (vec![Some(only)], heads.columns[0].1.is_some())
    } else {
        let of = |head: &Head| head.1.and_then(|r| values.iter().copied().find(|f| f.overlap(r) > 0.0));
        let found: Vec<Option<&Field>> = heads.columns.iter().map(of).collect();
        let claimed = printed.iter().all(|p| found.iter().flatten().any(|f| same(f.reach, p.reach)));
        (found, !claimed || !printed.is_empty())
    };
    let moved = moved || entry.label_has_digits();
    if moved {
        let label: String = entry.labels.iter().map(|f| f.text.as_str()).collect();
        reading.note_moved(&label.replace('\n', ""), entry.labels.last().map(|f| f.at));
    }
    let cell = |field: Option<&Field>| {
        let mut cell = field.map_or_else(Cell::missing, |f| Cell::of(f, certain));
        if moved {
            let others =
                printed.iter().filter_map(|f| if let Content::Number(n) = &f.content { Some(n.value) } else { None });
            cell.candidates.extend(others.filter(|v| Some(*v) != cell.value));
            cell.doubt(Doubt::Moved);
        } else if !heads.known && cell.stands() {
            cell.doubt(Doubt::Header);
        }
        cell
    };
    heads.columns.iter().zip(fields).filter_map(|((column, _), f)| Some(((*column)?, cell(f)))).collect()
}
