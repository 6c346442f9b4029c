//! A dataset → the warehouse: a star of facts and what they are looked at by, in SQLite, PostgreSQL or DuckDB, kept over
//! loads.
//!
//! A load is one transaction: it is there whole, or the warehouse is as it was. What the warehouse knows it passes over by
//! digests, so that loading the same dataset again writes nothing and costs little more than reading it. Nothing is ever
//! removed: what a newer document, another reading or a dataset without the document puts out of force keeps its dates.
//!
//! Files and connections are met here ([`Place`]); which documents count, what tables and views there are, is told by pure
//! functions and data in the modules beside.

mod agency;
mod batch;
mod dataset;
mod dialect;
mod dictionary;
mod digest;
mod ledger;
mod loading;
mod panel;
mod postgres;
mod schema;
mod script;
mod sqlite;
mod standing;
pub mod star;
mod target;
pub mod views;

use crate::write::tables::columns::Value;
use crate::write::tables::in_order::in_order;
use batch::Batch;
pub use dataset::Dataset;
pub use dialect::Dialect;
use ledger::{LEFT_OUT, Ledger};
pub use loading::Loaded;
use loading::{Loading, Taken};
pub use panel::PanelTally;
pub use postgres::Address;
use postgres::Postgres;
use script::Script;
use sqlite::Sqlite;
use standing::{Member, Standing};
use star::{DOCUMENTS, LOAD, STAGED, STAGED_REPORTS, STAR, TOUCHED};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
pub use target::LoadError;
use target::{Field, Target};

/// Where a warehouse is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A database of PostgreSQL.
    Postgres(Box<Address>),
    /// A script for DuckDB.
    Script(PathBuf),
    /// A file of DuckDB, by its program.
    Duckdb(PathBuf),
}

impl Place {
    /// The place of that name, told by how it begins. `password` is for a database whose address has none.
    pub fn of(name: &str, password: Option<&str>) -> Result<Self, LoadError> {
        match Address::read(name, password) {
            Some(address) => Ok(Self::Postgres(Box::new(address?))),
            None if name.contains("://") => Err(LoadError::new(format!(
                "{name} is no target: name a file, or a database as postgres://user@host/database"
            ))),
            None => Ok(match Path::new(name).extension().and_then(|ending| ending.to_str()) {
                Some("sql") => Self::Script(name.into()),
                Some("duckdb" | "ddb") => Self::Duckdb(name.into()),
                _ => Self::Sqlite(name.into()),
            }),
        }
    }

    fn open(&self, dataset: &Dataset) -> Result<Box<dyn Target>, LoadError> {
        Ok(match self {
            Self::Sqlite(path) => Box::new(Sqlite::open(path)?),
            Self::Postgres(address) => Box::new(Postgres::open(address)?),
            Self::Script(path) => Box::new(Script::begin(dataset, script::Into::File(path.clone()))?),
            Self::Duckdb(path) => Box::new(Script::begin(dataset, script::Into::Program(path.clone()))?),
        })
    }
}

/// How to load.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The verdicts whose cells are loaded; empty for all.
    pub only: Vec<String>,
    /// No checks over reports.
    pub no_check: bool,
    /// The time, in UTC: the library has no clock.
    pub now: String,
}

/// Documents that are read together: few enough that some of them per thread take little memory.
const BATCH: usize = 32;

