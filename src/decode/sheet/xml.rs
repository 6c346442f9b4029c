//! XML → a flat run of elements and texts, without namespaces: all that the parts of a workbook need.

use crate::finding::{Reason, Unreadable};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Levels of nesting. A workbook's parts have about ten.
const DEEPEST: usize = 256;

/// A part of an XML text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An element begins. One that is empty ends right after.
    Open(Tag),
    /// The element entered last ends.
    Close(String),
    /// Characters.
    Text(String),
}

/// An element with its attributes, prefixes cut off.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn read(start: &BytesStart) -> Self {
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let pair = |a: quick_xml::events::attributes::Attribute| {
            let value = a
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| a.value.to_string(), std::borrow::Cow::into_owned);
            (a.key.local_name().as_ref().to_owned(), value)
        };
        Self { name: start.local_name().as_ref().to_owned(), attributes: attributes.map(pair).collect() }
    }

    /// An attribute by its name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// An attribute that counts.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// An attribute that says yes or no.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).map(|v| !matches!(v.trim(), "0" | "false" | "off"))
    }
}

/// Walks an XML text, and hands each part to `each`.
pub(super) fn walk(source: &str, mut each: impl FnMut(Part) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let damaged = |what: &str| Unreadable::new(Reason::Damaged, format!("a part of the workbook is damaged: {what}"));
    let mut reader = Reader::from_str(source.trim_start_matches('\u{FEFF}'));
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|e| damaged(&e.to_string()))? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(damaged("its elements are nested too deep"));
                }
                each(Part::Open(Tag::read(&start)))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                each(Part::Close(end.local_name().as_ref().to_owned()))?;
            }
            Event::Text(text) => each(Part::Text(text.xml10_content().into_owned()))?,
            Event::CData(text) => each(Part::Text(text.xml10_content().into_owned()))?,
            Event::GeneralRef(entity) => {
                let known = entity.resolve_char_ref().ok().flatten().or(match entity.as_ref() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                // What an unknown entity stands for was declared elsewhere: it is not guessed.
                each(Part::Text(known.unwrap_or('\u{FFFD}').to_string()))?;
            }
            Event::Eof if depth > 0 => return Err(damaged("it is cut short")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_characters_and_unknown_ones_are_not_guessed() {
        let mut text = String::new();
        let mut open = 0;
        walk("<a><b x='1&amp;2'/>&#20844;&#x5F00;&lt;&x;</a>", |part| {
            match part {
                Part::Text(t) => text.push_str(&t),
                Part::Open(tag) => {
                    open += 1;
                    assert!(tag.name != "b" || tag.get("x") == Some("1&2"));
                }
                Part::Close(_) => {}
            }
            Ok(())
        })
        .unwrap();
        assert_eq!((text.as_str(), open), ("公开<\u{FFFD}", 2));
    }

    #[test]
    fn what_is_cut_short_or_too_deep_is_damaged() {
        for source in ["<a><b></b>".to_owned(), "<a>".repeat(1000)] {
            assert_eq!(walk(&source, |_| Ok(())).map_err(|e| e.reason), Err(Reason::Damaged));
        }
    }
}
