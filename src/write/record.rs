//! The public record of a document, `gongkai.report/1`: one JSON object, the same for a report and for a document that
//! gave none.
//!
//! It is built from a [`Document`]'s facts and its [`Outcome`], and holds everything a reader needs without the program:
//! the values, where each was read, what was checked, what was found. Members of a cell that are null are left out.

use super::nest::Tables;
use crate::Outcome;
use crate::acquire::{Document, Hints, MediaType, Served};
use crate::finding::{Finding, Reason, Severity, Unreadable};
use crate::place::Place;
use crate::report::id::CellId;
use crate::report::region::Region;
use crate::report::{Cell, Report, Section, Status};
use crate::verify::{Check, Judgement, Verdict};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The name and version of the record's shape.
pub const SCHEMA: &str = "gongkai.report/1";

/// How the line of every record begins, up to its `document`.
pub const START: &str = r#"{"schema":"gongkai.report/1","document":"#;

/// What became of one document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "gongkai.report/1")]
pub struct Record {
    /// The shape of this object: `gongkai.report/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The document it was read from.
    pub document: DocumentFacts,
    /// One verdict a report.
    pub verdict: Verdict,
    /// Why no report came out; null unless the verdict is `unreadable`.
    pub reason: Option<Reason>,
    /// The agency that made the report; null where the document does not name it.
    pub agency: Option<Agency>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The title, as printed.
    pub title: Option<String>,
    /// The statutory form, told by its labels: `ogi-2021`, `ogi-2019`.
    pub form: Option<String>,
    /// The sections in printed order, tables left out.
    pub sections: Vec<Section>,
    /// The values, nested by the words of their cell ids.
    pub tables: Tables,
    /// What is known about each cell of the form, by cell id, in the form's order.
    pub cells: Cells,
    /// Every check that was made.
    pub checks: Vec<Check>,
    /// What was off, while reading and while checking.
    pub findings: Vec<Finding>,
    /// The program that wrote this.
    pub parser: Parser,
}

/// The document a record was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentFacts {
    /// `sha256:` and the digest of the bytes. Where these could not be read, `path:sha256:` and the digest of the source.
    pub id: String,
    /// The way to it, relative to the input given.
    pub source: String,
    /// The other places where the same bytes were found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The address it was fetched from, where a crawl tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was fetched, as the crawler wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved_at: Option<String>,
    /// What is said of it elsewhere, by the link that led to it and the list of sources; never taken into the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hints: Option<Hints>,
    /// What the bytes are, told by the bytes; null where they could not be read.
    pub media_type: Option<MediaType>,
    /// How many bytes; null where that could not be told.
    pub bytes: Option<u64>,
    /// How many pages, for a format that has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// The program that made it, by its own word, where it is a PDF that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
}

impl DocumentFacts {
    /// The facts of a document whose bytes were read.
    pub fn of(document: &Document) -> Self {
        Self {
            id: document.id.clone(),
            source: document.source.clone(),
            also: Vec::new(),
            url: None,
            retrieved_at: None,
            hints: None,
            media_type: Some(document.media_type),
            bytes: Some(document.bytes.len() as u64),
            pages: None,
            producer: None,
        }
        .served(document.served.as_ref())
    }

    /// The facts of a document whose bytes could not be read.
    pub fn unread(id: impl Into<String>, source: impl Into<String>, bytes: Option<u64>) -> Self {
        let (id, source, also) = (id.into(), source.into(), Vec::new());
        let (url, retrieved_at, hints) = (None, None, None);
        Self { id, source, also, url, retrieved_at, hints, media_type: None, bytes, pages: None, producer: None }
    }

    /// The same, with how it was fetched.
    #[must_use]
    pub fn served(mut self, served: Option<&Served>) -> Self {
        self.url = served.map(|served| served.url.clone());
        self.retrieved_at = served.and_then(|served| served.retrieved_at.clone());
        self.hints = served.and_then(|served| served.hints.clone());
        self
    }

    /// The same, with what the document says otherwise than is said elsewhere.
    #[must_use]
    pub fn held_against(mut self, agency: Option<&str>, year: Option<u16>) -> Self {
        self.hints = self.hints.map(|hints| hints.held_against(agency, year));
        self
    }
}

/// The agency that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Agency {
    /// Its name as printed in the title.
    pub name: String,
    /// Where it governs; null where that can't be told.
    pub region: Option<Region>,
}

/// The program that wrote a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Parser {
    /// `gongkai`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Parser {
    /// This very program.
    pub const THIS: Self = Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

/// The cells of the form by id, in the form's order.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(with = "BTreeMap<String, CellFacts>")]
pub struct Cells(pub Vec<(CellId, CellFacts)>);

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(id, cell)| (id, cell)))
    }
}

/// What is known about a cell beside its value, which stands under `tables`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CellFacts {
    /// What is known.
    pub status: Status,
    /// The text as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub raw: Option<SmolStr>,
    /// What stood beside the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub note: Option<SmolStr>,
    /// `万元` or `元` where money is meant; the value is as printed, not converted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub unit: Option<SmolStr>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// The readings that were possible, where there were several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<f64>")]
    pub candidates: Vec<Decimal>,
    /// What was read, where a reviewer has set the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Was>,
}

