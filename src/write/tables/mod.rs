//! A finished `reports.ndjson` → tables: Parquet, and where wished CSV and an Excel workbook, with `datapackage.json`.
//!
//! It takes the lines in the order that the tables shall have, reads them in groups of whole documents, and writes each group
//! as one row group of each table. Groups are read and encoded by all threads and put into the files in order, so the
//! bytes do not depend on the number of threads, nor memory on that of documents. Nothing is judged or changed on the
//! way, but for one thing that is marked: a number with more places than a table keeps (see [`decimal`]).

pub(super) mod catalogue;
mod chunk;
pub(super) mod columns;
mod csv;
pub(super) mod decimal;
pub mod description;
mod files;
pub(super) mod group;
mod hybrid;
pub(super) mod in_order;
mod package;
pub mod panel;
mod parquet;
mod plain;
mod sheet;
#[cfg(test)]
mod tests;

use chunk::Chunk;
use columns::{Rows, Values};
use description::{FACTS, TABLES};
use files::Files;
use group::Group;
use parquet::Plan;
use sheet::Book;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The package's file.
pub const PACKAGE: &str = "datapackage.json";

/// The workbook's file.
pub const WORKBOOK: &str = "tables.xlsx";

/// A line of `reports.ndjson`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub offset: u64,
    /// How long it is; its line end may be left out.
    pub bytes: u32,
}

/// Which tables beside Parquet are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// `documents.csv`, `facts.csv` and so on.
    pub csv: bool,
    /// One workbook with a sheet a table.
    pub xlsx: bool,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The table that it holds, or a part of it; empty where it holds all or none.
    pub table: &'static str,
    /// Where it is, from the folder of the tables.
    pub path: PathBuf,
    /// Its rows.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
}

/// How large things grow.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    group_documents: usize,
    group_bytes: u64,
    part_bytes: u64,
}

impl Sizes {
    const USUAL: Self = Self { group_documents: GROUP_DOCUMENTS, group_bytes: GROUP_BYTES, part_bytes: PART_BYTES };
}

/// Documents of a group: their facts are the hundred thousand rows that readers of Parquet expect of a row group, and what a
/// query on one agency reads at the least.
const GROUP_DOCUMENTS: usize = 512;

/// Bytes of lines after which a group is full all the same: what bounds memory where records are large.
const GROUP_BYTES: u64 = 64 << 20;

/// Bytes of a file above which a table becomes a folder of parts: about what 100,000 documents take, and what tools
/// move, list and read in parallel with ease.
const PART_BYTES: u64 = 256 << 20;

/// Writes the tables of some lines into a folder, and tells what it wrote. `progress` is told how many documents are done
/// since it was told last.
pub fn write(
    reports: &Path,
    lines: &[Line],
    into: &Path,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
) -> io::Result<Vec<Written>> {
    write_in(Sizes::USUAL, reports, lines, into, *options, progress)
}

fn write_in(
    sizes: Sizes,
    reports: &Path,
    lines: &[Line],
    into: &Path,
    options: Options,
    progress: &(dyn Fn(u64) + Sync),
) -> io::Result<Vec<Written>> {
    let plans = (0..TABLES.len()).map(|t| Plan::of(&TABLES[t], (t == FACTS).then_some(CELL_ID)));
    let plans = plans.collect::<Result<Vec<_>, _>>().map_err(files::system)?;
    let groups = groups(lines, sizes);
    let mut output = Output::begin(into, &plans, sizes, options)?;
    let make = |number: usize| encode(reports, &lines[groups[number].clone()], &plans, options);
    let take = |encoded: Encoded| {
        let documents = encoded.documents;
        output.append(encoded)?;
        progress(documents);
        Ok(())
    };
    in_order::in_order(groups.len(), make, take)?;
    output.finish()
}

/// The column of facts by which each row group is ordered.
const CELL_ID: usize = 6;

/// Parts lines into groups.
fn groups(lines: &[Line], sizes: Sizes) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        let size = u64::from(line.bytes);
        if at > start && (at - start == sizes.group_documents || bytes + size > sizes.group_bytes) {
            groups.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if start < lines.len() {
        groups.push(start..lines.len());
    }
    groups
}

/// A group, ready to be put into the files.
struct Encoded {
    documents: u64,
    parquet: Vec<Vec<Chunk>>,
    csv: Vec<Vec<u8>>,
    /// Rows for the workbook, which only one thread can write.
    rows: Option<[Rows; 4]>,
}

