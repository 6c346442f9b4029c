//! [`Content`] → a [`Sheet`]: lines and [`Grid`]s in reading order, and the [`Trace`] of how they
//! were found.
//!
//! Every mark is in one cell, in one line, or set aside and counted. No word is understood here: what a label says is
//! `report`'s affair. Tolerances are fractions of the glyph size.

mod aligned;
mod boxed;
mod cells;
mod commas;
mod fields;
pub mod flow;
mod furniture;
mod lines;
pub mod pages;
mod paragraphs;
mod ruled;
mod seam;
mod spaced;
mod tables;
pub mod text;

pub(crate) use fields::PIPES;

use crate::decode::Content;
use crate::place::Place;
use serde::Serialize;

/// Lays a document out, each kind of content its own way.
pub fn lay_out(content: &Content) -> Sheet {
    match content {
        Content::Pages(pages) => pages::lay_out(pages),
        Content::Lines(lines) => text::lay_out(lines),
        Content::Flow(blocks) => flow::lay_out(blocks),
    }
}

/// A document as lines and grids in reading order.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sheet {
    /// What stands on it, top to bottom.
    pub items: Vec<Item>,
    /// How it was found.
    pub trace: Trace,
}

/// A line or a grid.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A line of running text.
    Line(TextLine),
    /// A table.
    Grid(Grid),
}

/// A line of running text (a paragraph, in a web page).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextLine {
    /// What it says; wide gaps kept as two spaces.
    pub text: String,
    /// Where it stands.
    pub at: Place,
    /// What sets it apart, as far as the format tells.
    pub kind: LineKind,
    /// It only continues the line above, which was full.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goes_on: bool,
}

/// What sets a line apart from running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Nothing.
    Body,
    /// A title given beside the text (a web page's `<title>`).
    PageTitle,
    /// Marked as a heading, or printed clearly larger than the running text.
    Heading,
    /// Page number, running head, site furniture: kept, and read last.
    Furniture,
}

/// How the cells of a grid were told apart, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    /// By the tags of HTML or Word, or by the lines of a sheet.
    Tagged,
    /// By the places of a sheet without lines: columns are sure, and an empty cell is like one that is not there.
    Unlined,
    /// By drawn rules.
    Ruled,
    /// By tabs or commas: fields are sure, their columns are not (merged cells leave fewer fields).
    Tabbed,
    /// By `|`: fields are sure, their columns are not.
    Piped,
    /// By white space alone.
    Aligned,
}

impl GridKind {
    /// Whether one column of the grid is the same column in every row (merged cells keep their width).
    pub fn has_columns(self) -> bool {
        matches!(self, Self::Tagged | Self::Unlined | Self::Ruled)
    }

    /// Whether the document itself tells one cell from the next (anything but white space).
    pub fn has_cells(self) -> bool {
        self != Self::Aligned
    }

    /// Whether a row that lost a cell looks like one whose last is empty: fields are told and their columns are not, or a
    /// cell is there only where something stands in it.
    pub fn has_loose_ends(self) -> bool {
        matches!(self, Self::Tabbed | Self::Piped | Self::Unlined)
    }
}

/// A table: cells in rows. Every row lists its cells from left to right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    /// How its cells were told apart.
    pub kind: GridKind,
    /// Number of rows.
    pub rows: u32,
    /// Number of columns (for [`GridKind::Aligned`], the most words in a row).
    pub columns: u32,
    /// Its cells, by row, then column.
    pub cells: Vec<GridCell>,
}

impl Grid {
    /// The cells that start in a row (counted from 0), left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = &GridCell> {
        let from = self.cells.partition_point(|c| c.row < row);
        self.cells[from..].iter().take_while(move |c| c.row == row)
    }

    /// The cells that cover a row, those that began above it included, left to right.
    pub fn covering(&self, row: u32) -> Vec<&GridCell> {
        let upto = self.cells.partition_point(|c| c.row <= row);
        let mut found: Vec<_> = self.cells[..upto].iter().filter(|c| c.row + c.row_span > row).collect();
        found.sort_by_key(|c| c.column);
        found
    }
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridCell {
    /// First row, counted from 0.
    pub row: u32,
    /// First column, counted from 0; for [`GridKind::Aligned`] the ordinal of the word in its row.
    pub column: u32,
    /// Rows it covers, at least 1.
    pub row_span: u32,
    /// Columns it covers, at least 1.
    pub column_span: u32,
    /// How far it reaches from left to right: column edges in a grid that has columns (`column` to
    /// `column + column_span`), points or character columns in an aligned one, fields in the others.
    pub reach: [f32; 2],
    /// Its text, lines joined by `\n`.
    pub text: String,
    /// Where it stands.
    pub at: Place,
}

/// What a layout considered, decided and let go, for people and for the tests' invariants.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Trace {
    /// Marks (or characters that are not white space) that came in.
    pub marks_in: u32,
    /// Those that went into cells.
    pub marks_in_cells: u32,
    /// Those that went into lines.
    pub marks_in_lines: u32,
    /// Those set aside: overprints, hidden text, text outside the page.
    pub marks_aside: u32,
    /// What was decided, in order.
    pub steps: Vec<Step>,
}

/// One decision of a layout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What was decided.
    pub message: String,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}
