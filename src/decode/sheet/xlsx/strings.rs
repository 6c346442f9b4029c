//! The strings that the cells of a workbook share.

use super::super::xml::{Part, Tag, walk};
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
    /// Takes a part that stands inside the string.
    pub(super) fn take(&mut self, part: &Part) {
        match part {
            Part::Open(tag) => self.open(tag),
            Part::Close(name) => match name.as_str() {
                "t" => self.in_text = false,
                "rPh" => self.phonetic = false,
                "r" => self.look = Look::default(),
                _ => {}
            },
            // Struck-out text is not the text; reading marks above characters are none.
            Part::Text(text) if self.in_text && !self.phonetic && !self.look.struck => {
                let is_joint = self.look.raised != self.before.raised && self.text.ends_with(char::is_numeric);
                if is_joint && text.starts_with(char::is_numeric) {
                    self.text.push('^');
                }
                self.before = self.look;
                self.text.push_str(text);
            }
            Part::Text(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "t" => self.in_text = true,
            "rPh" => self.phonetic = true,
            "strike" => self.look.struck = tag.flag("val") != Some(false),
            "vertAlign" => self.look.raised = tag.get("val").is_some_and(|v| v != "baseline"),
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
    walk(source, |part| {
        match &part {
            Part::Open(tag) if tag.name == "si" => open = Some(Rich::default()),
            Part::Close(name) if name == "si" => strings.extend(open.take().map(Rich::finish)),
            part => {
                if let Some(rich) = &mut open {
                    rich.take(part);
                }
            }
        }
        Ok(())
    })?;
    Ok(strings)
}
