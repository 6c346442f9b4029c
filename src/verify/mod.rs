//! A [`Report`] → checks, findings and the verdict: one check, one file. Nothing is changed here.

pub mod hint;
pub mod identity;
pub mod marks;
pub mod narrative;
pub mod panel;
pub mod reviewed;
pub mod template;
#[cfg(test)]
mod tests;
pub mod whole;

use crate::finding::{Finding, Severity};
use crate::report::Report;
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

impl CheckResult {
    /// As records and tables write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotAssessable => "not_assessable",
        }
    }
}

/// Makes every check and decides the verdict.
pub fn judge(report: &Report) -> Judgement {
    let mut checks = identity::check(report);
    checks.extend(whole::check(report));
    let mut findings: Vec<Finding> =
        checks.iter().filter(|c| c.result == CheckResult::Fail).map(|c| told(c, &checks, report)).collect();
    let (told, disagreeing) = narrative::check(report);
    checks.extend(told);
    findings.extend(disagreeing);
    findings.extend(template::told(report));
    findings.extend(marks::told(report));
    Judgement { verdict: verdict(report, &checks), checks, findings }
}

/// By what was read, then by what was checked: a contradiction is the publisher's only where nothing is in doubt.
fn verdict(report: &Report, checks: &[Check]) -> Verdict {
    let fails = |c: &&Check| c.result == CheckResult::Fail && !c.advisory;
    let misread = checks.iter().filter(fails).any(|c| c.id == "cells.whole");
    let unread = report.findings.iter().any(|f| f.severity == Severity::Error);
    if unread || misread || !report.cells.iter().all(|(_, c)| c.stands()) {
        Verdict::NeedsReview
    } else if checks.iter().find(fails).is_none() {
        Verdict::Clean
    } else if report.cells.iter().all(|(_, c)| c.certain) {
        Verdict::PublisherInconsistent
    } else {
        Verdict::NeedsReview
    }
}

fn told(check: &Check, all: &[Check], report: &Report) -> Finding {
    let number = |n: Option<Decimal>| n.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
    let message = match check.expected {
        Some(expected) => {
            format!(
                "{} of {}: the others make {expected}, printed is {}",
                check.id,
                check.subject,
                number(check.actual)
            )
        }
        None => format!("{} is no count: {}", check.subject, number(check.actual)),
    };
    let severity = if check.advisory { Severity::Note } else { Severity::Warning };
    let mut finding = Finding::new(if check.advisory { "text-disagrees" } else { "identity-fails" }, severity, message);
    finding.hint = hint::of(check, all, report);
    finding
}
