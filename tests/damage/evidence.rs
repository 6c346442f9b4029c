//! What each source of evidence is worth: of the damaged reports that came out wrong and marked, how many each one marks,
//! and how many it alone.
//!
//! A source of evidence is told by what it leaves in the report: the code of its finding, a cell that is missing, a sum that
//! does not hold. A report that only one of them marks would have been a silent error without it.

use gongkai::finding::Severity;
use gongkai::report::{Report, Status};
use gongkai::verify::{CheckResult, Judgement};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Findings that tell of marks made elsewhere.
const SUMMARIES: [&str; 3] = ["cells-missing", "cells-doubtful", "identity-fails"];

/// The evidence against a report.
pub(crate) fn against(report: &Report, judgement: &Judgement) -> BTreeSet<String> {
    let told = report.findings.iter().chain(&judgement.findings).filter(|f| f.severity > Severity::Note);
    let codes = told.map(|f| f.code.clone()).filter(|code| !SUMMARIES.contains(&code.as_str()));
    let mut found: BTreeSet<String> = codes.collect();
    if report.cells.iter().any(|(_, c)| c.status == Status::Missing) {
        found.insert("a cell that no table shows".to_owned());
    }
    // Doubts that leave no finding are told by their cells; a failing sum marks a report only where cells are uncertain.
    if found.is_empty() {
        let quiet = report.cells.iter().filter(|(_, c)| c.status == Status::Doubtful).flat_map(|(_, c)| &c.doubts);
        found.extend(quiet.map(|why| format!("a cell's doubt: {why:?}").to_lowercase()));
    }
    if found.is_empty() && judgement.checks.iter().any(|c| c.result == CheckResult::Fail && !c.advisory) {
        found.insert("a sum that fails over uncertain cells".to_owned());
    }
    found
}

/// A table for people: evidence, reports it marks, reports that nothing else marks.
pub(crate) fn table(marked: &[BTreeSet<String>]) -> String {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for report in marked {
        for code in report {
            let count = counts.entry(code).or_default();
            count.0 += 1;
            count.1 += usize::from(report.len() == 1);
        }
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(code, (marks, alone))| (std::cmp::Reverse((*alone, *marks)), *code));
    let mut text = "| evidence | wrong reports it marks | it alone |\n|---|---:|---:|\n".to_owned();
    for (code, (marks, alone)) in rows {
        let _ = writeln!(text, "| {code} | {marks} | {alone} |");
    }
    text
}
