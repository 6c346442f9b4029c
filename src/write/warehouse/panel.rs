//! The reports that are in force → checks over them (`verify::panel`), in the warehouse's table of such checks.
//!
//! They are made over all reports of the dataset that no other took the place of, as `gongkai check` makes them, whenever a load
//! changed anything. A new report was looked at as its rows were made; the others are read from the dataset once more. What came
//! out as before stays the row it is; what did not ends, and a row more begins.

use super::dataset::Dataset;
use super::digest::{self, Digest};
use super::schema::MARK;
use super::star::{PANEL_CHECKS, STAGED, STAGED_PANEL_CHECKS, STAR};
use super::target::{LoadError, Target};
use super::{BATCH, unwrapped};
use crate::verify::CheckResult;
use crate::verify::panel::{Member, Panel, PanelCheck, Register};
use crate::write::panel::{FileShelf, member};
use crate::write::reading::Record;
use crate::write::tables::columns::Value;
use crate::write::tables::decimal;
use crate::write::tables::description::Table;
use crate::write::tables::in_order::in_order;
use crate::write::values::Values;
use rust_decimal::Decimal;
use std::io;

/// How the checks over reports came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PanelTally {
    /// Reports agree.
    pub pass: u64,
    /// They do not.
    pub fail: u64,
    /// Something that a check needs is missing.
    pub open: u64,
    /// Checks that came out otherwise than before, or were not made before.
    pub added: u64,
    /// Checks that came out otherwise then, or are made no longer.
    pub ended: u64,
}

/// The reports that a load brings, until it is known which are in force: all but some bytes of each lie in a file.
#[derive(Debug)]
pub(super) struct Fresh {
    shelf: FileShelf,
    register: Register,
    /// Their numbers, as they lie on the shelf.
    reports: Vec<i64>,
    /// The lines of the dataset that were looked at.
    is_read: Vec<bool>,
}

impl Fresh {
    pub(super) fn of(dataset: &Dataset) -> io::Result<Self> {
        let is_read = vec![false; dataset.lines.len()];
        Ok(Self { shelf: FileShelf::new()?, register: Register::default(), reports: Vec::new(), is_read })
    }

    /// Takes note of a line that was looked at, and keeps its report where it is a member of a panel.
    pub(super) fn put(&mut self, line: usize, report: i64, member: Option<&Member>) -> io::Result<()> {
        self.is_read[line] = true;
        member.map_or(Ok(()), |member| self.keep(report, member.clone()))
    }

    /// Keeps a member, known by the number of its report, without what the warehouse knows already.
    fn keep(&mut self, report: i64, member: Member) -> io::Result<()> {
        self.reports.push(report);
        let (source, verdict) = (String::new(), String::new());
        self.shelf.put(&Member { document: report.to_string(), source, verdict, ..member }, &mut self.register)
    }
}

/// The reports in force.
#[derive(Debug, Default)]
struct Force {
    /// Each with its agency, by number.
    agencies: Vec<(i64, i64)>,
    /// Each by the digest of its document's id, where they are asked for by that.
    documents: Vec<(Digest, i64)>,
}

impl Force {
    fn read(target: &mut dyn Target, with_documents: bool) -> Result<Self, LoadError> {
        let mut force = Self::default();
        let query = "select r.report_no, r.agency_no, d.document_id from report r
            join document d on d.document_no = r.document_no
            where r.standing in ('current', 'doubled', 'copy', 'left_out') and d.withdrawn_load is null
            and r.agency_no is not null";
        target.rows(query, &mut |row| {
            let report = row[0].whole().unwrap_or_default();
            force.agencies.push((report, row[1].whole().unwrap_or_default()));
            if with_documents {
                force.documents.push((digest::of(row[2].text().as_bytes()), report));
            }
            Ok(())
        })?;
        force.agencies.sort_unstable();
        force.documents.sort_unstable();
        Ok(force)
    }

    fn agency(&self, report: i64) -> Option<i64> {
        let at = self.agencies.binary_search_by_key(&report, |(report, _)| *report).ok()?;
        Some(self.agencies[at].1)
    }

    fn report(&self, document: &str) -> Option<i64> {
        let key = digest::of(document.as_bytes());
        let at = self.documents.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.documents[at].1)
    }
}

/// Whether the checks that stand in the warehouse are not those of this version, or none.
pub(super) fn are_due(target: &mut dyn Target) -> Result<bool, LoadError> {
    let mut is_due = true;
    target.rows(&format!("select checks from {MARK}"), &mut |row| {
        is_due = row[0].text() != env!("CARGO_PKG_VERSION");
        Ok(())
    })?;
    Ok(is_due)
}

/// Ends all checks of a warehouse that changed, where none are wanted: they would be of reports that were.
pub(super) fn leave_out(target: &mut dyn Target, load: i64) -> Result<(), LoadError> {
    target.execute(&format!(
        "update panel_check set until_load = {load} where until_load is null; update {MARK} set checks = ''"
    ))
}

