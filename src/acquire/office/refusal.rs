//! What the bytes of an office document say of why nobody can read it: a password, or damage.

use crate::acquire::{Document, MediaType, media};
use crate::finding::{Reason, Unreadable};
use std::io::{Cursor, Read};

/// Flags of a Word 97 file, at this place of its main stream; this one says that it is encrypted (MS-DOC 2.5.2).
const FLAGS_AT: usize = 0x0A;
const ENCRYPTED: u16 = 0x0100;

/// The record of a workbook that says how it is encrypted, and so many records before the one that ends the workbook's
/// own (MS-XLS 2.1.7.20.3: it comes second or third).
const FILE_PASS: u16 = 0x002F;
const LOOKED_AT: usize = 8;

/// Why a document can't be written again, as far as its bytes show it. LibreOffice is not asked about one that is cut
/// short: it may take the rest for a text.
pub fn refusal(document: &Document) -> Option<Unreadable> {
    if is_locked(document) {
        let message = "it is behind a password: save a copy without one, and convert that";
        return Some(Unreadable::new(Reason::Encrypted, message));
    }
    media::is_broken(&document.bytes).then(|| {
        let message = "it is an office file that was cut short or changed on its way: get the file again";
        Unreadable::new(Reason::Damaged, message)
    })
}

/// Whether a document is behind a password.
fn is_locked(document: &Document) -> bool {
    let bytes = Cursor::new(&document.bytes);
    match document.media_type {
        MediaType::Doc => {
            let mut start = [0; FLAGS_AT + 2];
            let Ok(mut file) = cfb::CompoundFile::open(bytes) else { return false };
            let read = file.open_stream("/WordDocument").and_then(|mut stream| stream.read_exact(&mut start));
            read.is_ok() && u16::from_le_bytes([start[FLAGS_AT], start[FLAGS_AT + 1]]) & ENCRYPTED != 0
        }
        MediaType::Xls => is_locked_book(bytes),
        MediaType::Odt | MediaType::Ods => {
            let Ok(mut archive) = zip::ZipArchive::new(bytes) else { return false };
            let mut manifest = Vec::new();
            let read =
                archive.by_name("META-INF/manifest.xml").map(|part| part.take(1 << 20).read_to_end(&mut manifest));
            read.is_ok() && manifest.windows(15).any(|w| w == b"encryption-data")
        }
        _ => false,
    }
}

/// Whether a workbook is encrypted: one of its first records says so. Each has a number, a length and its bytes.
fn is_locked_book(bytes: Cursor<&Vec<u8>>) -> bool {
    let Ok(mut file) = cfb::CompoundFile::open(bytes) else { return false };
    let name = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let Ok(mut stream) = file.open_stream(name) else { return false };
    for _ in 0..LOOKED_AT {
        let mut head = [0; 4];
        if stream.read_exact(&mut head).is_err() {
            return false;
        }
        if u16::from_le_bytes([head[0], head[1]]) == FILE_PASS {
            return true;
        }
        let mut body = vec![0; usize::from(u16::from_le_bytes([head[2], head[3]]))];
        if stream.read_exact(&mut body).is_err() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek, Write};

    fn book(records: &[u8]) -> Document {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(records).unwrap();
        let (mut inner, mut bytes) = (file.into_inner(), Vec::new());
        inner.rewind().unwrap();
        inner.read_to_end(&mut bytes).unwrap();
        let (id, source) = (String::new(), String::new());
        Document { id, source, media_type: MediaType::Xls, bytes, rendition: None, served: None }
    }

    #[test]
    fn a_workbook_behind_a_password_says_so_in_its_first_records() {
        let begin = [9, 8, 2, 0, 0x2F, 0];
        let locked = [&begin[..], &[0x2F, 0, 4, 0, 1, 0, 1, 0]].concat();
        assert_eq!(refusal(&book(&locked)).map(|why| why.reason), Some(Reason::Encrypted));
        // The same number in a record's body is none.
        let open = [&begin[..], &[0x42, 0, 2, 0, 0xB0, 4], &[10, 0, 0, 0]].concat();
        for readable in [&open[..], &begin[..], &begin[..3]] {
            assert!(refusal(&book(readable)).is_none());
        }
    }
}
