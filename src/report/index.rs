//! The cells of a report by their ids, for those who ask for many: every sum of a form names its cells by id.

use super::form::forms;
use super::id::CellId;
use super::{Cell, Report};

/// Where the cells of a report stand.
#[derive(Debug)]
pub(crate) struct Index<'r> {
    cells: &'r [(CellId, Cell)],
    /// The place of each id that a form has, by its rank, and 1 more; 0 where there is none.
    places: Vec<u16>,
}

impl<'r> Index<'r> {
    pub(crate) fn of(report: &'r Report) -> Self {
        let mut places = vec![0; forms().ids.len()];
        for ((id, _), place) in report.cells.iter().zip(1..) {
            if let Some(rank) = id.rank() {
                places[rank] = place;
            }
        }
        Self { cells: &report.cells, places }
    }

    /// The place of a cell.
    pub(crate) fn place(&self, id: &CellId) -> Option<usize> {
        match id.rank() {
            Some(rank) => usize::from(self.places[rank]).checked_sub(1),
            None => self.cells.iter().position(|(other, _)| other == id),
        }
    }

    /// The cell of an id, as [`Report::cell`] gives it.
    pub(crate) fn cell(&self, id: &CellId) -> Option<&'r Cell> {
        self.place(id).map(|at| &self.cells[at].1)
    }

    /// Whether the report has a cell.
    pub(crate) fn has(&self, id: &CellId) -> bool {
        self.place(id).is_some()
    }
}
