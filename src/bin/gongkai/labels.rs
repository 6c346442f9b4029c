//! The words of the statutory forms for tables, rows and columns. Where a form has none, the id stands for itself.

use gongkai::report::Report;
use gongkai::report::form::{Forms, Item, Proactive, Variant, forms};
use gongkai::report::id::CellId;

/// The labels of one report's form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labels {
    forms: &'static Forms,
    proactive: Option<&'static Proactive>,
    variant: Option<&'static Variant>,
}

impl Labels {
    /// Those of a report.
    pub(crate) fn of(report: &Report) -> Self {
        let forms = forms();
        let form = report.form.as_deref();
        // The variant of the statistics table that has most of its rows.
        let shown = |v: &Variant| {
            let is = |id: &CellId| v.rows.iter().any(|r| r.cells().first() == Some(id));
            report.cells.iter().filter(|(id, _)| is(id)).count()
        };
        let variant = forms.statistics.variants.iter().max_by_key(|v| shown(v)).filter(|v| shown(v) > 0);
        Self { forms, proactive: form.and_then(|id| forms.form(id)), variant }
    }

    /// The heading of a table.
    pub(crate) fn table<'a>(&self, id: &'a str) -> &'a str {
        let known = [
            Some((self.forms.statistics.table.as_str(), self.forms.statistics.heading.as_str())),
            self.proactive.map(|p| (p.table.as_str(), p.heading.as_str())),
            Some((self.forms.requests.table.as_str(), self.forms.requests.label.as_str())),
            Some((self.forms.appeals.table.as_str(), self.forms.appeals.label.as_str())),
        ];
        known.into_iter().flatten().find(|(table, _)| *table == id).map_or(id, |(_, label)| label)
    }

    /// The label of a row, and that of the rows it stands among.
    pub(crate) fn row<'a>(&self, table: &str, id: &'a str) -> (&'a str, Option<&'static str>) {
        if table == self.forms.statistics.table {
            let row = self.variant.and_then(|v| v.rows.iter().find(|r| r.id == id));
            return row.map_or((id, None), |item| (item.label.as_str(), item.group.as_deref()));
        }
        find(self.items(table).0, id).map_or((id, None), |item| (item.label.as_str(), item.group.as_deref()))
    }

    /// The label of a column.
    pub(crate) fn column<'a>(&self, table: &str, id: &'a str) -> &'a str {
        find(self.items(table).1, id).map_or(id, |item| item.label.as_str())
    }

    /// Rows and columns of a table.
    fn items(&self, table: &str) -> (&'static [Item], &'static [Item]) {
        let (requests, appeals) = (&self.forms.requests, &self.forms.appeals);
        match self.proactive {
            Some(p) if p.table == table => (&p.rows, &p.columns),
            _ if requests.table == table => (&requests.rows, &requests.columns),
            _ if appeals.table == table => (&appeals.kinds, &appeals.results),
            _ if self.forms.statistics.table == table => (&[], &self.forms.statistics.columns),
            _ => (&[], &[]),
        }
    }
}

fn find(items: &'static [Item], id: &str) -> Option<&'static Item> {
    items.iter().find(|item| item.id == id)
}

/// The label of a row of any form, by the beginning of its cells' ids: `requests.received`.
pub(crate) fn of_row(id: &str) -> Option<&'static str> {
    let (table, row) = id.split_once('.')?;
    let forms = forms();
    let proactive = forms.proactive.iter().filter(|p| p.table == table).flat_map(|p| &p.rows);
    let requests = forms.requests.rows.iter().filter(|_| forms.requests.table == table);
    let kinds = forms.appeals.kinds.iter().filter(|_| forms.appeals.table == table);
    let variants = forms.statistics.variants.iter().filter(|_| forms.statistics.table == table);
    let mut all = proactive.chain(requests).chain(kinds).chain(variants.flat_map(|v| &v.rows));
    all.find(|item| item.id == row).map(|item| item.label.as_str())
}
