//! A change between two records: of what kind, of what, what was and what is.

use serde::Serialize;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The document is in the first only.
    Removed,
    /// The document is in the second only.
    Added,
    /// Its source holds other bytes.
    Bytes,
    /// What is known of it: its source, further places, address, type, size, pages.
    Document,
    /// The verdict.
    Verdict,
    /// Why no report came out.
    Reason,
    /// The form.
    Form,
    /// The year.
    Year,
    /// The agency's name.
    Agency,
    /// The division that the agency governs.
    Region,
    /// The title.
    Title,
    /// A cell's status, value or printed text.
    Cell,
    /// What stood beside a cell's number.
    Note,
    /// A cell's unit.
    Unit,
    /// Where a cell was read.
    Place,
    /// A cell's possible readings.
    Candidates,
    /// A section's heading or text.
    Section,
    /// A check.
    Check,
    /// A finding.
    Finding,
    /// Anything else.
    Other,
}

/// How something was or is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Side {
    /// A cell.
    Cell {
        /// Its status.
        status: String,
        /// Its number, digit by digit.
        value: Option<serde_json::Number>,
        /// Its text as printed.
        raw: Option<String>,
    },
    /// What is told in one word or sentence.
    Text(String),
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Of what kind.
    pub kind: Kind,
    /// Of what: a cell id, a check, a section; none where the kind says it all.
    pub subject: Option<String>,
    /// What there was.
    pub was: Option<Side>,
    /// What there is.
    pub now: Option<Side>,
}

impl Change {
    pub(super) fn of(kind: Kind) -> Self {
        Self { kind, subject: None, was: None, now: None }
    }

    pub(super) fn text(kind: Kind, subject: Option<String>, was: Option<String>, now: Option<String>) -> Self {
        Self { kind, subject, was: was.map(Side::Text), now: now.map(Side::Text) }
    }
}
