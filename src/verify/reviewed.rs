//! A report that a person has looked at, judged anew.
//!
//! The same checks are made; what a person has looked at is as certain as a reading can be. A sum that fails is the
//! publisher's slip where each of its cells was certain or was looked at; until then the report needs review.

use super::{Check, CheckResult, Judgement, Verdict, judge};
use crate::finding::Severity;
use crate::report::Report;
use crate::report::form::equation;
use std::collections::BTreeSet;

/// Codes of findings that judging makes: a report judged anew has them anew.
const OWN: [&str; 4] = ["identity-fails", "text-disagrees", "cells-missing", "cells-doubtful"];

/// What a person has looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Cells, by id.
    pub cells: BTreeSet<String>,
    /// The report as a whole: whatever else was found in it is known, and its cells are as printed.
    pub whole: bool,
}

/// Judges a report anew. Its findings may hold those of an earlier judgement, which are let go.
pub fn judge_again(report: &mut Report, seen: &Seen) -> Judgement {
    report.findings.retain(|finding| !OWN.contains(&finding.code.as_str()));
    let mut judgement = judge(report);
    judgement.verdict = verdict(report, &judgement.checks, seen);
    judgement
}

fn verdict(report: &Report, checks: &[Check], seen: &Seen) -> Verdict {
    let unread = !seen.whole && report.findings.iter().any(|finding| finding.severity == Severity::Error);
    if unread || !report.cells.iter().all(|(_, cell)| cell.stands()) {
        return Verdict::NeedsReview;
    }
    let mut failed = checks.iter().filter(|check| check.result == CheckResult::Fail && !check.advisory).peekable();
    if failed.peek().is_none() {
        return Verdict::Clean;
    }
    let is_sure =
        |id: &String| seen.whole || seen.cells.contains(id) || report.cell(id).is_none_or(|cell| cell.certain);
    if failed.all(|check| cells(check, report).iter().all(is_sure)) {
        Verdict::PublisherInconsistent
    } else {
        Verdict::NeedsReview
    }
}

/// The cells of a report that a check speaks of.
pub fn cells(check: &Check, report: &Report) -> Vec<String> {
    match equation(&check.id, &check.subject, |id| report.cell(id).is_some()) {
        Some(equation) => {
            let there = equation.left.iter().chain(&equation.right).filter(|id| report.cell(id).is_some());
            there.map(ToString::to_string).collect()
        }
        None => vec![check.subject.clone()],
    }
}
