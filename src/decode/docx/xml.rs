//! XML text → tags and texts, one after the other: `quick-xml` with limits, and without anything done in silence.
//!
//! Names are taken without their prefix: files of the strict kind have other namespaces for the same elements. Entities
//! that a document defines itself are not expanded (Word writes none): each becomes U+FFFD, so that no number passes for
//! complete.

use crate::finding::{Reason, Unreadable};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Levels of nesting. Word's own limit for tables in tables is 20, each some six elements deep.
const DEEPEST: usize = 4096;

/// What comes next.
#[derive(Debug)]
pub(super) enum Tag<'a> {
    /// An element begins. One that is empty begins and ends.
    Open(Element<'a>),
    /// The last element that began ends.
    Close,
    /// Text in the last element that began and has not ended.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name, without prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// An attribute by its name without prefix; one that can't be read is as good as none.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|a| local(a.key.into_inner()) == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// The attribute that most elements of Word have.
    pub(super) fn val(&self) -> Option<String> {
        self.attr("val")
    }

    /// The attribute as a number; nothing if it is none.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attr(name)?.trim().parse().ok()
    }

    /// Whether an on-off element switches on.
    pub(super) fn is_on(&self) -> bool {
        !self.val().is_some_and(|v| matches!(v.as_str(), "0" | "false" | "off" | "none"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text being read.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// What comes next; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Tag<'a>>, Unreadable> {
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
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Tag::Close
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
    Unreadable::new(Reason::Damaged, format!("its XML is broken ({why}): open it in Word or WPS, and save it again"))
}
