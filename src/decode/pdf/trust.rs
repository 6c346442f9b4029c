//! Whether what was decoded is text that can be read.
//!
//! Two kinds of pages look like text and are none: pictures of pages, and pages whose fonts do not say, or say wrongly,
//! which characters they draw. The second kind loses its marks **and its rules**: an empty grid would be read as a
//! table of blanks.

use super::super::{Mark, Page};
use super::letters::is_control;
use super::settle::Settled;
use crate::finding::{Reason, Unreadable};

/// Share of glyphs without a usable character above which a page, or a whole document, is not read. Bullets and rare
/// characters of private fonts stay below; a face without a map goes far above.
pub const UNTRUSTED_SHARE: f64 = 0.05;

/// The same for control characters, which only a wrong map yields: half of one in a hundred shows that it is shifted,
/// and a shifted map gives readable nonsense for the rest.
pub const WRONG_MAP_SHARE: f64 = 0.005;

/// So few such glyphs are an accident.
pub const ACCIDENT: u32 = 3;

/// A page with no more glyphs than this, under a picture, is the picture: its number and a stamp.
const FEW: u32 = 20;

/// Share of a page from which pictures make it one.
const PICTURED: f32 = 0.5;

/// Curved shapes on a page without text from which it is text turned into outlines.
const OUTLINES: u32 = 200;

/// How a page or document fares.
#[derive(Default, Clone, Copy)]
struct Tally {
    glyphs: u32,
    unusable: u32,
    control: u32,
}

impl Tally {
    fn of(page: &Page) -> Self {
        let control = |mark: &&Mark| !mark.hidden && mark.text.chars().any(is_control);
        Self {
            glyphs: page.trust.glyphs,
            unusable: page.trust.unmapped + page.trust.private,
            control: page.marks.iter().filter(control).count() as u32,
        }
    }

    fn add(self, other: Self) -> Self {
        Self {
            glyphs: self.glyphs + other.glyphs,
            unusable: self.unusable + other.unusable,
            control: self.control + other.control,
        }
    }

    fn is_untrusted(self) -> bool {
        let above = |count: u32, share: f64| count > ACCIDENT && f64::from(count) > share * f64::from(self.glyphs);
        above(self.unusable, UNTRUSTED_SHARE) || above(self.control, WRONG_MAP_SHARE)
    }
}

/// Passes on what can be read, or says why nothing can.
pub(super) fn judge(settled: Vec<Settled>) -> Result<Vec<Page>, Unreadable> {
    let outlined = settled.iter().any(|one| one.page.trust.glyphs <= FEW && one.curved > OUTLINES);
    let mut pages: Vec<Page> = settled.into_iter().map(|one| one.page).collect();
    let whole = pages.iter().map(Tally::of).fold(Tally::default(), Tally::add).is_untrusted();
    let mut cleared = false;
    for page in &mut pages {
        if whole || Tally::of(page).is_untrusted() {
            page.marks.clear();
            page.rules.clear();
            cleared = true;
        }
    }
    let has_text = |page: &Page| page.trust.glyphs > FEW && !page.marks.is_empty();
    let pictured = pages.iter().any(|page| page.pictured >= PICTURED);
    if pages.iter().any(has_text) {
        return Ok(pages);
    }
    let hidden = pages.iter().flat_map(|page| &page.marks).any(|mark| mark.hidden);
    let image_only = |message: &str| Err(Unreadable::new(Reason::ImageOnly, message));
    if cleared {
        image_only(
            "the fonts of the PDF do not say which characters they draw, or say it wrongly; \
             its text can only be read from the printed page (OCR)",
        )
    } else if pictured && hidden {
        image_only(
            "the pages are pictures; the text hidden under them is a machine's reading that nobody \
             printed, and is not used; read them with OCR and check the result by hand",
        )
    } else if pictured {
        image_only("the pages are pictures of text; read them with OCR and check the result by hand")
    } else if outlined {
        image_only("the text of the PDF is drawn as shapes; it can only be read from the printed page (OCR)")
    } else if pages.iter().all(|page| page.marks.is_empty()) {
        Err(Unreadable::new(Reason::Empty, "the pages of the PDF are blank; fetch it again"))
    } else {
        Ok(pages)
    }
}
