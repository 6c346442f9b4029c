//! A [`Document`] → its [`Content`]: pages of placed marks and drawn rules, lines of text, or a
//! flow of blocks with tagged tables.
//!
//! Nothing is inferred here: no columns, no tables that are not tagged, no meaning. Every mark lies inside its page.

pub mod charset;
pub mod docx;
pub mod html;
mod markdown;
mod package;
pub mod pdf;
mod pieces;
mod quiet;
pub mod second;
pub mod sheet;
pub mod text;
mod unsure;
pub mod wrapped;

use crate::acquire::{Document, MediaType, media, office};
use crate::finding::{Finding, Reason, Severity, Unreadable};
use crate::place::{Area, Place};
use serde::Serialize;
use smol_str::SmolStr;

/// What a document holds, in the shape its format gives it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Placed marks and rules: a PDF.
    Pages(Vec<Page>),
    /// Lines of plain text.
    Lines(Vec<Line>),
    /// Text blocks and tagged tables in document order: a web page, a Word file.
    Flow(Vec<Block>),
}

impl Content {
    /// Where the text may not say what is meant: on pages, by [`unsure`]; in a flow, the places that its decoder warns of.
    pub fn doubtful_places(&self) -> Vec<Place> {
        let Self::Pages(pages) = self else {
            return self.findings().filter(|f| f.severity > Severity::Note).filter_map(|f| f.at).collect();
        };
        pages.iter().flat_map(unsure::places).collect()
    }
}

impl Content {
    /// What its decoder has to say of it.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let blocks = if let Self::Flow(blocks) = self { &blocks[..] } else { &[] };
        blocks.iter().filter_map(|b| if let Block::Note(finding) = b { Some(finding) } else { None })
    }
}

/// Decodes a document by its type.
pub fn decode(document: &Document) -> Result<Content, Unreadable> {
    if document.bytes.is_empty() {
        return Err(Unreadable::new(Reason::Empty, "the file is empty"));
    }
    let outside = document.served.as_ref().and_then(|s| s.charset.as_deref()).and_then(charset::declared);
    match document.media_type {
        MediaType::Pdf => pdf::decode(&document.bytes).map(Content::Pages),
        MediaType::Html => wrapped::page::decode(&document.bytes, outside),
        MediaType::Mail => wrapped::mail::decode(&document.bytes),
        MediaType::Json | MediaType::Script => wrapped::strings::decode(&document.bytes, outside),
        MediaType::Text => text::decode_as(&document.bytes, outside).map(markdown::plain).map(Content::Lines),
        MediaType::Xlsx => sheet::xlsx(&document.bytes).map(Content::Flow),
        MediaType::Encrypted => Err(Unreadable::new(
            Reason::Encrypted,
            "it is an office file behind a password: save a copy without one, and convert that",
        )),
        MediaType::Docx => docx::decode(&document.bytes).map(Content::Flow),
        MediaType::Doc | MediaType::Rtf | MediaType::Odt | MediaType::Xls | MediaType::Ods => {
            written_again(document).map(Content::Flow)
        }
        MediaType::Other if media::is_broken(&document.bytes) => Err(Unreadable::new(
            Reason::Damaged,
            "it is an office file or archive that was cut short or changed on its way: get the file again",
        )),
        MediaType::Other => Err(Unreadable::new(
            Reason::UnsupportedType,
            "its content is no text, web page, mail, PDF, Word file or XLSX workbook: convert it to one of these",
        )),
    }
}

/// Decodes a document by what an office program made of it.
fn written_again(document: &Document) -> Result<Vec<Block>, Unreadable> {
    if let Some(why) = office::refusal(document) {
        return Err(why);
    }
    match &document.rendition {
        Some(Ok(made)) if matches!(document.media_type, MediaType::Xls | MediaType::Ods) => {
            sheet::written_again(made, &document.bytes)
        }
        Some(Ok(made)) => docx::decode(made),
        Some(Err(why)) => Err(why.clone()),
        None => Err(Unreadable::new(Reason::UnsupportedType, office::HOW_TO_INSTALL)),
    }
}

