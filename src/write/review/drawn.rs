//! A document that has no pages → HTML that shows it, with every place that a record may name marked by its name.
//!
//! A web page is shown as published (see `decode::html::shown`), where its own cells are what was read. What was taken out of
//! a script, a mail, a Word file or a sheet is drawn as it was decoded, a text line by line.

use crate::acquire::{Document, MediaType};
use crate::decode::html::{self, shown};
use crate::decode::{self, Block, Content, Role, TaggedTable, charset};
use crate::finding::{Reason, Unreadable};
use crate::place::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A document, drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// What goes into a page's body.
    pub html: String,
    /// It is the page or text as published, not what was decoded of it.
    pub published: bool,
}

/// The name of a place, by which it is marked; none for a place on a page, which is a box.
pub fn name(place: Place) -> Option<String> {
    match place {
        Place::Cell { table, row, cell } => Some(format!("t{table}r{row}c{cell}")),
        Place::Text { line, columns: Some([first, last]) } => Some(format!("l{line}c{first}-{last}")),
        Place::Text { line, columns: None } => Some(format!("l{line}")),
        Place::Page { .. } => None,
    }
}

/// Draws a document; `places` are those that shall be marked within their lines.
pub fn draw(document: &Document, places: &[Place]) -> Result<Drawn, Unreadable> {
    let content = decode::decode(document)?;
    let in_text = places.iter().any(|place| matches!(place, Place::Text { .. }));
    if document.media_type == MediaType::Html
        && !in_text
        && let Some(html) = as_published(document, &content)?
    {
        return Ok(Drawn { html, published: true });
    }
    let mut to = String::new();
    let marks = Marks::of(places);
    let published = document.media_type == MediaType::Text;
    match content {
        Content::Pages(_) => {
            return Err(Unreadable::new(Reason::UnsupportedType, "a document of pages is drawn as pictures"));
        }
        Content::Lines(lines) => {
            to.push_str("<div class=\"lines\">");
            for line in &lines {
                self::line(line.number, &line.text, &marks, true, &mut to);
            }
            to.push_str("</div>");
        }
        Content::Flow(blocks) => blocks.iter().for_each(|block| self::block(block, &marks, &mut to)),
    }
    Ok(Drawn { html: to, published })
}

/// The page as published, if the cells that were read are its own.
fn as_published(document: &Document, read: &Content) -> Result<Option<String>, Unreadable> {
    let outside = document.served.as_ref().and_then(|served| served.charset.as_deref()).and_then(charset::declared);
    let source = charset::decode(&document.bytes, charset::agreed(outside, html::declared(&document.bytes)))?.text;
    let Ok(blocks) = html::read(&source) else { return Ok(None) };
    let own: Vec<&TaggedTable> = blocks.iter().filter_map(table).collect();
    let Content::Flow(read) = read else { return Ok(None) };
    let read: Vec<&TaggedTable> = read.iter().filter_map(table).collect();
    if own.len() != read.len()
        || own.iter().zip(&read).any(|(own, read)| own.number != read.number || own.rows != read.rows)
    {
        return Ok(None);
    }
    let mut names = BTreeMap::new();
    for table in own {
        for (row, cells) in table.rows.iter().enumerate() {
            for (cell, tagged) in cells.iter().enumerate() {
                let at = Place::Cell { table: table.number, row: row as u32 + 1, cell: cell as u32 + 1 };
                names.extend(name(at).map(|name| (tagged.origin, name)));
            }
        }
    }
    shown::safe(&source, &|origin| names.get(&origin).cloned()).map(Some)
}

fn table(block: &Block) -> Option<&TaggedTable> {
    if let Block::Table(table) = block { Some(table) } else { None }
}

/// The columns to mark, by line.
struct Marks(BTreeMap<u32, BTreeSet<[u32; 2]>>);

