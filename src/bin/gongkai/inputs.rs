//! The inputs → the documents to convert, each with the other places of the same bytes.
//!
//! Contents are read when a document is converted, and never kept. What is kept for a document is its path and its size;
//! only files of equal size are read here, to tell whether they are one document.

use gongkai::acquire::{Document, media};
use gongkai::finding::{Reason, Unreadable};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::size;

/// A place where a document was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The way to it, relative to the input given.
    pub(crate) source: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its size, as far as that could be told.
    pub(crate) bytes: Option<u64>,
    /// Why it can't be read, where the walk saw that already.
    pub(crate) problem: Option<Unreadable>,
    /// The other places of the same bytes.
    pub(crate) also: Vec<String>,
}

/// Finds everything under the inputs, in input order, and within a folder by name. What lies in `except` is ours.
pub(crate) fn find(inputs: &[PathBuf], except: Option<&Path>) -> Result<Vec<Found>, Failure> {
    let except = except.and_then(|path| fs::canonicalize(path).ok());
    let mut found = Vec::new();
    for input in inputs {
        if let Err(error) = fs::symlink_metadata(input) {
            let what = if error.kind() == io::ErrorKind::NotFound { "does not exist" } else { "can't be opened" };
            return Err(Failure::new(format!("the input {} {what}: check the path", input.display())));
        }
        let walk = walkdir::WalkDir::new(input).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|e| {
            let hidden = e.depth() > 0 && e.file_name().as_encoded_bytes().starts_with(b".");
            let ours = e.file_type().is_dir()
                && except.as_deref().is_some_and(|x| fs::canonicalize(e.path()).is_ok_and(|path| path == x));
            !hidden && !ours
        }) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    found.push(Found {
                        source: source(input, entry.path()),
                        path: entry.path().to_owned(),
                        bytes: entry.metadata().ok().map(|m| m.len()),
                        problem: None,
                        also: Vec::new(),
                    });
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(input).to_owned();
                    found.push(Found {
                        source: source(input, &path),
                        path,
                        bytes: None,
                        problem: Some(Unreadable::new(Reason::Damaged, format!("it could not be opened: {error}"))),
                        also: Vec::new(),
                    });
                }
            }
        }
    }
    Ok(found)
}

/// Joins the places that hold the same bytes, under the first of them.
pub(crate) fn join_duplicates(found: Vec<Found>, limit: u64) -> Vec<Found> {
    let mut by_size: BTreeMap<u64, usize> = BTreeMap::new();
    for bytes in found.iter().filter_map(|f| f.bytes) {
        *by_size.entry(bytes).or_default() += 1;
    }
    let digests: Vec<Option<[u8; 32]>> = found
        .par_iter()
        .map(|f| {
            let bytes = f.bytes.filter(|bytes| by_size.get(bytes).is_some_and(|n| *n > 1) && *bytes <= limit);
            bytes.and_then(|_| digest(&f.path).ok())
        })
        .collect();
    let mut first: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for (found, digest) in found.into_iter().zip(digests) {
        if let Some(digest) = digest {
            if let Some(at) = first.get(&digest) {
                kept[*at].also.push(found.source);
                continue;
            }
            first.insert(digest, kept.len());
        }
        kept.push(found);
    }
    kept
}

/// Reads one.
pub(crate) fn read(found: &Found, limit: u64) -> Result<Document, Unreadable> {
    if let Some(problem) = &found.problem {
        return Err(problem.clone());
    }
    if let Some(bytes) = found.bytes.filter(|bytes| *bytes > limit) {
        let (bytes, limit) = (size::told(bytes), size::told(limit));
        return Err(Unreadable::new(
            Reason::Memory,
            format!("it has {bytes}, and the limit is {limit}: raise it with --max-size"),
        ));
    }
    let bytes = fs::read(&found.path)
        .map_err(|e| Unreadable::new(Reason::Damaged, format!("it could not be opened: {}", e.kind())))?;
    let media_type = media::tell(&bytes);
    Ok(Document { id: format!("sha256:{:x}", Sha256::digest(&bytes)), source: found.source.clone(), media_type, bytes })
}

fn digest(path: &Path) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(hash.finalize().into())
}

fn source(input: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(input).ok().filter(|r| !r.as_os_str().is_empty());
    let relative = relative.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    relative.to_string_lossy().into_owned()
}
