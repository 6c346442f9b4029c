//! [`Grid`] → [`Table`]: rows of fields, each read as a cell and as a label.
//!
//! Nothing is left out and nothing is named: a row keeps the cells that reach into it from above, marked as such.

use super::fold::{is_footnote, letters, without_brackets};
use super::label::Label;
use super::memo::Memo;
use super::number::{self, Content};
use crate::layout::{Grid, GridCell, GridKind};
use crate::place::Place;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

/// A table, its cells read.
#[derive(Debug, Clone)]
pub struct Table {
    /// How its cells were told apart.
    pub kind: GridKind,
    /// Its rows, top to bottom.
    pub rows: Vec<Row>,
    /// Where most of its rows end.
    pub edge: f32,
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
    /// What it says.
    pub said: Rc<Said>,
    /// How far it reaches from left to right, in the grid's own measure.
    pub reach: [f32; 2],
    /// Where it stands.
    pub at: Place,
    /// Whether it starts in this row, or reaches into it from above.
    pub starts: bool,
}

/// The text of a cell, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// As printed.
    pub text: SmolStr,
    /// What it says, if it is a value.
    pub content: Content,
    /// What it says, if it is a label.
    pub label: Label,
    /// All its letters.
    pub letters: SmolStr,
}

impl Said {
    /// Reads a cell's text.
    pub fn read(text: &str) -> Rc<Self> {
        thread_local!(static KNOWN: Memo<Rc<Said>> = Memo::new());
        KNOWN.with(|known| known.of(text, |text| Rc::new(Self::read_anew(text))))
    }

    fn read_anew(text: &str) -> Self {
        Self { content: number::read(text), label: Label::read(text), letters: letters(text).into(), text: text.into() }
    }
}

impl Deref for Field {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

impl Field {
    fn read(cell: &GridCell, starts: bool) -> Self {
        Self { said: Said::read(&cell.text), reach: cell.reach, at: cell.at, starts }
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

    /// Whether it is a label that runs on into digits, a unit or a footnote's mark after them or not: a value may have been
    /// joined to it.
    pub fn runs_into_digits(&self) -> bool {
        let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let after = |c: char| c.is_whitespace() || is_footnote(c) || matches!(c, '*' | '万' | '元' | '件');
        self.is_words() && self.text.trim_end_matches(after).ends_with(is_digit)
    }

    /// Whether it is a label with digits outside brackets that are no year: a value may have slipped into it.
    pub fn holds_number(&self) -> bool {
        let plain = without_brackets(&self.text);
        let mut runs = plain.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
        self.is_words() && runs.any(|run| run.len() != 4 || !run.starts_with("20"))
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
        self.fields[self.values_from()..].iter().filter(|f| f.starts)
    }

    /// The fields with words that stand before the values: its labels.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &Field> {
        self.fields[..self.values_from()].iter().filter(|f| f.starts && f.is_words())
    }

    fn values_from(&self) -> usize {
        let empty = |f: &Field| f.starts && f.content == Content::Empty;
        let printed = |from: usize| self.fields[from..].iter().position(Field::is_printed_value).map(|p| from + p);
        let Some(mut first) = printed(0) else {
            return self.fields.iter().rposition(|f| f.starts && f.is_words()).map_or(0, |p| p + 1);
        };
        // One number before the words that are followed by several counts the rows; it is no value.
        if let Some(words) = self.fields[first..].iter().position(|f| f.starts && f.is_words()).map(|p| first + p)
            && self.fields[..words].iter().filter(|f| f.is_printed_value()).count() == 1
            && self.fields[..first].iter().all(|f| !f.is_words())
            && self.fields[words..].iter().any(Field::is_printed_value)
        {
            first = printed(words).unwrap_or(first);
        }
        first - self.fields[..first].iter().rev().take_while(|f| empty(f)).count()
    }

    /// Whether its label runs on into digits that belong to no note: a value may have been joined to it.
    fn label_has_digits(&self) -> bool {
        self.fields.iter().any(|f| f.starts && f.runs_into_digits())
    }

    /// Whether a cell of it seems lost or added, so that those after it have moved: digits have joined its label, or, in a
    /// table whose rows have one width, it has another than most and is not full.
    pub fn seems_moved(&self, table: &Table) -> bool {
        if self.label_has_digits() {
            return true;
        }
        let odd = (self.edge() - table.edge).abs() >= 0.5;
        table.kind.has_columns() && odd && self.values().any(|f| !f.is_printed_value())
    }

    /// Where it ends.
    fn edge(&self) -> f32 {
        self.fields.iter().map(|f| f.reach[1]).fold(0.0, f32::max)
    }

    /// Whether any value is printed in it.
    pub fn has_values(&self) -> bool {
        self.fields.iter().any(Field::is_printed_value)
    }
}

impl Table {
    /// Reads every cell of a grid.
    pub fn read(grid: &Grid) -> Self {
        let mut reaching: Vec<&GridCell> = Vec::new();
        let mut row = |r: u32| {
            reaching.retain(|c| c.row + c.row_span > r);
            let mut cells: Vec<&GridCell> = reaching.iter().copied().chain(grid.row(r)).collect();
            cells.sort_by_key(|c| c.column);
            reaching.extend(grid.row(r).filter(|c| c.row_span > 1));
            Row { fields: cells.into_iter().map(|c| Field::read(c, c.row == r)).collect() }
        };
        let rows: Vec<Row> = (0..grid.rows).map(&mut row).collect();
        let mut ends: BTreeMap<u32, u32> = BTreeMap::new();
        for row in &rows {
            *ends.entry(row.edge() as u32).or_default() += 1;
        }
        let edge = ends.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(end, _)| end as f32);
        Self { kind: grid.kind, rows, edge }
    }
}
