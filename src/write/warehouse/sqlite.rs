//! A warehouse in one file, with SQLite inside the program.
//!
//! All of a load is one transaction. SQLite keeps what it changes in a journal beside the file until then, so that whatever ends
//! the program, the next one that opens the file finds it as it was.

use super::dialect::{Dialect, quoted};
use super::target::{Field, LoadError, Take, Target};
use crate::write::tables::columns::Value;
use crate::write::tables::decimal;
use crate::write::tables::description::Table;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A warehouse in a file.
pub(super) struct Sqlite {
    connection: Connection,
    path: PathBuf,
    is_new: bool,
    digits: String,
    inserts: Vec<(&'static str, String)>,
}

/// How long another program that writes is waited for.
const WAIT: Duration = Duration::from_secs(10);

/// Memory for pages, in KiB: enough for the ends of all tables and indexes that a load writes to. An index that is made takes as
/// much again to sort what it is over.
const CACHE_KIB: i64 = 16 << 10;

/// Statements that are kept ready: one a table.
const STATEMENTS: usize = 32;

impl Sqlite {
    /// Opens or makes the file, and begins the load.
    pub(super) fn open(path: &Path) -> Result<Self, LoadError> {
        let is_new = fs::metadata(path).map_or(true, |file| file.len() == 0);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| wrong(path, &error))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let sqlite = Self { connection, path: path.to_owned(), is_new, digits: String::new(), inserts: Vec::new() };
        let begin = || {
            sqlite.connection.busy_timeout(WAIT)?;
            sqlite.connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
            sqlite.connection.pragma_update(None, "foreign_keys", true)?;
            sqlite.connection.execute_batch("begin immediate")
        };
        begin().map_err(|error| sqlite.wrong(&error))?;
        Ok(sqlite)
    }

    fn wrong(&self, error: &rusqlite::Error) -> LoadError {
        wrong(&self.path, error)
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("rollback");
        }
        // A file that was made for a load that did not come to an end is nobody's.
        if self.is_new && fs::metadata(&self.path).is_ok_and(|file| file.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Target for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn has(&mut self, name: &str) -> Result<bool, LoadError> {
        Ok(self.names()?.iter().any(|known| known == name))
    }

    fn names(&mut self) -> Result<Vec<String>, LoadError> {
        let mut names = Vec::new();
        let query = "select name from main.sqlite_schema where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name";
        self.rows(query, &mut |row| {
            names.push(row[0].text().to_owned());
            Ok(())
        })?;
        Ok(names)
    }

    fn execute(&mut self, sql: &str) -> Result<(), LoadError> {
        self.connection.execute_batch(sql).map_err(|error| self.wrong(&error))
    }

    fn rows(&mut self, sql: &str, take: &mut Take) -> Result<(), LoadError> {
        let mut statement = self.connection.prepare(sql).map_err(|error| self.wrong(&error))?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut fields = Vec::with_capacity(columns);
        while let Some(row) = rows.next().map_err(|error| self.wrong(&error))? {
            fields.clear();
            for at in 0..columns {
                fields.push(match row.get_ref(at).map_err(|error| self.wrong(&error))? {
                    ValueRef::Integer(number) => Field::Whole(number),
                    ValueRef::Text(text) => Field::Text(String::from_utf8_lossy(text).into_owned()),
                    _ => Field::Null,
                });
            }
            take(&fields)?;
        }
        Ok(())
    }

    fn append(&mut self, table: &'static Table, row: &[Value]) -> Result<(), LoadError> {
        let at = self.inserts.iter().position(|(name, _)| *name == table.name).unwrap_or_else(|| {
            let places = vec!["?"; table.columns.len()].join(", ");
            self.inserts.push((table.name, format!("insert into {} values ({places})", quoted(table.name))));
            self.inserts.len() - 1
        });
        let Self { connection, digits, inserts, .. } = self;
        let mut insert = || {
            let mut statement = connection.prepare_cached(&inserts[at].1)?;
            for (place, value) in row.iter().enumerate() {
                let bound = match value {
                    Value::Null => ValueRef::Null,
                    Value::Text(text) => ValueRef::Text(text.as_bytes()),
                    Value::Whole(number) => ValueRef::Integer(*number),
                    Value::Truth(is_so) => ValueRef::Integer((*is_so).into()),
                    Value::Decimal(number) => {
                        digits.clear();
                        decimal::write(*number, digits);
                        ValueRef::Text(digits.as_bytes())
                    }
                };
                statement.raw_bind_parameter(place + 1, ToSqlOutput::Borrowed(bound))?;
            }
            statement.raw_execute().map(drop)
        };
        insert().map_err(|error| wrong(&self.path, &error))
    }

    fn flush(&mut self) -> Result<(), LoadError> {
        Ok(())
    }

    fn refusal(&self, why: &str) -> LoadError {
        LoadError::new(format!("{} can't be the warehouse: {why}", self.path.display()))
    }
}

/// The sentence for what SQLite says.
fn wrong(path: &Path, error: &rusqlite::Error) -> LoadError {
    let shown = path.display();
    let code = if let rusqlite::Error::SqliteFailure(failure, _) = error { Some(failure.code) } else { None };
    let mut sentence = String::new();
    let _ = match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            write!(sentence, "another program is writing to {shown}: wait until it has ended, then load again")
        }
        Some(ErrorCode::CannotOpen) => write!(
            sentence,
            "{shown} can't be opened or made: name a file in a folder that is there and that you may write to"
        ),
        Some(ErrorCode::NotADatabase) => write!(sentence, "{shown} is no SQLite database: name another file"),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            write!(
                sentence,
                "{shown} may not be written to: see to the rights of the file and its folder, or name another"
            )
        }
        Some(ErrorCode::DiskFull) => {
            write!(sentence, "the disk of {shown} is full: make room, then load again (nothing was changed)")
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            write!(sentence, "{shown} is damaged ({error}): restore it, or load into a new file")
        }
        _ => write!(sentence, "loading into {shown} failed ({error}): nothing was changed"),
    };
    LoadError::new(sentence)
}
