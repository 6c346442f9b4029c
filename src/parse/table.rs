//! [`Grid`] → [`Table`]: rows of fields, each read as a cell and as a label.
//!
//! Nothing is left out and nothing is named: a row keeps the cells that reach into it from above, marked as such.

use super::label::Label;
use super::number::{self, Content};
use crate::layout::{Grid, GridCell, GridKind};
use crate::place::Place;

/// A table, its cells read.
#[derive(Debug, Clone)]
pub struct Table {
    /// How its cells were told apart.
    pub kind: GridKind,
    /// Its rows, top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its fields, left to right.
    pub fields: Vec<Field>,
}

/// A cell of a table, read.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its text as printed.
    pub text: String,
    /// What it says, if it is a value.
    pub content: Content,
    /// What it says, if it is a label.
    pub label: Label,
    /// How far it reaches from left to right, in the grid's own measure.
    pub reach: [f32; 2],
    /// Where it stands.
    pub at: Place,
    /// Whether it starts in this row, or reaches into it from above.
    pub starts: bool,
}

impl Field {
    fn read(cell: &GridCell, starts: bool) -> Self {
        Self {
            content: number::read(&cell.text),
            label: Label::read(&cell.text),
            text: cell.text.clone(),
            reach: cell.reach,
            at: cell.at,
            starts,
        }
    }

    /// Whether it could be a value: a number, a nil mark, digits that could not be read, or nothing.
    pub fn is_value(&self) -> bool {
        self.starts && self.content != Content::Words
    }

    /// Whether something is printed in it that is a value.
    pub fn is_printed_value(&self) -> bool {
        self.is_value() && self.content != Content::Empty
    }

    /// Whether it holds words.
    pub fn is_words(&self) -> bool {
        self.content == Content::Words
    }

    /// The length of reach it shares with another stretch, 0 where they do not meet.
    pub fn overlap(&self, reach: [f32; 2]) -> f32 {
        (self.reach[1].min(reach[1]) - self.reach[0].max(reach[0])).max(0.0)
    }
}

impl Row {
    /// The fields that stand where values do: from the first printed value, and the empty fields right before it, to the
    /// end of the row, whatever they hold; where nothing is printed, the empty fields after the last words.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Field> {
        let empty = |f: &Field| f.starts && f.content == Content::Empty;
        let from = match self.fields.iter().position(Field::is_printed_value) {
            Some(first) => first - self.fields[..first].iter().rev().take_while(|f| empty(f)).count(),
            None => self.fields.iter().rposition(|f| f.starts && f.is_words()).map_or(0, |p| p + 1),
        };
        self.fields[from..].iter().filter(|f| f.starts)
    }

    /// Whether its label runs on into digits that belong to no note: a value may have been joined to it.
    fn label_has_digits(&self) -> bool {
        self.fields
            .iter()
            .find(|f| f.starts && f.is_words())
            .is_some_and(|f| f.text.trim_end().ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)))
    }

    /// Whether a cell of it seems lost or added, so that those after it have moved: digits have joined its label, or, in a
    /// table whose rows have one width, it has another than most and is not full.
    pub fn seems_moved(&self, table: &Table) -> bool {
        if self.label_has_digits() {
            return true;
        }
        let edge = |row: &Row| row.fields.iter().map(|f| f.reach[1]).fold(0.0, f32::max);
        let mine = edge(self);
        let others = |differ: fn(f32, f32) -> bool| table.rows.iter().filter(|r| differ(edge(r), mine)).count();
        let odd = others(|other, mine| other > mine).max(others(|other, mine| other < mine)) * 2 > table.rows.len();
        table.kind.has_columns() && odd && self.values().any(|f| !f.is_printed_value())
    }

    /// Whether any value is printed in it.
    pub fn has_values(&self) -> bool {
        self.fields.iter().any(Field::is_printed_value)
    }
}

impl Table {
    /// Reads every cell of a grid.
    pub fn read(grid: &Grid) -> Self {
        let rows = (0..grid.rows)
            .map(|r| Row { fields: grid.covering(r).into_iter().map(|c| Field::read(c, c.row == r)).collect() })
            .collect();
        Self { kind: grid.kind, rows }
    }
}
