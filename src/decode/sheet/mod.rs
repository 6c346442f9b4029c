//! A workbook of Office Open XML (XLSX, XLSM) → blocks: a tagged table for each region of cells, a text for each line that
//! stands alone.
//!
//! Takes bytes; gives what the sheets *show*: numbers in their number format, formulas by the result that was stored with
//! them, hidden rows, columns and sheets left out. A cell whose display can't be told holds U+FFFC and is never a number;
//! one that displays other digits than it stores is warned of. In a workbook that was written again a formula whose result
//! is not the one that the document holds ([`results`]) holds it too. `xlsx` reads the file to a `book`, which names no file
//! format, `format` displays numbers, `regions` tells tables from lines.

mod book;
mod format;
mod regions;
mod results;
mod xlsx;

use super::Block;
use crate::finding::Unreadable;

/// Decodes a workbook of Office Open XML (`.xlsx`, `.xlsm`).
pub fn xlsx(bytes: &[u8]) -> Result<Vec<Block>, Unreadable> {
    regions::blocks(&xlsx::read(bytes, None)?)
}

/// Decodes what an office program has made of a workbook of another format, whose own bytes tell its formulas' results.
pub fn written_again(made: &[u8], own: &[u8]) -> Result<Vec<Block>, Unreadable> {
    regions::blocks(&xlsx::read(made, Some(results::of(own)?))?)
}
