//! What the warehouse holds of every document, as far as a load needs it: a hundred bytes a document, and no row.

use super::digest::{self, Digest};
use super::star::STAR;
use super::target::{LoadError, Target};
use std::collections::BTreeMap;

/// A document that the warehouse holds.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Its place among all of them.
    pub(super) place: usize,
    pub(super) document: i64,
    pub(super) report: i64,
    pub(super) first_load: i64,
    pub(super) facts: Option<Digest>,
    pub(super) record: Option<Digest>,
    pub(super) rows: String,
    /// The agency and year of its report.
    pub(super) group: Option<(i64, i64)>,
    pub(super) is_withdrawn: bool,
    /// How its report stands by itself, before it is held against others.
    pub(super) standing: &'static str,
}

/// All documents, and the last number of each table.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) documents: BTreeMap<Digest, Known>,
    pub(super) agencies: BTreeMap<(String, String), i64>,
    pub(super) last_document: i64,
    pub(super) last_report: i64,
    pub(super) last_agency: i64,
    pub(super) last_load: i64,
}

/// What stands before the digest of rows that were left out.
pub(super) const LEFT_OUT: &str = "-";

/// How a report stands by itself.
pub(super) fn alone(verdict: &str, rows: &str, has_group: bool) -> &'static str {
    match (verdict, has_group) {
        ("unreadable", _) => "unreadable",
        _ if rows.starts_with(LEFT_OUT) => "left_out",
        (_, false) => "nameless",
        _ => "current",
    }
}

impl Ledger {
    /// Reads what the warehouse holds.
    pub(super) fn read(target: &mut dyn Target) -> Result<Self, LoadError> {
        let mut ledger = Self::default();
        let query = "select d.document_id, d.document_no, d.first_load, d.facts_digest, d.withdrawn_load, r.report_no,
            r.record_digest, r.rows_digest, r.agency_no, r.year, r.verdict
            from document d join report r on r.document_no = d.document_no where r.standing <> 'reread'";
        let mut documents = BTreeMap::new();
        target.rows(query, &mut |row| {
            let [id, document, first, facts, withdrawn, report, record, rows, agency, year, verdict] = row else {
                return Ok(());
            };
            let group = agency.whole().zip(year.whole());
            let known = Known {
                place: documents.len(),
                document: document.whole().unwrap_or_default(),
                report: report.whole().unwrap_or_default(),
                first_load: first.whole().unwrap_or_default(),
                facts: digest::read(facts.text()),
                record: digest::read(record.text()),
                rows: rows.text().to_owned(),
                group,
                is_withdrawn: withdrawn.whole().is_some(),
                standing: alone(verdict.text(), rows.text(), group.is_some()),
            };
            documents.insert(digest::of(id.text().as_bytes()), known);
            Ok(())
        })?;
        ledger.documents = documents;
        target.rows("select name, region_code, agency_no from agency", &mut |row| {
            let number = row[2].whole().unwrap_or_default();
            ledger.agencies.insert((row[0].text().to_owned(), row[1].text().to_owned()), number);
            Ok(())
        })?;
        let last = |target: &mut dyn Target, table: usize| {
            let table = &STAR[table];
            let mut last = 0;
            let query = format!("select max({}) from {}", table.key[0], super::dialect::quoted(table.name));
            target.rows(&query, &mut |row| {
                last = row[0].whole().unwrap_or_default();
                Ok(())
            })?;
            Ok::<i64, LoadError>(last)
        };
        ledger.last_document = last(target, super::star::DOCUMENTS)?;
        ledger.last_report = last(target, super::star::REPORTS)?;
        ledger.last_agency = last(target, super::star::AGENCIES)?;
        ledger.last_load = last(target, super::star::LOAD)?;
        Ok(ledger)
    }

    /// Whether all that a record says is known.
    pub(super) fn knows(&self, key: &Digest, facts: &Digest, record: &Digest) -> bool {
        self.documents.get(key).is_some_and(|known| {
            !known.is_withdrawn && known.facts.as_ref() == Some(facts) && known.record.as_ref() == Some(record)
        })
    }
}
