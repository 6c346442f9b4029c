//! Which tables hold data, and which only lay out the page.
//!
//! Structure decides, never words. A table is **layout**, and dissolves into the blocks it holds, when
//! - no row of it has two cells (a single cell, or a stack of them); or
//! - it shows fewer than [`NUMBERS_OF_DATA`] cells that are a number and nothing else, and one of its cells holds a table
//!   of data, or running text: [`PARAGRAPHS`] paragraphs or more, with a heading among them or [`LONG_TEXT`] characters
//!   in all, or any text of [`VERY_LONG_TEXT`] characters.
//!
//! Every other table holds data. In doubt a table is data: its texts are found in cells too, whereas the numbers of a
//! table that dissolved by mistake would be lines without columns.

use super::Piece;
use crate::decode::Role;

/// So many cells that are nothing but a number make a table one of data, whatever else it holds. The smallest statutory
/// table has seven; layout has page numbers and dates here and there.
const NUMBERS_OF_DATA: u32 = 4;

/// Paragraphs that make a cell running text. A label with its filling note has two.
const PARAGRAPHS: u32 = 3;

/// Characters that make several paragraphs running text. The longest labels, notes included, have about 200.
const LONG_TEXT: u32 = 400;

/// Characters that make even one paragraph running text.
const VERY_LONG_TEXT: u32 = 1500;

/// For each table, in the order in which they open: whether it holds data.
pub(super) fn hold_data(pieces: &[Piece]) -> Vec<bool> {
    let mut verdicts = Vec::new();
    let mut open: Vec<(usize, Facts)> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::OpenTable { .. } => {
                open.push((verdicts.len(), Facts::default()));
                verdicts.push(false);
            }
            Piece::CloseTable => {
                let Some((number, table)) = open.pop() else { continue };
                verdicts[number] = table.holds_data();
                // What dissolves into the cell around it is part of that cell.
                if let Some((_, outer)) = open.last_mut() {
                    if table.holds_data() {
                        outer.cell.holds_table = true;
                    } else {
                        outer.cell.add(&table.all);
                    }
                }
            }
            _ => {
                if let Some((_, table)) = open.last_mut() {
                    table.note(piece);
                }
            }
        }
    }
    verdicts
}

/// What is in a cell, or in all cells together.
#[derive(Debug, Default)]
struct Held {
    paragraphs: u32,
    characters: u32,
    numbers: u32,
    has_heading: bool,
    holds_table: bool,
}

impl Held {
    fn add(&mut self, other: &Self) {
        self.paragraphs += other.paragraphs;
        self.characters += other.characters;
        self.numbers += other.numbers;
        self.has_heading |= other.has_heading;
        self.holds_table |= other.holds_table;
    }

    fn is_running_text(&self) -> bool {
        let is_several = self.paragraphs >= PARAGRAPHS && (self.has_heading || self.characters >= LONG_TEXT);
        is_several || self.characters >= VERY_LONG_TEXT
    }
}

#[derive(Debug, Default)]
struct Facts {
    cell: Held,
    all: Held,
    cells_in_row: u32,
    widest_row: u32,
    numbers: u32,
    has_running_text: bool,
}

impl Facts {
    fn note(&mut self, piece: &Piece) {
        match piece {
            Piece::OpenRow => self.cells_in_row = 0,
            Piece::OpenCell { .. } => {
                self.cells_in_row += 1;
                self.widest_row = self.widest_row.max(self.cells_in_row);
                self.cell = Held::default();
            }
            Piece::Text { text, role, .. } => {
                self.cell.paragraphs += 1;
                self.cell.characters += text.chars().count() as u32;
                self.cell.numbers += u32::from(is_number(text));
                self.cell.has_heading |= matches!(role, Role::Heading(_));
            }
            Piece::CloseCell { .. } => {
                let cell = std::mem::take(&mut self.cell);
                let is_number = cell.numbers == 1 && cell.paragraphs == 1 && !cell.holds_table;
                self.numbers += u32::from(is_number);
                self.has_running_text |= cell.is_running_text();
                self.all.add(&cell);
            }
            Piece::OpenGroup(_) | Piece::OpenTable { .. } | Piece::CloseTable => {}
        }
    }

    fn holds_data(&self) -> bool {
        self.widest_row >= 2 && (self.numbers >= NUMBERS_OF_DATA || !(self.all.holds_table || self.has_running_text))
    }
}

/// Digits, and what stands in and around a number.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric())
        && text.chars().all(|c| c.is_numeric() || c.is_whitespace() || ",.，．+-－—/%元万".contains(c))
}
