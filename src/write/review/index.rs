//! `reports.ndjson` → what is kept of each record in memory, and where it lies on the disk.
//!
//! A record has some 40 KB, what is kept of it less than one. Lines are read once, in their order, and looked through on
//! all cores.

use crate::acquire::MediaType;
use crate::finding::Reason;
use crate::report::Status;
use crate::report::region::{Region, normalised};
use crate::verify::{CheckResult, Verdict};
use crate::write::assemble::READINGS;
use crate::write::reading::Words;
use rayon::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The longest line that is read: the longest record of a document within its limits is far shorter.
const LONGEST_LINE: u64 = 256 << 20;

/// Bytes of most lines: room is made once.
const USUAL_LINE: usize = 64 << 10;

/// Bytes of lines that are looked through at a time.
const AT_A_TIME: usize = 32 << 20;

/// Bytes read at a time.
const BUFFER: usize = 1 << 20;

/// What is kept of a record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The document's id.
    pub id: String,
    /// The way to it.
    pub source: String,
    /// What it is.
    pub media_type: Option<MediaType>,
    /// The program that made it.
    pub producer: Option<String>,
    /// The verdict, before any decision.
    pub verdict: Verdict,
    /// Why it is unreadable.
    pub reason: Option<Reason>,
    /// The agency's name as printed.
    pub agency: Option<String>,
    /// The name under which all reports of the agency stand together.
    pub known_as: Option<String>,
    /// The divisions that its region lies in, and itself, the largest first.
    pub region: Vec<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The form.
    pub form: Option<String>,
    /// The codes of its findings, each once.
    pub findings: Vec<String>,
    /// Cells that are missing or in doubt, by id.
    pub marked: Vec<String>,
    /// Sums that fail, advice left out, by id.
    pub failed: Vec<String>,
    in_readings: bool,
    offset: u64,
    bytes: u64,
}

/// The records of a dataset.
#[derive(Debug)]
pub struct Index {
    reports: Mutex<File>,
    readings: Option<Mutex<File>>,
    /// What is kept of each, in the order of `reports.ndjson`.
    pub entries: Vec<Entry>,
}

impl Index {
    /// Looks through a dataset. An error names the line that is no record.
    pub fn open(dataset: &Path) -> io::Result<Self> {
        let mut readings = match File::open(dataset.join(READINGS)) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let mut as_read = BTreeMap::new();
        if let Some(file) = &readings {
            for entry in entries(file, true)? {
                as_read.insert(entry.id.clone(), entry);
            }
        }
        let reports = File::open(dataset.join("reports.ndjson"))?;
        let mut found = entries(&reports, false)?;
        for entry in &mut found {
            if let Some(read) = as_read.remove(&entry.id) {
                *entry = read;
            }
        }
        Ok(Self { reports: Mutex::new(reports), readings: readings.take().map(Mutex::new), entries: found })
    }

    /// A record's line, as it was read.
    pub fn line(&self, number: usize) -> io::Result<Vec<u8>> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let entry = self.entries.get(number).ok_or_else(missing)?;
        let file = if entry.in_readings { self.readings.as_ref() } else { Some(&self.reports) };
        let mut file = file.ok_or_else(missing)?.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(entry.offset))?;
        let mut line = Vec::new();
        Read::take(&mut *file, entry.bytes).read_to_end(&mut line)?;
        Ok(line)
    }
}

fn entries(file: &File, in_readings: bool) -> io::Result<Vec<Entry>> {
    let mut from = BufReader::with_capacity(BUFFER, file);
    let mut found: Vec<Entry> = Vec::new();
    let mut offset = 0;
    loop {
        let mut lines: Vec<(u64, Vec<u8>)> = Vec::new();
        let mut held = 0;
        while held < AT_A_TIME {
            let mut line = Vec::with_capacity(USUAL_LINE);
            let read = Read::take(&mut from, LONGEST_LINE).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            held += read;
            if line.last() == Some(&b'\n') {
                line.pop();
            }
            lines.push((offset, line));
            offset += read as u64;
        }
        if lines.is_empty() {
            return Ok(found);
        }
        let before = found.len();
        let read: Result<Vec<Entry>, io::Error> = lines
            .par_iter()
            .enumerate()
            .map(|(number, (offset, line))| {
                entry(line, in_readings, *offset).map_err(|error| {
                    let number = before + number + 1;
                    io::Error::new(io::ErrorKind::InvalidData, format!("line {number} is no record: {error}"))
                })
            })
            .collect();
        found.extend(read?);
    }
}

