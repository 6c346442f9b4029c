//! A ZIP without the list at its end (cut off in loading) → its files, from one header to the next.

use super::super::locked;
use super::fields::{Entry, LOCAL, LOCAL_LENGTH, damaged, u16_at, u32_at, u64_at};
use super::{BUFFER, Passage, Seekable, member, unpack};
use crate::acquire::archive::{Done, told};
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufReader, Read, SeekFrom};

/// The mark that may stand before what describes a member after it.
const DESCRIPTION: &[u8] = b"PK\x07\x08";

/// The longest description: mark, sum and two sizes of eight bytes.
const DESCRIPTION_LENGTH: u64 = 24;

const DEFLATED: u16 = 8;

/// Passes what there is, and says that the archive is cut off.
pub(super) fn pass(passage: &mut Passage, label: &str, file: &mut dyn Seekable, depth: u32) -> Done {
    let mut at = 0;
    loop {
        let (mut entry, content) = match header(file, at) {
            Ok(Some(header)) => header,
            Ok(None) => return passage.broken(label, "the list of its members is missing, which stands at its end"),
            Err(error) => return passage.broken(label, &told(&error)),
        };
        passage.count()?;
        let member = member(passage, label, &entry);
        let mut next = content.saturating_add(entry.packed);
        if entry.is_described_after() {
            match described(file, content, &mut entry, passage) {
                Ok(end) => next = end,
                Err(error) => {
                    if let Some(member) = member {
                        passage.unread(member, &error)?;
                    }
                    return passage.broken(label, "where its next member begins is lost");
                }
            }
        }
        if let Some(member) = member {
            if entry.is_encrypted() {
                passage.problem(member, locked())?;
            } else if let Err(error) = file.seek(SeekFrom::Start(content)) {
                passage.unread(member, &error)?;
            } else {
                let packed = BufReader::with_capacity(BUFFER, Read::take(&mut *file, entry.packed));
                unpack(passage, member, &entry, packed, depth)?;
            }
        }
        at = next;
        if depth == 0 {
            passage.at.set(at);
        }
    }
}

/// The header at a place, and where the content after it begins; nothing at the end or where the list of members starts.
fn header(file: &mut dyn Seekable, at: u64) -> io::Result<Option<(Entry, u64)>> {
    let mut header = [0; LOCAL_LENGTH];
    file.seek(SeekFrom::Start(at))?;
    if file.read_exact(&mut header).is_err() || !header.starts_with(LOCAL) {
        return Ok(None);
    }
    let mut names = vec![0; usize::from(u16_at(&header, 26)) + usize::from(u16_at(&header, 28))];
    file.read_exact(&mut names)?;
    let (name, further) = names.split_at(usize::from(u16_at(&header, 26)));
    Ok(Some((Entry::local(&header, name, further), at + (LOCAL_LENGTH + names.len()) as u64)))
}

/// Completes an entry that is described after its content, whose end only its packing tells; gives where that
/// description ends.
fn described(file: &mut dyn Seekable, content: u64, entry: &mut Entry, passage: &Passage) -> io::Result<u64> {
    if entry.method != DEFLATED || entry.is_encrypted() {
        return Err(damaged("where it ends is only told by the list of members, which is missing"));
    }
    file.seek(SeekFrom::Start(content))?;
    let mut reader = DeflateDecoder::new(BufReader::with_capacity(BUFFER, &mut *file));
    io::copy(&mut super::Unpacked::new(&mut reader, &passage.budget), &mut io::sink())?;
    (entry.packed, entry.size) = (reader.total_in(), reader.total_out());
    let mut description = Vec::new();
    file.seek(SeekFrom::Start(content + entry.packed))?;
    file.take(DESCRIPTION_LENGTH).read_to_end(&mut description)?;
    let mark = if description.starts_with(DESCRIPTION) { DESCRIPTION.len() } else { 0 };
    let said = &description[mark..];
    let narrow = (u64::from(u32_at(said, 4)), u64::from(u32_at(said, 8)))
        == (entry.packed & 0xFFFF_FFFF, entry.size & 0xFFFF_FFFF);
    let wide = (u64_at(said, 4), u64_at(said, 12)) == (entry.packed, entry.size);
    entry.sum = u32_at(said, 0);
    let length = match (wide, narrow) {
        (true, _) => mark + 20,
        (_, true) => mark + 12,
        _ => return Err(damaged("what describes it does not fit it")),
    };
    Ok(content + entry.packed + length as u64)
}
