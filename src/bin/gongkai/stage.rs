//! What a stage made of a document, and how: `gongkai show --stage`.

use crate::draw::{self, Cell as Drawn, Text};
use crate::failure::Failure;
use crate::page::place;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use gongkai::acquire::Document;
use gongkai::layout::{Grid, GridCell, Item, LineKind, Sheet};
use gongkai::write::record::word;
use std::io::{self, Write};

/// A stage whose product can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Marks and rules, lines, or blocks, as JSON
    Decode,
    /// Lines and grids, and how they were found
    Layout,
    /// The rows as read, as JSON
    Parse,
}

/// The widest a column of a grid may be drawn.
const WIDEST: usize = 24;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GRID: Style = AnsiColor::Cyan.on_default();

/// The product of a stage, as text.
pub(crate) fn text(stage: Stage, document: &Document) -> Result<Vec<u8>, Failure> {
    let _ = (stage, document, sheet as fn(&Sheet, &mut Vec<u8>) -> io::Result<()>);
    Err(Failure::new("this version can't show its stages yet"))
}

/// Lines and grids in reading order, then the trace.
fn sheet(sheet: &Sheet, to: &mut Vec<u8>) -> io::Result<()> {
    for item in &sheet.items {
        match item {
            Item::Line(line) => {
                let kind = match line.kind {
                    LineKind::Body => String::new(),
                    kind => format!("[{}] ", word(&kind)),
                };
                writeln!(to, "{DIM}{}{DIM:#}  {GRID}{kind}{GRID:#}{}", place(line.at), line.text.replace('\n', " ⏎ "))?;
            }
            Item::Grid(grid) => {
                let (rows, columns) = (grid.rows, grid.columns);
                writeln!(to, "{GRID}{} grid, {rows} rows, {columns} columns{GRID:#}", word(&grid.kind))?;
                draw::table(&drawing(grid), WIDEST, to)?;
            }
        }
    }
    let trace = &sheet.trace;
    let (all, cells, lines, aside) = (trace.marks_in, trace.marks_in_cells, trace.marks_in_lines, trace.marks_aside);
    writeln!(to, "\n{BOLD}Trace{BOLD:#}: {all} marks: {cells} in cells, {lines} in lines, {aside} set aside")?;
    for step in &trace.steps {
        let at = step.at.map_or_else(String::new, |at| format!(" ({})", place(at)));
        writeln!(to, "  {}{at}", step.message)?;
    }
    Ok(())
}

/// A grid's cells for drawing. Where a grid has columns each keeps its width, and a cell that began in a row above leaves
/// its place empty; elsewhere the cells of a row simply follow each other.
fn drawing(grid: &Grid) -> Vec<Vec<Drawn>> {
    (0..grid.rows)
        .map(|row| {
            if !grid.kind.has_columns() {
                return grid.row(row).map(|cell| Drawn::left(Text::plain(one_line(cell)))).collect();
            }
            let mut drawn = Vec::new();
            let mut column = 0;
            for cell in grid.covering(row) {
                if cell.column > column {
                    drawn.push(Drawn { text: Text::default(), span: (cell.column - column) as usize, right: false });
                }
                let text = if cell.row == row { Text::plain(one_line(cell)) } else { Text::new("〃", DIM) };
                drawn.push(Drawn { text, span: cell.column_span as usize, right: false });
                column = cell.column + cell.column_span;
            }
            drawn
        })
        .collect()
}

fn one_line(cell: &GridCell) -> String {
    cell.text.replace('\n', "⏎")
}