fn encode(reports: &Path, lines: &[Line], plans: &[Plan], options: Options) -> io::Result<Encoded> {
    let mut file = File::open(reports)?;
    let mut group = Group::new();
    let mut text = Vec::new();
    for line in lines {
        file.seek(SeekFrom::Start(line.offset))?;
        text.clear();
        Read::by_ref(&mut file).take(line.bytes.into()).read_to_end(&mut text)?;
        let broken = |error: String| {
            let told = format!("the record at byte {} of {} can't be read: {error}", line.offset, reports.display());
            io::Error::new(io::ErrorKind::InvalidData, told)
        };
        // One look at all of it is faster than one at each text in it.
        let text = std::str::from_utf8(&text).map_err(|error| broken(error.to_string()))?;
        let record = serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
        group.add(&record);
    }
    let tables = group.tables;
    let order = match &tables[FACTS].columns[CELL_ID] {
        Values::Coded(cells) => Some(cells.order()),
        _ => None,
    };
    let encoded = tables.iter().zip(plans).enumerate().map(|(t, (rows, plan))| {
        let order = order.as_deref().filter(|_| t == FACTS);
        plan.encode(rows, order).map_err(files::system)
    });
    Ok(Encoded {
        documents: lines.len() as u64,
        parquet: encoded.collect::<io::Result<_>>()?,
        csv: if options.csv { tables.iter().map(csv::lines).collect::<io::Result<_>>()? } else { Vec::new() },
        rows: options.xlsx.then_some(tables),
    })
}

/// The files that are open.
struct Output {
    into: PathBuf,
    parquet: Vec<Files>,
    csv: Vec<(File, u64)>,
    book: Option<Book>,
}

impl Output {
    fn begin(into: &Path, plans: &[Plan], sizes: Sizes, options: Options) -> io::Result<Self> {
        let tables = || TABLES.iter().take(if options.csv { TABLES.len() } else { 0 });
        let csv = tables().map(|table| {
            let mut file = File::create(into.join(table.name).with_extension("csv"))?;
            file.write_all(&csv::head(table)?)?;
            Ok((file, 0))
        });
        let begun =
            TABLES.iter().zip(plans).map(|(t, plan)| Files::begin(t.name, plan.clone(), into, sizes.part_bytes));
        Ok(Self {
            into: into.to_owned(),
            parquet: begun.collect::<Result<_, _>>().map_err(files::system)?,
            csv: csv.collect::<io::Result<_>>()?,
            book: if options.xlsx { Some(Book::begin(into).map_err(sheet::system)?) } else { None },
        })
    }

    fn append(&mut self, encoded: Encoded) -> io::Result<()> {
        for (((file, rows), lines), chunks) in self.csv.iter_mut().zip(&encoded.csv).zip(&encoded.parquet) {
            file.write_all(lines)?;
            *rows += chunks.first().map_or(0, |c| c.close.rows_written);
        }
        for (files, chunks) in self.parquet.iter_mut().zip(encoded.parquet) {
            files.append(chunks).map_err(files::system)?;
        }
        if let Some((book, tables)) = self.book.as_mut().zip(encoded.rows) {
            for (t, rows) in tables.iter().enumerate() {
                book.append(t, rows).map_err(sheet::system)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<Vec<Written>> {
        let mut written = Vec::new();
        for files in self.parquet {
            written.extend(files.finish().map_err(files::system)?);
        }
        for ((file, rows), table) in self.csv.into_iter().zip(&TABLES) {
            file.sync_all()?;
            let path = PathBuf::from(table.name).with_extension("csv");
            written.push(Written { table: table.name, path, rows, bytes: file.metadata()?.len() });
        }
        let whole = |path: &str, rows, bytes| Written { table: "", path: path.into(), rows, bytes };
        if let Some(book) = self.book {
            let path = self.into.join(WORKBOOK);
            let rows = book.finish(&path).map_err(sheet::system)?;
            written.push(whole(WORKBOOK, rows, fs::metadata(&path)?.len()));
        }
        let described = package::describe(&package::DATASET, &written)?;
        fs::write(self.into.join(PACKAGE), &described)?;
        written.push(whole(PACKAGE, 0, described.len() as u64));
        Ok(written)
    }
}