impl Marks {
    fn of(places: &[Place]) -> Self {
        let mut marks: BTreeMap<u32, BTreeSet<[u32; 2]>> = BTreeMap::new();
        for place in places {
            if let Place::Text { line, columns: Some(columns) } = place {
                marks.entry(*line).or_default().insert(*columns);
            }
        }
        Self(marks)
    }
}

/// Draws a line. Places may overlap: it is cut where any of them begins or ends, and each piece names all it belongs to.
fn line(number: u32, text: &str, marks: &Marks, numbered: bool, to: &mut String) {
    let label = if numbered { format!(" data-line=\"{number}\"") } else { String::new() };
    let _ = write!(to, "<div class=\"line\" data-at=\"l{number}\"{label}>");
    let none = BTreeSet::new();
    let spans = marks.0.get(&number).unwrap_or(&none);
    let covering = |column: u32| spans.iter().filter(move |[first, last]| (*first..=*last).contains(&column));
    let mut open: Option<Vec<&[u32; 2]>> = None;
    for (column, c) in (1u32..).zip(text.chars()) {
        let over: Vec<&[u32; 2]> = covering(column).collect();
        if open.as_ref() != Some(&over) {
            to.push_str(if open.take().is_some_and(|open| !open.is_empty()) { "</span>" } else { "" });
            if !over.is_empty() {
                let names: Vec<String> = over.iter().map(|[first, last]| format!("l{number}c{first}-{last}")).collect();
                let _ = write!(to, "<span class=\"cell\" data-at=\"{}\">", names.join(" "));
            }
            open = Some(over);
        }
        let mut text = [0; 4];
        shown::escape(c.encode_utf8(&mut text), to);
    }
    to.push_str(if open.is_some_and(|open| !open.is_empty()) { "</span></div>" } else { "</div>" });
}

fn block(block: &Block, marks: &Marks, to: &mut String) {
    match block {
        Block::Text(text) => {
            let name = match text.role {
                Role::PageTitle => "title",
                Role::Heading(_) => "heading",
                Role::Paragraph => "paragraph",
            };
            let _ = write!(to, "<div class=\"{name}\">");
            for (number, line) in (text.order..).zip(text.text.split('\n')) {
                self::line(number, line, marks, false, to);
            }
            to.push_str("</div>");
        }
        Block::Table(table) => {
            to.push_str("<table border=\"1\"><tbody>");
            for (row, cells) in table.rows.iter().enumerate() {
                to.push_str("<tr>");
                for (cell, tagged) in cells.iter().enumerate() {
                    let at = Place::Cell { table: table.number, row: row as u32 + 1, cell: cell as u32 + 1 };
                    let (rows, columns) = (tagged.row_span, tagged.column_span);
                    let name = name(at).unwrap_or_default();
                    let _ = write!(to, "<td rowspan=\"{rows}\" colspan=\"{columns}\" data-at=\"{name}\">");
                    for (n, line) in tagged.text.split('\n').enumerate() {
                        to.push_str(if n > 0 { "<br>" } else { "" });
                        shown::escape(line, to);
                    }
                    to.push_str("</td>");
                }
                to.push_str("</tr>");
            }
            to.push_str("</tbody></table>");
        }
        Block::Note(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Marks, line};
    use crate::place::Place;

    #[test]
    fn places_of_a_line_may_overlap() {
        let at = |first, last| Place::Text { line: 7, columns: Some([first, last]) };
        let mut to = String::new();
        line(7, "自<1234", &Marks::of(&[at(3, 4), at(4, 6)]), true, &mut to);
        assert_eq!(
            to,
            "<div class=\"line\" data-at=\"l7\" data-line=\"7\">自&lt;<span class=\"cell\" data-at=\"l7c3-4\">1</span>\
             <span class=\"cell\" data-at=\"l7c3-4 l7c4-6\">2</span><span class=\"cell\" data-at=\"l7c4-6\">34</span></div>"
        );
    }
}
