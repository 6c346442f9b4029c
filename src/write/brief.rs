//! A record → what a run keeps of it in memory: enough to count it, to sort it and to know whether it still holds.
//!
//! It is made from the [`Record`] itself, or read back from the record's line, with the same result.

use super::record::Record;
use crate::acquire::MediaType;
use crate::finding::Reason;
use crate::verify::Verdict;
use serde::{Deserialize, Serialize};

/// What a run keeps of a record, with what it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// The document's id.
    pub id: String,
    /// The version of the program that read it.
    pub version: String,
    /// What is counted and sorted by.
    pub gist: Gist,
}

/// What records are counted and sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gist {
    /// The document's size, where that is known.
    pub bytes: Option<u64>,
    /// What it is, where that is known.
    pub media_type: Option<MediaType>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is unreadable.
    pub reason: Option<Reason>,
    /// The form.
    pub form: Option<String>,
    /// The agency's name.
    pub agency: Option<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The codes of its findings, each once, sorted.
    pub findings: Vec<String>,
}

impl Brief {
    /// What a run keeps of this record.
    pub fn of(record: &Record) -> Self {
        Self {
            id: record.document.id.clone(),
            version: record.parser.version.to_owned(),
            gist: Gist {
                bytes: record.document.bytes,
                media_type: record.document.media_type,
                verdict: record.verdict,
                reason: record.reason,
                form: record.form.clone(),
                agency: record.agency.as_ref().map(|agency| agency.name.clone()),
                year: record.year,
                findings: once(record.findings.iter().map(|f| f.code.clone()).collect()),
            },
        }
    }

    /// The same from a record's line. A line that is no whole record, as a power cut leaves one, is an error.
    pub fn read(line: &[u8]) -> Result<Self, serde_json::Error> {
        let line: Line = serde_json::from_slice(line)?;
        Ok(Self {
            id: line.document.id,
            version: line.parser.version,
            gist: Gist {
                bytes: line.document.bytes,
                media_type: line.document.media_type,
                verdict: line.verdict,
                reason: line.reason,
                form: line.form,
                agency: line.agency.map(|agency| agency.name),
                year: line.year,
                findings: once(line.findings.into_iter().map(|f| f.code).collect()),
            },
        })
    }
}

fn once(mut codes: Vec<String>) -> Vec<String> {
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The members of a record's line that are wanted; the others are passed over unread.
#[derive(Deserialize)]
struct Line {
    document: Document,
    verdict: Verdict,
    reason: Option<Reason>,
    agency: Option<Named>,
    year: Option<u16>,
    form: Option<String>,
    findings: Vec<Coded>,
    parser: Versioned,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    media_type: Option<MediaType>,
    bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Coded {
    code: String,
}

#[derive(Deserialize)]
struct Versioned {
    version: String,
}

#[cfg(test)]
mod tests {
    use super::Brief;
    use crate::Outcome;
    use crate::finding::{Finding, Reason, Severity, Unreadable};
    use crate::report::Report;
    use crate::verify::{Judgement, Verdict};
    use crate::write::record::{DocumentFacts, Record};

    fn record() -> Record {
        let report = Report {
            agency: Some("青石市水利局".to_owned()),
            year: Some(2023),
            form: Some("ogi-2021".to_owned()),
            ..Report::default()
        };
        let finding = |code: &str| Finding::new(code, Severity::Note, "a \"sentence\"");
        let findings = vec![finding("b"), finding("a"), finding("b")];
        let judgement = Judgement { verdict: Verdict::NeedsReview, checks: Vec::new(), findings };
        Record::new(DocumentFacts::unread("path:1", "a.txt", Some(3)), Outcome::Report(Box::new(report), judgement))
    }

    #[test]
    fn it_is_the_same_from_the_record_and_from_its_line() {
        let why = Unreadable::new(Reason::Damaged, "it is cut short");
        let none = Record::new(DocumentFacts::unread("path:2", "b.pdf", None), Outcome::Unreadable(why));
        for record in [record(), none] {
            let line = serde_json::to_vec(&record).unwrap();
            assert_eq!(Brief::read(&line).unwrap(), Brief::of(&record));
        }
        assert_eq!(Brief::of(&record()).gist.findings, ["a", "b"]);
    }

    #[test]
    fn a_line_that_is_cut_or_has_a_hole_is_none() {
        let line = serde_json::to_vec(&record()).unwrap();
        assert!((0..line.len()).all(|end| Brief::read(&line[..end]).is_err()));
        for hole in 0..line.len() {
            let mut line = line.clone();
            line[hole] = 0;
            assert!(Brief::read(&line).is_err(), "a zero at {hole} was not seen");
        }
    }
}
