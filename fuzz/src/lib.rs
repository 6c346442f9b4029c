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
    let document = Document { id: String::new(), source: String::new(), media_type, bytes: bytes.to_vec() };
    if let Ok(content) = decode::decode(&document) {
        from_content(&document, &content);
    }
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
