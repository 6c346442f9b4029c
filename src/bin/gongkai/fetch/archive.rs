//! The folder of an archive: files of records, and the log that says what they hold.
//!
//! Records are appended first, the line of the log after them. So what the log says is there; what a killed run wrote
//! without a line is cut off when the next one begins, and fetched again. A file that is shorter than the log says (a power
//! cut, a copy that broke off) is no reason to trust either: what it lacks counts as never fetched.

use super::VERSION;
use crate::failure::Failure;
use gongkai::acquire::fetch::entry::{Entry, Kept, Line, SCHEMA};
use gongkai::acquire::fetch::warc;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The log.
const LOG: &str = "fetch.ndjson";

/// The longest line of a log, in bytes: a page with twenty thousand links makes some megabytes.
const LONGEST_LINE: u64 = 64 << 20;

/// What an archive knows before a run.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// How addresses ended in this run, by the names of what was asked, if it was stopped and goes on.
    pub(super) ended: BTreeMap<String, Entry>,
    /// How they ended in earlier ones.
    pub(super) earlier: BTreeMap<String, Entry>,
    /// The run goes on.
    pub(super) goes_on: bool,
    /// Entries whose records are not there.
    pub(super) lost: usize,
}

/// An archive that is being written.
#[derive(Debug)]
pub(super) struct Archive {
    folder: PathBuf,
    log: File,
    /// The file that is being written: its number, its end.
    current: Option<(u32, File, u64)>,
    next: u32,
    /// The number of this run, counted from 1.
    pub(super) run: u32,
    rotate: u64,
    agent: String,
}

impl Archive {
    /// Opens a folder, or makes it; goes on with a run that did not come to its end.
    pub(super) fn open(folder: &Path, rotate: u64, agent: &str, now: &str) -> Result<(Self, Known), Failure> {
        let shown = folder.display();
        let said = |what: &str, error: &io::Error| {
            Failure::new(format!("the archive {shown} can't be {what} ({error}): choose another folder with -o"))
        };
        fs::create_dir_all(folder).map_err(|error| said("made", &error))?;
        refuse_strangers(folder)?;
        let log = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(LOG));
        let mut log = log.map_err(|error| said("written", &error))?;
        if let Err(TryLockError::WouldBlock) = log.try_lock() {
            return Err(Failure::new(format!(
                "another run is writing to {shown}: wait for it to end, or choose another folder with -o"
            )));
        }
        let (mut known, runs, is_ended) = read(&mut log, folder)?;
        let mut archive = Self {
            folder: folder.to_owned(),
            log,
            current: None,
            next: 0,
            run: if is_ended { runs + 1 } else { runs.max(1) },
            rotate,
            agent: agent.to_owned(),
        };
        known.goes_on = !is_ended && runs > 0;
        archive.trim(&known).map_err(|error| said("written", &error))?;
        if !known.goes_on {
            let (run, at, version) = (archive.run, now.to_owned(), VERSION.to_owned());
            archive
                .note(&Line::Begin { schema: SCHEMA.to_owned(), run, at, version })
                .map_err(|error| said("written", &error))?;
        }
        Ok((archive, known))
    }

    /// Cuts off what no line of the log speaks of, and finds where to go on.
    fn trim(&mut self, known: &Known) -> io::Result<()> {
        let mut ends: BTreeMap<u32, u64> = BTreeMap::new();
        for kept in known.ended.values().chain(known.earlier.values()).filter_map(|entry| entry.kept.as_ref()) {
            if let Some(number) = number(&kept.file) {
                let end = ends.entry(number).or_default();
                *end = (*end).max(kept.offset + kept.bytes);
            }
        }
        let files: Vec<u32> = names(&self.folder)?.iter().filter_map(|name| number(name)).collect();
        for number in &files {
            let path = self.folder.join(name(*number));
            match ends.get(number) {
                // Nothing but its first record, if that.
                None => fs::remove_file(&path)?,
                Some(end) if fs::metadata(&path)?.len() > *end => {
                    OpenOptions::new().write(true).open(&path)?.set_len(*end)?;
                }
                Some(_) => {}
            }
        }
        self.next = files.iter().chain(ends.keys()).max().map_or(0, |last| last + 1);
        if let Some((&last, &end)) = ends.last_key_value()
            && end < self.rotate
            && files.contains(&last)
        {
            let file = OpenOptions::new().append(true).open(self.folder.join(name(last)))?;
            // A file that is too short is left as it is, and a new one begun.
            if file.metadata()?.len() == end {
                self.current = Some((last, file, end));
            }
        }
        Ok(())
    }

    /// Where the archive ends now: behind that, the next records are put.
    pub(super) fn place(&self) -> String {
        self.current.as_ref().map_or_else(|| format!("{} 0", self.next), |(number, _, end)| format!("{number} {end}"))
    }

    /// Appends the records of an address.
    pub(super) fn keep(&mut self, records: &[u8], now: &str) -> io::Result<Kept> {
        let full = self.current.as_ref().is_none_or(|(_, _, end)| *end >= self.rotate);
        if full {
            if let Some((_, file, _)) = self.current.take() {
                file.sync_all()?;
            }
            let name = name(self.next);
            let mut file = OpenOptions::new().append(true).create_new(true).open(self.folder.join(&name))?;
            let info = warc::info(&name, now, VERSION, &self.agent)?;
            file.write_all(&info)?;
            self.current = Some((self.next, file, info.len() as u64));
            self.next += 1;
        }
        let (number, file, end) = self.current.as_mut().ok_or_else(|| io::Error::other("no file is open"))?;
        file.write_all(records)?;
        let kept = Kept { file: name(*number), offset: *end, bytes: records.len() as u64 };
        *end += kept.bytes;
        Ok(kept)
    }

    /// Appends a line to the log.
    pub(super) fn note(&mut self, line: &Line) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.log.write_all(&bytes)
    }

    /// The run has come to its end.
    pub(super) fn end(&mut self, now: &str) -> io::Result<()> {
        if let Some((_, file, _)) = &self.current {
            file.sync_all()?;
        }
        self.note(&Line::End { run: self.run, at: now.to_owned() })?;
        self.log.sync_all()
    }

    /// Writes a file beside the log, all of it or nothing.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let part = self.folder.join(format!(".{name}.part"));
        fs::write(&part, bytes)?;
        fs::rename(part, self.folder.join(name))
    }

    /// What is said where writing fails.
    pub(super) fn broken(&self, error: &io::Error) -> Failure {
        Failure::new(format!(
            "writing to the archive {} failed ({error}): make room or choose another disk, and give the same command again",
            self.folder.display()
        ))
    }
}

