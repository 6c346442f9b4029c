//! Bytes of a container (ZIP or OLE) → which office program's file it is, by the parts in it.
//!
//! Only names of parts are looked at, nothing is unpacked. A container that is cut short still shows names, and is told
//! by them, so that its decoder can say that it is damaged.

use super::MediaType;
use std::io::Cursor;

/// How a ZIP file starts: with a member, or with the end of an empty archive.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// How a file of Microsoft's compound file format (OLE) starts.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The streams that tell what a compound file is: an office file behind a password, Word's, Excel's of 97 and of 95.
const STREAMS: [&str; 4] = ["EncryptedPackage", "WordDocument", "Workbook", "Book"];

/// So many names of parts are looked at. An office file has some dozens; an archive of a million files is none.
const NAMES_LOOKED_AT: usize = 10_000;

/// Tells a container's type; nothing where the bytes are no container.
pub(super) fn tell(bytes: &[u8]) -> Option<MediaType> {
    if ZIP.iter().any(|start| bytes.starts_with(start)) {
        return Some(zip(bytes));
    }
    bytes.starts_with(OLE).then(|| ole(bytes))
}

/// Whether bytes begin as a container and can't be opened as one.
pub fn is_broken(bytes: &[u8]) -> bool {
    let is_zip = ZIP.iter().any(|start| bytes.starts_with(start));
    is_zip && zip::ZipArchive::new(Cursor::new(bytes)).is_err()
        || bytes.starts_with(OLE) && cfb::CompoundFile::open(Cursor::new(bytes)).is_err()
}

fn zip(bytes: &[u8]) -> MediaType {
    let names = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive.file_names().take(NAMES_LOOKED_AT).flatten().map(|name| part_name(&name)).collect(),
        Err(_) => names_of_members(bytes),
    };
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("mimetype") || has("meta-inf/manifest.xml") {
        // OpenDocument says what it is in a first member that is stored, not deflated.
        let start = &bytes[..bytes.len().min(200)];
        let says = |kind: &[u8]| start.windows(kind.len()).any(|w| w == kind);
        if says(b"opendocument.text") {
            return MediaType::Odt;
        }
        if says(b"opendocument.spreadsheet") {
            return MediaType::Ods;
        }
    }
    match (has("word/"), has("xl/")) {
        (true, false) => MediaType::Docx,
        (false, true) => MediaType::Xlsx,
        // Something packed by hand: the main parts decide.
        (true, true) if has("word/document") => MediaType::Docx,
        (true, true) if has("xl/workbook") => MediaType::Xlsx,
        _ => MediaType::Other,
    }
}

/// Whether names are those of a ZIP that is one document and no archive of documents: an office file of any maker, an OFD
/// (GB/T 33190), an e-book. It says so by parts that such a file must have.
pub fn is_office<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    const PARTS: [&str; 6] = [
        "[content_types].xml",
        "mimetype",
        "ofd.xml",
        "meta-inf/manifest.xml",
        "meta-inf/container.xml",
        "_rels/.rels",
    ];
    names.map(part_name).any(|name| {
        PARTS.contains(&name.as_str()) || name.starts_with("word/document") || name.starts_with("xl/workbook")
    })
}

/// A part's name as the office formats mean it: case does not count, and some packers write backslashes.
fn part_name(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// The names that stand before each member, for a file that has lost the list at its end.
pub fn names_of_members(bytes: &[u8]) -> Vec<String> {
    let name = |at: usize| {
        let length = usize::from(u16::from_le_bytes([*bytes.get(at + 26)?, *bytes.get(at + 27)?]));
        let name = bytes.get(at + 30..at + 30 + length)?;
        Some(part_name(&String::from_utf8_lossy(name)))
    };
    let members = bytes.windows(4).enumerate().filter(|(_, w)| *w == ZIP[0]);
    members.filter_map(|(at, _)| name(at)).take(NAMES_LOOKED_AT).collect()
}

fn ole(bytes: &[u8]) -> MediaType {
    let found: Vec<bool> = if let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) {
        // Only at the root: a Word file may hold a whole Excel file as an object.
        STREAMS.iter().map(|name| file.exists(format!("/{name}"))).collect()
    } else {
        let names = names_of_entries(bytes);
        STREAMS.iter().map(|name| names.iter().any(|n| n.eq_ignore_ascii_case(name))).collect()
    };
    match found.iter().position(|&there| there) {
        Some(0) => MediaType::Encrypted,
        Some(1) => MediaType::Doc,
        Some(_) => MediaType::Xls,
        None => MediaType::Other,
    }
}

