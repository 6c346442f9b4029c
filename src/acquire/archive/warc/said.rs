//! What a crawl says of an answer before it: why it was fetched (`metadata` records of `gongkai fetch`).
//!
//! It is a hint and goes with the document as such. Other crawlers write metadata after the answer and of other things; theirs
//! is passed over.

use super::record::Record;
use crate::acquire::Hints;
use std::io::{self, Read};

/// The largest metadata that is read, in bytes: a few lines, two of them addresses.
const LARGEST: u64 = 64 * 1024;

/// What was said last, and of which record.
#[derive(Debug, Default)]
pub(super) struct Said {
    of: String,
    role: String,
    hints: Hints,
}

impl Said {
    /// Reads a metadata record; nothing where it is none of ours.
    pub(super) fn read(record: &Record, block: &mut impl Read) -> io::Result<Option<Self>> {
        let is_lines = record.content_type.as_deref().is_some_and(|t| t.starts_with("application/warc-fields"));
        let Some(of) = record.concurrent_to.clone().filter(|_| is_lines && record.length <= LARGEST) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        block.take(LARGEST).read_to_end(&mut bytes)?;
        let mut said = Self { of, ..Self::default() };
        for line in String::from_utf8_lossy(&bytes).lines() {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = Some(value.trim()).filter(|value| !value.is_empty());
            match name.trim() {
                "role" => value.unwrap_or_default().clone_into(&mut said.role),
                "title" => said.hints.title = value.map(str::to_owned),
                "via" => said.hints.page = value.map(str::to_owned),
                "agency" => said.hints.agency = value.map(str::to_owned),
                "year" => said.hints.year = value.and_then(|year| year.parse().ok()),
                _ => {}
            }
        }
        Ok(Some(said))
    }

    /// What it says of a record, and whether that is only the way to reports.
    pub(super) fn of(self, record: &Record) -> (Option<Hints>, bool) {
        if self.of != record.id || record.id.is_empty() {
            return (None, false);
        }
        let is_way = matches!(self.role.as_str(), "robots" | "index" | "list" | "sitemap");
        (Some(self.hints).filter(|hints| !hints.is_empty()), is_way)
    }
}
