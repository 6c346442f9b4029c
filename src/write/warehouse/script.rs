//! A warehouse in DuckDB, as a script that DuckDB runs over the Parquet files of the dataset.
//!
//! Inside the program DuckDB would be most of what is built and most of its size, and a file that one version of it writes
//! another may not open; it reads Parquet as fast as its own files. So the program works out which documents count, in a file of SQLite
//! that it throws away, and writes the small tables as they are and one statement for each large one. What comes out is a
//! warehouse of this dataset as it is: earlier loads are not kept there.

use super::dataset::Dataset;
use super::dialect::{Dialect, quoted, text};
use super::dictionary::Cells;
use super::schema::MARK;
use super::sqlite::Sqlite;
use super::star::{CHECKS, FACTS, NARRATIVES, STAR, VERSION};
use super::target::{Field, LoadError, Take, Target};
use super::views;
use crate::write::tables::columns::Value;
use crate::write::tables::description::{Kind, Table};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::{NamedTempFile, TempPath};

/// Where the script goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Into {
    /// Into a file.
    File(PathBuf),
    /// To the program `duckdb`, for a warehouse in a file.
    Program(PathBuf),
}

/// A script that is being made.
pub(super) struct Script {
    inner: Sqlite,
    to: Into,
    dataset: PathBuf,
    /// Taken away when the script is done with.
    _file: TempPath,
}

/// Rows of an `insert`: enough that there are few, few enough to be parsed at once.
const ROWS: usize = 500;

/// The columns of the tables of a dataset that the large tables take.
const LARGE: [(usize, &str, &str); 3] = [
    (FACTS, "facts", "c.cell_no, t.value, t.unit, t.status, t.is_total, t.raw, t.note, t.page"),
    (CHECKS, "checks", "t.identity, t.subject, t.expected, t.actual, t.result, t.advisory"),
    (NARRATIVES, "narratives", "t.position, t.number, t.heading, t.text"),
];

impl Script {
    /// Begins the script for a dataset.
    pub(super) fn begin(dataset: &Dataset, to: Into) -> Result<Self, LoadError> {
        let failed =
            |error: io::Error| LoadError::new(format!("a temporary file can't be made ({error}): see to TMPDIR"));
        let path = NamedTempFile::new().map_err(failed)?.into_temp_path();
        let dataset = fs::canonicalize(&dataset.folder).unwrap_or_else(|_| dataset.folder.clone());
        Ok(Self { inner: Sqlite::open(&path)?, to, dataset, _file: path })
    }

    fn write(&mut self, to: &mut dyn Write) -> Result<(), LoadError> {
        let failed =
            |error: io::Error| LoadError::new(format!("the script can't be written ({error}): see to the disk"));
        let mut say = |sql: &str| to.write_all(sql.as_bytes()).map_err(failed);
        say(
            "-- A warehouse of the dataset as it is, made by gongkai load. Run it again after the dataset was loaded again.\n",
        )?;
        say(&guard())?;
        say("begin;\n")?;
        let cells = Cells::fill(&mut self.inner)?;
        let all = views::all(Dialect::Duckdb, &cells);
        for view in all.iter().rev() {
            say(&format!("drop view if exists {};\n", view.name))?;
        }
        say(&format!("create or replace table {MARK} (version integer);\ninsert into {MARK} values ({VERSION});\n"))?;
        for table in &STAR {
            let create = Dialect::Duckdb.create(table);
            say(&create.replacen("\ncreate table", "\ncreate or replace table", 1))?;
        }
        for (at, table) in STAR.iter().enumerate() {
            match LARGE.iter().find(|(large, ..)| *large == at) {
                None => self.rows_of(table, &mut say)?,
                Some((_, name, columns)) => say(&self.insert_all(table, name, columns)?)?,
            }
        }
        for view in &all {
            say(&view.sql)?;
        }
        say("commit;\n")
    }

    /// The rows of a small table.
    fn rows_of(&mut self, table: &Table, say: &mut dyn FnMut(&str) -> Result<(), LoadError>) -> Result<(), LoadError> {
        let (mut sql, mut rows) = (String::new(), 0);
        let name = quoted(table.name);
        self.inner.rows(&format!("select * from {name}"), &mut |row| {
            sql.push_str(if sql.is_empty() { "" } else { ",\n" });
            let fields = row.iter().zip(table.columns).map(|(field, column)| match field {
                Field::Null => "null".to_owned(),
                Field::Text(words) => text(words),
                Field::Whole(number) if column.kind == Kind::Truth => (*number != 0).to_string(),
                Field::Whole(number) => number.to_string(),
            });
            let _ = write!(sql, "({})", fields.collect::<Vec<_>>().join(", "));
            rows += 1;
            if rows % ROWS == 0 {
                say(&format!("insert into {name} values\n{};\n", std::mem::take(&mut sql)))?;
            }
            Ok(())
        })?;
        if sql.is_empty() { Ok(()) } else { say(&format!("insert into {name} values\n{sql};\n")) }
    }

