//! Numbers that stand beside a table, or among the words of its labels: one of its cells may have lost them.
//!
//! Takes what is printed and the report read from it, doubts the cells that stand beside such a number: on a page, in one
//! line with it, or empty and right below or above it (page numbers stand farther from a table); in a text, at the end of the line right above it (a line that
//! was broken within a number). Beside a label with a number in it only empty cells are in doubt.

use super::{Cell, Doubt, Report};
use crate::finding::{Finding, Severity};
use crate::layout::{LineKind, PIPES, TextLine};
use crate::parse::fold::{normal, without_brackets};
use crate::parse::table::{Field, Table};
use crate::parse::{Printed, running};
use crate::place::{Area, Place};
use std::collections::BTreeSet;

/// The longest label, in characters; what is longer is a sentence, and may say a number.
const LONGEST_LABEL: usize = 60;

/// Doubts the cells beside which a number stands alone or in a label.
pub(super) fn doubt(report: &mut Report, printed: &[Printed]) {
    beside_tables(report, printed);
    for table in printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None }) {
        beside_labels(report, table);
    }
}

/// Doubts the empty cells in a row, or right above or below it, in whose labels a number stands.
fn beside_labels(report: &mut Report, table: &Table) {
    for (r, row) in table.rows.iter().enumerate().filter(|_| table.kind.has_cells()) {
        let Some(label) = row.fields.iter().find(|f| f.is_words() && holds_number(f)) else { continue };
        let near = &table.rows[r.saturating_sub(1)..table.rows.len().min(r + 2)];
        let places: Vec<Place> = near.iter().flat_map(|row| &row.fields).map(|f| f.at).collect();
        let mut doubted = 0;
        for (_, cell) in &mut report.cells {
            if cell.is_empty() && cell.at.is_some_and(|at| places.contains(&at)) {
                cell.doubt(Doubt::Moved);
                doubted += 1;
            }
        }
        if doubted > 0 {
            let message = format!(
                "a number stands in the label “{}”, and {doubted} cells beside it are empty: it may be of one",
                label.text.trim().replace('\n', "")
            );
            report.findings.push(Finding::new("number-beside", Severity::Warning, message).at(Some(label.at)));
        }
    }
}

/// Whether a label holds a number that is none of its own: no ordinal, no year, no article's, in no bracket.
fn holds_number(field: &Field) -> bool {
    // A circled digit is a footnote's.
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let text: String = field.text.chars().filter(|c| is_digit(*c) || !c.is_numeric()).collect();
    if text.chars().count() > LONGEST_LABEL || text.contains('。') {
        return false;
    }
    let text = without_brackets(&normal(&text));
    let mut before = "";
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        before = if at > 0 { &rest[..at] } else { before };
        let run = rest[at..].split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        rest = &rest[at + run.len()..];
        let counts = run.len() == 1 && run != "0";
        let numbers = counts && (before.is_empty() || rest.starts_with(['.', '、', ',']));
        let year = run.len() == 4 && (run.starts_with("20") || run.starts_with("19"));
        if !numbers && !year && !before.trim_end().ends_with('第') {
            return true;
        }
    }
    false
}

/// Doubts the cells beside which a number stands alone.
fn beside_tables(report: &mut Report, printed: &[Printed]) {
    let is_number = |l: &&TextLine| {
        let text = l.text.trim();
        // On a page several may stand there, on both sides of what its rules leave of a row.
        let on_page = matches!(l.at, Place::Page { .. });
        // In a text, the pipe that ended the broken line may end this one.
        let text = if on_page { text } else { text.trim_end_matches(PIPES).trim_end() };
        let may_be = |c: char| c.is_ascii_digit() || c == '.' || on_page && c.is_whitespace();
        !text.is_empty() && text.chars().all(may_be)
    };
    if !running::lines(printed).any(|line| is_number(&line)) {
        return;
    }
    // Where a cell a line is printed, a number under another is the next cell.
    let fields = printed.iter().filter_map(|p| if let Printed::Table(t) = p { Some(t) } else { None });
    let fields = fields.flat_map(|t| t.rows.iter().flat_map(|r| &r.fields));
    let rows: BTreeSet<u32> =
        fields.filter_map(|f| if let Place::Text { line, .. } = f.at { Some(line) } else { None }).collect();
    for line in running::lines(printed).filter(is_number) {
        // What is set aside as a page's number may be one that left the cell below or above it.
        let is_aside = line.kind == LineKind::Furniture;
        let beside = |cell: &Cell| match (line.at, cell.at) {
            (Place::Page { page, area: Some(number) }, Some(Place::Page { page: p, area: Some(area) })) => {
                let level = !is_aside && is_level(&number, &area);
                page == p && number != area && (level || cell.value.is_none() && is_close(&number, &area))
            }
            (Place::Text { line, .. }, Some(Place::Text { line: above, .. })) => {
                !is_aside && above + 1 == line && rows.contains(&above)
            }
            _ => false,
        };
        let beside = report.cells.iter_mut().filter(|(_, c)| c.stands() && beside(c));
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

/// Whether a number stands over or under a cell, no farther from it than it is high, twice.
fn is_close(number: &Area, cell: &Area) -> bool {
    let (across, middle) = number.centre();
    let distance = (cell.top() - middle).max(middle - cell.bottom());
    cell.left() < across && across < cell.right() && distance < 2.0 * number.height()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Line;
    use crate::report::Status;
    use crate::{layout, parse};

    fn number_in(label: &str) -> bool {
        let line = |n: u32, text: String| Line { number: n, text };
        let lines = [line(1, format!("{label}\t甲\t乙")), line(2, "丙\t1\t2".into())];
        let printed = parse::read(&layout::text::lay_out(&lines));
        let table = printed.iter().find_map(|p| if let Printed::Table(t) = p { Some(t) } else { None });
        table.is_some_and(|t| holds_number(&t.rows[0].fields[0]))
    }

    #[test]
    fn the_rest_of_a_number_doubts_the_line_above_it_with_or_without_its_pipe() {
        let label = "一、本年新收政府信息公开申请数量";
        for rest in ["6 |", "6", "6 ｜ "] {
            let text = [&format!("| {label} | 1 | 2 | 3 | 4 | 5 | 6 | 2"), rest, "| 二、上年结转 | 0 | 0 | 0 |"];
            let lines: Vec<Line> = (1..).zip(text).map(|(number, text)| Line { number, text: text.into() }).collect();
            let printed = parse::read(&layout::text::lay_out(&lines));
            let at = Some(Place::Text { line: 1, columns: Some([1, 2]) });
            let cells = vec![("requests.received.total".into(), Cell::number(2.into(), "2", at))];
            let mut report = Report { cells, ..Report::default() };
            doubt(&mut report, &printed);
            assert_eq!(report.cells[0].1.status, Status::Doubtful, "{rest}");
        }
    }

    #[test]
    fn a_number_in_a_label_is_told_from_those_of_labels() {
        for label in ["76 第二十条第（五）项", "2.申请人逾期未按收费0 通知要求", "规章12件"] {
            assert!(number_in(label), "{label}");
        }
        for label in [
            "2.其他",
            "２．其他",
            "3 其他",
            "第20条第（1）项",
            "2014年度",
            "不予公开1.属于国家秘密",
            "总计①",
            "规章（3件）",
        ] {
            assert!(!number_in(label), "{label}");
        }
    }
}
