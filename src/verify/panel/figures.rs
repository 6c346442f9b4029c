//! The numbers that checks over reports ask for: which they are, and those of one report.
//!
//! A report has some two hundred cells, and an archive some hundred thousand reports: only what a check asks for is kept, under
//! a small number in place of its id.

use super::{appeals, carried, fees, in_force, items, jumps, parent, pending, zero};
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// The ids that some check asks for, sorted.
static WANTED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all = carried::wanted()
        .chain(in_force::wanted())
        .chain(items::wanted())
        .chain(pending::wanted())
        .chain(appeals::wanted())
        .chain(jumps::wanted())
        .chain(fees::wanted())
        .chain(parent::wanted())
        .chain(zero::wanted());
    let mut all: Vec<String> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
});

/// The numbers of a report that were read without doubt, as far as a check asks for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(Vec<(u16, Decimal)>);

impl Figures {
    /// Whether a check asks for a cell.
    pub fn wants(id: &str) -> bool {
        place(id).is_some()
    }

    /// Keeps a number, if a check asks for it.
    pub fn put(&mut self, id: &str, value: Decimal) {
        if let Some(place) = place(id) {
            self.0.push((place, value));
        }
    }

    /// The number of a cell.
    pub fn get(&self, id: &str) -> Option<Decimal> {
        let place = place(id)?;
        self.0.iter().find(|(known, _)| *known == place).map(|(_, value)| *value)
    }
}

fn place(id: &str) -> Option<u16> {
    WANTED.binary_search_by(|known| known.as_str().cmp(id)).ok().and_then(|at| u16::try_from(at).ok())
}
