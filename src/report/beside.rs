//! Numbers that stand beside a table and not in it: a digit of one of its cells may have slipped out.
//!
//! Takes what is printed and the report read from it, doubts the cells that stand beside such a number: on a page, in one
//! line with it (page numbers stand above or below a table); in a text, at the end of the line right above it (a line that
//! was broken within a number).

use super::{Doubt, Report};
use crate::finding::{Finding, Severity};
use crate::layout::{LineKind, TextLine};
use crate::parse::{Printed, running};
use crate::place::{Area, Place};
use std::collections::BTreeSet;

/// Doubts the cells beside which a number stands alone.
pub(super) fn doubt(report: &mut Report, printed: &[Printed]) {
    let is_number = |l: &&TextLine| {
        let text = l.text.trim();
        // On a page several may stand there, on both sides of what its rules leave of a row.
        let on_page = matches!(l.at, Place::Page { .. });
        let may_be = |c: char| c.is_ascii_digit() || c == '.' || on_page && c.is_whitespace();
        l.kind != LineKind::Furniture && !text.is_empty() && text.chars().all(may_be)
    };
    // Where a cell a line is printed, a number under another is the next cell.
    let fields = printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None });
    let fields = fields.flat_map(|t| t.rows.iter().flat_map(|r| &r.fields));
    let rows: BTreeSet<u32> =
        fields.filter_map(|f| if let Place::Text { line, .. } = f.at { Some(line) } else { None }).collect();
    for line in running::lines(printed).filter(is_number) {
        let beside = |cell: Place| match (line.at, cell) {
            (Place::Page { page, area: Some(number) }, Place::Page { page: p, area: Some(cell) }) => {
                page == p && number != cell && is_level(&number, &cell)
            }
            (Place::Text { line, .. }, Place::Text { line: above, .. }) => above + 1 == line && rows.contains(&above),
            _ => false,
        };
        let beside = report.cells.iter_mut().filter(|(_, c)| c.stands() && c.at.is_some_and(beside));
        let mut doubted = 0;
        for (_, cell) in beside {
            cell.doubt(Doubt::Beside);
            doubted += 1;
        }
        if doubted > 0 {
            let message = format!("a number stands beside a row and in none of its {doubted} cells: it may be of one");
            report.findings.push(Finding::new("number-beside", Severity::Warning, message).at(Some(line.at)));
        }
    }
}

/// Whether the middle of the number lies within the height of the cell, or the number right below it.
fn is_level(number: &Area, cell: &Area) -> bool {
    let (across, middle) = number.centre();
    let level = cell.top() < middle && middle < cell.bottom();
    let below = cell.left() < across && across < cell.right() && cell.bottom() <= middle;
    level || below && number.top() < cell.bottom() + number.height() / 2.0
}
