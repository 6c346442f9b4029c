//! The statutory forms, as data: labels, aliases, ids, units, evidence. No form is code.
//!
//! The files in `forms/` are compiled in; they name their sources. A form is what the labels of a document say it is.

mod identity;
mod mentions;
mod statistics;

use super::id::{CellId, Ids};
use crate::parse::fold::{letters, without_brackets};
use crate::parse::label::Label;
pub use identity::{Equation, Identity, Per};
pub(crate) use mentions::{Items, Mentions};
use serde::Deserialize;
use smol_str::SmolStr;
pub use statistics::{Statistics, Variant};
pub(crate) use statistics::{said, words};
use std::sync::LazyLock;

/// All forms this version reads.
#[derive(Debug)]
pub struct Forms {
    /// Section two, one a form.
    pub proactive: Vec<Proactive>,
    /// Section three, the same in all.
    pub requests: Requests,
    /// Section four, the same in all.
    pub appeals: Appeals,
    /// The statistics table before there were sections.
    pub statistics: Statistics,
    /// The words that only one form prints, each an item, in the order of the forms and their words.
    pub(super) evidence: Mentions,
    /// The ids of all cells of all forms.
    pub(super) ids: Ids,
}

/// Something that has an id and a printed label: a row, a column, a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its part of the cell id.
    pub id: String,
    /// The statutory wording.
    pub label: String,
    /// Wordings seen in published reports.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The label of the rows it stands among.
    #[serde(default)]
    pub group: Option<String>,
    /// Rows that it stands for where they are not printed.
    #[serde(default)]
    pub instead_of: Vec<String>,
    /// Heading of the block it stands in.
    #[serde(default)]
    pub article: Option<String>,
    /// Ids of the columns its row has, where not every row has all.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Unit of its values: empty where money is meant and the form names none.
    #[serde(default)]
    pub unit: Option<String>,
    /// What its values count, where they are no money: printed beside them, and not kept.
    #[serde(default)]
    pub counted_in: Option<String>,
    /// It stands over other rows and has no value of its own.
    #[serde(default)]
    pub heading: bool,
    /// The last report year that prints it, where it was given up.
    #[serde(default)]
    pub last_year: Option<u16>,
    #[serde(skip)]
    names: Vec<SmolStr>,
    #[serde(skip)]
    cells: Vec<CellId>,
}

impl Item {
    /// Label and aliases, folded.
    pub fn names(&self) -> &[SmolStr] {
        &self.names
    }

    /// The ids of its cells, in the order of its columns; none where it is no row and no kind.
    pub fn cells(&self) -> &[CellId] {
        &self.cells
    }

    fn fold(&mut self) {
        self.names = std::iter::once(&self.label).chain(&self.aliases).map(|l| Label::read(l).words).collect();
    }
}

/// Section two of a form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proactive {
    /// The form's id.
    pub id: String,
    /// The form's name.
    pub label: String,
    /// The table's part of the cell id.
    pub table: String,
    /// The section's heading.
    pub heading: String,
    /// The label over the row labels, folded.
    pub corner: String,
    /// Its rows, in printed order.
    pub rows: Vec<Item>,
    /// Its columns; every row names those it has.
    pub columns: Vec<Item>,
    /// What tells this form from the others.
    pub evidence: Evidence,
}

/// Words that only one form prints.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The words, folded when loaded.
    pub words: Vec<String>,
}

impl Proactive {
    /// The columns of a row, in printed order.
    pub fn columns_of<'a>(&'a self, row: &'a Item) -> impl Iterator<Item = &'a Item> {
        row.columns.iter().filter_map(|id| self.columns.iter().find(|c| c.id == *id))
    }

    /// The cell of a row and one of its columns.
    pub fn cell<'r>(&self, row: &'r Item, column: &Item) -> Option<&'r CellId> {
        row.columns.iter().position(|id| *id == column.id).and_then(|at| row.cells.get(at))
    }
}

/// Section three.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    /// The table's part of the cell id.
    pub table: String,
    /// The section's heading.
    pub label: String,
    /// Words that announce the table and belong to no cell.
    pub frame: Vec<SmolStr>,
    /// Its columns, in printed order.
    pub columns: Vec<Item>,
    /// Labels over several rows.
    pub groups: Vec<Group>,
    /// Its rows, in printed order.
    pub rows: Vec<Item>,
    /// Its arithmetic.
    pub identities: Vec<Identity>,
    /// The names of its rows that are no words of sentences; not of one that stands for others.
    #[serde(skip)]
    pub(super) named: Mentions,
}

