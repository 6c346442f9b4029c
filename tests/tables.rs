//! `docs/TABLES.md` is made from the one description of the tables, so that it can't drift: this test makes it again and
//! compares.
//!
//! `GONGKAI_BLESS=1 cargo test --test tables` writes it anew after the description was changed.

use gongkai::write::tables::description::{Column, Kind, TABLES, Table};
use gongkai::write::warehouse::star::STAR;
use gongkai::write::warehouse::{Dialect, views};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "# The tables

What `gongkai convert` writes as Parquet, and what `gongkai load` makes of it in a warehouse. A column without `?` is never null.

A number is the one that was printed. In Parquet, PostgreSQL and DuckDB it is an exact decimal. SQLite has none, and its own numbers
with a fraction are binary ones that round: there `fact.value` is text with every digit, the view `facts` makes a number of it
(whole ones exactly, 7730.28 the nearest binary one) with the text beside it as `exact`, and `cell_sums` adds exactly. To compare
or add in SQLite, ask the views.

## The dataset
";

const WAREHOUSE: &str = "
## The warehouse: its tables

A star: facts in the middle, and around them what they are looked at by. In SQLite these are the tables of the file, in PostgreSQL
those of the schema `gongkai`. Numbers of documents, reports, agencies and cells are given by the warehouse and stay; beside each
stands what it is known by everywhere. Nothing is ever removed.

Which report of an agency and year counts: the one that was fetched from the same address later, or from anywhere on a later day;
where the archive does not tell, the one that a later load brought. Where nothing tells and they print different numbers, all of
them are `doubled` and in none of the views, but for `documents` and `history`; where they print the same, the one that was read
best counts and the others are its `copy`.

`warehouse` has one row: `version`, the version of this shape, and `views`, a digest of the views. A warehouse of an earlier version
is brought up to date by the next load. `fact`, `check` and `narrative` are not watched by foreign keys, which would cost more than
the rows.
";

const VIEWS: &str = "
## The warehouse: its views

No view adds a total to its parts: not cells (`is_total`), and not agencies. A government's report usually covers its departments,
so that agencies of different levels and kinds stand in rows of their own, which are not to be added.

`report_ogi_2021`, `report_ogi_2019` and `report_ogi_2014` have the columns of `reports` and a column for every cell of the form, named
by its id with `_` for dots (of the form of 2014 without `statistics` and `current`, and with `ever` for `cumulative`). `report_all` has
those cells that mean the same in several forms: all that the forms of 2019 and 2021 share, and of the form of 2014 those that print
the same words (requests received, normative documents issued, reviews by result). A number that is doubtful is null there; the
column `doubtful` names the cells that are.
";

/// A table's rows of the page.
fn table(table: &Table, dialects: &[Dialect], to: &mut String) -> std::fmt::Result {
    write!(to, "\n### `{}`\n\n{} Key: {}.\n\n", table.name, table.about, quoted(table.key))?;
    to.push_str("| column | type | means |\n|---|---|---|\n");
    for column in table.columns {
        let null = if column.required { "" } else { "?" };
        let kind = if dialects.is_empty() { parquet(column).to_owned() } else { kinds(column, dialects) };
        let of = column.of.map_or(String::new(), |(table, _)| format!(" → `{table}`"));
        writeln!(to, "| `{}`{null} | {kind} | {}{of} |", column.name, column.about)?;
    }
    Ok(())
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn parquet(column: &Column) -> &'static str {
    match column.kind {
        Kind::Text => "text",
        Kind::Integer => "int32",
        Kind::Long => "int64",
        Kind::Decimal => "decimal(38, 9)",
        Kind::Truth => "boolean",
    }
}

/// The type of a column in each database, once where they agree.
fn kinds(column: &Column, dialects: &[Dialect]) -> String {
    let mut kinds: Vec<&str> = dialects.iter().map(|dialect| dialect.kind(column.kind)).collect();
    kinds.dedup();
    kinds.join(" / ")
}

fn page() -> Result<String, std::fmt::Error> {
    let mut to = HEAD.to_owned();
    for described in &TABLES {
        table(described, &[], &mut to)?;
    }
    to.push_str(WAREHOUSE);
    to.push_str("\nWhere two types stand, the first is SQLite's, the second PostgreSQL's.\n");
    for described in &STAR {
        table(described, &[Dialect::Sqlite, Dialect::Postgres], &mut to)?;
    }
    to.push_str(VIEWS);
    for (name, about, columns) in views::described() {
        write!(to, "\n### `{name}`\n\n{about}\n\n| column | means |\n|---|---|\n")?;
        for (column, means) in columns {
            writeln!(to, "| `{column}` | {means} |")?;
        }
    }
    Ok(to)
}

/// What dbt tests of the star: keys, what is never null, words, and what columns are of.
fn sources() -> Result<String, std::fmt::Error> {
    let mut to = "# Made by tests/tables.rs from the description of the tables.\nversion: 2\nsources:\n  - name: gongkai\n    schema: gongkai\n    tables:\n".to_owned();
    for table in &STAR {
        writeln!(to, "      - name: {}\n        columns:", table.name)?;
        for column in table.columns {
            let mut tests = String::new();
            if table.key == [column.name] {
                tests.push_str("              - unique\n");
            }
            if column.required {
                tests.push_str("              - not_null\n");
            }
            if !column.words.is_empty() {
                let words = column.words.join(", ");
                writeln!(tests, "              - accepted_values: {{arguments: {{values: [{words}]}}}}")?;
            }
            if let Some((other, key)) = column.of {
                writeln!(
                    tests,
                    "              - relationships: {{arguments: {{to: \"source('gongkai', '{other}')\", field: {key}}}}}"
                )?;
            }
            if !tests.is_empty() {
                write!(to, "          - name: {}\n            data_tests:\n{tests}", column.name)?;
            }
        }
    }
    Ok(to)
}

#[test]
fn what_is_made_from_the_description_is_what_it_says() -> Result<(), Box<dyn Error>> {
    for (file, made) in [("docs/TABLES.md", page()?), ("scripts/dataset/dbt/models/sources.yml", sources()?)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("GONGKAI_BLESS").is_some() {
            std::fs::write(&path, &made)?;
        }
        let kept = std::fs::read_to_string(&path)?;
        assert!(kept == made, "{file} is not what the tables are: GONGKAI_BLESS=1 cargo test --test tables");
    }
    Ok(())
}

#[test]
fn every_column_says_what_it_means() {
    for table in TABLES.iter().chain(&STAR) {
        assert!(table.about.ends_with('.') && !table.key.is_empty(), "{}", table.name);
        for column in table.columns {
            assert!(column.about.ends_with('.'), "{}.{}", table.name, column.name);
        }
    }
    for (name, about, columns) in views::described() {
        assert!(about.ends_with(['.', ')']) && columns.len() > 1, "{name}: {about}");
    }
}
