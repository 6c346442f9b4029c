//! Content as a decoder could have made it, down the road.
#![no_main]

use gongkai::acquire::{Document, MediaType};
use gongkai_fuzz::content::Choice;

libfuzzer_sys::fuzz_target!(|choice: Choice| {
    let (id, source, bytes) = (String::new(), String::new(), Vec::new());
    let document = Document { id, source, media_type: MediaType::Other, bytes, rendition: None, served: None };
    gongkai_fuzz::from_content(&document, &choice.content());
});
