//! `run.json`: what ran, over what, and what came of it. The one file of a dataset that differs from run to run.

use super::record::{Parser, Record, word};
use serde::Serialize;
use std::collections::BTreeMap;

/// The name and version of the log's shape; by it a folder is known as a dataset.
pub const SCHEMA: &str = "gongkai.run/1";

/// The log of one run.
#[derive(Debug, Clone, Serialize)]
pub struct Run {
    /// `gongkai.run/1`.
    pub schema: &'static str,
    /// The program that ran.
    pub parser: Parser,
    /// The inputs as given.
    pub inputs: Vec<String>,
    /// What came of them.
    pub counts: Counts,
    /// When it started, in UTC.
    pub started: String,
    /// When it finished, in UTC.
    pub finished: String,
    /// How long it took.
    pub elapsed_seconds: f64,
    /// Threads it ran on.
    pub threads: usize,
    /// The limits that were in force.
    pub limits: Limits,
}

/// The limits that were in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Bytes above which a document is not read.
    pub document_bytes: u64,
}

/// Documents counted in all the ways a reader asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents, each one line of `reports.ndjson`.
    pub documents: u64,
    /// Further places with bytes that were converted already.
    pub duplicates: u64,
    /// Hidden files and folders that were passed over.
    pub hidden: u64,
    /// Bytes of the documents.
    pub bytes: u64,
    /// By verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// The unreadable ones by reason.
    pub reasons: BTreeMap<String, u64>,
    /// By media type; those that could not be opened are left out.
    pub media_types: BTreeMap<String, u64>,
    /// By form; those without one are left out.
    pub forms: BTreeMap<String, u64>,
    /// Documents by the code of their findings.
    pub findings: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts one record.
    pub fn add(&mut self, record: &Record) {
        let mut one = |map: fn(&mut Self) -> &mut BTreeMap<String, u64>, key: String| {
            *map(self).entry(key).or_default() += 1;
        };
        one(|c| &mut c.verdicts, word(&record.verdict));
        if let Some(reason) = &record.reason {
            one(|c| &mut c.reasons, word(reason));
        }
        if let Some(media_type) = &record.document.media_type {
            one(|c| &mut c.media_types, word(media_type));
        }
        if let Some(form) = &record.form {
            one(|c| &mut c.forms, form.clone());
        }
        let mut codes: Vec<_> = record.findings.iter().map(|f| f.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            one(|c| &mut c.findings, code.to_owned());
        }
        self.documents += 1;
        self.duplicates += record.document.also.len() as u64;
        self.bytes += record.document.bytes.unwrap_or(0);
    }
}