/// A page: what is printed on it and where, in points from its top left, as a reader sees it (rotation applied).
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// The page, counted from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The glyphs, in the order they were drawn.
    pub marks: Vec<Mark>,
    /// The drawn lines and thin filled rectangles.
    pub rules: Vec<Rule>,
    /// Share of the page that pictures cover, 0 to 1.
    pub pictured: f32,
    /// How far the text of the page can be trusted.
    pub trust: Trust,
}

/// One glyph, or what one glyph stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// The text it stands for, as the source encodes it (not normalised); held in place, as there are thousands a page.
    pub text: SmolStr,
    /// Its box: advance wide, one glyph size high.
    pub area: Area,
    /// Glyph size in points.
    pub size: f32,
    /// Set in vertical writing.
    pub vertical: bool,
    /// Drawn invisibly (an OCR layer, hidden text).
    pub hidden: bool,
    /// The text is a fallback guess (character code without a map): it may be wrong.
    pub guessed: bool,
}

/// Direction of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Left to right.
    Horizontal,
    /// Top to bottom.
    Vertical,
}

/// A drawn straight line, horizontal or vertical.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// Which way it runs.
    pub direction: Direction,
    /// Its fixed coordinate: y of a horizontal, x of a vertical rule.
    pub at: f32,
    /// Where it starts along its direction.
    pub from: f32,
    /// Where it ends along its direction.
    pub to: f32,
    /// How thick it is.
    pub thickness: f32,
}

/// Counts that tell whether a page's text can be trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Trust {
    /// All visible glyphs.
    pub glyphs: u32,
    /// Glyphs for which no text could be found.
    pub unmapped: u32,
    /// Glyphs whose text is a private-use or replacement character.
    pub private: u32,
    /// Glyphs whose text is a fallback guess.
    pub guessed: u32,
    /// Glyphs drawn outside the page, which nobody sees and which are left out.
    pub outside: u32,
}

/// A line of a text, without its line end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The line, counted from 1.
    pub number: u32,
    /// What stands in it, [`Line::UNPRINTED`] where a mark stands that is none of the text.
    pub text: String,
}

impl Line {
    /// A zero-width space keeps the place of a character that is not printed, so that those after it keep theirs.
    pub const UNPRINTED: char = '\u{200b}';
}

/// A piece of a web page or Word file, in document order.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph, heading, list item or other run of text with a break before and after it.
    Text(TextBlock),
    /// A table that holds data (a layout table is dissolved into blocks).
    Table(TaggedTable),
    /// Nothing that is printed: what the decoder left out, or could not settle.
    Note(Finding),
}

/// A run of text between two breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextBlock {
    /// The text; inner line breaks (`<br>`) kept as `\n`, other white space folded as HTML says.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// The chain of block elements it stands in, outermost first, each a number unique in the document.
    pub within: Vec<u32>,
    /// Counted from 1 in document order; becomes the line in its [`Place`].
    pub order: u32,
}

impl TextBlock {
    /// Its place: blocks of a web page are counted as lines.
    pub fn place(&self) -> Place {
        Place::Text { line: self.order, columns: None }
    }
}

/// What a run of text is in its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The page's `<title>` or a title given in its meta data.
    PageTitle,
    /// A heading element of the given level.
    Heading(u8),
    /// Anything else.
    Paragraph,
}

/// A table as tagged: rows of cells with their spans, before any grid is made of it.
#[derive(Debug, Clone, Serialize)]
pub struct TaggedTable {
    /// Counted from 1 in document order, over all data tables.
    pub number: u32,
    /// The chain of block elements it stands in, outermost first.
    pub within: Vec<u32>,
    /// Its rows as written.
    pub rows: Vec<Vec<TaggedCell>>,
    /// Nothing tells a cell that is empty from one that is not there (a sheet without lines).
    pub is_loose: bool,
}

/// A cell as tagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaggedCell {
    /// Its text, inner breaks kept as `\n`.
    pub text: String,
    /// Rows it claims, at least 1.
    pub row_span: u32,
    /// Columns it claims, at least 1.
    pub column_span: u32,
    /// Which `td` or `th` of its web page it is, counted from 1 in the order of the source; 0 in other documents.
    #[serde(skip)]
    pub origin: u32,
}
