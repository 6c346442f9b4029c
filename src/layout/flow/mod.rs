//! Blocks of a web page → a [`Sheet`]: each tagged table a full grid, each run of text its lines.
//!
//! [`grid`] places cells by the standard's table algorithm, [`body`] tells the report from the page around it. Nothing is
//! set aside: what stands outside the body comes out as furniture, in its place.

mod body;
mod grid;

use super::{Item, LineKind, Sheet, Step, TextLine};
use crate::decode::{Block, Role, TextBlock};

/// Lays out the blocks of a web page.
pub fn lay_out(blocks: &[Block]) -> Sheet {
    let body = body::find(blocks);
    let mut sheet = Sheet::default();
    sheet.trace.steps.push(Step { message: body.message.clone(), at: body.place });
    for (i, block) in blocks.iter().enumerate() {
        match block {
            Block::Text(text) => {
                sheet.trace.marks_in += marks(&text.text);
                let kind = kind_of(text, body.holds(i));
                for line in lines(text, kind) {
                    sheet.trace.marks_in_lines += marks(&line.text);
                    sheet.items.push(Item::Line(line));
                }
            }
            Block::Table(table) => {
                sheet.trace.marks_in += table.rows.iter().flatten().map(|c| marks(&c.text)).sum::<u32>();
                let grid = grid::of(table, &mut sheet.trace.steps);
                sheet.trace.marks_in_cells += grid.cells.iter().map(|c| marks(&c.text)).sum::<u32>();
                sheet.items.push(Item::Grid(grid));
            }
        }
    }
    sheet
}

/// Characters that are not white space.
fn marks(text: &str) -> u32 {
    text.chars().filter(|c| !c.is_whitespace()).count() as u32
}

fn kind_of(text: &TextBlock, is_in_body: bool) -> LineKind {
    match text.role {
        Role::PageTitle => LineKind::PageTitle,
        _ if !is_in_body => LineKind::Furniture,
        Role::Heading(_) => LineKind::Heading,
        Role::Paragraph => LineKind::Body,
    }
}

/// A line for each line of the block that says something; they share its place.
fn lines(block: &TextBlock, kind: LineKind) -> impl Iterator<Item = TextLine> {
    let said = block.text.split('\n').filter(|line| !line.trim().is_empty());
    said.map(move |line| TextLine { text: line.to_owned(), at: block.place(), kind })
}

#[cfg(test)]
mod tests;
