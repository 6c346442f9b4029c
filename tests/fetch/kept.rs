//! What an archive holds, read without the program's own reader.

use flate2::bufread::GzDecoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) lines: BTreeMap<String, String>,
    pub(crate) block: Vec<u8>,
}

impl Record {
    pub(crate) fn line(&self, name: &str) -> &str {
        self.lines.get(name).map_or("", String::as_str)
    }

    pub(crate) fn kind(&self) -> &str {
        self.line("WARC-Type")
    }

    pub(crate) fn url(&self) -> &str {
        self.line("WARC-Target-URI")
    }
}

/// All records of an archive, in order; each must be packed by itself, and nothing may follow the last.
pub(crate) fn records(folder: &Path) -> Vec<Record> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|name| name.to_string_lossy().ends_with(".warc.gz"));
    names.sort();
    let mut records = Vec::new();
    for name in names {
        let bytes = fs::read(&name).unwrap();
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let mut member = Vec::new();
            let mut decoder = GzDecoder::new(rest);
            decoder.read_to_end(&mut member).unwrap();
            rest = decoder.into_inner();
            records.push(record(&member));
        }
    }
    records
}

fn record(member: &[u8]) -> Record {
    let at = member.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(member[..at].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    assert_eq!(lines.next(), Some("WARC/1.1"));
    let lines: BTreeMap<_, _> =
        lines.map(|line| line.split_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap()).collect();
    let length: usize = lines["Content-Length"].parse().unwrap();
    let block = member[at + 4..at + 4 + length].to_vec();
    assert_eq!(&member[at + 4 + length..], b"\r\n\r\n");
    Record { lines, block }
}

/// What of the answers does not depend on when they came: address, kind, status line, body.
pub(crate) fn answers(folder: &Path) -> Vec<(String, String, Vec<u8>)> {
    let mut answers: Vec<_> = records(folder)
        .into_iter()
        .filter(|r| matches!(r.kind(), "response" | "revisit"))
        .map(|r| (r.url().to_owned(), r.kind().to_owned(), r.block))
        .collect();
    answers.sort();
    answers
}