/// The names in whatever looks like an entry of the file's directory, for a file whose tables are damaged: 128 bytes,
/// aligned, with the name in UTF-16 and its length and a type at fixed places (MS-CFB 2.6.1).
fn names_of_entries(bytes: &[u8]) -> Vec<String> {
    let name = |entry: &[u8]| {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        let is_entry = (4..=64).contains(&length) && length.is_multiple_of(2) && matches!(entry[66], 1 | 2);
        let units = || entry[..length - 2].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        is_entry.then(|| String::from_utf16_lossy(&units().collect::<Vec<_>>()))
    };
    bytes.chunks_exact(128).filter_map(name).take(NAMES_LOOKED_AT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{Read, Seek, Write};

    fn zipped(names: &[&str]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for name in names {
            writer.start_file(*name, stored).unwrap();
            let text = if *name == "mimetype" { "application/vnd.oasis.opendocument.text" } else { "..." };
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn compound(names: &[&str]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for name in names {
            if let Some((storage, _)) = name.rsplit_once('/').filter(|(s, _)| !s.is_empty()) {
                file.create_storage_all(storage).unwrap();
            }
            file.create_stream(name).unwrap().write_all(&[7; 5000]).unwrap();
        }
        let mut inner = file.into_inner();
        let mut bytes = Vec::new();
        inner.rewind().unwrap();
        inner.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn zip_files_by_their_parts() {
        let told = |names: &[&str]| tell(&zipped(names));
        assert_eq!(told(&["[Content_Types].xml", "word/document.xml"]), Some(MediaType::Docx));
        assert_eq!(told(&["[Content_Types].xml", "Word\\Document2.xml"]), Some(MediaType::Docx));
        assert_eq!(told(&["[Content_Types].xml", "xl/workbook.xml"]), Some(MediaType::Xlsx));
        assert_eq!(told(&["mimetype", "content.xml"]), Some(MediaType::Odt));
        assert_eq!(told(&["2023/word/document.xml", "a.txt"]), Some(MediaType::Other));
        assert_eq!(told(&[]), Some(MediaType::Other));
    }

    #[test]
    fn what_is_cut_short_is_told_by_what_is_left() {
        let docx = zipped(&["[Content_Types].xml", "word/document.xml", "word/styles.xml"]);
        assert_eq!(tell(&docx[..docx.len() - 60]), Some(MediaType::Docx));
        let doc = compound(&["/WordDocument", "/1Table"]);
        assert_eq!(tell(&doc), Some(MediaType::Doc));
        assert_eq!(tell(&doc[..doc.len() - 700]), Some(MediaType::Doc));
        assert!(is_broken(&docx[..docx.len() - 60]) && is_broken(&doc[..doc.len() / 2]));
        assert!(!is_broken(&docx) && !is_broken(&doc) && !is_broken(b"PK"));
    }

    #[test]
    fn compound_files_by_what_stands_at_their_root() {
        let told = |names: &[&str]| tell(&compound(names));
        assert_eq!(told(&["/WordDocument", "/ObjectPool/_1/Workbook"]), Some(MediaType::Doc));
        assert_eq!(told(&["/Workbook", "/MBD1/WordDocument"]), Some(MediaType::Xls));
        assert_eq!(told(&["/EncryptionInfo", "/EncryptedPackage"]), Some(MediaType::Encrypted));
        assert_eq!(told(&["/PowerPoint Document"]), Some(MediaType::Other));
    }

    proptest! {
        #[test]
        fn no_container_crashes_it(at in 0usize..6000, change in any::<[u8; 4]>(), cut in 0usize..6000) {
            for mut bytes in [zipped(&["word/document.xml"]), compound(&["/WordDocument"])] {
                let at = at % (bytes.len() - 4);
                bytes[at..at + 4].copy_from_slice(&change);
                let _ = tell(&bytes);
                let _ = tell(&bytes[..cut.min(bytes.len())]);
            }
        }
    }
}
