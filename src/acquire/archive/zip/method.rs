//! A packed member of a ZIP → its content, with its sum checked.

use bzip2::bufread::BzDecoder;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use lzma_rust2::{LzmaReader, XzReader};
use std::io::{self, BufRead, Read};

/// What unpacking may hold, in KiB (see `compressed`).
const XZ_MEMORY: u32 = 256 << 10;

/// A reader for the method of a number (APPNOTE 4.4.5), nothing for one that is not read.
pub(super) fn reader<'r>(method: u16, size: u64, packed: impl BufRead + 'r) -> Option<io::Result<Box<dyn Read + 'r>>> {
    Some(Ok(match method {
        0 => Box::new(packed.take(size)),
        8 => Box::new(DeflateDecoder::new(packed)),
        12 => Box::new(BzDecoder::new(packed)),
        14 => return Some(lzma(size, packed)),
        93 => return Some(zstd::Decoder::with_buffer(packed).map(|reader| Box::new(reader) as Box<dyn Read>)),
        95 => Box::new(XzReader::new_mem_limit(packed, false, XZ_MEMORY)),
        _ => return None,
    }))
}

/// LZMA as a ZIP has it: a version, the length of its settings, and these (APPNOTE 5.8.8).
fn lzma<'r>(size: u64, mut packed: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    let mut head = [0; 9];
    packed.read_exact(&mut head)?;
    let window = u32::from_le_bytes([head[5], head[6], head[7], head[8]]);
    if (head[2], head[3]) != (5, 0) || window >> 10 > XZ_MEMORY {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its settings for unpacking can't be used"));
    }
    Ok(Box::new(LzmaReader::new_with_props(packed, size, head[4], window, None)?))
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
