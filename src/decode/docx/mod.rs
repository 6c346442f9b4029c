//! A Word file → its blocks: runs of text and tables that hold data, in document order.
//!
//! Takes bytes; gives what Word would print, without headers, footers and notes: tracked changes as accepted, results of
//! fields and not their codes, hidden and struck-out text left out, each text box once, merged cells as one cell.
//! The title in the file's properties is not read: it is the template's more often than the report's.
//!
//! The road: [`package`](super::package) opens the file and finds its parts, [`styles`] and [`numbering`]
//! know what a paragraph inherits, [`walk`] makes of the text part the flat list of [`pieces`](super::pieces) of which
//! blocks are made ([`inline`] knows what runs hold, [`story`] gathers paragraphs, [`table`] resolves merged cells). Nothing here recurses.

mod inline;
mod numbering;
mod story;
mod styles;
mod table;
mod walk;

use super::Block;
use super::package::Package;
use super::pieces::assemble;
use crate::finding::{Reason, Unreadable};
use numbering::Numbering;
use styles::Styles;

/// Decodes a Word file.
pub fn decode(bytes: &[u8]) -> Result<Vec<Block>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let name = package.main("word/document.xml")?;
    let main = package.needed(&name)?;
    let related = package.relationships(&name)?;
    let mut beside = |kind| related.iter().find(|r| r.is(kind)).map_or(Ok(None), |r| package.part(&r.target));
    let styles = beside("styles")?.map_or_else(|| Ok(Styles::default()), |text| Styles::read(&text))?;
    let numbering = beside("numbering")?.map_or_else(|| Ok(Numbering::default()), |text| Numbering::read(&text))?;
    let seen = walk::of(&main, &styles, numbering)?;
    let blocks = assemble::blocks(&seen.pieces);
    let holds_text = blocks.iter().any(|block| match block {
        Block::Text(_) => true,
        Block::Table(table) => table.rows.iter().flatten().any(|c| c.text.contains(char::is_alphanumeric)),
        Block::Note(_) => false,
    });
    if holds_text {
        return Ok(blocks);
    }
    Err(if seen.has_foreign_part {
        Unreadable::new(
            Reason::UnsupportedType,
            "its text lies in it as a file of another format: open it in Word, and save it again",
        )
    } else if seen.has_picture {
        Unreadable::new(Reason::ImageOnly, "it holds pictures and no text: get it as text, or read it with OCR")
    } else {
        Unreadable::new(Reason::Empty, "it holds no text")
    })
}

#[cfg(test)]
mod tests;
