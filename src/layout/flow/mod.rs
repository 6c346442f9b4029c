//! Blocks of a web page → a [`Sheet`]: each tagged table a full grid, each run of text its lines.
//!
//! [`grid`] places cells by the standard's table algorithm, [`body`] tells the report from the page around it. Running
//! text of the body is laid out as a plain text is, for some pages set their tables in `pre`, with `br` and spaces, or a
//! paragraph a row. What stands outside the body comes out as furniture, in its place.

mod body;
mod grid;

use super::{Item, LineKind, Sheet, Step, TextLine, paragraphs, text};
use crate::decode::{Block, Line, Role, TextBlock};
use crate::place::Place;
use std::collections::BTreeSet;

/// Lays out the blocks of a web page.
pub fn lay_out(blocks: &[Block]) -> Sheet {
    let body = body::find(blocks);
    let mut sheet = Sheet::default();
    sheet.trace.steps.push(Step { message: body.message.clone(), at: body.place });
    let opening: BTreeSet<u32> =
        blocks.iter().filter_map(|b| if let Block::Text(text) = b { Some(text.order) } else { None }).collect();
    let mut running = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        match block {
            Block::Text(text) => match kind_of(text, body.holds(i)) {
                LineKind::Body => running.extend(lines(text)),
                kind => {
                    running_text(&std::mem::take(&mut running), &mut sheet);
                    plain(&lines(text).collect::<Vec<_>>(), kind, &mut sheet);
                }
            },
            Block::Table(table) => {
                running_text(&std::mem::take(&mut running), &mut sheet);
                let grid = grid::of(table, &mut sheet.trace.steps);
                sheet.trace.marks_in += table.rows.iter().flatten().map(|c| marks(&c.text)).sum::<u32>();
                sheet.trace.marks_in_cells += grid.cells.iter().map(|c| marks(&c.text)).sum::<u32>();
                sheet.items.push(Item::Grid(grid));
            }
            Block::Note(_) => {}
        }
    }
    running_text(&running, &mut sheet);
    let opens = |at: &Place| matches!(at, Place::Text { line, .. } if opening.contains(line));
    paragraphs::mark(&mut sheet.items, opens);
    sheet
}

/// Adds a stretch of running text: as the layout of texts finds it if it finds a table there, else line by line.
fn running_text(lines: &[Line], sheet: &mut Sheet) {
    let found = text::lay_out(lines);
    if !found.items.iter().any(|item| matches!(item, Item::Grid(_))) {
        return plain(lines, LineKind::Body, sheet);
    }
    sheet.trace.marks_in += found.trace.marks_in;
    sheet.trace.marks_in_cells += found.trace.marks_in_cells;
    sheet.trace.marks_in_lines += found.trace.marks_in_lines;
    sheet.trace.marks_aside += found.trace.marks_aside;
    sheet.trace.steps.extend(found.trace.steps);
    sheet.items.extend(found.items);
}

/// Adds lines as they are; those that say nothing are not needed.
fn plain(lines: &[Line], kind: LineKind, sheet: &mut Sheet) {
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        sheet.trace.marks_in += marks(&line.text);
        sheet.trace.marks_in_lines += marks(&line.text);
        let at = Place::Text { line: line.number, columns: None };
        sheet.items.push(Item::Line(TextLine { text: line.text.clone(), at, kind, goes_on: false }));
    }
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

/// The lines of a block, counted on from its own number.
fn lines(block: &TextBlock) -> impl Iterator<Item = Line> {
    block.text.split('\n').zip(block.order..).map(|(text, number)| Line { number, text: text.to_owned() })
}

#[cfg(test)]
mod tests;
