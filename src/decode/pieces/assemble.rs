//! Pieces → blocks: text blocks, and tagged tables with their cells.
//!
//! A table of data inside a cell of another table of data comes out as a table of its own, after the one around it, and
//! the cell keeps what else it holds. A cell that shows something this program can't read as text (a picture, a table
//! that came out on its own) and no text besides holds U+FFFC, Unicode's mark for an object: it is not blank.

use super::{Group, OBJECT, Piece, tables};
use crate::decode::{Block, Role, TaggedCell, TaggedTable, TextBlock};

/// Makes blocks of the pieces of a document.
pub(in crate::decode) fn blocks(pieces: &[Piece]) -> Vec<Block> {
    let mut maker = Maker::default();
    maker.titles(pieces);
    let mut verdicts = tables::hold_data(pieces).into_iter();
    for piece in pieces {
        match piece {
            Piece::Text { role: Role::PageTitle, .. } => {}
            Piece::Text { text, role, within } => maker.text(text, *role, within),
            Piece::OpenTable { within } => {
                let holds_data = verdicts.next().unwrap_or(false);
                maker.open.push(holds_data.then(|| Building { within: within.clone(), ..Building::default() }));
            }
            Piece::CloseTable => maker.close_table(),
            part => maker.part(part),
        }
    }
    maker.blocks
}

/// A table of data being put together.
#[derive(Debug, Default)]
struct Building {
    within: Vec<u32>,
    /// Which of the blocks it will be; known once it has a row.
    slot: Option<usize>,
    /// The groups of rows that have ended.
    groups: Vec<(Group, Vec<Vec<TaggedCell>>)>,
    /// The group that is open.
    group: Group,
    rows: Vec<Vec<TaggedCell>>,
    cell: Option<Cell>,
}

#[derive(Debug)]
struct Cell {
    text: String,
    row_span: u32,
    column_span: u32,
    origin: u32,
    holds_table: bool,
}

#[derive(Debug, Default)]
struct Maker {
    blocks: Vec<Block>,
    texts: u32,
    tables: u32,
    /// The tables that are open, outermost first; nothing for one that dissolves.
    open: Vec<Option<Building>>,
}

impl Maker {
    /// The page's titles come first, each once.
    fn titles(&mut self, pieces: &[Piece]) {
        let mut seen: Vec<&str> = Vec::new();
        for piece in pieces {
            if let Piece::Text { text, role: Role::PageTitle, .. } = piece
                && !seen.contains(&text.as_str())
            {
                seen.push(text);
                self.block(text, Role::PageTitle, &[]);
            }
        }
    }

    fn block(&mut self, text: &str, role: Role, within: &[u32]) {
        // Each line of a block is counted, so that each has a place of its own.
        let order = self.texts + 1;
        self.texts += text.split('\n').count() as u32;
        self.blocks.push(Block::Text(TextBlock { text: text.to_owned(), role, within: within.to_vec(), order }));
    }

    fn text(&mut self, text: &str, role: Role, within: &[u32]) {
        // The innermost table of data takes it, if one of its cells is open: tables that dissolve leave no trace in it.
        match self.open.iter_mut().rev().flatten().next().and_then(|t| t.cell.as_mut()) {
            Some(cell) => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(text);
            }
            None => self.block(text, role, within),
        }
    }

    /// A part of the innermost table; nothing to do if that one dissolves.
    fn part(&mut self, part: &Piece) {
        let Some(Some(table)) = self.open.last_mut() else { return };
        match *part {
            Piece::OpenGroup(group) => {
                table.end_group();
                table.group = group;
            }
            Piece::OpenRow => {
                if table.slot.is_none() {
                    self.tables += 1;
                    table.slot = Some(self.blocks.len());
                    let (number, within) = (self.tables, table.within.clone());
                    self.blocks.push(Block::Table(TaggedTable { number, within, rows: Vec::new(), is_loose: false }));
                }
                table.rows.push(Vec::new());
            }
            Piece::OpenCell { row_span, column_span, origin } => {
                table.cell = Some(Cell { text: String::new(), row_span, column_span, origin, holds_table: false });
            }
            Piece::CloseCell { pictured } => {
                if let (Some(cell), Some(row)) = (table.cell.take(), table.rows.last_mut()) {
                    let is_object = cell.text.is_empty() && (pictured || cell.holds_table);
                    let text = if is_object { OBJECT.to_string() } else { cell.text };
                    let Cell { row_span, column_span, origin, .. } = cell;
                    row.push(TaggedCell { text, row_span, column_span, origin });
                }
            }
            Piece::Text { .. } | Piece::OpenTable { .. } | Piece::CloseTable => {}
        }
    }

    fn close_table(&mut self) {
        let Some(Some(mut table)) = self.open.pop() else { return };
        table.end_group();
        let Some(slot) = table.slot else { return };
        let rows = table.rows_as_printed();
        let shows_text = rows.iter().flatten().any(|cell| !cell.text.is_empty());
        if let Some(Block::Table(block)) = self.blocks.get_mut(slot) {
            block.rows = rows;
        }
        if let Some(cell) = self.open.iter_mut().rev().flatten().next().and_then(|t| t.cell.as_mut()) {
            cell.holds_table |= shows_text;
        }
    }
}

impl Building {
    /// Ends a group of rows: as the standard says, no cell reaches beyond the group it began in, and a `rowspan` of 0
    /// reaches to its end.
    fn end_group(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        let count = rows.len();
        for (r, row) in rows.iter_mut().enumerate() {
            let left = (count - r) as u32;
            for cell in row {
                cell.row_span = if cell.row_span == 0 { left } else { cell.row_span.min(left) };
            }
        }
        self.groups.push((self.group, rows));
    }

    /// The rows in the order in which a browser prints them: HTML 4 had `tfoot` written before `tbody`, and some pages
    /// write `thead` after it.
    fn rows_as_printed(self) -> Vec<Vec<TaggedCell>> {
        let first = |wanted| self.groups.iter().position(|(group, rows)| *group == wanted && !rows.is_empty());
        let (head, foot) = (first(Group::Head), first(Group::Foot));
        let mut groups: Vec<_> = self.groups.into_iter().enumerate().collect();
        groups.sort_by_key(|(i, _)| i32::from(Some(*i) == foot) - i32::from(Some(*i) == head));
        groups.into_iter().flat_map(|(_, (_, rows))| rows).collect()
    }
}
