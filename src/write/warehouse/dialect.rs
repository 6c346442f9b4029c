//! The description of a table → SQL that makes it, as each database wants it.
//!
//! What SQLite says of a column stands as a comment in the statement, which it keeps; PostgreSQL has comments of its own. SQLite
//! has no exact decimals: there they are text, every digit as printed, and the views make numbers of them.

use crate::write::tables::description::{Column, Kind, Table};
use std::fmt::Write;

/// A database's way to say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// DuckDB.
    Duckdb,
}

/// An index: its name, its table, what it is over, and whether that is unique.
pub(super) struct Index(pub(super) &'static str, &'static str, &'static str, bool);

/// What rows are looked up by beside their keys.
pub(super) const INDEXES: [Index; 8] = [
    Index("document_by_id", "document", "document_id", true),
    Index("agency_by_name", "agency", "name, coalesce(region_code, '')", true),
    Index("cell_by_id", "cell", "cell_id, coalesce(form, '')", true),
    Index("report_by_document", "report", "document_no", false),
    Index("report_by_agency", "report", "agency_no, year", false),
    Index("fact_by_cell", "fact", "cell_no", false),
    Index("check_by_result", "check", "identity, result", false),
    Index("panel_check_by_agency", "panel_check", "agency_no, year", false),
];

impl Dialect {
    /// The type of a column.
    pub fn kind(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Sqlite | Self::Postgres, Kind::Text) | (Self::Sqlite, Kind::Decimal) => "text",
            (Self::Duckdb, Kind::Text) => "varchar",
            (_, Kind::Integer) | (Self::Sqlite, Kind::Long | Kind::Truth) => "integer",
            (_, Kind::Long) => "bigint",
            (Self::Postgres, Kind::Decimal) => "numeric",
            (Self::Duckdb, Kind::Decimal) => "decimal(38, 9)",
            (_, Kind::Truth) => "boolean",
        }
    }

    /// The statement that makes a table. In PostgreSQL its keys come later (see [`keys`](Self::keys)).
    pub fn create(self, table: &Table) -> String {
        let mut sql = String::new();
        if self != Self::Postgres {
            let _ = writeln!(sql, "-- {}", table.about);
        }
        let _ = writeln!(sql, "create table {} (", quoted(table.name));
        let mut lines: Vec<(String, &str)> = table.columns.iter().map(|c| (self.column(table, c), c.about)).collect();
        if self == Self::Sqlite && table.key.len() > 1 {
            lines.push((format!("primary key ({})", table.key.join(", ")), ""));
        }
        let last = lines.len() - 1;
        for (at, (line, about)) in lines.iter().enumerate() {
            let comma = if at == last { "" } else { "," };
            let about = if about.is_empty() || self == Self::Postgres { String::new() } else { format!(" -- {about}") };
            let _ = writeln!(sql, "  {line}{comma}{about}");
        }
        sql.push_str(match self {
            Self::Sqlite if table.key.len() > 1 => ") strict, without rowid;\n",
            Self::Sqlite => ") strict;\n",
            Self::Postgres | Self::Duckdb => ");\n",
        });
        sql
    }

    fn column(self, table: &Table, column: &Column) -> String {
        let mut line = format!("{} {}", column.name, self.kind(column.kind));
        let is_key = table.key == [column.name];
        if is_key && self == Self::Sqlite {
            line.push_str(" primary key");
        }
        if column.required {
            line.push_str(" not null");
        }
        if !column.words.is_empty() {
            let words: Vec<String> = column.words.iter().map(|word| text(word)).collect();
            let _ = write!(line, " check ({} in ({}))", column.name, words.join(", "));
        }
        if self == Self::Sqlite && column.kind == Kind::Truth {
            let _ = write!(line, " check ({} in (0, 1))", column.name);
        }
        if self == Self::Sqlite
            && let Some((other, key)) = reference(table, column)
        {
            let _ = write!(line, " references {}({key})", quoted(other));
        }
        line
    }

    /// What is added to tables once the first load has filled them, because it is quicker then: keys and, of PostgreSQL, what
    /// they are of and what everything means.
    pub(super) fn keys(self, tables: &[Table]) -> String {
        let mut sql = String::new();
        if self == Self::Postgres {
            for table in tables {
                let _ = writeln!(sql, "alter table {} add primary key ({});", quoted(table.name), table.key.join(", "));
            }
            for table in tables {
                for (column, (other, key)) in table.columns.iter().filter_map(|c| Some((c, reference(table, c)?))) {
                    let (name, column) = (quoted(table.name), column.name);
                    let _ = writeln!(sql, "alter table {name} add foreign key ({column}) references {other}({key});");
                }
            }
        }
        for Index(name, table, over, is_unique) in INDEXES.iter().filter(|i| tables.iter().any(|t| t.name == i.1)) {
            let unique = if *is_unique { "unique " } else { "" };
            let _ = writeln!(sql, "create {unique}index {name} on {} ({over});", quoted(table));
        }
        sql
    }

    /// What a database keeps of the words about its tables, where it keeps them apart from them.
    pub(super) fn comments(self, tables: &[Table]) -> String {
        let mut sql = String::new();
        for table in tables.iter().filter(|_| self == Self::Postgres) {
            let name = quoted(table.name);
            let _ = writeln!(sql, "comment on table {name} is {};", text(table.about));
            for column in table.columns {
                let _ = writeln!(sql, "comment on column {name}.{} is {};", column.name, text(column.about));
            }
        }
        sql
    }

    /// The statement that makes a table for the time of one load.
    pub(super) fn stage(self, table: &Table) -> String {
        let columns: Vec<String> = table.columns.iter().map(|c| format!("{} {}", c.name, self.kind(c.kind))).collect();
        let end = if self == Self::Postgres { " on commit drop" } else { "" };
        format!("create temp table {} ({}){end};\n", table.name, columns.join(", "))
    }
}

/// The column that a column's values are of, where the database watches that. In tables of many rows it would cost more than
/// the rows; the load keeps them right, and the tests look.
fn reference(table: &Table, column: &Column) -> Option<(&'static str, &'static str)> {
    column.of.filter(|_| table.key.len() == 1)
}

/// A name as SQL takes it: those that are words of SQL stand in quotes.
pub(super) fn quoted(name: &str) -> String {
    if matches!(name, "check" | "load") { format!("\"{name}\"") } else { name.to_owned() }
}

/// A text as SQL takes it.
pub(super) fn text(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}