/// A label over several rows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its wording.
    pub label: String,
}

/// Section four.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeals {
    /// The table's part of the cell id.
    pub table: String,
    /// The section's heading.
    pub label: String,
    /// Words that announce the table and belong to no cell.
    pub frame: Vec<SmolStr>,
    /// Its kinds, in printed order.
    pub kinds: Vec<Item>,
    /// The results of each kind, in printed order.
    pub results: Vec<Item>,
    /// Its arithmetic.
    pub identities: Vec<Identity>,
    /// The names of its kinds.
    #[serde(skip)]
    pub(super) named: Mentions,
}

impl Forms {
    /// The second section of a form.
    pub fn form(&self, id: &str) -> Option<&Proactive> {
        self.proactive.iter().find(|f| f.id == id)
    }

    /// Every cell id of a form in the form's order. `single` tells which of the rows that stand for one another are
    /// printed: true for （六）其他处理 as one row.
    pub fn cells(&self, form: &Proactive, single: bool) -> Vec<CellId> {
        let rows = form.rows.iter().chain(self.requests.rows_printed(single)).chain(&self.appeals.kinds);
        rows.flat_map(Item::cells).cloned().collect()
    }
}

impl Forms {
    /// Makes the ids of all cells, and gives each row its own.
    fn name_cells(&mut self) {
        fn all(columns: &[Item]) -> Vec<String> {
            columns.iter().map(|column| column.id.clone()).collect()
        }
        let mut rows: Vec<(&mut Item, &str, Option<&[String]>)> = Vec::new();
        let (of_requests, of_appeals) = (all(&self.requests.columns), all(&self.appeals.results));
        let of_statistics = all(&self.statistics.columns);
        for form in &mut self.proactive {
            rows.extend(form.rows.iter_mut().map(|row| (row, form.table.as_str(), None)));
        }
        let (requests, appeals) = (&mut self.requests, &mut self.appeals);
        rows.extend(requests.rows.iter_mut().map(|row| (row, requests.table.as_str(), Some(&of_requests[..]))));
        rows.extend(appeals.kinds.iter_mut().map(|kind| (kind, appeals.table.as_str(), Some(&of_appeals[..]))));
        let list = &mut self.statistics;
        for variant in &mut list.variants {
            let printed = variant.rows.iter_mut().filter(|row| !row.heading);
            rows.extend(printed.map(|row| (row, list.table.as_str(), Some(&of_statistics[..]))));
        }
        let texts = |row: &Item, table: &str, columns: Option<&[String]>| -> Vec<String> {
            columns.unwrap_or(&row.columns).iter().map(|column| format!("{table}.{}.{column}", row.id)).collect()
        };
        self.ids = Ids::of(rows.iter().flat_map(|(row, table, columns)| texts(row, table, *columns)));
        for (row, table, columns) in rows {
            row.cells = texts(row, table, columns).iter().map(|text| self.ids.id(text)).collect();
        }
    }

    /// Every equation of every table.
    pub fn equations(&self) -> impl Iterator<Item = Equation<'_>> {
        let requests = self.requests.identities.iter().flat_map(|identity| {
            let subjects = if identity.per == Per::Row { &self.requests.rows } else { &self.requests.columns };
            subjects.iter().map(|subject| Equation::of(identity, &self.requests.table, &subject.id, &self.ids))
        });
        let appeals = self.appeals.identities.iter().flat_map(|identity| {
            self.appeals.kinds.iter().map(|kind| Equation::of(identity, &self.appeals.table, &kind.id, &self.ids))
        });
        requests.chain(appeals).chain(self.statistics.equations(&self.ids))
    }
}

impl Requests {
    /// The rows a report prints: with （六）其他处理 as a single row, or as three.
    pub fn rows_printed(&self, single: bool) -> impl Iterator<Item = &Item> {
        let parts: Vec<&String> = self.rows.iter().flat_map(|r| &r.instead_of).collect();
        self.rows.iter().filter(move |r| if single { !parts.contains(&&r.id) } else { r.instead_of.is_empty() })
    }

