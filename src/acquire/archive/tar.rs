//! A tar → its plain files.
//!
//! Links and devices are counted and passed over. A sparse file of the old GNU kind is read with its holes; of the later
//! kinds, whose map stands in the content, it is refused.

use super::{Done, End, Member, Passage, State, names, told};
use crate::finding::{Reason, Unreadable};
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use tar::{Archive, Entry};

/// What may stand before a file beside its header, in bytes: a long name, a long link, further attributes, the map of a
/// sparse file. They are held in memory.
const HEADERS: u64 = 1 << 20;

/// Passes it.
pub(super) fn pass(passage: &mut Passage, label: &str, packed: &mut dyn Read, depth: u32) -> Done {
    let allowed = Rc::new(Cell::new(HEADERS));
    let ended = Rc::new(Cell::new(false));
    let mut archive = Archive::new(Allowed { inner: packed, left: Rc::clone(&allowed), ended: Rc::clone(&ended) });
    let mut entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return passage.broken(label, &told(&error)),
    };
    loop {
        let mut entry = match entries.next() {
            Some(Ok(entry)) => entry,
            Some(Err(error)) => return passage.broken(label, &told(&error)),
            None if ended.get() => return passage.broken(label, "the mark of its end is missing"),
            None => return Ok(State::Whole),
        };
        passage.count()?;
        // What is not read of a file is skipped when the next is asked for.
        let stored = entry.header().entry_size().unwrap_or(0).max(if entry.header().entry_type().is_gnu_sparse() {
            0
        } else {
            entry.size()
        });
        allowed.set(u64::MAX);
        file(passage, label, &mut entry, depth)?;
        let read = u64::MAX - allowed.get();
        allowed.set(stored.saturating_sub(read).saturating_add(HEADERS));
    }
}

fn file<R: Read>(passage: &mut Passage, label: &str, entry: &mut Entry<R>, depth: u32) -> Result<(), End> {
    let kind = entry.header().entry_type();
    if kind.is_dir() || kind.is_pax_global_extensions() {
        return Ok(());
    }
    if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
        passage.opened.over.links += 1;
        return Ok(());
    }
    let sparse_name = pax(entry, "GNU.sparse.name");
    let is_sparse =
        sparse_name.is_some() || pax(entry, "GNU.sparse.major").is_some() || pax(entry, "GNU.sparse.map").is_some();
    let name = names::decode(&sparse_name.unwrap_or_else(|| entry.path_bytes().into_owned()));
    // Tars of before 1988 mark a folder by its name only.
    if name.ends_with('/') {
        return Ok(());
    }
    let Some(label) = passage.label(label, &name) else { return Ok(()) };
    let member = Member { label, bytes: Some(entry.size()), served: None };
    if is_sparse {
        let message = "it is stored as a sparse file, which is not read here: pack it again without --sparse";
        passage.problem(member, Unreadable::new(Reason::UnsupportedType, message))?;
        return Ok(());
    }
    let mut whole = Whole { left: entry.size(), inner: entry };
    passage.contents(member, &mut whole, depth + 1)?;
    Ok(())
}

/// An extended attribute. Names are stored in it as they are, whatever their encoding.
fn pax<R: Read>(entry: &mut Entry<R>, key: &str) -> Option<Vec<u8>> {
    let attributes = entry.pax_extensions().ok()??;
    let value = attributes.flatten().find(|attribute| attribute.key_bytes() == key.as_bytes())?;
    Some(value.value_bytes().to_owned())
}

/// A file's content, which ends with an error where the tar ends before it.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && !to.is_empty() && self.left > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}

/// A reader that gives no more than is allowed at the moment.
struct Allowed<'r> {
    inner: &'r mut dyn Read,
    left: Rc<Cell<u64>>,
    ended: Rc<Cell<bool>>,
}

impl Read for Allowed<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        if read == 0 && !to.is_empty() {
            self.ended.set(true);
        }
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| io::Error::other("what stands before a file is longer than the limit"))?);
        Ok(read)
    }
}
