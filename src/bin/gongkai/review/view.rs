//! A record and what was decided about it → what the page shows of it: tables with their labels, sums in their numbers, and
//! where somebody has to look.
//!
//! Numbers travel as text, digit by digit: a browser's own would round them.

use crate::equation;
use crate::labels::Labels;
use gongkai::finding::{Finding, Severity};
use gongkai::place::Place;
use gongkai::report::id::CellId;
use gongkai::report::{Cell, Report, Status};
use gongkai::verify::{Check, CheckResult, Verdict, reviewed};
use gongkai::write::decisions::apply::Applied;
use gongkai::write::decisions::standing::OfDocument;
use gongkai::write::decisions::{Decision, Kind};
use gongkai::write::record::Was;
use gongkai::write::review::drawn;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A report, as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct View {
    pub(super) verdict: Verdict,
    pub(super) verdict_read: Verdict,
    pub(super) title: Option<String>,
    pub(super) tables: Vec<Table>,
    pub(super) cells: BTreeMap<String, CellView>,
    pub(super) checks: Vec<CheckView>,
    pub(super) findings: Vec<Finding>,
    pub(super) sections: Vec<(String, String)>,
    pub(super) stops: Vec<Stop>,
    pub(super) whole: Option<Decided>,
    pub(super) stale: Vec<Stale>,
}

/// A table of the form.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    id: String,
    pub(super) label: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row: its label, the label of the rows it stands among, and the ids of its cells by column.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: String,
    pub(super) label: String,
    pub(super) group: Option<String>,
    pub(super) cells: Vec<Option<String>>,
}

/// A cell.
#[derive(Debug, Serialize)]
pub(super) struct CellView {
    pub(super) status: Status,
    pub(super) value: Option<String>,
    raw: Option<String>,
    pub(super) note: Option<String>,
    unit: Option<String>,
    pub(super) at: Option<Place>,
    /// The name of its place in what is drawn as HTML.
    mark: Option<String>,
    candidates: Vec<String>,
    was: Option<Was>,
    pub(super) fails: bool,
    pub(super) decided: Option<Decided>,
}

/// What somebody decided.
#[derive(Debug, Serialize)]
pub(super) struct Decided {
    id: String,
    decision: Kind,
    by: String,
    at: String,
    why: Option<String>,
}

/// A decision that does not hold any more.
#[derive(Debug, Serialize)]
pub(super) struct Stale {
    cell: Option<String>,
    now: Option<String>,
    was: Option<String>,
    decided: Decided,
}

/// A sum.
#[derive(Debug, Serialize)]
pub(super) struct CheckView {
    #[serde(flatten)]
    pub(super) check: Check,
    pub(super) equation: String,
    cells: Vec<String>,
    pub(super) hint: Option<String>,
}

/// Where somebody has to look.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Stop {
    /// Cells that are in doubt or missing.
    Cells { cells: Vec<String> },
    /// A sum that fails, by its place among the checks.
    Check { check: usize, cells: Vec<String> },
    /// Something that was not read, by its place among the findings.
    Finding { finding: usize },
    /// The report as a whole.
    Report,
}

/// Makes the view of a report.
pub(super) fn of(applied: &Applied, standing: &OfDocument, read: Verdict) -> View {
    let report = &applied.report;
    let stops = stops(applied, read);
    let failed = applied.checks.iter().filter(|check| fails(check)).flat_map(|check| equation::cells(check, report));
    let failed: BTreeSet<CellId> = failed.collect();
    let stale = |decision: &Decision| Stale {
        cell: decision.cell.clone(),
        now: decision.now.map(|value| value.to_string()),
        was: decision.was.value.map(|value| value.to_string()),
        decided: decided(decision),
    };
    let cells = report.cells.iter().map(|(id, cell)| {
        let decision = applied.seen.cells.contains(id.as_str()).then(|| standing.get(&Some(id.as_str()))).flatten();
        let was = applied.was.get(id.as_str()).cloned();
        (id.to_string(), shown(cell, was, failed.contains(id), decision.map(|decision| decided(decision))))
    });
    View {
        verdict: applied.verdict,
        verdict_read: read,
        title: report.title.clone(),
        tables: tables(report),
        cells: cells.collect(),
        checks: applied.checks.iter().map(|check| told(check, report)).collect(),
        findings: report.findings.clone(),
        sections: report.sections.iter().map(|section| (section.heading.clone(), section.text.clone())).collect(),
        stops,
        whole: standing.get(&None).filter(|decision| !applied.stale.contains(&decision.id)).map(|d| decided(d)),
        stale: standing.values().filter(|decision| applied.stale.contains(&decision.id)).map(|d| stale(d)).collect(),
    }
}

fn fails(check: &Check) -> bool {
    check.result == CheckResult::Fail && !check.advisory
}

