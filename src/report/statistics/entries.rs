//! Rows of a table → entries: what is printed of one indicator, its label, its unit, its values.
//!
//! A row holds one entry, or two where two halves of the list stand side by side. Nothing is named here.

use super::header::{Header, Role};
use crate::parse::label::ordinal;
use crate::parse::number::Content;
use crate::parse::table::{Field, Row};
use crate::report::form::Statistics;

/// What is printed of one indicator.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry<'a> {
    /// The table it stands in, counted from 0.
    pub(super) table: usize,
    /// Which half of the table, counted from 0.
    pub(super) half: usize,
    /// Words that reach into the row from above.
    pub(super) above: Vec<&'a Field>,
    /// The words before the values.
    pub(super) labels: Vec<&'a Field>,
    /// The unit.
    pub(super) unit: Option<&'a Field>,
    /// What stands where values do, empty cells too.
    pub(super) values: Vec<&'a Field>,
}

impl Entry<'_> {
    /// What is printed where values stand.
    pub(super) fn printed(&self) -> impl Iterator<Item = &Field> {
        self.values.iter().copied().filter(|f| f.is_printed_value() || f.is_words())
    }

    /// Whether its label ends with digits that belong to no note: a value may have been joined to it.
    pub(super) fn label_has_digits(&self) -> bool {
        let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        self.labels.iter().any(|f| f.text.trim_end().ends_with(digit))
    }
}

/// The entries of a row.
pub(super) fn of<'a>(row: &'a Row, table: usize, form: &Statistics, header: Option<&Header>) -> Vec<Entry<'a>> {
    let reaching = || row.fields.iter().filter(|f| !f.starts && f.is_words());
    let begin = |half| Entry { table, half, above: reaching().collect(), ..Entry::default() };
    let mut found = Vec::new();
    let mut entry = begin(0);
    let is_alone = row.fields.iter().filter(|f| f.starts).count() == 1;
    for field in row.fields.iter().filter(|f| f.starts) {
        let nothing_yet = entry.values.iter().all(|v| v.content == Content::Empty);
        match header.and_then(|h| h.over(field, row)) {
            Some(Role::Ordinal) => continue,
            // A number there, and none where it belongs, has moved.
            Some(Role::Note) if !(nothing_yet && holds_number(field)) => continue,
            _ => {}
        }
        let labelled = !entry.labels.is_empty();
        // Before any label, the label stands on lines of its own around the row.
        if is_unit(field, form) && entry.unit.is_none() && nothing_yet {
            entry.unit = Some(field);
        } else if is_label(field) {
            if entry.unit.is_some() && entry.values.is_empty() && header.is_none_or(|h| !h.is_label(field, row)) {
                // Words where a value should be.
                entry.values.push(field);
            } else if entry.values.is_empty() && entry.unit.is_none() {
                entry.labels.push(field);
            } else {
                let half = entry.half + 1;
                found.push(std::mem::replace(&mut entry, begin(half)));
                entry.labels.push(field);
            }
        } else if labelled || entry.unit.is_some() || field.is_printed_value() && (is_alone || !counts_rows(field)) {
            entry.values.push(field);
        }
    }
    found.push(entry);
    found
}

/// Words, or an ordinal in a cell of its own (`1.`).
fn is_label(field: &Field) -> bool {
    let numbered = || ordinal(field.text.trim()).is_ok_and(|(rest, _)| rest.is_empty());
    field.is_words() || field.content == Content::Unread && numbered()
}

/// A small whole number before any label: it numbers the rows, unless nothing else stands in its row.
fn counts_rows(field: &Field) -> bool {
    let text = field.text.trim();
    text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())
}

fn holds_number(field: &Field) -> bool {
    matches!(field.content, Content::Number(_))
}

fn is_unit(field: &Field, form: &Statistics) -> bool {
    field.is_words() && form.units.contains(&field.letters)
}
