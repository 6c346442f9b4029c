//! The journal of a run: every record as soon as it is made, in the order in which they are made, so that a run that was
//! killed goes on where it was.
//!
//! It is a file of lines: a header for each time that the run was begun, with its [`Settings`], and records. A line that is
//! not whole, as a kill or a power cut leaves one, is not there. What an earlier run has finished, `reports.ndjson`, is
//! read the same way.

use super::brief::Brief;
use super::ledger::{At, Home, Key, Ledger};
use super::record::Parser;
use crate::verify::Verdict;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant};

/// The name and version of the journal's shape.
pub const SCHEMA: &str = "gongkai.journal/1";

/// How often what was written is made to outlast a power cut. So much work is lost by one at most.
const SYNC: Duration = Duration::from_secs(5);

/// The first header ends within so many bytes.
const HEADER: u64 = 1 << 10;

/// Bytes read at a time.
const BUFFER: usize = 1 << 20;

/// Records of earlier runs that are not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Those of unreadable documents.
    Failed,
    /// Those that need review.
    NeedsReview,
}

impl Retry {
    fn is(self, verdict: Verdict) -> bool {
        match self {
            Self::Failed => verdict == Verdict::Unreadable,
            Self::NeedsReview => verdict == Verdict::NeedsReview,
        }
    }
}

/// What decides which earlier records still hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The version of the program.
    pub version: String,
    /// Every PDF is read twice.
    pub read_twice: bool,
    /// Only these are converted anew; without any, those of another version or made with other settings.
    pub retry: Vec<Retry>,
    /// All are converted anew.
    pub force: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { version: Parser::THIS.version.to_owned(), read_twice: false, retry: Vec::new(), force: false }
    }
}

impl Settings {
    /// Whether a record that was made with some earlier settings is taken over.
    fn keeps(&self, brief: &Brief, earlier: &Self) -> bool {
        if self.force {
            return false;
        }
        if !self.retry.is_empty() {
            return !self.retry.iter().any(|retry| retry.is(brief.gist.verdict));
        }
        brief.version == self.version && earlier.read_twice == self.read_twice
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    schema: String,
    settings: Settings,
}

/// The journal, open for writing at its end.
#[derive(Debug)]
pub struct Journal {
    file: File,
    end: u64,
    synced: Instant,
}

impl Journal {
    /// Goes on with a journal, in whatever state it is. Its records enter the ledger where the settings keep them.
    pub fn resume(mut file: File, settings: &Settings, ledger: &mut Ledger) -> io::Result<Self> {
        read(&mut file, settings, ledger)?;
        let end = file.seek(SeekFrom::End(0))?;
        let mut journal = Self { file, end, synced: Instant::now() };
        // The first line end closes a line that was broken off.
        let mut header = b"\n".to_vec();
        serde_json::to_writer(&mut header, &Header { schema: SCHEMA.to_owned(), settings: settings.clone() })?;
        header.push(b'\n');
        journal.write(&header)?;
        Ok(journal)
    }

    /// Adds a record's line, without its line end, and says where it lies.
    pub fn add(&mut self, mut line: Vec<u8>) -> io::Result<At> {
        let at = At { home: Home::Journal, offset: self.end, bytes: line.len() as u64 };
        line.push(b'\n');
        self.write(&line)?;
        if self.synced.elapsed() >= SYNC {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(at)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.end += bytes.len() as u64;
        Ok(())
    }
}

/// Enters what a journal holds. What was written under these very settings by the last runs is this run, broken off, and
/// stands; what is older is kept where the settings say so.
fn read(file: &mut File, settings: &Settings, ledger: &mut Ledger) -> io::Result<()> {
    let mut own = 0;
    let mut is_own = false;
    each_line(file, |offset, line| {
        if let Some(header) = header(line) {
            let same = header.settings == *settings;
            if same && !is_own {
                own = offset;
            }
            is_own = same;
        }
    })?;
    let mut earlier = None;
    each_line(file, |offset, line| {
        if let Some(header) = header(line) {
            earlier = Some(header.settings);
        } else if let (Some(earlier), Ok(brief)) = (&earlier, Brief::read(line)) {
            let is_this_run = is_own && offset >= own;
            let at = At { home: Home::Journal, offset, bytes: line.len() as u64 };
            take(ledger, &brief, at, is_this_run || settings.keeps(&brief, earlier));
        }
    })
}

/// Enters what an earlier run has finished under its settings.
pub fn read_finished(
    file: &mut File,
    home: Home,
    earlier: &Settings,
    settings: &Settings,
    ledger: &mut Ledger,
) -> io::Result<()> {
    each_line(file, |offset, line| {
        if let Ok(brief) = Brief::read(line) {
            let at = At { home, offset, bytes: line.len() as u64 };
            take(ledger, &brief, at, settings.keeps(&brief, earlier));
        }
    })
}

fn take(ledger: &mut Ledger, brief: &Brief, at: At, keep: bool) {
    let Some(key) = Key::of(&brief.id) else { return };
    if keep {
        let (number, _) = ledger.claim(key);
        ledger.enter(number, &brief.gist, at);
    } else {
        ledger.forget(key);
    }
}

/// Whether a file begins as a journal does.
pub fn is_journal(file: &mut File) -> bool {
    let mut start = Vec::new();
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(HEADER).read_to_end(&mut start));
    read.is_ok() && start.split(|&b| b == b'\n').any(|line| header(line).is_some())
}

fn header(line: &[u8]) -> Option<Header> {
    let start = br#"{"schema":"gongkai.journal/"#;
    line.starts_with(start).then(|| serde_json::from_slice(line).ok())?.filter(|h: &Header| h.schema == SCHEMA)
}

/// Hands on every line that has an end, with its place.
fn each_line(file: &mut File, mut take: impl FnMut(u64, &[u8])) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    let mut from = BufReader::with_capacity(BUFFER, file);
    let mut line = Vec::new();
    let mut offset = 0;
    loop {
        line.clear();
        let read = from.read_until(b'\n', &mut line)? as u64;
        if read == 0 || line.pop() != Some(b'\n') {
            return Ok(());
        }
        take(offset, &line);
        offset += read;
    }
}
