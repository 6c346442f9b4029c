//! Whether the file is whole: what hayro repairs in silence is looked for here, and said.
//!
//! A PDF reader makes the best of a broken file: it searches for objects when the index is gone, leaves out pages that
//! are not there, and goes on with what a damaged stream still yields. That suits a viewer. Here a table that has lost a
//! page, or a number from a damaged stream, would be an error without a trace. So a file that is cut short, that has fewer
//! pages than it says, or whose page contents do not agree with their checksums is damaged.
//!
//! Not noticed: changed bytes in streams that are not compressed, or that carry no checksum.

use super::inflate::Inflater;
use crate::finding::{Reason, Unreadable};
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Text};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{Filter, Pdf};
use std::collections::BTreeSet;

/// Streams of a document, beside its page contents, whose checksums are looked at.
const MAX_STREAMS: usize = 5_000;

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
    let mut inflater = Inflater::new();
    let mut whole = BTreeSet::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        let parts = contents(page);
        if parts.as_ref().is_none_or(|parts| parts.iter().any(|part| is_lost(part, &mut inflater))) {
            return damaged(format!("the content of page {} is damaged; fetch the PDF again", index + 1));
        }
        whole.extend(parts.iter().flatten().filter_map(|part| part.dict().obj_id()));
    }
    let is_known = |stream: &Stream<'_>| stream.dict().obj_id().is_some_and(|id| whole.contains(&id));
    if read_with_pages(pdf).take(MAX_STREAMS).any(|stream| !is_known(&stream) && is_corrupt(&stream, &mut inflater)) {
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

/// The content streams of a page; nothing if one that it names is not there.
fn contents<'a>(page: &Page<'a>) -> Option<Vec<Stream<'a>>> {
    if !page.raw().contains_key(b"Contents") {
        return Some(Vec::new());
    }
    if let Some(stream) = page.raw().get::<Stream<'a>>(b"Contents") {
        return Some(vec![stream]);
    }
    let array = page.raw().get::<Array<'a>>(b"Contents")?;
    let parts: Vec<_> = array.iter::<Stream<'a>>().collect();
    (parts.len() == array.raw_iter().count()).then_some(parts)
}

/// The streams that pages may be read with: all but pictures, attachments and the description of the document.
fn read_with_pages(pdf: &Pdf) -> impl Iterator<Item = Stream<'_>> {
    pdf.objects().into_iter().filter_map(Object::into_stream).filter(|stream| {
        let is =
            |key: &[u8], name: &[u8]| stream.dict().get::<Name<'_>>(key).is_some_and(|value| value.as_ref() == name);
        !is(b"Subtype", b"Image") && !is(b"Type", b"Metadata") && !is(b"Type", b"EmbeddedFile")
    })
}

/// Whether nothing, or not what was meant, can be had from a part of a page's content. What inflates has been had, and is
/// not asked for twice unless more is to be done with it than that.
fn is_lost(part: &Stream<'_>, inflater: &mut Inflater) -> bool {
    let only_inflated = matches!(part.filters().as_slice(), [Filter::FlateDecode])
        && ![b"DecodeParms".as_slice(), b"DP", b"F"].iter().any(|key| part.dict().contains_key(key));
    is_corrupt(part, inflater) || (!only_inflated && part.decoded_data().is_err())
}

/// Whether a stream does not inflate to its end, or not to what its checksum says, or is not inflated at all because the
/// word that says so is gone.
fn is_corrupt(stream: &Stream<'_>, inflater: &mut Inflater) -> bool {
    match stream.filters().as_slice() {
        [] => matches!(stream.raw_data().as_ref(), [0x78, 0x01 | 0x9C | 0xDA, ..]),
        [Filter::FlateDecode] => !inflater.is_whole(&stream.raw_data()),
        [Filter::Ascii85Decode, Filter::FlateDecode] => {
            from_ascii85(&stream.raw_data()).is_none_or(|data| !inflater.is_whole(&data))
        }
        _ => false,
    }
}