/// Brings a dataset into a warehouse. `progress` is told how many documents are done since it was told last.
pub fn load(
    dataset: &Dataset,
    place: &Place,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Loaded, LoadError> {
    let mut target = place.open(dataset)?;
    load_into(dataset, &mut *target, options, progress)
}

fn load_into(
    dataset: &Dataset,
    target: &mut dyn Target,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Loaded, LoadError> {
    let shape = schema::prepare(target)?;
    let ledger = Ledger::read(target)?;
    let load = ledger.last_load + 1;
    begin(target, load, dataset, options)?;
    let mut loading = Loading::begin(dataset, target, &ledger)?;
    let is_known = |key: &_, facts: &_, record: &_| ledger.knows(key, facts, record);
    let make = |number: usize| {
        let span = number * BATCH..((number + 1) * BATCH).min(dataset.lines.len());
        batch::read(dataset, span, options, &is_known).map_err(io::Error::other)
    };
    let take = |batch: Batch| {
        loading.take(&batch).map_err(io::Error::other)?;
        progress(batch.items.len() as u64);
        Ok(())
    };
    in_order(dataset.lines.len().div_ceil(BATCH), make, take).map_err(unwrapped)?;
    loading.withdraw()?;
    let Taken { mut done, cells, touched, is_dirty, fresh } = loading.end();
    target.flush()?;
    apply(target)?;
    judge(target, load, &touched, &mut done)?;
    if !options.no_check && (is_dirty || panel::are_due(target)?) {
        done.panel = Some(panel::check(dataset, target, load, fresh)?);
    } else if is_dirty {
        panel::leave_out(target, load)?;
    }
    let has_views = schema::complete(target, shape, &cells)?;
    done.has_changed = is_dirty || has_views || done.panel.is_some();
    if !done.has_changed {
        target.roll_back()?;
        return Ok(done);
    }
    target.execute(&format!(
        "update \"load\" set added = {}, changed = {}, returned = {}, withdrawn = {}, superseded = {}, facts = {}, panel_checks = {} where load_no = {load}",
        done.added,
        done.changed,
        done.returned,
        done.withdrawn,
        done.superseded,
        done.facts,
        done.panel.map_or_else(|| "null".to_owned(), |tally| tally.added.to_string())
    ))?;
    target.commit()?;
    Ok(done)
}

/// Names a load, which everything that it brings names.
fn begin(target: &mut dyn Target, load: i64, dataset: &Dataset, options: &Options) -> Result<(), LoadError> {
    let only = options.only.join(",");
    let folder = dataset.folder.display().to_string();
    let nothing = Value::Whole(0);
    let row = [
        Value::Whole(load),
        Value::Text(&options.now),
        Value::Text(&folder),
        dataset.finished.as_deref().into(),
        Value::Text(env!("CARGO_PKG_VERSION")),
        Some(only.as_str()).filter(|only| !only.is_empty()).into(),
        Value::Whole(i64::try_from(dataset.documents()).unwrap_or(i64::MAX)),
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        Value::Null,
    ];
    target.append(&STAR[LOAD], &row)?;
    target.flush()
}

/// Puts the changes that were gathered into force.
fn apply(target: &mut dyn Target) -> Result<(), LoadError> {
    let own = ["document_no", "first_load"];
    let columns = STAR[DOCUMENTS].columns.iter().filter(|column| !own.contains(&column.name));
    let set: Vec<String> = columns.map(|column| format!("{0} = s.{0}", column.name)).collect();
    target.execute(&format!(
        "update document set {} from staged_document s where s.document_no = document.document_no;
        update report set
            standing = coalesce(s.standing, report.standing),
            superseded_by = case when s.standing is null then report.superseded_by else s.superseded_by end,
            until_load = case when s.standing is null then report.until_load
                when s.until_load is null then null else coalesce(report.until_load, s.until_load) end,
            record_digest = coalesce(s.record_digest, report.record_digest)
            from staged_report s where s.report_no = report.report_no;
        update document set withdrawn_load = s.until_load from report r join staged_report s on s.report_no = r.report_no
            where s.standing = 'withdrawn' and r.document_no = document.document_no;
        delete from staged_document;
        delete from staged_report;",
        set.join(", ")
    ))
}

/// Holds the reports of the agencies and years that a load touched against one another.
fn judge(
    target: &mut dyn Target,
    load: i64,
    touched: &BTreeSet<(i64, i64)>,
    done: &mut Loaded,
) -> Result<(), LoadError> {
    for (agency, year) in touched {
        target.append(&STAGED[TOUCHED], &[Value::Whole(*agency), Value::Whole(*year)])?;
    }
    target.flush()?;
    let query = "select r.report_no, r.agency_no, r.year, r.form, d.document_id, r.verdict, r.print_digest, d.url,
        d.retrieved_at, d.first_load, r.rows_digest, r.standing, r.superseded_by
        from touched t join report r on r.agency_no = t.agency_no and r.year = t.year
        join document d on d.document_no = r.document_no
        where r.standing <> 'reread' and d.withdrawn_load is null
        order by r.agency_no, r.year, case when r.form is null then 0 else 1 end, r.report_no";
    let mut group: Vec<Member> = Vec::new();
    let mut changes: Vec<(i64, Standing)> = Vec::new();
    let mut settle = |group: &mut Vec<Member>| {
        for (member, standing) in group.iter().zip(standing::judge(group)) {
            if standing != member.kept {
                done.superseded += u64::from(standing.word == "superseded" && !member.kept.is_over());
                done.doubled += u64::from(standing.word == "doubled" && member.kept.word != "doubled");
                changes.push((member.report, standing));
            }
        }
        group.clear();
    };
    target.rows(query, &mut |row| {
        let member = member(row);
        let of = |member: &Member| (member.agency, member.year, member.has_tables);
        if group.last().is_some_and(|last| of(last) != of(&member)) {
            settle(&mut group);
        }
        group.push(member);
        Ok(())
    })?;
    settle(&mut group);
    for (report, standing) in &changes {
        target.append(&STAGED[STAGED_REPORTS], &standing::staged(*report, standing, load))?;
    }
    target.flush()?;
    apply(target)
}

fn member(row: &[Field]) -> Member {
    let [report, agency, year, form, id, verdict, print, url, retrieved, first, rows, word, by] = row else {
        return Member::default();
    };
    Member {
        report: report.whole().unwrap_or_default(),
        agency: agency.whole().unwrap_or_default(),
        year: year.whole().unwrap_or_default(),
        has_tables: *form != Field::Null,
        document_id: id.text().to_owned(),
        verdict: verdict.text().to_owned(),
        print: print.text().to_owned(),
        url: url.some_text(),
        retrieved_at: retrieved.some_text(),
        first_load: first.whole().unwrap_or_default(),
        is_left_out: rows.text().starts_with(LEFT_OUT),
        kept: Standing { word: word.text().to_owned(), by: by.whole() },
    }
}

/// An error of a load, as it went through what knows only those of the system.
fn unwrapped(error: io::Error) -> LoadError {
    let told = error.to_string();
    let inner = error.into_inner().and_then(|inner| inner.downcast::<LoadError>().ok());
    inner.map_or_else(|| LoadError::new(format!("the load failed ({told}): nothing was changed")), |inner| *inner)
}
