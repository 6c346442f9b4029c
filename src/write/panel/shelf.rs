//! Reports on their way to the checks over them → a file, from which each is taken again by its place.
//!
//! The file has no name and is gone when it is closed, however the program ends. It lies in the system's folder for such files
//! (`TMPDIR`), and takes some half a kilobyte a report.

use crate::verify::panel::{Member, Register, Shelf};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;

/// Reports in a file.
#[derive(Debug)]
pub struct FileShelf {
    file: Mutex<File>,
    /// Where each report ends.
    ends: Vec<u64>,
    /// The reports that are not in the file yet.
    last: Vec<u8>,
}

impl FileShelf {
    /// An empty shelf.
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: Mutex::new(tempfile::tempfile()?), ends: Vec::new(), last: Vec::new() })
    }

    /// Puts a report behind the others, and takes it down in the register.
    pub fn put(&mut self, member: &Member, register: &mut Register) -> io::Result<()> {
        let start = self.last.len();
        serde_json::to_writer(&mut self.last, member)?;
        let end = self.ends.last().copied().unwrap_or_default() + (self.last.len() - start) as u64;
        self.ends.push(end);
        register.put(member);
        if self.last.len() >= BUFFER {
            self.write()?;
        }
        Ok(())
    }

    /// Puts what was gathered into the file; nothing may be taken before.
    pub fn write(&mut self) -> io::Result<()> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::End(0))?;
        file.write_all(&self.last)?;
        self.last.clear();
        Ok(())
    }
}

impl Shelf for FileShelf {
    fn member(&self, place: usize) -> io::Result<Member> {
        let end = *self.ends.get(place).ok_or(io::ErrorKind::NotFound)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut json = vec![0; usize::try_from(end - start).map_err(io::Error::other)?];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut json)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_comes_back_as_it_was() {
        let member = |n: u16| Member {
            agency: format!("某县第{n}局"),
            region: n.is_multiple_of(3).then(|| "320813".to_owned()),
            year: n,
            print: u64::MAX - u64::from(n),
            counts: n.into(),
            ..Member::default()
        };
        let (mut shelf, mut register) = (FileShelf::new().unwrap(), Register::default());
        for n in 0..1500 {
            shelf.put(&member(n), &mut register).unwrap();
        }
        shelf.write().unwrap();
        for n in [0, 1, 1499, 7, 750] {
            assert_eq!(shelf.member(n.into()).unwrap(), member(n));
        }
        assert!(shelf.member(1500).is_err());
        assert_eq!(register.count(), 1500);
    }
}