    /// Whether one row is printed for several: it is shown, and the last of those it stands for is not.
    pub fn is_single(&self, is_shown: impl Fn(&Item) -> bool) -> bool {
        let one = self.rows.iter().find(|r| !r.instead_of.is_empty());
        let last = one.and_then(|r| r.instead_of.last()).and_then(|id| self.rows.iter().find(|r| r.id == *id));
        one.is_some_and(&is_shown) && !last.is_some_and(&is_shown)
    }
}

impl Appeals {
    /// The cell ids, in printed order.
    pub fn cells(&self) -> impl Iterator<Item = &CellId> {
        self.kinds.iter().flat_map(Item::cells)
    }
}

/// Every equation of every table, made once.
pub fn equations() -> &'static [Equation<'static>] {
    static EQUATIONS: LazyLock<Vec<Equation<'static>>> = LazyLock::new(|| forms().equations().collect());
    &EQUATIONS
}

/// The equation of an identity and subject that a report with these cells can be held to.
pub fn equation(id: &str, subject: &str, has: impl Fn(&CellId) -> bool) -> Option<&'static Equation<'static>> {
    equations().iter().find(|e| e.identity.id == id && e.subject == subject && e.applies(&has))
}

/// The forms, read once.
pub fn forms() -> &'static Forms {
    static FORMS: LazyLock<Forms> = LazyLock::new(|| {
        let mut forms = Forms {
            proactive: vec![
                embedded(include_str!("../forms/ogi-2021.toml")),
                embedded(include_str!("../forms/ogi-2019.toml")),
            ],
            requests: embedded(include_str!("../forms/requests.toml")),
            appeals: embedded(include_str!("../forms/appeals.toml")),
            statistics: statistics::embedded(),
            evidence: Mentions::default(),
            ids: Ids::default(),
        };
        for form in &mut forms.proactive {
            form.rows.iter_mut().chain(&mut form.columns).for_each(Item::fold);
            for word in &mut form.evidence.words {
                *word = letters(&without_brackets(word));
            }
        }
        forms.requests.rows.iter_mut().chain(&mut forms.requests.columns).for_each(Item::fold);
        forms.appeals.kinds.iter_mut().chain(&mut forms.appeals.results).for_each(Item::fold);
        let words = forms.proactive.iter().flat_map(|form| &form.evidence.words);
        forms.evidence = Mentions::of(words.map(String::as_str).enumerate());
        let alone = forms.requests.rows.iter().map(|row| if row.instead_of.is_empty() { row.names() } else { &[] });
        let long = numbered(alone).filter(|(_, name)| name.chars().count() >= SHORTEST_NAME);
        forms.requests.named = Mentions::of(long);
        forms.appeals.named = Mentions::of(numbered(forms.appeals.kinds.iter().map(Item::names)));
        forms.name_cells();
        forms
    });
    &FORMS
}

/// A name of fewer letters is a word of sentences too.
pub(super) const SHORTEST_NAME: usize = 4;

/// Names with the number of their item.
fn numbered<'n>(items: impl Iterator<Item = &'n [SmolStr]>) -> impl Iterator<Item = (usize, &'n str)> {
    items.enumerate().flat_map(|(item, names)| names.iter().map(move |name| (item, name.as_str())))
}

#[expect(clippy::expect_used, reason = "compiled in and read by every test: a fault never reaches a user")]
fn embedded<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).expect("form data is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_have_the_cells_of_the_contract() {
        let f = forms();
        let count = |id: &str, single| f.form(id).map(|form| f.cells(form, single).len());
        // 10 cells of section two, 27 rows of 7, 15 results; 22 cells and 25 rows in the older form.
        assert_eq!(count("ogi-2021", false), Some(10 + 25 * 7 + 15));
        assert_eq!(count("ogi-2021", true), Some(10 + 23 * 7 + 15));
        assert_eq!(count("ogi-2019", true), Some(22 + 23 * 7 + 15));
    }

    #[test]
    fn every_name_is_one_things_name() {
        let f = forms();
        let mut names: Vec<_> =
            f.requests.rows.iter().flat_map(|r| r.names().iter().map(move |n| (n, &r.id))).collect();
        names.sort();
        for pair in names.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1, "{pair:?}");
        }
        for form in &f.proactive {
            for row in &form.rows {
                assert_eq!(form.columns_of(row).count(), row.columns.len(), "{}.{}", form.id, row.id);
            }
        }
    }
}
