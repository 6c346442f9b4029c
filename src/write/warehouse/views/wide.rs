//! The wide views: one row a report that counts, with its cells as columns.
//!
//! `report_ogi_2021` and the like have every cell of a form; `report_all` has those cells that mean the same in several. The
//! column of a cell is its id, with `_` for dots; of the form of 2014, whose ids are longer than names may be, without
//! `statistics` and `current`, and with `ever` for `cumulative`. A doubtful number is not among them: `doubtful` names the cells that are.

use super::super::dialect::text;
use super::View;
use super::macros::number;
use crate::write::tables::catalogue::catalogues;
use crate::write::warehouse::dialect::Dialect;
use crate::write::warehouse::dictionary::Cells;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Cells of the form of 2014 that mean the same as cells of the later ones: the words of their labels are the same.
const SAME: [(&str, &str); 5] = [
    ("statistics.applications.received.total.current", "requests.received.total"),
    ("statistics.disclosed.normative_documents.issued.current", "proactive.normative_documents.issued"),
    ("statistics.reconsideration.upheld.current", "appeals.reconsideration.upheld"),
    ("statistics.reconsideration.corrected.current", "appeals.reconsideration.corrected"),
    ("statistics.reconsideration.other.current", "appeals.reconsideration.other"),
];

/// The view that joins the forms.
const ALL: &str = "report_all";

/// The names of the wide views.
pub(super) fn names() -> Vec<String> {
    let forms = catalogues().iter().map(|form| name(form.form));
    forms.chain([ALL.to_owned()]).collect()
}

fn name(form: &str) -> String {
    format!("report_{}", form.replace('-', "_"))
}

/// The column of a cell.
fn column(id: &str) -> String {
    let name = match id.strip_prefix("statistics.") {
        Some(rest) => rest.strip_suffix(".current").map_or_else(|| rest.replace("cumulative", "ever"), str::to_owned),
        None => id.to_owned(),
    };
    name.replace('.', "_")
}

/// All wide views.
pub(super) fn all(dialect: Dialect, cells: &Cells) -> Vec<View> {
    let mut views = Vec::new();
    let mut joined: Vec<(&str, Vec<i64>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for form in catalogues() {
        let numbers: BTreeMap<&str, i64> = cells.of(form.form).collect();
        let mut columns = Vec::new();
        for cell in &form.cells {
            let Some(number) = numbers.get(cell.id.as_str()) else { continue };
            let same = SAME.iter().find(|(id, _)| *id == cell.id).map_or(cell.id.as_str(), |(_, same)| same);
            let place = *places.entry(same).or_insert_with(|| {
                joined.push((same, Vec::new()));
                joined.len() - 1
            });
            joined[place].1.push(*number);
            columns.push((cell.id.as_str(), vec![*number]));
        }
        views.push(view(dialect, name(form.form), &format!("r.form = {}", text(form.form)), &columns));
    }
    joined.retain(|(_, numbers)| numbers.len() > 1);
    views.push(view(dialect, ALL.to_owned(), "r.form is not null", &joined));
    views
}

fn view(dialect: Dialect, name: String, condition: &str, columns: &[(&str, Vec<i64>)]) -> View {
    let mut sql = format!("create view {name} as\nselect\n  r.*");
    for (id, numbers) in columns {
        let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
        let (value, cells, column) = (number(dialect, "f.value"), numbers.join(", "), column(id));
        let _ = match dialect {
            // One column is looked up at a time, and only those that are asked for.
            Dialect::Sqlite | Dialect::Postgres => write!(
                sql,
                ",\n  (select {value} from fact f where f.report_no = r.report_no and f.cell_no in ({cells}) and f.status <> 'doubtful') as {column}"
            ),
            Dialect::Duckdb => write!(sql, ",\n  w.{column}"),
        };
    }
    let doubtful = match dialect {
        Dialect::Sqlite => {
            "(select group_concat(cell_id, ' ') from (select c.cell_id from fact f join cell c on c.cell_no = f.cell_no where f.report_no = r.report_no and f.status = 'doubtful' order by c.cell_id))"
        }
        Dialect::Postgres => {
            "(select string_agg(c.cell_id, ' ' order by c.cell_id) from fact f join cell c on c.cell_no = f.cell_no where f.report_no = r.report_no and f.status = 'doubtful')"
        }
        Dialect::Duckdb => "w.doubtful",
    };
    let _ = write!(sql, ",\n  {doubtful} as doubtful\nfrom reports r");
    if dialect == Dialect::Duckdb {
        sql.push_str("\njoin (select f.report_no");
        for (id, numbers) in columns {
            let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
            let (cells, column) = (numbers.join(", "), column(id));
            let _ = write!(
                sql,
                ",\n  max(f.value) filter (where f.cell_no in ({cells}) and f.status <> 'doubtful') as {column}"
            );
        }
        sql.push_str(",\n  string_agg(c.cell_id, ' ' order by c.cell_id) filter (where f.status = 'doubtful') as doubtful\n  from fact f join cell c on c.cell_no = f.cell_no group by f.report_no) w on w.report_no = r.report_no");
    }
    let _ = write!(sql, "\nwhere {condition};\n");
    View { name, sql }
}

#[cfg(test)]
mod tests {
    use super::{SAME, catalogues, column};
    use std::collections::BTreeSet;

    #[test]
    fn columns_are_unlike_and_no_longer_than_a_name_may_be() {
        for form in catalogues() {
            let names: BTreeSet<String> = form.cells.iter().map(|cell| column(&cell.id)).collect();
            assert_eq!(names.len(), form.cells.len(), "{}", form.form);
            // PostgreSQL cuts a name after 63 bytes, and says so to nobody.
            let long: Vec<_> = names.iter().filter(|name| name.len() > 63).collect();
            assert!(long.is_empty(), "{}: {long:?}", form.form);
        }
    }

    #[test]
    fn cells_that_are_said_to_mean_the_same_are_there() {
        let is_cell = |id: &str| catalogues().iter().any(|form| form.cells.iter().any(|cell| cell.id == id));
        for (old, new) in SAME {
            assert!(is_cell(old) && is_cell(new), "{old}, {new}");
        }
    }
}
