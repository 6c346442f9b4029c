//! What runs hold: texts, tabs, breaks, fields, symbols; and whether it is printed.

use super::walk::{Part, Walk};
use crate::decode::Role;
use crate::decode::package::xml::Element;
use crate::decode::pieces::OBJECT;

impl Walk<'_> {
    /// Enters what a run holds.
    pub(super) fn in_run(&mut self, element: &Element) -> Part {
        match element.name() {
            "rPr" => return Part::RunProperties,
            "t" => {
                self.text.clear();
                return Part::Text { as_written: element.attr("space").is_some_and(|s| s == "preserve") };
            }
            "instrText" => return Part::Code,
            "fldChar" => {
                match element.attr("fldCharType").as_deref() {
                    Some("begin") => self.story().begin_field(),
                    Some("separate") => self.story().begin_result(),
                    Some("end") if self.story().end_field() => self.picture(),
                    _ => {}
                }
                return Part::Other;
            }
            "tab" | "ptab" => self.show("\t"),
            "br" | "cr" => self.show("\n"),
            "noBreakHyphen" => self.show("-"),
            "sym" => self.symbol(element),
            // A mark set by Word stands between what is before and after it.
            "footnoteReference" | "endnoteReference" => self.story().run.raise(),
            _ => return self.block(element, Part::Run),
        }
        Part::Other
    }

    /// Adds text, if it is printed.
    pub(super) fn show(&mut self, text: &str) {
        let story = self.story();
        let look = story.look();
        if look.hidden == Some(true) {
            return;
        }
        if story.is_in_code() || look.is_struck() {
            // What is struck out, or stands in the code of a field that may never have been closed, counts for nothing;
            // but a cell that holds it is not blank.
            if text.contains(|c: char| !c.is_whitespace()) {
                self.picture();
            }
            return;
        }
        story.push(text);
        self.shown += u64::from(text.contains(|c: char| !c.is_whitespace()));
    }

    /// A character of a symbol font. The font called Symbol has digits and punctuation where ASCII has them; what others
    /// show is not known here.
    fn symbol(&mut self, element: &Element) {
        let code = element.attr("char").and_then(|c| u32::from_str_radix(c.trim(), 16).ok()).unwrap_or(0);
        let is_private = (0xE000..0xF900).contains(&code);
        let is_symbol_font = element.attr("font").is_some_and(|f| f.eq_ignore_ascii_case("symbol"));
        let code = if is_private && is_symbol_font { code & 0xFF } else { code };
        let is_known = !is_private || (is_symbol_font && (0x20..0x40).contains(&code) && code != 0x22 && code != 0x27);
        let shown = char::from_u32(code).filter(|c| is_known && !c.is_control()).unwrap_or(OBJECT);
        self.show(&shown.to_string());
    }

    /// Text drawn as a picture, in the way of old Word.
    pub(super) fn word_art(&mut self, element: &Element) {
        if let Some(text) = element.attr("string").filter(|t| !t.trim().is_empty()) {
            self.text_piece(text, Role::Paragraph);
        }
    }
}
