//! Encoded groups → the files of a table: one, or above a size a folder of parts.
//!
//! Parts lie beside one another until the end, when it is known how many there are; then they get their names.

use super::Written;
use super::chunk::Chunk;
use super::parquet::Plan;
use parquet::errors::{ParquetError, Result};
use parquet::file::writer::SerializedFileWriter;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The Parquet files of one table.
pub(super) struct Files {
    table: &'static str,
    plan: Plan,
    into: PathBuf,
    part_bytes: u64,
    open: SerializedFileWriter<File>,
    open_rows: u64,
    parts: Vec<(PathBuf, u64, u64)>,
}

impl Files {
    pub(super) fn begin(table: &'static str, plan: Plan, into: &Path, part_bytes: u64) -> Result<Self> {
        let open = Self::part(table, &plan, into, 0)?;
        Ok(Self { table, plan, into: into.to_owned(), part_bytes, open, open_rows: 0, parts: Vec::new() })
    }

    fn path(table: &str, into: &Path, part: usize) -> PathBuf {
        into.join(format!("{table}-{part:05}.parquet"))
    }

    fn part(table: &str, plan: &Plan, into: &Path, part: usize) -> Result<SerializedFileWriter<File>> {
        let file = File::create(Self::path(table, into, part))?;
        SerializedFileWriter::new(file, plan.schema.clone(), plan.properties.clone())
    }

    /// Adds a row group. It goes into the next part where it would make this one too large.
    pub(super) fn append(&mut self, chunks: Vec<Chunk>) -> Result<()> {
        let rows = chunks.first().map_or(0, |c| c.close.rows_written);
        if rows == 0 {
            return Ok(());
        }
        let size: u64 = chunks.iter().map(|c| c.bytes.len() as u64).sum();
        if self.open_rows > 0 && self.open.bytes_written() as u64 + size > self.part_bytes {
            let next = Self::part(self.table, &self.plan, &self.into, self.parts.len() + 1)?;
            let full = std::mem::replace(&mut self.open, next);
            self.close(full)?;
        }
        let mut group = self.open.next_row_group()?;
        for chunk in chunks {
            group.append_column(&chunk.bytes, chunk.close)?;
        }
        group.close()?;
        self.open_rows += rows;
        Ok(())
    }

    fn close(&mut self, part: SerializedFileWriter<File>) -> Result<()> {
        let path = Self::path(self.table, &self.into, self.parts.len());
        let file = part.into_inner()?;
        file.sync_all()?;
        self.parts.push((path, std::mem::take(&mut self.open_rows), file.metadata()?.len()));
        Ok(())
    }

    /// Closes what is open and gives every part its name.
    pub(super) fn finish(mut self) -> Result<Vec<Written>> {
        let path = Self::path(self.table, &self.into, self.parts.len());
        self.open.finish()?;
        let file = self.open.inner();
        file.sync_all()?;
        let size = file.metadata()?.len();
        self.parts.push((path, self.open_rows, size));
        let name = PathBuf::from(format!("{}.parquet", self.table));
        let is_one = self.parts.len() == 1;
        if !is_one {
            fs::create_dir(self.into.join(&name))?;
        }
        let mut written = Vec::new();
        for (number, (from, rows, bytes)) in self.parts.into_iter().enumerate() {
            let path = if is_one { name.clone() } else { name.join(format!("part-{number:05}.parquet")) };
            fs::rename(from, self.into.join(&path))?;
            written.push(Written { table: self.table, path, rows, bytes });
        }
        Ok(written)
    }
}

/// An error of the `parquet` crate: one of the system in its own words, where it is that.
pub(super) fn system(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        error => io::Error::other(error),
    }
}
