//! `datapackage.json`: the tables described for programs and people, a Frictionless Tabular Data Package.
//!
//! It is made from the one description of the tables and from what was written; it tells nothing that depends on when or
//! where that was.

use super::Written;
use super::description::{Column, Kind, TABLES, Table};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Package {
    profile: &'static str,
    name: &'static str,
    title: &'static str,
    description: &'static str,
    version: &'static str,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    profile: &'static str,
    name: String,
    title: &'static str,
    description: String,
    path: Paths,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    /// Of CSV only: `frictionless` does not count what it reads of Parquet, and takes this for a mismatch.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    rows: u64,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Parts(Vec<String>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    r#type: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Constraints::is_none")]
    constraints: Constraints,
}

#[derive(Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(rename = "enum", skip_serializing_if = "<[_]>::is_empty")]
    words: &'static [&'static str],
}

impl Constraints {
    fn is_none(&self) -> bool {
        !self.required && self.words.is_empty()
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: String,
    fields: [&'static str; 1],
}

/// What a package is of.
pub(super) struct Subject {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) tables: &'static [Table],
}

/// A dataset.
pub(super) const DATASET: Subject = Subject {
    name: "gongkai-dataset",
    title: "Government information disclosure annual reports",
    description: "Annual reports on government information disclosure (政府信息公开工作年度报告), read into checked tables: a value is the one that was printed, or it is marked.",
    tables: &TABLES,
};

/// Said of every table as CSV.
const CSV: &str = "The same as CSV, for spreadsheet programs, in the order of reports. A text that such a program would run as a formula has an apostrophe before it.";

/// Describes what was written.
pub(super) fn describe(subject: &Subject, written: &[Written]) -> serde_json::Result<Vec<u8>> {
    let of = |table: &'static Table, format: &str| -> Vec<&Written> {
        let is_it = |w: &&Written| w.table == table.name && has_extension(&w.path, format);
        written.iter().filter(is_it).collect()
    };
    let parquet = subject.tables.iter().map(|table| resource(table, &of(table, "parquet"), false));
    let csv = subject.tables.iter().map(|table| (table, of(table, "csv"))).filter(|(_, files)| !files.is_empty());
    let package = Package {
        profile: "tabular-data-package",
        name: subject.name,
        title: subject.title,
        description: subject.description,
        version: env!("CARGO_PKG_VERSION"),
        resources: parquet.chain(csv.map(|(table, files)| resource(table, &files, true))).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&package)?;
    json.push(b'\n');
    Ok(json)
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|e| e == extension)
}

fn resource(table: &'static Table, files: &[&Written], is_csv: bool) -> Resource {
    // Paths of a package are parted by slashes everywhere.
    let path = |w: &&Written| w.path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    let paths: Vec<String> = files.iter().map(path).collect();
    let suffix = if is_csv { "-csv" } else { "" };
    let document = ForeignKey {
        fields: ["document_id"],
        reference: Reference {
            resource: format!("{}{suffix}", TABLES[super::description::DOCUMENTS].name),
            fields: ["document_id"],
        },
    };
    Resource {
        profile: "tabular-data-resource",
        name: format!("{}{suffix}", table.name),
        title: table.title,
        description: if is_csv { format!("{} {CSV}", table.about) } else { table.about.to_owned() },
        path: if paths.len() == 1 { Paths::One(paths.concat()) } else { Paths::Parts(paths) },
        format: if is_csv { "csv" } else { "parquet" },
        mediatype: if is_csv { "text/csv" } else { "application/vnd.apache.parquet" },
        encoding: is_csv.then_some("utf-8"),
        bytes: is_csv.then(|| files.iter().map(|w| w.bytes).sum()),
        rows: files.iter().map(|w| w.rows).sum(),
        schema: Schema {
            fields: table.columns.iter().map(field).collect(),
            missing_values: [""],
            primary_key: table.key,
            foreign_keys: if table.has_document { vec![document] } else { Vec::new() },
        },
    }
}

fn field(column: &'static Column) -> Field {
    Field {
        name: column.name,
        r#type: match column.kind {
            Kind::Text => "string",
            Kind::Integer | Kind::Long => "integer",
            Kind::Decimal => "number",
            Kind::Truth => "boolean",
        },
        description: column.about,
        constraints: Constraints { required: column.required && !column.may_be_empty, words: column.words },
    }
}
