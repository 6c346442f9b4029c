//! A dataset, as a load takes it: its records by line, and what its log tells.
//!
//! The records are read and not the Parquet files that were made from them, because they are what everything else is held
//! against. The file stays open: a conversion that ends meanwhile puts a new one in its place and disturbs nobody.

use super::target::LoadError;
use crate::write::run::SCHEMA;
use crate::write::tables::Line;
use serde::Deserialize;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A dataset that is being loaded.
#[derive(Debug)]
pub struct Dataset {
    pub(super) folder: PathBuf,
    pub(super) reports: PathBuf,
    pub(super) finished: Option<String>,
    pub(super) lines: Vec<Line>,
    file: Mutex<File>,
}

/// Some lines, as they were read together.
#[derive(Debug)]
pub(super) struct Text {
    start: u64,
    bytes: Vec<u8>,
}

impl Text {
    /// One of them, or why it is no text.
    pub(super) fn line(&self, line: &Line) -> Result<&str, String> {
        let from = (line.offset - self.start) as usize;
        std::str::from_utf8(&self.bytes[from..from + line.bytes as usize]).map_err(|error| error.to_string())
    }
}

/// What is wanted of a dataset's log.
#[derive(Deserialize)]
struct Log {
    schema: String,
    finished: Option<String>,
}

/// The longest record that is read: that of a document within its limits is far shorter.
const LONGEST_LINE: u64 = 256 << 20;

/// Bytes that are looked at together for line ends.
const BUFFER: usize = 1 << 20;

/// The largest log that is read: one with a million inputs.
const LARGEST_LOG: u64 = 64 << 20;

impl Dataset {
    /// Opens the folder of a dataset and finds its records.
    pub fn open(folder: &Path) -> Result<Self, LoadError> {
        let log = folder.join("run.json");
        let reports = folder.join("reports.ndjson");
        let text = File::open(&log).and_then(|file| {
            let mut text = Vec::new();
            file.take(LARGEST_LOG).read_to_end(&mut text).map(|_| text)
        });
        let text = text.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => LoadError::new(format!(
                "{} is no finished dataset (it has no run.json): name a folder that gongkai convert has written",
                folder.display()
            )),
            _ => unread(&log, &error),
        })?;
        let log = serde_json::from_slice(&text).ok().filter(|log: &Log| log.schema == SCHEMA).ok_or_else(|| {
            LoadError::new(format!(
                "{} is no log of this version ({SCHEMA}): convert again with this version",
                log.display()
            ))
        })?;
        let mut file = File::open(&reports).map_err(|error| unread(&reports, &error))?;
        let lines = lines(&mut file).map_err(|error| unread(&reports, &error))?;
        Ok(Self { folder: folder.to_owned(), reports, finished: log.finished, lines, file: Mutex::new(file) })
    }

    /// How many documents it has.
    pub fn documents(&self) -> u64 {
        self.lines.len() as u64
    }

    /// The text from the beginning of one line to the end of another.
    pub(super) fn read(&self, lines: &[Line]) -> Result<Text, LoadError> {
        let Some((first, last)) = lines.first().zip(lines.last()) else {
            return Ok(Text { start: 0, bytes: Vec::new() });
        };
        let bytes = last.offset + u64::from(last.bytes) - first.offset;
        let mut text = Vec::new();
        let mut read = || {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(first.offset))?;
            file.by_ref().take(bytes).read_to_end(&mut text)
        };
        read().map_err(|error| unread(&self.reports, &error))?;
        if text.len() as u64 != bytes {
            return Err(unread(&self.reports, &io::Error::other("it became shorter while it was read")));
        }
        Ok(Text { start: first.offset, bytes: text })
    }

    /// The sentence for a line that is no record.
    pub(super) fn broken(&self, number: usize, why: &str) -> LoadError {
        LoadError::new(format!(
            "line {} of {} is no record of this version ({why}): convert again with this version",
            number + 1,
            self.reports.display()
        ))
    }
}

fn unread(path: &Path, error: &io::Error) -> LoadError {
    LoadError::new(format!("{} can't be read ({error}): see to the file, or convert again", path.display()))
}

/// Finds the lines of a file, their ends left out.
fn lines(file: &mut File) -> io::Result<Vec<Line>> {
    let mut lines = Vec::new();
    let mut buffer = vec![0; BUFFER];
    let (mut at, mut start) = (0_u64, 0_u64);
    let mut end = |start: u64, end: u64| {
        let bytes = u32::try_from(end - start).ok().filter(|bytes| u64::from(*bytes) <= LONGEST_LINE);
        let bytes =
            bytes.ok_or_else(|| io::Error::other(format!("the line at byte {start} is longer than any record")))?;
        if bytes > 0 {
            lines.push(Line { offset: start, bytes });
        }
        Ok::<_, io::Error>(())
    };
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        for found in memchr::memchr_iter(b'\n', &buffer[..count]) {
            let found = at + found as u64;
            end(start, found)?;
            start = found + 1;
        }
        at += count as u64;
        if at - start > LONGEST_LINE {
            end(start, at)?;
        }
    }
    end(start, at)?;
    Ok(lines)
}
