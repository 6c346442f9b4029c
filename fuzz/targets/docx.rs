//! Bytes that claim to be of this type, down the whole road.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gongkai_fuzz::packed_road(bytes, gongkai::acquire::MediaType::Docx));
