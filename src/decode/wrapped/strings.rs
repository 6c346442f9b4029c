//! JSON answers and scripts → the strings in them that hold a report.
//!
//! A string may be HTML or plain text, hold JSON itself, or be escaped once more than needed. JSON is read as JSON
//! wherever it stands (as a file, in a call `f({…})`, after `x =`); anything else is searched for string literals. A title
//! that stands beside the string in the same object goes with it.

use super::{MOST_PARTS, Part, choose, literal, tables_in};
use crate::decode::{Content, charset, html, markdown, text};
use crate::finding::{Reason, Unreadable};
use encoding_rs::Encoding;
use serde_json::Value;

/// How deep strings are opened that hold strings again. Twice was seen.
const DEEPEST: u32 = 4;

/// A string shorter than this, in bytes, holds no table: the smallest of a report takes three hundred.
const SHORTEST: usize = 200;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 90;

/// Names under which a title stands beside its text.
const TITLE_NAMES: [&str; 8] =
    ["title", "doctitle", "articletitle", "infotitle", "contenttitle", "maintitle", "name", "subject"];

/// A string that may be a document.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) title: Option<String>,
}

/// Decodes a JSON answer or a script; `outside` is the encoding that its server declared.
pub fn decode(bytes: &[u8], outside: Option<&'static Encoding>) -> Result<Content, Unreadable> {
    let source = charset::decode(bytes, outside)?.text;
    let found = of(&source);
    if found.is_empty() {
        let message = "it is data or a script, and none of its strings holds a report";
        return Err(Unreadable::new(Reason::NotAReport, message));
    }
    let mut parts = Vec::new();
    for string in found {
        parts.push(Part::new(content(&string.text)?, string.title));
    }
    choose(parts, "data")
}

/// What a string says, as a page or as a text.
pub(super) fn content(text: &str) -> Result<Content, Unreadable> {
    if has_tags(text) {
        html::read(text).map(Content::Flow)
    } else {
        text::read(text).map(markdown::plain).map(Content::Lines)
    }
}

/// The strings of a source that hold tables of a report (where each holds one table, also what stands between them);
/// without any, the longest that could be a document.
pub(super) fn of(source: &str) -> Vec<Found> {
    let mut all = Vec::new();
    open(source, None, DEEPEST, &mut all);
    let tables: Vec<_> = all.iter().map(|f| tables_in(&f.text)).collect();
    let count = |t: usize| tables.iter().filter(|held| held[t]).count();
    let spread = tables.iter().filter(|held| held.contains(&true)).count() > 1;
    if spread && (0..super::TABLES.len()).all(|t| count(t) <= 1) {
        return all;
    }
    let (with, without): (Vec<Found>, Vec<Found>) = all.into_iter().partition(|f| tables_in(&f.text).contains(&true));
    if with.is_empty() { without.into_iter().max_by_key(|f| f.text.len()).into_iter().collect() } else { with }
}

/// Opens a source: as JSON where it is JSON, else by its literals.
fn open(source: &str, title: Option<&str>, deepest: u32, to: &mut Vec<Found>) {
    match json(source) {
        Some(value) => members(&value, title, deepest, to),
        None => {
            for text in literal::literals(source) {
                string(&text, title, deepest, to);
            }
        }
    }
}

/// The JSON of a source: all of it, or what a call or an assignment holds.
fn json(source: &str) -> Option<Value> {
    let source = source.trim().trim_start_matches('\u{FEFF}');
    let first = |s: &str| serde_json::Deserializer::from_str(s).into_iter::<Value>().next().and_then(Result::ok);
    if source.starts_with(['{', '[']) {
        return serde_json::from_str(source).ok().or_else(|| first(source));
    }
    let opens = source.find(['(', '='])?;
    let inside = source[opens + 1..].trim_start();
    inside.starts_with(['{', '[']).then(|| first(inside)).flatten()
}

/// Every string of a value. Values nest at most 128 deep: `serde_json` sees to that.
fn members(value: &Value, title: Option<&str>, deepest: u32, to: &mut Vec<Found>) {
    match value {
        Value::String(text) => string(text, title, deepest, to),
        Value::Array(values) => values.iter().for_each(|v| members(v, title, deepest, to)),
        Value::Object(fields) => {
            let named = |(name, value): (&String, &Value)| {
                let is_title = TITLE_NAMES.contains(&name.to_lowercase().replace('_', "").as_str());
                value.as_str().filter(|_| is_title).map(str::to_owned)
            };
            let mut titles: Vec<String> = fields.iter().filter_map(named).filter(|t| is_title(t)).collect();
            titles.dedup();
            // Of two titles neither is certain to be that of the text.
            let own = match &titles[..] {
                [] => title,
                [one] => Some(one.as_str()),
                _ => None,
            };
            for value in fields.values() {
                // A list of sections has its title beside it.
                members(value, own.filter(|_| !value.is_object()), deepest, to);
            }
        }
        _ => {}
    }
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE && (text.contains("信息公开") || text.contains("信息公開"))
}

/// A string: what it holds, if it could be a document.
fn string(text: &str, title: Option<&str>, deepest: u32, to: &mut Vec<Found>) {
    if text.len() < SHORTEST || to.len() >= MOST_PARTS {
        return;
    }
    let start = text.trim_start();
    if deepest > 1
        && (start.starts_with("{\"") || start.starts_with("[{") || start.starts_with("[\""))
        && json(text).is_some()
    {
        return open(text, title, deepest - 1, to);
    }
    let mut text = text.to_owned();
    for _ in 1..deepest {
        if is_escaped(&text) {
            text = literal::unescaped(&text);
        } else if !has_tags(&text) && text.contains("&lt;") {
            text = entities(&text);
        } else {
            break;
        }
    }
    to.push(Found { text, title: title.map(str::to_owned) });
}

/// Whether the escapes of a string are still in it.
fn is_escaped(text: &str) -> bool {
    text.contains("=\\\"") || text.contains("<\\/") || {
        let codes = text
            .match_indices("\\u")
            .filter(|(at, _)| text.as_bytes().get(at + 2..at + 6).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)));
        codes.take(4).count() == 4
    }
}

/// Whether a text has tags of a page.
fn has_tags(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["<p", "<div", "<table", "<tr", "<td", "<span", "<br", "<h1", "<h2", "<html", "<section"].iter().any(|tag| {
        text.match_indices(tag)
            .any(|(at, _)| text[at + tag.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()))
    })
}

/// Undoes one escaping of a page as text.
pub(super) fn entities(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
