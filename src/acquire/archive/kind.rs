//! The first bytes of a file → what kind of archive it is, if it is one.

/// So many first bytes tell every kind: the header of a tar has so many.
pub(in crate::acquire) const START: usize = 512;

/// A kind of archive, or of compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::acquire) enum Kind {
    Zip,
    SevenZip,
    Rar,
    Tar,
    Warc,
    Compressed(Compression),
}

/// A compression of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::acquire) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

const STARTS: [(&[u8], Kind); 11] = [
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"7z\xBC\xAF\x27\x1C", Kind::SevenZip),
    (b"Rar!\x1A\x07", Kind::Rar),
    (b"WARC/1.", Kind::Warc),
    (b"WARC/0.", Kind::Warc),
    (b"\x1F\x8B\x08", Kind::Compressed(Compression::Gzip)),
    (b"\x28\xB5\x2F\xFD", Kind::Compressed(Compression::Zstd)),
    (b"\xFD7zXZ\x00", Kind::Compressed(Compression::Xz)),
    (b"BZh", Kind::Compressed(Compression::Bzip2)),
    (b"", Kind::Tar),
];

impl Kind {
    /// Tells it.
    pub(in crate::acquire) fn tell(start: &[u8]) -> Option<Self> {
        let kind = STARTS.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| *kind);
        kind.filter(|kind| match kind {
            Self::Tar => is_tar(start),
            // A text may begin with these letters; what follows them is the first block's mark, or the end's.
            Self::Compressed(Compression::Bzip2) => {
                matches!(start.get(4..10), Some(b"1AY&SY" | b"\x17\x72\x45\x38\x50\x90"))
            }
            _ => true,
        })
    }
}

/// A header of a tar carries the sum of its own bytes, with its own field taken for spaces.
fn is_tar(start: &[u8]) -> bool {
    let Some(header) = start.get(..START) else { return false };
    let digits = header[148..156].iter().skip_while(|b| **b == b' ').take_while(|b| (b'0'..=b'7').contains(b));
    let said = digits.fold(0u32, |sum, b| (sum * 8 + u32::from(b - b'0')) & 0x0FFF_FFFF);
    let sum: u32 =
        header.iter().enumerate().map(|(at, &b)| if (148..156).contains(&at) { 32 } else { u32::from(b) }).sum();
    said == sum && header[0] != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_archives() {
        for text in
            [&b"BZhoudai 2024 is a name"[..], b"PK", b"", &[b' '; 600], &[0; 600], b"7z", "一、总体情况".as_bytes()]
        {
            assert_eq!(Kind::tell(text), None);
        }
        assert_eq!(Kind::tell(b"WARC/1.0\r\n"), Some(Kind::Warc));
        assert_eq!(Kind::tell(b"BZh91AY&SY"), Some(Kind::Compressed(Compression::Bzip2)));
    }
}
