//! What decoders of tagged documents share: a flat list of [`Piece`]s → blocks.
//!
//! Takes what a format's own walk found (texts, and where tables, rows and cells open and close); gives text blocks and
//! tables of data, in document order. [`run`] gathers the text between two breaks, [`tables`] tells tables of data from
//! tables that only lay out the page, [`assemble`] makes blocks. Nothing here knows a format.

pub(in crate::decode) mod assemble;
pub(in crate::decode) mod run;
mod tables;

use super::Role;

/// The widest span, in columns, that is believed: HTML's limit. Word ends at 63.
pub(in crate::decode) const WIDEST_SPAN: u32 = 1000;

/// Stands for what a cell shows instead of text: Unicode's mark for an object.
pub(in crate::decode) const OBJECT: char = '\u{FFFC}';

/// A part of a document.
#[derive(Debug)]
pub(in crate::decode) enum Piece {
    /// A run of text between two breaks.
    Text { text: String, role: Role, within: Vec<u32> },
    /// A table begins.
    OpenTable { within: Vec<u32> },
    /// The last table that began ends.
    CloseTable,
    /// Rows that follow belong together; no cell reaches into them from above.
    OpenGroup(Group),
    /// A row begins, and the one before it ends.
    OpenRow,
    /// A cell begins; 0 rows mean the rest of its group. Its origin is that of [`TaggedCell`](super::TaggedCell).
    OpenCell { row_span: u32, column_span: u32, origin: u32 },
    /// The cell ends. It may hold pictures.
    CloseCell { pictured: bool },
}

/// Where in its table a group of rows is printed, wherever it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::decode) enum Group {
    /// A `thead`: the first one comes first.
    Head,
    /// A `tbody`.
    #[default]
    Body,
    /// A `tfoot`: the first one comes last.
    Foot,
}
