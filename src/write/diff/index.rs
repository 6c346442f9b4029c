//! The lines of a file of records: read one after another, or found again by the id of their document.

use super::members;
use crate::write::reading::LONGEST_LINE;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes read at once.
const BUFFER: usize = 1 << 18;

/// Lines from the first to the last.
#[derive(Debug)]
pub(super) struct Lines {
    path: PathBuf,
    from: BufReader<File>,
    number: u64,
    offset: u64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path).map_err(|error| {
            let told =
                format!("{} can't be read ({error}): name a folder that gongkai convert has written", path.display());
            io::Error::new(error.kind(), told)
        })?;
        Ok(Self { path: path.to_owned(), from: BufReader::with_capacity(BUFFER, file), number: 0, offset: 0 })
    }

    /// Reads the next line, without its end; false where there is none.
    pub(super) fn next(&mut self, line: &mut String) -> io::Result<bool> {
        line.clear();
        self.number += 1;
        let read = Read::take(&mut self.from, LONGEST_LINE).read_line(line).map_err(|error| self.broken(&error))?;
        self.offset += read as u64;
        if read == 0 {
            return Ok(false);
        }
        if read as u64 == LONGEST_LINE {
            return Err(self.broken(&"it is too long"));
        }
        if line.ends_with('\n') {
            line.pop();
        }
        Ok(true)
    }

    /// The last line that was read is no record.
    pub(super) fn broken(&self, error: &impl std::fmt::Display) -> io::Error {
        broken(&self.path, self.number, error)
    }
}

fn broken(path: &Path, number: u64, error: &impl std::fmt::Display) -> io::Error {
    let told = format!("line {number} of {} is no record ({error}): convert again", path.display());
    io::Error::new(io::ErrorKind::InvalidData, told)
}

/// Where a record stands. Ordered as the lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    offset: u64,
    bytes: u32,
    number: u32,
}

/// The records of a file by the ids of their documents, and which of them were taken.
#[derive(Debug)]
pub(super) struct Index {
    path: PathBuf,
    from: BufReader<File>,
    position: u64,
    /// A digest of each id, sorted.
    entries: Vec<([u8; 32], At, bool)>,
}

impl Index {
    /// Goes through a file once.
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        let mut lines = Lines::open(path)?;
        let mut entries = Vec::new();
        let mut line = String::new();
        let mut offset = 0;
        while lines.next(&mut line)? {
            let id = members::id(&line).map_err(|error| lines.broken(&error))?;
            let too_many = |_| lines.broken(&"there are too many");
            let bytes = u32::try_from(line.len()).map_err(too_many)?;
            let number = u32::try_from(lines.number).map_err(too_many)?;
            entries.push((digest(&id), At { offset, bytes, number }, false));
            offset = lines.offset;
        }
        entries.sort_unstable();
        if let Some(twice) = entries.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(broken(path, twice[1].1.number.into(), &"its document has another before it"));
        }
        Ok(Self { path: path.to_owned(), from: lines.from, position: offset, entries })
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the record of a document stands, if there is one. It can be taken once.
    pub(super) fn take(&mut self, id: &str) -> Result<Option<At>, &'static str> {
        let wanted = digest(id);
        let Ok(found) = self.entries.binary_search_by(|(known, ..)| known.cmp(&wanted)) else { return Ok(None) };
        let (_, at, is_taken) = &mut self.entries[found];
        if std::mem::replace(is_taken, true) {
            return Err("its document has another before it");
        }
        Ok(Some(*at))
    }

    /// What was not taken, in the order of the file.
    pub(super) fn left(&self) -> Vec<At> {
        let mut left: Vec<At> = self.entries.iter().filter(|(.., is_taken)| !is_taken).map(|(_, at, _)| *at).collect();
        left.sort_unstable();
        left
    }

    /// The line of a record.
    pub(super) fn read(&mut self, at: At) -> io::Result<String> {
        // Two conversions mostly have their documents in one order: what was read ahead serves the next.
        match at.offset.checked_signed_diff(self.position) {
            Some(way) => self.from.seek_relative(way)?,
            None => self.from.seek(SeekFrom::Start(at.offset)).map(|_| ())?,
        }
        let mut line = String::new();
        let read = Read::take(&mut self.from, at.bytes.into()).read_to_string(&mut line);
        let read = read.map_err(|error| self.broken(at, &error))?;
        self.position = at.offset + read as u64;
        if read as u64 == u64::from(at.bytes) { Ok(line) } else { Err(self.broken(at, &"the file has become shorter")) }
    }

    /// A record that is none.
    pub(super) fn broken(&self, at: At, error: &impl std::fmt::Display) -> io::Error {
        broken(&self.path, at.number.into(), error)
    }
}

fn digest(id: &str) -> [u8; 32] {
    Sha256::digest(id.as_bytes()).into()
}
