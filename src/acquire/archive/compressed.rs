//! A compressed stream → what was compressed.

use super::kind::Compression;
use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::io::{self, Read};

/// What unpacking an xz stream may hold, in KiB: the strongest setting of `xz` takes 65 MiB.
const XZ_MEMORY: u32 = 256 << 10;

/// The largest window of zstd, as a power of two: the default of its own program, 128 MiB.
const ZSTD_WINDOW: u32 = 27;

/// A reader of what was compressed. Streams that follow one another are read as one, as their programs do. Sums in the
/// stream are checked, and end it with an error where they are wrong.
pub(super) fn reader<'r>(compression: Compression, packed: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    Ok(match compression {
        Compression::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Compression::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
        Compression::Xz => Box::new(XzReader::new_mem_limit(packed, true, XZ_MEMORY)),
        Compression::Zstd => {
            let mut reader = zstd::Decoder::new(packed)?;
            reader.window_log_max(ZSTD_WINDOW)?;
            Box::new(reader)
        }
    })
}
