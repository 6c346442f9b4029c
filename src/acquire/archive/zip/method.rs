//! A packed member of a ZIP → its content, with its sum checked.

use bzip2::bufread::BzDecoder;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use lzma_rust2::XzReader;
use std::io::{self, BufRead, Read};

/// What unpacking may hold, in KiB (see `compressed`).
const XZ_MEMORY: u32 = 256 << 10;

/// A reader for the method of a number (APPNOTE 4.4.5), nothing for one that is not read.
pub(super) fn reader<'r>(method: u16, size: u64, packed: impl BufRead + 'r) -> Option<io::Result<Box<dyn Read + 'r>>> {
    Some(Ok(match method {
        0 => Box::new(packed.take(size)),
        8 => Box::new(DeflateDecoder::new(packed)),
        12 => Box::new(BzDecoder::new(packed)),
        93 => match zstd::Decoder::with_buffer(packed) {
            Ok(reader) => Box::new(reader),
            Err(error) => return Some(Err(error)),
        },
        95 => Box::new(XzReader::new_mem_limit(packed, false, XZ_MEMORY)),
        _ => return None,
    }))
}

/// A content that ends with an error where its sum or its length is not what was written down.
#[derive(Debug)]
pub(super) struct Checked<R> {
    inner: R,
    crc: Crc,
    sum: u32,
    size: u64,
    read: u64,
}

impl<R> Checked<R> {
    pub(super) fn new(inner: R, sum: u32, size: u64) -> Self {
        Self { inner, crc: Crc::new(), sum, size, read: 0 }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        self.crc.update(&to[..read]);
        self.read += read as u64;
        let is_end = read == 0 && !to.is_empty();
        if self.read > self.size || is_end && self.read < self.size {
            let why = format!("it has another length than the {} bytes that the archive tells of", self.size);
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        if is_end && self.crc.sum() != self.sum {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum is wrong, so it was altered"));
        }
        Ok(read)
    }
}
