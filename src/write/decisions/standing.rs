//! The decisions of a dataset → those that stand: not taken back, and the last that was made about a cell.

use super::{Decision, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// What stands about one document: by cell, and under nothing for the report as a whole.
pub type OfDocument<'d> = BTreeMap<Option<&'d str>, &'d Decision>;

/// What stands, by the document's id.
#[derive(Debug, Default)]
pub struct Standing<'d>(pub BTreeMap<&'d str, OfDocument<'d>>);

impl<'d> Standing<'d> {
    /// What stands of these decisions, which are in the order in which they were made.
    pub fn of(decisions: &'d [Decision]) -> Self {
        let undone: BTreeSet<&str> = decisions.iter().filter_map(|decision| decision.undoes.as_deref()).collect();
        let mut standing = Self::default();
        for decision in decisions {
            if decision.decision != Kind::Undo && !undone.contains(decision.id.as_str()) {
                let document = standing.0.entry(&decision.document).or_default();
                document.insert(decision.cell.as_deref(), decision);
            }
        }
        standing
    }

    /// What stands about a document.
    pub fn document(&self, id: &str) -> Option<&OfDocument<'d>> {
        self.0.get(id)
    }

    /// How many decisions stand.
    pub fn len(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// Whether none stands.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
