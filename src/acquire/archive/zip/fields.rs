//! The headers of a ZIP → an entry (APPNOTE 4.3 to 4.5).

use crate::acquire::archive::names;
use flate2::Crc;
use std::io::{self, Read, Seek, SeekFrom};

/// How the header before a member starts, how one in the list does, and their lengths without names.
pub(super) const LOCAL: &[u8] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8] = b"PK\x01\x02";
pub(super) const LOCAL_LENGTH: usize = 30;
pub(super) const CENTRAL_LENGTH: usize = 46;

/// The further field that holds large sizes, and the one that holds the name in UTF-8.
const ZIP64: u16 = 0x0001;
const UNICODE_PATH: u16 = 0x7075;

/// A member, as its header describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) method: u16,
    /// The CRC-32 of the content.
    pub(super) sum: u32,
    pub(super) packed: u64,
    pub(super) size: u64,
    /// Where its header is, counted from the archive's first byte.
    pub(super) at: u64,
    flags: u16,
    /// Who packed it, and what its file system says of it.
    made_by: u16,
    attributes: u32,
    unicode: Option<String>,
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

pub(super) fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl Entry {
    /// From the list at the end: a header of [`CENTRAL_LENGTH`], a name, further fields.
    pub(super) fn central(header: &[u8], name: &[u8], further: &[u8]) -> Self {
        Self {
            made_by: u16_at(header, 4) >> 8,
            attributes: u32_at(header, 38),
            at: u64::from(u32_at(header, 42)),
            ..Self::of(&header[6..], name, further)
        }
        .widened(further, true)
    }

    /// From before the member: a header of [`LOCAL_LENGTH`], a name, further fields.
    pub(super) fn local(header: &[u8], name: &[u8], further: &[u8]) -> Self {
        Self::of(&header[4..], name, further).widened(further, false)
    }

    /// The fields that both headers share.
    fn of(shared: &[u8], name: &[u8], further: &[u8]) -> Self {
        Self {
            flags: u16_at(shared, 2),
            method: u16_at(shared, 4),
            sum: u32_at(shared, 10),
            packed: u64::from(u32_at(shared, 14)),
            size: u64::from(u32_at(shared, 18)),
            at: 0,
            made_by: 0,
            attributes: 0,
            unicode: field(further, UNICODE_PATH).and_then(|field| unicode(field, name)),
            name: name.to_owned(),
        }
    }

    /// Large numbers stand in a further field, each that does not fit its own.
    fn widened(mut self, further: &[u8], with_place: bool) -> Self {
        const FULL: u64 = u32::MAX as u64;
        let Some(mut wide) = field(further, ZIP64) else { return self };
        let place = with_place.then_some(&mut self.at);
        for number in [Some(&mut self.size), Some(&mut self.packed), place].into_iter().flatten() {
            if *number == FULL && wide.len() >= 8 {
                *number = u64_at(wide, 0);
                wide = &wide[8..];
            }
        }
        self
    }

    /// The name as text: what is said to be Unicode first.
    pub(super) fn label(&self) -> String {
        self.unicode.clone().unwrap_or_else(|| names::decode(&self.name))
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0
    }

    /// Whether sum and sizes stand after the content, for want of a way back when it was written.
    pub(super) fn is_described_after(&self) -> bool {
        self.flags & 8 != 0
    }

    pub(super) fn is_link(&self) -> bool {
        const UNIX: [u16; 2] = [3, 19];
        UNIX.contains(&self.made_by) && (self.attributes >> 16) & 0o170_000 == 0o120_000
    }

    /// Where the content begins; `offset` is where the archive does.
    pub(super) fn content<F: Read + Seek + ?Sized>(&self, file: &mut F, offset: u64) -> io::Result<u64> {
        let at = offset.checked_add(self.at).ok_or_else(|| damaged("it is listed at no place"))?;
        let mut header = [0; LOCAL_LENGTH];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut header)?;
        if !header.starts_with(LOCAL) {
            return Err(damaged("it is not where the list of members says"));
        }
        let names = u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28));
        at.checked_add(LOCAL_LENGTH as u64 + names).ok_or_else(|| damaged("it is listed at no place"))
    }
}

/// A further field by its number.
fn field(mut further: &[u8], number: u16) -> Option<&[u8]> {
    while further.len() >= 4 {
        let length = usize::from(u16_at(further, 2));
        let content = further.get(4..4 + length)?;
        if u16_at(further, 0) == number {
            return Some(content);
        }
        further = &further[4 + length..];
    }
    None
}

/// The name in UTF-8 that Info-ZIP adds, if it was made of this very name (APPNOTE 4.6.9).
fn unicode(field: &[u8], name: &[u8]) -> Option<String> {
    let mut crc = Crc::new();
    crc.update(name);
    let is_of_it = field.first() == Some(&1) && u32_at(field, 1) == crc.sum();
    is_of_it.then(|| String::from_utf8(field.get(5..)?.to_owned()).ok()).flatten()
}
