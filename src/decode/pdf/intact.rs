//! Whether the file is whole: what hayro repairs in silence is looked for here, and said.
//!
//! A PDF reader makes the best of a broken file: it searches for objects when the index is gone, leaves out pages that
//! are not there, and goes on with what a damaged stream still yields. That suits a viewer. Here a table that has lost a
//! page, or a number from a damaged stream, would be an error without a trace. So a file that is cut short, that has fewer
//! pages than it says, or whose page contents do not agree with their checksums is damaged.
//!
//! Not noticed: changed bytes in streams that are not compressed, or that carry no checksum.

use crate::finding::{Reason, Unreadable};
use flate2::bufread::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Text};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{Filter, Pdf};
use std::io::{Read, copy, sink};

/// Streams of a document, beside its page contents, whose checksums are looked at.
const MAX_STREAMS: usize = 5_000;

/// Bytes to which one stream may inflate while its checksum is looked at.
const MAX_INFLATED: u64 = 256 << 20;

/// The end of a file in which its last line is looked for if there are no other signs of it.
const TAIL: usize = 2048;

/// Refuses a file that is not whole.
pub(super) fn check(bytes: &[u8], pdf: &Pdf) -> Result<(), Unreadable> {
    let damaged = |message: String| Err(Unreadable::new(Reason::Damaged, message));
    if is_cut_short(bytes) {
        return damaged("the PDF is cut short; fetch it again".to_owned());
    }
    let found = pdf.pages().len();
    if let Some(declared) = declared_pages(pdf)
        && declared > found
    {
        return damaged(format!("the PDF says it has {declared} pages, and {found} could be found; fetch it again"));
    }
    for (index, page) in pdf.pages().iter().enumerate() {
        if contents(page).iter().any(|stream| stream.decoded_data().is_err() || is_corrupt(stream)) {
            return damaged(format!("the content of page {} is damaged; fetch the PDF again", index + 1));
        }
    }
    if read_with_pages(pdf).take(MAX_STREAMS).any(|stream| is_corrupt(&stream)) {
        return damaged("a part of the PDF that its pages are read with is damaged; fetch it again".to_owned());
    }
    Ok(())
}

/// Whether objects follow the last end mark, or there is none.
fn is_cut_short(bytes: &[u8]) -> bool {
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|window| window == mark);
    match last(b"%%EOF") {
        Some(end) => {
            bytes[end..].windows(5).any(|window| window == b" obj\n" || window == b" obj\r" || window == b" obj<")
        }
        None => last(b"startxref").is_none_or(|at| at + TAIL < bytes.len()),
    }
}

/// The number of pages that the root of the page tree declares.
fn declared_pages(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let count = catalog.get::<Dict<'_>>(b"Pages")?.get::<i32>(b"Count")?;
    usize::try_from(count).ok()
}

fn contents<'a>(page: &Page<'a>) -> Vec<Stream<'a>> {
    if let Some(stream) = page.raw().get::<Stream<'a>>(b"Contents") {
        return vec![stream];
    }
    page.raw().get::<Array<'a>>(b"Contents").map(|parts| parts.iter::<Stream<'a>>().collect()).unwrap_or_default()
}

/// The streams that decide how a page is read, beside its contents: forms, and the maps of fonts, which have no type.
fn read_with_pages(pdf: &Pdf) -> impl Iterator<Item = Stream<'_>> {
    pdf.objects().into_iter().filter_map(Object::into_stream).filter(|stream| {
        let dict = stream.dict();
        match dict.get::<Name<'_>>(b"Subtype") {
            Some(subtype) => subtype.as_ref() == b"Form",
            None => !dict.contains_key(b"Type") && !dict.contains_key(b"Length1"),
        }
    })
}

/// Whether a stream does not inflate to its end, or not to what its checksum says.
fn is_corrupt(stream: &Stream<'_>) -> bool {
    if stream.filters().as_slice() != [Filter::FlateDecode] {
        return false;
    }
    let data = stream.raw_data();
    let whole = |decoder: &mut dyn Read| copy(&mut decoder.take(MAX_INFLATED), &mut sink()).is_ok();
    if data.is_empty() || whole(&mut ZlibDecoder::new(data.as_ref())) {
        return false;
    }
    // Some producers leave the checksum out, or the header too; readers take both.
    let bare = |data: &[u8]| {
        let mut decoder = DeflateDecoder::new(data);
        whole(&mut decoder) && (data.len() as u64).saturating_sub(decoder.total_in()) < 4
    };
    !bare(&data) && !bare(data.get(2..).unwrap_or_default())
}

/// How many glyphs of a page can't be known of, because their font can't be read: all that is known is how many bytes
/// the page shows (one or two make a glyph), and how many glyphs came out.
pub(super) fn lost_glyphs(page: &Page<'_>, unsupported: u32, drawn: usize) -> u32 {
    let mut missing = unsupported > 0;
    let mut shown = 0;
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        shown += match operation {
            TypedInstruction::TextFont(font) => {
                missing |= page.resources().get_font(font.0).is_none();
                0
            }
            TypedInstruction::ShowText(text) => text.0.as_bytes().len(),
            TypedInstruction::NextLineAndShowText(text) => text.0.as_bytes().len(),
            TypedInstruction::ShowTextWithParameters(text) => text.2.as_bytes().len(),
            TypedInstruction::ShowTexts(texts) => texts.0.iter::<Text<'_>>().map(|text| text.as_bytes().len()).sum(),
            _ => 0,
        };
    }
    if missing { unsupported.max((shown / 2).saturating_sub(drawn) as u32) } else { 0 }
}
