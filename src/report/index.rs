//! The cells of a report by their ids, for those who ask for many: every sum of a form names its cells by id.

use super::{Cell, Report};
use foldhash::{HashMap, HashMapExt as _};

/// Where the cells of a report stand.
#[derive(Debug)]
pub(crate) struct Index<'r> {
    cells: &'r [(String, Cell)],
    /// The place of each id. It is only looked into: its own order is nobody's.
    places: HashMap<&'r str, usize>,
}

impl<'r> Index<'r> {
    pub(crate) fn of(report: &'r Report) -> Self {
        let mut places = HashMap::with_capacity(report.cells.len());
        places.extend(report.cells.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)));
        Self { cells: &report.cells, places }
    }

    /// The place of a cell.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The cell of an id, as [`Report::cell`] gives it.
    pub(crate) fn cell(&self, id: &str) -> Option<&'r Cell> {
        self.place(id).map(|at| &self.cells[at].1)
    }

    /// Whether the report has a cell.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.place(id).is_some()
    }
}
