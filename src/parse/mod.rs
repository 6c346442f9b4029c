//! Grids and lines → tables of read fields, labels, headings, titles, runs of digits, with nom: syntax only, no opinion.
//!
//! Each cell is read or kept as unread. What a label means is `report`'s affair.

pub mod fold;
pub mod glued;
pub mod heading;
pub mod label;
pub(crate) mod memo;
pub mod number;
pub mod numeral;
pub mod paragraph;
pub mod running;
mod site;
pub mod table;
pub mod title;

use crate::layout::{Item, LineKind, Sheet, TextLine};
use crate::place::Place;
use table::Table;

/// A line as laid out, or a table with its cells read.
#[derive(Debug, Clone)]
pub enum Printed {
    /// A line of running text.
    Line(TextLine),
    /// A table.
    Table(Table),
}

/// Reads the cells of every grid on a sheet; lines stay as they look, what a site sets at their end set apart.
pub fn read(sheet: &Sheet) -> Vec<Printed> {
    let mut printed = Vec::with_capacity(sheet.items.len());
    for item in &sheet.items {
        match item {
            Item::Line(line) => {
                printed.extend(lines(&TextLine { text: fold::whole(&line.text), ..line.clone() }).map(Printed::Line));
            }
            Item::Grid(grid) => printed.push(Printed::Table(Table::read(grid))),
        }
    }
    printed
}

/// A line, or the text and the furniture that it is made of.
fn lines(line: &TextLine) -> impl Iterator<Item = TextLine> {
    let cut = if line.kind == LineKind::Body { site::furniture(&line.text) } else { None };
    let (text, furniture) = line.text.split_at(cut.unwrap_or(line.text.len()));
    let before = text.chars().count() as u32;
    let piece = |text: &str, kind, columns: fn([u32; 2], u32) -> [u32; 2]| {
        let at = match line.at {
            Place::Text { line, columns: Some(whole) } => {
                Place::Text { line, columns: Some(columns(whole, before)).filter(|c| c[0] <= c[1]) }
            }
            other => other,
        };
        (!text.is_empty()).then(|| TextLine { text: text.to_owned(), at, kind, goes_on: line.goes_on })
    };
    let text = piece(text, line.kind, |whole, before| [whole[0], whole[1].min(whole[0] + before.saturating_sub(1))]);
    let furniture =
        piece(furniture, LineKind::Furniture, |whole, before| [(whole[0] + before).min(whole[1]), whole[1]]);
    text.into_iter().chain(furniture)
}
