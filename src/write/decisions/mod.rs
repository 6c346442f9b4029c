//! What people decided about what was read: `decisions.ndjson`, beside a dataset's records.
//!
//! A decision is a line, added at the end and never changed: who, when, about which cell of which document, what had been
//! read there, what is printed, and why. To take one back is a further line. What was read is never touched: [`log`] keeps
//! the lines, [`standing`] tells which of them stand, and [`apply`] makes the record that holds them.

pub mod apply;
pub mod log;
pub mod standing;

use crate::report::Status;
use crate::verify::Verdict;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The name and version of a decision's shape.
pub const SCHEMA: &str = "gongkai.decision/1";

/// The longest reason, in bytes, and the longest name: what a person writes, not a file.
pub const LONGEST_TEXT: usize = 2_000;

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// `gongkai.decision/1`.
    pub schema: String,
    /// Its own name, by which it is taken back.
    pub id: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// Who.
    pub by: String,
    /// The digest of the document, as in its record.
    pub document: String,
    /// The cell; none where the report as a whole is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// What was decided.
    pub decision: Kind,
    /// What had been read when it was decided. A decision about another reading does not hold.
    pub was: Was,
    /// The number that is printed, where it was corrected; null where none is printed.
    pub now: Option<Decimal>,
    /// Why, in the reviewer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The decision that is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// The version of the program that had read it.
    pub parser: String,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What was read is what is printed.
    Accept,
    /// Something else is printed.
    Correct,
    /// What was read is what is printed, and it contradicts other numbers: the publisher's error.
    Publisher,
    /// The document is no annual report.
    NotAReport,
    /// An earlier decision is taken back.
    Undo,
}

/// What had been read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Was {
    /// The cell's status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The cell's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// The cell's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The report's verdict, where the report as a whole is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// A digest of all that was read in its cells, where the report as a whole is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<String>,
}
