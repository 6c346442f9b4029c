//! Archives of every kind, made here: whole, in one another, cut off, altered and hostile.

mod crawls;
mod hostile;
mod sevenzips;
mod zips;

use super::Limits;
use crate::acquire::{At, Found, Inputs, Origin, PassedOver, SIZE_LIMIT, at, visit};
use crate::finding::Reason;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What came out of an archive: sources with their bytes, or why there are none.
type Taken = Vec<(String, Result<Vec<u8>, Reason>)>;

type Files<'f> = &'f [(&'f str, &'f [u8])];

fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn found(path: &Path, limits: &Limits) -> (Vec<Found>, PassedOver) {
    let inputs = Inputs::list(&[path.to_owned()], &[], None);
    let mut all = Vec::new();
    let over = visit(&inputs, limits, &mut |found| {
        all.push(found);
        ControlFlow::Continue(())
    });
    let mut sources: Vec<&str> = all.iter().map(|f| f.source.as_str()).collect();
    sources.sort_unstable();
    assert!(sources.windows(2).all(|w| w[0] != w[1]), "a source was given twice: {sources:?}");
    assert!(all.windows(2).all(|w| w[0].passed <= w[1].passed && w[1].passed <= inputs.bytes()));
    (all, over)
}

fn taken_within(bytes: &[u8], limits: &Limits) -> Taken {
    let (_folder, path) = file(bytes);
    let result = |found: &Found| match (&found.problem, &found.origin) {
        (Some(problem), _) => Err(problem.reason),
        (None, Origin::Member(bytes)) => Ok(bytes.clone()),
        (None, Origin::File(path)) => Ok(std::fs::read(path).unwrap()),
    };
    found(&path, limits).0.iter().map(|f| (f.source.clone(), result(f))).collect()
}

fn taken(bytes: &[u8]) -> Taken {
    taken_within(bytes, &Limits::of_documents(SIZE_LIMIT))
}

/// What is said of an archive or a member that gave no document.
fn said(bytes: &[u8]) -> Vec<String> {
    let (_folder, path) = file(bytes);
    let all = found(&path, &Limits::of_documents(SIZE_LIMIT)).0;
    all.into_iter().filter_map(|f| f.problem).map(|p| p.message).collect()
}

/// As [`taken`] gives whole files.
fn whole(files: Files) -> Taken {
    files.iter().map(|(name, bytes)| (format!("a!{name}"), Ok(bytes.to_vec()))).collect()
}

fn zip(files: Files) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: Files) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

const FILES: Files<'static> = &[("2024/县.txt", b"one"), ("2024/b.html", b"<p>two</p>"), ("c.pdf", b"%PDF-1.4 three")];

#[test]
fn every_kind_gives_the_same_documents() {
    let tarred = tar(FILES);
    for archive in [zip(FILES), gz(&tarred), zst(&tarred), bz2(&tarred), gz(&zst(&tarred)), tarred] {
        assert_eq!(taken(&archive), whole(FILES));
    }
}

#[test]
fn a_compressed_document_keeps_its_name() {
    for packed in [gz(b"<p>one</p>"), zst(b"<p>one</p>"), bz2(b"<p>one</p>"), gz(&gz(b"<p>one</p>"))] {
        assert_eq!(taken(&packed), [("a".to_owned(), Ok(b"<p>one</p>".to_vec()))]);
    }
    assert_eq!(taken(&gz(b"")), [("a".to_owned(), Err(Reason::Empty))]);
}

#[test]
fn archives_in_archives_are_named_by_their_way() {
    let inner = gz(&tar(&[("c.pdf", b"%PDF-")]));
    let middle = zip(&[("b.tar.gz", &inner), ("d.txt", b"one")]);
    let taken = taken(&tar(&[("m.zip", &middle), ("e.txt", b"two")]));
    let sources: Vec<&str> = taken.iter().map(|t| t.0.as_str()).collect();
    assert_eq!(sources, ["a!m.zip!b.tar.gz!c.pdf", "a!m.zip!d.txt", "a!e.txt"]);
    assert!(taken.iter().all(|t| t.1.is_ok()));
}

#[test]
fn what_is_hidden_or_no_file_is_passed_over() {
    let mut builder = ::tar::Builder::new(Vec::new());
    let mut header = ::tar::Header::new_gnu();
    header.set_entry_type(::tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "link", "/etc/passwd").unwrap();
    header.set_entry_type(::tar::EntryType::Directory);
    builder.append_data(&mut header, "folder/", &b""[..]).unwrap();
    header.set_entry_type(::tar::EntryType::Regular);
    for name in ["__MACOSX/._1.txt", ".git/config", "1.txt"] {
        header.set_size(3);
        builder.append_data(&mut header, name, &b"one"[..]).unwrap();
    }
    let (_folder, path) = file(&builder.into_inner().unwrap());
    let (all, over) = found(&path, &Limits::of_documents(SIZE_LIMIT));
    assert_eq!(all.iter().map(|f| f.source.as_str()).collect::<Vec<_>>(), ["a!1.txt"]);
    assert_eq!(over, PassedOver { hidden: 2, links: 1, ..PassedOver::default() });
}

#[test]
fn an_archive_of_nothing_is_told() {
    for archive in [zip(&[]), gz(&zip(&[])), zip(&[(".hidden", b"one")])] {
        assert_eq!(taken(&archive), [("a".to_owned(), Err(Reason::Empty))]);
    }
}

#[test]
fn a_member_is_found_again_by_its_source() {
    let inner = gz(&tar(FILES));
    let (_folder, path) = file(&zip(&[("x!y.tar.gz", &inner), ("d.txt", b"one")]));
    let limits = Limits::of_documents(SIZE_LIMIT);
    let at = |inside: &str| at(Path::new(&format!("{}{inside}", path.display())), &limits);
    let At::Document(found) = at("!x!y.tar.gz!c.pdf") else { panic!("it is not found") };
    assert_eq!(
        (found.source.as_str(), found.origin),
        ("a!x!y.tar.gz!c.pdf", Origin::Member(b"%PDF-1.4 three".to_vec()))
    );
    assert!(matches!(at("!d.txt"), At::Document(_)));
    assert!(matches!(at("!e.txt"), At::Nothing(Some(_))));
    assert!(matches!(at(""), At::Archive(Some(first)) if first.ends_with("a!x!y.tar.gz!2024/县.txt")));
    assert!(matches!(at("nowhere"), At::Nothing(None)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_tree_in_any_archive_gives_the_same_documents(
        files in prop::collection::btree_map("[a-c一-四]{1,3}/[a-z]{1,120}", prop::collection::vec(any::<u8>(), 1..2000), 1..12)
    ) {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
        let tarred = tar(&files);
        for archive in [zip(&files), sevenzips::sevenzip(&files), gz(&tarred), zst(&tarred), bz2(&tarred), tarred] {
            prop_assert_eq!(taken(&archive), whole(&files));
        }
    }

    #[test]
    fn no_bytes_crash_it(archive in 0usize..6, at in 0usize..4000, change in any::<[u8; 3]>()) {
        let tarred = tar(FILES);
        let mut bytes = match archive {
            0 => zip(FILES),
            1 => gz(&tarred),
            2 => zst(&tarred),
            3 => crawls::crawl(),
            4 => sevenzips::sevenzip(FILES),
            _ => tarred,
        };
        let at = at % (bytes.len() - 3);
        bytes[at..at + 3].copy_from_slice(&change);
        let _ = taken(&bytes);
    }
}