/// Five characters of `!` to `u` make four bytes, `z` makes four zeros, `~` ends; nothing for any other character.
fn from_ascii85(text: &[u8]) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    let mut group = Vec::with_capacity(5);
    for byte in text.iter().take_while(|byte| **byte != b'~').filter(|byte| !byte.is_ascii_whitespace() && **byte != 0)
    {
        match byte {
            b'z' if group.is_empty() => data.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => return None,
        }
        if group.len() == 5 {
            data.extend(four_bytes(&group)?);
            group.clear();
        }
    }
    if !group.is_empty() {
        let kept = group.len() - 1;
        group.resize(5, 84);
        data.extend(four_bytes(&group)?.into_iter().take(kept));
    }
    Some(data)
}

fn four_bytes(group: &[u32]) -> Option<[u8; 4]> {
    let value = group.iter().try_fold(0_u32, |value, digit| value.checked_mul(85)?.checked_add(*digit))?;
    Some(value.to_be_bytes())
}

/// The fonts of a document that its pages were found to have.
#[derive(Default)]
pub(super) struct FontsFound(BTreeSet<(u32, i32)>);

impl FontsFound {
    /// How many glyphs of a page can't be known of, because their font can't be read: all that is known is how many bytes
    /// the page shows (one or two make a glyph), and how many glyphs came out.
    pub(super) fn lost_glyphs(&mut self, page: &Page<'_>, unsupported: u32, drawn: usize) -> u32 {
        if unsupported == 0 && !self.is_one_missing(page) {
            return 0;
        }
        unsupported.max((bytes_shown(page) / 2).saturating_sub(drawn) as u32)
    }

    /// Whether the page asks for a font that its resources do not have.
    fn is_one_missing(&mut self, page: &Page<'_>) -> bool {
        let mut operations = page.typed_operations();
        while let Some(operation) = operations.next() {
            if let TypedInstruction::TextFont(font) = operation
                && !self.has(page, font.0)
            {
                return true;
            }
        }
        false
    }

    /// A font that stands for itself is looked up once a document: each time, its whole dictionary is read.
    fn has(&mut self, page: &Page<'_>, name: &Name<'_>) -> bool {
        let at = page.resources().fonts.get_raw::<Dict<'_>>(name).and_then(|font| font.as_obj_ref());
        let at = at.map(|at| (at.obj_number, at.gen_number));
        if at.is_some_and(|at| self.0.contains(&at)) {
            return true;
        }
        let found = page.resources().get_font(name).is_some();
        self.0.extend(at.filter(|_| found));
        found
    }
}

fn bytes_shown(page: &Page<'_>) -> usize {
    let mut shown = 0;
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        shown += match operation {
            TypedInstruction::ShowText(text) => text.0.as_bytes().len(),
            TypedInstruction::NextLineAndShowText(text) => text.0.as_bytes().len(),
            TypedInstruction::ShowTextWithParameters(text) => text.2.as_bytes().len(),
            TypedInstruction::ShowTexts(texts) => texts.0.iter::<Text<'_>>().map(|text| text.as_bytes().len()).sum(),
            _ => 0,
        };
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{from_ascii85, is_cut_short};

    #[test]
    fn ascii85_is_read() {
        assert_eq!(from_ascii85(b"87cUR D]i,\"Ebo80~>").as_deref(), Some(b"Hello World!".as_slice()));
        assert_eq!(from_ascii85(b"z~>").as_deref(), Some([0; 4].as_slice()));
        assert_eq!(from_ascii85(b"5l~>").as_deref(), Some(b"A".as_slice()));
        assert_eq!(from_ascii85(b"87cU\x7F~>"), None);
    }

    #[test]
    fn objects_after_the_end_mark_have_lost_their_end() {
        assert!(!is_cut_short(b"1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"));
        assert!(is_cut_short(b"1 0 obj\n<<>>\nendobj\n"));
        assert!(is_cut_short(b"startxref\n9\n%%EOF\n5 0 obj\n<<>>"));
    }
}
