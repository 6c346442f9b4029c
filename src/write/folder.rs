//! The folder of a dataset: opened with care for what is there, filled beside the old files, and put in place at the end.
//!
//! A reader sees the old dataset or the new one, never half of one. An interrupted run leaves a `reports.ndjson.part`,
//! which no reader looks at and the next run takes over. A folder that holds anything else is refused, so that a slip of
//! the keyboard overwrites nobody's files.

use super::record::Record;
use super::run::{self, Run};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const REPORTS: &str = "reports.ndjson";
const PART: &str = "reports.ndjson.part";
const RUN: &str = "run.json";
const RUN_PART: &str = "run.json.part";

/// Bytes gathered before they go to the disk: a few records.
const BUFFER: usize = 1 << 18;

/// Why a dataset can't be written: one sentence that says what happened, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderError(String);

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
    reports: BufWriter<File>,
}

impl Folder {
    /// Makes the folder, or takes over one that holds a dataset.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let shown = path.display();
        fs::create_dir_all(path).map_err(|e| {
            FolderError(format!("the output folder {shown} can't be made ({}): choose another with -o", said(&e)))
        })?;
        refuse_strangers(path)?;
        let part = path.join(PART);
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&part).map_err(|e| {
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
        file.set_len(0).map_err(|e| broken(path, &e))?;
        Ok(Self { path: path.to_owned(), reports: BufWriter::with_capacity(BUFFER, file) })
    }

    /// Adds one record, as it is written by [`line()`].
    pub fn write(&mut self, line: &[u8]) -> Result<(), FolderError> {
        self.reports.write_all(line).map_err(|e| broken(&self.path, &e))
    }

    /// Puts everything in place.
    pub fn finish(self, run: &Run) -> Result<(), FolderError> {
        let path = self.path;
        let file = self.reports.into_inner().map_err(|e| broken(&path, e.error()))?;
        let put = || -> io::Result<()> {
            file.sync_all()?;
            let mut log = serde_json::to_vec_pretty(run)?;
            log.push(b'\n');
            fs::write(path.join(RUN_PART), log)?;
            fs::rename(path.join(PART), path.join(REPORTS))?;
            fs::rename(path.join(RUN_PART), path.join(RUN))
        };
        put().map_err(|e| broken(&path, &e))
    }

    /// Lets go of what was begun; the old dataset stays.
    pub fn abandon(self) {
        let _ = fs::remove_file(self.path.join(PART));
    }
}

/// One line of `reports.ndjson`, its line end included.
pub fn line(record: &Record) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    Ok(line)
}

/// Refuses a folder that holds something, and no dataset.
fn refuse_strangers(path: &Path) -> Result<(), FolderError> {
    let shown = path.display();
    if is_dataset(path) {
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|e| {
        FolderError(format!("the output folder {shown} can't be opened ({}): choose another with -o", said(&e)))
    })?;
    let own = [REPORTS, PART, RUN, RUN_PART];
    for entry in entries {
        let name = entry.map_err(|e| broken(path, &e))?.file_name();
        if !own.iter().any(|o| name == *o) {
            return Err(FolderError(format!(
                "the output folder {shown} holds other files and no dataset of gongkai: name a new or empty folder with -o"
            )));
        }
    }
    Ok(())
}

/// Whether a folder holds the log of a run.
fn is_dataset(path: &Path) -> bool {
    let Ok(log) = fs::read(path.join(RUN)) else { return false };
    serde_json::from_slice::<serde_json::Value>(&log).is_ok_and(|log| log["schema"] == run::SCHEMA)
}

fn broken(path: &Path, error: &io::Error) -> FolderError {
    FolderError(format!(
        "writing to {} failed ({}): see to the disk, then run the same command again",
        path.display(),
        said(error)
    ))
}

/// An error of the system in its own words, without the number that follows them.
fn said(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_owned()
}
