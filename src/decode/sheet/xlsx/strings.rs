//! The strings that the cells of a workbook share.

use crate::decode::package::xml::{Element, Tag, Xml};
use crate::finding::Unreadable;

/// How a run looks.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    struck: bool,
    raised: bool,
}

/// A string being gathered: runs with their looks.
#[derive(Debug, Default)]
pub(super) struct Rich {
    text: String,
    in_text: bool,
    phonetic: bool,
    look: Look,
    /// The look of the text before.
    before: Look,
}

impl Rich {
    /// Takes what stands inside the string.
    pub(super) fn take(&mut self, tag: &Tag) {
        match tag {
            Tag::Open(element) => self.open(element),
            Tag::Close(end) => match end.name() {
                "t" => self.in_text = false,
                "rPh" => self.phonetic = false,
                "r" => self.look = Look::default(),
                _ => {}
            },
            // Struck-out text is not the text; reading marks above characters are none.
            Tag::Text(text) if self.in_text && !self.phonetic && !self.look.struck => {
                let is_joint = self.look.raised != self.before.raised && self.text.ends_with(char::is_numeric);
                if is_joint && text.starts_with(char::is_numeric) {
                    self.text.push('^');
                }
                self.before = self.look;
                self.text.push_str(text);
            }
            Tag::Text(_) => {}
        }
    }

    fn open(&mut self, element: &Element) {
        match element.name() {
            "t" => self.in_text = true,
            "rPh" => self.phonetic = true,
            "strike" => self.look.struck = element.flag("val") != Some(false),
            "vertAlign" => self.look.raised = element.val().is_some_and(|v| v != "baseline"),
            _ => {}
        }
    }

    /// The string: `_x000D_` and its like are characters that XML can't hold.
    pub(super) fn finish(self) -> String {
        self.text.replace("_x000D_", "").replace("_x000A_", "\n").replace("_x0009_", "\t").replace("\r\n", "\n")
    }
}

/// Reads the shared strings.
pub(super) fn read(source: &str) -> Result<Vec<String>, Unreadable> {
    let mut strings = Vec::new();
    let mut open: Option<Rich> = None;
    let mut xml = Xml::new(source);
    while let Some(tag) = xml.next()? {
        match &tag {
            Tag::Open(element) if element.name() == "si" => open = Some(Rich::default()),
            Tag::Close(end) if end.name() == "si" => strings.extend(open.take().map(Rich::finish)),
            tag => {
                if let Some(rich) = &mut open {
                    rich.take(tag);
                }
            }
        }
    }
    Ok(strings)
}
