//! The bytes of a PDF → its [`Page`]s: every glyph with its box, every drawn line, and how far the text can be trusted.
//!
//! The content of each page is interpreted by hayro into a [`Canvas`], which notes what is drawn and where, in the order
//! it is drawn. When the page is complete, `settle` decides what of it a reader can see. Nothing is grouped here: no
//! words, no lines, no tables. Annotations and filled-in form fields are printed with the page, so they are read with it.
//!
//! What can't be trusted is not handed on as if it could: a page that is only a picture has no marks, a page whose fonts
//! do not say which characters they draw loses its marks and keeps its counts, and a document of which nothing remains is
//! [`Reason::ImageOnly`].

mod canvas;
mod faces;
mod facts;
mod inflate;
mod ink;
mod intact;
mod letters;
mod place;
mod rules;
#[cfg(test)]
pub(super) mod sample;
mod settle;
#[cfg(test)]
mod tests;
mod trust;

use super::Page;
use crate::finding::{Reason, Unreadable};
pub use facts::{Facts, facts};
pub use trust::{ACCIDENT, UNTRUSTED_SHARE, WRONG_MAP_SHARE};

use canvas::Canvas;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, TransformExt, interpret_page,
};
use intact::FontsFound;
use kurbo::Rect;
use letters::Letters;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Pages a document may have. The longest annual reports have some eighty; a page tree of millions is a bomb.
pub const MAX_PAGES: usize = 2_000;

/// Marks a page may have. A dense A4 page holds 5,000.
pub const MAX_MARKS_PER_PAGE: usize = 200_000;

/// Marks a document may have: at some 90 bytes each they stay well within a worker's memory.
pub const MAX_MARKS: usize = 2_000_000;

/// Drawn lines, dots and areas a page may have. A table whose borders are drawn dot by dot has 30,000.
pub const MAX_SHAPES_PER_PAGE: usize = 200_000;

/// Reads a PDF.
///
/// Documents that are encrypted with the empty password are read. A document that is a bomb of memory or time is only
/// stopped by the limits above where its drawing is what explodes; run it in a process with limits of its own.
pub fn decode(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    super::quiet::caught(|| read(bytes)).unwrap_or_else(|| {
        Err(Unreadable::new(Reason::Crashed, "the PDF reader failed on this document; please report it as a defect"))
    })
}

fn read(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::new(Reason::Empty, "the file is empty; fetch it again"));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(refuse)?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Unreadable::new(Reason::Damaged, "no page could be found in the PDF; fetch it again"));
    }
    if count > MAX_PAGES {
        let message = format!("the PDF has {count} pages, more than the {MAX_PAGES} that are read; split it");
        return Err(Unreadable::new(Reason::Memory, message));
    }
    intact::check(bytes, &pdf)?;
    let letters = Letters::new(&pdf);
    let cache = InterpreterCache::new();
    let unsupported = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&unsupported);
    let settings = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let mut fonts = FontsFound::default();
    let mut settled = Vec::new();
    let mut marks = 0;
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = index as u32 + 1;
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let start = page.initial_transform(true).to_kurbo();
        let mut canvas = Canvas::new(bounds, &letters);
        let mut context = Context::new(start, bounds, &cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut canvas);
        marks += canvas.glyphs.len();
        if canvas.is_full() || marks > MAX_MARKS {
            let message = format!("page {number} draws more than a report can; look at it by hand");
            return Err(Unreadable::new(Reason::Memory, message));
        }
        let lost = fonts.lost_glyphs(page, unsupported.swap(0, Ordering::Relaxed), canvas.glyphs.len());
        settled.push(canvas.finish(number, lost));
    }
    trust::judge(settled)
}

/// Says why hayro could not open the file.
fn refuse(error: LoadPdfError) -> Unreadable {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::new(
            Reason::Encrypted,
            "the PDF is locked by a password; ask its publisher for an open copy, or unlock it",
        ),
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Unreadable::new(
            Reason::Encrypted,
            "the PDF is encrypted in a way that this version does not read; save an open copy of it",
        ),
        LoadPdfError::Decryption(DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption) => {
            Unreadable::new(Reason::Damaged, "the PDF is encrypted and its encryption is broken; fetch it again")
        }
        LoadPdfError::Invalid => {
            Unreadable::new(Reason::Damaged, "the file is broken or cut short, or it is no PDF; fetch it again")
        }
    }
}
