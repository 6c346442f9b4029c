//! `decisions.ndjson` as a file: lines are added under a lock and are on the disk before anybody is told that they were
//! kept, so that several people may write at once and nothing is lost when a program or a machine dies.

use super::{Decision, SCHEMA};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The file's name in a dataset.
pub const NAME: &str = "decisions.ndjson";

/// The longest file that is read. A decision has some 400 bytes: this is more than a million of them.
const LONGEST: u64 = 1 << 30;

/// The decisions of a dataset, as far as they were read.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    /// Bytes that were read: whole lines only.
    end: u64,
    decisions: Vec<Decision>,
    broken: u64,
}

impl Log {
    /// Those of a dataset. There need not be any.
    pub fn open(dataset: &Path) -> io::Result<Self> {
        let mut log = Self { path: dataset.join(NAME), end: 0, decisions: Vec::new(), broken: 0 };
        log.refresh()?;
        Ok(log)
    }

    /// Every decision, in the order in which they were made.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Lines that are whole and no decision of this version: they are counted, and change nothing.
    pub fn broken(&self) -> u64 {
        self.broken
    }

    /// Reads what was added since, by anybody. Whether there was anything.
    pub fn refresh(&mut self) -> io::Result<bool> {
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.end == 0 => return Ok(false),
            Err(error) => return Err(error),
        };
        if file.metadata()?.len() < self.end {
            // It is another file than before.
            (self.end, self.broken) = (0, 0);
            self.decisions.clear();
        }
        file.seek(SeekFrom::Start(self.end))?;
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes)?;
        // A line without its end is still being written, or was broken off: it is closed by whoever writes next.
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        for line in bytes[..whole].split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            match serde_json::from_slice::<Decision>(line) {
                Ok(decision) if decision.schema == SCHEMA => self.decisions.push(decision),
                _ => self.broken += 1,
            }
        }
        self.end += whole as u64;
        Ok(whole > 0)
    }

    /// Adds decisions, all or none of them, and returns when they are on the disk.
    pub fn add(&mut self, decisions: &[Decision]) -> io::Result<()> {
        let mut lines = Vec::new();
        for decision in decisions {
            serde_json::to_writer(&mut lines, decision)?;
            lines.push(b'\n');
        }
        let is_new = !self.path.exists();
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        match file.lock() {
            // A file system without locks is no reason not to decide; a line is still added in one piece.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
            _ => {}
        }
        let before = file.seek(SeekFrom::End(0))?;
        if before > 0 && !ends_a_line(&mut file, before)? {
            lines.insert(0, b'\n');
        }
        let written = file.write_all(&lines).and_then(|()| file.sync_all());
        if written.is_err() {
            // Half a decision is none: whoever comes next finds the file as it was.
            let _ = file.set_len(before);
        }
        written?;
        if is_new && cfg!(unix) {
            self.path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())?;
        }
        // Closed, it is unlocked.
        drop(file);
        self.refresh().map(drop)
    }
}

fn ends_a_line(file: &mut File, length: u64) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == [b'\n'])
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Was};
    use super::*;
    use std::thread;

    fn decision(id: usize) -> Decision {
        Decision {
            schema: SCHEMA.to_owned(),
            id: id.to_string(),
            at: "2025-01-02T03:04:05Z".to_owned(),
            by: "王\n\"".to_owned(),
            document: "sha256:1".to_owned(),
            cell: Some("requests.received.total".to_owned()),
            decision: Kind::Correct,
            was: Was::default(),
            now: Some("7730.280".parse().unwrap()),
            why: None,
            undoes: None,
            parser: "0.1.0".to_owned(),
        }
    }

    #[test]
    fn what_is_added_is_read_back_digit_by_digit() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::open(folder.path()).unwrap();
        assert!(log.decisions().is_empty());
        log.add(&[decision(1), decision(2)]).unwrap();
        assert_eq!(log.decisions(), [decision(1), decision(2)]);
        assert_eq!(Log::open(folder.path()).unwrap().decisions(), log.decisions());
    }

    #[test]
    fn a_line_that_was_broken_off_costs_itself_only() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::open(folder.path()).unwrap();
        log.add(&[decision(1)]).unwrap();
        let path = folder.path().join(NAME);
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(br#"{"schema":"gongkai.deci"#).unwrap();
        log.refresh().unwrap();
        assert_eq!((log.decisions().len(), log.broken()), (1, 0));
        log.add(&[decision(2)]).unwrap();
        assert_eq!((log.decisions().len(), log.broken()), (2, 1));
    }

    #[test]
    fn writers_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for writer in 0..4 {
                let folder = folder.path();
                scope.spawn(move || {
                    let mut log = Log::open(folder).unwrap();
                    (0..20).for_each(|n| log.add(&[decision(writer * 100 + n)]).unwrap());
                });
            }
        });
        let log = Log::open(folder.path()).unwrap();
        assert_eq!((log.decisions().len(), log.broken()), (80, 0));
    }
}
