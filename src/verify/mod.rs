//! A [`Report`](crate::report::Report) → checks, findings and the verdict: one check, one file. Nothing is changed here.

use crate::finding::Finding;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the checks say of a report.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Every check that was made.
    pub checks: Vec<Check>,
    /// What they found.
    pub findings: Vec<Finding>,
}

/// One verdict a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every cell read or plainly blank, every identity holds.
    Clean,
    /// Every cell read with certainty, and the printed numbers contradict each other.
    PublisherInconsistent,
    /// A cell is missing or doubtful, or an identity fails and the reading is not certain.
    NeedsReview,
    /// No report came out.
    Unreadable,
}

/// One identity, applied to one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The identity, `requests.balance`.
    pub id: String,
    /// What it was applied to: a column, a row, a kind.
    pub subject: String,
    /// How it came out.
    pub result: CheckResult,
    /// What the other numbers make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub expected: Option<Decimal>,
    /// What is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub actual: Option<Decimal>,
    /// It advises, and changes no verdict.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub advisory: bool,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// The numbers agree.
    Pass,
    /// They do not.
    Fail,
    /// Something it needs is missing, doubtful or printed empty.
    NotAssessable,
}
