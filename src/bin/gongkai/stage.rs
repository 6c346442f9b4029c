//! What a stage made of a document, and how: `gongkai show --stage`.

use crate::draw::{self, Cell as Drawn, Text};
use crate::failure::Failure;
use crate::page::place;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use gongkai::acquire::Document;
use gongkai::decode;
use gongkai::layout::{self, Grid, GridCell, Item, LineKind, Sheet, TextLine};
use gongkai::parse::number::Content;
use gongkai::parse::table::Field;
use gongkai::parse::{self, Printed};
use gongkai::write::record::word;
use std::io::{self, Write};

/// A stage whose product can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Marks and rules, lines, or blocks, as JSON
    Decode,
    /// Lines and grids, and how they were found
    Layout,
    /// Lines and tables, each field read
    Parse,
}

/// The widest a column of a grid may be drawn.
const WIDEST: usize = 24;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const VALUE: Style = AnsiColor::Green.on_default();
const DOUBT: Style = AnsiColor::Yellow.on_default().bold();
const GRID: Style = AnsiColor::Cyan.on_default();

/// The product of a stage, as text; where the road ends before it, why.
pub(crate) fn text(stage: Stage, document: &Document) -> Result<Vec<u8>, Failure> {
    let mut to = Vec::new();
    let content = match decode::decode(document) {
        Ok(content) => content,
        Err(why) => {
            writeln!(to, "unreadable: {}: {why}", word(&why.reason))?;
            return Ok(to);
        }
    };
    match stage {
        Stage::Decode => {
            serde_json::to_writer_pretty(&mut to, &content)?;
            writeln!(to)?;
        }
        Stage::Layout => sheet(&layout::lay_out(&content), &mut to)?,
        Stage::Parse => printed(&parse::read(&layout::lay_out(&content)), &mut to)?,
    }
    Ok(to)
}

/// Lines as they were, and tables with what each field says: values in colour, what could not be read marked.
fn printed(printed: &[Printed], to: &mut Vec<u8>) -> io::Result<()> {
    for item in printed {
        match item {
            Printed::Line(text) => line(text, to)?,
            Printed::Table(table) => {
                writeln!(to, "{GRID}{} table, {} rows{GRID:#}", word(&table.kind), table.rows.len())?;
                let rows: Vec<Vec<_>> = table.rows.iter().map(|row| row.fields.iter().map(field).collect()).collect();
                draw::table(&rows, WIDEST, to)?;
            }
        }
    }
    Ok(())
}

fn field(field: &Field) -> Drawn {
    if !field.starts {
        return Drawn::left(Text::new("〃", DIM));
    }
    let text = field.text.replace('\n', "⏎");
    Drawn::left(match &field.content {
        Content::Number(number) if number.doubt.is_some() => Text::new(format!("{}?", number.value), DOUBT),
        Content::Number(number) => Text::new(number.value.to_string(), VALUE),
        Content::Unread => Text::new(format!("{text}?"), DOUBT),
        Content::Nil | Content::Empty => Text::new("·", DIM),
        Content::Words => Text::plain(text),
    })
}

fn line(line: &TextLine, to: &mut Vec<u8>) -> io::Result<()> {
    let kind = match line.kind {
        LineKind::Body if line.goes_on => "↳ ".to_owned(),
        LineKind::Body => String::new(),
        kind => format!("[{}] ", word(&kind)),
    };
    writeln!(to, "{DIM}{}{DIM:#}  {GRID}{kind}{GRID:#}{}", place(line.at), line.text.replace('\n', "⏎"))
}

/// Lines and grids in reading order, then the trace.
fn sheet(sheet: &Sheet, to: &mut Vec<u8>) -> io::Result<()> {
    for item in &sheet.items {
        match item {
            Item::Line(text) => line(text, to)?,
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
