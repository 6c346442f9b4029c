//! A ZIP package → its parts as text, within limits that do not trust what the package declares.

use crate::finding::{Reason, Unreadable};
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Entries of a package. A workbook has some dozens, one with many pictures some hundreds.
const MOST_ENTRIES: usize = 20_000;

/// Bytes of one part. The sheet of a report takes 100 kB; 64 MB hold a million filled cells.
const LARGEST_PART: u64 = 64 << 20;

/// Bytes of all the parts read.
const LARGEST_WHOLE: u64 = 192 << 20;

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e.to_string()))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Unreadable::new(Reason::Memory, format!("the workbook has more than {MOST_ENTRIES} parts")));
        }
        Ok(Self { archive, left: LARGEST_WHOLE })
    }

    /// A part as text; nothing if the package has none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let wanted = name.trim_start_matches('/');
        let is_it = |n: &str| n.replace('\\', "/").trim_start_matches('/').eq_ignore_ascii_case(wanted);
        let found = self.archive.file_names().flatten().find(|n| is_it(n)).map(std::borrow::Cow::into_owned);
        let Some(found) = found else { return Ok(None) };
        let part = self.archive.by_name(&found).map_err(|e| damaged(&e.to_string()))?;
        if part.encrypted() {
            return Err(Unreadable::new(Reason::Encrypted, "the workbook is locked by a password"));
        }
        let limit = LARGEST_PART.min(self.left);
        let mut bytes = Vec::new();
        part.take(limit + 1).read_to_end(&mut bytes).map_err(|e| damaged(&e.to_string()))?;
        if bytes.len() as u64 > limit {
            let message = format!("{found} unpacks to more than {} MB, which is the limit", limit >> 20);
            return Err(Unreadable::new(Reason::Memory, message));
        }
        self.left -= bytes.len() as u64;
        Ok(Some(crate::decode::charset::decode(&bytes, None)?.text))
    }

    /// A part that must be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, Unreadable> {
        self.part(name)?.ok_or_else(|| damaged(&format!("{name} is missing")))
    }
}

fn damaged(what: &str) -> Unreadable {
    Unreadable::new(Reason::Damaged, format!("the workbook can't be opened ({what}); get the file again"))
}
