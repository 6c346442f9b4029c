//! Rows whose fields are sure and whose columns are not: tabs and bars tell one field from the next, but merged cells left
//! some rows fewer fields than others.
//!
//! Takes a row and what the full rows of its table look like, gives the fields that are its values. Where a row's empty
//! fields could stand at either edge, the full rows decide, and where they do not agree, nothing is given.

use crate::parse::table::{Field, Row, Table};

/// Where the values stand in a row of fields: as many empty fields before the first printed value, fields from it to the
/// last, and empty fields after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Margins {
    lead: usize,
    printed: usize,
    tail: usize,
}

impl Margins {
    fn of(row: &Row) -> Option<Self> {
        let values: Vec<&Field> = row.values().collect();
        let lead = values.iter().position(|f| f.is_printed_value())?;
        let last = values.iter().rposition(|f| f.is_printed_value())?;
        Some(Self { lead, printed: last + 1 - lead, tail: values.len() - 1 - last })
    }
}

/// The margins of those rows of a table that are full.
pub(super) fn full_rows(table: &Table, columns: usize) -> Vec<Margins> {
    let mut full: Vec<Margins> = table.rows.iter().filter_map(Margins::of).filter(|m| m.printed == columns).collect();
    full.sort_unstable();
    full.dedup();
    full
}

/// The fields of a row that are its values, where tabs or bars tell fields but rows have different numbers of them: as
/// many as the form has columns, from the first value to the last; with empty cells among them, placed like the full rows
/// of the same table.
pub(super) fn fields_in_order<'a>(row: &'a Row, full: &[Margins], columns: usize) -> Option<Vec<&'a Field>> {
    let values: Vec<&Field> = row.values().collect();
    if let Some(mine) = Margins::of(row).filter(|m| m.printed == columns) {
        return Some(values[mine.lead..mine.lead + columns].to_vec());
    }
    // Empty cells at an edge: the row is placed like the full rows with as many fields, then like all full rows.
    let alike: Vec<usize> = full.iter().filter(|m| m.lead + columns + m.tail == values.len()).map(|m| m.lead).collect();
    let is_rest = |(i, f): (usize, &&Field), lead: usize| (i < lead || i >= lead + columns) && f.is_printed_value();
    let nothing_else = |lead: usize| !values.iter().enumerate().any(|field| is_rest(field, lead));
    if let [lead] = alike[..]
        && nothing_else(lead)
    {
        return Some(values[lead..lead + columns].to_vec());
    }
    let tail = full.first().map(|m| m.tail).filter(|t| full.iter().all(|m| m.tail == *t))?;
    let end = values.len().checked_sub(tail)?;
    let start = end.checked_sub(columns)?;
    let rest_is_empty = values[..start].iter().chain(&values[end..]).all(|f| !f.is_printed_value());
    rest_is_empty.then(|| values[start..end].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Line;
    use crate::parse::{self, Printed};

    /// The values found in the last line of a text of tabbed rows.
    fn last_row(text: &str, columns: usize) -> Option<Vec<String>> {
        let lines: Vec<Line> =
            text.lines().enumerate().map(|(n, t)| Line { number: n as u32 + 1, text: t.to_owned() }).collect();
        let printed = parse::read(&crate::layout::text::lay_out(&lines));
        let table = printed.iter().find_map(|p| if let Printed::Table(t) = p { Some(t) } else { None })?;
        let fields = fields_in_order(table.rows.last()?, &full_rows(table, columns), columns)?;
        Some(fields.iter().map(|f| f.text.to_string()).collect())
    }

    #[test]
    fn a_full_row_needs_no_others() {
        assert_eq!(last_row("甲类\t\t1\t2\t3\t\n乙类\t4\t5\t6\t", 3), Some(vec!["4".into(), "5".into(), "6".into()]));
    }

    #[test]
    fn an_empty_field_at_the_edge_is_placed_as_in_the_full_rows() {
        let found = last_row("甲类\t\t1\t2\t3\t\n乙类\t\t\t5\t6\t", 3);
        assert_eq!(found, Some(vec![String::new(), "5".into(), "6".into()]));
    }

    #[test]
    fn a_row_of_blanks_is_blank() {
        assert_eq!(last_row("甲类\t\t1\t2\t3\t\n乙类\t\t\t\t\t", 3), Some(vec![String::new(); 3]));
    }

    #[test]
    fn a_row_with_too_few_fields_gives_nothing() {
        assert_eq!(last_row("甲类\t1\t2\t3\n乙类\t5", 3), None);
    }
}
