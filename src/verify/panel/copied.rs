//! `panel.copied`: two reports that print the same numbers in every cell, of one agency in two years or of two agencies in one.
//!
//! Why: last year's table was left in the new report, or one report stands under two names. Reports of few numbers are alike
//! by chance, and are left out.

use super::{Member, Pair, Panel, PanelCheck};
use std::collections::BTreeMap;

/// Numbers other than zero that two reports do not share by chance. Four in a column make each other.
const FEWEST: usize = 12;

/// The same tables as last year.
pub fn from_last_year(pair: Pair<'_>) -> Option<PanelCheck> {
    let is_copy = pair.now.print == pair.before.print && pair.now.counts >= FEWEST;
    let message = format!("all {} numbers of {} are those of {}", pair.now.counts, pair.now.year, pair.before.year);
    is_copy.then(|| pair.note("panel.copied", "all tables", message))
}

/// The same tables under two names.
pub fn between_agencies(panel: &Panel) -> Vec<PanelCheck> {
    let mut prints: BTreeMap<(u16, u64), Vec<&Member>> = BTreeMap::new();
    for member in panel.agencies.values().flat_map(BTreeMap::values).flatten().filter(|m| m.counts >= FEWEST) {
        let same = prints.entry((member.year, member.print)).or_default();
        if same.iter().all(|other| other.agency != member.agency) {
            same.push(member);
        }
    }
    let told = |same: Vec<&Member>| {
        let (first, rest) = same.split_first()?;
        let others: Vec<&str> = rest.iter().map(|other| other.agency.as_str()).collect();
        let message = format!("all {} numbers are those of {}", first.counts, others.join(", "));
        (!rest.is_empty()).then(|| PanelCheck::of("panel.copied", "all tables", &same, message))
    };
    prints.into_values().filter_map(told).collect()
}
