//! Rows of any table, one after another → its files. For tables that come from memory and not from records: one thread, no
//! order but that in which rows come.

use super::columns::{Rows, Value};
use super::csv;
use super::description::Table;
use super::files::{self, Files};
use super::parquet::Plan;
use super::{PART_BYTES, Written};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Rows of a row group: as many as readers of Parquet expect.
const GROUP_ROWS: usize = 100_000;

/// A table that is being written.
pub(super) struct Plain {
    table: &'static Table,
    plan: Plan,
    rows: Rows,
    parquet: Files,
    csv: Option<(File, u64)>,
}

impl Plain {
    /// With its files in a folder.
    pub(super) fn begin(table: &'static Table, into: &Path, with_csv: bool) -> io::Result<Self> {
        let plan = Plan::of(table, None).map_err(files::system)?;
        let parquet = Files::begin(table.name, plan.clone(), into, PART_BYTES).map_err(files::system)?;
        let csv = if with_csv {
            let mut file = File::create(into.join(table.name).with_extension("csv"))?;
            file.write_all(&csv::head(table)?)?;
            Some((file, 0))
        } else {
            None
        };
        Ok(Self { table, plan, rows: Rows::of(table), parquet, csv })
    }

    /// Adds a row: a value for each column.
    pub(super) fn put(&mut self, row: &[Value]) -> io::Result<()> {
        debug_assert_eq!(row.len(), self.rows.columns.len(), "a row of {}", self.table.name);
        for (column, value) in self.rows.columns.iter_mut().zip(row) {
            column.put(*value, 1);
        }
        if self.rows.count() >= GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let rows = std::mem::replace(&mut self.rows, Rows::of(self.table));
        if let Some((file, count)) = &mut self.csv {
            file.write_all(&csv::lines(&rows)?)?;
            *count += rows.count() as u64;
        }
        let chunks = self.plan.encode(&rows, None).map_err(files::system)?;
        self.parquet.append(chunks).map_err(files::system)
    }

    /// Closes the files, and tells them.
    pub(super) fn finish(mut self) -> io::Result<Vec<Written>> {
        self.flush()?;
        let mut written = self.parquet.finish().map_err(files::system)?;
        if let Some((file, rows)) = self.csv {
            file.sync_all()?;
            let path = PathBuf::from(self.table.name).with_extension("csv");
            written.push(Written { table: self.table.name, path, rows, bytes: file.metadata()?.len() });
        }
        Ok(written)
    }
}
