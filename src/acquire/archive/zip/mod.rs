//! A ZIP → its files, in the order of the list at its end; where that list is lost, in the order in which they stand.
//!
//! Read here and not by a library, which would hold the whole list in memory (a million members are some hundred
//! megabytes), keep but one of two members of the same name, and not see members that lie over one another. What is packed
//! is unpacked by libraries.

mod directory;
mod extents;
mod fields;
mod method;
mod onward;

use super::{BUFFER, Done, End, Member, Passage, Seekable, State, Unpacked};
use crate::acquire::media;
use crate::finding::{Reason, Unreadable};
use directory::Directory;
use extents::Extents;
use fields::Entry;
use method::Checked;
use std::io::{self, BufReader, Read, SeekFrom};

/// So many names tell an office file from an archive. An office file has some dozens, and the telling ones come first.
const NAMES_LOOKED_AT: usize = 10_000;

/// Whether a ZIP is a document: an office file of any maker, an OFD, an e-book. `limit` is the size of the largest document.
pub(in crate::acquire) fn is_document(file: &mut dyn Seekable, limit: u64) -> bool {
    let mut names = Vec::new();
    if let Ok(mut directory) = Directory::find(file) {
        while let Ok(Some(entry)) = directory.next(file) {
            names.push(super::names::decode(&entry.name));
            if names.len() == NAMES_LOOKED_AT {
                break;
            }
        }
        return media::is_office(names.iter().map(String::as_str));
    }
    // Without its list it is told as a document would be.
    let mut bytes = Vec::new();
    let whole = file.rewind().and_then(|()| file.take(limit.saturating_add(1)).read_to_end(&mut bytes));
    whole.is_ok()
        && bytes.len() as u64 <= limit
        && media::is_office(media::names_of_members(&bytes).iter().map(String::as_str))
}

/// Passes it.
pub(super) fn pass(passage: &mut Passage, label: &str, file: &mut dyn Seekable, depth: u32) -> Done {
    let Ok(mut directory) = Directory::find(file) else { return onward::pass(passage, label, file, depth) };
    let mut extents = Extents::default();
    loop {
        let entry = match directory.next(file) {
            Ok(Some(entry)) => entry,
            Ok(None) if directory.is_complete() => return Ok(State::Whole),
            Ok(None) => return passage.broken(label, "its list of members is shorter than it says"),
            Err(error) => return passage.broken(label, &super::told(&error)),
        };
        passage.count()?;
        let Some(member) = member(passage, label, &entry) else { continue };
        if entry.is_encrypted() {
            passage.problem(member, super::locked())?;
            continue;
        }
        let at = match entry.content(file, directory.offset) {
            Ok(at) => at,
            Err(error) => {
                passage.unread(member, &error)?;
                continue;
            }
        };
        if !extents.take(directory.offset + entry.at, at.saturating_add(entry.packed)) {
            passage.budget.overlaps();
            return Err(End::Tripped);
        }
        if depth == 0 {
            passage.at.set(passage.at.get().max(at + entry.packed));
        }
        let packed = match file.seek(SeekFrom::Start(at)) {
            Ok(_) => BufReader::with_capacity(BUFFER, Read::take(&mut *file, entry.packed)),
            Err(error) => {
                passage.unread(member, &error)?;
                continue;
            }
        };
        unpack(passage, member, &entry, packed, depth)?;
    }
}

/// Unpacks a member and hands it on.
fn unpack(passage: &mut Passage, member: Member, entry: &Entry, packed: impl io::BufRead, depth: u32) -> Done {
    match method::reader(entry.method, entry.size, packed) {
        Some(Ok(reader)) => {
            let mut reader = Checked::new(Unpacked::new(reader, &passage.budget), entry.sum, entry.size);
            passage.contents(member, &mut reader, depth + 1)
        }
        Some(Err(error)) => passage.unread(member, &error),
        None => {
            let message = format!(
                "it is packed by a method (number {}) that is not read here: unpack it, or pack it again",
                entry.method
            );
            passage.problem(member, Unreadable::new(Reason::UnsupportedType, message))
        }
    }
}

/// The member that an entry is; nothing for folders, links and what is passed over.
fn member(passage: &mut Passage, archive: &str, entry: &Entry) -> Option<Member> {
    let name = entry.label();
    if name.ends_with(['/', '\\']) && entry.size == 0 {
        return None;
    }
    if entry.is_link() {
        passage.opened.over.links += 1;
        return None;
    }
    let label = passage.label(archive, &name)?;
    Some(Member { label, bytes: Some(entry.size), served: None })
}
