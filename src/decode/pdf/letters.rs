//! Glyphs → the characters they stand for.
//!
//! First what the document says: its map to Unicode, or the names of its glyphs. Where it says nothing, in this order:
//! the map that the embedded font itself carries, the character collection of a Chinese face, and the character code,
//! which is a guess. A glyph for which nothing is found keeps its place as [`UNKNOWN`]: text is never dropped in silence.
//!
//! A document's map can lie. Where the embedded font has a map of its own and the two disagree over a digit, the letter
//! counts as a guess. What can't be known here: hayro does not say whether a character came from the map or from a glyph's
//! name, which font a Type 3 or Type 1 glyph belongs to, and it does not give out the glyph names of CFF fonts.

use super::faces::{Faces, Known};
use foldhash::HashMap;
use hayro_interpret::font::{Glyph, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use smol_str::{SmolStr, ToSmolStr};
use std::cell::RefCell;
use unicode_normalization::UnicodeNormalization;

/// Stands for a glyph whose character is not known.
pub(super) static UNKNOWN: SmolStr = SmolStr::new_static("\u{FFFD}");

/// What a glyph stands for, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Letter {
    /// The document or its font says so.
    Known(SmolStr),
    /// They say it, and it means nothing outside their font: private use, control or replacement characters.
    Private(SmolStr),
    /// The character code taken for a character, or one of two that contradict each other.
    Guessed(SmolStr),
    /// Nothing says what it is.
    Unmapped,
}

impl Letter {
    /// The text to go on with.
    pub(super) fn text(&self) -> &SmolStr {
        match self {
            Self::Known(text) | Self::Private(text) | Self::Guessed(text) => text,
            Self::Unmapped => &UNKNOWN,
        }
    }

    /// White space: it leaves nothing on the page.
    pub(super) fn is_blank(&self) -> bool {
        !matches!(self, Self::Unmapped | Self::Private(_)) && self.text().chars().all(char::is_whitespace)
    }

    fn said(text: BfString) -> Option<Self> {
        let text = match text {
            BfString::Char(one) => one.to_smolstr(),
            BfString::String(text) => text.into(),
        };
        if text.is_empty() || text == "\0" {
            return None;
        }
        Some(if text.chars().any(is_private) { Self::Private(text) } else { Self::Known(text) })
    }

    /// The character code as a character, if it is one that can be seen.
    fn guess(code: u32) -> Self {
        match u8::try_from(code) {
            Ok(byte) if byte.is_ascii_graphic() => Self::Guessed(char::from(byte).to_smolstr()),
            _ => Self::Unmapped,
        }
    }
}

/// A character that says nothing to others: private use, replacement, control characters and non-characters.
fn is_private(one: char) -> bool {
    let code = u32::from(one);
    matches!(one, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}')
        || is_control(one)
        || code & 0xFFFE == 0xFFFE
}

/// A control character that is not white space: no font draws one, so a map that names one is wrong.
pub(super) fn is_control(one: char) -> bool {
    one.is_control() && !one.is_whitespace()
}

/// The characters of one document's fonts.
pub(super) struct Letters<'p> {
    faces: Faces<'p>,
    /// By outline and code: what the fallbacks found. A glyph is drawn many times.
    searched: RefCell<HashMap<(u128, u32), Letter>>,
    /// By outline: the character that the font itself gives to it.
    own: RefCell<HashMap<u128, Option<char>>>,
}

impl<'p> Letters<'p> {
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { faces: Faces::new(pdf), searched: RefCell::default(), own: RefCell::default() }
    }

    /// What a glyph stands for.
    pub(super) fn letter(&self, glyph: &Glyph<'_>) -> Letter {
        match (glyph.as_unicode().and_then(Letter::said), glyph) {
            (Some(Letter::Known(text)), Glyph::Outline(outline)) if self.is_contradicted(&text, outline) => {
                Letter::Guessed(text)
            }
            (Some(letter), _) => letter,
            (None, Glyph::Outline(outline)) => self.search(outline),
            (None, Glyph::Type3(drawn)) => Letter::guess(drawn.char_code()),
        }
    }

    /// Whether the font says that the glyph is another number than the document says.
    fn is_contradicted(&self, text: &str, outline: &OutlineGlyph) -> bool {
        let mut own = self.own.borrow_mut();
        let own = own
            .entry(outline.identifier().cache_key())
            .or_insert_with(|| self.faces.own_character(&outline.font_data()?, outline.glyph_id()));
        own.is_some_and(|own| contradicts(text, own))
    }

    /// What the fallbacks find for a glyph of which the document says nothing.
    fn search(&self, outline: &OutlineGlyph) -> Letter {
        let code = outline.char_code();
        let key = (outline.identifier().cache_key(), code);
        let find = || {
            let Some(font) = outline.font_data() else { return Letter::guess(code) };
            if let Some(own) = self.faces.own_character(&font, outline.glyph_id()) {
                return Letter::Known(own.to_smolstr());
            }
            match self.faces.by_collection(&font, code) {
                Known::Surely(text) => Letter::Known(text),
                Known::Perhaps(text) => Letter::Guessed(text),
                Known::Not => Letter::Unmapped,
                Known::NoComposite => Letter::guess(code),
            }
        };
        self.searched.borrow_mut().entry(key).or_insert_with(find).clone()
    }
}

/// Whether the document's text and the font's own character are different numbers, or only one of them is a number.
fn contradicts(text: &str, own: char) -> bool {
    if text.chars().eq([own]) {
        return false;
    }
    let plain: String = text.nfkc().collect();
    let own: String = own.to_string().nfkc().collect();
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    plain != own && (has_digit(&plain) || has_digit(&own))
}

#[cfg(test)]
mod tests {
    use super::{Letter, contradicts};
    use hayro_interpret::hayro_cmap::BfString;

    #[test]
    fn private_and_control_characters_are_told_from_text() {
        assert_eq!(Letter::said(BfString::Char('3')), Some(Letter::Known("3".into())));
        assert_eq!(Letter::said(BfString::Char('\u{E123}')), Some(Letter::Private("\u{E123}".into())));
        assert_eq!(Letter::said(BfString::Char('\u{7F}')), Some(Letter::Private("\u{7F}".into())));
        assert_eq!(Letter::said(BfString::Char('\0')), None);
        assert!(Letter::Known("\u{3000}".into()).is_blank());
    }

    #[test]
    fn a_code_is_only_a_guess() {
        assert_eq!(Letter::guess(0x37), Letter::Guessed("7".into()));
        assert_eq!(Letter::guess(0x20), Letter::Unmapped);
        assert_eq!(Letter::guess(0x4E00), Letter::Unmapped);
    }

    #[test]
    fn digits_that_disagree_are_noticed() {
        assert!(contradicts("3", '8'));
        assert!(contradicts("O", '0'));
        assert!(!contradicts("３", '3'));
        assert!(!contradicts("戶", '户'));
    }
}
