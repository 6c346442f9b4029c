//! The cells of a Word table as written → cells with spans.
//!
//! Word writes a cell that reaches down as one cell a row, of which all but the first only say that they continue; here
//! the first takes their rows, and they go. One that continues nothing (no cell with the same edges above it) stays.

use crate::decode::package::xml::Element;
use crate::decode::pieces::{Piece, WIDEST_SPAN};
use std::collections::BTreeMap;

/// How a cell is merged with the one above it or before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    Begins,
    Continues,
}

/// What the open cell says of itself.
#[derive(Debug, Clone, Copy, Default)]
struct Properties {
    span: u32,
    down: Option<Merge>,
    across: Option<Merge>,
    is_deleted: bool,
}

/// A cell that the row below may continue.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    /// Its place in the list of pieces.
    piece: usize,
    span: u32,
    /// The last row it reaches.
    row: u32,
}

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Rows begun.
    row: u32,
    column: u32,
    /// Where the open row and the open cell began in the list of pieces.
    row_from: Option<usize>,
    cell_from: Option<usize>,
    /// The cell before the open one.
    before: Option<usize>,
    properties: Properties,
    /// By the column they begin in.
    anchors: BTreeMap<u32, Anchor>,
}

impl Table {
    /// Begins a row.
    pub(super) fn open_row(&mut self, pieces: &mut Vec<Piece>) {
        self.row += 1;
        self.column = 0;
        self.before = None;
        self.row_from = Some(pieces.len());
        pieces.push(Piece::OpenRow);
    }

    pub(super) fn close_row(&mut self) {
        self.row_from = None;
    }

    pub(super) fn has_open_row(&self) -> bool {
        self.row_from.is_some()
    }

    /// Takes back the open row: it was deleted, or is not printed.
    pub(super) fn drop_row(&mut self, pieces: &mut Vec<Piece>) {
        if let Some(from) = self.row_from.take() {
            pieces.truncate(from);
            self.row -= 1;
        }
    }

    /// Leaves room before the first cell of the row.
    pub(super) fn skip_columns(&mut self, columns: u32, pieces: &mut Vec<Piece>) {
        let column_span = columns.min(WIDEST_SPAN);
        if column_span > 0 && self.has_open_row() {
            pieces.push(Piece::OpenCell { row_span: 1, column_span, origin: 0 });
            pieces.push(Piece::CloseCell { pictured: false });
            self.column += column_span;
        }
    }

    /// Begins a cell.
    pub(super) fn open_cell(&mut self, pieces: &mut Vec<Piece>) {
        self.properties = Properties { span: 1, ..Properties::default() };
        self.cell_from = Some(pieces.len());
        pieces.push(Piece::OpenCell { row_span: 1, column_span: 1, origin: 0 });
    }

    /// Takes in a property of the open cell.
    pub(super) fn note(&mut self, element: &Element) {
        let merge = |value: Option<String>| match value.as_deref() {
            Some("restart" | "rest") => Some(Merge::Begins),
            _ => Some(Merge::Continues),
        };
        match element.name() {
            "gridSpan" => self.properties.span = element.number("val").unwrap_or(1).clamp(1, WIDEST_SPAN),
            "vMerge" => self.properties.down = merge(element.val()),
            "hMerge" => self.properties.across = merge(element.val()),
            // A merge that is a tracked change.
            "cellMerge" if element.attr("vMerge").is_some() => self.properties.down = merge(element.attr("vMerge")),
            "cellDel" => self.properties.is_deleted = true,
            _ => {}
        }
    }

    /// Settles what the open cell is once its properties are known; false if it is no cell of its own, and its content is
    /// not shown.
    pub(super) fn settle_cell(&mut self, pieces: &mut Vec<Piece>) -> bool {
        let Some(from) = self.cell_from else { return true };
        let Properties { span, down, across, is_deleted } = self.properties;
        if is_deleted {
            return self.drop_cell(from, 0, pieces);
        }
        if across == Some(Merge::Continues)
            && let Some(Piece::OpenCell { column_span, .. }) = self.before.and_then(|b| pieces.get_mut(b))
        {
            *column_span = (*column_span + span).min(WIDEST_SPAN);
            return self.drop_cell(from, span, pieces);
        }
        let above = self.anchors.get_mut(&self.column).filter(|a| a.span == span && a.row + 1 == self.row);
        if down == Some(Merge::Continues)
            && let Some(anchor) = above
        {
            anchor.row = self.row;
            if let Some(Piece::OpenCell { row_span, .. }) = pieces.get_mut(anchor.piece) {
                *row_span += 1;
            }
            return self.drop_cell(from, span, pieces);
        }
        if let Some(Piece::OpenCell { column_span, .. }) = pieces.get_mut(from) {
            *column_span = span;
        }
        if down.is_some() {
            self.anchors.insert(self.column, Anchor { piece: from, span, row: self.row });
        }
        self.before = Some(from);
        self.column += span;
        true
    }

    fn drop_cell(&mut self, from: usize, span: u32, pieces: &mut Vec<Piece>) -> bool {
        pieces.truncate(from);
        self.cell_from = None;
        self.column += span;
        false
    }
}
