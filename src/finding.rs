//! The three voices of the program.
//!
//! An *error* ([`Unreadable`]): this document can't go on. A *refusal*: a grammar did not fit here (each grammar has its
//! own, see `parse`). A *finding* ([`Finding`]): it was read, and something is off.

use crate::place::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why no report came out of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Locked by a password that is not the empty one.
    Encrypted,
    /// Broken, cut short, or it could not be opened.
    Damaged,
    /// Pages that hold pictures of text only, or text that can't be trusted.
    ImageOnly,
    /// Read, and not an annual report.
    NotAReport,
    /// A type this version does not read.
    UnsupportedType,
    /// Nothing in it.
    Empty,
    /// It took longer than the limit.
    Timeout,
    /// It is larger, or wanted more memory, than the limit.
    Memory,
    /// Reading it failed in a way that is a defect of this program.
    Crashed,
}

/// The error voice: no report comes out of this document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The class, for counting.
    pub reason: Reason,
    /// What happened and what can be done, in one sentence.
    pub message: String,
}

impl Unreadable {
    /// An error of the given class.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know; the values stand.
    Note,
    /// Somebody should look; single values may be in doubt.
    Warning,
    /// Part of the report could not be read.
    Error,
}

/// The finding voice: something was read, and something about it is off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// A stable code, `kebab-case`, by which findings are counted.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence for people, with the numbers that disagree.
    pub message: String,
    /// What may explain it; said, never applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

impl Finding {
    /// A finding without place and hint.
    pub fn new(code: &str, severity: Severity, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), severity, message: message.into(), hint: None, at: None }
    }

    /// The same, with its place.
    #[must_use]
    pub fn at(mut self, at: Option<Place>) -> Self {
        self.at = at;
        self
    }

    /// The same, with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