fn entry(line: &[u8], in_readings: bool, offset: u64) -> Result<Entry, serde_json::Error> {
    let read: Line = serde_json::from_slice(line)?;
    let mut findings: Vec<String> = read.findings.into_iter().map(|finding| finding.code).collect();
    findings.sort_unstable();
    findings.dedup();
    let region = read.agency.as_ref().and_then(|agency| agency.region.as_ref());
    let failed = read.checks.iter().filter(|check| check.result == CheckResult::Fail && !check.advisory);
    Ok(Entry {
        id: read.document.id,
        source: read.document.source,
        media_type: read.document.media_type,
        producer: read.document.producer,
        verdict: read.verdict,
        reason: read.reason,
        known_as: read.agency.as_ref().map(|agency| normalised(&agency.name, region)),
        region: region.map(|region| region.path.clone()).unwrap_or_default(),
        year: read.year,
        form: read.form,
        findings,
        marked: read.cells.0,
        failed: failed.map(|check| check.id.to_string()).collect(),
        agency: read.agency.map(|agency| agency.name),
        in_readings,
        offset,
        bytes: line.len() as u64,
    })
}

/// The members of a record's line that are wanted; the others are passed over unread.
#[derive(Deserialize)]
struct Line<'l> {
    document: Document,
    verdict: Verdict,
    reason: Option<Reason>,
    agency: Option<Agency>,
    year: Option<u16>,
    form: Option<String>,
    cells: Marked,
    #[serde(borrow)]
    checks: Vec<Check<'l>>,
    findings: Vec<Coded>,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    source: String,
    media_type: Option<MediaType>,
    producer: Option<String>,
}

#[derive(Deserialize)]
struct Agency {
    name: String,
    region: Option<Region>,
}

#[derive(Deserialize)]
struct Check<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
    result: CheckResult,
    #[serde(default)]
    advisory: bool,
}

#[derive(Deserialize)]
struct Coded {
    code: String,
}

/// The ids of the cells that are missing or in doubt.
struct Marked(Vec<String>);

impl<'de> Deserialize<'de> for Marked {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Cell {
            status: Status,
        }
        struct All;
        impl<'de> serde::de::Visitor<'de> for All {
            type Value = Marked;

            fn expecting(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                to.write_str("cells by id")
            }

            fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<Marked, M::Error> {
                let mut marked = Vec::new();
                while let Some((id, cell)) = map.next_entry::<Words<'de>, Cell>()? {
                    if matches!(cell.status, Status::Missing | Status::Doubtful) {
                        marked.push(id.0.into_owned());
                    }
                }
                Ok(Marked(marked))
            }
        }
        from.deserialize_map(All)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Entry, Index};
    use crate::acquire::MediaType;
    use crate::verify::Verdict;
    use std::fs;

    /// An entry of a verdict, form and number of doubts.
    pub(in crate::write::review) fn entry(number: usize, verdict: Verdict, form: &str, doubts: usize) -> Entry {
        Entry {
            id: format!("sha256:{number}"),
            source: format!("{number}.txt"),
            media_type: Some(MediaType::Text),
            producer: None,
            verdict,
            reason: None,
            agency: Some("青石市水利局".to_owned()),
            known_as: Some("青石市水利局".to_owned()),
            region: vec!["江省".to_owned(), "青石市".to_owned()],
            year: Some(2023),
            form: Some(form.to_owned()),
            findings: vec!["identity-fails".to_owned()],
            marked: vec!["requests.received.total".to_owned(); doubts],
            failed: Vec::new(),
            in_readings: false,
            offset: 0,
            bytes: 0,
        }
    }

    #[test]
    fn records_are_found_again_and_those_that_were_changed_as_they_were_read() {
        let folder = tempfile::tempdir().unwrap();
        let line = |id: &str, status: &str| {
            format!(
                r#"{{"schema":"gongkai.report/1","document":{{"id":"{id}","source":"a.txt","media_type":"text/plain","bytes":1}},"verdict":"needs_review","reason":null,"agency":{{"name":"青石市水利局","region":null}},"year":2023,"title":null,"form":"ogi-2021","sections":[],"tables":{{"requests":{{"received":{{"total":null}}}}}},"cells":{{"requests.received.total":{{"status":"{status}"}}}},"checks":[{{"id":"requests.balance","subject":"total","result":"fail"}},{{"id":"narrative.received","subject":"x","result":"fail","advisory":true}}],"findings":[],"parser":{{"name":"gongkai","version":"0"}}}}"#
            )
        };
        let reports = [line("sha256:1", "missing"), line("sha256:2", "corrected")];
        fs::write(folder.path().join("reports.ndjson"), reports.join("\n") + "\n").unwrap();
        fs::write(folder.path().join("readings.ndjson"), line("sha256:2", "doubtful") + "\n").unwrap();
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(index.line(0).unwrap(), reports[0].as_bytes());
        assert_eq!(index.line(1).unwrap(), line("sha256:2", "doubtful").as_bytes());
        assert!(index.line(2).is_err());
        assert_eq!(
            (index.entries[1].marked.len(), index.entries[1].failed.as_slice()),
            (1, &["requests.balance".to_owned()][..])
        );
        fs::write(folder.path().join("reports.ndjson"), reports.join("\n") + "\n{\"schema\"").unwrap();
        assert!(Index::open(folder.path()).unwrap_err().to_string().contains("line 3"));
    }
}
