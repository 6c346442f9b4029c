//! A warehouse in PostgreSQL, in a schema of its own.
//!
//! Rows go in by `COPY`, gathered a few megabytes at a time; all of a load is one transaction, so that whatever ends it leaves the
//! warehouse as it was. A lock of the database keeps two loads apart.

mod address;
mod copy;
mod trust;

use super::dialect::{Dialect, quoted};
use super::target::{Field, LoadError, Take, Target};
use crate::write::tables::columns::Value;
use crate::write::tables::description::Table;
pub use address::Address;
use copy::Waiting;
use postgres::error::SqlState;
use postgres::{Client, SimpleQueryMessage};
use std::error::Error as _;
use std::io::{BufRead, Write};

/// The schema that holds the warehouse.
const SCHEMA: &str = "gongkai";

/// The lock by which two loads are kept apart: the first letters of the program's name.
const LOCK: i64 = 0x0067_6f6e_676b_6169;

/// Bytes of rows that are gathered before they are sent.
const GATHERED: usize = 4 << 20;

/// A warehouse in a database.
pub(super) struct Postgres {
    client: Client,
    shown: String,
    waiting: Waiting,
}

impl Postgres {
    /// Connects, and begins the load.
    pub(super) fn open(address: &Address) -> Result<Self, LoadError> {
        let shown = address.shown();
        let client = address.connect()?;
        let mut postgres = Self { client, shown, waiting: Waiting::default() };
        postgres.execute("begin")?;
        if postgres.one(&format!("select pg_try_advisory_xact_lock({LOCK})"))?.as_deref() != Some("t") {
            return Err(LoadError::new(format!(
                "another load into {} is under way: wait until it has ended, then load again",
                postgres.shown
            )));
        }
        if postgres.one(&format!("select 1 from pg_namespace where nspname = '{SCHEMA}'"))?.is_none() {
            postgres.execute(&format!("create schema {SCHEMA}"))?;
        }
        postgres.execute(&format!("set local search_path to {SCHEMA}; set local maintenance_work_mem to '256MB'"))?;
        Ok(postgres)
    }

    /// The first field of the first row.
    fn one(&mut self, sql: &str) -> Result<Option<String>, LoadError> {
        let messages = self.client.simple_query(sql).map_err(|error| wrong(&self.shown, &error))?;
        let row = messages.iter().find_map(|m| if let SimpleQueryMessage::Row(row) = m { row.get(0) } else { None });
        Ok(row.map(str::to_owned))
    }
}

impl Target for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn has(&mut self, name: &str) -> Result<bool, LoadError> {
        Ok(self.names()?.iter().any(|known| known == name))
    }

    fn names(&mut self) -> Result<Vec<String>, LoadError> {
        let mut names = Vec::new();
        let query = format!(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '{SCHEMA}' and c.relkind in ('r', 'v', 'm', 'p', 'f') order by 1"
        );
        self.rows(&query, &mut |row| {
            names.push(row[0].text().to_owned());
            Ok(())
        })?;
        Ok(names)
    }

    fn execute(&mut self, sql: &str) -> Result<(), LoadError> {
        self.client.batch_execute(sql).map_err(|error| wrong(&self.shown, &error))
    }

    fn rows(&mut self, sql: &str, take: &mut Take) -> Result<(), LoadError> {
        let Self { client, shown, .. } = self;
        let mut rows = client.copy_out(&format!("copy ({sql}) to stdout")).map_err(|error| wrong(shown, &error))?;
        let mut line = String::new();
        let mut fields: Vec<Field> = Vec::new();
        loop {
            line.clear();
            let count = rows.read_line(&mut line);
            if count.map_err(|error| LoadError::new(format!("reading from {shown} failed ({error}): load again")))? == 0
            {
                return Ok(());
            }
            fields.clear();
            fields.extend(line.trim_end_matches('\n').split('\t').map(copy::read));
            take(&fields)?;
        }
    }

    fn append(&mut self, table: &'static Table, row: &[Value]) -> Result<(), LoadError> {
        if self.waiting.add(table, row) > GATHERED { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), LoadError> {
        let Self { client, shown, waiting } = self;
        // Tables stand in the order in which they name each other.
        for (table, lines) in waiting.take() {
            let copy = format!("copy {} from stdin", quoted(table.name));
            let mut writer = client.copy_in(&copy).map_err(|error| wrong(shown, &error))?;
            writer
                .write_all(&lines)
                .map_err(|error| LoadError::new(format!("writing to {shown} failed ({error}): nothing was changed")))?;
            writer.finish().map_err(|error| wrong(shown, &error))?;
        }
        Ok(())
    }

    fn refusal(&self, why: &str) -> LoadError {
        LoadError::new(format!("the schema {SCHEMA} of {} can't be the warehouse: {why}", self.shown))
    }
}

/// The sentence for a server that was not reached, or did not let us in.
fn unreached(shown: &str, error: &postgres::Error) -> LoadError {
    let told = said(error);
    let help = match error.code() {
        Some(code) if *code == SqlState::INVALID_PASSWORD || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            "see to the user and the password (PGPASSWORD)"
        }
        Some(code) if *code == SqlState::INVALID_CATALOG_NAME => "make the database first, or name another",
        _ => "see that the server runs, and to the address and sslmode",
    };
    LoadError::new(format!("{shown} can't be reached ({told}): {help}"))
}

/// The sentence for what PostgreSQL says.
fn wrong(shown: &str, error: &postgres::Error) -> LoadError {
    let told = said(error);
    LoadError::new(match error.code() {
        Some(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE => format!(
            "{shown} does not allow it ({told}): let its owner make the schema {SCHEMA} and grant it to you; nothing was changed"
        ),
        Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
            format!(
                "another program holds tables of {shown} ({told}): load again when it has ended; nothing was changed"
            )
        }
        Some(code) if *code == SqlState::DISK_FULL => {
            format!("the disk of {shown} is full ({told}): make room, then load again; nothing was changed")
        }
        _ => format!("loading into {shown} failed ({told}): nothing was changed"),
    })
}

/// What an error says in one line.
fn said(error: &postgres::Error) -> String {
    let told = match error.as_db_error() {
        Some(database) => database.message().to_owned(),
        None => error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}")),
    };
    told.replace('\n', " ")
}
