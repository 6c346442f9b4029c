//! A web page → its blocks: runs of text and tables that hold data, in document order.
//!
//! Takes bytes; gives what a reader sees, as the HTML standard has it parsed: scripts, styles, comments and hidden
//! elements are left out; white space is folded; text of neighbouring inline elements is one text, so that
//! `<span>1</span><span>2</span>` is `12` as on the screen; whatever a browser sets apart is set apart here. Style sheets
//! are not read, only `style` attributes.
//!
//! The road: [`tree`] parses within limits, [`walk`] makes of it the flat list of [`pieces`](super::pieces) of which blocks are made.
//! Nothing here recurses, for pages nest as deep as they like.

pub mod shown;
mod style;
mod tree;
mod walk;

use super::pieces::assemble;
use super::{Block, Role, charset};
use crate::finding::{Reason, Unreadable};
use encoding_rs::Encoding;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The encoding must be declared within so many bytes. The standard asks for 1024; templates with long comments in
/// front of it are common, and browsers find those too.
const DECLARED_WITHIN: usize = 8192;

/// `<meta charset=…>`, `<meta http-equiv=… content="…; charset=…">` or `<?xml … encoding=…?>`.
static DECLARATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)"#).ok());

/// Decodes a web page, or a piece cut out of one.
pub fn decode(bytes: &[u8]) -> Result<Vec<Block>, Unreadable> {
    decode_as(bytes, None)
}

/// Decodes a web page whose encoding is declared outside of it too.
pub fn decode_as(bytes: &[u8], outside: Option<&'static Encoding>) -> Result<Vec<Block>, Unreadable> {
    read(&charset::decode(bytes, outside.or_else(|| declared(bytes)))?.text)
}

/// The encoding that a page declares.
pub fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let mut labels = DECLARATION.iter().flat_map(|r| r.captures_iter(head)).filter_map(|found| found.get(1));
    labels.find_map(|label| charset::declared(&String::from_utf8_lossy(label.as_bytes())))
}

/// Where a tag begins in a page's source, in whatever case it is written.
pub(super) fn begins_in(source: &str, tag: &str) -> impl Iterator<Item = usize> {
    let bytes = source.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .filter(move |at| bytes.get(*at..*at + tag.len()).is_some_and(|here| here.eq_ignore_ascii_case(tag.as_bytes())))
}

/// The blocks of a page's source.
pub fn read(source: &str) -> Result<Vec<Block>, Unreadable> {
    let page = tree::parse(source)?;
    let seen = walk::of(&page, walk::Hidden::LeftOut);
    let mut blocks = assemble::blocks(&seen.pieces);
    // Reports that stand behind a tab or are shown by a script once the page has loaded (all of WeChat's are). Only where
    // nothing that counts was visible: elsewhere, what is hidden is often a second copy for small screens.
    let has_table = blocks.iter().any(|b| matches!(b, Block::Table(_)));
    let awaits_script = seen.unseen > seen.shown;
    if seen.hid_table && !has_table || seen.hid_text && !holds_text(&blocks) || awaits_script {
        blocks = assemble::blocks(&walk::of(&page, walk::Hidden::Kept).pieces);
    }
    if !holds_text(&blocks) {
        return Err(Unreadable::new(
            Reason::Empty,
            "the page shows no text; it may be filled in by a script, or show pictures only",
        ));
    }
    Ok(blocks)
}

fn holds_text(blocks: &[Block]) -> bool {
    blocks.iter().any(|b| match b {
        Block::Text(text) => text.role != Role::PageTitle,
        Block::Table(table) => table.rows.iter().flatten().any(|c| !c.text.is_empty()),
        Block::Note(_) => false,
    })
}

#[cfg(test)]
mod tests;
