//! Two conversions of an archive → what changed between them: documents, verdicts, agencies, cells.
//!
//! It takes two files of records (`reports.ndjson`) and reads the first from its beginning to its end; of the second it keeps
//! where each document's record stands, some 64 bytes a document. Two records of one document whose bytes are the same, but for the
//! version of the program that wrote them, are alike and not looked into; of others every member is compared. What is left
//! over on both sides is paired by its source, which tells that the bytes of a file changed; the rest is on one side only.
//!
//! Records are compared in batches, by all threads, and told in the order of the first file; no more than a batch is in
//! memory.

mod cells;
mod change;
mod compare;
mod index;
mod members;

pub use change::{Change, Kind, Side};
use index::{Index, Lines};
use rayon::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::Path;

/// Bytes of lines after which a batch is full: enough for all threads, little beside a record's limit.
const BATCH_BYTES: usize = 8 << 20;

/// The changes of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The document's id, of the second where it has another there.
    pub document: String,
    /// The way to it, of the second where it has another there.
    pub source: String,
    /// What changed.
    pub changes: Vec<Change>,
}

/// How many documents there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents of the first.
    pub before: u64,
    /// Documents of the second.
    pub after: u64,
    /// Documents that are the same in both.
    pub alike: u64,
}

/// Compares two files of records. `each` is told of every document that changed. An error names the file and line that is
/// no record.
pub fn diff<E: From<io::Error>>(
    before: &Path,
    after: &Path,
    mut each: impl FnMut(&Changed) -> Result<(), E>,
) -> Result<Counts, E> {
    let mut second = Index::new(after)?;
    let mut first = Lines::open(before)?;
    let mut counts = Counts { after: second.len() as u64, ..Counts::default() };
    let mut alone: Vec<String> = Vec::new();
    let mut batch = Batch::default();
    let mut line = String::new();
    while first.next(&mut line)? {
        counts.before += 1;
        let id = members::id(&line).map_err(|error| first.broken(&error))?;
        match second.take(&id).map_err(|error| first.broken(&error))? {
            Some(at) => {
                let now = second.read(at)?;
                if members::are_alike(&line, &now) {
                    counts.alike += 1;
                } else {
                    batch.add(std::mem::take(&mut line), now);
                    if batch.bytes >= BATCH_BYTES {
                        counts.alike += batch.tell(&mut each)?;
                    }
                }
            }
            None => alone.push(id),
        }
    }
    counts.alike += batch.tell(&mut each)?;
    counts.alike += unpaired(before, &alone, &mut second, &mut each)?;
    Ok(counts)
}

/// Pairs by source what neither id paired, and tells what is left. Gives how many turned out alike.
fn unpaired<E: From<io::Error>>(
    before: &Path,
    alone: &[String],
    second: &mut Index,
    each: &mut impl FnMut(&Changed) -> Result<(), E>,
) -> Result<u64, E> {
    // Of one source there may be several: an archive can hold a name twice.
    let mut by_source: BTreeMap<String, VecDeque<(index::At, String)>> = BTreeMap::new();
    for at in second.left() {
        let line = second.read(at)?;
        let (id, source) = members::names(&line).map_err(|error| second.broken(at, &error))?;
        by_source.entry(source).or_default().push_back((at, id));
    }
    let mut batch = Batch::default();
    let mut alike = 0;
    let mut removed: Vec<(String, String)> = Vec::new();
    if !alone.is_empty() {
        let mut first = Lines::open(before)?;
        let mut wanted = alone.iter().peekable();
        let mut line = String::new();
        while wanted.peek().is_some() && first.next(&mut line)? {
            let id = members::id(&line).map_err(|error| first.broken(&error))?;
            if wanted.next_if(|next| **next == id).is_none() {
                continue;
            }
            let (_, source) = members::names(&line).map_err(|error| first.broken(&error))?;
            if let Some((at, _)) = by_source.get_mut(&source).and_then(VecDeque::pop_front) {
                batch.add(std::mem::take(&mut line), second.read(at)?);
                if batch.bytes >= BATCH_BYTES {
                    alike += batch.tell(each)?;
                }
            } else {
                removed.push((id, source));
            }
        }
    }
    alike += batch.tell(each)?;
    let added =
        by_source.into_iter().flat_map(|(source, all)| all.into_iter().map(move |(at, id)| (at, id, source.clone())));
    let mut added: Vec<_> = added.collect();
    added.sort_unstable();
    let removed = removed.into_iter().map(|(id, source)| (Kind::Removed, id, source));
    for (kind, document, source) in removed.chain(added.into_iter().map(|(_, id, source)| (Kind::Added, id, source))) {
        each(&Changed { document, source, changes: vec![Change::of(kind)] })?;
    }
    Ok(alike)
}

/// Pairs of records that wait to be compared.
#[derive(Default)]
struct Batch {
    pairs: Vec<(String, String)>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, was: String, now: String) {
        self.bytes += was.len() + now.len();
        self.pairs.push((was, now));
    }

    /// Compares and tells them in their order; gives how many are alike.
    fn tell<E: From<io::Error>>(&mut self, each: &mut impl FnMut(&Changed) -> Result<(), E>) -> Result<u64, E> {
        let pairs = std::mem::take(self).pairs;
        let compared: Vec<Result<Changed, String>> =
            pairs.par_iter().map(|(was, now)| compare::records(was, now)).collect();
        let mut alike = 0;
        for changed in compared {
            let changed = changed.map_err(|told| io::Error::new(io::ErrorKind::InvalidData, told))?;
            if changed.changes.is_empty() {
                alike += 1;
            } else {
                each(&changed)?;
            }
        }
        Ok(alike)
    }
}

#[cfg(test)]
mod tests;
