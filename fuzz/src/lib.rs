//! What the fuzz targets share: the whole road, with the invariants of every document asserted at its end.
//!
//! A target hands bytes to one decoder, or builds what a decoder could have made. Whatever comes out of that goes through
//! layout, parse, report and verify, and is written as a record. A panic, a broken invariant, a hang or growth past the
//! bounds that `scripts/fuzz` sets is a finding.

pub mod content;

#[expect(dead_code, reason = "the suite of the corpus enters it by another door")]
#[path = "../../tests/corpus/invariants.rs"]
mod invariants;

use gongkai::Outcome;
use gongkai::acquire::{Document, MediaType};
use gongkai::decode::{self, Content};
use gongkai::write::record::{DocumentFacts, Record};

/// Decodes bytes as the given type, and walks the road with what comes out. A new decoder is a new file in `targets/`
/// that calls this, and its entry in the manifest.
pub fn whole_road(bytes: &[u8], media_type: MediaType) {
    let document = Document {
        id: String::new(),
        source: String::new(),
        media_type,
        bytes: bytes.to_vec(),
        rendition: None,
        served: None,
    };
    if let Ok(content) = decode::decode(&document) {
        from_content(&document, &content);
    }
}

/// The same for a format that is a ZIP of parts, which no mutation would leave whole: the input is the parts, each after a
/// line `==PART name`, and is packed here. Input that is a ZIP already goes as it is.
pub fn packed_road(bytes: &[u8], media_type: MediaType) {
    if bytes.starts_with(b"PK") {
        return whole_road(bytes, media_type);
    }
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in split(bytes, b"\n==PART ").into_iter().skip(1) {
        let end = part.iter().position(|b| *b == b'\n').unwrap_or(part.len());
        let name = String::from_utf8_lossy(&part[..end]);
        if packed.start_file(name, stored).is_ok() {
            let _ = std::io::Write::write_all(&mut packed, part.get(end + 1..).unwrap_or_default());
        }
    }
    if let Ok(packed) = packed.finish() {
        whole_road(packed.get_ref(), media_type);
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(found) = bytes[from..].windows(at.len()).position(|w| w == at) {
        parts.push(&bytes[from..from + found]);
        from += found + at.len();
    }
    parts.push(&bytes[from..]);
    parts
}

/// The road from what was decoded.
pub fn from_content(document: &Document, content: &Content) {
    let outcome = match gongkai::read(content) {
        Ok((report, judgement)) => Outcome::Report(Box::new(report), judgement),
        Err(unreadable) => Outcome::Unreadable(unreadable),
    };
    let record = serde_json::to_value(Record::new(DocumentFacts::of(document), outcome));
    let record = record.unwrap_or_else(|fault| panic!("a record that can't be written: {fault}"));
    if let Err(broken) = invariants::hold_for(content, &record) {
        panic!("an invariant is broken: {broken}");
    }
}
