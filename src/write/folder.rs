//! The folder of a dataset: opened with care for what is there, and given its new files all at once at the end.
//!
//! While a run goes on, the folder holds its journal beside the old dataset, if there is one; a killed run is gone on with
//! from there. What is finished is written into a folder of its own, `part`; when all of it is there, that is renamed to
//! `ready`, and from then on it *is* the dataset: its files are put in their places now, or by the next run if this one is
//! killed meanwhile. A folder that holds anything else is refused, so that a slip of the keyboard overwrites nobody's files.

use super::assemble::{self, Assembled, Homes, READINGS};
use super::brief::Gist;
use super::decisions::log::{self, Log};
use super::decisions::standing::Standing;
use super::journal::{self, Journal, Settings};
use super::ledger::{Home, Ledger};
use super::places::{Place, Places};
use super::run::Run;
use super::tables::{self, Line, Options};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

const REPORTS: &str = "reports.ndjson";
const JOURNAL: &str = "journal.ndjson";
const RUN: &str = "run.json";
const PART: &str = "part";
const READY: &str = "ready";

/// What a dataset is made of. Of these, what a new dataset lacks is removed when it takes an old one's place.
const OWN: [&str; 14] = [
    REPORTS,
    READINGS,
    "failures.csv",
    tables::PACKAGE,
    "documents.parquet",
    "facts.parquet",
    "checks.parquet",
    "narratives.parquet",
    "documents.csv",
    "facts.csv",
    "checks.csv",
    "narratives.csv",
    tables::WORKBOOK,
    RUN,
];

/// Why a dataset can't be written: one sentence that says what happened, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderError(String);

impl FolderError {
    pub(super) fn new(sentence: String) -> Self {
        Self(sentence)
    }
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for FolderError {}

/// A dataset that is being written.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: File,
    old: Old,
}

/// The records of a finished dataset.
#[derive(Debug, Default)]
struct Old {
    reports: Option<File>,
    readings: Option<File>,
}

impl Folder {
    /// Makes the folder, or takes over one that holds a dataset, finished or not. The ledger is given what its records say
    /// that still hold.
    pub fn open(path: &Path, settings: &Settings, ledger: &mut Ledger) -> Result<(Self, Journal), FolderError> {
        let shown = path.display();
        fs::create_dir_all(path).map_err(|e| {
            FolderError(format!("the output folder {shown} can't be made ({}): choose another with -o", said(&e)))
        })?;
        refuse_strangers(path)?;
        let journal = path.join(JOURNAL);
        let open = || OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&journal);
        let file = open().map_err(|e| {
            FolderError(format!("the output folder {shown} can't be written ({}): choose another with -o", said(&e)))
        })?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(FolderError(format!(
                    "another run is writing to {shown}: wait for it to end, or choose another folder with -o"
                )));
            }
            // A file system without locks is no reason not to write; two runs at once are the user's to avoid there.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let begin = || -> io::Result<(Self, Journal)> {
            put_in_place(path)?;
            let old = finished(path, settings, ledger)?;
            let folder = Self { path: path.to_owned(), lock: file.try_clone()?, old };
            Ok((folder, Journal::resume(file, settings, ledger)?))
        };
        begin().map_err(|e| broken(path, &e))
    }

    /// The folder's own way to say that writing failed.
    pub fn broken(&self, error: &io::Error) -> FolderError {
        broken(&self.path, error)
    }

    /// An empty list of places, on the dataset's disk.
    pub fn places(&self) -> Result<Places, FolderError> {
        Places::new(&self.path).map_err(|e| self.broken(&e))
    }

    /// Writes all records in the order of the input, with what reviewers decided about them; see
    /// [`assemble`](assemble::assemble).
    pub fn assemble(
        &self,
        places: Places,
        ledger: &Ledger,
        each: impl FnMut(&Gist, &Place),
    ) -> Result<Assembled, FolderError> {
        let part = self.part();
        let write = || -> io::Result<Assembled> {
            fs::create_dir_all(&part)?;
            let again = |old: &Option<File>| old.as_ref().map(File::try_clone).transpose();
            let (reports, readings) = (again(&self.old.reports)?, again(&self.old.readings)?);
            let mut homes = Homes { reports, readings, journal: self.lock.try_clone()? };
            let log = Log::open(&self.path)?;
            let standing = Standing::of(log.decisions());
            let mut assembled = assemble::assemble(places, ledger, &mut homes, &standing, &part, each)?;
            assembled.counts.decisions.unread = log.broken();
            Ok(assembled)
        };
        write().map_err(|e| self.broken(&e))
    }

    /// Writes the tables of the assembled records; see [`tables::write`].
    pub fn tables(
        &self,
        lines: &[Line],
        options: &Options,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<(), FolderError> {
        let part = self.part();
        let written = tables::write(&part.join(REPORTS), lines, &part, options, progress);
        written.map(drop).map_err(|e| self.broken(&e))
    }

    /// Where the finished files are gathered.
    fn part(&self) -> PathBuf {
        self.path.join(PART)
    }

    /// Puts everything in place.
    pub fn finish(self, run: &Run) -> Result<(), FolderError> {
        let put = || -> io::Result<()> {
            let mut log = serde_json::to_vec_pretty(run)?;
            log.push(b'\n');
            let part = self.part();
            fs::write(part.join(RUN), log)?;
            sync(&part)?;
            fs::rename(&part, self.path.join(READY))?;
            put_in_place(&self.path)?;
            fs::remove_file(self.path.join(JOURNAL))
        };
        put().map_err(|e| self.broken(&e))
    }
}

