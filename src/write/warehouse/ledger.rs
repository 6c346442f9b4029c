//! What the warehouse holds of every document, as far as a load needs it: some hundred bytes a document, and no row.

use super::digest::{self, Digest, Digester};
use super::star::STAR;
use super::target::{LoadError, Target};
use std::collections::BTreeMap;

/// A document that the warehouse holds.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The digest of its id.
    key: Digest,
    pub(super) document: i64,
    pub(super) report: i64,
    pub(super) first_load: i64,
    pub(super) facts: Option<Digest>,
    pub(super) record: Option<Digest>,
    pub(super) rows: Option<RowsDigest>,
    /// The agency and year of its report.
    pub(super) group: Option<(i64, i64)>,
    pub(super) is_withdrawn: bool,
    /// How its report stands by itself, before it is held against others.
    pub(super) standing: &'static str,
}

/// The digest of a report's rows, and whether these were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowsDigest {
    pub(super) digest: Digest,
    pub(super) is_left_out: bool,
}

impl RowsDigest {
    /// As it is kept.
    pub(super) fn written(&self) -> String {
        let mark = if self.is_left_out { LEFT_OUT } else { "" };
        format!("{mark}{}", digest::written(&self.digest))
    }

    /// As it was kept; what is none is like no other.
    fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(LEFT_OUT).unwrap_or(text);
        Some(Self { digest: digest::read(digits)?, is_left_out: text.starts_with(LEFT_OUT) })
    }
}

/// All documents, and the last number of each table.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// In the order of their keys.
    pub(super) documents: Vec<Known>,
    /// The number of each agency, by the digest of its name and division.
    pub(super) agencies: BTreeMap<Digest, i64>,
    pub(super) last_document: i64,
    pub(super) last_report: i64,
    pub(super) last_agency: i64,
    pub(super) last_load: i64,
}

/// What stands before the digest of rows that were left out.
pub(super) const LEFT_OUT: &str = "-";

/// How a report stands by itself.
pub(super) fn alone(verdict: &str, is_left_out: bool, has_group: bool) -> &'static str {
    match (verdict, has_group) {
        ("unreadable", _) => "unreadable",
        _ if is_left_out => "left_out",
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
        let mut documents = Vec::new();
        target.rows(query, &mut |row| {
            let [id, document, first, facts, withdrawn, report, record, rows, agency, year, verdict] = row else {
                return Ok(());
            };
            let group = agency.whole().zip(year.whole());
            let rows = RowsDigest::read(rows.text());
            let is_left_out = rows.is_some_and(|rows| rows.is_left_out);
            documents.push(Known {
                key: digest::of(id.text().as_bytes()),
                document: document.whole().unwrap_or_default(),
                report: report.whole().unwrap_or_default(),
                first_load: first.whole().unwrap_or_default(),
                facts: digest::read(facts.text()),
                record: digest::read(record.text()),
                rows,
                group,
                is_withdrawn: withdrawn.whole().is_some(),
                standing: alone(verdict.text(), is_left_out, group.is_some()),
            });
            Ok(())
        })?;
        documents.sort_unstable_by_key(|known: &Known| known.key);
        documents.shrink_to_fit();
        ledger.documents = documents;
        target.rows("select name, region_code, agency_no from agency", &mut |row| {
            let number = row[2].whole().unwrap_or_default();
            ledger.agencies.insert(agency(row[0].text(), row[1].text()), number);
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

    /// The place of a document.
    pub(super) fn find(&self, key: &Digest) -> Option<usize> {
        self.documents.binary_search_by_key(key, |known| known.key).ok()
    }

    /// Whether all that a record says is known.
    pub(super) fn knows(&self, key: &Digest, facts: &Digest, record: &Digest) -> bool {
        self.find(key).is_some_and(|at| {
            let known = &self.documents[at];
            !known.is_withdrawn && known.facts.as_ref() == Some(facts) && known.record.as_ref() == Some(record)
        })
    }
}

/// What an agency is known by.
pub(super) fn agency(name: &str, region: &str) -> Digest {
    let mut digester = Digester::default();
    digester.add(name.as_bytes());
    digester.add(region.as_bytes());
    digester.digest()
}
