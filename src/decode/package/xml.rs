//! XML text → tags and texts, one after the other: `quick-xml` with limits, and without anything done in silence.
//!
//! Names are taken without their prefix: files of the strict kind have other namespaces for the same elements. Entities
//! that a document defines itself are not expanded (no office program writes any): each becomes U+FFFD, so that no number passes for
//! complete.

use crate::finding::{Reason, Unreadable};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Levels of nesting. Word's own limit for tables in tables is 20, each some six elements deep.
const DEEPEST: usize = 4096;

/// What comes next.
#[derive(Debug)]
pub(in crate::decode) enum Tag<'a> {
    /// An element begins. One that is empty begins and ends.
    Open(Element<'a>),
    /// The last element that began ends.
    Close(End<'a>),
    /// Text in the last element that began and has not ended.
    Text(Cow<'a, str>),
}

/// The end of an element.
#[derive(Debug)]
pub(in crate::decode) struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// Its name, without prefix.
    pub(in crate::decode) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }
}

/// The beginning of an element.
#[derive(Debug)]
pub(in crate::decode) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name, without prefix.
    pub(in crate::decode) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// An attribute by its name without prefix; one that can't be read is as good as none.
    pub(in crate::decode) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|a| local(a.key.into_inner()) == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// The attribute that most elements of Word have.
    pub(in crate::decode) fn val(&self) -> Option<String> {
        self.attr("val")
    }

    /// An attribute that switches on or off; nothing if it is not there.
    pub(in crate::decode) fn flag(&self, name: &str) -> Option<bool> {
        self.attr(name).map(|v| !matches!(v.trim(), "0" | "false" | "off" | "none"))
    }

    /// The attribute as a number; nothing if it is none.
    pub(in crate::decode) fn number(&self, name: &str) -> Option<u32> {
        self.attr(name)?.trim().parse().ok()
    }

    /// Whether an on-off element switches on.
    pub(in crate::decode) fn is_on(&self) -> bool {
        self.flag("val") != Some(false)
    }
}

fn local(name: &str) -> &str {
    name.bytes().rposition(|byte| byte == b':').map_or(name, |at| &name[at + 1..])
}

/// A text being read.
pub(in crate::decode) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    pub(in crate::decode) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// What comes next; nothing at the end.
    pub(in crate::decode) fn next(&mut self) -> Result<Option<Tag<'a>>, Unreadable> {
        loop {
            let tag = match self.reader.read_event().map_err(|error| broken(&error.to_string()))? {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(broken(&format!(
                            "elements are nested more than {DEEPEST} deep, which is the limit"
                        )));
                    }
                    Tag::Open(Element(start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Tag::Close(End(end))
                }
                Event::Text(text) => Tag::Text(text.xml10_content()),
                Event::CData(text) => Tag::Text(text.xml10_content()),
                Event::GeneralRef(entity) => Tag::Text(Cow::Owned(character(&entity).to_string())),
                Event::Eof if self.depth > 0 => return Err(broken("it breaks off in the middle")),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return Ok(Some(tag));
        }
    }
}

fn character(entity: &quick_xml::events::BytesRef) -> char {
    match &**entity {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => entity.resolve_char_ref().ok().flatten().unwrap_or('\u{FFFD}'),
    }
}

fn broken(why: &str) -> Unreadable {
    Unreadable::new(
        Reason::Damaged,
        format!("its XML is broken ({why}): open it in an office program, and save it again"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_characters_and_unknown_ones_are_not_guessed() {
        let mut xml = Xml::new("<a><b x='1&amp;2'/>&#20844;&#x5F00;&lt;&x;</a>");
        let (mut text, mut told) = (String::new(), Vec::new());
        while let Some(tag) = xml.next().unwrap() {
            match tag {
                Tag::Open(element) => told.push((element.name().to_owned(), element.attr("x"))),
                Tag::Close(end) => told.push((format!("/{}", end.name()), None)),
                Tag::Text(t) => text.push_str(&t),
            }
        }
        assert_eq!(text, "公开<\u{FFFD}");
        let expected = [("a", None), ("b", Some("1&2")), ("/b", None), ("/a", None)];
        assert_eq!(told, expected.map(|(name, x): (&str, Option<&str>)| (name.to_owned(), x.map(str::to_owned))));
    }

    #[test]
    fn what_is_cut_short_or_too_deep_is_damaged() {
        for source in ["<a><b></b>".to_owned(), "<a>".repeat(DEEPEST + 1)] {
            let mut xml = Xml::new(&source);
            let end = std::iter::from_fn(|| xml.next().transpose()).find_map(Result::err);
            assert_eq!(end.map(|e| e.reason), Some(Reason::Damaged));
        }
    }
}