/// Makes the files of a folder outlast a power cut.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_names(folder)
}

/// Makes the names in a folder outlast a power cut, where a folder can be opened.
fn sync_names(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Ends what an earlier run was killed in: a dataset that is ready takes its place, one that is not is let go.
fn put_in_place(path: &Path) -> io::Result<()> {
    let ready = path.join(READY);
    remove(&path.join(PART))?;
    if !ready.is_dir() {
        return Ok(());
    }
    // Without its log, a folder is no finished dataset: the old one goes, its log last; the new one comes, its log last.
    if path.join(RUN).exists() && ready.join(RUN).exists() {
        for name in OWN.into_iter().filter(|name| *name != RUN && !ready.join(name).exists()).chain([RUN]) {
            remove(&path.join(name))?;
        }
        sync_names(path)?;
    }
    for name in OWN.into_iter().filter(|name| ready.join(name).exists()) {
        if path.join(name).is_dir() || ready.join(name).is_dir() {
            remove(&path.join(name))?;
        }
        fs::rename(ready.join(name), path.join(name))?;
    }
    sync_names(path)?;
    remove(&ready)
}

/// Removes a file, or a folder with all that is in it, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(|e| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) })
}

/// Enters the records of a finished dataset, if there is one, and gives the files they lie in. Where decisions changed a
/// record, what had been read is entered in its place.
fn finished(path: &Path, settings: &Settings, ledger: &mut Ledger) -> io::Result<Old> {
    let mut old = Old::default();
    let Some(earlier) = fs::read(path.join(RUN)).ok().and_then(|log| Run::settings(&log)) else { return Ok(old) };
    for (name, home, file) in
        [(REPORTS, Home::Reports, &mut old.reports), (READINGS, Home::Readings, &mut old.readings)]
    {
        let Ok(mut records) = File::open(path.join(name)) else { continue };
        journal::read_finished(&mut records, home, &earlier, settings, ledger)?;
        *file = Some(records);
    }
    Ok(old)
}

/// Refuses a folder that holds something, and no dataset.
fn refuse_strangers(path: &Path) -> Result<(), FolderError> {
    let shown = path.display();
    if is_dataset(path) {
        return Ok(());
    }
    let mut entries = fs::read_dir(path).map_err(|e| {
        FolderError(format!("the output folder {shown} can't be opened ({}): choose another with -o", said(&e)))
    })?;
    // What reviewers decided may be brought into a new dataset.
    if entries.any(|entry| entry.map_or(true, |entry| entry.file_name() != log::NAME)) {
        return Err(FolderError(format!(
            "the output folder {shown} holds other files and no dataset of gongkai: name a new or empty folder with -o"
        )));
    }
    Ok(())
}

/// Whether a folder holds the log of a run, or the journal of one that has not ended.
fn is_dataset(path: &Path) -> bool {
    let logs = [path.join(RUN), path.join(READY).join(RUN)];
    logs.iter().any(|log| fs::read(log).is_ok_and(|log| Run::is_log(&log)))
        || File::open(path.join(JOURNAL)).is_ok_and(|mut journal| journal::is_journal(&mut journal))
}

pub(super) fn broken(path: &Path, error: &io::Error) -> FolderError {
    FolderError(format!(
        "writing to {} failed ({}): see to the disk, then run the same command again",
        path.display(),
        said(error)
    ))
}

/// An error of the system in its own words, without the number that follows them.
pub(super) fn said(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_owned()
}
