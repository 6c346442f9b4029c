//! The places where a run found documents, in the order of the input, on the disk until they are wanted.
//!
//! Names of a million sources would fill the memory; in it, a place is its offset and the number of its document.

use super::record::DocumentFacts;
use crate::acquire::Served;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// A place where a document was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The way to it, relative to the input given.
    pub source: String,
    /// The way to it as it is named on a command line.
    pub path: String,
    /// How it was fetched, where a crawler noted that.
    pub served: Option<Served>,
    /// The record, where the bytes could not be read and there is no document.
    pub unread: Option<String>,
}

impl Place {
    /// Puts this place into the facts of its document, and its copies' places.
    pub fn put(&self, facts: DocumentFacts, also: Vec<String>) -> DocumentFacts {
        DocumentFacts { source: self.source.clone(), also, ..facts.served(self.served.as_ref()) }
    }
}

/// Marks a place without a document.
const UNREAD: u32 = u32::MAX;

/// Bytes gathered before they go to the disk, or taken from it at a time.
const BUFFER: usize = 1 << 16;

/// The places, while they are found. They may come in any order.
#[derive(Debug)]
pub struct Places {
    file: BufWriter<File>,
    end: u64,
    /// By the place's number: its offset, and the number of its document.
    at: Vec<(u64, u32)>,
}

impl Places {
    /// With a file in a folder, which leaves no trace.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        Ok(Self { file: BufWriter::with_capacity(BUFFER, file), end: 0, at: Vec::new() })
    }

    /// Adds a place by its number, with its document's.
    pub fn add(&mut self, number: usize, place: &Place, document: Option<u32>) -> io::Result<()> {
        let line = serde_json::to_vec(place)?;
        if number >= self.at.len() {
            self.at.resize(number + 1, (u64::MAX, UNREAD));
        }
        self.at[number] = (self.end, document.unwrap_or(UNREAD));
        self.file.write_all(&line)?;
        self.file.write_all(b"\n")?;
        self.end += line.len() as u64 + 1;
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Turns to reading them.
    pub fn read(self) -> io::Result<Found> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Found { from: BufReader::with_capacity(BUFFER, file), at: self.at, position: u64::MAX })
    }
}

/// The places, all found.
#[derive(Debug)]
pub struct Found {
    from: BufReader<File>,
    at: Vec<(u64, u32)>,
    position: u64,
}

impl Found {
    /// The number of each place's document, in the order of the input; none where there is no document.
    pub fn documents(&self) -> impl Iterator<Item = Option<u32>> {
        self.at.iter().map(|&(_, document)| Some(document).filter(|&d| d != UNREAD))
    }

    /// A place by its number.
    pub fn place(&mut self, number: usize) -> io::Result<Place> {
        let (offset, _) = self.at[number];
        if offset != self.position {
            match offset.checked_signed_diff(self.position) {
                Some(way) if self.position != u64::MAX => self.from.seek_relative(way)?,
                _ => self.from.seek(SeekFrom::Start(offset)).map(|_| ())?,
            }
        }
        let mut line = Vec::new();
        self.position = offset + self.from.read_until(b'\n', &mut line)? as u64;
        Ok(serde_json::from_slice(&line)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Places};

    #[test]
    fn places_come_back_by_number_whatever_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places::new(folder.path()).unwrap();
        let place =
            |n: usize| Place { source: format!("{n}\n报告"), path: "p".repeat(n * 1000), served: None, unread: None };
        for n in [3, 0, 2, 1, 4] {
            places.add(n, &place(n), (n != 2).then_some(n as u32)).unwrap();
        }
        assert_eq!(places.len(), 5);
        let mut found = places.read().unwrap();
        let documents: Vec<_> = found.documents().collect();
        assert_eq!(documents, [Some(0), Some(1), None, Some(3), Some(4)]);
        for n in [0, 1, 2, 3, 4, 2, 0] {
            assert_eq!(found.place(n).unwrap(), place(n));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
