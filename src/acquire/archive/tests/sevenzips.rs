//! 7z: in blocks and alone, altered, locked, and as bombs.

use super::hostile::small;
use super::*;
use sevenz_rust2::{ArchiveEntry, ArchiveWriter, EncoderMethod, SourceReader};

/// Each file packed alone.
pub(super) fn sevenzip(files: Files) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in files {
        writer.push_archive_entry(ArchiveEntry::new_file(name), Some(*bytes)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// All packed as one.
fn solid(files: Files, method: EncoderMethod) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    writer.set_content_methods(vec![method.into()]);
    let entries = files.iter().map(|(name, _)| ArchiveEntry::new_file(name)).collect();
    let readers = files.iter().map(|(_, bytes)| SourceReader::new(*bytes)).collect();
    writer.push_archive_entries(entries, readers).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn files_packed_alone_or_as_one_block_are_the_same() {
    let methods = [EncoderMethod::LZMA2, EncoderMethod::LZMA, EncoderMethod::COPY];
    for archive in methods.into_iter().map(|method| solid(FILES, method)).chain([sevenzip(FILES)]) {
        assert_eq!(taken(&archive), whole(FILES));
        assert_eq!(taken(&gz(&archive)), whole(FILES));
        let (_folder, path) = file(&zip(&[("b.7z", &archive)]));
        let limits = Limits::of_documents(SIZE_LIMIT);
        let last = at(Path::new(&format!("{}!b.7z!c.pdf", path.display())), &limits);
        assert!(matches!(last, At::Document(found) if found.origin == Origin::Member(b"%PDF-1.4 three".to_vec())));
    }
}

#[test]
fn what_breaks_a_block_costs_what_is_in_it_from_there() {
    let mut alone = sevenzip(FILES);
    let mut together = solid(FILES, EncoderMethod::COPY);
    for archive in [&mut alone, &mut together] {
        let at = archive.windows(3).position(|w| w == b"two").unwrap();
        archive[at] ^= 1;
    }
    let results = |archive: &[u8]| taken(archive).into_iter().map(|t| t.1).collect::<Vec<_>>();
    assert_eq!(results(&alone), [Ok(b"one".to_vec()), Err(Reason::Damaged), Ok(b"%PDF-1.4 three".to_vec())]);
    assert_eq!(results(&together), [Ok(b"one".to_vec()), Err(Reason::Damaged), Err(Reason::Damaged)]);
    assert_eq!(taken(&alone[..alone.len() - 9]), [("a".to_owned(), Err(Reason::Damaged))]);
}

#[test]
fn a_bomb_ends_at_the_limit() {
    let archive = solid(&[("1.txt", b"one"), ("2.txt", &vec![0; 2 << 20]), ("3.txt", b"three")], EncoderMethod::LZMA2);
    assert!(archive.len() < 10_000);
    let memory = || Err(Reason::Memory);
    let expected = [("a!1.txt", Ok(b"one".to_vec())), ("a!2.txt", memory()), ("a", memory())];
    assert_eq!(taken_within(&archive, &small()), expected.map(|(name, result)| (name.to_owned(), result)));
}

/// A file of the name `1.txt` behind a password, as 7-Zip 16 writes it: the list of members open, and not.
#[test]
fn behind_a_password_nothing_is_read() {
    assert_eq!(taken(include_bytes!("locked.7z")), [("a!1.txt".to_owned(), Err(Reason::Encrypted))]);
    assert_eq!(taken(include_bytes!("locked-list.7z")), [("a".to_owned(), Err(Reason::Encrypted))]);
}
