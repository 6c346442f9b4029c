//! `panel.items`: in the form of 2019, the number of items of the year before is what the report of that year makes it: its own
//! number of the year before, and what was added or taken away.
//!
//! Why: both reports count the same items, a year apart. Example: 2019 prints 上一年项目数量 396 and 本年增/减 -18, and 2020 prints
//! 上一年项目数量 396.

use super::{Pair, PanelCheck};

const KINDS: [&str; 5] = ["licensing", "other_services", "penalties", "compulsory_measures", "fees"];
const FORM: &str = "ogi-2019";

/// The ids of the numbers it asks for.
pub fn wanted() -> impl Iterator<Item = String> {
    KINDS.iter().flat_map(|kind| ["items_previous_year", "items_change"].map(|column| id(kind, column)))
}

fn id(kind: &str, column: &str) -> String {
    format!("proactive.{kind}.{column}")
}

/// Checks two years; other forms have no such numbers.
pub fn check(pair: Pair<'_>) -> Vec<PanelCheck> {
    if !pair.are_of(FORM) {
        return Vec::new();
    }
    let one = |kind: &&str| {
        let before = |column: &str| pair.before.figure(&id(kind, column));
        let made = || before("items_previous_year")?.checked_add(before("items_change")?);
        pair.check("panel.items", kind, made(), pair.now.figure(&id(kind, "items_previous_year")))
    };
    KINDS.iter().map(one).collect()
}
