//! Cells by their ids, as a reading gathers them: found by an id's rank, and given out in the order of their ids.
//!
//! A report has two hundred cells, and each reading of it puts, looks up and compares every one. The ids of forms are ranked, so
//! a cell's place stands in a table by rank. An id that no form has is looked for one by one, and stands after all others.

use super::Cell;
use super::form::forms;
use super::id::CellId;

/// Cells by their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    /// In the order in which they came.
    cells: Vec<(CellId, Cell)>,
    /// By the rank of an id, 1 more than the place of its cell, and 0 where there is none; empty as long as there are no cells.
    places: Vec<u16>,
}

impl Cells {
    fn place(&self, id: &CellId) -> Option<usize> {
        match id.rank() {
            Some(rank) => usize::from(*self.places.get(rank)?).checked_sub(1),
            None => self.cells.iter().position(|(other, _)| other == id),
        }
    }

    pub(crate) fn get(&self, id: &CellId) -> Option<&Cell> {
        self.place(id).map(|at| &self.cells[at].1)
    }

    pub(crate) fn get_mut(&mut self, id: &CellId) -> Option<&mut Cell> {
        self.place(id).map(|at| &mut self.cells[at].1)
    }

    pub(crate) fn contains(&self, id: &CellId) -> bool {
        self.place(id).is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Puts a cell in the place of the one that the id had.
    pub(crate) fn insert(&mut self, id: CellId, cell: Cell) {
        if let Some(at) = self.place(&id) {
            self.cells[at].1 = cell;
            return;
        }
        if self.places.is_empty() {
            self.places.resize(forms().ids.len(), 0);
        }
        self.cells.push((id, cell));
        if let Some((rank, place)) =
            self.cells.last().and_then(|(id, _)| id.rank()).zip(self.cells.len().try_into().ok())
        {
            self.places[rank] = place;
        }
    }

    /// Takes a cell's content out, and leaves a missing one.
    pub(crate) fn take(&mut self, id: &CellId) -> Option<Cell> {
        self.get_mut(id).map(|cell| std::mem::replace(cell, Cell::missing()))
    }

    /// The places of all cells, in the order of their ids.
    fn in_order(&self) -> impl Iterator<Item = usize> {
        let ranked = self.places.iter().filter_map(|place| usize::from(*place).checked_sub(1));
        let others = (0..self.cells.len()).filter(|at| self.cells[*at].0.rank().is_none());
        ranked.chain(others)
    }

    /// All, in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&CellId, &Cell)> {
        self.in_order().map(|at| (&self.cells[at].0, &self.cells[at].1))
    }

    /// All, in the order in which they came.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().map(|(_, cell)| cell)
    }

    /// All, in the order in which they came.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&CellId, &mut Cell)> {
        self.cells.iter_mut().map(|(id, cell)| (&*id, cell))
    }

    /// All, in the order of their ids.
    pub(crate) fn into_sorted(self) -> Vec<(CellId, Cell)> {
        let mut cells = self.cells;
        cells.sort_by(|(one, _), (other, _)| one.cmp(other));
        cells
    }
}

impl Extend<(CellId, Cell)> for Cells {
    fn extend<I: IntoIterator<Item = (CellId, Cell)>>(&mut self, cells: I) {
        for (id, cell) in cells {
            self.insert(id, cell);
        }
    }
}

impl IntoIterator for Cells {
    type Item = (CellId, Cell);
    type IntoIter = std::vec::IntoIter<(CellId, Cell)>;

    /// All, in the order in which they came.
    fn into_iter(self) -> Self::IntoIter {
        self.cells.into_iter()
    }
}

impl<const N: usize> From<[(CellId, Cell); N]> for Cells {
    fn from(all: [(CellId, Cell); N]) -> Self {
        let mut cells = Self::default();
        cells.extend(all);
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn they_are_a_map_in_the_order_of_ids(numbers in prop::collection::vec((0usize..600, 0i64..9), 0..40)) {
            let id = |n: usize| forms().ids.nth(n % forms().ids.len());
            let (mut cells, mut map) = (Cells::default(), BTreeMap::new());
            for (n, value) in numbers {
                let cell = Cell::number(value.into(), "", None);
                cells.insert(id(n), cell.clone());
                map.insert(id(n), cell);
            }
            prop_assert!(cells.iter().eq(map.iter()));
            prop_assert_eq!(cells.len(), map.len());
            prop_assert_eq!(cells.get(&id(7)), map.get(&id(7)));
            let mut taken = cells.clone();
            prop_assert_eq!(taken.take(&id(3)), map.get(&id(3)).cloned());
            prop_assert!(cells.into_sorted().into_iter().eq(map));
        }
    }

    #[test]
    fn an_id_that_no_form_has_is_found_too() {
        let mut cells =
            Cells::from([("b".into(), Cell::blank(None)), ("requests.received.total".into(), Cell::missing())]);
        cells.insert("b".into(), Cell::missing());
        assert_eq!(cells.get(&"b".into()), Some(&Cell::missing()));
        assert!(!cells.contains(&"a".into()));
        let ids: Vec<&str> = cells.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["requests.received.total", "b"]);
    }
}
