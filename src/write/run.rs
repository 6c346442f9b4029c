//! `run.json`: what ran, over what, and what came of it. The one file of a dataset that differs from run to run.

use super::brief::Gist;
use super::journal::Settings;
use super::record::{Parser, word};
use serde::{Deserialize, Serialize};
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
    /// What decided which earlier records were taken over.
    pub settings: Settings,
    /// The limits that were in force.
    pub limits: Limits,
}

impl Run {
    /// Whether this is the log of a run, of whatever version.
    pub fn is_log(log: &[u8]) -> bool {
        serde_json::from_slice::<serde_json::Value>(log).is_ok_and(|log| log["schema"] == SCHEMA)
    }

    /// The settings of a run by its log, if it is one.
    pub fn settings(log: &[u8]) -> Option<Settings> {
        Self::before(log).map(|before| before.settings)
    }

    /// What a log tells of its run, if it is one.
    pub fn before(log: &[u8]) -> Option<Before> {
        serde_json::from_slice(log).ok().filter(|before: &Before| before.schema == SCHEMA)
    }
}

/// A run of which the log was found.
#[derive(Debug, Clone, Deserialize)]
pub struct Before {
    schema: String,
    /// The inputs as given.
    pub inputs: Vec<String>,
    /// What decided which earlier records were taken over.
    pub settings: Settings,
}

/// The limits that were in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Bytes above which a document is not read.
    pub document_bytes: u64,
    /// Seconds of a processor that one document may take.
    pub seconds: u64,
    /// Bytes of memory that one document may take.
    pub memory_bytes: u64,
}

/// Documents counted in all the ways a reader asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents, each one line of `reports.ndjson`.
    pub documents: u64,
    /// Of these, how many were read by this run; the others were taken over from an earlier one.
    pub converted: u64,
    /// Further places with bytes that were converted already.
    pub duplicates: u64,
    /// Hidden files and folders that were passed over.
    pub hidden: u64,
    /// Members of archives that are no plain files (links, devices), passed over.
    pub links: u64,
    /// Answers of servers in crawls that are no documents (errors, redirections), passed over.
    pub answers: u64,
    /// Answers that a crawler did not keep again, because they were the same as before.
    pub revisits: u64,
    /// Pages of crawls that were only the way to reports (lists, sitemaps, robots.txt), passed over.
    pub ways: u64,
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
    /// What reviewers decided.
    pub decisions: Decided,
}

/// Decisions that stand, by whether they hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// They are about what was read.
    pub applied: u64,
    /// Their document is gone, or something else was read in it: they change nothing.
    pub stale: u64,
    /// Lines that are no decision of this version.
    pub unread: u64,
}

impl Counts {
    /// Counts one record.
    pub fn add(&mut self, gist: &Gist) {
        let mut one = |map: fn(&mut Self) -> &mut BTreeMap<String, u64>, key: String| {
            *map(self).entry(key).or_default() += 1;
        };
        one(|c| &mut c.verdicts, word(&gist.verdict));
        if let Some(reason) = &gist.reason {
            one(|c| &mut c.reasons, word(reason));
        }
        if let Some(media_type) = &gist.media_type {
            one(|c| &mut c.media_types, word(media_type));
        }
        if let Some(form) = &gist.form {
            one(|c| &mut c.forms, form.clone());
        }
        for code in &gist.findings {
            one(|c| &mut c.findings, code.clone());
        }
        self.documents += 1;
        self.bytes += gist.bytes.unwrap_or(0);
    }
}
