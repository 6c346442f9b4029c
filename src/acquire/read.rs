//! A place where a document was found → the [`Document`], or why it can't be read.
//!
//! The size limit holds for what is read, not for what the file system says: a file may grow, and some have no size.

use super::{Document, Found, Origin, media};
use crate::finding::{Reason, Unreadable};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest document read, in bytes, if the caller sets no other limit. The largest reports seen are scans of some
/// 50 MB; what is larger is an archive or a film under a wrong name.
pub const SIZE_LIMIT: u64 = 256 << 20;

/// Reads one document, of at most `limit` bytes.
pub fn read(found: &Found, limit: u64) -> Result<Document, Unreadable> {
    take(found.clone(), limit)
}

/// The same for what is not needed again: the bytes of a member are not copied.
pub fn take(found: Found, limit: u64) -> Result<Document, Unreadable> {
    if let Some(problem) = found.problem {
        return Err(problem);
    }
    let bytes = match found.origin {
        Origin::File(path) => bytes(&path, limit)?,
        Origin::Member(bytes) => bytes,
    };
    Ok(Document {
        id: format!("sha256:{:x}", Sha256::digest(&bytes)),
        source: found.source,
        media_type: media::tell(&bytes),
        bytes,
        rendition: None,
        served: found.served,
    })
}

/// The id of a document whose bytes were never read: made of its source, and marked as such.
pub fn unread_id(source: &str) -> String {
    format!("path:sha256:{:x}", Sha256::digest(source))
}

fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let unopened = |error: io::Error| {
        let message = match error.kind() {
            io::ErrorKind::PermissionDenied => {
                "there is no permission to read it; give read access and run again".to_owned()
            }
            io::ErrorKind::NotFound => "it was there when the folder was listed, and is gone".to_owned(),
            kind => format!("it could not be read: {kind}"),
        };
        Unreadable::new(Reason::Damaged, message)
    };
    let file = File::open(path).map_err(unopened)?;
    let size = file.metadata().map_err(unopened)?.len();
    if size > limit {
        return Err(too_large(Some(size), limit));
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unopened)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(None, limit));
    }
    if bytes.is_empty() {
        return Err(Unreadable::new(Reason::Empty, "the file is empty"));
    }
    Ok(bytes)
}

pub(super) fn too_large(size: Option<u64>, limit: u64) -> Unreadable {
    let size = size.map_or_else(|| "more bytes than the limit".to_owned(), |size| format!("{size} bytes"));
    let message = format!("it has {size}, and the limit is {limit}; raise the limit if it is a report");
    Unreadable::new(Reason::Memory, message)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::acquire::{Inputs, Limits, MediaType, visit};
    use std::ops::ControlFlow;

    /// All that a folder holds.
    pub(in crate::acquire) fn found_in(folder: &Path) -> Vec<Found> {
        let mut all = Vec::new();
        visit(&Inputs::list(&[folder.to_owned()], &[], None), &Limits::of_documents(SIZE_LIMIT), &mut |found| {
            all.push(found);
            ControlFlow::Continue(())
        });
        all
    }

    fn found(content: &[u8]) -> (tempfile::TempDir, Found) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.txt"), content).unwrap();
        let found = found_in(folder.path()).remove(0);
        (folder, found)
    }

    #[test]
    fn a_document_is_its_bytes_with_their_digest() {
        let (_folder, found) = found("报告".as_bytes());
        let document = read(&found, SIZE_LIMIT).unwrap();
        assert_eq!((document.source.as_str(), document.media_type), ("1.txt", MediaType::Text));
        assert_eq!(document.bytes, "报告".as_bytes());
        assert_eq!(document.id.len(), "sha256:".len() + 64);
    }

    #[test]
    fn too_large_and_empty_are_told() {
        let (_folder, mut file) = found(b"12345");
        assert_eq!(read(&file, 4).map_err(|e| e.reason).err(), Some(Reason::Memory));
        assert!(read(&file, 5).is_ok());
        file.bytes = None;
        assert_eq!(read(&file, 4).map_err(|e| e.reason).err(), Some(Reason::Memory));
        let (_folder, empty) = found(b"");
        assert_eq!(read(&empty, 4).map_err(|e| e.reason).err(), Some(Reason::Empty));
    }

    #[test]
    fn gone_files_are_told() {
        let (folder, file) = found(b"1");
        drop(folder);
        assert_eq!(read(&file, 4).map_err(|e| e.reason).err(), Some(Reason::Damaged));
    }

    #[test]
    fn unread_documents_have_ids_of_their_own() {
        assert!(unread_id("a").starts_with("path:sha256:"));
        assert_ne!(unread_id("a"), unread_id("b"));
    }
}
