//! Glyphs → the characters they stand for.
//!
//! First what the document says: its map to Unicode, or the names of its glyphs. Where it says nothing, in this order:
//! the character collection of a Chinese face, the map that the embedded font itself carries, and the character code, which
//! is a guess. A glyph for which nothing is found keeps its place as [`UNKNOWN`]: text is never dropped in silence.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;

/// Stands for a glyph whose character is not known.
pub(super) const UNKNOWN: &str = "\u{FFFD}";

/// What a glyph stands for, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Letter {
    /// The document or its font says so.
    Known(String),
    /// They say it, and it means nothing outside their font: private use, control or replacement characters.
    Private(String),
    /// The character code, taken for a character.
    Guessed(String),
    /// Nothing says what it is.
    Unmapped,
}

impl Letter {
    /// The text to go on with.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Known(text) | Self::Private(text) | Self::Guessed(text) => text,
            Self::Unmapped => UNKNOWN,
        }
    }

    /// White space: it leaves nothing on the page.
    pub(super) fn is_blank(&self) -> bool {
        !matches!(self, Self::Unmapped | Self::Private(_)) && self.text().chars().all(char::is_whitespace)
    }

    fn said(text: BfString) -> Option<Self> {
        let text = match text {
            BfString::Char(one) => one.to_string(),
            BfString::String(text) => text,
        };
        if text.is_empty() || text == "\0" {
            return None;
        }
        Some(if text.chars().any(is_private) { Self::Private(text) } else { Self::Known(text) })
    }
}

/// A character that says nothing to others: private use, replacement, control characters and non-characters.
fn is_private(one: char) -> bool {
    matches!(one, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}')
        || (one.is_control() && !one.is_whitespace())
        || u32::from(one) & 0xFFFE == 0xFFFE
}

/// The characters of one document's fonts.
pub(super) struct Letters<'p> {
    _pdf: &'p Pdf,
}

impl<'p> Letters<'p> {
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { _pdf: pdf }
    }

    /// What a glyph stands for.
    pub(super) fn letter(&self, glyph: &Glyph<'_>) -> Letter {
        glyph.as_unicode().and_then(Letter::said).unwrap_or(Letter::Unmapped)
    }
}
