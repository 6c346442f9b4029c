//! Whether compressed data is whole: it inflates to its end, and to what its checksum says.
//!
//! Every stream of a document is asked, and what it inflates to is thrown away, so libdeflate does it first, which is
//! quickest and wants all its room at once. What it does not take, whether too large or in some way unusual, is inflated
//! piece by piece, as readers do it.

use flate2::bufread::{DeflateDecoder, ZlibDecoder};
use libdeflater::Decompressor;
use std::io::Read;

/// Bytes to which one stream may inflate while its checksum is looked at.
const MAX_INFLATED: u64 = 256 << 20;

/// Room for what is inflated at once: nearly all content and fonts of a report. Memory is used as far as it is written to.
const ROOM: usize = 4 << 20;

/// Bytes that are inflated at a time where the room does not do.
const PIECE: usize = 256 << 10;

/// Inflates one stream after another.
pub(super) struct Inflater {
    whole: Decompressor,
    room: Vec<u8>,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Self { whole: Decompressor::new(), room: vec![0; ROOM] }
    }

    /// Whether the data is whole.
    pub(super) fn is_whole(&mut self, data: &[u8]) -> bool {
        if data.is_empty() || self.whole.zlib_decompress(data, &mut self.room).is_ok() {
            return true;
        }
        if self.ends(&mut ZlibDecoder::new(data)) {
            return true;
        }
        // Some producers leave the checksum out, or the header too; readers take both.
        self.is_whole_bare(data) || self.is_whole_bare(data.get(2..).unwrap_or_default())
    }

    fn is_whole_bare(&mut self, data: &[u8]) -> bool {
        let mut decoder = DeflateDecoder::new(data);
        self.ends(&mut decoder) && (data.len() as u64).saturating_sub(decoder.total_in()) < 4
    }

    /// Whether inflating comes to an end without a fault.
    fn ends(&mut self, decoder: &mut dyn Read) -> bool {
        let mut inflated = 0;
        while inflated < MAX_INFLATED {
            match decoder.read(&mut self.room[..PIECE]) {
                Ok(0) => return true,
                Ok(count) => inflated += count as u64,
                Err(_) => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Inflater, ROOM};
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    #[test]
    fn checksums_are_looked_at() {
        let whole = [0x78, 0x9C, 0x4B, 0x4C, 0x4A, 0x06, 0x00, 0x02, 0x4D, 0x01, 0x27];
        let mut inflater = Inflater::new();
        assert!(inflater.is_whole(&whole));
        assert!(inflater.is_whole(&whole[..7]), "without its checksum");
        assert!(inflater.is_whole(&whole[2..7]), "without its header too");
        assert!(!inflater.is_whole(&whole[..6]), "cut short");
        let mut changed = whole;
        changed[10] ^= 1;
        assert!(!inflater.is_whole(&changed));
    }

    #[test]
    fn what_is_larger_than_the_room_is_looked_at_too() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&vec![7; ROOM + 1]).unwrap();
        let mut data = encoder.finish().unwrap();
        let mut inflater = Inflater::new();
        assert!(inflater.is_whole(&data));
        let last = data.len() - 1;
        data[last] ^= 1;
        assert!(!inflater.is_whole(&data));
    }
}