/// What was read in a cell that a reviewer has set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Was {
    /// What was known.
    pub status: Status,
    /// The value read; absent where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub value: Option<Decimal>,
}

impl From<Cell> for CellFacts {
    fn from(cell: Cell) -> Self {
        Self {
            status: cell.status,
            raw: cell.raw,
            note: cell.note,
            unit: cell.unit,
            at: cell.at,
            candidates: cell.candidates,
            was: None,
        }
    }
}

impl Record {
    /// The record of a document and what became of it.
    pub fn new(document: DocumentFacts, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Report(report, judgement) => Self::of_report(document, *report, judgement),
            Outcome::Unreadable(why) => Self::of_none(document, &why),
        }
    }

    fn of_report(document: DocumentFacts, report: Report, judgement: Judgement) -> Self {
        let mut findings = report.findings;
        findings.extend(judgement.findings);
        Self {
            schema: SCHEMA,
            document: document.held_against(report.agency.as_deref(), report.year),
            verdict: judgement.verdict,
            reason: None,
            agency: report.agency.map(|name| Agency { name, region: report.region }),
            year: report.year,
            title: report.title,
            form: report.form,
            sections: report.sections,
            tables: Tables::nest(report.cells.iter().map(|(id, cell)| (id.as_str(), cell.value))),
            cells: Cells(report.cells.into_iter().map(|(id, cell)| (id, cell.into())).collect()),
            checks: judgement.checks,
            findings,
            parser: Parser::THIS,
        }
    }

    /// The reason's sentence becomes the record's one finding, so that every word for people stands in one place.
    fn of_none(document: DocumentFacts, why: &Unreadable) -> Self {
        Self {
            schema: SCHEMA,
            document,
            verdict: Verdict::Unreadable,
            reason: Some(why.reason),
            agency: None,
            year: None,
            title: None,
            form: None,
            sections: Vec::new(),
            tables: Tables::default(),
            cells: Cells::default(),
            checks: Vec::new(),
            findings: vec![Finding::new(&word(&why.reason).replace('_', "-"), Severity::Error, &why.message)],
            parser: Parser::THIS,
        }
    }
}

/// The word that a verdict, reason or status is written with.
pub fn word(of: &impl Serialize) -> String {
    match serde_json::to_value(of) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DocumentFacts, Record, word};
    use crate::Outcome;
    use crate::finding::{Reason, Unreadable};
    use crate::place::Place;
    use crate::report::{Cell, Report, Status};
    use crate::verify::{Check, CheckResult, Judgement, Verdict};
    use rust_decimal::Decimal;

    fn cell(status: Status, value: Option<&str>) -> Cell {
        Cell {
            status,
            value: value.map(|v| v.parse().unwrap()),
            raw: value.map(Into::into),
            note: None,
            unit: None,
            at: value.map(|_| Place::Text { line: 41, columns: Some([12, 14]) }),
            certain: true,
            doubts: std::collections::BTreeSet::new(),
            candidates: Vec::new(),
        }
    }

    #[test]
    fn a_report_is_written_in_the_order_of_the_contract() {
        let report = Report {
            agency: Some("青石市水利局".to_owned()),
            year: Some(2023),
            form: Some("ogi-2021".to_owned()),
            cells: vec![
                ("proactive.fees.amount".into(), cell(Status::Read, Some("7730.28"))),
                ("requests.received.total".into(), cell(Status::Missing, None)),
            ],
            ..Report::default()
        };
        let check = Check {
            id: "requests.balance".to_owned(),
            subject: "total".to_owned(),
            result: CheckResult::Fail,
            expected: Some(Decimal::from(3)),
            actual: Some(Decimal::from(2)),
            advisory: false,
        };
        let judgement = Judgement { verdict: Verdict::NeedsReview, checks: vec![check], findings: Vec::new() };
        let facts = DocumentFacts::unread("path:1", "a.txt", Some(3));
        let written = serde_json::to_string(&Record::new(facts, Outcome::Report(Box::new(report), judgement))).unwrap();
        assert!(written.starts_with(super::START));
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            written,
            format!(
                r#"{{"schema":"gongkai.report/1","document":{{"id":"path:1","source":"a.txt","media_type":null,"bytes":3}},"verdict":"needs_review","reason":null,"agency":{{"name":"青石市水利局","region":null}},"year":2023,"title":null,"form":"ogi-2021","sections":[],"tables":{{"proactive":{{"fees":{{"amount":7730.28}}}},"requests":{{"received":{{"total":null}}}}}},"cells":{{"proactive.fees.amount":{{"status":"read","raw":"7730.28","at":{{"line":41,"columns":[12,14]}}}},"requests.received.total":{{"status":"missing"}}}},"checks":[{{"id":"requests.balance","subject":"total","result":"fail","expected":3,"actual":2}}],"findings":[],"parser":{{"name":"gongkai","version":"{version}"}}}}"#
            )
        );
    }

    #[test]
    fn an_unreadable_document_says_why() {
        let why = Unreadable::new(Reason::ImageOnly, "its pages are pictures");
        let record = Record::new(DocumentFacts::unread("path:2", "b.pdf", None), Outcome::Unreadable(why));
        assert_eq!(record.reason, Some(Reason::ImageOnly));
        assert_eq!(record.findings[0].code, "image-only");
        assert_eq!(word(&record.verdict), "unreadable");
    }
}
