//! The list at the end of a ZIP → its entries, one by one.

use super::fields::{CENTRAL, CENTRAL_LENGTH, Entry, damaged, u16_at, u32_at, u64_at};
use crate::acquire::archive::Seekable;
use std::io::{self, Read, SeekFrom};

/// The end of a ZIP, with the longest comment that may follow it; the record before it of a large one.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xFFFF;
const WIDE_PLACE: &[u8] = b"PK\x06\x07";
const WIDE_PLACE_LENGTH: usize = 20;
const WIDE_END: &[u8] = b"PK\x06\x06";
const WIDE_END_LENGTH: usize = 56;

/// Bytes of the list read at once: at least one entry with the longest of names, fields and comments.
const WINDOW: usize = 256 * 1024;

/// A way through the list.
#[derive(Debug)]
pub(super) struct Directory {
    /// Where the archive begins: something else may stand before it, such as a program that unpacks it.
    pub(super) offset: u64,
    /// What of the list is still to be read from the file.
    next: u64,
    end: u64,
    window: Vec<u8>,
    used: usize,
    /// Entries that the end tells of, and those that came; the number may have but 16 bits.
    told: u64,
    is_wide: bool,
    came: u64,
}

impl Directory {
    /// Finds it.
    pub(super) fn find(file: &mut dyn Seekable) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        let from = length.saturating_sub((LONGEST_COMMENT + END_LENGTH + WIDE_PLACE_LENGTH) as u64);
        let mut tail = Vec::new();
        file.seek(SeekFrom::Start(from))?;
        file.take((LONGEST_COMMENT + END_LENGTH + WIDE_PLACE_LENGTH) as u64).read_to_end(&mut tail)?;
        // A comment may quote an end; the true one reaches just to the end of the file, or to junk added after it.
        let ends = || (0..=tail.len().saturating_sub(END_LENGTH)).rev().filter(|&at| tail[at..].starts_with(END));
        let is_exact = |at: &usize| at + END_LENGTH + usize::from(u16_at(&tail, at + 20)) == tail.len();
        let at = ends().find(is_exact).or_else(|| ends().next()).ok_or_else(|| damaged("it has no list of members"))?;
        let end = &tail[at..];
        let mut told = u64::from(u16_at(end, 10));
        let mut size = u64::from(u32_at(end, 12));
        let mut place = u64::from(u32_at(end, 16));
        let mut after = from + at as u64;
        let wide = at.checked_sub(WIDE_PLACE_LENGTH).map(|at| &tail[at..]).filter(|w| w.starts_with(WIDE_PLACE));
        let wide = wide.and_then(|wide| wide_end(file, u64_at(wide, 8), after).transpose()).transpose()?;
        let is_wide = wide.is_some();
        if let Some((record, at)) = wide {
            (told, size, place, after) = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48), at);
        }
        let start = after.checked_sub(size).ok_or_else(|| damaged("its list of members is cut off"))?;
        // Where the list lies before the place it is said to be at, the file was cut at its beginning.
        let offset = start.checked_sub(place).ok_or_else(|| damaged("its beginning is cut off"))?;
        Ok(Self { offset, next: start, end: after, window: Vec::new(), used: 0, told, is_wide, came: 0 })
    }

    /// Whether as many entries came as there should be.
    pub(super) fn is_complete(&self) -> bool {
        if self.is_wide { self.came == self.told } else { self.came & 0xFFFF == self.told }
    }

    /// The next entry.
    pub(super) fn next(&mut self, file: &mut dyn Seekable) -> io::Result<Option<Entry>> {
        const LONGEST: usize = CENTRAL_LENGTH + 3 * 0xFFFF;
        if self.window.len() - self.used < LONGEST && self.next < self.end {
            self.window.drain(..self.used);
            self.used = 0;
            let wanted = (self.end - self.next).min((WINDOW - self.window.len()) as u64);
            file.seek(SeekFrom::Start(self.next))?;
            let read = file.take(wanted).read_to_end(&mut self.window)?;
            self.next = if read as u64 == wanted { self.next + wanted } else { self.end };
        }
        let rest = &self.window[self.used..];
        if rest.is_empty() {
            return Ok(None);
        }
        let cut = || damaged("its list of members is damaged");
        let header = rest.get(..CENTRAL_LENGTH).filter(|h| h.starts_with(CENTRAL)).ok_or_else(cut)?;
        let name = CENTRAL_LENGTH + usize::from(u16_at(header, 28));
        let further = name + usize::from(u16_at(header, 30));
        let length = further + usize::from(u16_at(header, 32));
        if rest.len() < length {
            return Err(cut());
        }
        let entry = Entry::central(header, &rest[CENTRAL_LENGTH..name], &rest[name..further]);
        self.used += length;
        self.came += 1;
        Ok(Some(entry))
    }
}

/// The end of a large ZIP and its place: where it is said to be, or right before the pointer to it where other bytes stand
/// before the archive. `before` is where the plain end is.
fn wide_end(file: &mut dyn Seekable, said: u64, before: u64) -> io::Result<Option<([u8; WIDE_END_LENGTH], u64)>> {
    let right_before = before.checked_sub((WIDE_PLACE_LENGTH + WIDE_END_LENGTH) as u64);
    for at in [right_before, Some(said)].into_iter().flatten().filter(|at| *at < before) {
        let mut record = [0; WIDE_END_LENGTH];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut record)?;
        if record.starts_with(WIDE_END) {
            return Ok(Some((record, at)));
        }
    }
    Err(damaged("the end of a large archive is not where it should be"))
}
