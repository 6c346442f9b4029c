//! The styles part → what a style says about the text that has it, as far as reading depends on it.
//!
//! A style says what it does not take from the style it is based on. Toggles are read as switches: that two styles of
//! one text may switch each other off again is left alone, for no report was seen that does it.

use crate::decode::package::xml::{Element, Tag, Xml};
use crate::finding::Unreadable;
use std::collections::BTreeMap;

/// Styles that are read. Documents pasted together over years have some thousands.
const STYLES: usize = 20_000;

/// A style is based on others at most so many levels deep (Word allows 11); a loop ends here too.
const BASED_ON: usize = 16;

/// How text shows; nothing where a level leaves it to the one below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Not printed.
    pub(super) hidden: Option<bool>,
    /// Struck through once or twice.
    struck: Option<bool>,
    struck_twice: Option<bool>,
    /// Raised or lowered.
    pub(super) raised: Option<bool>,
}

impl Look {
    /// Takes in a property of a run.
    pub(super) fn note(&mut self, element: &Element) {
        match element.name() {
            "vanish" => self.hidden = Some(element.is_on()),
            "strike" => self.struck = Some(element.is_on()),
            "dstrike" => self.struck_twice = Some(element.is_on()),
            "vertAlign" => self.raised = Some(element.val().is_some_and(|v| v != "baseline")),
            "position" => self.raised = self.raised.or(Some(element.val().is_some_and(|v| v.trim() != "0"))),
            _ => {}
        }
    }

    /// This look, and where it says nothing the other.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            hidden: self.hidden.or(below.hidden),
            struck: self.struck.or(below.struck),
            struck_twice: self.struck_twice.or(below.struck_twice),
            raised: self.raised.or(below.raised),
        }
    }

    pub(super) fn is_struck(self) -> bool {
        self.struck == Some(true) || self.struck_twice == Some(true)
    }
}

/// A paragraph's place in a list: the list and the level in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListPlace {
    pub(super) list: u32,
    pub(super) level: u32,
}

/// What a style says.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    based_on: Option<String>,
    pub(super) look: Look,
    /// The level of a heading, from 1.
    pub(super) heading: Option<u8>,
    list: Option<u32>,
    list_level: Option<u32>,
}

impl Style {
    /// The list its paragraphs stand in.
    pub(super) fn list_place(&self) -> Option<ListPlace> {
        Some(ListPlace { list: self.list?, level: self.list_level.unwrap_or(0) })
    }
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    /// Reads the part.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let mut found = Self::default();
        let mut xml = Xml::new(text);
        let mut names: Vec<String> = Vec::new();
        let mut id = String::new();
        let mut style = Style::default();
        while let Some(tag) = xml.next()? {
            match tag {
                Tag::Open(element) => {
                    let within = |name: &str| names.iter().any(|n| n == name);
                    match element.name() {
                        "style" => {
                            (id, style) = (element.attr("styleId").unwrap_or_default(), Style::default());
                            let is_usual = element.attr("default").is_some_and(|v| v != "0" && v != "false");
                            if is_usual && element.attr("type").is_some_and(|t| t == "paragraph") {
                                found.usual = Some(id.clone());
                            }
                        }
                        // What a style did before a tracked change, and what it does to parts of tables.
                        _ if within("tblStylePr") || names.iter().any(|n| n.ends_with("Change")) => {}
                        "basedOn" => style.based_on = element.val(),
                        "name" => style.heading = style.heading.or(heading(&element.val().unwrap_or_default())),
                        "outlineLvl" => style.heading = level(&element).or(style.heading),
                        "numId" => style.list = element.number("val"),
                        "ilvl" => style.list_level = element.number("val"),
                        _ if names.last().is_some_and(|n| n == "rPr") => style.look.note(&element),
                        _ => {}
                    }
                    names.push(element.name().to_owned());
                }
                Tag::Close(_) => {
                    if names.pop().is_some_and(|n| n == "style") && found.styles.len() < STYLES {
                        found.styles.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                    }
                }
                Tag::Text(_) => {}
            }
        }
        Ok(found)
    }

    /// What a style says, with all that it is based on; for paragraphs without one, what the usual style says.
    pub(super) fn of(&self, name: Option<&str>) -> Style {
        let mut whole = Style::default();
        let mut next = name.or(self.usual.as_deref());
        for _ in 0..BASED_ON {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else { break };
            whole.look = whole.look.over(style.look);
            whole.heading = whole.heading.or(style.heading);
            whole.list = whole.list.or(style.list);
            whole.list_level = whole.list_level.or(style.list_level);
            next = style.based_on.as_deref();
        }
        whole
    }

    /// How the text of a character style looks.
    pub(super) fn character(&self, name: &str) -> Look {
        self.of(Some(name)).look
    }
}

/// The level that an outline level stands for; 9 is body text.
pub(super) fn level(element: &Element) -> Option<u8> {
    element.number("val").filter(|level| *level < 9).map(|level| level as u8 + 1)
}

/// The level of Word's own heading styles, which have these names in every language's version.
fn heading(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    if name == "title" {
        return Some(1);
    }
    name.strip_prefix("heading ")?.trim().parse().ok().filter(|level| (1..=9).contains(level))
}