/// Makes the checks, and writes those that came out otherwise than before.
pub(super) fn check(
    dataset: &Dataset,
    target: &mut dyn Target,
    load: i64,
    mut fresh: Fresh,
) -> Result<PanelTally, LoadError> {
    let is_lacking = fresh.is_read.contains(&false);
    let force = Force::read(target, is_lacking)?;
    if is_lacking {
        rest(dataset, &force, &mut fresh)?;
    }
    let Fresh { mut shelf, mut register, reports, .. } = fresh;
    shelf.write().map_err(unwrapped)?;
    // In this order they are the same to the checks, whichever load brought which.
    register.order(|place| Some(reports[place]).filter(|report| force.agency(*report).is_some()));
    let panel = Panel::new(register, &shelf);
    let kept = one(target, "select count(*) from panel_check where until_load is null")?;
    let table = if kept == 0 { &STAR[PANEL_CHECKS] } else { &STAGED[STAGED_PANEL_CHECKS] };
    let mut last = one(target, "select max(panel_check_no) from panel_check")?;
    let mut tally = PanelTally::default();
    for check in panel.judge().map_err(unwrapped)? {
        let check = check.map_err(unwrapped)?;
        *match check.result {
            CheckResult::Pass => &mut tally.pass,
            CheckResult::Fail => &mut tally.fail,
            CheckResult::NotAssessable => &mut tally.open,
        } += 1;
        last += 1;
        put(target, table, last, load, &force, &check)?;
    }
    target.flush()?;
    if kept > 0 {
        settle(target, load)?;
    }
    let count = |column| format!("select count(*) from panel_check where {column} = {load}");
    tally.added = one(target, &count("from_load"))?.unsigned_abs();
    tally.ended = one(target, &count("until_load"))?.unsigned_abs();
    target.execute(&format!("update {MARK} set checks = '{}'", env!("CARGO_PKG_VERSION")))?;
    Ok(tally)
}

/// Reads the reports of the lines that were passed over.
fn rest(dataset: &Dataset, force: &Force, fresh: &mut Fresh) -> Result<(), LoadError> {
    let is_read = std::mem::take(&mut fresh.is_read);
    let make = |number: usize| {
        let span = number * BATCH..((number + 1) * BATCH).min(dataset.lines.len());
        let mut found = Vec::new();
        if is_read[span.clone()].iter().all(|is_read| *is_read) {
            return Ok(found);
        }
        let mut values = Values::default();
        let text = dataset.read(&dataset.lines[span.clone()]).map_err(io::Error::other)?;
        for at in span.filter(|at| !is_read[*at]) {
            let broken = |why: &str| io::Error::other(dataset.broken(at, why));
            let line = text.line(&dataset.lines[at]).map_err(|why| broken(&why))?;
            let record: Record = serde_json::from_str(line).map_err(|error| broken(&error.to_string()))?;
            if let Some(report) = force.report(&record.document.id.0) {
                found.extend(member(&record, &mut values).map(|member| (report, member)));
            }
        }
        Ok(found)
    };
    let take =
        |found: Vec<(i64, Member)>| found.into_iter().try_for_each(|(report, member)| fresh.keep(report, member));
    in_order(dataset.lines.len().div_ceil(BATCH), make, take).map_err(unwrapped)
}

/// Writes the row of a check.
fn put(
    target: &mut dyn Target,
    table: &'static Table,
    place: i64,
    load: i64,
    force: &Force,
    check: &PanelCheck,
) -> Result<(), LoadError> {
    let exact = |n: Option<Decimal>| -> Value<'static> { n.and_then(|n| decimal::parse(&n.to_string())).into() };
    let mut documents = check.documents.iter();
    let Some(report) = documents.next().and_then(|document| number(document)) else { return Ok(()) };
    let Some(agency) = force.agency(report) else { return Ok(()) };
    let other = documents.next().and_then(|document| number(document));
    let further = documents.map(String::as_str).collect::<Vec<_>>().join(" ");
    target.append(
        table,
        &[
            Value::Whole(report),
            Value::Whole(place),
            Value::Text(check.id),
            Value::Whole(agency),
            Value::Whole(check.year.into()),
            Value::Text(&check.subject),
            Value::Text(check.result.word()),
            exact(check.expected),
            exact(check.actual),
            other.map_or(Value::Null, Value::Whole),
            Some(further.as_str()).filter(|further| !further.is_empty()).into(),
            Some(check.message.as_str()).filter(|_| check.result != CheckResult::Pass).into(),
            Value::Whole(load),
            Value::Null,
        ],
    )
}

/// Ends what did not come out so again, and writes what did not come out so before.
fn settle(target: &mut dyn Target, load: i64) -> Result<(), LoadError> {
    let key = ["report_no", "identity", "subject", "year", "result"];
    let said = ["expected", "actual", "other_report_no", "further_reports", "evidence"];
    let is_same: Vec<String> = key
        .iter()
        .map(|column| format!("p.{column} = s.{column}"))
        .chain(said.iter().map(|column| format!("p.{column} is not distinct from s.{column}")))
        .collect();
    let is_same = is_same.join(" and ");
    let of = |table: &str, others: &str| format!("select 1 from {table} where {others} and {is_same}");
    let columns: Vec<String> = STAR[PANEL_CHECKS]
        .columns
        .iter()
        .map(|column| match column.name {
            // Counted on from the last, in the order in which they were made.
            "panel_check_no" => {
                "(select max(panel_check_no) from panel_check) + row_number() over (order by s.panel_check_no)"
                    .to_owned()
            }
            name => format!("s.{name}"),
        })
        .collect();
    // What ended now is in force no longer when new ones are looked for, and is like none of them.
    target.execute(&format!(
        "create index staged_panel_check_by_report on staged_panel_check (report_no, identity, subject);
        update panel_check as p set until_load = {load}
            where p.until_load is null and not exists ({});
        insert into panel_check select {} from staged_panel_check s where not exists ({});
        delete from staged_panel_check;",
        of("staged_panel_check s", "true"),
        columns.join(", "),
        of("panel_check p", "p.until_load is null")
    ))
}

/// The number of a report, as a member has it.
fn number(document: &str) -> Option<i64> {
    document.parse().ok()
}

/// The one number that a query gives; nought for none.
fn one(target: &mut dyn Target, query: &str) -> Result<i64, LoadError> {
    let mut number = 0;
    target.rows(query, &mut |row| {
        number = row[0].whole().unwrap_or_default();
        Ok(())
    })?;
    Ok(number)
}
