//! Lines of plain text → a [`Sheet`]: runs of fields (tabs, pipes), runs aligned by white space, and the lines between.
//!
//! Fields stand as written, empty ones too: which column a field belongs to is not told by tabs or pipes once cells were
//! merged, so nothing is filled up or moved here. A place counts characters within the line, from 1.

use super::fields::{self, Run};
use super::{Item, LineKind, Sheet, Step, TextLine, Trace, aligned, furniture, paragraphs, spaced};
use crate::decode::Line;
use crate::place::Place;
use std::ops::Range;

/// Finds the tables and lines of a text.
pub fn lay_out(lines: &[Line]) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.trace.marks_in = lines.iter().map(|l| printed(&l.text)).sum();
    let (mut at, mut loose) = (0, 0);
    while at < lines.len() {
        let run = match Run::at(&lines[at..]) {
            Ok(run) => run,
            Err(without) => {
                at += without.max(1);
                continue;
            }
        };
        loose_lines(&lines[loose..at], &mut sheet);
        let (grid, aside) = run.grid();
        let inside: u32 = grid.cells.iter().map(|c| printed(&c.text)).sum();
        sheet.trace.marks_in_cells += inside;
        sheet.trace.marks_aside += aside;
        sheet.trace.note(
            format!("{} rows of fields set apart by {}", grid.rows, run.separator()),
            Some(Place::Text { line: lines[at].number, columns: None }),
        );
        at += run.lines;
        loose = at;
        sheet.items.push(Item::Grid(grid));
    }
    loose_lines(&lines[loose..], &mut sheet);
    paragraphs::mark(&mut sheet.items, |_| false);
    sheet
}

/// Lines that no separator sets: tables by alignment among them, the rest as they are.
fn loose_lines(lines: &[Line], sheet: &mut Sheet) {
    let lines: Vec<(&Line, TextLine)> = lines.iter().filter_map(|l| plain(l).map(|text| (l, text))).collect();
    let (rows, em) = spaced::rows(&lines);
    let number = |at: usize| lines.get(at).map_or(0, |(line, _)| line.number);
    let runs = aligned::tables(&rows, em).into_iter().filter(|run| !spaced::is_packed(&rows[run.clone()]));
    let runs: Vec<(Range<usize>, u32)> = runs.map(|run| (run.clone(), number(run.start))).collect();
    let mut lines = lines.into_iter().map(|(_, line)| line);
    let mut at = 0;
    for (run, number) in runs {
        lines.by_ref().take(run.start - at).for_each(|line| push(line, sheet));
        let grid = aligned::grid(&rows[run.clone()]);
        let place = Some(Place::Text { line: number, columns: None });
        sheet.trace.note(
            format!("{} lines are a table by the alignment of their numbers, characters {em} wide", grid.rows),
            place,
        );
        sheet.trace.marks_in_cells += grid.cells.iter().map(|c| printed(&c.text)).sum::<u32>();
        sheet.items.push(Item::Grid(grid));
        for (line, row) in lines.by_ref().take(run.len()).zip(&rows[run.clone()]) {
            if row.furniture {
                push(line, sheet);
            }
        }
        at = run.end;
    }
    lines.for_each(|line| push(line, sheet));
}

fn push(line: TextLine, sheet: &mut Sheet) {
    sheet.trace.marks_in_lines += printed(&line.text);
    sheet.items.push(Item::Line(line));
}

/// A line as running text, or nothing when nothing is printed on it.
fn plain(line: &Line) -> Option<TextLine> {
    let field = fields::trimmed(&line.text, 0)?;
    let text = if field.text.contains(char::is_whitespace) { fields::squeezed(&field.text) } else { field.text };
    let kind =
        if furniture::page_number(&text).is_some_and(|n| n.dressed) { LineKind::Furniture } else { LineKind::Body };
    Some(TextLine { text, at: Place::Text { line: line.number, columns: Some(field.columns) }, kind, goes_on: false })
}

/// How many characters of a text are printed: all but white space.
pub(super) fn printed(text: &str) -> u32 {
    u32::try_from(text.chars().filter(|c| fields::is_printed(*c)).count()).unwrap_or(u32::MAX)
}

