//! A record as it was read, and the decisions about it that stand → the record as it holds.
//!
//! A cell that was set has the status `corrected`, its value, and what was read in `was`. The report is judged anew, with
//! what a person has looked at as certain (see `verify::reviewed`). A decision about another reading than this one is
//! stale: it is counted, and changes nothing.

use super::standing::OfDocument;
use super::{Decision, Kind, Was};
use crate::finding::{Finding, Reason, Severity};
use crate::report::id::CellId;
use crate::report::{Cell, Report, Status};
use crate::verify::reviewed::{Seen, judge_again};
use crate::verify::{Check, Verdict};
use crate::write::nest::Tables;
use crate::write::recall::Recalled;
use crate::write::record::{self, CellFacts, Cells};
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What decisions made of a record.
#[derive(Debug)]
pub struct Applied {
    /// The record's line; nothing where no decision changes it.
    pub line: Option<Vec<u8>>,
    /// The report, with its cells as decided, and everything found in it.
    pub report: Report,
    /// Its checks.
    pub checks: Vec<Check>,
    /// Its verdict.
    pub verdict: Verdict,
    /// What was looked at.
    pub seen: Seen,
    /// What was read in the cells that were set.
    pub was: BTreeMap<String, record::Was>,
    /// How many decisions hold.
    pub held: u64,
    /// The ids of those that are stale.
    pub stale: Vec<String>,
}

/// What had been read in a cell, as a decision notes it.
pub fn read_in(cell: &Cell) -> Was {
    Was { status: Some(cell.status), value: cell.value, raw: cell.raw.as_deref().map(str::to_owned), ..Was::default() }
}

/// What had been read in a report as a whole, as a decision notes it.
pub fn read_in_all(verdict: Verdict, report: &Report) -> Was {
    let mut digest = Sha256::new();
    for (id, cell) in &report.cells {
        let value = cell.value.map(|value| value.to_string()).unwrap_or_default();
        let raw = cell.raw.as_deref().unwrap_or_default();
        digest.update(format!("{id}\0{}\0{value}\0{raw}\n", record::word(&cell.status)));
    }
    Was { verdict: Some(verdict), cells: Some(format!("sha256:{:x}", digest.finalize())), ..Was::default() }
}

/// Applies what stands about a document to its record as it was read.
pub fn apply(line: &[u8], standing: &OfDocument) -> Result<Applied, serde_json::Error> {
    let recalled = Recalled::read(line)?;
    let mut report = recalled.report()?;
    let whole = read_in_all(recalled.verdict, &report);
    let mut applied = Applied {
        line: None,
        report: Report::default(),
        checks: Vec::new(),
        verdict: recalled.verdict,
        seen: Seen::default(),
        was: BTreeMap::new(),
        held: 0,
        stale: Vec::new(),
    };
    let mut refused = None;
    for (cell, decision) in standing {
        let holds = match cell {
            Some(id) => report.cells.iter_mut().find(|(known, _)| **known == **id).is_some_and(|(id, cell)| {
                let holds = read_in(cell) == decision.was;
                if holds {
                    applied.was.extend(set(cell, decision).map(|was| (id.to_string(), was)));
                    applied.seen.cells.insert(id.to_string());
                }
                holds
            }),
            None => decision.was == whole,
        };
        if !holds {
            applied.stale.push(decision.id.clone());
            continue;
        }
        applied.held += 1;
        match (cell, decision.decision) {
            (None, Kind::NotAReport) => refused = Some(*decision),
            (None, _) => applied.seen.whole = true,
            (Some(_), _) => {}
        }
    }
    if let Some(decision) = refused {
        let finding = not_a_report(decision);
        applied.line =
            Some(written(&recalled, Verdict::Unreadable, &Report::default(), &[], &applied.was, Some(&finding))?);
        applied.verdict = Verdict::Unreadable;
        report.findings.push(finding);
        applied.report = report;
        return Ok(applied);
    }
    let is_readable = recalled.verdict != Verdict::Unreadable;
    if applied.held > 0 && is_readable {
        let judgement = judge_again(&mut report, &applied.seen);
        report.findings.extend(judgement.findings);
        report.findings.extend(told(applied.was.len()));
        (applied.verdict, applied.checks) = (judgement.verdict, judgement.checks);
        if applied.verdict != recalled.verdict || !applied.was.is_empty() {
            applied.line = Some(written(&recalled, applied.verdict, &report, &applied.checks, &applied.was, None)?);
        }
    } else {
        applied.checks = recalled.checks;
    }
    applied.report = report;
    Ok(applied)
}

/// Sets a cell as decided. What was read, where that makes a difference.
fn set(cell: &mut Cell, decision: &Decision) -> Option<record::Was> {
    let value = if decision.decision == Kind::Correct { decision.now } else { cell.value };
    if matches!(cell.status, Status::Read | Status::Blank) && cell.value == value {
        return None;
    }
    let was = record::Was { status: cell.status, value: cell.value };
    (cell.status, cell.value) = (Status::Corrected, value);
    cell.candidates.clear();
    Some(was)
}

fn told(count: usize) -> Option<Finding> {
    let cells = if count == 1 { "1 cell was" } else { &format!("{count} cells were") };
    (count > 0).then(|| Finding::new("reviewed", Severity::Note, format!("{cells} set by a reviewer")))
}

fn not_a_report(decision: &Decision) -> Finding {
    let why = decision.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    Finding::new(
        "not-a-report",
        Severity::Error,
        format!("a reviewer ({}) found that this is no annual report{why}", decision.by),
    )
}

/// A record with new members beside those that stay as they are written.
#[derive(Serialize)]
struct Written<'l> {
    schema: &'l RawValue,
    document: &'l RawValue,
    verdict: Verdict,
    reason: Option<Reason>,
    agency: Option<&'l RawValue>,
    year: Option<u16>,
    title: Option<&'l RawValue>,
    form: Option<&'l str>,
    sections: Option<&'l RawValue>,
    tables: Tables,
    cells: Cells,
    checks: &'l [Check],
    findings: &'l [Finding],
    parser: &'l RawValue,
}

/// The line of a report as decided, or of a document that is none.
fn written(
    read: &Recalled,
    verdict: Verdict,
    report: &Report,
    checks: &[Check],
    was: &BTreeMap<String, record::Was>,
    refused: Option<&Finding>,
) -> Result<Vec<u8>, serde_json::Error> {
    let is_report = refused.is_none();
    let facts = |(id, cell): &(CellId, Cell)| {
        (id.clone(), CellFacts { was: was.get(id.as_str()).cloned(), ..CellFacts::from(cell.clone()) })
    };
    let none = RawValue::from_string("[]".to_owned())?;
    let line = Written {
        schema: read.schema,
        document: read.document,
        verdict,
        reason: refused.map(|_| Reason::NotAReport),
        agency: Some(read.agency).filter(|_| is_report),
        year: read.year.filter(|_| is_report),
        title: Some(read.title).filter(|_| is_report),
        form: read.form.as_deref().filter(|_| is_report),
        sections: Some(if is_report { read.sections } else { &none }),
        tables: Tables::nest(report.cells.iter().map(|(id, cell)| (id.as_str(), cell.value))),
        cells: Cells(report.cells.iter().map(facts).collect()),
        checks,
        findings: refused.map_or(&report.findings, std::slice::from_ref),
        parser: read.parser,
    };
    serde_json::to_vec(&line)
}