    /// The statement that takes the rows of a large table from the dataset.
    fn insert_all(&self, table: &Table, name: &str, columns: &str) -> Result<String, LoadError> {
        let path = self.dataset.join(name).with_extension("parquet");
        let files = if path.is_dir() { path.join("*.parquet") } else { path.clone() };
        if !path.exists() {
            return Err(LoadError::new(format!("{} is not there: convert again", path.display())));
        }
        let cells = if columns.starts_with("c.") {
            "join cell c on c.cell_id = t.cell_id and c.form is not distinct from t.form\n"
        } else {
            ""
        };
        Ok(format!(
            "insert into {} select r.report_no, {columns}\nfrom read_parquet({}) t\njoin document d on d.document_id = t.document_id\njoin report r on r.document_no = d.document_no and r.rows_digest not like '-%'\n{cells};\n",
            quoted(table.name),
            text(&files.display().to_string()),
        ))
    }

    fn run(&mut self, warehouse: &Path) -> Result<(), LoadError> {
        let mut duckdb = Command::new("duckdb")
            .arg("-bail")
            .arg(warehouse)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                LoadError::new(format!(
                    "the program duckdb can't be run ({error}): install it, or write a script with `gongkai load DATASET load.sql` and run that in DuckDB"
                ))
            })?;
        let Some(input) = duckdb.stdin.take() else {
            return Err(LoadError::new("the program duckdb takes no script: install another version"));
        };
        let mut script = BufWriter::new(input);
        let written = self.write(&mut script);
        let closed = script.into_inner().map(drop);
        let ended = duckdb.wait_with_output();
        match ended {
            Ok(ended) if ended.status.success() => written.and(closed.map_err(|error| {
                LoadError::new(format!("duckdb did not take the script ({error}): nothing was changed"))
            })),
            Ok(ended) => {
                let told = String::from_utf8_lossy(&ended.stderr);
                let told = told.lines().filter(|line| !line.trim().is_empty()).take(3).collect::<Vec<_>>().join(" ");
                Err(LoadError::new(format!("duckdb refused ({told}): nothing was changed in {}", warehouse.display())))
            }
            Err(error) => Err(LoadError::new(format!("duckdb did not end well ({error}): nothing was changed"))),
        }
    }
}

/// The statement that ends the script where the database is somebody else's.
fn guard() -> String {
    let names: Vec<String> = STAR.iter().map(|table| text(table.name)).collect();
    format!(
        "select error('this database holds tables of something else: name another one')\nfrom (select count(*) filter (where table_name in ({})) as theirs, count(*) filter (where table_name = '{MARK}') as ours from duckdb_tables()) where theirs > 0 and ours = 0;\n",
        names.join(", ")
    )
}

impl Target for Script {
    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn has(&mut self, name: &str) -> Result<bool, LoadError> {
        self.inner.has(name)
    }

    fn names(&mut self) -> Result<Vec<String>, LoadError> {
        self.inner.names()
    }

    fn execute(&mut self, sql: &str) -> Result<(), LoadError> {
        self.inner.execute(sql)
    }

    fn rows(&mut self, sql: &str, take: &mut Take) -> Result<(), LoadError> {
        self.inner.rows(sql, take)
    }

    fn append(&mut self, table: &'static Table, row: &[Value]) -> Result<(), LoadError> {
        if LARGE.iter().any(|(large, ..)| STAR[*large].name == table.name) {
            return Ok(());
        }
        self.inner.append(table, row)
    }

    fn flush(&mut self) -> Result<(), LoadError> {
        self.inner.flush()
    }

    fn commit(&mut self) -> Result<(), LoadError> {
        match self.to.clone() {
            Into::Program(warehouse) => self.run(&warehouse),
            Into::File(path) => {
                let failed = |error: &io::Error| {
                    LoadError::new(format!("{} can't be written ({error}): name another file", path.display()))
                };
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let mut new = tempfile::Builder::new();
                // Everybody may read it whom the system lets read new files.
                #[cfg(unix)]
                new.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
                let file = new.tempfile_in(folder.unwrap_or(Path::new("."))).map_err(|error| failed(&error))?;
                let mut script = BufWriter::new(file);
                self.write(&mut script)?;
                let file = script.into_inner().map_err(|error| failed(error.error()))?;
                file.persist(&path).map(drop).map_err(|error| failed(&error.error))
            }
        }
    }

    fn roll_back(&mut self) -> Result<(), LoadError> {
        self.inner.roll_back()
    }

    fn refusal(&self, why: &str) -> LoadError {
        self.inner.refusal(why)
    }
}
