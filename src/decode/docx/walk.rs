//! The text part → pieces: texts, and where tables, rows and cells open and close.
//!
//! One pass over the tags with a stack of what is open. What is not printed is passed over; a cell that shows something
//! this program can't read as text (a picture, a number set by Word itself, text struck out) is noted as holding it.

use super::numbering::Numbering;
use super::story::{Paragraph, Story};
use super::styles::{self, ListPlace, Styles};
use super::table::Table;
use crate::decode::Role;
use crate::decode::package::xml::{Element, Tag, Xml};
use crate::decode::pieces::{OBJECT, Piece};
use crate::finding::{Reason, Unreadable};

/// Texts, cells and rows of one document. The longest reports have some thousands.
const MOST_PIECES: usize = 1_000_000;

/// A heading has at most so many characters; whole reports are set in a heading's style by mistake.
const HEADING_AT_MOST: usize = 60;

/// Elements without text that is printed here: deleted or moved away, settings of what they stand in, reading marks above
/// characters. Tracked changes of settings (`…Change`) hold what was set before.
const PASSED_OVER: [&str; 10] =
    ["del", "moveFrom", "sectPr", "tblPr", "tblPrEx", "tblGrid", "sdtPr", "sdtEndPr", "rt", "rubyPr"];

/// Elements that show something other than text: pictures, charts, objects of other programs, fields to fill in.
const PICTURES: [&str; 8] = ["blip", "imagedata", "OLEObject", "chart", "relIds", "ddList", "checkBox", "contentPart"];

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) pieces: Vec<Piece>,
    /// There is a picture, a chart or an object.
    pub(super) has_picture: bool,
    /// Part of the text is a file of another format.
    pub(super) has_foreign_part: bool,
}

/// An element that is open, as far as it matters to what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    PassedOver,
    Paragraph,
    ParagraphProperties,
    /// Properties of a paragraph's end.
    EndProperties,
    Run,
    RunProperties,
    /// Text; white space at its ends counts, or not.
    Text {
        as_written: bool,
    },
    Code,
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    TextBox,
    Alternatives,
    Alternative {
        shown: u64,
    },
    Raised,
    Other,
}

/// Takes a text part apart.
pub(super) fn of(text: &str, styles: &Styles, numbering: Numbering) -> Result<Seen, Unreadable> {
    let mut walk = Walk {
        styles,
        numbering,
        seen: Seen::default(),
        open: Vec::new(),
        stories: vec![Story::default()],
        tables: Vec::new(),
        pictured: Vec::new(),
        taken: Vec::new(),
        text: String::new(),
        shown: 0,
        blocks: 1,
    };
    let mut xml = Xml::new(text);
    while let Some(tag) = xml.next()? {
        match tag {
            Tag::Open(element) => {
                let part = walk.open(&element);
                walk.open.push(part);
            }
            Tag::Close(_) => walk.close(),
            Tag::Text(text) => match walk.open.last() {
                Some(Part::Text { .. }) => walk.text.push_str(&text),
                Some(Part::Code) => walk.story().code(&text),
                _ => {}
            },
        }
        if walk.seen.pieces.len() > MOST_PIECES {
            let message = format!("it has more than {MOST_PIECES} paragraphs and cells, which is the limit");
            return Err(Unreadable::new(Reason::Memory, message));
        }
    }
    walk.flush();
    Ok(walk.seen)
}

/// The walk over the tags.
pub(super) struct Walk<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    seen: Seen,
    open: Vec<Part>,
    /// The document's story, and those of the text boxes that are open. Never empty.
    stories: Vec<Story>,
    tables: Vec<Table>,
    /// For each open cell: whether it shows something that is not text.
    pictured: Vec<bool>,
    /// For each open choice between renderings: whether one was taken.
    taken: Vec<bool>,
    /// The text that is open.
    pub(super) text: String,
    /// Counts what shows, to see whether there was any.
    pub(super) shown: u64,
    /// Counts paragraphs and tables.
    blocks: u32,
}