/// Reads the log: what is known, how many runs began, whether the last one ended. A line that is not whole is cut off.
fn read(log: &mut File, folder: &Path) -> Result<(Known, u32, bool), Failure> {
    let unread = |line: usize, why: &str| {
        Failure::new(format!(
            "line {line} of {} can't be read ({why}): restore it from a copy, or begin a new archive with -o",
            folder.join(LOG).display()
        ))
    };
    let (mut known, mut runs, mut is_ended) = (Known::default(), 0, true);
    let mut lengths = Lengths { folder, known: BTreeMap::new() };
    let mut reader = BufReader::new(&*log);
    let (mut bytes, mut whole, mut number) = (Vec::new(), 0, 0);
    loop {
        bytes.clear();
        number += 1;
        let count = io::Read::take(&mut reader, LONGEST_LINE).read_until(b'\n', &mut bytes);
        let count = count.map_err(|error| unread(number, &error.to_string()))?;
        if count == 0 || bytes.last() != Some(&b'\n') {
            break;
        }
        match serde_json::from_slice(&bytes).map_err(|error| unread(number, &error.to_string()))? {
            Line::Begin { run, .. } => {
                (runs, is_ended) = (run, false);
                known.earlier.append(&mut known.ended);
            }
            Line::End { .. } => is_ended = true,
            Line::Address(entry) => {
                if lengths.hold(&entry) {
                    known.ended.insert(entry.name(), *entry);
                } else {
                    known.lost += 1;
                }
            }
        }
        whole += count as u64;
    }
    drop(reader);
    if is_ended {
        known.earlier.append(&mut known.ended);
    }
    let cut = log.set_len(whole).and_then(|()| log.seek(SeekFrom::End(0)));
    cut.map_err(|error| unread(number, &error.to_string()))?;
    Ok((known, runs, is_ended))
}

/// How long files are.
struct Lengths<'f> {
    folder: &'f Path,
    known: BTreeMap<String, u64>,
}

impl Lengths<'_> {
    /// Whether the records that an entry speaks of are there.
    fn hold(&mut self, entry: &Entry) -> bool {
        let is_there =
            |kept: &Kept, lengths: &mut Self| lengths.of(&kept.file) >= kept.offset.saturating_add(kept.bytes);
        entry.kept.as_ref().is_none_or(|kept| is_there(kept, self))
            && entry.holder.as_ref().is_none_or(|holder| self.of(&holder.file) > 0)
    }

    fn of(&mut self, file: &str) -> u64 {
        if let Some(length) = self.known.get(file) {
            return *length;
        }
        // A log is read like everything else: it may name no file but one of the archive.
        let length = number(file).and_then(|_| fs::metadata(self.folder.join(file)).ok()).map_or(0, |file| file.len());
        self.known.insert(file.to_owned(), length);
        length
    }
}

fn name(number: u32) -> String {
    format!("gongkai-{number:05}.warc.gz")
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("gongkai-")?.strip_suffix(".warc.gz")?;
    digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() >= 5)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// A folder with anything else in it is nobody's archive: a slip of the keyboard shall not put files there.
fn refuse_strangers(folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    let names = names(folder).map_err(|error| {
        Failure::new(format!("{shown} can't be looked into ({error}): choose another folder with -o"))
    })?;
    if names.is_empty() || names.iter().any(|name| name == LOG) {
        return Ok(());
    }
    Err(Failure::new(format!("{shown} is no archive of gongkai fetch, and is not empty: name a new folder with -o")))
}
