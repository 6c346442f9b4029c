//! The views that people ask for, as SQL of each database.
//!
//! Each stands in a file of its own: what a row is at its head, a column a line with what it means. What databases say
//! differently stands in braces. The wide views, one row a report with all cells as columns, are made from the cells that the
//! warehouse knows. No view adds a total to its parts, and only reports that count are in them.

mod macros;
mod wide;

use super::dialect::Dialect;
use super::dictionary::Cells;
use super::target::{LoadError, Target};
use macros::expand;

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The statement that makes it.
    pub sql: String,
}

/// The views that stand in files, each after those that it asks.
const FILES: [(&str, &str); 15] = [
    ("reports", include_str!("reports.sql")),
    ("documents", include_str!("documents.sql")),
    ("history", include_str!("history.sql")),
    ("facts", include_str!("facts.sql")),
    ("checks", include_str!("checks.sql")),
    ("narratives", include_str!("narratives.sql")),
    ("panel_checks", include_str!("panel_checks.sql")),
    ("region_within", include_str!("region_within.sql")),
    ("cell_sums", include_str!("cell_sums.sql")),
    ("disclosure", include_str!("disclosure.sql")),
    ("disclosure_by_region", include_str!("disclosure_by_region.sql")),
    ("refusals", include_str!("refusals.sql")),
    ("refusals_by_region", include_str!("refusals_by_region.sql")),
    ("reviews", include_str!("reviews.sql")),
    ("reviews_by_region", include_str!("reviews_by_region.sql")),
];

/// SQLite has no exact decimals to add.
const SUMS_OF_SQLITE: &str = include_str!("cell_sums_sqlite.sql");

/// All views.
pub(super) fn all(dialect: Dialect, cells: &Cells) -> Vec<View> {
    let files = FILES.iter().map(|(name, sql)| {
        let sql = if *name == "cell_sums" && dialect == Dialect::Sqlite { SUMS_OF_SQLITE } else { sql };
        View { name: (*name).to_owned(), sql: expand(sql, dialect) }
    });
    files.chain(wide::all(dialect, cells)).collect()
}

/// Takes the views away, those that ask others first.
pub(super) fn drop_all(target: &mut dyn Target) -> Result<(), LoadError> {
    let mut names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let wide = wide::names();
    names.extend(wide.iter().map(String::as_str));
    for name in names.into_iter().rev() {
        target.execute(&format!("drop view if exists {name}"))?;
    }
    Ok(())
}

/// What a view in a file says of itself: its name, what a row is, and its columns with what they mean.
pub fn described() -> impl Iterator<Item = (&'static str, String, Vec<(&'static str, &'static str)>)> {
    FILES.iter().map(|(name, sql)| {
        let head: Vec<&str> = sql.lines().map_while(|line| line.strip_prefix("-- ")).collect();
        let columns = sql.lines().filter_map(|line| {
            let (column, about) = line.strip_prefix("  ")?.split_once(" -- ")?;
            let column = column.trim_end_matches(',').rsplit([' ', '.']).next()?;
            Some((column, about))
        });
        (*name, head.join(" "), columns.collect())
    })
}
