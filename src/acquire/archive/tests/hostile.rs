//! Archives made to harm: bombs of every make, endless names, names that lead elsewhere.

use super::zips::{crc, end, raw};
use super::*;
use std::io::Read;

pub(super) fn small() -> Limits {
    Limits { unpacked_bytes: 1 << 20, ratio: 10, members: 1000, ..Limits::of_documents(100_000) }
}

fn zeros(length: u64) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::repeat(0).take(length), &mut to).unwrap();
    to.finish().unwrap()
}

#[test]
fn a_document_beyond_the_limit_is_left_where_the_limit_is_met() {
    let taken = taken_within(&zeros(50 << 20), &small());
    assert_eq!(taken, [("a".to_owned(), Err(Reason::Memory))]);
}

#[test]
fn a_bomb_ends_at_the_limit_and_keeps_what_was_before() {
    let bomb = zeros(50 << 20);
    for archive in [zip(&[("1.txt", b"one"), ("2.gz", &bomb), ("3.gz", &bomb)]), {
        let mut builder = ::tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
        let mut header = ::tar::Header::new_gnu();
        header.set_size(3);
        builder.append_data(&mut header, "1.txt", &b"one"[..]).unwrap();
        header.set_size(50 << 20);
        builder.append_data(&mut header, "2.txt", std::io::repeat(0).take(50 << 20)).unwrap();
        builder.into_inner().unwrap().finish().unwrap()
    }] {
        let taken = taken_within(&archive, &small());
        assert_eq!(taken[0], ("a!1.txt".to_owned(), Ok(b"one".to_vec())));
        assert!(taken[1..].iter().all(|t| t.1 == Err(Reason::Memory)), "{taken:?}");
        assert!(taken.len() <= 4);
    }
}

/// Sixteen archives in each of sixteen, down to more steps than are gone: as `42.zip` is made.
#[test]
fn a_nested_bomb_ends() {
    let mut bytes = zip(&[("0.txt", &vec![b'0'; 90_000])]);
    for _ in 0..9 {
        let names: Vec<String> = (0..16).map(|n| format!("{n}.zip")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &bytes[..])).collect();
        bytes = zip(&files);
    }
    let taken = taken_within(&bytes, &small());
    assert_eq!(taken.last().map(|t| (t.0.as_str(), t.1.clone())), Some(("a", Err(Reason::Memory))));
}

#[test]
fn members_over_one_another_are_no_archive() {
    let content = vec![7u8; 5000];
    let mut bytes = raw(&[(b"1", 0, &content)], crc);
    let list = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let entry = bytes[list..list + 47].to_vec();
    bytes.truncate(list);
    for _ in 0..500 {
        bytes.extend_from_slice(&entry);
    }
    end(&mut bytes, 500, 500 * 47, list as u32);
    let taken = taken(&bytes);
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[1], ("a".to_owned(), Err(Reason::Damaged)));
}

#[test]
fn too_many_members_are_told() {
    let names: Vec<String> = (0..1001).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"one"[..])).collect();
    for archive in [zip(&files), tar(&files)] {
        let taken = taken_within(&archive, &small());
        assert_eq!(taken.len(), 1001);
        assert_eq!(taken[1000], ("a".to_owned(), Err(Reason::Memory)));
    }
}

#[test]
fn a_name_without_end_is_not_held() {
    let mut header = ::tar::Header::new_gnu();
    header.set_path("././@LongLink").unwrap();
    header.set_entry_type(::tar::EntryType::GNULongName);
    header.set_size(1 << 40);
    header.set_cksum();
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(header.as_bytes()).unwrap();
    std::io::copy(&mut std::io::repeat(b'a').take(20 << 20), &mut to).unwrap();
    let taken = taken(&to.finish().unwrap());
    assert_eq!(taken, [("a".to_owned(), Err(Reason::Damaged))]);
}

#[test]
fn names_lead_nowhere() {
    let archive =
        raw(&[(b"../../etc/passwd", 0, b"one"), (b"/etc/passwd", 0, b"two"), (b"a\n\x1b[2J", 0, b"three")], crc);
    assert_eq!(
        taken(&archive),
        whole(&[("%2E%2E/%2E%2E/etc/passwd", b"one"), ("etc/passwd", b"two"), ("a%0A%1B[2J", b"three")])
    );
}

#[test]
fn archives_that_are_not_read_say_what_to_do() {
    let archive = b"Rar!\x1A\x07\x01\x00 and so on";
    assert_eq!(taken(archive), [("a".to_owned(), Err(Reason::UnsupportedType))]);
    assert_eq!(taken(&zip(&[("r", archive)])), [("a!r".to_owned(), Err(Reason::UnsupportedType))]);
    assert!(said(archive)[0].contains("unpack it"));
}
