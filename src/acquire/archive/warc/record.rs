//! The head of a record: what it is, of which address, how long.

use std::io::{self, BufRead, Read};

/// The longest head, in bytes: some twenty lines, one of which is an address.
const HEAD: u64 = 64 * 1024;

/// A record, before its content.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) kind: String,
    pub(super) url: String,
    pub(super) date: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) length: u64,
    /// Why the crawler took but the beginning of it.
    pub(super) cut: Option<String>,
    pub(super) id: String,
    /// The record that this one was made with.
    pub(super) concurrent_to: Option<String>,
}

impl Record {
    /// Reads the next; nothing at the end.
    pub(super) fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = Read::take(reader, HEAD);
        let Some(version) = first_line(&mut head)? else { return Ok(None) };
        if !version.starts_with("WARC/") {
            return Err(damaged("no record begins where one should"));
        }
        let mut record = Self::default();
        let mut length = None;
        loop {
            let line = line(&mut head)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            let some = || Some(value.to_owned());
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => record.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut record.url),
                "warc-record-id" => value.clone_into(&mut record.id),
                "warc-concurrent-to" => record.concurrent_to = some(),
                "warc-date" => record.date = some(),
                "warc-truncated" => record.cut = some(),
                "warc-segment-number" => record.cut = Some("it is one of several pieces".to_owned()),
                "content-type" => record.content_type = some(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        record.length = length.ok_or_else(|| damaged("a record does not tell its length"))?;
        Ok(Some(record))
    }

    /// Whether its content is an answer of a web server, with its head.
    pub(super) fn is_http(&self) -> bool {
        self.content_type.as_deref().is_none_or(|t| t.to_ascii_lowercase().starts_with("application/http"))
            && self.url.to_ascii_lowercase().starts_with("http")
    }
}

/// The first line that is not empty: records are parted by empty ones.
fn first_line(head: &mut impl BufRead) -> io::Result<Option<String>> {
    loop {
        match line(head)? {
            Some(line) if line.is_empty() => {}
            other => return Ok(other),
        }
    }
}

/// A line without its end; nothing at the end of the file.
fn line(head: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if head.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
