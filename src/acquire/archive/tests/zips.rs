//! ZIP files beyond what a library writes: raw names, names given twice, altered, locked, cut off.

use super::*;
use encoding_rs::GB18030;

/// A ZIP of stored files, byte by byte: names as raw bytes, flags and sums as told.
pub(super) fn raw(files: &[(&[u8], u16, &[u8])], sum: impl Fn(&[u8]) -> u32) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, flags, content) in files {
        let mut shared = Vec::new();
        shared.extend_from_slice(&[20, 0]);
        shared.extend_from_slice(&flags.to_le_bytes());
        shared.extend_from_slice(&[0; 6]);
        for number in [sum(content), content.len() as u32, content.len() as u32] {
            shared.extend_from_slice(&number.to_le_bytes());
        }
        shared.extend_from_slice(&(name.len() as u16).to_le_bytes());
        shared.extend_from_slice(&[0; 2]);
        list.extend_from_slice(b"PK\x01\x02\x14\x00");
        list.extend_from_slice(&shared);
        list.extend_from_slice(&[0; 10]);
        list.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        list.extend_from_slice(name);
        bytes.extend_from_slice(b"PK\x03\x04");
        bytes.extend_from_slice(&shared);
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(content);
    }
    let start = bytes.len() as u32;
    bytes.extend_from_slice(&list);
    end(&mut bytes, files.len() as u16, list.len() as u32, start);
    bytes
}

pub(super) fn end(bytes: &mut Vec<u8>, count: u16, size: u32, start: u32) {
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    bytes.extend_from_slice(&count.to_le_bytes());
    bytes.extend_from_slice(&count.to_le_bytes());
    bytes.extend_from_slice(&size.to_le_bytes());
    bytes.extend_from_slice(&start.to_le_bytes());
    bytes.extend_from_slice(&[0; 2]);
}

pub(super) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn names_of_chinese_packers_are_read() {
    let name = GB18030.encode("2024\\良村镇.txt").0.into_owned();
    let archive = raw(&[(&name, 0, b"one"), ("某县.txt".as_bytes(), 0x800, b"two")], crc);
    assert_eq!(taken(&archive), whole(&[("2024/良村镇.txt", b"one"), ("某县.txt", b"two")]));
}

#[test]
fn members_of_one_name_are_all_taken() {
    let archive = raw(&[(b"1.txt", 0, b"one"), (b"./1.txt", 0, b"two"), (b"1.txt (2)", 0, b"three")], crc);
    let expected = whole(&[("1.txt", b"one"), ("1.txt (2)", b"two"), ("1.txt (2) (2)", b"three")]);
    assert_eq!(taken(&archive), expected);
}

#[test]
fn a_wrong_sum_and_a_password_cost_their_member_only() {
    let mut archive = raw(&[(b"1.txt", 0, b"one"), (b"2.txt", 1, b"two"), (b"3.txt", 0, b"three")], crc);
    let at = archive.windows(3).position(|w| w == b"one").unwrap();
    archive[at] = b'0';
    let results: Vec<_> = taken(&archive).into_iter().map(|t| t.1).collect();
    assert_eq!(results, [Err(Reason::Damaged), Err(Reason::Encrypted), Ok(b"three".to_vec())]);
}

#[test]
fn what_stands_before_an_archive_and_after_it_does_no_harm() {
    let mut archive = b"PK\x03\x04#!/bin/sh\n".to_vec();
    archive.extend(zip(FILES));
    archive.extend(b"\n\n");
    assert_eq!(taken(&archive), whole(FILES));
}

#[test]
fn every_method_that_is_read_gives_the_same() {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in FILES {
        let stored = ::zip::write::SimpleFileOptions::default()
            .compression_method(::zip::CompressionMethod::Stored)
            .large_file(true);
        writer.start_file(*name, stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    assert_eq!(taken(&writer.finish().unwrap().into_inner()), whole(FILES));
}

#[test]
fn an_office_file_is_a_document_wherever_it_is() {
    let docx = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    assert_eq!(taken(&docx), [("a".to_owned(), Ok(docx.clone()))]);
    assert_eq!(taken(&zip(&[("1.docx", &docx)])), [("a!1.docx".to_owned(), Ok(docx.clone()))]);
    let named_alike = zip(&[("word/报告.txt", b"one"), ("xl/1.txt", b"two")]);
    assert_eq!(taken(&named_alike).len(), 2);
    // A cut office file is still one; a cut archive is still one.
    let cut = &docx[..docx.len() - 60];
    assert_eq!(taken(cut), [("a".to_owned(), Ok(cut.to_vec()))]);
}

/// Cut anywhere, an archive keeps the documents before the cut, and says that it is cut.
#[test]
fn what_stands_before_a_cut_is_taken() {
    let text: Vec<u8> = (0..3000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let files: Vec<(String, Vec<u8>)> =
        (0..6).map(|n| (format!("{n}.txt"), [b"x".repeat(n + 1), text.clone()].concat())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
    let tarred = tar(&files);
    let expected = whole(&files);
    // A tar ends with two blocks of zeros; one is enough.
    for (archive, end) in [(zip(&files), 1), (gz(&tarred), 1), (zst(&tarred), 1), (bz2(&tarred), 1), (tarred, 512)] {
        for length in (600..archive.len() - end).step_by(100) {
            let mut taken = taken(&archive[..length]);
            assert_eq!(taken.pop().map(|t| t.1), Some(Err(Reason::Damaged)), "cut at {length}");
            let whole: Taken = taken.into_iter().filter(|t| t.1.is_ok()).collect();
            assert_eq!(whole[..], expected[..whole.len()], "cut at {length}");
        }
    }
}

#[test]
fn a_cut_zip_gives_all_before_the_cut() {
    let archive = zip(FILES);
    let list = archive.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut cut = taken(&archive[..list + 10]);
    assert_eq!(cut.pop(), Some(("a".to_owned(), Err(Reason::Damaged))));
    assert_eq!(cut, whole(FILES));
    let said = said(&archive[..list + 10]);
    assert!(said[0].contains("breaks off after 3 documents"), "{said:?}");
}
