//! The header of the table: which columns hold values, which units, ordinals and notes.

use crate::parse::table::{Field, Row, Table};
use crate::report::form::Statistics;
use crate::report::recognise::{is_contrary, is_exact, likeness_from};

/// Likeness from which a damaged name is taken for the column of all years, whose names are like no other's.
const ALIKE: f32 = 0.6;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The labels.
    Label,
    /// The units.
    Unit,
    /// Numbers that count the rows.
    Ordinal,
    /// Notes.
    Note,
    /// The values of a column of the form.
    Value(usize),
    /// Those of another period.
    Other,
    /// Not known.
    Unknown,
}

/// A header row.
#[derive(Debug, Clone)]
pub(super) struct Header {
    columns: Vec<(Role, [f32; 2])>,
    /// Its reaches are those of every row of its table.
    placed: bool,
    /// Fields of the row it was read from.
    fields: usize,
}

/// A column that holds numbers: the column of the form it is, and how far it reaches where that is known.
pub(super) type Head = (Option<usize>, Option<[f32; 2]>);

impl Header {
    /// Reads a row as a header.
    pub(super) fn read(row: &Row, table: &Table, form: &Statistics) -> Option<Self> {
        let fields: Vec<&Field> = row.fields.iter().filter(|f| f.starts).collect();
        if fields.iter().any(|f| f.is_printed_value() && f.label.words.is_empty()) {
            return None;
        }
        // Whatever else a header has, it names its labels or its units; few rows of a document do.
        let is_named = |f: &&Field| form.over_labels.contains(&f.letters) || form.over_units.contains(&f.letters);
        if !fields.iter().any(is_named) {
            return None;
        }
        let columns: Vec<(Role, [f32; 2])> = fields.iter().map(|f| (role(f, form), f.reach)).collect();
        let has = |wanted: fn(&Role) -> bool| columns.iter().any(|(r, _)| wanted(r));
        let labels = has(|r| *r == Role::Label);
        let values = has(|r| matches!(r, Role::Value(_)));
        let units = has(|r| *r == Role::Unit);
        (labels && (values || units) || values && units).then(|| Self {
            placed: table.kind.has_columns(),
            fields: fields.len(),
            columns,
        })
    }

    /// What stands over a field.
    pub(super) fn over(&self, field: &Field, row: &Row) -> Option<Role> {
        let same = self.placed || row.fields.iter().filter(|f| f.starts).count() == self.fields;
        let over = self.columns.iter().filter(|(_, reach)| field.overlap(*reach) > 0.0);
        let mut over = over.map(|(role, _)| *role).filter(|_| same);
        let first = over.next()?;
        over.next().is_none().then_some(first)
    }

    /// Whether a field stands in a column of labels.
    pub(super) fn is_label(&self, field: &Field, row: &Row) -> bool {
        self.over(field, row) == Some(Role::Label)
    }

    /// The columns that hold numbers in one half of the table. A column without a name counts where numbers stand in it;
    /// the only one that there is, is the year's.
    pub(super) fn heads(&self, half: usize, holds_numbers: impl Fn([f32; 2]) -> bool) -> Vec<Head> {
        let mut labels = 0;
        let mut heads: Vec<Head> = Vec::new();
        for (at, (role, reach)) in self.columns.iter().enumerate() {
            let new_half = *role == Role::Label && at > 0 && self.columns[at - 1].0 != Role::Label;
            labels += usize::from(new_half && self.columns[..at].iter().any(|(r, _)| *r == Role::Label));
            let reach_known = self.placed.then_some(*reach);
            match role {
                Role::Value(c) if labels == half => heads.push((Some(*c), reach_known)),
                Role::Other | Role::Unknown if labels == half && holds_numbers(*reach) => {
                    heads.push((None, reach_known));
                }
                _ => {}
            }
        }
        if let [(None, _)] = heads[..]
            && self.columns.iter().all(|(r, reach)| *r != Role::Other || !holds_numbers(*reach))
        {
            heads[0].0 = Some(0);
        }
        // One table has one half where its header names one.
        if heads.is_empty() && half > 0 && labels == 0 {
            return self.heads(0, holds_numbers);
        }
        heads
    }
}

fn role(field: &Field, form: &Statistics) -> Role {
    let words = &field.letters;
    let name = &field.label.words;
    let column = form.columns.iter().position(|c| is_exact(name, c));
    let all_years = &form.columns[form.columns.len() - 1];
    match () {
        () if form.over_labels.contains(words) => Role::Label,
        () if form.over_units.contains(words) => Role::Unit,
        () if form.over_ordinals.contains(words) => Role::Ordinal,
        () if form.over_notes.contains(words) => Role::Note,
        () if column.is_some() => column.map_or(Role::Unknown, Role::Value),
        () if likeness_from(ALIKE, name, all_years) >= ALIKE => Role::Value(form.columns.len() - 1),
        () if is_contrary(name) => Role::Other,
        () => Role::Unknown,
    }
}