fn decided(decision: &Decision) -> Decided {
    Decided {
        id: decision.id.clone(),
        decision: decision.decision,
        by: decision.by.clone(),
        at: decision.at.clone(),
        why: decision.why.clone(),
    }
}

fn shown(cell: &Cell, was: Option<Was>, fails: bool, decided: Option<Decided>) -> CellView {
    CellView {
        status: cell.status,
        value: cell.value.map(|value| value.to_string()),
        raw: cell.raw.as_deref().map(str::to_owned),
        note: cell.note.as_deref().map(str::to_owned),
        unit: cell.unit.as_deref().map(str::to_owned),
        at: cell.at,
        mark: cell.at.and_then(drawn::name),
        candidates: cell.candidates.iter().map(ToString::to_string).collect(),
        was,
        fails,
        decided,
    }
}

fn told(check: &Check, report: &Report) -> CheckView {
    // The hint stands with the finding that tells of the same sum.
    let begins = format!("{} of {}:", check.id, check.subject);
    let hint = report.findings.iter().find(|finding| finding.message.starts_with(&begins));
    CheckView {
        equation: equation::of(check, report),
        cells: reviewed::cells(check, report),
        hint: hint.and_then(|finding| finding.hint.clone()),
        check: check.clone(),
    }
}

/// Where somebody still has to look, in the order of the form, sums after cells.
pub(super) fn stops(applied: &Applied, read: Verdict) -> Vec<Stop> {
    let (report, seen) = (&applied.report, &applied.seen);
    // Of a clean report it is asked whether it is right as a whole, of an unreadable document whether it is one.
    let is_done = match (read, applied.verdict) {
        (Verdict::Unreadable, _) => Some(applied.held > 0),
        (_, Verdict::Unreadable) => Some(true),
        (Verdict::Clean, _) => Some(seen.whole),
        _ => None,
    };
    if let Some(is_done) = is_done {
        return if is_done { Vec::new() } else { vec![Stop::Report] };
    }
    let mut stops: Vec<Stop> = Vec::new();
    let mut missing: Option<(&str, Vec<String>)> = None;
    for (id, cell) in report.cells.iter().filter(|(id, _)| !seen.cells.contains(id.as_str())) {
        let table = id.split('.').next().unwrap_or_default();
        match (&mut missing, cell.status) {
            // Missing cells beside one another are one question.
            (Some((of, cells)), Status::Missing) if *of == table => cells.push(id.to_string()),
            (_, Status::Missing) => {
                stops.extend(missing.take().map(|(_, cells)| Stop::Cells { cells }));
                missing = Some((table, vec![id.to_string()]));
            }
            (_, status) => {
                stops.extend(missing.take().map(|(_, cells)| Stop::Cells { cells }));
                if status == Status::Doubtful {
                    stops.push(Stop::Cells { cells: vec![id.to_string()] });
                }
            }
        }
    }
    stops.extend(missing.map(|(_, cells)| Stop::Cells { cells }));
    if seen.whole {
        return stops;
    }
    for (number, check) in applied.checks.iter().enumerate().filter(|(_, check)| fails(check)) {
        let cells = reviewed::cells(check, report);
        if !cells.iter().all(|id| seen.cells.contains(id)) {
            stops.push(Stop::Check { check: number, cells });
        }
    }
    let unread = report.findings.iter().enumerate().filter(|(_, finding)| finding.severity == Severity::Error);
    stops.extend(unread.map(|(finding, _)| Stop::Finding { finding }));
    stops
}

fn tables(report: &Report) -> Vec<Table> {
    let labels = Labels::of(report);
    let mut tables: Vec<Table> = Vec::new();
    let mut columns: Vec<Vec<&str>> = Vec::new();
    for (id, _) in &report.cells {
        let (table, rest) = id.split_once('.').unwrap_or((id, ""));
        let (row, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
        if tables.last().is_none_or(|last| last.id != table) {
            tables.push(Table {
                id: table.to_owned(),
                label: labels.table(table).to_owned(),
                columns: Vec::new(),
                rows: Vec::new(),
            });
            columns.push(Vec::new());
        }
        let (Some(last), Some(known)) = (tables.last_mut(), columns.last_mut()) else { continue };
        let at = known.iter().position(|name| *name == column).unwrap_or_else(|| {
            known.push(column);
            last.columns.push(labels.column(table, column).to_owned());
            known.len() - 1
        });
        if last.rows.last().is_none_or(|last| last.id != row) {
            let (label, group) = labels.row(table, row);
            let (label, group) = (label.to_owned(), group.map(str::to_owned));
            last.rows.push(Row { id: row.to_owned(), label, group, cells: Vec::new() });
        }
        if let Some(row) = last.rows.last_mut() {
            row.cells.resize(row.cells.len().max(at + 1), None);
            row.cells[at] = Some(id.to_string());
        }
    }
    for table in &mut tables {
        let width = table.columns.len();
        table.rows.iter_mut().for_each(|row| row.cells.resize(width, None));
    }
    tables
}
