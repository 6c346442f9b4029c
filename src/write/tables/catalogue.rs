//! What the forms say of each cell: its words, its labels, its place in the order of ids, and of what it is the sum.
//!
//! Made once from the forms' data. A cell that no form has (a line written by another version) has no labels and is a
//! total of nothing; it is written all the same.

use crate::report::form::{Forms, Item, forms};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A cell of a form.
#[derive(Debug)]
pub(in crate::write) struct Cell {
    pub(in crate::write) id: String,
    pub(in crate::write) row_label: &'static str,
    pub(in crate::write) column_label: &'static str,
    /// The unit that the form sets, where money is meant.
    pub(in crate::write) unit: Option<&'static str>,
    /// The sums it is.
    pub(in crate::write) sums: Vec<Sum>,
}

impl Cell {
    /// Whether the form makes it the sum of others, where a report has these.
    pub(in crate::write) fn is_sum(&self) -> bool {
        self.sums.iter().any(|sum| sum.holds(|_| true))
    }
}

/// The cells that make another one.
#[derive(Debug)]
pub(in crate::write) struct Sum {
    /// Their places in the catalogue.
    parts: Vec<usize>,
    /// It holds only where all are there.
    whole: bool,
}

impl Sum {
    /// Whether it can be said of a report with these cells.
    pub(in crate::write) fn holds(&self, has: impl Fn(usize) -> bool) -> bool {
        !self.parts.is_empty()
            && if self.whole { self.parts.iter().all(|p| has(*p)) } else { self.parts.iter().any(|p| has(*p)) }
    }
}

/// The cells of one form, in the form's order.
#[derive(Debug)]
pub(in crate::write) struct Catalogue {
    pub(in crate::write) form: &'static str,
    pub(in crate::write) cells: Vec<Cell>,
}

impl Catalogue {
    /// The place of a cell. The search begins at a guess, which is right where a report follows the form.
    pub(in crate::write) fn find(&self, id: &str, guess: usize) -> Option<usize> {
        let count = self.cells.len();
        (0..count).map(|step| (guess + step) % count).find(|c| self.cells[*c].id == id)
    }

    fn of(form: &'static str, cells: Vec<(String, &'static Item, &'static Item)>) -> Self {
        let places: BTreeMap<&str, usize> = cells.iter().enumerate().map(|(at, (id, ..))| (id.as_str(), at)).collect();
        let mut sums: BTreeMap<usize, Vec<Sum>> = BTreeMap::new();
        for equation in forms().equations() {
            // A sum that makes one cell makes a total of it; the balance of two sides makes none.
            let [total] = equation.right.as_slice() else { continue };
            let Some(total) = places.get(total.as_str()) else { continue };
            let found: Vec<usize> = equation.left.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
            let is_there = !equation.identity.whole || found.len() == equation.left.len();
            if is_there {
                sums.entry(*total).or_default().push(Sum { parts: found, whole: equation.identity.whole });
            }
        }
        let known = |(at, (id, row, column)): (usize, (String, &'static Item, &'static Item))| Cell {
            id,
            row_label: row.label.as_str(),
            column_label: column.label.as_str(),
            unit: column.unit.as_deref().or(row.unit.as_deref()).filter(|unit| !unit.is_empty()),
            sums: sums.remove(&at).unwrap_or_default(),
        };
        Self { form, cells: cells.into_iter().enumerate().map(known).collect() }
    }
}

/// A cell id in its three parts: table, row, column.
pub(in crate::write) fn split(id: &str) -> (&str, &str, &str) {
    let (table, rest) = id.split_once('.').unwrap_or((id, ""));
    let (row, column) = rest.rsplit_once('.').unwrap_or(("", rest));
    (table, row, column)
}

/// The catalogue of every form.
pub(in crate::write) fn catalogues() -> &'static [Catalogue] {
    static ALL: LazyLock<Vec<Catalogue>> = LazyLock::new(|| {
        let forms = forms();
        let sections = forms.proactive.iter().map(|form| {
            let proactive = form.rows.iter().flat_map(|row| {
                form.columns_of(row)
                    .map(move |column| (format!("{}.{}.{}", form.table, row.id, column.id), row, column))
            });
            Catalogue::of(&form.id, proactive.chain(later_sections(forms)).collect())
        });
        let list = &forms.statistics;
        let mut seen = BTreeSet::new();
        let statistics = list.rows().flat_map(|row| {
            list.columns.iter().enumerate().map(move |(c, column)| (row.cells()[c].to_string(), row, column))
        });
        let statistics = Catalogue::of(&list.id, statistics.filter(|(id, ..)| seen.insert(id.clone())).collect());
        sections.chain(std::iter::once(statistics)).collect()
    });
    &ALL
}

/// The cells of sections three and four.
fn later_sections(forms: &'static Forms) -> impl Iterator<Item = (String, &'static Item, &'static Item)> {
    let (requests, appeals) = (&forms.requests, &forms.appeals);
    let of_requests = requests.rows.iter().flat_map(move |row| {
        requests.columns.iter().map(move |column| (format!("{}.{}.{}", requests.table, row.id, column.id), row, column))
    });
    let of_appeals = appeals.kinds.iter().flat_map(move |kind| {
        appeals.results.iter().map(move |result| (format!("{}.{}.{}", appeals.table, kind.id, result.id), kind, result))
    });
    of_requests.chain(of_appeals)
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, catalogues, split};

    fn totals<'c>(catalogue: &'c Catalogue, has: &dyn Fn(&str) -> bool) -> Vec<&'c str> {
        let is_total = |sums: &[super::Sum]| sums.iter().any(|s| s.holds(|p| has(&catalogue.cells[p].id)));
        catalogue.cells.iter().filter(|c| is_total(&c.sums)).map(|c| c.id.as_str()).collect()
    }

    #[test]
    fn totals_are_those_that_the_identities_make() {
        let form = &catalogues()[0];
        let totals = totals(form, &|_| true);
        // The totals of 26 rows, （七）总计 of the six other columns, the totals of three kinds of appeal.
        assert_eq!(totals.len(), 26 + 6 + 3, "{totals:?}");
        assert!(totals.contains(&"requests.outcome_total.natural_person"));
        assert!(totals.contains(&"requests.other_handling.total.total"));
        assert!(!totals.contains(&"requests.other_handling.total.natural_person"));
        assert!(!totals.contains(&"requests.carried_out.natural_person"));
    }

    #[test]
    fn a_sum_whose_parts_a_table_does_not_print_is_the_only_number_there_is() {
        let list = catalogues().iter().find(|c| c.form == "ogi-2014").unwrap();
        let id = "statistics.reconsideration.total.current";
        assert!(list.find(id, 7).is_some());
        assert!(totals(list, &|_| true).contains(&id));
        assert!(!totals(list, &|cell| cell == id).contains(&id));
    }

    #[test]
    fn ids_are_unlike_and_come_apart_at_their_ends() {
        for form in catalogues() {
            for (at, cell) in form.cells.iter().enumerate() {
                assert_eq!(form.find(&cell.id, at + 1), Some(at));
                let (table, row, column) = split(&cell.id);
                assert_eq!(format!("{table}.{row}.{column}"), cell.id);
            }
        }
        assert_eq!(split("requests.refused.third_party.total"), ("requests", "refused.third_party", "total"));
        assert_eq!(split("odd"), ("odd", "", ""));
    }
}
