//! A page of a PDF → its picture, as a reader sees it: rotated, cut to its crop box, in the space in which boxes are told.
//!
//! Faces that the document does not hold are drawn with a substitute: the standard ones come with the renderer, one for
//! Chinese has to be given. Drawing a hostile page may take any time and memory: do it where that can be bounded.

use crate::decode::pdf::MAX_PAGES;
use crate::finding::{Reason, Unreadable};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::FontQuery;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Pixels of a picture: a page of A4 at 300 points to the inch has nine million.
const MOST_PIXELS: f32 = 16e6;

/// The longest side of a picture, in pixels.
const LONGEST_SIDE: f32 = 16_000.0;

/// A font for what a document does not hold: its file, and which face of it.
pub type Substitute = (Arc<dyn AsRef<[u8]> + Send + Sync>, u32);

/// Width and height of a page, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A picture of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// PNG.
    pub png: Vec<u8>,
    /// Faces were wanted that neither the document nor the caller has: some characters may not be drawn.
    pub lacks_faces: bool,
}

/// The sizes of a document's pages.
pub fn sizes(bytes: &[u8]) -> Result<Vec<Size>, Unreadable> {
    let pdf = open(bytes)?;
    let pages = pdf.pages().iter().take(MAX_PAGES);
    Ok(pages
        .map(|page| {
            let (width, height) = page.render_dimensions();
            Size { width, height }
        })
        .collect())
}

/// Draws a page, counted from 1, at so many pixels a point.
pub fn draw(bytes: &[u8], number: u32, scale: f32, substitute: Option<Substitute>) -> Result<Picture, Unreadable> {
    let pdf = open(bytes)?;
    let page = (number as usize)
        .checked_sub(1)
        .and_then(|index| pdf.pages().get(index))
        .ok_or_else(|| Unreadable::new(Reason::Damaged, format!("the PDF has no page {number}")))?;
    let (width, height) = page.render_dimensions();
    let most = (MOST_PIXELS / (width * height).max(1.0)).sqrt().min(LONGEST_SIDE / width.max(height).max(1.0));
    let scale = scale.min(most);
    if scale.is_nan() || width * scale < 1.0 || height * scale < 1.0 {
        return Err(Unreadable::new(Reason::Damaged, format!("page {number} of the PDF has no size")));
    }
    let lacks = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&lacks);
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(face) => Some(face.get_font_data()),
            FontQuery::Fallback(face) if face.character_collection.is_some() => {
                noted.fetch_or(substitute.is_none(), Ordering::Relaxed);
                substitute.clone()
            }
            FontQuery::Fallback(face) => Some(face.pick_standard_font().get_font_data()),
        }),
        ..InterpreterSettings::default()
    };
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &pixels);
    let png =
        drawn.into_png().map_err(|error| Unreadable::new(Reason::Crashed, format!("no picture was made: {error}")))?;
    Ok(Picture { png, lacks_faces: lacks.load(Ordering::Relaxed) })
}

fn open(bytes: &[u8]) -> Result<Pdf, Unreadable> {
    Pdf::new(bytes.to_vec()).map_err(|_| Unreadable::new(Reason::Damaged, "the PDF can't be opened"))
}
