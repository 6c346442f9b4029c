//! `gongkai load`: the warehouse, as a person would fill it and ask it.

mod history;
mod panel;
mod postgres;
mod refused;
mod server;
mod whole;

use super::{corpus, gongkai, records};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A dataset that a test writes itself, from a record that the program has read, and the warehouse it goes into.
struct Archive {
    folder: TempDir,
    like: Value,
}

impl Archive {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dataset = folder.path().join("ds");
        gongkai().arg("convert").arg(corpus().join("pipes.txt")).arg("-o").arg(&dataset).arg("-q").assert().success();
        let like = records(&dataset).remove(0);
        assert_eq!(like["verdict"], "clean");
        Self { folder, like }
    }

    fn dataset(&self) -> PathBuf {
        self.folder.path().join("ds")
    }

    fn warehouse(&self) -> PathBuf {
        self.folder.path().join("warehouse.sqlite")
    }

    /// A report like the one that was read, of another document.
    fn report(&self, document: u8, agency: &str, year: u16) -> Value {
        let mut record = self.like.clone();
        record["document"]["id"] = format!("sha256:{document:064x}").into();
        record["document"]["source"] = format!("{document}.txt").into();
        record["agency"] = json!({"name": agency, "region": null});
        record["year"] = year.into();
        record
    }

    /// Writes the dataset.
    fn holds(&self, records: &[&Value]) {
        let mut lines: Vec<String> = records.iter().map(ToString::to_string).collect();
        lines.push(String::new());
        fs::write(self.dataset().join("reports.ndjson"), lines.join("\n")).unwrap();
    }

    /// Loads it; gives what is said.
    fn load(&self, more: &[&str]) -> String {
        load(&self.dataset(), &self.warehouse(), more)
    }

    /// The rows of a query, fields parted by spaces.
    fn ask(&self, query: &str) -> Vec<String> {
        ask(&self.warehouse(), query)
    }

    /// How the report of each document stands, with the document that took its place.
    fn standings(&self) -> Vec<String> {
        self.ask(
            "select d.source, r.standing, s.source from report r join document d using (document_no)
            left join report b on b.report_no = r.superseded_by left join document s on s.document_no = b.document_no
            order by r.report_no",
        )
    }
}

/// A report with another number in a cell.
fn with(record: &Value, cell: &str, number: u64) -> Value {
    let mut record = record.clone();
    let place = cell.split('.').fold(&mut record["tables"], |tables, word| &mut tables[word]);
    assert!(place.is_number(), "{cell} holds no number");
    *place = number.into();
    record
}

pub(super) fn load(dataset: &Path, warehouse: &Path, more: &[&str]) -> String {
    let done = gongkai().arg("load").arg(dataset).arg(warehouse).args(more).assert().success();
    assert!(done.get_output().stdout.is_empty(), "stdout is for data");
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

pub(super) fn ask(warehouse: &Path, query: &str) -> Vec<String> {
    let connection = Connection::open(warehouse).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let columns = statement.column_count();
    let text = |value| match value {
        rusqlite::types::Value::Null => "-".to_owned(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Real(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Blob(_) => "blob".to_owned(),
    };
    let rows = statement
        .query_map([], |row| {
            let fields = (0..columns).map(|at| row.get(at).map(text)).collect::<Result<Vec<_>, _>>()?;
            Ok(fields.join(" "))
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}
