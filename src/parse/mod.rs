//! Grids and lines → tables of read fields, labels, headings, titles, runs of digits, with nom: syntax only, no opinion.
//!
//! Each cell is read or kept as unread. What a label means is `report`'s affair.

pub mod fold;
pub mod glued;
pub mod heading;
pub mod label;
pub mod number;
pub mod running;
pub mod table;
pub mod title;

use crate::layout::{Item, Sheet, TextLine};
use table::Table;

/// A line as laid out, or a table with its cells read.
#[derive(Debug, Clone)]
pub enum Printed {
    /// A line of running text.
    Line(TextLine),
    /// A table.
    Table(Table),
}

/// Reads the cells of every grid on a sheet; lines stay as they look.
pub fn read(sheet: &Sheet) -> Vec<Printed> {
    let printed = |item: &Item| match item {
        Item::Line(line) => Printed::Line(TextLine { text: fold::whole(&line.text), ..line.clone() }),
        Item::Grid(grid) => Printed::Table(Table::read(grid)),
    };
    sheet.items.iter().map(printed).collect()
}