impl Walk<'_> {
    pub(super) fn story(&mut self) -> &mut Story {
        let last = self.stories.len() - 1;
        &mut self.stories[last]
    }

    /// Enters an element.
    fn open(&mut self, element: &Element) -> Part {
        let parent = self.open.last().copied().unwrap_or(Part::Other);
        let name = element.name();
        match (parent, name) {
            (Part::PassedOver, _) => return Part::PassedOver,
            (Part::EndProperties, "del" | "moveFrom") => self.story().paragraph.goes_on = true,
            (Part::EndProperties, "vanish") if element.is_on() => self.story().paragraph.goes_on = true,
            (Part::RowProperties, "del" | "hidden") if name == "del" || element.is_on() => self.drop_row(),
            (_, name) if name.ends_with("Change") || PASSED_OVER.contains(&name) => return Part::PassedOver,
            (Part::ParagraphProperties, _) => return self.paragraph_property(element),
            (Part::RunProperties, "rStyle") => {
                let look = element.val().map(|style| self.styles.character(&style)).unwrap_or_default();
                self.story().character = look;
            }
            (Part::RunProperties, _) => self.story().own.note(element),
            (Part::RowProperties, "gridBefore") => {
                if let (Some(table), Some(columns)) = (self.tables.last_mut(), element.number("val")) {
                    table.skip_columns(columns, &mut self.seen.pieces);
                }
            }
            (Part::CellProperties, _) => {
                if let Some(table) = self.tables.last_mut() {
                    table.note(element);
                }
            }
            (Part::Run, _) => return self.in_run(element),
            _ => return self.block(element, parent),
        }
        Part::Other
    }

    /// Enters what holds text, or what stands between texts.
    pub(super) fn block(&mut self, element: &Element, parent: Part) -> Part {
        let pieces = &mut self.seen.pieces;
        match element.name() {
            "p" => {
                if !self.story().paragraph.goes_on {
                    self.flush();
                }
                let style = self.styles.of(None);
                self.story().paragraph = Paragraph { look: style.look, heading: style.heading, ..Paragraph::default() };
                return Part::Paragraph;
            }
            "pPr" if parent == Part::Paragraph => return Part::ParagraphProperties,
            "r" => {
                let story = self.story();
                (story.own, story.character) = Default::default();
                return Part::Run;
            }
            "tbl" => {
                self.flush();
                self.blocks += 1;
                self.seen.pieces.push(Piece::OpenTable { within: vec![1, self.blocks] });
                self.tables.push(Table::default());
                return Part::Table;
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.open_row(pieces);
                    return Part::Row;
                }
            }
            "trPr" if parent == Part::Row => return Part::RowProperties,
            "tc" => {
                if let Some(table) = self.tables.last_mut().filter(|t| t.has_open_row()) {
                    table.open_cell(pieces);
                    self.pictured.push(false);
                    return Part::Cell;
                }
            }
            "tcPr" if parent == Part::Cell => return Part::CellProperties,
            "altChunk" => {
                self.seen.has_foreign_part = true;
                self.picture();
            }
            "AlternateContent" => {
                self.taken.push(false);
                return Part::Alternatives;
            }
            "Choice" | "Fallback" if parent == Part::Alternatives => {
                let is_taken = self.taken.last().copied().unwrap_or(false);
                return if is_taken { Part::PassedOver } else { Part::Alternative { shown: self.shown } };
            }
            "txbxContent" => {
                self.stories.push(Story::default());
                return Part::TextBox;
            }
            "textpath" => self.word_art(element),
            // Raised or lowered in a formula, or the lower half of a fraction.
            "sup" | "sub" | "den" => {
                self.story().run.raise();
                return Part::Raised;
            }
            name if PICTURES.contains(&name) => self.picture(),
            _ => {}
        }
        Part::Other
    }

    fn paragraph_property(&mut self, element: &Element) -> Part {
        match element.name() {
            "rPr" => return Part::EndProperties,
            // The list and level stand in an element of their own, which changes nothing.
            "numPr" => return Part::ParagraphProperties,
            "pStyle" => {
                let style = self.styles.of(element.val().as_deref());
                let paragraph = &mut self.story().paragraph;
                (paragraph.look, paragraph.heading) = (style.look, style.heading);
                paragraph.place = style.list_place();
            }
            "numId" => self.story().paragraph.list = element.number("val"),
            "ilvl" => self.story().paragraph.list_level = element.number("val"),
            "outlineLvl" => self.story().paragraph.heading = styles::level(element),
            _ => {}
        }
        Part::Other
    }

    /// Leaves the element entered last.
    fn close(&mut self) {
        match self.open.pop().unwrap_or(Part::Other) {
            Part::Text { as_written } => {
                let text = std::mem::take(&mut self.text);
                // Line ends of the source are spaces to Word.
                let text = text.replace(['\n', '\r'], " ");
                self.show(if as_written { &text } else { text.trim_matches([' ', '\t']) });
            }
            Part::ParagraphProperties if self.open.last() == Some(&Part::Paragraph) => self.count(),
            Part::Paragraph => {
                self.story().end_codes();
                if !self.story().paragraph.goes_on {
                    self.flush();
                }
            }
            Part::TextBox => {
                self.flush();
                self.stories.pop();
            }
            Part::Alternatives => {
                self.taken.pop();
            }
            Part::Alternative { shown } => {
                if let Some(taken) = self.taken.last_mut() {
                    *taken = self.shown > shown;
                }
            }
            Part::Raised => self.story().run.raise(),
            Part::CellProperties => {
                let Some(table) = self.tables.last_mut() else { return };
                if !table.settle_cell(&mut self.seen.pieces) {
                    self.pictured.pop();
                    self.pass_over(Part::Cell);
                }
            }
            Part::Cell => {
                self.flush();
                let pictured = self.pictured.pop().unwrap_or(false);
                self.seen.pieces.push(Piece::CloseCell { pictured });
            }
            Part::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_row();
                }
            }
            Part::Table => {
                self.flush();
                self.tables.pop();
                self.seen.pieces.push(Piece::CloseTable);
            }
            _ => {}
        }
    }

    /// Takes back the row whose properties are open.
    fn drop_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.drop_row(&mut self.seen.pieces);
            self.pass_over(Part::Row);
        }
    }

    /// Passes over the rest of the innermost open element of a kind.
    fn pass_over(&mut self, kind: Part) {
        if let Some(part) = self.open.iter_mut().rev().find(|part| **part == kind) {
            *part = Part::PassedOver;
        }
    }

    /// Counts a paragraph in its list, now that its properties are known.
    fn count(&mut self) {
        let in_cell = !self.pictured.is_empty();
        let paragraph = &self.story().paragraph;
        let from_style = paragraph.place;
        let list = paragraph.list.or(from_style.map(|p| p.list)).filter(|&list| list > 0);
        let level = paragraph.list_level.or(from_style.map(|p| p.level)).unwrap_or(0);
        let Some(place) = list.map(|list| ListPlace { list, level }).filter(|_| !paragraph.goes_on) else { return };
        let label = self.numbering.next(place);
        if in_cell {
            self.story().paragraph.is_counted = self.numbering.shows(place);
        } else if let Some(label) = label {
            let gap = if label.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
            self.story().run.push(&format!("{label}{gap}"), true);
        }
    }

    pub(super) fn picture(&mut self) {
        self.shown += 1;
        self.seen.has_picture = true;
        if let Some(pictured) = self.pictured.last_mut() {
            *pictured = true;
        }
    }

    /// Ends the run of text.
    fn flush(&mut self) {
        let in_cell = !self.pictured.is_empty();
        let story = self.story();
        let is_counted = std::mem::take(&mut story.paragraph.is_counted);
        let heading = story.paragraph.heading;
        match story.take() {
            // Before a number in a cell stands another, which Word sets: which of them is meant can't be told.
            Some(text) if is_counted && !text.contains(char::is_alphabetic) => {
                self.text_piece(format!("{OBJECT}{text}"), Role::Paragraph);
            }
            Some(text) => {
                let is_short = text.chars().count() <= HEADING_AT_MOST;
                let role = heading.filter(|_| is_short && !in_cell).map_or(Role::Paragraph, Role::Heading);
                self.text_piece(text, role);
            }
            None if is_counted => self.picture(),
            None => {}
        }
    }

    pub(super) fn text_piece(&mut self, text: String, role: Role) {
        self.shown += 1;
        self.blocks += 1;
        self.seen.pieces.push(Piece::Text { text, role, within: vec![1, self.blocks] });
    }
}
