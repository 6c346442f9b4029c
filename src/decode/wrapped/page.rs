//! A web page, and what it would put into itself: a report in a script's string, a template, a text field.
//!
//! What the page shows wins. Only where it shows no table of a report is one looked for in what it hides from a reader
//! without scripts; where both hold one and their digits differ, that is said.

use super::{Part, choose, noted, strings, tables_in};
use crate::decode::{Block, Content, charset, html};
use crate::finding::{Finding, Severity, Unreadable};
use encoding_rs::Encoding;

/// Elements whose text is looked into, and is not shown as a part of the page.
const HOLDERS: [&str; 4] = ["script", "template", "noscript", "textarea"];

/// So many of them are looked into. Pages load some dozens of scripts.
const MOST_HOLDERS: usize = 500;

/// Decodes a web page; `outside` is the encoding that its server declared.
pub fn decode(bytes: &[u8], outside: Option<&'static Encoding>) -> Result<Content, Unreadable> {
    let source = charset::decode(bytes, charset::agreed(outside, html::declared(bytes)))?.text;
    let shown = html::read(&source);
    let inside = || -> Vec<Part> {
        let strings =
            holders(&source).into_iter().filter(|(_, text)| !is_mute(text)).flat_map(|(name, text)| held(name, text));
        let strings = strings.filter(|s| tables_in(&s.text).contains(&true));
        strings.filter_map(|s| Some(Part::new(strings::content(&s.text).ok()?, s.title))).collect()
    };
    match shown {
        Err(error) => {
            let parts = inside();
            if parts.is_empty() { Err(error) } else { choose(parts, "page's scripts") }
        }
        Ok(blocks) => {
            let shown = Part::new(Content::Flow(blocks), None);
            let mut parts = inside();
            if shown.tables.iter().filter(|t| **t).count() == 0 {
                if parts.is_empty() {
                    return Ok(shown.finish());
                }
                return choose(parts, "page's scripts").map(|content| titled(content, &shown.content));
            }
            // The page's head and foot hold digits too: only what is shown in full inside it is the same.
            let digits = if parts.is_empty() { String::new() } else { shown.digits() };
            parts.retain(|p| p.has_tables() && !digits.contains(&p.digits()));
            if parts.is_empty() {
                return Ok(shown.finish());
            }
            let message =
                "a script of the page holds a report with other figures than the page shows: what is shown is read";
            Ok(noted(shown.finish(), Finding::new("several-reports", Severity::Error, message)))
        }
    }
}

/// The titles of the page that shows it go before a content.
fn titled(content: Content, page: &Content) -> Content {
    let (mut blocks, page) = match (content, page) {
        (Content::Flow(blocks), Content::Flow(page)) => (blocks, page),
        (content, _) => return content,
    };
    let is_title = |b: &&Block| matches!(b, Block::Text(t) if t.role == crate::decode::Role::PageTitle);
    let titles: Vec<Block> = page.iter().filter(is_title).cloned().collect();
    blocks.splice(0..0, titles);
    Content::Flow(blocks)
}

/// The elements of a page that hold what it does not show, by name, with their source.
fn holders(source: &str) -> Vec<(&'static str, &str)> {
    let mut found = Vec::new();
    for name in HOLDERS {
        let (opening, closing) = (format!("<{name}"), format!("</{name}"));
        let mut from = 0;
        while let Some(at) = tag(source, from, &opening) {
            let Some(start) = source[at..].find('>').map(|end| at + end + 1) else { break };
            let end = tag(source, start, &closing).unwrap_or(source.len());
            if found.len() < MOST_HOLDERS {
                found.push((name, &source[start..end]));
            }
            from = end.max(at + opening.len());
        }
    }
    found
}

/// Where a tag begins next, in whatever case it is written.
fn tag(source: &str, from: usize, begins: &str) -> Option<usize> {
    html::begins_in(&source[from..], begins).next().map(|at| from + at)
}

/// Whether a source has no Chinese word, not even as the escapes of a string: most scripts of a page.
fn is_mute(source: &str) -> bool {
    source.is_ascii() && !source.contains("\\u")
}

/// The documents that one of them may hold.
fn held(name: &str, text: &str) -> Vec<strings::Found> {
    match name {
        "script" => strings::of(text),
        "textarea" => vec![strings::Found { text: strings::entities(text), title: None }],
        _ => vec![strings::Found { text: text.to_owned(), title: None }],
    }
}