impl Trace {
    /// Adds a decision.
    pub(super) fn note(&mut self, message: impl Into<String>, at: Option<Place>) {
        self.steps.push(Step { message: message.into(), at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Grid, GridKind};
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<Line> {
        text.lines().zip(1..).map(|(text, number)| Line { number, text: text.into() }).collect()
    }

    fn shown(sheet: &Sheet) -> Vec<String> {
        sheet
            .items
            .iter()
            .flat_map(|item| match item {
                Item::Line(line) => vec![format!("{:?} {}", line.kind, line.text)],
                Item::Grid(grid) => rows(grid),
            })
            .collect()
    }

    fn rows(grid: &Grid) -> Vec<String> {
        let cells = |row| grid.row(row).map(|c| format!("[{}]", c.text)).collect::<Vec<_>>();
        (0..grid.rows).map(|row| cells(row).concat()).collect()
    }

    #[test]
    fn tabs_keep_empty_fields_and_lone_labels() {
        let sheet = lay_out(&lines(
            "标题\n\n甲\t乙\t\n规章\t0\t\n\n行政强制\t96\n第二十条\n项\t 3 \n\n三、标题\n\t\t丙\t丁\n文字。\t",
        ));
        assert_eq!(
            shown(&sheet),
            [
                "Body 标题",
                "[甲][乙][]",
                "[规章][0][]",
                "[行政强制][96]",
                "[第二十条]",
                "[项][3]",
                "Body 三、标题",
                "[][][丙][丁]",
                "Body 文字。",
            ]
        );
    }

    #[test]
    fn indented_prose_is_no_table() {
        let sheet = lay_out(&lines("\t一、情况\n\t2024年，共5件。\n\t二、情况\n甲\t1\n乙\t2\n\t三、情况\n"));
        assert_eq!(
            shown(&sheet),
            ["Body 一、情况", "Body 2024年，共5件。", "Body 二、情况", "[甲][1]", "[乙][2]", "Body 三、情况"]
        );
    }

    #[test]
    fn pipes_drop_their_edges_and_drawn_lines() {
        let sheet = lay_out(&lines("| 甲 | 乙 |\n|---|---|\n| 0 | - |\n|---|---|\n| 1 |  |\n文\n|\n7\n|\n甲|乙|丙\n"));
        assert_eq!(
            shown(&sheet),
            ["[甲][乙]", "[0][-]", "[1][]", "Body 文", "Body |", "Body 7", "Body |", "Body 甲|乙|丙"]
        );
        assert_eq!(sheet.trace.marks_aside, 9 + 18);
    }

    #[test]
    fn drawn_boxes_are_pipes() {
        let sheet = lay_out(&lines("┌──┬──┐\n│甲│ 1│\n├──┼──┤\n│乙│ 2│\n└──┴──┘"));
        assert_eq!(shown(&sheet), ["[甲][1]", "[乙][2]"]);
    }

    #[test]
    fn places_count_characters() {
        let sheet = lay_out(&lines("规章\t 13 \t\n规范\t0\t5"));
        let Item::Grid(grid) = &sheet.items[0] else { unreachable!("a grid was wanted") };
        let at: Vec<_> = grid.cells.iter().map(|c| c.at).collect();
        assert_eq!(grid.kind, GridKind::Tabbed);
        assert_eq!(at[1], Place::Text { line: 1, columns: Some([5, 6]) });
        assert_eq!(at[2], Place::Text { line: 1, columns: Some([8, 8]) });
    }

    proptest! {
        /// Whatever the text: every printed character is in a cell, in a line, or counted aside; every place is real.
        #[test]
        fn no_character_is_lost_or_invented(
            text in "([规章一（）。0-9 \t|\\-\u{3000}年]{0,24}\n|[规章]{1,4}( {1,4}[0-9]{1,3}){1,4}\n| *- 3 -\n){0,24}",
        ) {
            let lines = lines(&text);
            let sheet = lay_out(&lines);
            let trace = &sheet.trace;
            prop_assert_eq!(trace.marks_in, trace.marks_in_cells + trace.marks_in_lines + trace.marks_aside);
            let mut came: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !"|-".contains(*c)).collect();
            let mut went = Vec::new();
            let mut see = |text: &str, at: Place| {
                went.extend(text.chars().filter(|c| !c.is_whitespace() && !"|-".contains(*c)));
                let Place::Text { line, columns: Some([from, to]) } = at else { unreachable!("a text place was wanted") };
                let length = lines[line as usize - 1].text.chars().count() as u32;
                assert!(1 <= from && from <= to && to <= length, "{at:?}");
            };
            for item in &sheet.items {
                match item {
                    Item::Line(line) => see(&line.text, line.at),
                    Item::Grid(grid) => grid.cells.iter().for_each(|c| see(&c.text, c.at)),
                }
            }
            came.sort_unstable();
            went.sort_unstable();
            prop_assert_eq!(came, went);
        }
    }
}
